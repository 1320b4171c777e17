"""Means, spreads and order statistics of every group, to hold released ones against; the same on every database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from outcheck.evidence.aggregates import Key, at_levels, fetched, key_of, shaped
from outcheck.evidence.groups import Grouping
from outcheck.evidence.weighted import WEIGHT, weighted_facts

UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Values:
    """What the values of one group come to.

    ``valued`` units have a value. ``deviation`` lies between the one divided by their number and that divided by one less.
    ``quantiles`` has, per share, the two values that every usual definition of that quantile lies between. With weights, what is
    not defined is NaN: the deviation always, and all but ``valued`` where one unit has several weights.
    """

    valued: int
    mean: float
    deviation: tuple[float, float]
    quantiles: Mapping[float, tuple[float, float]]


def values_of(
    rows: Any, groupings: Sequence[Grouping], levels: Iterable[tuple[int, ...]], shares: Sequence[float]
) -> dict[Key, Values]:
    """Values of every group at the given levels, in one query, with the quantiles of these shares.

    ``rows`` has a column ``k0``, ``k1``… for each grouping, ``value``, and may have ``unit``: the values of one are then added up
    first. Quantiles are found by ranks, which every database has, and not by its own function, whose definition differs: the
    usual nine all lie from the value at rank ``⌊n q⌋`` to that at ``⌈n q⌉ + 1``. With a column ``weight`` they are of weights.
    """
    query = query_of(rows, groupings, levels, shares)
    told = _weighted_values if WEIGHT in rows.columns else _values
    return {key_of(row, groupings): told(row, shares) for row in fetched(query)}


def query_of(rows: Any, groupings: Sequence[Grouping], levels: Iterable[tuple[int, ...]], shares: Sequence[float]) -> list[Any]:
    """The parts of the query that gives these values, one for each combination of levels."""
    parts = []
    for combination in sorted(set(levels)):
        grouped, keys = at_levels(rows, groupings, combination)
        weighted = WEIGHT in grouped.columns
        if UNIT in grouped.columns:
            weight = {WEIGHT: grouped.weight.min(), "other_weight": grouped.weight.max()} if weighted else {}
            grouped = grouped.group_by([*keys, UNIT]).agg(value=grouped.value.sum(), **weight)
        grouped = grouped.filter(grouped.value.notnull())
        facts = weighted_facts(grouped, keys, shares) if weighted else _facts(grouped, keys, shares)
        parts.append(shaped(facts, keys, groupings, combination))
    return parts


def _facts(grouped: Any, keys: list[str], shares: Sequence[float]) -> Any:
    import ibis  # noqa: PLC0415  an extra

    if shares:
        window = ibis.window(group_by=keys, order_by=grouped.value)
        grouped = grouped.mutate(place=ibis.row_number().over(window), size=grouped.value.count().over(group_by=keys))
    facts = {"valued": grouped.value.count(), "mean": grouped.value.mean(), "spread": grouped.value.std(how="pop")}
    for number, share in enumerate(shares):
        at = grouped["size"].cast("float64") * share
        nothing = ibis.null("float64")
        facts[f"low_{number}"] = ibis.ifelse(grouped.place >= at.floor() - 1, grouped.value, nothing).min()
        facts[f"high_{number}"] = ibis.ifelse(grouped.place <= at.ceil(), grouped.value, nothing).max()
    return grouped.group_by(keys).agg(**facts) if keys else grouped.agg(**facts)


def _values(row: Mapping[str, Any], shares: Sequence[float]) -> Values:
    valued = int(row["valued"])
    if not valued:
        nothing = float("nan")
        return Values(0, nothing, (nothing, nothing), {})
    spread = float(row["spread"] or 0)
    most = spread * sqrt(valued / (valued - 1)) if valued > 1 else spread
    return Values(valued, float(row["mean"]), (spread, most), _quantiles(row, shares))


def _weighted_values(row: Mapping[str, Any], shares: Sequence[float]) -> Values:
    valued, nothing = int(row["valued"]), float("nan")
    if not row["whole"] or row["uneven"]:
        return Values(valued, nothing, (nothing, nothing), {})
    return Values(valued, float(row["total"]) / float(row["whole"]), (nothing, nothing), _quantiles(row, shares))


def _quantiles(row: Mapping[str, Any], shares: Sequence[float]) -> dict[float, tuple[float, float]]:
    return {share: (float(row[f"low_{number}"]), float(row[f"high_{number}"])) for number, share in enumerate(shares)}
