"""Renders a report as one self-contained HTML page: no network, no script, readable on paper."""

from __future__ import annotations

from importlib import resources

import jinja2

from outcheck.model.report import Report
from outcheck.renderers.wording import NEXT, VERDICTS, gather, plain


def render(report: Report) -> str:
    """Render the page. Everything from a file is escaped; control characters are replaced."""
    environment = jinja2.Environment(
        loader=jinja2.FunctionLoader(_template),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["plain"] = plain
    page = environment.get_template("report.html.j2")
    return page.render(
        report=report,
        style=_template("report.css"),
        meaning=VERDICTS[report.verdict],
        next_step=NEXT[report.verdict],
        open_findings=list(gather(report, waived=False)),
        waived_findings=list(gather(report, waived=True)),
        not_asked=[rule for rule in report.rules if rule.outcome.value == "not-asked"],
    )


def _template(name: str) -> str:
    return resources.files("outcheck.renderers").joinpath("templates", name).read_text(encoding="utf-8")
