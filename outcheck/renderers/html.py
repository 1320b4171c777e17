"""Renders a report as one page that needs no network and no script: for the screen, for paper, for the file.

What a script adds is an ease. The page allows that one script and its own style, each by its digest, and nothing else.
"""

from __future__ import annotations

import base64
import hashlib

import jinja2
from markupsafe import Markup

from outcheck.model.report import Outcome, Report
from outcheck.model.rule import Level
from outcheck.renderers.changes import files_of, summary, tables_of
from outcheck.renderers.filters import rules_of
from outcheck.renderers.json_report import SCHEMA
from outcheck.renderers.page import page_of
from outcheck.renderers.wording import (
    CONFIDENTIAL,
    HEADLINES,
    LEVELS,
    counted,
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
    page = page_of(report)
    style = environment.get_template("report.css.j2").render(
        rules=[Markup(rule) for rule in rules_of(page.filters, page.levels)],  # noqa: S704  made of keys that are made here
        confidential=CONFIDENTIAL if report.values_shown else "",
    )
    script = environment.get_template("report.js").render()
    return environment.get_template("report.html.j2").render(
        report=report,
        page=page,
        style=Markup(style),  # noqa: S704  a template's own text
        script=Markup(script),  # noqa: S704  likewise
        allowed={"style": _digest(style), "script": _digest(script)},
        headline=HEADLINES[report.verdict],
        reasons=reasons(report),
        steps=steps(report),
        confidential=CONFIDENTIAL,
        levels=[(level, LEVELS[level]) for level in Level],
        not_asked=rules_with(report, Outcome.NOT_ASKED),
        unanswered=rules_with(report, Outcome.UNDETERMINED),
        since_summary=summary(report.since) if report.since else "",
        since_tables=list(tables_of(report)),
        since_files=list(files_of(report.since)) if report.since else [],
        place_name=place_name,
        schema=SCHEMA,
    )


def _digest(text: str) -> str:
    """What a policy of contents allows a text by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _harmless(printed: object) -> object:
    """What an expression gives, without characters that steer a screen; markup comes from templates alone."""
    return plain(printed) if isinstance(printed, str) and not isinstance(printed, Markup) else printed
