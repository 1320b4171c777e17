"""Renders a report as one page that needs no network and no script: for the screen, for paper, for the file."""

from __future__ import annotations

import jinja2
from markupsafe import Markup

from outcheck.model.report import Outcome, Report
from outcheck.model.rule import Level
from outcheck.renderers.json_report import SCHEMA
from outcheck.renderers.page import page_of
from outcheck.renderers.wording import (
    CONFIDENTIAL,
    HEADLINES,
    LEVELS,
    counted,
    hidden_cells,
    place_name,
    plain,
    reasons,
    rules_with,
    steps,
)


def render(report: Report) -> str:
    """Render the page. Whatever a template prints is made harmless and escaped; no template needs to remember it."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("outcheck.renderers"),
        autoescape=True,
        finalize=_harmless,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["counted"] = counted
    return environment.get_template("report.html.j2").render(
        report=report,
        page=page_of(report),
        headline=HEADLINES[report.verdict],
        reasons=reasons(report),
        steps=steps(report),
        confidential=CONFIDENTIAL,
        levels=[(level, LEVELS[level]) for level in Level],
        not_asked=rules_with(report, Outcome.NOT_ASKED),
        unanswered=rules_with(report, Outcome.UNDETERMINED),
        place_name=place_name,
        hidden_cells=hidden_cells,
        schema=SCHEMA,
    )


def _harmless(printed: object) -> object:
    """What an expression gives, without characters that steer a screen; markup comes from templates alone."""
    return plain(printed) if isinstance(printed, str) and not isinstance(printed, Markup) else printed
