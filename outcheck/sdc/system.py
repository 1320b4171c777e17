"""A linear system with intervals: what published numbers tell about the unknowns behind them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray, Indices


@dataclass(frozen=True, slots=True)
class System:
    """All points ``x`` with ``at_least <= rows @ x <= at_most`` and ``lower <= x <= upper``, whole where ``integral``.

    Parameters
    ----------
    rows : csr_array, float64, shape (m, n)
        One relation a row: parts minus total, count minus share of base.
    at_least, at_most : float64, shape (m,)
        What a relation may come to; equal where it is exact, apart where rounding leaves play. May be infinite.
    lower, upper : float64, shape (n,)
        What is known of each unknown by itself: equal for a printed number, apart for a rounded one or a marker with bounds.
    integral : bool, shape (n,)
        Unknowns that count something whole, such as persons.
    """

    rows: csr_array
    at_least: FloatArray
    at_most: FloatArray
    lower: FloatArray
    upper: FloatArray
    integral: BoolArray

    @property
    def unknowns(self) -> int:
        """Number of unknowns, n."""
        return len(self.lower)

    @property
    def relations(self) -> int:
        """Number of relations, m."""
        return len(self.at_least)


@dataclass(frozen=True, slots=True)
class Step:
    """One deduction of a proof: a bound of one unknown that follows from a combination of relations.

    With weights ``y`` on ``relations``, ``divisor * x[unknown] = y @ (rows @ x) + z @ x`` where ``z = divisor * e - rows.T @ y``;
    the interval of the right side, from the intervals of relations and of unknowns as earlier steps left them, bounds the left.
    ``whole`` says that the bound was then moved to the next whole number. A divisor keeps weights such as a third exact.
    """

    unknown: int
    is_upper: bool
    relations: Indices
    weights: FloatArray
    whole: bool
    bound: float
    divisor: float = 1.0


@dataclass(frozen=True, slots=True)
class Proof:
    """Steps in order: each may rest on the bounds of those before it. The last one is what was to be shown."""

    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Moves:
    """Many steps at once, an entry each, all from what was known before the first: each rests on one relation alone.

    ``relation`` is -1 where only whole rounding was used, and ``UNWRITTEN`` where the bound comes from a search over whole
    solutions that left no proof.
    """

    unknown: Indices
    is_upper: bool
    relation: Indices
    bound: FloatArray


UNWRITTEN = -2


@dataclass(frozen=True, slots=True)
class Bounds:
    """How tightly a system bounds some of its unknowns.

    Parameters
    ----------
    cells : intp, shape (k,)
        The unknowns asked about.
    lower, upper : float64, shape (k,)
        Proven: no solution lies outside.
    seen_lower, seen_upper : float64, shape (k,)
        Reached: solutions were found at these, so that the true interval lies between the two. Equal to ``lower`` and
        ``upper`` (within ``tolerance``) where the bound is exact; ``inf`` and ``-inf`` where none was found.
    whole : bool, shape (k,)
        Whether the solutions behind ``seen_lower`` and ``seen_upper`` are whole in all integral unknowns.
    tolerance : float
        Feasibility tolerance of the solutions, in the units of the unknowns.
    timed_out : bool
        Whether time ran out before everything asked was settled.
    trail : tuple of Moves and Steps
        How the proven bounds were found, in order; ``prove`` makes proofs of it.
    """

    cells: Indices
    lower: FloatArray
    upper: FloatArray
    seen_lower: FloatArray
    seen_upper: FloatArray
    whole: BoolArray
    tolerance: float
    timed_out: bool = False
    trail: tuple[Moves | Step, ...] = ()

    def determined(self) -> BoolArray:
        """Which cells have one possible value only."""
        return np.asarray(self.upper - self.lower <= self.tolerance)

    def narrower_than(self, width: FloatArray) -> BoolArray:
        """Which cells are proven to lie in an interval shorter than ``width``, shape (k,)."""
        return np.asarray(self.upper - self.lower < width - self.tolerance)

    def wide_enough(self, width: FloatArray) -> BoolArray:
        """Which cells have solutions at least ``width`` apart, shape (k,). Neither this nor narrower: undetermined."""
        return np.asarray(self.seen_upper - self.seen_lower >= width - self.tolerance)


class Contradiction(Exception):  # noqa: N818  it is an answer, not an error
    """The system has no solution. ``relations`` are rows that cannot all hold; ``unknowns`` those whose own bounds take part."""

    def __init__(self, relations: Indices, unknowns: Indices) -> None:
        super().__init__("the published numbers admit no solution")
        self.relations = relations
        self.unknowns = unknowns
