"""Reads a release: paths to files, bytes to grids. Nothing is ever written, and one bad file never stops the rest."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

from outcheck.model.progress import Progress, silent
from outcheck.model.release import ReleaseFile
from outcheck.readers.barren import barren
from outcheck.readers.files import read_file
from outcheck.readers.limits import Limits
from outcheck.readers.walk import Found, find
from outcheck.readers.watched import watched

__all__ = ["Found", "Limits", "barren", "find", "read_release", "watched"]

_ORDINARY = Limits()


def read_release(
    paths: Sequence[Path], *, ignored: Collection[Path] = (), limits: Limits = _ORDINARY, progress: Progress = silent
) -> tuple[ReleaseFile, ...]:
    """Read every file of the given files and folders, sorted by path.

    ``ignored`` are files beside the release that do not leave, such as the manifest. What cannot be read (a missing path, a
    folder without files, a link out of the release, a damaged workbook) is listed with the reason in ``unread``.
    ``progress`` is told of each file.
    """
    found = find(paths, ignored)
    files: list[ReleaseFile] = []
    watch = watched()
    for each in found:
        watch.begin(each.name, each.path)
        files.append(read_file(each, limits, watch.barred(each.path)))
        progress(len(files), len(found))
    watch.begin("")
    return tuple(files)
