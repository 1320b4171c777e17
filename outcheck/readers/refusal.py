"""Why something cannot be read, in words that may be shown."""

from __future__ import annotations

from outcheck.model.release import Unread


class Refusal(Exception):  # noqa: N818  it is an answer about the file, not an error of ours
    """A file, part or sheet is not read; ``what`` and ``todo`` carry no content of it."""

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.what = what
        self.todo = todo

    def unread(self, sheet: str = "") -> Unread:
        """Entry for the report."""
        return Unread(self.what, self.todo, sheet)


def crash_refusal(crash: BaseException) -> Refusal:
    """Refusal for a failure nobody foresaw; its message may hold content, so only its type is named."""
    return Refusal(f"reading it failed ({type(crash).__name__})", "save or export it again, or have it checked by a person")
