"""What is said of a set of numbers, the numbers themselves, and the table they stand in: all that naming a measure asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from outcheck.layout.estimates import Estimates
from outcheck.model.arrays import BoolArray, FloatArray, SmallArray
from outcheck.model.hints import ColumnHint
from outcheck.model.statistics import Statistic, Unit

Verdict = tuple[Statistic, bool, str]
"""A statistic, whether we are sure of it, and why."""


@dataclass(frozen=True, slots=True)
class Said:
    """What is said of a set of numbers: over them, beside them, above their group, and by how they are written."""

    column: str = ""
    unit: str = ""
    row: str = ""
    telling: str = ""
    continuation: int = 0
    form: str = ""
    part: int = 0
    bracketed: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers themselves, without gaps."""

    value: FloatArray
    decimals: SmallArray
    percent: BoolArray

    @classmethod
    def joined(cls, pieces: Sequence[Numbers]) -> Numbers:
        """Numbers of several strips."""
        if len(pieces) == 1:
            return pieces[0]
        return cls(
            np.concatenate([np.zeros(0), *(piece.value for piece in pieces)]),
            np.concatenate([np.zeros(0, dtype=np.int16), *(piece.decimals for piece in pieces)]),
            np.concatenate([np.zeros(0, dtype=np.bool_), *(piece.percent for piece in pieces)]),
        )

    @property
    def whole(self) -> bool:
        """Whether they could be counts."""
        return bool(len(self.value) and not self.decimals.any() and (self.value >= 0).all())

    @property
    def highest(self) -> float:
        """The largest of them."""
        return float(self.value.max(initial=0))

    @property
    def within_one(self) -> bool:
        """Whether they could be proportions or probabilities."""
        return bool(len(self.value) and self.decimals.any() and (self.value >= 0).all() and (self.value <= 1).all())


@dataclass(frozen=True, slots=True)
class Context:
    """What is said of the whole table, and what kind of table it is."""

    title: str
    remarks: tuple[str, ...]
    told: dict[str, ColumnHint]
    unit: Unit | None
    estimates: Estimates | None
    correlations: bool
    siblings: tuple[str, ...]
    """Texts that name statistics beside each other, along either axis."""
    stack: tuple[Statistic, ...] = ()
    """What rows under each other hold, as the corner says line by line."""
    below: Statistic | None = None
    """What the notes say stands in brackets below."""
    weighted: bool = False
    """Whether the labels say that counts are weighted."""
    before_errors: frozenset[str] = field(default=frozenset())
    """Columns that stand right before one of standard errors."""
