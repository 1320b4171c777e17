"""Gives the tables of a release the evidence that its manifest names."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from outcheck.evidence.columns import TABLE
from outcheck.evidence.faults import EvidenceError
from outcheck.evidence.matching import evidence_of
from outcheck.evidence.side_file import SideFile, read_side_file
from outcheck.model.arrays import Indices
from outcheck.model.grid import Grid
from outcheck.model.hints import EvidenceHint, TableHint
from outcheck.model.release import Release, ReleaseFile, Unread
from outcheck.model.table import Table

Reader = Callable[[Path], ReleaseFile]


def with_evidence(
    release: Release,
    hints: Sequence[TableHint],
    manifest: Path,
    read: Reader,
    leaving: Sequence[Path],
    places: Mapping[str, Path] | None = None,
) -> tuple[Release, tuple[tuple[str, Unread], ...]]:
    """The release with the evidence that its manifest names; what cannot be used makes its file incomplete, and is told.

    ``leaving`` are the files and folders of the request. A side file among them is refused: it holds largest contributions.
    ``places`` are where side files lie, by what the manifest calls them; without it they are looked for from its folder.
    """
    held = list(release.tables)
    faults: list[tuple[str, Unread]] = []
    for hint in hints:
        about = [place for place, table in enumerate(held) if table.file == hint.file and hint.sheet in ("", table.sheet)]
        if hint.evidence is None or not about:
            continue
        try:
            name = hint.evidence.file
            path = manifest.parent / name if places is None else places.get(name)
            grid = _grid(hint.evidence, path, read, leaving)
            for place, table in _attached([held[each] for each in about], grid, hint.evidence):
                held[about[place]] = table
        except EvidenceError as fault:
            what = f"{manifest.name}:{hint.evidence.line} names evidence that {fault.what}"
            faults.append((hint.file, Unread(what, fault.todo, hint.sheet)))
    files = tuple(
        replace(file, unread=(*file.unread, *(entry for path, entry in faults if path == file.path))) for file in release.files
    )
    return replace(release, files=files, tables=tuple(held)), tuple(faults)


def _grid(hint: EvidenceHint, path: Path | None, read: Reader, leaving: Sequence[Path]) -> Grid:
    if path is None or not path.is_file():
        raise EvidenceError("does not exist", "correct its path, or make it with `outcheck evidence`")
    real = path.resolve()
    if any(real.is_relative_to(each.resolve()) for each in leaving):
        raise EvidenceError("lies inside the release and would leave with it", "move it out, such as to ../evidence")
    file = read(path)
    grids = [grid for grid in file.grids if hint.sheet in ("", grid.sheet)]
    if file.unread:
        raise EvidenceError(f"cannot be read: {file.unread[0].what}", file.unread[0].todo)
    if len(grids) != 1:
        what = "has more than one sheet" if grids else "has no such sheet, or holds no rows"
        raise EvidenceError(what, "name its sheet under 'sheet'")
    return grids[0]


def _attached(tables: Sequence[Table], grid: Grid, hint: EvidenceHint) -> list[tuple[int, Table]]:
    """Tables that the side file is about, by their place: those that it names, or else the only one that it fits."""
    if any(table.rows_of_persons for table in tables):
        raise EvidenceError("is about what looks like one row per person", "take that table out of the release")
    side = read_side_file(grid)
    if TABLE in side.labels:
        return [(place, _given(tables[place], side, rows, hint)) for place, rows in _named(tables, side)]
    found: list[tuple[int, Table]] = []
    refusals = []
    for place, table in enumerate(tables):
        try:
            found.append((place, _given(table, side, np.arange(len(side)), hint)))
        except EvidenceError as refusal:
            refusals.append(refusal)
    if not found:
        raise refusals[0]
    if len(found) > 1:
        todo = f"add a column {TABLE!r} with the range of each, as `outcheck tables` shows it"
        raise EvidenceError("fits several tables", todo)
    return found


def _given(table: Table, side: SideFile, rows: Indices, hint: EvidenceHint) -> Table:
    return replace(table, evidence=evidence_of(table, side, rows, hint.measures))


def _named(tables: Sequence[Table], side: SideFile) -> Iterator[tuple[int, Indices]]:
    """Tables by their place, with the rows that name their range, such as ``A4:H30`` or ``Table 1!A4:H30``."""
    names = np.array(side.labels[TABLE], dtype=np.object_)
    for name in dict.fromkeys(side.labels[TABLE]):
        rows = np.flatnonzero(names == name)
        ranges = [{str(table.area), f"{table.sheet}!{table.area}"} for table in tables]
        places = [place for place, known in enumerate(ranges) if name in known]
        if len(places) != 1:
            what = "several tables have" if places else "no table has"
            raise EvidenceError(
                f"names a range that {what}, in row {side.line[rows[0]]}", "write the range as `outcheck tables` shows it"
            )
        yield places[0], rows
