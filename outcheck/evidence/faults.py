"""What can be wrong with evidence: one exception, in the words of the person who supplied it."""

from __future__ import annotations


class EvidenceError(Exception):
    """Evidence that cannot be used. ``what`` completes "names evidence that …"; neither text carries a cell's content.

    ``key`` is the key under ``microdata`` in the manifest that is at fault, where it is one of these.
    """

    def __init__(self, what: str, todo: str, key: str = "") -> None:
        super().__init__(f"{what}; {todo}")
        self.key = key
        self.what = what
        self.todo = todo
