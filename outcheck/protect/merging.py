"""Proposes which categories to show as one, everywhere in a release, so that no count is too small: the smallest loss first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from outcheck.engine.assess import Terms
from outcheck.inference.spelling import normal
from outcheck.inference.variables import Variables
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.grid import Grid
from outcheck.model.labels import interval, joined
from outcheck.model.release import Release
from outcheck.model.table import Table
from outcheck.protect.hiding import masks
from outcheck.protect.lines import Lines, lines_of, nothing_else
from outcheck.protect.tallies import Crossed, Tally, categories, crossed, tallies
from outcheck.protect.wishes import Wishes
from outcheck.sdc.merging import Loss, Merge, adjacent, into_other, under_parents

_TIME = re.compile(r"\b(years?|yr|quarters?|months?|weeks?|period|date|time|cohort|wave)\b")
_AGE = re.compile(r"\bages?\b")
_YEAR = re.compile(r"(^|\D)(19|20)\d\d(\D|$)")
_OTHER = ("Other", "All other", "Other categories")
_MOST_CELLS = 200_000
_SEVERAL = 2


@dataclass(frozen=True, slots=True)
class Group:
    """Categories that are shown as one, in the words of the tables, and how that is called."""

    labels: tuple[str, ...]
    now: str


@dataclass(frozen=True, slots=True)
class Merged:
    """Categories of one variable that are shown as one, or are left out since the one above them is shown.

    ``variable`` is empty where no table names it. ``tables`` show them; they have ``fewer`` numbers then, and of the counts that
    are too small ``before``, ``left`` are still. ``into`` has the new label of each, in the spelling of ``normal``, None where it
    goes; ``lines``, per table, which rows or columns become one. ``is_least`` is False where not everything could be tried.
    """

    variable: str
    groups: tuple[Group, ...]
    dropped: tuple[str, ...]
    tables: tuple[int, ...]
    fewer: int
    before: int
    left: int
    loss: Loss
    is_least: bool
    number: int = -1
    into: Mapping[str, str | None] = field(default_factory=dict, compare=False)
    lines: tuple[Lines, ...] = field(default=(), compare=False)

    @property
    def order(self) -> tuple[object, ...]:
        """One that leaves no small count first, then the smallest loss."""
        return self.left > 0, self.fewer, self.loss.value, self.number


def merges(release: Release, terms: Terms, wishes: Wishes, *, without: frozenset[int] = frozenset()) -> list[Merged]:
    """For each variable the merge of its categories that loses least, if one leaves fewer small counts; the best first.

    A merge is carried out in every table that shows two of the categories, since the others would give the parts back. One that
    cannot be is not proposed; nor is one of a variable ``without`` which it is to be done, or of a category that is to be kept.
    """
    if sum(map(len, release.tables)) > _MOST_CELLS:
        return []
    held, variables = tallies(release.tables, terms)
    before = _small(held)
    if not before:
        return []
    kept = masks(release.tables, wishes.keep)
    grids = {(grid.file, grid.sheet): grid for file in release.files for grid in file.grids}
    found = []
    for number in range(len(variables.known)):
        name = _name(release.tables, held, variables, number)
        if number in without:
            continue
        for choice in _choices(release.tables, held, variables, number):
            merged = replace(choice, variable=name, number=number, before=before)
            lines = _carried_out(release, held, merged, kept, grids)
            if lines is None:
                continue
            after = [tally.merged(number, merged.into) for tally in held]
            fewer = sum(int(np.count_nonzero(~np.isnan(tally.value))) for tally in held)
            fewer -= sum(int(np.count_nonzero(~np.isnan(tally.value))) for tally in after)
            left = _small(after)
            if left < before:
                places = tuple(line.table for line in lines)
                found.append(replace(merged, lines=tuple(lines), tables=places, fewer=fewer, left=left))
    return sorted(found, key=lambda merged: merged.order)


def _small(held: Sequence[Tally]) -> int:
    return sum(int(np.count_nonzero(tally.small)) for tally in held)


def _name(tables: Sequence[Table], held: Sequence[Tally], variables: Variables, number: int) -> str:
    """What the first table that names a variable calls it."""
    for tally in held:
        place = tally.dimension(number)
        if place >= 0 and normal(tables[tally.place].dimensions[place].name) in variables.known[number].names:
            return tables[tally.place].dimensions[place].name
    return ""


def _choices(tables: Sequence[Table], held: Sequence[Tally], variables: Variables, number: int) -> Iterator[Merged]:
    """The merge of a variable that fits what it is: bands, categories that nest, or others; none of moments of time."""
    shown = _shown(tables, held, number)
    if shown is None:
        return
    names = categories(held, number)
    parents = _parents(tables, held, number, names)
    spans = {name: span for name in names if (span := interval(shown[name])) is not None}
    words = " ".join(variables.known[number].names)
    if _TIME.search(words) and not _AGE.search(words):
        return
    if not _AGE.search(words) and all(_YEAR.search(shown[name]) for name in names):
        return
    nests = bool((parents >= 0).any())
    bands = sorted(spans, key=lambda name: spans[name])
    if _SEVERAL * len(spans) > len(names) and not nests:
        if len(bands) >= _SEVERAL and all(spans[one][1] <= spans[other][0] for one, other in pairwise(bands)):
            found = crossed(held, number, bands, bands)
            choice = adjacent(found.counts, found.need) if found is not None and _can(found) else None
            if found is not None and choice is not None:
                yield from _worded(found.categories, choice, shown, parents, banded=True)
        return
    roots = [name for code, name in enumerate(names) if parents[code] < 0]
    found = crossed(held, number, names, roots)
    if found is None or not _can(found):
        return
    choice = under_parents(found.counts, parents, found.need) if nests else into_other(found.counts, found.need)
    if choice is not None:
        yield from _worded(found.categories, choice, shown, parents)


def _can(found: Crossed) -> bool:
    return found.fits and len(found.categories) >= _SEVERAL


def _shown(tables: Sequence[Table], held: Sequence[Tally], number: int) -> dict[str, str] | None:
    """Each category as the first table writes it; None where a table writes two of them alike but for signs."""
    shown: dict[str, str] = {}
    for tally in held:
        place = tally.dimension(number)
        if place >= 0:
            if len(set(tally.labels[place])) < len(tally.labels[place]):
                return None
            for name, label in zip(tally.labels[place], tables[tally.place].dimensions[place].labels, strict=True):
                shown.setdefault(name, label.strip())
    return shown


def _parents(tables: Sequence[Table], held: Sequence[Tally], number: int, names: Sequence[str]) -> Indices:
    """The category above each, as the tables show it."""
    code_of = {name: code for code, name in enumerate(names)}
    parents = np.full(len(names), -1, dtype=np.intp)
    for tally in held:
        place = tally.dimension(number)
        dimension = tables[tally.place].dimensions[place] if place >= 0 else None
        for code, parent in enumerate(dimension.parents if dimension is not None else ()):
            if dimension is not None and parent not in (-1, dimension.total):
                child, above = tally.labels[place][code], tally.labels[place][parent]
                if child in code_of and above in code_of:
                    parents[code_of[child]] = code_of[above]
    return parents


def _worded(
    names: Sequence[str],
    choice: Merge,
    shown: Mapping[str, str],
    parents: Indices,
    *,
    banded: bool = False,
) -> Iterator[Merged]:
    """A choice in the words of the tables; none where nothing is merged, or a band cannot be named."""
    groups = []
    into: dict[str, str | None] = {}
    taken = set(shown)
    if len(set(choice.group.tolist())) < _SEVERAL:  # all in one breaks nothing down any more
        return
    for group in range(int(choice.group.max(initial=-1)) + 1):
        members = np.flatnonzero(choice.group == group).tolist()
        if len(members) < _SEVERAL:
            continue
        labels = [shown[names[code]] for code in members]
        above = int(parents[members[0]]) if len(parents) == len(names) else -1
        now = joined(labels) if banded else _other(taken, shown[names[above]] if above >= 0 else "")
        if now is None or normal(now) in taken:
            return
        taken.add(normal(now))
        groups.append(Group(tuple(labels), now))
        into |= dict.fromkeys((names[code] for code in members), normal(now))
    gone = [names[code] for code in np.flatnonzero(choice.group < 0).tolist()]
    into |= dict.fromkeys(gone)
    if groups or gone:
        dropped = tuple(shown[name] for name in gone)
        yield Merged("", tuple(groups), dropped, (), 0, 0, 0, choice.loss, choice.is_least, into=into)


def _other(taken: set[str], above: str) -> str | None:
    """A name for what is merged under a category, or at the top, that no category has yet."""
    names = [f"Other {above}", f"Rest of {above}"] if above else _OTHER
    return next((name for name in names if normal(name) not in taken), None)


def _carried_out(
    release: Release, held: Sequence[Tally], merged: Merged, kept: Sequence[BoolArray], grids: Mapping[tuple[str, str], Grid]
) -> list[Lines] | None:
    """The rows or columns of every table that become one; None where a table cannot be changed so."""
    found = []
    now = {normal(group.now): group.now for group in merged.groups}
    for tally in held:
        place = tally.dimension(merged.number)
        mine = [label for label in tally.labels[place] if label in merged.into] if place >= 0 else []
        goes = any(merged.into[label] is None for label in mine)
        several = any(
            sum(merged.into[label] == new for label in mine) >= _SEVERAL for new in {merged.into[label] for label in mine}
        )
        if not (goes or several):
            continue
        table = release.tables[tally.place]
        into = {
            code: now[new] if (new := merged.into[label]) is not None else None
            for code, label in enumerate(tally.labels[place])
            if label in merged.into
        }
        if kept[tally.place][np.isin(tally.codes[:, place], list(into))].any():
            return None
        lines = lines_of(tally, table, grids[table.file, table.sheet], place, into)
        if lines is None:
            return None
        found.append(lines)
    return found if nothing_else(found, release.tables, grids) else None
