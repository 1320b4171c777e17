"""What a person wants done and kept, and what losing as little as possible means to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from outcheck.model.places import Place


class Method(StrEnum):
    """How a release is protected: offending numbers give way to markers; all counts are rounded first, or categories merged."""

    SUPPRESS = "suppress"
    ROUND = "round"
    MERGE = "merge"


class Aim(StrEnum):
    """What is lost least of: numbers, or what they add up to."""

    CELLS = "cells"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class HowToRound:
    """How counts are rounded: to ``base`` where no rule says how.

    ``additive`` asks that what adds up still does, where the rule allows it; then a number may go to the multiple further away.
    ``secret`` draws at random.
    """

    base: float | None = None
    additive: bool = True
    secret: bytes = b""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks for; without a method, the rules say which one they need.

    ``keep`` are cells and ranges that are never hidden, ``prefer`` those that are hidden rather than others. With
    ``recalculate``, totals leave out what is hidden, and say so, instead of having others hidden beside it.
    """

    method: Method | None = None
    aim: Aim = Aim.CELLS
    keep: tuple[Place, ...] = ()
    prefer: tuple[Place, ...] = ()
    rounding: HowToRound = field(default_factory=HowToRound)
    recalculate: bool = False
