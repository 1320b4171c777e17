"""What a plan comes to: what is changed, and what no change settles."""

from __future__ import annotations

from dataclasses import dataclass

from outcheck.model.places import Place
from outcheck.protect.changes import Change, Renumbered, Residual, Together
from outcheck.protect.wishes import Method


@dataclass(frozen=True, slots=True)
class Stuck:
    """A finding that hiding more does not settle, with the reason; ``blocks`` says that the release cannot leave with it."""

    place: Place
    rule: str
    said: str
    why: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What to change, and what no change settles. ``cost`` of what is hidden to protect; at least ``bound`` is unavoidable.

    ``asked`` says that the method was asked for, and not told by the rules. ``merged`` are categories that became one before;
    ``refused`` variables could not be merged, each with the reason. Of ``sums`` that are rounded and shown in full, ``residuals``
    no longer add up. ``exact`` are tables that were not rounded, as what left before tells their counts.
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

    @property
    def largest_change(self) -> float:
        """The largest change of a number that stays one, as a share of what it was."""
        rounded = (held for held in self.renumbered if not held.of_what_is_shown)  # of totals it would tell what they leave out
        moves = (number for held in rounded for number in held.numbers if number.old != number.new)
        return max((abs(number.new - number.old) / abs(number.old) for number in moves if number.old), default=0.0)

    @property
    def proven(self) -> bool:
        """Whether no pattern protects the same at less cost."""
        return self.cost <= self.bound * (1 + 1e-9)
