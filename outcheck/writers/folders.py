"""A new folder that is there whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from outcheck.model.attempts import MADE_IN
from outcheck.writers.copies import CleanCopy, CleanError


@contextmanager
def in_new_folder(target: Path, copies: tuple[CleanCopy, ...]) -> Iterator[Path]:
    """Files in a folder beside ``target``, which takes its name when all that is done with it succeeds.

    Raises CleanError where something is there already, or two copies would have one name.
    """
    target = target.absolute()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CleanError(f"{target}: is there already, and not an empty folder; choose another place")
    names = [copy.path.casefold() for copy in copies]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise CleanError(f"{twice}: two copies would have this name; rename one of the files")
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=target.parent.resolve(), prefix=".outcheck-"))
    try:
        _tell(beside)
        for copy in copies:
            place = beside / copy.path
            if beside not in place.resolve().parents:
                raise CleanError(f"{copy.path}: leads out of the folder")
            with _called(target / copy.path):
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_bytes(copy.data)
        yield beside
        if target.exists():
            target.rmdir()
        beside.chmod(0o755)
        beside.rename(target)
    finally:
        shutil.rmtree(beside, ignore_errors=True)


@contextmanager
def _called(place: Path) -> Iterator[None]:
    """Have what cannot be written named as what it was to become: nobody knows the folder in which it is made."""
    try:
        yield
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(place)) from error


@contextmanager
def aside(parent: Path | None = None) -> Iterator[Path]:
    """An empty folder that goes with all that is in it, in another one or where the system keeps such."""
    if parent is not None:
        parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(dir=parent, prefix=".outcheck-"))
    try:
        _tell(folder)
        yield folder
    except OSError as error:
        if error.filename is None or Path(error.filename2 or error.filename).is_relative_to(folder):
            raise OSError(error.errno, error.strerror, str(parent or folder)) from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tell(folder: Path) -> None:
    """Tell whoever watches this process, if anybody does, of a folder that is to go with it."""
    if place := os.environ.get(MADE_IN):
        with Path(place).open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(str(folder)) + "\n")
