"""How much the largest contributors can make up at most, from a mean, its standard deviation and its number."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table


def largest_share(table: Table, contributors: int) -> FloatArray:
    """Upper bound, in per cent of the total, of what the largest ``contributors`` make up; infinite where nothing bounds it.

    The mean of the ``k`` largest of ``n`` numbers is at most ``mean + sd * sqrt((n - k) / k)`` (Samuelson's inequality and its
    extension to ``k``), so their share of the total is at most ``(k + sd / mean * sqrt(k * (n - k))) / n``. What the decimals
    shown leave open is taken for the worse. Only a base with one mean and one standard deviation tells which belong together.
    """
    share = np.full(len(table), np.inf)
    mean = _alone_on_its_base(table, Statistic.MEAN)
    deviation = _alone_on_its_base(table, Statistic.STANDARD_DEVIATION)
    both = np.flatnonzero((mean >= 0) & (deviation >= 0))
    if not both.size:
        return share
    half = 0.5 * np.float_power(10.0, -table.decimals.astype(np.float64))
    count = table.value[both]
    least_mean = table.value[mean[both]] - half[mean[both]]
    most_deviation = table.value[deviation[both]] + half[deviation[both]]
    with np.errstate(invalid="ignore", divide="ignore"):
        bound = (contributors + most_deviation / least_mean * np.sqrt(contributors * (count - contributors))) / count
    bound = np.where((least_mean > 0) & (count > contributors), 100 * bound, np.inf)
    of_base = np.full(len(table) + 1, np.inf)
    of_base[both] = bound
    told = table.where(Statistic.MEAN, Statistic.SUM) & table.is_number
    told &= _only_amount(table)
    share[told] = of_base[table.base[told]]
    return share


def _alone_on_its_base(table: Table, statistic: Statistic) -> np.ndarray:
    """For each cell as a base, the one cell of that statistic on it; -1 where there is none or more than one."""
    base = table.base.astype(np.intp)
    counted = (table.is_number & table.where(Statistic.COUNT))[base]
    mine = np.flatnonzero(table.is_number & table.where(statistic) & (base >= 0) & counted)
    found = np.full(len(table), -1, dtype=np.intp)
    found[base[mine]] = mine
    found[np.bincount(base[mine], minlength=len(table)) != 1] = -1
    return found


def _only_amount(table: Table) -> np.ndarray:
    """Cells of measures that a single mean speaks of: of several sums nobody knows which has the mean."""
    sums = sum(measure.statistic is Statistic.SUM for measure in table.measures)
    return ~table.where(Statistic.SUM) if sums > 1 else np.ones(len(table), dtype=np.bool_)


def shows_contributions(table: Table) -> BoolArray:
    """Of which cells the evidence shows something of their contributions: it is then asked about by dominant-contributors."""
    evidence = table.evidence
    if evidence is None:
        return np.zeros(len(table), dtype=np.bool_)
    return ~np.isnan(evidence.total) | ~np.isnan(evidence.tops).all(axis=1)
