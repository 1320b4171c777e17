"""Paths as the command line is given them."""

from __future__ import annotations

from pathlib import Path

import typer


def given_path(text: str) -> Path:
    """Path that was given; refuses an empty one, as an unset variable gives, which would mean the current folder."""
    if not text.strip():
        raise typer.BadParameter("the path is empty; give the file or folder, or . for the current folder")
    return Path(text)
