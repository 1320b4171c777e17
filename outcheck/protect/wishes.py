"""What a person wants done and kept, and what losing as little as possible means to them."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from outcheck.model.places import Place
from outcheck.model.refused import Refused
from outcheck.model.release import Release
from outcheck.protect.hiding import masks

_PREFERRED = 0.1


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
    ``weights`` say how much more it costs to hide what is in a place than what is named nowhere.
    """

    method: Method | None = None
    aim: Aim = Aim.CELLS
    keep: tuple[Place, ...] = ()
    prefer: tuple[Place, ...] = ()
    rounding: HowToRound = field(default_factory=HowToRound)
    recalculate: bool = False
    weights: tuple[tuple[Place, float], ...] = ()

    @property
    def all_weights(self) -> tuple[tuple[Place, float], ...]:
        """What hiding each place costs beside others; of several that name one cell, the last counts."""
        return (*((place, _PREFERRED) for place in self.prefer), *self.weights)


class WishError(Refused):
    """A wish is about a place that the release does not have."""

    def __init__(self, place: Place, why: str) -> None:
        super().__init__(f"{place}: {why}")
        self.place = place


def fit(wishes: Wishes, release: Release) -> None:
    """Raise WishError for the first place that is wished something about and holds no number: a slip would change nothing."""
    files = sorted({file.path for file in release.files})
    for place in (*wishes.keep, *wishes.prefer, *(place for place, _ in wishes.weights)):
        if any(mask.any() for mask in masks(release.tables, [place])):
            continue
        if place.file not in files:
            near = get_close_matches(place.file, files, n=1, cutoff=0.3)
            hint = f"did you mean {near[0]}?" if near else "name it as the report does"
            raise WishError(place, f"no file of the release has this name; {hint}")
        sheets = sorted({table.sheet for table in release.tables if table.file == place.file})
        if place.sheet and place.sheet not in sheets:
            shown = ", ".join(sheets) or "none"
            raise WishError(place, f"no sheet of this file with a table has this name; there are: {shown}")
        raise WishError(place, "no number of a table stands there")
