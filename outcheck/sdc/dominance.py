"""Dominance: whether one or a few contributors make up so much of a total that it gives them away."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices

_TOLERANCE = 1e-12
"""Share of a total up to which a distance counts as none: a limit that is met exactly may leave."""


@dataclass(frozen=True, slots=True)
class Contributions:
    """What is known of the contributions to ``m`` cells, each contribution taken as its absolute value.

    Parameters
    ----------
    total : float64, shape (m,)
        ``X``, the sum of all contributions, in the unit of the value. NaN where unknown.
    tops : float64, shape (m, t)
        Column ``j`` holds ``S_{j+1}``, the sum of the ``j + 1`` largest contributions. NaN where unknown.
    contributors : float64, shape (m,)
        ``N``, the number of contributors. NaN where unknown.
    """

    total: FloatArray
    tops: FloatArray
    contributors: FloatArray


@dataclass(frozen=True, slots=True)
class Distance:
    """How far cells are from satisfying a rule, in the unit of the value: positive offends, up to zero satisfies.

    Parameters
    ----------
    lower, upper : float64, shape (m,)
        Between these it lies; equal where everything the rule needs is known.
    scale : float64, shape (m,)
        Total of each cell, against which rounding errors are measured.
    """

    lower: FloatArray
    upper: FloatArray
    scale: FloatArray

    def offends(self) -> BoolArray:
        """Which cells break the rule, whatever is not known, shape (m,)."""
        return np.asarray(self.lower > _TOLERANCE * self.scale)

    def satisfies(self) -> BoolArray:
        """Which cells keep the rule, whatever is not known, shape (m,). Neither this nor offends: undetermined."""
        return np.asarray(self.upper <= _TOLERANCE * self.scale)


def top_sum_bounds(known: Contributions, n: int) -> tuple[FloatArray, FloatArray]:
    """Bounds of the sum of the ``n`` largest contributions, from the sums that are known.

    ``S_j`` is concave in ``j``, begins at ``S_0 = 0`` and ends at ``S_N = X``. Between two known sums it therefore lies on or
    above their chord, and beyond the last of them on or below its continuation.

    Parameters
    ----------
    known : Contributions
        Of ``m`` cells. Sums must not contradict one another.
    n : int
        At least 1.

    Returns
    -------
    lower, upper : float64, shape (m,)
        Equal where the sum is known; ``upper`` is infinite where nothing bounds it.
    """
    cells, depth = known.tops.shape
    held, at = np.zeros(cells), np.zeros(cells)
    upper = np.where(np.isnan(known.total), np.inf, known.total)
    for j in range(1, min(n, depth) + 1):
        top = known.tops[:, j - 1]
        told = ~np.isnan(top)
        beyond = top + (n - j) * (top - held) / (j - at)
        upper = np.where(told, np.minimum(upper, beyond), upper)
        held, at = np.where(told, top, held), np.where(told, float(j), at)
    lower = held.copy()
    ends = [(np.full(cells, float(j)), known.tops[:, j - 1]) for j in range(n + 1, depth + 1)]
    for where, end in (*ends, (known.contributors, known.total)):
        with np.errstate(divide="ignore", invalid="ignore"):
            chord = held + (n - at) * (end - held) / (where - at)
        reaches = ~np.isnan(end) & ~np.isnan(chord) & (where > n)
        lower = np.where(reaches, np.maximum(lower, chord), lower)
        upper = np.where(~np.isnan(end), np.minimum(upper, end), upper)
    everybody = (known.contributors <= n) & ~np.isnan(known.total)
    return np.where(everybody, known.total, np.minimum(lower, upper)), np.where(everybody, known.total, upper)


def concentration_distance(known: Contributions, n: int, share: float) -> Distance:
    """Distance of cells from satisfying the (n, k) rule: the ``n`` largest make up at most the share ``k`` of the total.

    ``d = S_n / k - X``. A cell offends where ``d > 0``, so a share of exactly ``k`` may leave.

    Parameters
    ----------
    known : Contributions
        Of ``m`` cells.
    n : int
        Number of contributors that are taken together, at least 1.
    share : float
        ``k`` as a fraction, above 0 and at most 1.

    Returns
    -------
    Distance
        In the unit of the value, shape (m,).

    Raises
    ------
    ValueError
        If ``n`` or ``share`` is out of range.

    References
    ----------
    Hundepool et al., Handbook on Statistical Disclosure Control, 2nd edition, section 4.2.
    """
    if n < 1 or not 0 < share <= 1:
        raise ValueError("an (n, k) rule needs n of at least 1 and k above 0 and at most 1")
    lower, upper = top_sum_bounds(known, n)
    least, most = _total_bounds(known)
    return Distance(lower / share - most, upper / share - least, least)


def prior_posterior_distance(known: Contributions, p: float, q: float = 1.0, coalition: int = 1) -> Distance:
    """Distance of cells from satisfying the pq rule; with ``q`` of 1 it is the p% rule.

    ``d = (p / q) x_1 - (X - S_{c+1})``. A cell offends where ``d > 0``: then the largest contributors after the first, who know
    their own contributions and every other to within the fraction ``q``, can tell ``x_1`` to within the fraction ``p``.

    Parameters
    ----------
    known : Contributions
        Of ``m`` cells.
    p : float
        Fraction to within which nobody may tell the largest contribution, above 0.
    q : float
        Fraction to within which the others are known beforehand, at least ``p`` and at most 1.
    coalition : int
        ``c``, the number of contributors who pool what they know, at least 1.

    Returns
    -------
    Distance
        In the unit of the value, shape (m,).

    Raises
    ------
    ValueError
        If a parameter is out of range.

    References
    ----------
    Hundepool et al., Handbook on Statistical Disclosure Control, 2nd edition, section 4.2.
    """
    if not 0 < p <= q <= 1 or coalition < 1:
        raise ValueError("a pq rule needs p above 0, q of at least p and at most 1, and a coalition of at least 1")
    first_lower, first_upper = top_sum_bounds(known, 1)
    lower, upper = top_sum_bounds(known, coalition + 1)
    least, most = _total_bounds(known)
    ratio = p / q
    return Distance(ratio * first_lower - most + lower, ratio * first_upper - least + upper, least)


def protection(value: FloatArray, total: FloatArray, distance: FloatArray) -> FloatArray:
    """How far an attacker's bounds must lie from a released value on each side: ``|value| d / X``, and 0 where ``d <= 0``.

    Parameters
    ----------
    value, total, distance : float64, shape (m,)
        The released number, the total of its contributions, and the distance from satisfying the rule.

    Returns
    -------
    float64, shape (m,)
        In the unit of ``value``, which may be a mean while ``total`` is the sum behind it.
    """
    positive = np.where((distance > 0) & (total > 0), distance, 0.0)
    return np.asarray(np.abs(value) * positive / np.where(total > 0, total, 1.0))


def ranked(cell: Indices, contributor: Indices, value: FloatArray, cells: int, depth: int) -> tuple[Contributions, Indices]:
    """Contributions to cells, from records: a contributor's records in a cell are added up, then taken as absolute value.

    Parameters
    ----------
    cell, contributor : intp, shape (r,)
        Cell and contributor of each record. Contributors of one holding have one number.
    value : float64, shape (r,)
        What the record adds, negative or not.
    cells : int
        ``m``, the number of cells.
    depth : int
        ``t``, how many of the largest are summed.

    Returns
    -------
    Contributions
        Of ``m`` cells; every sum is known.
    intp, shape (m,)
        How many contributors add a negative amount.
    """
    width = int(contributor.max(initial=0)) + 1
    pairs, place = np.unique(cell.astype(np.int64) * width + contributor, return_inverse=True)
    net = np.bincount(place, value, len(pairs)).astype(np.float64)
    owner = (pairs // width).astype(np.intp)
    order = np.lexsort((-np.abs(net), owner))
    owner, size = owner[order], np.abs(net[order])
    count = np.bincount(owner, minlength=cells)
    rank = np.arange(len(owner)) - (np.cumsum(count) - count)[owner]
    tops = np.zeros((cells, depth))
    within = rank < depth
    tops[owner[within], rank[within]] = size[within]
    total = np.bincount(owner, size, cells).astype(np.float64)
    below = np.bincount((pairs // width)[net < 0], minlength=cells).astype(np.intp)
    return Contributions(total, np.cumsum(tops, axis=1), count.astype(np.float64)), below


def _total_bounds(known: Contributions) -> tuple[FloatArray, FloatArray]:
    """Bounds of the total: itself, or at least the largest sum that is known."""
    told = ~np.isnan(known.total)
    least = np.nan_to_num(known.tops, nan=0.0).max(axis=1, initial=0.0)
    return np.where(told, known.total, least), np.where(told, known.total, np.inf)
