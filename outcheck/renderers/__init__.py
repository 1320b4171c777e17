"""Renders a report as text: one room a format, imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from outcheck.model.report import Report

FORMATS: tuple[str, ...] = ("terminal", "json", "html")
_ROOMS = {"terminal": "terminal", "json": "json_report", "html": "html"}
_SUFFIXES = {".txt": "terminal", ".json": "json", ".html": "html", ".htm": "html"}


def render(report: Report, format_name: str) -> str:
    """Render a report; raises ValueError for a format that is not among FORMATS."""
    if format_name not in _ROOMS:
        raise ValueError(f"no report format is called {format_name!r}; there are {', '.join(FORMATS)}")
    room = import_module(f"outcheck.renderers.{_ROOMS[format_name]}")
    text: str = room.render(report)
    return text


def format_of(path: Path) -> str | None:
    """The format that a file's suffix asks for, or None."""
    return _SUFFIXES.get(path.suffix.lower())
