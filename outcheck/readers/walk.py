"""Finds the files of a release: recursive, sorted, never through a link that leaves it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from outcheck.model.release import Unread


@dataclass(frozen=True, slots=True)
class Found:
    """A file of the release, or a place where one could not be found. ``name`` is relative, with ``/``."""

    name: str
    path: Path
    kind: str = ""
    trouble: Unread | None = None


def walk(paths: Sequence[Path], ignored: Collection[Path]) -> Iterator[Found]:
    """Find every regular file below the given paths."""
    root = _common(paths)
    seen: set[Path] = set()
    for path in paths:
        base = path if len(paths) == 1 and path.is_dir() else root
        below = [found for found in _below(path, base) if found.path.resolve() not in ignored]
        if not below and path.is_dir():
            below = [
                _trouble(path.name or ".", path, "folder", "the folder holds nothing to check", "name one that holds outputs")
            ]
        for found in below:
            real = found.path.resolve()
            if real not in seen or found.trouble is not None:
                seen.add(real)
                yield found


def _common(paths: Sequence[Path]) -> Path:
    try:
        return Path(os.path.commonpath([path.absolute().parent for path in paths]))
    except ValueError:  # no paths, or paths on different drives
        return Path()


def _name(path: Path, base: Path) -> str:
    absolute, root = path.absolute(), base.absolute()
    return absolute.relative_to(root).as_posix() if absolute.is_relative_to(root) else path.name


def _below(path: Path, base: Path) -> Iterator[Found]:
    name = _name(path, base)
    name = path.name if name == "." else name
    try:
        if path.is_symlink() and not path.resolve().is_relative_to(base.resolve()):
            yield _trouble(name, path, "link", "this is a link to a place outside the release", "put the file itself here")
        elif path.is_dir():
            yield from _folder(path, base)
        elif path.is_file():
            yield Found(name, path)
        elif path.exists():
            yield _trouble(name, path, "device", "this is not a regular file", "take it out of the release")
        else:
            yield _trouble(name, path, "missing", "there is no such file or folder", "correct the path")
    except OSError as error:
        todo = "give outcheck the right to read it"
        yield _trouble(name, path, "unreadable", f"it could not be opened ({error.strerror})", todo)


def _folder(path: Path, base: Path) -> Iterator[Found]:
    if path.is_symlink():
        yield _trouble(_name(path, base), path, "link", "this is a link to a folder", "put the folder itself here")
        return
    for entry in sorted(path.iterdir()):
        yield from _below(entry, base)


def _trouble(name: str, path: Path, kind: str, what: str, todo: str) -> Found:
    return Found(name, path, kind, Unread(what, todo))
