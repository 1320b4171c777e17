"""Renders workflow commands, which GitHub Actions shows beside the files of a change."""

from __future__ import annotations

from outcheck.model.report import Report, Verdict
from outcheck.model.rule import Level
from outcheck.renderers.remarks import closing, remarks, unexamined
from outcheck.renderers.whereabouts import line_of

_KINDS = {Level.BLOCK: "error", Level.REVIEW: "warning", Level.NOTE: "notice"}


def render(report: Report) -> str:
    """Render one command a line; the last line is the verdict."""
    lines = [_command("error", place.file, 0, "outcheck: not examined", said) for place, said in unexamined(report)]
    for remark in remarks(report):
        found = remark.finding
        title = f"outcheck {found.code} {found.check}{' (known)' if found.known else ''}"
        kind = "notice" if found.known else _KINDS[found.level]
        lines.append(_command(kind, found.place.file, line_of(found.place), title, remark.said))
    known = report.compared is not None and report.exit_code == 0
    kind = "notice" if report.verdict is Verdict.CLEAR or known else "warning" if report.verdict is Verdict.REVIEW else "error"
    lines.append(f"::{kind} title=outcheck::{_data(closing(report))}")
    return "\n".join(lines) + "\n"


def _command(kind: str, file: str, line: int, title: str, said: str) -> str:
    places = [f"file={_property(file)}"] + [f"line={line}"] * (line > 0) + [f"title={_property(title)}"]
    return f"::{kind} {','.join(places)}::{_data(said)}"


def _data(text: str) -> str:
    """A message as the command syntax wants it: an end of line would start another command."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
