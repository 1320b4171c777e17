"""Tables built by hand from columns of text, without the layout: for laws, and for what cannot be drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace

import numpy as np
from drawn import MARKERS

from outcheck.model.arrays import Indices
from outcheck.model.evidence import Evidence
from outcheck.model.places import Area
from outcheck.model.statistics import Statistic
from outcheck.model.table import Dimension, Marker, Meaning, Measure, Shape, Table

TOTAL = "Total"
Columns = Mapping[str, Sequence[str]]


def built(columns: Columns, measures: Mapping[str, Statistic], *, base: str = "", shape: Shape = Shape.TIDY) -> Table:
    """Tidy table of columns: ``measures`` and, else, dimensions; ``base`` names the base of all measures but itself."""
    height = len(next(iter(columns.values())))
    names = list(columns)
    texts = [text for name in measures for text in columns[name]]
    markers = _markers(texts)
    known = [marker.text for marker in markers]
    marker = np.array([-1 if _is_number(text) else known.index(text) for text in texts], dtype=np.int16)
    order = {name: position for position, name in enumerate(measures)}
    bases = [order[base] * height + row if base and name != base else -1 for name in measures for row in range(height)]
    return Table(
        file="built.csv",
        sheet="",
        area=Area(0, 0, height, len(names) - 1),
        body=Area(1, 0, height, len(names) - 1),
        shape=shape,
        title="",
        dimensions=tuple(_dimension(name, columns[name], len(measures)) for name in names if name not in measures),
        measures=tuple(Measure(name, statistic) for name, statistic in measures.items()),
        markers=markers,
        value=np.array([float(text) if _is_number(text) else np.nan for text in texts]),
        decimals=np.array([len(text.partition(".")[2]) if _is_number(text) else 0 for text in texts], dtype=np.int16),
        marker=marker,
        row=np.array([row + 1 for _ in measures for row in range(height)], dtype=np.int32),
        column=np.array([names.index(name) for name in measures for _ in range(height)], dtype=np.int32),
        measure=np.array([position for position in order.values() for _ in range(height)], dtype=np.int16),
        base=np.array(bases, dtype=np.int32),
    )


def crosstab(counts: Sequence[Sequence[str]], *, total: bool) -> Table:
    """Counts by two dimensions; with ``total`` the last row and the last column are totals."""
    rows = _categories("R", len(counts), total=total)
    columns = _categories("C", len(counts[0]), total=total)
    cells = [
        (row, column, text) for row, line in zip(rows, counts, strict=True) for column, text in zip(columns, line, strict=True)
    ]
    return built(
        {"Row": [cell[0] for cell in cells], "Column": [cell[1] for cell in cells], "Learners": [cell[2] for cell in cells]},
        {"Learners": Statistic.COUNT},
    )


def shuffled(table: Table, order: Indices) -> Table:
    """The same table with its cells in another order; what pointed to cells points to where they are now."""
    place = np.empty(len(order), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    base = table.base[order]
    return replace(
        table,
        dimensions=tuple(replace(dimension, codes=dimension.codes[order]) for dimension in table.dimensions),
        value=table.value[order],
        decimals=table.decimals[order],
        marker=table.marker[order],
        row=table.row[order],
        column=table.column[order],
        measure=table.measure[order],
        base=np.where(base >= 0, place[base], base).astype(np.int32),
        evidence=_shuffled_evidence(table.evidence, order),
        sums=replace(
            table.sums,
            total=place[table.sums.total].astype(np.intp),
            parts=place[table.sums.parts].astype(np.intp),
        ),
    )


def _shuffled_evidence(evidence: Evidence | None, order: Indices) -> Evidence | None:
    if evidence is None:
        return None
    arrays = {field.name: getattr(evidence, field.name) for field in fields(evidence) if field.name != "entities"}
    entities = tuple((kind, count[order]) for kind, count in evidence.entities)
    return Evidence(entities=entities, **{name: array[order] for name, array in arrays.items()})


def _categories(letter: str, count: int, *, total: bool) -> list[str]:
    labels = [f"{letter}{number}" for number in range(count)]
    return [*labels[:-1], TOTAL] if total else labels


def _dimension(name: str, labels: Sequence[str], measures: int) -> Dimension:
    categories = tuple(dict.fromkeys(labels))
    codes = np.array([categories.index(label) for label in labels] * measures, dtype=np.int32)
    return Dimension(name, categories, codes, categories.index(TOTAL) if TOTAL in categories else -1)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _markers(texts: Sequence[str]) -> tuple[Marker, ...]:
    known = {marker.text: marker for marker in MARKERS}
    gaps = dict.fromkeys(text for text in texts if not _is_number(text))
    return tuple(known.get(text, Marker(text, Meaning.UNEXPLAINED)) for text in gaps)
