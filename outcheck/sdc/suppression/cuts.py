"""Cuts: what every pattern must hide for a demand to be met, as weights on relations prove it.

For any weights ``w`` on relations, with ``r = f - rows.T @ w``, an attacker's most of ``f @ x`` is at most

    sum of w at the side it leans on + sum over unknowns of r at the side it leans on,

and hiding unknown ``i`` adds ``a_i = max(r_i, 0) rises_i + max(-r_i, 0) falls_i`` to that. So a demand for ``d`` more than what
hidden-anyway unknowns give needs ``sum of min(a_i, d) y_i >= d``, with ``y_i`` 1 where ``i`` is hidden (Fischetti and Salazar
2001). Whatever solver the weights come from, the cut is worked out from them here.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.suppression.ground import SLACK, Ground

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
    """An upper bound of a sum (or of its negative) under any pattern: ``base + gain @ y``."""

    base: float
    gain: FloatArray


def side(ground: Ground, sum_: FloatArray, weights: FloatArray, *, is_upper: bool) -> Side:
    """The bound that weights on relations prove for ``sum_ @ x``, of its negative for the lower side. Shapes (n,) and (m,)."""
    sign = 1.0 if is_upper else -1.0
    simple = sign * _simplified(weights)
    rest = sign * sum_ - ground.rows.T @ simple
    rest[np.abs(rest) < _TINY] = 0.0
    leans = np.where(simple > 0, ground.at_most, ground.at_least)
    used = simple != 0
    base = float(simple[used] @ leans[used])
    near = np.where(rest > 0, ground.near_high, ground.near_low)
    moved = rest != 0
    base += float(rest[moved] @ near[moved])
    far = np.where(moved, np.where(rest > 0, ground.rises, ground.falls), 0.0)
    # what is left of weights that should cancel is no way out without end
    far = np.where(np.abs(rest) < _NEAR, np.minimum(far, _FAR), far)
    return Side(base, np.abs(rest) * far)


def cut(ground: Ground, sides: list[Side], demand: float, of: int) -> Cut | None:
    """The cut that sides prove, whose bounds must add up to ``demand``; None where what is hidden anyway meets it."""
    gain = np.sum([one.gain for one in sides], axis=0)
    anyway = ground.forced.copy()
    if of >= 0:
        anyway[of] = True
    need = demand - sum(one.base for one in sides) - float(gain[anyway].sum())
    if not need > SLACK * max(1.0, abs(demand)):
        return None
    places = np.flatnonzero(ground.optional & ~anyway & (gain > _TINY))
    return Cut(places, np.minimum(gain[places], need) / need, 1.0, of)


def line_cuts(ground: Ground, but: BoolArray) -> list[Cut]:
    """The cuts that single relations prove for demands on single unknowns: what else of each relation must be hidden.

    Demands in ``but``, shape (t,), are left out.
    """
    demands, columns, found = ground.demands, ground.columns, list[Cut]()
    for demand in np.flatnonzero((np.diff(demands.sums.indptr) == 1) & (demands.of < 0) & ~but)[:_MOST_LINES].tolist():
        (unknown,), (weight,) = demands.row(demand)
        span = slice(columns.indptr[unknown], columns.indptr[unknown + 1])
        sum_ = np.zeros(len(ground.cost))
        sum_[unknown] = weight
        none = np.zeros(len(ground.at_least))
        own = {is_upper: side(ground, sum_, none, is_upper=is_upper) for is_upper in (True, False)}
        for relation, factor in zip(columns.indices[span].tolist(), columns.data[span].tolist(), strict=True):
            line = none.copy()
            line[relation] = weight / factor
            upper, lower = (side(ground, sum_, line, is_upper=is_upper) for is_upper in (True, False))
            made = []
            if demands.width[demand] > 0:
                pairs = ([upper, own[False]], [own[True], lower], [upper, lower])
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
