"""What keeps a file from being read."""

from __future__ import annotations


class Trouble(Exception):  # noqa: N818  read as a word: raise Trouble(what, todo)
    """A file or sheet cannot be read. Says what happened and what to do, never a cell's content."""

    def __init__(self, what: str, todo: str, kind: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo
        self.kind = kind
