"""What changed since last time: holds a release against what left or was submitted before, table by table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from outcheck.engine.changes import Matched, all_of, changes, matched
from outcheck.model.release import Release
from outcheck.model.since import Change, Since, TableSince
from outcheck.model.table import Table

_ALIKE = 0.2
"""Share of cells that a table must have in common with one that stood in the same sheet of the same file."""
_HALF = 0.5
"""And with one that stood elsewhere; then either its title or as large a share of the numbers must also be the same."""


@dataclass(frozen=True, slots=True)
class Earlier:
    """One release as it was: its name in a report, the SHA-256 of its files by path, its tables.

    Tables name files as a report does; ``paths`` has the path of each table's file in its release.
    """

    name: str
    files: Mapping[str, str]
    tables: tuple[Table, ...]
    paths: tuple[str, ...]


_Place = tuple[int, int]


def since(release: Release, earlier: Sequence[Earlier]) -> Since:
    """What is other in a release than in earlier ones, the latest first: each table is held against the latest like it."""
    return _Search(release, earlier).found()


class _Search:
    """Which table of a release goes with which earlier one."""

    def __init__(self, release: Release, earlier: Sequence[Earlier]) -> None:
        self._release, self._earlier = release, earlier
        digests = {sha for held in earlier for sha in held.files.values() if sha}
        self._same = {file.path for file in release.files if file.sha256 in digests}
        self._pairs: dict[int, tuple[_Place, Matched]] = {}
        self._used: set[_Place] = set()

    def found(self) -> Since:
        """The answer, sorted as the release is."""
        self._match(_ALIKE, lambda table, path, old: path == table.file and old.sheet == table.sheet)
        self._match(_HALF, lambda table, path, _: path == table.file)
        self._match(_HALF, lambda table, path, _: path != table.file)
        paths = {file.path for file in self._release.files if file.format != "manifest"}
        known = {self._release.tables[number].file for number in self._pairs} | self._same
        before = {path for held in self._earlier for path in held.files}
        told = [self._told(number) for number in self._pairs]
        touched = [held for held in told if held.changed or held.said]
        against = [held.name for held in self._earlier if self._has_part(held)]
        newest = next((held for held in self._earlier if self._has_part(held)), None)
        return Since(
            tuple(against),
            tuple(sorted(self._same)),
            tuple(sorted(paths - known)),
            tuple(sorted(self._gone(newest, paths))) if newest else (),
            (*sorted([*touched, *self._new(known)], key=lambda held: held.table), *self._lost()),
            len(told) - len(touched),
            tuple(sorted(paths & before - known)),
        )

    def _match(self, least: float, fits: Callable[[Table, str, Table], bool]) -> None:
        """Pair tables that have no partner yet, best first, the latest release before those before it."""
        for at, held in enumerate(self._earlier):
            scores = []
            for number, table in enumerate(self._release.tables):
                if number in self._pairs or table.file in self._same:
                    continue
                for place, old in enumerate(held.tables):
                    if (at, place) in self._used or not fits(table, held.paths[place], old):
                        continue
                    found = matched(table, old)
                    titled = table.title == old.title
                    if found.share >= least and (least < _HALF or titled or _equal(table, old, found) >= _HALF):
                        scores.append((-int(titled), -found.share, number, place, found))
            for _, _, number, place, found in sorted(scores, key=lambda score: score[:4]):
                if number not in self._pairs and (at, place) not in self._used:
                    self._pairs[number] = ((at, place), found)
                    self._used.add((at, place))

    def _told(self, number: int) -> TableSince:
        (at, place), found = self._pairs[number]
        return changes(self._release.tables[number], self._earlier[at].tables[place], found)

    def _new(self, known: set[str]) -> Iterator[TableSince]:
        """Tables without a partner in files that have one."""
        for number, table in enumerate(self._release.tables):
            if number not in self._pairs and table.file in known - self._same:
                yield TableSince(table.id, "", 0, (all_of(Change.NEW, table),))

    def _lost(self) -> Iterator[TableSince]:
        """Tables without a partner in the latest of those files from which another one has one."""
        latest: dict[str, int] = {}
        for at, place in sorted(self._used):
            latest.setdefault(self._earlier[at].paths[place], at)
        for path, at in sorted(latest.items()):
            held = self._earlier[at]
            for place, table in enumerate(held.tables):
                if held.paths[place] == path and (at, place) not in self._used:
                    yield TableSince("", table.id, 0, (all_of(Change.GONE, table),))

    def _has_part(self, held: Earlier) -> bool:
        """Whether something of the release was compared with it."""
        ours = {file.sha256 for file in self._release.files if file.path in self._same}
        at = self._earlier.index(held)
        return any(place[0] == at for place in self._used) or any(sha in ours for sha in held.files.values())

    def _gone(self, held: Earlier, paths: set[str]) -> Iterator[str]:
        """Files of an earlier release of which nothing is here."""
        at = self._earlier.index(held)
        moved = {held.paths[place] for number, place in self._used if number == at}
        ours = {file.sha256 for file in self._release.files}
        yield from (path for path, sha in held.files.items() if path not in paths | moved and sha not in ours)


def _equal(now: Table, before: Table, held: Matched) -> float:
    """Share of the cells of the same meaning that show the same number."""
    return float(np.mean(now.value[held.now] == before.value[held.before])) if len(held.now) else 0.0
