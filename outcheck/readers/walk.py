"""Finds the files of a release under the given paths, and names them relative to it."""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from outcheck.model.release import Unread

# What Windows calls a junction: a folder that stands for another one. `Path.is_junction` comes with Python 3.12.
_JUNCTION = 0xA0000003


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or something that cannot be read and why.

    ``name`` is relative to the given folder, ``long_name`` to the common parent of all given paths; it tells namesakes apart.
    """

    path: Path
    name: str
    long_name: str
    kind: str = "file"
    unread: Unread | None = None


def find(paths: Sequence[Path], ignored: Collection[Path]) -> tuple[Found, ...]:
    """Every file under ``paths`` except ``ignored``, once, with distinct names, in their order."""
    skipped = {_real(path) for path in ignored}
    given = sorted({_settled(path) for path in paths}, key=lambda path: (len(path.parts), path.as_posix()))
    roots = tuple(_real(path) for path in given if _is_folder(path))
    common = _common_parent(given)
    found: dict[Path, Found] = {}
    for path in given:
        for entry in _under_folder(path, common, roots) if _is_folder(path) else _given_file(path, common):
            if _real(entry.path) not in skipped:
                found.setdefault(entry.path, entry)
        if _is_folder(path) and not any(_real(path) in (file, *file.parents) for file in found):
            found[_real(path)] = _empty_folder(path, common)
    return _distinct(sorted(found.values(), key=lambda entry: (entry.name, entry.long_name)))


def _given_file(path: Path, common: Path | None) -> Iterator[Found]:
    """A path that is not a folder: the user named it, so a link is followed."""
    entry = _named(path, path.parent if common is None else common, common)
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        missing = Unread("there is no such file or folder", "check the spelling of the path")
        entry = replace(entry, kind="missing", unread=missing)
    except OSError as problem:
        entry = replace(entry, kind="unreadable", unread=_not_permitted(problem))
    else:
        entry = entry if stat.S_ISREG(mode) else _device(entry)
    yield entry


def _under_folder(folder: Path, common: Path | None, roots: Sequence[Path]) -> Iterator[Found]:
    """Everything in a folder and its folders that is, or may hide, a file; also what begins with a dot, since it leaves too."""
    root = _real(folder)
    waiting = [root]
    while waiting:
        here = waiting.pop()
        try:
            children = list(here.iterdir())
        except OSError as problem:
            yield replace(_named(here, root, common), kind="unreadable", unread=_not_permitted(problem))
            continue
        for child in children:
            entry = _named(child, root, common)
            try:
                status = child.lstat()
            except OSError as problem:
                yield replace(entry, kind="unreadable", unread=_not_permitted(problem))
                continue
            if stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) == _JUNCTION:
                yield from _linked(entry, roots)
            elif stat.S_ISDIR(status.st_mode):
                waiting.append(child)
            else:
                yield entry if stat.S_ISREG(status.st_mode) else _device(entry)


def _linked(entry: Found, roots: Sequence[Path]) -> Iterator[Found]:
    """A link to a file of the release counts as that file, one to a folder of it adds nothing; no other is followed."""
    target = _real(entry.path)
    inside = any(root in (target, *target.parents) for root in roots)
    if inside and target.is_file():
        yield entry
    elif not (inside and target.is_dir()):
        away = Unread("this is a link that leads out of the release, or nowhere", "put the file itself in its place")
        yield replace(entry, kind="link", unread=away)


def _device(entry: Found) -> Found:
    return replace(entry, kind="device", unread=Unread("this is not a regular file", "take it out of the release"))


def _empty_folder(folder: Path, common: Path | None) -> Found:
    nothing = Unread("there is no file in this folder", "check the path, or put the outputs into the folder")
    return replace(_named(folder, folder.parent if common in (None, folder) else common, common), kind="folder", unread=nothing)


def _not_permitted(problem: OSError) -> Unread:
    if isinstance(problem, PermissionError):
        return Unread("permission to read this is denied", "ask for permission to read it, or take it out of the release")
    return Unread(f"this cannot be reached ({type(problem).__name__})", "check that it is there and can be opened")


def _named(path: Path, base: Path | None, common: Path | None) -> Found:
    return Found(path, _relative(path, base), _relative(path, common))


def _relative(path: Path, base: Path | None) -> str:
    """Path below ``base`` with ``/``, else its name; characters that no file could be written with become ``?``."""
    below = path.relative_to(base).as_posix() if base is not None and base in path.parents else path.name or path.anchor
    return below.encode("utf-8", "replace").decode("utf-8")


def _common_parent(given: Sequence[Path]) -> Path | None:
    """Folder that holds all given paths; none on different Windows drives."""
    try:
        return Path(os.path.commonpath([path if _is_folder(path) else path.parent for path in given]))
    except ValueError:
        return None


def _distinct(found: Sequence[Found]) -> tuple[Found, ...]:
    """Give namesakes their longer names, and number those that are still alike."""
    shared = Counter(entry.name for entry in found)
    named = [replace(entry, name=entry.long_name) if shared[entry.name] > 1 else entry for entry in found]
    taken: set[str] = set()
    for index, entry in enumerate(named):
        name, number = entry.name, 1
        while name in taken:
            number += 1
            name = f"{entry.name} ({number})"
        taken.add(name)
        named[index] = replace(entry, name=name)
    return tuple(sorted(named, key=lambda entry: entry.name))


def _settled(path: Path) -> Path:
    """Absolute path with resolved folders; the last step may still be a link, which keeps its own name."""
    return _real(path) if path.name in ("", "..") else _real(path.parent) / path.name


def _real(path: Path) -> Path:
    # Unlike Path.resolve, realpath does not raise on links that lead in a circle.
    return Path(os.path.realpath(path))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:
        return False
