"""Controlled rounding: all numbers of linked tables go to multiples of a base at once, so that what added up still does."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import coo_array, csr_array, eye_array, hstack
from scipy.sparse.csgraph import connected_components

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.precision import is_multiple
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.moves import Limits, Moves, take

_CLOSE = 1e-9
_HELD = 1e-13
"""Share of a sum that adding up may have changed."""


@dataclass(frozen=True, slots=True)
class Controlled:
    """Rounded numbers, and how far they keep what was asked.

    Parameters
    ----------
    values : float64, shape (n,)
        Multiples of the base, NaN where hidden.
    residual : float64, shape (m,)
        What each relation comes to, ``rows @ values``. Of a relation with hidden numbers, how far it is from what they can come
        to. Nought where additive.
    beyond : bool, shape (n,)
        Which went past the multiples beside them, or from one multiple to another.
    change : float64
        Sum of how far the numbers moved, in their unit.
    least : float64
        No rounding of the kind found moves them less, which is proven. Equal to ``change`` where the rounding is the best one.
    timed_out : bool
        Whether time ran out before the search was over; only then may another run find another rounding.
    """

    values: FloatArray
    residual: FloatArray
    beyond: BoolArray
    change: float
    least: float
    timed_out: bool

    @property
    def is_additive(self) -> bool:
        """Whether every relation holds."""
        return not self.residual.any()

    @property
    def is_zero_restricted(self) -> bool:
        """Whether every number went to a multiple beside it, and multiples stayed."""
        return not self.beyond.any()


def round_together(
    rows: csr_array,
    values: FloatArray,
    base: float,
    *,
    tie: FloatArray | None = None,
    play: float = 0.0,
    limits: Limits = Limits(),  # noqa: B008  frozen
) -> Controlled:
    """Round numbers to multiples of a base so that sums keep holding and the whole change is least.

    Each number ``v`` goes to ``base * floor(v / base)`` or ``base * ceil(v / base)``, so that ``rows @ x = 0`` and
    ``sum |x - v|`` is least: zero-restricted controlled rounding. Two-way tables with their totals always have one, and the
    answer is the best: ``v / base`` itself meets the relations between the multiples; the corners of what meets them are whole,
    as those of every network flow are; and the best corner solves a linear program. That holds too where one of the dimensions
    nests. Three-way tables and linked ones may have none. Where none is found, numbers that are not 0 may go one multiple
    further, none past 0; where that does not do either, relations are broken as little as multiples beside allow.

    Parameters
    ----------
    rows : csr_array, float64, shape (m, n)
        Relations that come to 0: parts minus total.
    values : float64, shape (n,)
        True numbers. NaN are hidden ones: they stay so, and may come to whatever makes a relation hold; where no number is
        negative, to nothing below 0.
    base : float
        Above 0.
    tie : float64, shape (n,), optional
        From [0, 1), as ``rounded.draws`` makes them. Decides between equally good roundings of whole numbers where the answer is
        the best one, so that it does not depend on the order of numbers and relations.
    play : float
        How far from 0 a relation may be and still be asked to hold, in the unit of the numbers: for numbers with decimals. Others
        that the true numbers break are left out; their residual is told.
    limits : Limits
        Of the search, where a linear program is not the answer.

    Returns
    -------
    Controlled

    Raises
    ------
    ValueError
        If the base is not above 0, or shapes differ.

    References
    ----------
    Cox, L. H. and Ernst, L. R. (1982). Controlled rounding. INFOR 20(4), 423-432.
    Causey, B. D., Cox, L. H. and Ernst, L. R. (1985). Applications of transportation theory to statistical problems. Journal of
    the American Statistical Association 80(392), 903-909. Has a three-way table without zero-restricted rounding.
    """
    if not base > 0 or rows.shape[1] != len(values):
        raise ValueError("needs a base above 0, and a column of the relations for each number")
    deadline = Deadline(limits.seconds)
    numbers = _numbers(values, base, np.zeros(len(values)) if tie is None else tie)
    slack = _CLOSE + _HELD * (csr_array(abs(rows)) @ np.abs(np.nan_to_num(values)))
    kept = np.flatnonzero(np.abs(_off(rows, numbers, values)) <= play + slack)
    multiples, least = _nearest(numbers), float(_shortest(numbers).sum())
    for relations, cells in _components(rows, kept):
        found = _component(csr_array(rows[relations][:, cells]), numbers.taken(cells), limits, deadline)
        multiples[cells] = found[0]
        least += found[1] - float(_shortest(numbers)[cells].sum())
    shown = np.where(numbers.shown, multiples * base, np.nan)
    off = _off(rows, numbers, shown)
    above = numbers.below + (numbers.rest > 0)
    return Controlled(
        shown,
        np.where(np.abs(off) <= slack, 0.0, off),
        numbers.shown & (multiples != numbers.below) & (multiples != above),
        float(np.abs(shown - values)[numbers.shown].sum()),
        least,
        deadline.passed(),
    )


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Numbers as multiples: ``value = base * below + rest``, ``rest`` from 0 to less than the base; 0 where hidden."""

    base: float
    shown: BoolArray
    below: FloatArray
    rest: FloatArray
    tie: FloatArray
    signed: bool

    def taken(self, cells: Indices) -> _Numbers:
        """Some of them."""
        return replace(self, shown=self.shown[cells], below=self.below[cells], rest=self.rest[cells], tie=self.tie[cells])


def _numbers(values: FloatArray, base: float, tie: FloatArray) -> _Numbers:
    known = np.nan_to_num(values)
    near = np.round(known / base)
    stays = is_multiple(known, base)
    below = np.where(stays, near, np.floor(known / base))
    rest = np.where(stays, 0.0, known - below * base)
    return _Numbers(base, ~np.isnan(values), below, rest, tie, signed=bool((known < 0).any()))


