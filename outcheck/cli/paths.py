"""Paths as the command line is given them."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from outcheck.cli.exits import refuse


def given_path(text: str) -> Path:
    """Path that was given; refuses an empty one, as an unset variable gives, which would mean the current folder."""
    if not text.strip():
        raise typer.BadParameter("the path is empty; give the file or folder, or . for the current folder")
    return Path(text)


def kept_out(target: Path, release: Path) -> None:
    """Refuse a place for copies inside the release: they would leave with it."""
    place = Path(os.path.realpath(target))
    if Path(os.path.realpath(release)) in (place, *place.parents):
        refuse(f"{target}: the copies would become part of the release; choose a place outside it")
