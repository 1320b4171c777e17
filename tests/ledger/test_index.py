from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path

import pytest
from checks.tables import TOTAL, built
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck import clearance
from outcheck.ledger import Departure, Ledger
from outcheck.model.release import Release
from outcheck.model.report import Verdict
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

DEPARTURE = Departure("J. Marsh", datetime(2026, 3, 2, tzinfo=UTC), "", "clear", (), ())
LABELS = ("North", "South", "East", "Men", "Women", "2021/22", "2022/23")


@st.composite
def drawn_tables(draw: st.DrawFn) -> Table:
    count = draw(st.integers(1, 3))
    axes = []
    for _ in range(count):
        labels = draw(st.lists(st.sampled_from(LABELS), min_size=1, max_size=3, unique=True))
        axes.append([*labels, *([TOTAL] if draw(st.booleans()) else [])])
    rows = list(product(*axes))
    columns = {f"Group {place}": [row[place] for row in rows] for place in range(count)}
    return built({**columns, "Learners": ["40"] * len(rows)}, {"Learners": Statistic.COUNT})


def groups(table: Table) -> set[frozenset[str]]:
    """Every group a cell speaks of: its categories but for totals."""
    return {
        frozenset(held.labels[held.codes[cell]] for held in table.dimensions if held.codes[cell] not in (-1, held.total))
        for cell in range(len(table))
    }


@settings(max_examples=60, deadline=None)
@given(past=st.lists(drawn_tables(), min_size=1, max_size=6), now=drawn_tables())
def test_a_table_that_speaks_of_the_same_group_is_always_found(past: list[Table], now: Table) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger(Path(folder) / "ledger.db", create=True) as ledger:
        for table in past:
            ledger.add(Release((), (table,), ()), DEPARTURE)
        found = {table.file.split(":")[0] for table in ledger.touching([now], most=100)[0]}
    wanted = {
        f"ledger entry {number}" for number, table in enumerate(past, start=1) if (groups(table) & groups(now)) - {frozenset()}
    }
    assert wanted <= found


def ledger_of(folder: Path, *tables: Table) -> Ledger:
    ledger = Ledger(folder / "ledger.db", create=True)
    ledger.add(Release((), tables, ()), DEPARTURE)
    return ledger


def counts(first: int = 40, /, **columns: list[str]) -> Table:
    size = len(next(iter(columns.values())))
    numbers = [str(first + number) for number in range(size)]
    return built({**columns, "Learners": numbers}, {"Learners": Statistic.COUNT})


def test_spelling_does_not_hide_a_table(tmp_path: Path) -> None:
    with ledger_of(tmp_path, counts(Region=["Yorkshire and The Humber", "North-East"])) as ledger:
        assert len(ledger.touching([counts(Area=["yorkshire and the humber"])], most=9)[0]) == 1
        assert len(ledger.touching([counts(Area=["NORTH EAST"])], most=9)[0]) == 1


def test_a_table_of_other_groups_is_left_in_the_ledger(tmp_path: Path) -> None:
    past = counts(Region=["North", "South"], Subject=["Law", "Music"])
    with ledger_of(tmp_path, past) as ledger:
        assert ledger.touching([counts(70, Region=["North", "South"], Subject=["Physics", "Maths"])], most=9)[0] == ()
        assert ledger.touching([counts(70, Subject=["Law"])], most=9)[0] == ()


def test_a_margin_is_found_from_the_table_it_is_a_margin_of(tmp_path: Path) -> None:
    whole = counts(Region=["North", "North", "North"], Sex=["Men", "Women", TOTAL])
    with ledger_of(tmp_path, whole) as ledger:
        assert len(ledger.touching([counts(Region=["North", "South"])], most=9)[0]) == 1


def test_a_table_that_breaks_the_same_people_down_further_is_found_by_its_sums(tmp_path: Path) -> None:
    rows = [(region, sex) for region in ("North", "South", "East") for sex in ("Men", "Women")]
    numbers = ["150", "c", "140", "162", "217", "190"]
    columns = {"Region": [region for region, _ in rows], "Sex": [sex for _, sex in rows], "Learners": numbers}
    past = built(columns, {"Learners": Statistic.COUNT})
    by_region = built({"Region": ["North", "South", "East"], "Learners": ["154", "302", "407"]}, {"Learners": Statistic.COUNT})
    by_age = built({"Region": ["South"] * 2, "Age": ["16-18", "19+"], "Learners": ["100", "202"]}, {"Learners": Statistic.COUNT})
    women = built({"Area": ["north", "south", "east"], "Learners": ["4", "162", "190"]}, {"Learners": Statistic.COUNT})
    others = built({"Region": ["North", "South", "East"], "Learners": ["93", "611", "288"]}, {"Learners": Statistic.COUNT})
    with ledger_of(tmp_path, past) as ledger:
        found = [len(ledger.touching([now], most=9)[0]) for now in (by_region, by_age, women, others)]
    assert found == [1, 0, 1, 0]


def test_of_too_many_to_compare_the_latest_are_given_and_the_others_counted(tmp_path: Path) -> None:
    with ledger_of(tmp_path, *(counts(40 + number, Region=["North", "South"]) for number in range(5))) as ledger:
        found, left_out = ledger.touching([counts(Region=["North"])], most=4)
    assert left_out == 1
    assert [table.value[0] for table in found] == [41, 42, 43, 44]


def test_a_release_that_was_not_compared_with_all_that_touches_it_is_incomplete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, place = tmp_path / "out", str(tmp_path / "ledger.db")
    folder.mkdir()
    (folder / "a.csv").write_text("Number of learners by region\nRegion,Learners\nNorth,152\nSouth,140\n", encoding="utf-8")
    request = clearance.Request((folder,), ledger=place)
    for _ in range(3):
        clearance.record(request, place, who="J. Marsh", why="", now=datetime(2026, 3, 2, tzinfo=UTC))
    assert clearance.check(request, today=date(2026, 3, 3)).verdict is Verdict.CLEAR
    monkeypatch.setattr(clearance, "_MOST_PAST", 2)
    report = clearance.check(request, today=date(2026, 3, 3))
    assert report.verdict is Verdict.INCOMPLETE
    assert "1 earlier ones were not" in report.files[0].unread[0].what