def _nearest(numbers: _Numbers) -> FloatArray:
    return numbers.below + (2 * numbers.rest >= numbers.base)


def _shortest(numbers: _Numbers) -> FloatArray:
    """The least that each number can move."""
    return np.minimum(numbers.rest, numbers.base - numbers.rest)


def _off(rows: csr_array, numbers: _Numbers, values: FloatArray) -> FloatArray:
    """How far each relation is from what its hidden numbers can make hold."""
    sums = np.asarray(rows @ np.nan_to_num(values))
    hidden = ~numbers.shown.astype(np.bool_)
    rises = (rows > 0).astype(np.float64) @ hidden > 0
    falls = (rows < 0).astype(np.float64) @ hidden > 0
    if numbers.signed:
        rises = falls = rises | falls
    return np.where(((sums < 0) & rises) | ((sums > 0) & falls), 0.0, sums)


def _components(rows: csr_array, kept: Indices) -> list[tuple[Indices, Indices]]:
    """Relations and numbers that hang together."""
    held = coo_array(rows[kept])
    m, n = held.shape
    _, label = connected_components(coo_array((held.data, (held.row, held.col + m)), shape=(m + n, m + n)), directed=False)
    used = np.unique(held.col)
    order, by = np.argsort(label[:m], kind="stable"), np.argsort(label[m + used], kind="stable")
    names = np.unique(label[m + used])
    relations = np.split(kept[order], np.searchsorted(label[:m][order], names[1:]))
    return list(zip(relations, np.split(used[by], np.searchsorted(label[m + used][by], names[1:])), strict=True))


def _component(rows: csr_array, numbers: _Numbers, limits: Limits, deadline: Deadline) -> tuple[FloatArray, float]:
    """Multiples, and a proven bound of how far numbers must move in all: beside, else further, else with broken relations."""
    missing = -np.asarray(rows @ numbers.below)
    away = float(numbers.rest.sum())
    for begun in (_beside(numbers), _further(numbers)):
        found = take(_moves(rows, numbers, begun), missing, limits, Deadline(deadline.left() / 2))
        if found is not None:
            return _moved(numbers, begun, found[0]), away + found[1]
    begun = _beside(numbers)
    moves = _elastic(_moves(rows, numbers, begun), numbers)
    found = take(moves, missing, limits, deadline)
    multiples = _nearest(numbers) if found is None else _moved(numbers, begun, found[0][: len(begun.cell)])
    return multiples, float(_shortest(numbers).sum())


@dataclass(frozen=True, slots=True)
class _Begun:
    """Kinds of steps: of which number, in which direction, at which cost, and the change where none is taken."""

    cell: Indices
    way: FloatArray
    cost: FloatArray
    stays: FloatArray


def _beside(numbers: _Numbers) -> _Begun:
    """From the multiple below to the one above, and hidden numbers to anything."""
    up = np.flatnonzero(numbers.rest > 0)
    hidden = np.flatnonzero(~numbers.shown)
    nothing = np.zeros(len(hidden))
    return _Begun(
        np.concatenate([up, hidden]),
        np.ones(len(up) + len(hidden)),
        np.concatenate([numbers.base - 2 * numbers.rest[up], nothing]),
        np.concatenate([numbers.rest[up], nothing]),
    )


def _further(numbers: _Numbers) -> _Begun:
    """Besides, one multiple further up or down, but not past 0."""
    above = numbers.below + (numbers.rest > 0)
    is_zero = (numbers.below == 0) & (above == 0)
    up = np.flatnonzero(numbers.shown & ~is_zero & ((numbers.below >= 0) | (above < 0)))
    down = np.flatnonzero(numbers.shown & ~is_zero & ((above <= 0) | (numbers.below > 0)))
    begun = _beside(numbers)
    extra = np.ones(len(up) + len(down))
    return _Begun(
        np.concatenate([begun.cell, up, down]),
        np.concatenate([begun.way, np.ones(len(up)), -np.ones(len(down))]),
        np.concatenate([begun.cost, numbers.base * extra]),
        np.concatenate([begun.stays, 0.0 * extra]),
    )


def _moves(rows: csr_array, numbers: _Numbers, begun: _Begun) -> Moves:
    shown = numbers.shown[begun.cell]
    low = -np.inf if numbers.signed else 0.0
    return Moves(
        csr_array(rows[:, begun.cell].multiply(begun.way)),
        np.where(shown, 0.0, low),
        np.where(shown, 1.0, np.inf),
        begun.cost,
        begun.stays,
        numbers.tie[begun.cell],
        shown,
    )


def _elastic(moves: Moves, numbers: _Numbers) -> Moves:
    """With relations that may be broken, at a cost above that of any rounding."""
    m = moves.rows.shape[0]
    play = np.full(2 * m, 1.0)
    return Moves(
        csr_array(hstack([moves.rows, eye_array(m), -eye_array(m)])),
        np.concatenate([moves.lower, 0.0 * play]),
        np.concatenate([moves.upper, np.inf * play]),
        np.concatenate([moves.cost, (len(numbers.shown) + 1) * numbers.base * play]),
        np.concatenate([moves.stays, 0.0 * play]),
        np.concatenate([moves.tie, 0.0 * play]),
        np.concatenate([moves.whole, play > 0]),
    )


def _moved(numbers: _Numbers, begun: _Begun, steps: FloatArray) -> FloatArray:
    return numbers.below + np.bincount(begun.cell, begun.way * steps * numbers.shown[begun.cell], len(numbers.below))
