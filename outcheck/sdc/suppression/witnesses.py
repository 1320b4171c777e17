"""Witnesses: solutions found so far, each good under every pattern that hides what it moves."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.suppression.ground import Ground

_PLAY = 1e-7


class Witnesses:
    """Up to ``most`` solutions, what each moves, and the value of every demanded sum there."""

    def __init__(self, ground: Ground, most: int) -> None:
        self._ground, self._count = ground, 0
        self._moved = np.zeros((most, len(ground.cost)), dtype=np.bool_)
        self._values = np.zeros((most, ground.demands.sums.shape[0]))
        self._amiss = np.zeros(most, dtype=np.intp)
        self._hidden = ground.forced.copy()

    def moved(self, point: FloatArray) -> BoolArray:
        """What a solution needs hidden beyond what is hidden anyway."""
        play = _PLAY * np.maximum(1.0, np.abs(point))
        outside = (point < self._ground.near_low - play) | (point > self._ground.near_high + play)
        return np.asarray(outside & ~self._ground.forced)

    def add(self, point: FloatArray) -> FloatArray:
        """Take a solution; the values of the sums there, shape (t,)."""
        if self._count == len(self._amiss):
            self._forget()
        moved, values, place = self.moved(point), self._ground.demands.sums @ point, self._count
        self._moved[place], self._values[place] = moved, values
        self._amiss[place] = int((moved & ~self._hidden).sum())
        self._count += 1
        return np.asarray(values)

    def _forget(self) -> None:
        """Keep the younger half, and of the older those that now are the best of some sum."""
        keep = np.zeros(self._count, dtype=np.bool_)
        keep[self._count // 2 :] = True
        good = np.flatnonzero(self._amiss[: self._count] == 0)
        if len(good):
            best = np.concatenate([self._values[good].argmin(axis=0), self._values[good].argmax(axis=0)])
            keep[good[np.bincount(best, minlength=len(good)) > 0]] = True
        if keep.sum() > 0.75 * self._count:
            keep[: self._count // 2] = False
        kept = np.flatnonzero(keep)
        for held in (self._moved, self._values, self._amiss):
            held[: len(kept)] = held[kept]
        self._count = len(kept)

    def suppose(self, hidden: BoolArray) -> None:
        """Take another pattern."""
        amiss = self._amiss[: self._count]
        for unknown in np.flatnonzero(hidden & ~self._hidden).tolist():
            amiss -= self._moved[: self._count, unknown]
        for unknown in np.flatnonzero(self._hidden & ~hidden).tolist():
            amiss += self._moved[: self._count, unknown]
        self._hidden = hidden.copy()

    def range(self) -> tuple[FloatArray, FloatArray]:
        """Least and most of each sum under the pattern as far as seen, shape (t,); infinite the wrong way where nothing is."""
        good = self._values[: self._count][self._amiss[: self._count] == 0]
        return good.min(axis=0, initial=np.inf), good.max(axis=0, initial=-np.inf)
