"""Collects what inspection finds, things alike as one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from outcheck.model.inspection import Hidden, HiddenKind
from outcheck.model.places import Area
from outcheck.readers.refusal import Refusal

_PLAIN_PART = re.compile(r"[A-Za-z0-9_.\[\]/-]{1,120}")


class Findings:
    """What was found so far. Things of one kind, in the same words, on the same sheet are one entry that counts them."""

    def __init__(self) -> None:
        self._first: dict[tuple[HiddenKind, str, str], Hidden] = {}
        self._many: dict[tuple[HiddenKind, str, str], int] = {}

    def add(self, kind: HiddenKind, what: str, *, sheet: str = "", area: str = "", part: str = "", many: int = 1) -> None:
        """Note something. ``part`` is named only where it is a name as programs give them."""
        key = (kind, what, sheet)
        named = part if _PLAIN_PART.fullmatch(part) else ""
        self._first.setdefault(key, Hidden(kind, what, sheet, _range(area), named))
        self._many[key] = self._many.get(key, 0) + many

    @contextmanager
    def examining(self, part: str, sheet: str = "") -> Iterator[None]:
        """Look into a part: what goes wrong there is noted, and keeps nothing else from being looked into."""
        try:
            yield
        except Refusal as refusal:
            self.add(HiddenKind.UNEXAMINED, f"a part could not be examined: {refusal.what}", sheet=sheet, part=part)
        except Exception as crash:  # noqa: BLE001  whatever is wrong with one part, the others are examined
            what = f"a part could not be examined ({type(crash).__name__})"
            self.add(HiddenKind.UNEXAMINED, what, sheet=sheet, part=part)

    def all(self) -> tuple[Hidden, ...]:
        """Everything, sorted."""
        return tuple(
            sorted(
                Hidden(first.kind, first.what, first.sheet, first.area, first.part, self._many[key])
                for key, first in self._first.items()
            )
        )


def _range(text: str) -> str:
    """A range as reports write it; empty where a file calls something a range that is none."""
    try:
        return str(Area.parse(text))
    except ValueError:
        return ""
