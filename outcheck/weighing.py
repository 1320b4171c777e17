"""Weighs the methods that protect a release against each other: what each takes away, and what it leaves to be decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from outcheck.clearance import Request, terms_of, understand_release, with_past
from outcheck.merging import merged
from outcheck.model.arrays import BoolArray
from outcheck.model.places import Place
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table
from outcheck.protect import CannotRound, Method, Plan, Weighed, Wishes, masks, plan
from outcheck.writers import aside

_COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT)


def weigh(request: Request, wishes: Wishes, *, today: date) -> tuple[Weighed, ...]:
    """What each method does. Nothing that is written stays; raises as a check does."""
    understood = with_past(request, understand_release(replace(request, as_copied=True)))
    terms = terms_of(request, understood, today)
    tables = understood.release.tables
    found = []
    for method, again in ((Method.SUPPRESS, False), (Method.SUPPRESS, True), (Method.ROUND, False)):
        try:
            made = plan(understood.release, terms, replace(wishes, method=method, recalculate=again))
        except CannotRound as error:
            found.append(Weighed(method, why=str(error)))
            continue
        share, change = _share(tables, _places(made)) + _left_out(tables, made), None if again else made.largest_change
        found.append(Weighed(method, _hidden(tables, made), share, change, len(made.stuck), recalculated=again))
    with aside() as folder:
        stage = merged(request, folder, wishes, today=today)
        now = stage.understood.release.tables
        made = plan(stage.understood.release, stage.terms, replace(stage.wishes, method=Method.SUPPRESS))
    lost = _numbers(tables) - _numbers(now) + _hidden(now, made)
    away = stage.away / _whole(tables) if _whole(tables) else 0.0
    found.append(Weighed(Method.MERGE, lost, min(away + _share(now, _places(made)), 1.0), 0.0, len(made.stuck)))
    return tuple(found)


def _places(made: Plan) -> list[Place]:
    return [change.place for change in made.changes]


def _numbers(tables: Sequence[Table]) -> int:
    return sum(int(np.count_nonzero(table.is_number)) for table in tables)


def _hidden(tables: Sequence[Table], made: Plan) -> int:
    """Numbers that a plan hides: a cell may hold several."""
    held = zip(tables, masks(tables, _places(made)), strict=True)
    return sum(int(np.count_nonzero(mask & table.is_number)) for table, mask in held)


def _share(tables: Sequence[Table], places: Sequence[Place]) -> float:
    """What counts in some places come to, as a share of all."""
    gone = sum(float(table.value[mask & _counts(table)].sum()) for table, mask in zip(tables, masks(tables, places), strict=True))
    whole = _whole(tables)
    return gone / whole if whole else 0.0


def _left_out(tables: Sequence[Table], made: Plan) -> float:
    """What counts that are totals of what is shown leave out, as a share of all counts."""
    lost = {held.place: held.numbers[0].old - held.numbers[0].new for held in made.renumbered if held.of_what_is_shown}
    gone = 0.0
    for table in tables if lost else ():
        for cell in np.flatnonzero(_counts(table)).tolist():
            gone += lost.get(Place(table.file, table.sheet, table.cell(cell)), 0.0)
    whole = _whole(tables)
    return gone / whole if whole else 0.0


def _whole(tables: Sequence[Table]) -> float:
    return sum(float(table.value[_counts(table)].sum()) for table in tables)


def _counts(table: Table) -> BoolArray:
    return table.where(*_COUNTS) & table.is_number
