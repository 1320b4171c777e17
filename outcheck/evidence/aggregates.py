"""The expressions that turn microdata into counts, distinct bodies and largest contributions, the same on every database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from outcheck.evidence.faults import EvidenceError
from outcheck.evidence.groups import ALL, Grouping

WHO = "who"
_LEVELS = "levels"


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the data hold of one group. ``tops`` are the sums of the largest absolute contributions, from one on."""

    n: int
    weighted_n: float | None
    contributors: int
    negatives: int
    sum: float | None
    absolute_sum: float | None
    tops: tuple[float, ...]


Key = tuple[tuple[int, ...], tuple[str, ...]]
"""Levels of a group in each dimension, and the text that it has there."""


def amounts(rows: Any, groupings: Sequence[Grouping], levels: Iterable[tuple[int, ...]], depth: int) -> dict[Key, Amounts]:
    """Amounts of every group at the given levels, in one query.

    ``rows`` has a column ``k0``, ``k1``… for each grouping, and may have ``who``, ``weight`` and ``value``. Contributions of one
    contributor are added up first, within each group anew.
    """
    query = query_of(rows, groupings, levels, depth)
    return {key_of(row, groupings): _amounts(row, depth) for row in fetched(query)}


def query_of(rows: Any, groupings: Sequence[Grouping], levels: Iterable[tuple[int, ...]], depth: int) -> list[Any]:
    """The parts of the query that gives these amounts, one for each combination of levels."""
    finest, ranked = _finest(rows, len(groupings)), "value" in rows.columns
    parts = []
    for combination in sorted(set(levels)):
        keyed, keys = at_levels(finest, groupings, combination)
        if WHO in finest.columns and (len(keys) < len(groupings) or keyed is not finest):
            sums = [name for name in ("n", "weight", "value") if name in finest.columns]
            keyed = keyed.group_by([*keys, WHO]).agg(**{name: keyed[name].sum() for name in sums})
        parts.append(shaped(_totals(keyed, keys, depth, ranked=ranked), keys, groupings, combination))
    return parts


def distinct(rows: Any, groupings: Sequence[Grouping], levels: Iterable[tuple[int, ...]]) -> dict[Key, int]:
    """How many different bodies stand behind every group: ``rows`` has a column ``who`` beside the keys."""
    pairs = rows.filter(rows[WHO].notnull()).distinct()
    parts = []
    for combination in sorted(set(levels)):
        keyed, keys = at_levels(pairs, groupings, combination)
        if len(keys) < len(groupings) or keyed is not pairs:
            keyed = keyed.select(*keys, WHO).distinct()
        counted = keyed.group_by(keys).agg(n=keyed.count()) if keys else keyed.agg(n=keyed.count())
        parts.append(shaped(counted, keys, groupings, combination))
    return {key_of(row, groupings): int(row["n"]) for row in fetched(parts)}


def _finest(rows: Any, dimensions: int) -> Any:
    """Rows added up by contributor and the values of all dimensions; as they are where every row contributes for itself."""
    import ibis  # noqa: PLC0415  an extra

    weighted = "weight" in rows.columns
    if "value" in rows.columns and weighted:
        rows = rows.mutate(value=rows.value * rows.weight)
    if WHO not in rows.columns:
        return rows.mutate(n=ibis.literal(1))
    keys = [f"k{number}" for number in range(dimensions)]
    sums = {name: rows[name].sum() for name in ("weight", "value") if name in rows.columns}
    return rows.group_by([*keys, WHO]).agg(n=rows.count(), **sums)


def at_levels(rows: Any, groupings: Sequence[Grouping], combination: tuple[int, ...]) -> tuple[Any, list[str]]:
    """Rows with their keys at the given levels, and the names of these. Values that belong to no category there are left out."""
    keys, changed = [], {}
    for number, (grouping, level) in enumerate(zip(groupings, combination, strict=True)):
        name = f"k{number}"
        if level == ALL:
            continue
        keys.append(name)
        if level in grouping.words:
            changed[name] = _translated(rows[name], grouping.words[level])
    if changed:
        rows = rows.mutate(**changed)
        for name in changed:
            rows = rows.filter(rows[name].notnull())
    return rows, keys


def _translated(column: Any, words: Mapping[str, str]) -> Any:
    import ibis  # noqa: PLC0415  an extra

    return column.cast("string").cases(*words.items(), else_=ibis.null("string"))


