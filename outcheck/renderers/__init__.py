"""Renders a report as text. One room a format, imported when asked for."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from outcheck.model.report import Report

FORMATS: tuple[str, ...] = ("terminal", "json", "html")
_ROOMS = {"terminal": "terminal", "json": "json_report", "html": "html"}
_SUFFIXES = {".txt": "terminal", ".json": "json", ".html": "html", ".htm": "html"}


def render(report: Report, format_name: str) -> str:
    """Render a report; raises KeyError for an unknown format."""
    room = import_module(f"outcheck.renderers.{_ROOMS[format_name]}")
    text: str = room.render(report)
    return text


def format_of(path: Path) -> str | None:
    """The format a file's suffix asks for, or None."""
    return _SUFFIXES.get(path.suffix.lower())
