from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from checks.tables import built
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.engine.since import Earlier, since
from outcheck.model.release import Release, ReleaseFile
from outcheck.model.since import Change, Since
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

REGIONS = ["North", "South", "East", "West"]


def learners(counts: Mapping[str, str], file: str = "learners.csv", title: str = "Learners") -> Table:
    table = built({"Region": list(counts), "Learners": list(counts.values())}, {"Learners": Statistic.COUNT})
    return replace(table, file=file, title=title)


def release(*tables: Table, digest: str = "new") -> Release:
    names = sorted({table.file for table in tables})
    return Release(tuple(ReleaseFile(name, "csv", 1, f"{digest} {name}") for name in names), tables, ())


def earlier(*tables: Table, name: str = "entry 1", digest: str = "old") -> Earlier:
    paths = tuple(table.file for table in tables)
    held = tuple(replace(table, file=f"{name}: {table.file}") for table in tables)
    return Earlier(name, {path: f"{digest} {path}" for path in paths}, held, paths)


def told(held: Since) -> dict[Change, tuple[str, ...]]:
    (table,) = held.tables
    return {changed.change: changed.ranges for changed in table.changed}


OLD = {"North": "152", "South": "c", "East": "217", "West": "388"}


@pytest.mark.parametrize(
    ("now", "change", "where"),
    [
        ({**OLD, "North": "153"}, Change.NUMBER, ("B2",)),
        ({**OLD, "North": "152.4"}, Change.PRECISION, ("B2",)),
        ({**OLD, "North": "152.6"}, Change.NUMBER, ("B2",)),
        ({**OLD, "South": "7"}, Change.SHOWN, ("B3",)),
        ({**OLD, "East": "c"}, Change.HIDDEN, ("B4",)),
        ({**OLD, "South": "<10"}, Change.GAP, ("B3",)),
        ({**OLD, "Isles": "12"}, Change.NEW, ("B6",)),
        ({name: count for name, count in OLD.items() if name != "West"}, Change.GONE, ("B5",)),
    ],
)
def test_each_kind_of_change_is_told_with_its_place(now: dict[str, str], change: Change, where: tuple[str, ...]) -> None:
    assert told(since(release(learners(now)), [earlier(learners(OLD))])) == {change: where}


def test_rows_in_another_order_are_no_change() -> None:
    turned = learners(dict(reversed(OLD.items())))
    held = since(release(turned), [earlier(learners(OLD))])
    assert (held.tables, held.tables_as_before, held.new) == ((), 1, ())


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_every_cell_is_as_before_or_changed_in_exactly_one_way(data: st.DataObject) -> None:
    cell = st.sampled_from(["c", "<10", "0", "12", "345"])
    before, now = (
        learners(dict.fromkeys(sorted({*REGIONS[:2], *data.draw(st.sets(st.sampled_from(REGIONS)))}), "c")) for _ in range(2)
    )
    before, now = (learners({name: data.draw(cell) for name in table.dimensions[0].labels}) for table in (before, now))
    held = since(release(now), [earlier(before)])
    if not held.tables:
        assert held.tables_as_before == 1
        assert now.dimensions[0].labels == before.dimensions[0].labels
        assert np.array_equal(now.value, before.value, equal_nan=True)
        return
    (table,) = held.tables
    gone = sum(changed.cells for changed in table.changed if changed.change is Change.GONE)
    here = sum(changed.cells for changed in table.changed if changed.change is not Change.GONE)
    assert table.same + here == len(now)
    shared = set(now.dimensions[0].labels) & set(before.dimensions[0].labels)
    assert gone == len(before) - len(shared)


def test_a_file_that_is_the_same_byte_for_byte_is_not_compared() -> None:
    held = since(release(learners(OLD), digest="old"), [earlier(learners(OLD))])
    assert (held.same, held.tables, held.against) == (("learners.csv",), (), ("entry 1",))


def test_a_table_in_a_file_of_another_name_is_known_by_its_numbers() -> None:
    held = since(release(learners({**OLD, "North": "153"}, "renamed.csv")), [earlier(learners(OLD))])
    assert told(held) == {Change.NUMBER: ("B2",)}
    assert (held.new, held.gone) == ((), ())


def test_a_table_of_the_same_words_and_other_numbers_elsewhere_is_another_table() -> None:
    other = learners({"North": "9", "South": "12", "East": "5", "West": "31"}, "colleges.csv", "Colleges")
    held = since(release(other), [earlier(learners(OLD))])
    assert (held.new, held.tables, held.against) == (("colleges.csv",), (), ())


def test_a_file_of_the_same_name_with_nothing_in_common_is_told_of() -> None:
    held = since(release(learners({"Maths": "33", "Physics": "44"})), [earlier(learners(OLD))])
    assert (held.new, held.untold) == (("learners.csv",), ("learners.csv",))


def test_the_latest_time_counts_and_files_missing_of_it_are_gone() -> None:
    first = earlier(learners({**OLD, "North": "1"}), name="entry 1")
    last = earlier(learners(OLD), learners({"Maths": "33"}, "subjects.csv"), name="entry 2")
    held = since(release(learners(OLD)), [last, first])
    assert (held.tables_as_before, held.gone, held.against) == (1, ("subjects.csv",), ("entry 2",))


def test_another_statistic_and_another_title_are_told_of_the_table() -> None:
    now = learners(OLD, title="Learners of colleges")
    now = replace(now, measures=(replace(now.measures[0], statistic=Statistic.MEAN),))
    (table,) = since(release(now), [earlier(learners(OLD))]).tables
    assert table.said == ("it has another title", "'Learners' has the statistic mean, before count")


def test_tables_that_come_and_go_in_a_known_file_are_told() -> None:
    subjects, years = learners({"Maths": "33"}, title="By subject"), learners({"2011": "44"}, title="By year")
    held = since(release(learners(OLD), subjects), [earlier(learners(OLD), years)])
    new, gone = held.tables
    assert (new.table, new.before, new.changed[0].change) == (subjects.id, "", Change.NEW)
    assert (gone.table, gone.before, gone.changed[0].change) == ("", f"entry 1: {years.id}", Change.GONE)
