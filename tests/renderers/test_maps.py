"""Small maps of tables: they show where findings stand, whatever the size of the table."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from renderers import reports
from renderers.pieces import LOW_COUNT, ZERO, finding

from outcheck.model.places import Area, Place, address
from outcheck.model.report import Report
from outcheck.model.rule import Level
from outcheck.renderers.grouping import gather
from outcheck.renderers.maps import TableMap, maps_of
from outcheck.renderers.page import page_of

RANKS = {"block": 2, "review": 1}


def only(area: Area, marked: dict[tuple[int, int], Level]) -> Report:
    """A report on one table, with a finding in each marked cell."""
    report = reports.clear()
    table = replace(report.tables[0], range=str(area))
    found = tuple(
        finding(Place(table.file, table.sheet, address(row, column)), asked, "x", table=table.id)
        for (row, column), level in marked.items()
        for asked in [LOW_COUNT if level is Level.BLOCK else ZERO]
    )
    return replace(report, tables=(table,), findings=found)


def mapped(report: Report) -> TableMap:
    (made,) = maps_of(report, gather(report), {})
    return made


def squares(made: TableMap) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], str] = {}
    for mark in made.marks:
        for y in range(mark.y, mark.below):
            for x in range(mark.x, mark.x + mark.width):
                assert (y, x) not in found, "no square is drawn twice"
                found[y, x] = mark.tone
    return found


@st.composite
def marked_tables(draw: st.DrawFn) -> tuple[Area, dict[tuple[int, int], Level]]:
    top, left = draw(st.integers(0, 9)), draw(st.integers(0, 9))
    area = Area(top, left, top + draw(st.integers(0, 400)), left + draw(st.integers(0, 60)))
    cells = st.tuples(st.integers(area.top, area.bottom), st.integers(area.left, area.right))
    return area, draw(st.dictionaries(cells, st.sampled_from([Level.BLOCK, Level.REVIEW]), max_size=12))


@given(marked_tables())
def test_a_square_has_the_gravest_finding_of_the_cells_in_it(held: tuple[Area, dict[tuple[int, int], Level]]) -> None:
    area, marked = held
    made = mapped(only(area, marked))
    rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
    gravest: dict[tuple[int, int], int] = {}
    for (row, column), level in marked.items():
        square = (row - area.top) * made.rows // rows, (column - area.left) * made.columns // columns
        gravest[square] = max(gravest.get(square, 0), RANKS[level.value])
    assert {square: RANKS[tone] for square, tone in squares(made).items()} == gravest
    assert all(0 <= y < made.rows and 0 <= x < made.columns for y, x in squares(made))


def test_a_map_counts_the_findings_of_its_table_and_not_those_beside_it() -> None:
    report = only(Area(0, 0, 9, 3), {(2, 1): Level.BLOCK, (3, 1): Level.REVIEW, (4, 1): Level.REVIEW})
    assert mapped(report).counts == (("block", 1), ("review", 2))


def test_a_map_is_the_same_whatever_the_numbers_of_its_table_are() -> None:
    hidden, shown = reports.valued(shown=False), reports.valued(shown=True)
    made = [maps_of(report, gather(report), {}) for report in (hidden, shown)]
    assert [held.marks for held in made[0]] == [held.marks for held in made[1]]


def test_every_map_links_to_where_its_table_is_drawn() -> None:
    report = reports.EVERY["real"]
    assert len(report.tables) == 11
    assert all(held.target for held in page_of(report).maps)
