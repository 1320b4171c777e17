"""Tells the process that watches over this one which file is begun, and learns from it which ones ended earlier attempts."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path

from outcheck.model.attempts import BARRED, BEGUN, FOLDER, Ending
from outcheck.readers.refusal import Refusal

_REFUSALS = {
    Ending.BROKE_OFF: "outcheck broke off while reading it",
    Ending.TOO_LONG: "reading it took longer than a file may take",
}
_TODO = "save or export it again, or have it checked by a person"


class Watched:
    """What the process that watches over this one, if any, sees of it. Files are known by their paths, as the system has them."""

    def __init__(self, folder: Path | None) -> None:
        self._begun = folder / BEGUN if folder is not None else None
        self._paths: dict[str, str] = {}
        self._barred: dict[str, str] = {}
        if folder is not None and (folder / BARRED).exists():
            self._barred = json.loads((folder / BARRED).read_text(encoding="utf-8"))

    def begin(self, name: str, path: Path | None = None) -> None:
        """Say that a file is begun; without a path, one that was begun before under its name. No name says that all are done."""
        if self._begun is None:
            return
        if path is not None:
            self._paths[name] = os.path.abspath(path)  # noqa: PTH100  a link keeps its own name
        with self._begun.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(self._paths.get(name, "")) + "\n")

    def barred(self, path: Path) -> Refusal | None:
        """Why a file is not to be read again; None for one that may be."""
        how = self._barred.get(os.path.abspath(path))  # noqa: PTH100  likewise
        return Refusal(_REFUSALS[Ending(how)], _TODO) if how is not None else None


@lru_cache(maxsize=1)
def watched() -> Watched:
    """How this process is watched. Processes that it starts itself are not."""
    place = os.environ.pop(FOLDER, None)
    return Watched(Path(place) if place else None)
