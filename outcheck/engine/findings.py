"""Turns what checks yield into findings: places, labels, fingerprints."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outcheck.checks.base import Check, Hit, Note, ReleaseHit
from outcheck.model.arrays import Indices
from outcheck.model.finding import Finding
from outcheck.model.places import Place, column_letters
from outcheck.model.rule import Level, Rule
from outcheck.model.statistics import Statbarn, statbarn_of
from outcheck.model.table import Table

MOST_SINGLE_FINDINGS = 2000
"""Beyond so many hits of one rule in one table, the cells of a column become one finding."""


@dataclass(frozen=True, slots=True)
class Asking:
    """A rule with its check."""

    rule: Rule
    check: Check


def from_hit(asking: Asking, table: Table, hit: Hit, *, show_values: bool) -> Iterator[Finding]:
    """Findings of a hit: one a cell, or one for all where they belong together or are too many to list."""
    if hit.together:
        yield _finding(asking, table, hit, hit.cells, show_values=False)
    elif hit.cells.size > MOST_SINGLE_FINDINGS:
        columns = table.column[hit.cells]
        for column in np.unique(columns).tolist():
            yield _finding(asking, table, hit, hit.cells[columns == column], show_values=False)
    else:
        related = hit.related if hit.related is not None else np.full(hit.cells.size, -1, dtype=np.intp)
        for index, other in zip(hit.cells.tolist(), related.tolist(), strict=True):
            yield _finding(asking, table, hit, np.array([index]), related=other, show_values=show_values)


def _finding(asking: Asking, table: Table, hit: Hit, cells: Indices, *, related: int = -1, show_values: bool) -> Finding:
    first = int(cells[0])
    measure = table.measures[table.measure[first]]
    labels = () if table.rows_of_persons or cells.size > 1 else table.labels(first)
    place = Place(table.file, table.sheet, table.cell(first))
    also = tuple(Place(table.file, table.sheet, area) for area in ranges_of(table, cells[1:]))
    if related >= 0:
        also = (Place(table.file, table.sheet, table.cell(related)),)
    statbarn = statbarn_of(measure.statistic)
    return Finding(
        code=asking.check.code,
        check=asking.check.name,
        rule=asking.rule.id,
        pack=asking.rule.pack,
        level=_level(asking.rule.level, unsure=hit.undetermined or not (measure.sure or table.rows_of_persons)),
        risk=asking.check.risk.value,
        statbarn=(asking.check.statbarn if statbarn is Statbarn.NONE else statbarn).value,
        place=place,
        table=table.id,
        labels=labels,
        message=hit.message,
        related=also,
        remedies=hit.remedies or asking.check.remedies,
        fingerprint=_fingerprint(asking, place, measure.name if labels else str(place), labels, hit.message),
        cells=int(cells.size),
        undetermined=hit.undetermined,
        value=float(table.value[first]) if show_values and table.is_number[first] else None,
    )


def from_release_hit(asking: Asking, tables: Sequence[Table], hit: ReleaseHit) -> Finding:
    """Finding of a hit about cells of any tables."""
    table = tables[hit.cells[0][0]]
    cells = np.array([cell for _, cell in hit.cells], dtype=np.intp)
    plain = Hit(cells, hit.message, remedies=hit.remedies, together=True, undetermined=hit.undetermined)
    found = _finding(asking, table, plain, cells, show_values=False)
    if hit.doubtful:
        found = replace(found, level=_level(found.level, unsure=True))
    if cells.size > 1:
        return replace(found, proof=hit.proof)
    also = tuple(Place(tables[place].file, tables[place].sheet, tables[place].cell(cell)) for place, cell in hit.related)
    return replace(found, proof=hit.proof, related=tuple(dict.fromkeys(also)))


def from_note(asking: Asking, file: str, note: Note, *, sheet: str = "") -> Finding:
    """Finding of a note about a file, an account, a waiver or a record."""
    place = Place(note.file or file, note.sheet or sheet, note.area)
    return Finding(
        code=asking.check.code,
        check=asking.check.name,
        rule=asking.rule.id,
        pack=asking.rule.pack,
        level=asking.rule.level,
        risk=asking.check.risk.value,
        statbarn=asking.check.statbarn.value,
        place=place,
        table="",
        labels=(),
        message=note.message,
        related=tuple(Place(place.file, place.sheet, area) for area in note.related),
        remedies=note.remedies or asking.check.remedies,
        fingerprint=_fingerprint(asking, place, str(place), (), note.message),
        cells=note.cells,
        said=note.said,
    )


def _level(level: Level, *, unsure: bool) -> Level:
    """What is found on an unsure reading asks for a person's eye rather than blocking."""
    return Level.REVIEW if unsure and level is Level.BLOCK else level


def ranges_of(table: Table, cells: Indices) -> list[str]:
    """Cells as ranges: runs down a column. There may be tens of thousands."""
    if not cells.size:
        return []
    order = np.lexsort((table.row[cells], table.column[cells]))
    rows, columns = table.row[cells][order], table.column[cells][order]
    breaks = np.flatnonzero((np.diff(columns) != 0) | (np.diff(rows) != 1)) + 1
    starts = np.concatenate(([0], breaks))
    ends = np.concatenate((breaks, [len(rows)])) - 1
    letters = map(column_letters, columns[starts].tolist())
    spans = zip(letters, (rows[starts] + 1).tolist(), (rows[ends] + 1).tolist(), strict=True)
    return [f"{letter}{top}" if top == bottom else f"{letter}{top}:{letter}{bottom}" for letter, top, bottom in spans]


def _fingerprint(asking: Asking, place: Place, what: str, labels: tuple[tuple[str, str], ...], message: str) -> str:
    """Names a finding across runs: by labels where there are any, so that a moved row keeps its waiver, else by place."""
    parts = [asking.check.code, asking.rule.id, place.file, place.sheet, what, message]
    parts += [f"{name}={label}" for name, label in labels]
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:16]
