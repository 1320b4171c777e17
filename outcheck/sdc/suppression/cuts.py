"""Cuts: what every pattern must hide for a demand to be met, as weights on relations prove it.

For any weights ``w`` on relations, with ``r = f - rows.T @ w``, an attacker's most of ``f @ x`` is at most

    sum of w at the side it leans on + sum over unknowns of r at the side it leans on,

and hiding unknown ``i`` adds ``a_i = max(r_i, 0) rises_i + max(-r_i, 0) falls_i`` to that. So a demand for ``d`` more than what
hidden-anyway unknowns give needs ``sum of min(a_i, d) y_i >= d``, with ``y_i`` 1 where ``i`` is hidden (Fischetti and Salazar
2001). Whatever solver the weights come from, the cut is worked out from them here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.suppression.ground import SLACK, Ground

Sum: TypeAlias = tuple[Indices, FloatArray]
"""The unknowns of a sum and their weights."""
_DIVISORS = (1, 2, 3, 4, 6, 12, 60)
_NEAR = 1e-6
_TINY = 1e-9
_FAR = 1e4
_MOST_LINES = 5000


@dataclass(frozen=True, slots=True)
class Cut:
    """``weights @ y[unknowns] >= need * y[of]``; ``of`` -1: ``>= need``."""

    unknowns: Indices
    weights: FloatArray
    need: float
    of: int

    def slack(self, hidden: BoolArray) -> float:
        """By how much a pattern meets the cut."""
        need = self.need if self.of < 0 or hidden[self.of] else 0.0
        return float(self.weights[hidden[self.unknowns]].sum()) - need

    @property
    def key(self) -> bytes:
        """Tells equal cuts."""
        return self.unknowns.tobytes() + np.round(self.weights, 6).tobytes() + str((self.of, round(self.need, 6))).encode()


@dataclass(frozen=True, slots=True)
class Side:
    """An upper bound of a sum (or of its negative) under any pattern: ``base + gain @ y[unknowns]``."""

    base: float
    unknowns: Indices
    gain: FloatArray


def side(ground: Ground, sum_: Sum, weights: FloatArray, *, is_upper: bool) -> Side:
    """The bound that weights on relations, shape (m,), prove for a sum, or for its negative on the lower side."""
    sign = 1.0 if is_upper else -1.0
    simple = sign * _simplified(weights)
    rest = -(ground.across @ simple)
    rest[sum_[0]] += sign * sum_[1]
    used = np.flatnonzero(simple)
    moved = np.flatnonzero(np.abs(rest) >= _TINY)
    return _side(ground, used, simple[used], moved, rest[moved])


def _side(ground: Ground, relations: Indices, weights: FloatArray, unknowns: Indices, rest: FloatArray) -> Side:
    """The bound by weights on relations other than 0, and by what they leave of the sum."""
    rises = rest > 0
    base = float(weights @ np.where(weights > 0, ground.at_most[relations], ground.at_least[relations]))
    base += float(rest @ np.where(rises, ground.near_high[unknowns], ground.near_low[unknowns]))
    far = np.where(rises, ground.rises[unknowns], ground.falls[unknowns])
    # what is left of weights that should cancel is no way out without end
    far = np.where(np.abs(rest) < _NEAR, np.minimum(far, _FAR), far)
    return Side(base, unknowns, np.abs(rest) * far)


def cut(ground: Ground, sides: list[Side], demand: float, of: int) -> Cut | None:
    """The cut that sides prove, whose bounds must add up to ``demand``; None where what is hidden anyway meets it."""
    places, where = np.unique(np.concatenate([one.unknowns for one in sides]), return_inverse=True)
    gain = np.bincount(where, np.concatenate([one.gain for one in sides]), len(places))
    anyway = ground.forced[places] | (places == of)
    need = demand - sum(one.base for one in sides) - float(gain[anyway].sum())
    if not need > SLACK * max(1.0, abs(demand)):
        return None
    helps = ground.optional[places] & ~anyway & (gain > _TINY)
    return Cut(places[helps], np.minimum(gain[helps], need) / need, 1.0, of)


def line_cuts(ground: Ground, but: BoolArray) -> list[Cut]:
    """The cuts that single relations prove for demands on single unknowns: what else of each relation must be hidden.

    Demands in ``but``, shape (t,), are left out.
    """
    demands, found, known = ground.demands, list[Cut](), set[tuple[float, ...]]()
    for demand in np.flatnonzero((np.diff(demands.sums.indptr) == 1) & (demands.of < 0) & ~but)[:_MOST_LINES].tolist():
        places, (weight,) = demands.row(demand)
        unknown = int(places[0])
        asked = unknown, weight, float(demands.width[demand]), float(demands.low[demand]), float(demands.high[demand])
        if asked in known:
            continue
        known.add(asked)
        relations = slice(ground.across.indptr[unknown], ground.across.indptr[unknown + 1])
        none, nothing = np.empty(0, dtype=np.intp), np.empty(0)
        own = [_side(ground, none, nothing, places, np.array([sign * weight])) for sign in (1.0, -1.0)]
        for relation, factor in zip(
            ground.across.indices[relations].tolist(), ground.across.data[relations].tolist(), strict=True
        ):
            line = slice(ground.rows.indptr[relation], ground.rows.indptr[relation + 1])
            cells = ground.rows.indices[line]
            by, others = np.array([weight / factor]), cells != unknown
            rest, at = -by * ground.rows.data[line][others], np.array([relation])
            upper, lower = (_side(ground, at, sign * by, cells[others], sign * rest) for sign in (1.0, -1.0))
            made = []
            if demands.width[demand] > 0:
                pairs = ([upper, own[1]], [own[0], lower], [upper, lower])
                made = [cut(ground, pair, float(demands.width[demand]), -1) for pair in pairs]
            if np.isfinite(demands.high[demand]):
                made.append(cut(ground, [upper], float(demands.high[demand]), -1))
            if np.isfinite(demands.low[demand]):
                made.append(cut(ground, [lower], -float(demands.low[demand]), -1))
            found += [one for one in made if one is not None]
    return found


def _simplified(weights: FloatArray) -> FloatArray:
    """Weights moved to simple fractions where all are near: sums of them are then as exact as can be."""
    for divisor in _DIVISORS:
        scaled = np.round(weights * divisor)
        if np.all(np.abs(scaled - weights * divisor) < _NEAR):
            return np.asarray(scaled / divisor)
    return np.where(np.abs(weights) < _TINY, 0.0, weights)


class Cuts:
    """All cuts found, and how far the pattern at hand meets each."""

    def __init__(self, unknowns: int) -> None:
        self.all: list[Cut] = []
        self._known: set[bytes] = set()
        self._in: list[list[int]] = [[] for _ in range(unknowns)]
        self._slack: list[float] = []
        self._hidden = np.zeros(unknowns, dtype=np.bool_)
        self._gain: list[dict[int, float]] = []

    def add(self, new: Cut | None) -> bool:
        """Take a cut; whether it was new."""
        if new is None or new.key in self._known:
            return False
        self._known.add(new.key)
        place = len(self.all)
        self.all.append(new)
        gain = dict(zip(new.unknowns.tolist(), new.weights.tolist(), strict=True))
        if new.of >= 0:
            gain[new.of] = gain.get(new.of, 0.0) - new.need
        self._gain.append(gain)
        for unknown in gain:
            self._in[unknown].append(place)
        self._slack.append(new.slack(self._hidden))
        return True

    def suppose(self, hidden: BoolArray) -> None:
        """Take another pattern."""
        for unknown in np.flatnonzero(hidden != self._hidden).tolist():
            sign = 1.0 if hidden[unknown] else -1.0
            for place in self._in[unknown]:
                self._slack[place] += sign * self._gain[place][unknown]
        self._hidden = hidden.copy()

    def needs(self, unknown: int) -> bool:
        """Whether some cut that holds now would fail without this hidden unknown."""
        return any(-SLACK <= self._slack[k] < self._gain[k][unknown] - SLACK for k in self._in[unknown])

    def failed(self) -> list[int]:
        """The cuts that the pattern does not meet."""
        return [place for place, slack in enumerate(self._slack) if slack < -SLACK]

    def matrix(self) -> tuple[csr_array, FloatArray]:
        """All cuts as ``rows @ y >= need``."""
        starts = np.cumsum([0, *(len(gain) for gain in self._gain)])
        places = np.array([unknown for gain in self._gain for unknown in gain], dtype=np.intp)
        values = np.array([value for gain in self._gain for value in gain.values()], dtype=np.float64)
        need = np.array([0.0 if one.of >= 0 else one.need for one in self.all])
        return csr_array((values, places, starts), shape=(len(self.all), len(self._hidden))), need