def _totals(keyed: Any, keys: list[str], depth: int, *, ranked: bool) -> Any:
    import ibis  # noqa: PLC0415  an extra

    facts: dict[str, Any] = {}
    if ranked:
        keyed = keyed.mutate(size=keyed.value.abs())
        if _is_duckdb(keyed):
            facts["tops"] = _duckdb_largest()(keyed["size"], depth)
        else:
            rank = ibis.row_number().over(group_by=keys, order_by=keyed["size"].desc())
            keyed = keyed.mutate(rank=rank)
            for top in range(1, depth + 1):
                facts[f"top_{top}"] = ibis.ifelse(keyed["rank"] < top, keyed["size"], 0.0).sum()
        below = ibis.ifelse(keyed.value < 0, 1, 0)
        facts |= {"negatives": below.sum(), "sum": keyed.value.sum(), "absolute_sum": keyed["size"].sum()}
        if WHO in keyed.columns:
            facts["strangers"] = ibis.ifelse(keyed[WHO].isnull() & keyed.value.notnull(), 1, 0).sum()
    facts |= {"n": keyed.n.sum(), "contributors": keyed.value.count() if ranked else keyed.count()}
    if "weight" in keyed.columns:
        facts["weighted_n"] = keyed.weight.sum()
    return keyed.group_by(keys).agg(**facts) if keys else keyed.agg(**facts)


def _is_duckdb(table: Any) -> bool:
    """Whether the table lies in DuckDB; one that lies nowhere yet does not."""
    import ibis  # noqa: PLC0415  an extra

    try:
        return bool(table.get_backend().name == "duckdb")
    except ibis.IbisError:
        return False


def _duckdb_largest() -> Any:
    """DuckDB's own aggregate for the largest few: it needs no sorting of all contributions, as a window would."""
    import ibis  # noqa: PLC0415  an extra

    @ibis.udf.agg.builtin(name="max", signature=(("float64", "int64"), "array<float64>"))
    def largest(value, number): ...  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202  Ibis reads the signature above

    return largest


def shaped(cells: Any, keys: list[str], groupings: Sequence[Grouping], combination: tuple[int, ...]) -> Any:
    """Cells with all keys as texts, and their levels, so that several combinations fit into one result."""
    import ibis  # noqa: PLC0415  an extra

    names = [f"k{number}" for number in range(len(groupings))]
    texts = {name: cells[name].cast("string") if name in keys else ibis.literal("") for name in names}
    facts = [name for name in cells.columns if name not in names]
    levels = ibis.literal(",".join(map(str, combination)))
    return cells.select(**texts, **{name: cells[name] for name in facts}, **{_LEVELS: levels})


def fetched(parts: Sequence[Any]) -> list[dict[str, Any]]:
    """Rows of all parts of a query together."""
    import ibis  # noqa: PLC0415  an extra

    query = parts[0] if len(parts) == 1 else ibis.union(*parts)
    rows: list[dict[str, Any]] = query.to_pyarrow().to_pylist()
    return rows


def key_of(row: Mapping[str, Any], groupings: Sequence[Grouping]) -> Key:
    """Levels and texts of the group that a fetched row is about."""
    levels = tuple(int(level) for level in row[_LEVELS].split(",") if level)
    return levels, tuple("" if row[f"k{number}"] is None else str(row[f"k{number}"]) for number in range(len(groupings)))


def _amounts(row: Mapping[str, Any], depth: int) -> Amounts:
    if row.get("strangers"):
        raise EvidenceError("has amounts without a contributor", "leave those rows out under 'where'", "contributor")
    sums = {name: _number(row.get(name)) for name in ("weighted_n", "sum", "absolute_sum")}
    if "tops" in row:
        largest = [float(size) for size in row["tops"] or []]
        tops = tuple(sum(largest[: top + 1]) for top in range(depth))
    else:
        tops = tuple(float(row[f"top_{top}"] or 0) for top in range(1, depth + 1) if f"top_{top}" in row)
    return Amounts(
        n=int(row["n"]),
        weighted_n=sums["weighted_n"],
        contributors=int(row["contributors"]),
        negatives=int(row.get("negatives") or 0),
        sum=sums["sum"],
        absolute_sum=sums["absolute_sum"],
        tops=tops,
    )


def _number(value: Any) -> float | None:
    if value is None or isfinite(value):
        return None if value is None else float(value)
    todo = "leave those rows out under 'where', or let the data have empty values there"
    raise EvidenceError("adds up values that are not numbers (NaN) or infinite", todo, "value")
