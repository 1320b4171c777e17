"""What a plan comes to: what is changed, and what no change settles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from outcheck.model.places import Place
from outcheck.protect.changes import Change, Renumbered, Residual, Together
from outcheck.protect.wishes import Method

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Stuck:
    """A finding that hiding more does not settle, with the reason; ``blocks`` says that the release cannot leave with it.

    ``was_tried`` says that numbers are hidden for findings like it, which did not help here.
    """

    place: Place
    rule: str
    said: str
    why: str
    blocks: bool
    was_tried: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """What to change, and what no change settles. ``cost`` of what is hidden to protect; at least ``bound`` is unavoidable.

    ``asked`` says that the method was asked for, and not told by the rules. ``merged`` are categories that became one before;
    ``refused`` variables could not be merged, each with the reason. Of ``sums`` that are rounded and shown in full, ``residuals``
    no longer add up. ``exact`` are tables that were not rounded, as what left before tells their counts,
    ``unasked`` those of which nothing says how they are rounded.
    Counts that were rounded and are shown may be ``away`` by so much from what they were, at most by ``largest_change`` of what
    they are, so far as the way of rounding tells.
    """

    method: Method
    asked: bool
    changes: tuple[Change, ...]
    renumbered: tuple[Renumbered, ...]
    stuck: tuple[Stuck, ...]
    numbers: int
    cost: float
    bound: float
    merged: tuple[Together, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    residuals: tuple[Residual, ...] = ()
    sums: int = 0
    exact: tuple[str, ...] = ()
    unasked: tuple[str, ...] = ()
    away: float = 0.0
    largest_change: float = 0.0

    @property
    def proven(self) -> bool:
        """Whether no pattern protects the same at less cost."""
        return self.cost <= self.bound * (1 + 1e-9)


def pinned(sets: Sequence[Sequence[Place]]) -> str:
    """Why something cannot be protected: the fewest places of which one would have to change, and others that tell it too."""
    first, *others = [_listed(places) for places in sets if places] or [""]
    if not first or not all(sets):
        return "what left before gives it back"
    rest = f"; once one of these is, so do {' and '.join(others)}" if others else ""
    return f"these may not be hidden and give it back: {first}{rest}"


def _listed(places: Sequence[Place]) -> str:
    more = f" and {len(places) - _MOST_NAMED} more" if len(places) > _MOST_NAMED else ""
    return ", ".join(str(place) for place in places[:_MOST_NAMED]) + more
