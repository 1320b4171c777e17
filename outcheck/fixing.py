"""Makes protected copies of a release: plan, write, read again, check; once more where the check still finds something."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial
from pathlib import Path

from outcheck.cleaning import compare, renamed
from outcheck.clearance import Request, Understood, terms_of, understand_release, with_past
from outcheck.engine.assess import Terms, assess
from outcheck.merging import Stage, merged, still_waived
from outcheck.model.finding import Finding
from outcheck.model.grid import Grid
from outcheck.model.marks import OF_WHAT_IS_SHOWN
from outcheck.model.otherwise import Otherwise
from outcheck.model.places import Area, Place
from outcheck.model.release import ReleaseFile
from outcheck.model.report import Report
from outcheck.model.rule import Level
from outcheck.model.table import Marker, Meaning
from outcheck.protect import Merged, Method, Plan, Renumbered, Wishes, fit, gives_back, merges, plan, takes_hiding
from outcheck.readers import read_release
from outcheck.understanding import of_copies
from outcheck.writers import (
    CleanCopy,
    CleanError,
    SheetChanges,
    ShownCells,
    Value,
    aside,
    clean_copy,
    copies_of,
    decimals_of,
    explained,
    in_new_folder,
    rewritten,
)

_MOST_TIMES = 5
_MOST_PROPOSED = 3
_LEGEND = "not shown, to protect confidentiality"
_LEGEND_OF_TOTALS = "total of the numbers that are shown, without those that are not"
_LEGENDS = {Meaning.SUPPRESSED: _LEGEND, Meaning.NOT_AVAILABLE: "not available, since categories were merged"}


@dataclass(frozen=True, slots=True)
class Fixed:
    """What was planned and written, what was left out and why, and what a check of the copies says, if there are any.

    ``instead`` are merges of categories that would protect the release, too, the smallest loss first. ``otherwise`` is what the
    copies have otherwise than what was given, beside what is planned; ``left`` is what the check finds beside what the plan is
    stuck with.
    """

    plan: Plan
    written: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    report: Report | None = None
    instead: tuple[Merged, ...] = ()
    otherwise: tuple[Otherwise, ...] = ()
    left: tuple[Finding, ...] = ()


def propose(request: Request, wishes: Wishes, *, today: date) -> Fixed:
    """What would be changed. Writes nothing that stays; raises as ``fix`` does."""
    if wishes.method is Method.MERGE:
        with aside() as folder:
            stage = merged(request, folder, wishes, today=today)
            return Fixed(_named(stage, plan(stage.understood.release, stage.terms, _hiding(stage.wishes))))
    understood = _understood(request, wishes)
    terms = terms_of(request, understood, today)
    return Fixed(plan(understood.release, terms, wishes), instead=_instead(understood, terms, wishes))


def fix(request: Request, target: Path, wishes: Wishes, *, today: date) -> Fixed:
    """Write protected copies of files and folders into a new folder, and check them. The originals are only read.

    Raises CleanError where nothing can be copied, PackError and LedgerError as a check does. Nothing is left where it fails.
    """
    if wishes.method is Method.MERGE:
        with aside(target.absolute().parent) as folder:
            stage = merged(request, folder, wishes, today=today)
            made = _protected(replace(stage, wishes=_hiding(stage.wishes)), target, today)
            return _of_what_was_given(stage, made)
    understood = _understood(request, wishes)
    terms = terms_of(request, understood, today)
    made = _protected(Stage(request, understood, terms, wishes), target, today)
    return replace(made, instead=_instead(understood, terms, wishes))


def _of_what_was_given(stage: Stage, made: Fixed) -> Fixed:
    """What was made of merged files, told of the files that were given."""
    new = (replace(held, place=place) for held in made.otherwise if (place := stage.before(held.place)) is not None)
    others = dict.fromkeys((*stage.otherwise, *new))
    left_out = (*stage.left_out, *made.left_out)
    return replace(made, plan=_named(stage, made.plan), left_out=left_out, otherwise=tuple(sorted(others)))


def _understood(request: Request, wishes: Wishes) -> Understood:
    """The release beside what left before. Raises WishError where it lacks a place that is wished something about."""
    understood = with_past(request, understand_release(replace(request, as_copied=True)))
    fit(wishes, understood.release)
    return understood


def _protected(stage: Stage, target: Path, today: date) -> Fixed:
    """Copies of a release in which what may not leave is hidden or rounded, checked and made again while the check finds more."""
    request, understood, terms, wishes = stage.request, stage.understood, stage.terms, stage.wishes
    made = plan(understood.release, terms, wishes)
    found: list[Finding] = []
    for time in range(1, _MOST_TIMES + 1):
        copies, left_out = _copies(understood, made, stage.markers)
        try:
            with in_new_folder(target, copies) as folder:
                compare(copies, read_release([folder]))
                report = _check(of_copies(request, understood, folder, renamed(copies, left_out)), stage.moved, today)
                new = [there for _, there in _in_both(report, copies) if there is not None]
                found += new
                better = plan(understood.release, terms, wishes, already=found) if found else made
                if (better.changes, better.renumbered) == (made.changes, made.renumbered) and any(map(gives_back, new)):
                    found += new  # what was noted did not help
                    better = plan(understood.release, terms, wishes, already=found)
                if (better.changes, better.renumbered) != (made.changes, made.renumbered) and time < _MOST_TIMES:
                    raise _NotYet  # noqa: TRY301  the folder must not get its name
        except _NotYet:
            made = better
            continue
        break
    left = {held.rule for held in report.findings}  # the check of the copies has the last word
    made = replace(made, stuck=tuple(held for held in made.stuck if held.rule in left))
    others = tuple(sorted(held for copy in copies for held in copy.otherwise))
    known = {(held.place, held.rule) for held in made.stuck}
    rest = tuple(here for here, there in _in_both(report, copies) if there is None or (there.place, there.rule) not in known)
    if any(map(takes_hiding, rest)):
        made = replace(made, bound=0.0)  # of what was not foreseen nobody knows what it takes
    return Fixed(_without(made, left_out), tuple(sorted(copy.path for copy in copies)), left_out, report, (), others, rest)


def _without(made: Plan, left_out: Sequence[tuple[str, str]]) -> Plan:
    """A plan without what was to be changed in files of which there are no copies."""
    gone = {name for name, _ in left_out}
    return replace(
        made,
        changes=tuple(held for held in made.changes if held.place.file not in gone),
        renumbered=tuple(held for held in made.renumbered if held.place.file not in gone),
        residuals=tuple(held for held in made.residuals if held.place.file not in gone),
    )


def _check(request: Request, moved: frozenset[str], today: date) -> Report:
    """Check copies. No waiver for cells reaches those of files in which other cells stand there now."""
    understood = with_past(request, understand_release(request))
    terms = terms_of(request, understood, today)
    return assess(understood.release, replace(terms, waivers=still_waived(terms.waivers, moved)))


def _hiding(wishes: Wishes) -> Wishes:
    """What is wished for once categories are merged: what that leaves is hidden."""
    return replace(wishes, method=Method.SUPPRESS)


def _instead(understood: Understood, terms: Terms, wishes: Wishes) -> tuple[Merged, ...]:
    """Merges that a person who did not ask for a method may like better."""
    return tuple(merges(understood.release, terms, wishes)[:_MOST_PROPOSED]) if wishes.method is None else ()


def _named(stage: Stage, made: Plan) -> Plan:
    """A plan for merged files, with its places in the files that were given. What has none there was not there."""
    changes = [replace(held, place=place) for held in made.changes if (place := stage.before(held.place)) is not None]
    new = [replace(held, place=place) for held in made.renumbered if (place := stage.before(held.place)) is not None]
    stuck = [replace(held, place=stage.before(held.place) or held.place) for held in made.stuck]
    return replace(
        made,
        method=Method.MERGE,
        asked=True,
        changes=tuple(changes),
        renumbered=tuple(new),
        stuck=tuple(stuck),
        merged=stage.done,
        refused=stage.refused,
    )


class _NotYet(Exception):  # noqa: N818  no error: more can be hidden
    """The check of the copies found something that hiding more settles."""


def _copies(
    understood: Understood, made: Plan, markers: Mapping[tuple[str, str], frozenset[Marker]]
) -> tuple[tuple[CleanCopy, ...], tuple[tuple[str, str], ...]]:
    """Copies of every file that can be copied, and the others with the reason."""

    def changed(file: ReleaseFile, data: bytes) -> CleanCopy:
        held = {grid.sheet: markers.get((file.path, grid.sheet), frozenset()) for grid in file.grids}
        told = cache(partial(explained, file.grids))
        return clean_copy(file, data, {grid.sheet: _of_sheet(grid, made, held[grid.sheet], told) for grid in file.grids})

    return copies_of([file for file in understood.release.files if file.source is not None], changed)


def _of_sheet(grid: Grid, made: Plan, merged_markers: frozenset[Marker], told: Callable[[str], bool]) -> SheetChanges:
    """Markers and new numbers for one sheet; a workbook says below what markers mean of which it has not ``told`` that yet."""
    mine = [change for change in made.changes if (change.place.file, change.place.sheet) == (grid.file, grid.sheet)]
    cells: dict[tuple[int, int], Value] = {}
    for change in mine:
        area = Area.parse(change.place.cell)
        cells[area.top, area.left] = change.marker
    renumbered = [held for held in made.renumbered if (held.place.file, held.place.sheet) == (grid.file, grid.sheet)]
    for held in renumbered:
        area = Area.parse(held.place.cell)
        cells[area.top, area.left] = _rewritten(grid, area, held)
    says = {marker.text: _LEGENDS[marker.meaning] for marker in merged_markers} | {change.marker: _LEGEND for change in mine}
    if any(held.of_what_is_shown for held in renumbered):
        says[OF_WHAT_IS_SHOWN] = _LEGEND_OF_TOTALS
    legends = tuple(f"{marker} = {said}" for marker, said in sorted(says.items()) if grid.sheet and not told(marker))
    return SheetChanges(cells, legends)


def _rewritten(grid: Grid, area: Area, held: Renumbered) -> Value:
    try:
        new = rewritten(grid.columns[area.left][area.top], held.numbers)
    except ValueError as error:
        raise CleanError(f"cell {held.place.cell} {error}, so no other can be written in its place") from None
    if not held.of_what_is_shown:
        return new
    said = f"{new:,.{decimals_of(new, held.numbers[0].decimals)}f}" if isinstance(new, int | float) else new
    return f"{said} {OF_WHAT_IS_SHOWN}"


def _in_both(report: Report, copies: Sequence[CleanCopy]) -> Iterator[tuple[Finding, Finding | None]]:
    """Findings of a check of the copies, also with their places in the files they were made from, None where they have none."""
    shows: Mapping[tuple[str, str], ShownCells] = {(copy.source, sheet): cells for copy in copies for sheet, cells in copy.shows}
    names = {copy.path: copy.source for copy in copies}
    for finding in report.findings:
        if finding.waived is not None or finding.level is Level.NOTE:
            continue
        first, *rest = (_in_the_original(place, names, shows) for place in (finding.place, *finding.related))
        related = tuple(place for place in rest if place is not None)
        yield finding, replace(finding, place=first, related=related) if first is not None else None


def _in_the_original(place: Place, names: Mapping[str, str], shows: Mapping[tuple[str, str], ShownCells]) -> Place | None:
    """A place of a copy in the original, None where it has none there."""
    source = names.get(place.file, place.file)
    cells = shows.get((source, place.sheet))
    if cells is None or not place.cell:
        return replace(place, file=source)
    area = Area.parse(place.cell)
    if area.bottom >= len(cells.rows) or area.right >= len(cells.columns):
        return None
    ends = cells.rows[area.top], cells.columns[area.left], cells.rows[area.bottom], cells.columns[area.right]
    return Place(source, place.sheet, str(Area(*ends)))
