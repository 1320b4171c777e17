"""Quantiles by weight: the two values that what statistical packages call a weighted quantile lies between."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

WEIGHT = "weight"
_NOISE = 1e-9
"""Share of a sum of weights by which two ways of adding it up may differ."""


def weighted_facts(grouped: Any, keys: list[str], shares: Sequence[float]) -> Any:
    """Numbers, sums and quantiles of each group of units with a ``value`` and a ``weight``, one row for each group.

    Let ``C`` be the weight of a value and all smaller ones, ``W`` the whole weight and ``w`` the mean weight. The range of a
    quantile is from the last value with ``C ≤ qW`` to the first with ``C ≥ qW + w`` of which at most half lies below ``qW``.
    In it are

    - the value at which ``C`` first exceeds ``qW``, with the mean of two where one equals it (SAS, Stata, R's survey, NumPy);
    - what is interpolated between ``C``, or the middle of each value's weight, of two neighbours (R's survey, matrixStats);
    - the value at rank ``(W + 1) q`` or ``(W - 1) q + 1`` where weights are numbers of units (SPSS, R's Hmisc). For these the
      range ends at ``⌊qW⌋`` and ``qW + 1``, unless weights are less than a half on average and cannot be numbers of units.

    With equal weights it is the range of the unweighted quantile. Units without weight are in no quantile; they may be the
    minimum or maximum. Weights below nought count as nought.
    """
    import ibis  # noqa: PLC0415  an extra

    heavy = grouped.weight > 0
    uneven = ibis.ifelse(grouped.other_weight != grouped.weight, 1, 0) if "other_weight" in grouped.columns else ibis.literal(0)
    grouped = grouped.mutate(weight=ibis.ifelse(heavy, grouped.weight, 0.0), heavy=ibis.ifelse(heavy, 1, 0), uneven=uneven)
    each = grouped.group_by([*keys, "value"]).agg(
        units=grouped.count(), heavy=grouped.heavy.sum(), uneven=grouped.uneven.sum(), weight=grouped.weight.sum()
    )
    so_far = ibis.cumulative_window(group_by=keys, order_by=each.value)
    each = each.mutate(
        below=each.weight.sum().over(so_far),
        whole=each.weight.sum().over(group_by=keys),
        number=each.heavy.sum().over(group_by=keys).cast("float64"),
    )
    facts = {
        "valued": each.units.sum(),
        "uneven": each.uneven.sum(),
        "whole": each.weight.sum(),
        "total": (each.value * each.weight).sum(),
    }
    for number, share in enumerate(shares):
        facts[f"low_{number}"], facts[f"high_{number}"] = _ends(each, share)
    return each.group_by(keys).agg(**facts) if keys else each.agg(**facts)


def _ends(each: Any, share: float) -> tuple[Any, Any]:
    """Least and most that the quantile of a group can be."""
    import ibis  # noqa: PLC0415  an extra

    nothing = ibis.null("float64")
    weighs = ibis.ifelse(each.weight > 0, each.value, nothing)
    if share in (0, 1):
        extreme = (each.value.min(), weighs.min()) if share == 0 else (weighs.max(), each.value.max())
        return extreme[0], extreme[1]
    at, mean = each.whole * share, each.whole / each.number.nullif(0)
    are_numbers = mean >= 0.5  # noqa: PLR2004  half a unit
    first = ibis.ifelse(are_numbers, (at * (1 + _NOISE)).floor().cast("float64"), at)
    last = at + ibis.ifelse(are_numbers & (mean < 1), 1.0, mean)
    below = ibis.ifelse(each.below <= first * (1 + _NOISE), weighs, nothing)
    above = (each.below >= last * (1 - _NOISE)) & (each.below - each.weight / 2 >= at * (1 - _NOISE))
    return (
        ibis.coalesce(below.max(), weighs.min()),
        ibis.coalesce(ibis.ifelse(above, weighs, nothing).min(), weighs.max()),
    )
