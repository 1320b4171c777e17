"""Writes a release again with categories merged, one merge after the other, each read again and held against what it must say."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TypeAlias

from outcheck.cleaning import compare, renamed
from outcheck.clearance import Request, Understood, terms_of, understand_release, with_past
from outcheck.engine.assess import Terms
from outcheck.model.finding import Waiver
from outcheck.model.grid import Grid
from outcheck.model.otherwise import Otherwise
from outcheck.model.places import Area, Place
from outcheck.model.release import ReleaseFile
from outcheck.model.table import Marker, Table
from outcheck.packs import MANIFEST_NAME
from outcheck.protect import Merged, Sheet, Tally, Together, Wishes, fit, merges, sheets_of, tallies
from outcheck.readers import find, read_release
from outcheck.understanding import of_copies
from outcheck.writers import (
    CleanCopy,
    CleanError,
    SheetChanges,
    Value,
    clean_copy,
    original_bytes,
    rewritten,
)

Shows: TypeAlias = Mapping[tuple[str, str], tuple[str, tuple[int, ...], tuple[int, ...]]]
"""By file and sheet of a copy: the file that it was made of, and the rows and columns that its own were there."""

_MOST_MERGES = 5
_MOST_TRIES = 10


@dataclass(frozen=True, slots=True)
class Stage:
    """A release as it stands after some merges.

    ``done`` are those, with their places in the release as it was given. ``shows`` has, a merge each, where the cells of what it
    changed were before. ``markers`` stand in it, and need a legend. ``refused`` are the variables that could not be
    merged, and ``left_out`` the files that could not be read, each with the reason. Counts that are no longer shown by themselves
    come to ``away``. ``otherwise`` is what the copies have otherwise than the release as it was given, beside the merges.
    """

    request: Request
    understood: Understood
    terms: Terms
    wishes: Wishes
    done: tuple[Together, ...] = ()
    shows: tuple[Shows, ...] = ()
    markers: Mapping[tuple[str, str], frozenset[Marker]] = field(default_factory=dict)
    refused: tuple[tuple[str, str], ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    away: float = 0.0
    otherwise: tuple[Otherwise, ...] = ()

    @property
    def moved(self) -> frozenset[str]:
        """Files of which rows or columns stand elsewhere now."""
        return frozenset(file for shows in self.shows for file, _ in shows)

    def before(self, place: Place) -> Place | None:
        """Where a place was in the release as it was given; None where it was nowhere."""
        for shows in reversed(self.shows):
            held = shows.get((place.file, place.sheet))
            if held is None:
                names = {file: source for (file, _), (source, _, _) in shows.items()}
                place = replace(place, file=names.get(place.file, place.file))
                continue
            source, rows, columns = held
            place = replace(place, file=source)
            if place.cell:
                area = Area.parse(place.cell)
                if area.bottom >= len(rows) or area.right >= len(columns):
                    return None
                area = Area(rows[area.top], columns[area.left], rows[area.bottom], columns[area.right])
                place = replace(place, cell=str(area))
        return place


def merged(request: Request, folder: Path, wishes: Wishes, *, today: date) -> Stage:
    """The release with categories merged while that leaves fewer small counts, in a subfolder of an empty folder.

    The originals are only read. Where nothing can be merged, it is the release as it was given.
    """
    stage = _understood(request, wishes, today)
    fit(wishes, stage.understood.release)
    without: set[int] = set()
    for number in range(_MOST_TRIES):
        found = merges(stage.understood.release, stage.terms, stage.wishes, without=frozenset(without))
        if not found or len(stage.shows) == _MOST_MERGES:
            break
        try:
            stage = _next(stage, found[0], folder / str(number), today)
            without = set()
        except CleanError as error:
            without.add(found[0].number)
            stage = replace(stage, refused=(*stage.refused, (found[0].variable or "a variable without a name", str(error))))
    return stage


def still_waived(waivers: Sequence[Waiver], moved: frozenset[str]) -> tuple[Waiver, ...]:
    """Waivers without those for cells of files in which other cells stand there now."""
    return tuple(waiver for waiver in waivers if not (waiver.cells and waiver.file in moved))


def _understood(request: Request, wishes: Wishes, today: date) -> Stage:
    understood = with_past(request, understand_release(replace(request, as_copied=True)))
    return Stage(request, understood, terms_of(request, understood, today), wishes)


def _next(stage: Stage, merge: Merged, folder: Path, today: date) -> Stage:
    """The release after one more merge. Raises CleanError where a copy would not say what it must."""
    release = stage.understood.release
    sheets = {(sheet.file, sheet.sheet): sheet for sheet in sheets_of(release, stage.terms, merge)}
    _copied(stage, folder)
    copies = [_copy(file, sheets) for file in release.files if any(file.path == name for name, _ in sheets)]
    for copy in copies:
        (folder / copy.source).unlink()
        if (folder / copy.path).exists():
            raise CleanError(f"{copy.path}: two copies would have this name; rename one of the files")
        (folder / copy.path).write_bytes(copy.data)
    compare(copies, read_release([folder]))
    asked = of_copies(stage.request, stage.understood, folder, renamed(copies, _unread(stage.understood)))
    now = _understood(asked, stage.wishes, today)
    names = {copy.source: copy.path for copy in copies}
    shows = {(copy.path, sheet): (copy.source, cells.rows, cells.columns) for copy in copies for sheet, cells in copy.shows}
    unread = next((file.unread[0] for file in now.understood.release.files if file.path in names.values() and file.unread), None)
    if unread is not None:
        raise CleanError(f"after it, {unread.what}; {unread.todo}")
    _says(stage, merge, now, names, shows)
    markers = {(names.get(file, file), sheet): held for (file, sheet), held in stage.markers.items()}
    for (file, sheet), held in sheets.items():
        where = names[file], sheet
        markers[where] = markers.get(where, frozenset()) | held.markers
    moved = stage.moved | {copy.path for copy in copies}
    wanted = replace(
        stage.wishes,
        keep=tuple(_after(stage.wishes.keep, shows)),
        prefer=tuple(_after(stage.wishes.prefer, shows)),
        weights=tuple((now, held) for place, held in stage.wishes.weights for now in _after([place], shows)),
    )
    return replace(
        now,
        terms=replace(now.terms, waivers=still_waived(now.terms.waivers, moved)),
        wishes=wanted,
        done=(*stage.done, *_done(stage, merge)),
        refused=stage.refused,
        left_out=(*stage.left_out, *_unread(stage.understood)),
        shows=(*stage.shows, shows),
        markers=markers,
        away=stage.away + merge.loss.value,
        otherwise=(*stage.otherwise, *_otherwise(stage, copies)),
    )


def _otherwise(stage: Stage, copies: Iterable[CleanCopy]) -> Iterator[Otherwise]:
    """What copies have otherwise than the files they were made of, with its places in the release as it was given."""
    for held in (held for copy in copies for held in copy.otherwise):
        place = stage.before(held.place)
        if place is not None:
            yield replace(held, place=place)


def _copied(stage: Stage, folder: Path) -> None:
    """Everything that leaves, as it is, without what cannot be read, and without the manifest, which stays where it is."""
    release, manifest = stage.understood.release, stage.understood.manifest
    names = {file.source: file.path for file in release.files}
    without = {name for name, _ in _unread(stage.understood)}
    folder.mkdir(parents=True)
    for found in find(stage.request.paths, [manifest.path] if manifest is not None else []):
        name = names.get(found.path, found.name)
        if found.unread is None and name not in without:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(found.path, folder / name)


def _unread(understood: Understood) -> list[tuple[str, str]]:
    """Files of which nothing could be read: to read a copy might end this process, as it might have ended another."""
    files = [file for file in understood.release.files if file.unread and not file.grids and file.path != MANIFEST_NAME]
    return [(file.path, f"it could not be read: {file.unread[0].what}; {file.unread[0].todo}") for file in files]


def _copy(file: ReleaseFile, sheets: Mapping[tuple[str, str], Sheet]) -> CleanCopy:
    changes = {
        grid.sheet: _changes(grid, sheets[file.path, grid.sheet]) for grid in file.grids if (file.path, grid.sheet) in sheets
    }
    return clean_copy(file, original_bytes(file), changes)


def _changes(grid: Grid, sheet: Sheet) -> SheetChanges:
    cells: dict[tuple[int, int], Value] = dict(sheet.texts)
    for spot, ((row, column), numbers) in sheet.numbers.items():
        try:
            cells[spot] = rewritten(grid.columns[column][row], numbers)
        except ValueError as error:
            raise CleanError(f"{grid.file}: a cell {error}, so it cannot be merged") from None
    return SheetChanges(cells, (), sheet.rows, sheet.columns)


def _says(before: Stage, merge: Merged, after: Stage, names: Mapping[str, str], shows: Shows) -> None:
    """Raise CleanError unless every table that can be seen, read again, says what the merge makes of it, and no more."""
    tables, others = before.understood.release.tables, after.understood.release.tables
    held, found = tallies(tables, before.terms)[0], tallies(others, after.terms)[0]
    homes = [tables[tally.place] for tally in held]
    wanted = [((names.get(home.file, home.file), home.sheet), tally) for home, tally in zip(homes, held, strict=True)]
    read = [((others[tally.place].file, others[tally.place].sheet), tally) for tally in found]
    seen = [(where, tally) for where, tally in wanted if where in shows or where[0] not in names.values()]
    if _said((where, tally.merged(merge.number, merge.into)) for where, tally in seen) != _said(read):
        raise CleanError("the copies would not be read as they are meant")


def _said(held: Iterable[tuple[tuple[str, str], Tally]]) -> Counter[tuple[object, ...]]:
    """Everything that is counted, by sheet."""
    return Counter(
        (where, statement, value) for where, tally in held for statement, values in tally.said().items() for value in values
    )


def _after(places: Sequence[Place], shows: Shows) -> Iterator[Place]:
    """Places of a release where they are after a merge; one of which nothing is left is no more."""
    for place in places:
        mine = [(file, sheet, held) for (file, sheet), held in shows.items() if held[0] == place.file]
        sheets = [(file, sheet, held) for file, sheet, held in mine if place.sheet in ("", sheet)]
        if not mine or not place.cell:
            yield replace(place, file=mine[0][0] if mine else place.file)
            continue
        area = Area.parse(place.cell)
        for file, sheet, (_, rows, columns) in sheets:
            down = [number for number, row in enumerate(rows) if area.top <= row <= area.bottom]
            across = [number for number, column in enumerate(columns) if area.left <= column <= area.right]
            if down and across:
                yield Place(file, sheet, str(Area(down[0], across[0], down[-1], across[-1])))


def _done(stage: Stage, merge: Merged) -> Iterator[Together]:
    """What was merged in each table: rows or columns of the release as it was given, those that stand together in one range."""
    for lines in merge.lines:
        table = stage.understood.release.tables[lines.table]
        for now, labels, positions in lines.parts:
            for over in _ranges(stage, table, positions, by_rows=lines.by_rows):
                yield Together(over, merge.variable, labels, now or "")


def _ranges(stage: Stage, table: Table, positions: Sequence[int], *, by_rows: bool) -> Iterator[Place]:
    """Where rows or columns of a table were in the release as it was given, as few ranges as name no others."""
    area = table.area
    open_: Place | None = None
    for at in positions:
        line = Area(at, area.left, at, area.right) if by_rows else Area(area.top, at, area.bottom, at)
        place = stage.before(Place(table.file, table.sheet, str(line)))
        if place is None:
            continue
        next_ = Area.parse(place.cell)
        if open_ is not None:
            last = Area.parse(open_.cell)
            if (last.bottom + 1 == next_.top) if by_rows else (last.right + 1 == next_.left):
                open_ = replace(open_, cell=str(Area(last.top, last.left, next_.bottom, next_.right)))
                continue
            yield open_
        open_ = place
    if open_ is not None:
        yield open_
