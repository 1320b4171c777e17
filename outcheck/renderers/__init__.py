"""Renders a report as text: one room a format, imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from outcheck.model.report import Report
from outcheck.renderers.whereabouts import seen_from

_ROOMS = {
    "terminal": "terminal",
    "json": "json_report",
    "html": "html",
    "markdown": "markdown",
    "csv": "findings_csv",
    "sarif": "sarif",
    "junit": "junit",
    "github": "github",
    "gitlab": "gitlab",
    "baseline": "baseline",
}
FORMATS: tuple[str, ...] = tuple(_ROOMS)
_SUFFIXES = {
    ".txt": "terminal",
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".md": "markdown",
    ".csv": "csv",
    ".sarif": "sarif",
    ".xml": "junit",
    ".yaml": "baseline",
    ".yml": "baseline",
}
SUFFIXES: tuple[str, ...] = tuple(_SUFFIXES)
_BESIDE_CODE = ("sarif", "github", "gitlab")
"""Formats that point into a repository: their paths start where the command was run, not at the release."""


def render(report: Report, format_name: str, *, folder: str = "") -> str:
    """Render a report; raises ValueError for a format that is not among FORMATS.

    ``folder`` is where the release lies in a repository, with ``/``; formats that are shown beside its files need it.
    """
    if format_name not in _ROOMS:
        raise ValueError(f"no report format is called {format_name!r}; there are {', '.join(FORMATS)}")
    room = import_module(f"outcheck.renderers.{_ROOMS[format_name]}")
    text: str = room.render(seen_from(report, folder) if folder and format_name in _BESIDE_CODE else report)
    return text


def format_of(path: Path) -> str | None:
    """The format that a file's suffix asks for, or None."""
    return _SUFFIXES.get(path.suffix.lower())
