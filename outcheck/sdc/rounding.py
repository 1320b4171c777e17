"""Rounding policies: which numbers can come of one, and which true numbers can stand behind a rounded one."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.model.precision import is_multiple

_CLOSE = 1e-9


class Method(StrEnum):
    """How a number is moved to a multiple of its base."""

    NEAREST = "nearest"
    RANDOM = "random"
    MIDPOINT = "midpoint"


@dataclass(frozen=True, slots=True)
class Policy:
    """How true numbers become shown ones.

    Parameters
    ----------
    method : Method
        ``nearest`` moves to the nearest multiple of the base, halves either way; ``random`` to one of the two multiples beside
        it, multiples staying; ``midpoint`` shows the middle of a group of ``base`` whole numbers, the lower one where there are
        two, 0 staying: 1 to 6 as 3.
    tiers : tuple of (float, float)
        From which true number on, which base; ascending, the first from 0.
    digits : int or None
        Most significant figures that a number may have, beside its base.
    half_even : bool or None
        Whether halves go to the even multiple (True), away from zero (False), or it is not known which (None).

    References
    ----------
    Midpoints as OpenSAFELY has them, ``ceil(x / base) * base - floor(base / 2)``; tiers and four figures as the US Census
    Bureau's Disclosure Review Board; random rounding to base 3 as Stats NZ.
    """

    method: Method
    tiers: tuple[tuple[float, float], ...]
    digits: int | None = None
    half_even: bool | None = None

    def fits(self, shown: FloatArray) -> BoolArray:
        """Which numbers the policy can give. Negative ones count by their size; NaN never fits.

        Parameters
        ----------
        shown : float64, shape (n,)

        Returns
        -------
        bool, shape (n,)
        """
        size = np.abs(shown)
        if self.method is Method.MIDPOINT:
            base = self.tiers[0][1]
            return np.asarray((size == 0) | is_multiple(size + base // 2, base))
        whole = is_multiple(size, self.unit(size))
        starts = np.array([start for start, _ in self.tiers])
        below = np.concatenate(([self.tiers[0][1]], [base for _, base in self.tiers[:-1]]))
        at_start = np.searchsorted(starts, size)
        start = np.minimum(at_start, len(starts) - 1)
        rounded_up = (starts[start] == size) & is_multiple(size, below[start])
        return np.asarray(whole | rounded_up)

    def bounds(self, shown: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Smallest and largest true whole number behind each shown one, none below 0.

        Parameters
        ----------
        shown : float64, shape (n,)
            Numbers that fit, not negative.

        Returns
        -------
        low, high : float64, shape (n,)
        """
        if self.method is Method.MIDPOINT:
            base = self.tiers[0][1]
            none = shown == 0
            return np.where(none, 0.0, shown + base // 2 - base + 1), np.where(none, 0.0, shown + base // 2)
        above, below = self.unit(shown), self.unit(np.nextafter(shown, 0.0))
        if self.method is Method.RANDOM:
            return np.maximum(shown - below + 1, 0), shown + above - 1
        low, high = shown - below / 2, shown + above / 2
        even = is_multiple(shown, 2 * above)
        takes_low = True if self.half_even is None else even | (self.half_even is False)
        takes_high = np.asarray(even if self.half_even else np.full(shown.shape, self.half_even is None))
        low = np.where(_is_whole(low) & ~np.asarray(takes_low), low + 1, np.ceil(low - _CLOSE))
        high = np.where(_is_whole(high) & ~takes_high, high - 1, np.floor(high + _CLOSE))
        return np.maximum(low, 0), high

    def reach(self, shown: FloatArray, *, together: bool = False) -> FloatArray:
        """How far the true number behind each shown one may be at most.

        Parameters
        ----------
        shown : float64, shape (n,)
            Numbers that fit, not negative.
        together : bool
            Whether they were rounded so that sums hold, to either multiple beside them.

        Returns
        -------
        float64, shape (n,)
        """
        if self.method is Method.MIDPOINT:
            return np.full(shown.shape, self.tiers[0][1] / 2)
        unit = self.unit(shown)
        return unit if together or self.method is Method.RANDOM else unit / 2

    def next_from(self, least: FloatArray) -> FloatArray:
        """Smallest number, not below each of ``least``, that the policy can give.

        Parameters
        ----------
        least : float64, shape (n,)
            Not negative.

        Returns
        -------
        float64, shape (n,)
        """
        if self.method is Method.MIDPOINT:
            base = self.tiers[0][1]
            half = base // 2
            return np.where(least <= 0, 0.0, np.ceil(np.maximum(least + half, base) / base - _CLOSE) * base - half)
        found = np.full(least.shape, np.inf)
        for start, base in self.tiers:
            at = np.maximum(least, start)
            unit = np.maximum(base, self.unit(at)) if self.digits is not None else np.full(at.shape, base)
            candidate = np.ceil(at / unit - _CLOSE) * unit
            found = np.minimum(found, np.where(self.fits(candidate), candidate, np.inf))
        return found

    def unit(self, size: FloatArray) -> FloatArray:
        """Base of the tier that each number stands in, or the unit of its last significant figure if that is larger.

        Parameters
        ----------
        size : float64, shape (n,)
            Not negative.

        Returns
        -------
        float64, shape (n,)
        """
        starts = np.array([start for start, _ in self.tiers])
        bases = np.array([base for _, base in self.tiers], dtype=np.float64)
        base: FloatArray = bases[np.maximum(np.searchsorted(starts, size, side="right") - 1, 0)]
        if self.digits is not None:
            order = np.floor(np.log10(np.maximum(size, 1)) + _CLOSE)
            base = np.maximum(base, np.float_power(10.0, order + 1 - self.digits))
        return base


def _is_whole(value: FloatArray) -> BoolArray:
    return is_multiple(value, 1.0)
