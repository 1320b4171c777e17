"""A table that was written in any style is read back whole: every value at its address, with its statistic and categories."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import pytest
from drawn import MARKERS
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.model.grid import Grid
from outcheck.model.hints import Hints
from outcheck.model.statistics import Statistic
from outcheck.model.stored import StoredColumn
from outcheck.model.table import Table

HINTS = Hints(markers=MARKERS)
REGIONS = ("North East", "North West", "Yorkshire and The Humber", "London", "South West")
ACROSS = {
    "Sex": ("Female", "Male"),
    "Subject": ("Law", "Mathematical sciences", "Creative arts"),
    "Age": ("16-18", "19-24", "25+"),
    "Academic year": ("2019/20", "2020/21", "2021/22"),
}
TITLES = ("Table 1: Number of learners by region", "Table 4. Learners in further education, England", "Number of learners")
NOTES = ("Source: Department for Education", "Note: figures cover England only.", "[c] stands for a confidential figure")
COUNT, SHARE = Statistic.COUNT, Statistic.PERCENTAGE
Written = tuple[int, int, Statistic, frozenset[str], str]


@dataclass
class Page:
    """Cells as written, and what each is: row, column, statistic, categories, text."""

    rows: list[list[str]] = field(default_factory=list)
    truth: list[Written] = field(default_factory=list)

    def line(self, *cells: str) -> None:
        self.rows.append(list(cells))

    def holds(self, statistic: Statistic, labels: tuple[str, ...], column: int, text: str) -> None:
        """The last row has this in a column."""
        self.truth.append((len(self.rows) - 1, column, statistic, frozenset(labels), text))


@dataclass(frozen=True)
class Known:
    """What will be written: rows, columns (the last of each may be a total), and a text for every count and share."""

    rows: tuple[str, ...]
    name: str
    columns: tuple[str, ...]
    count: dict[tuple[str, str], str]
    share: dict[tuple[str, str], str]


def known(chance: random.Random) -> Known:
    name = chance.choice(list(ACROSS))
    rows = tuple(chance.sample(REGIONS, chance.randint(2, 5)))
    columns = ACROSS[name]
    total_row, total_column = chance.random() < 0.5, chance.random() < 0.5
    commas = chance.random() < 0.5
    number = {(row, column): chance.randint(10, 20_000) for row in rows for column in columns}
    if total_row:
        rows = (*rows, "Total")
        number |= {("Total", column): sum(number[row, column] for row in rows[:-1]) for column in columns}
    if total_column:
        columns = (*columns, "Total")
        number |= {(row, "Total"): sum(number[row, column] for column in columns[:-1]) for row in rows}
    count = {place: f"{value:,}" if commas else str(value) for place, value in number.items()}
    for place in chance.sample(list(count), chance.randint(0, 2)):
        count[place] = chance.choice(("[c]", f"{count[place]} [r]"))
    share = {place: f"{chance.randint(1, 999) / 10:.1f}" for place in count}
    return Known(rows, name, columns, count, share)


def tidy(held: Known) -> Page:
    page = Page()
    page.line("Region", held.name, "Number of learners", "Percentage")
    for row in held.rows:
        for column in held.columns:
            page.line(row, column, held.count[row, column], held.share[row, column])
            page.holds(COUNT, (row, column), 2, held.count[row, column])
            page.holds(SHARE, (row, column), 3, held.share[row, column])
    return page


def blank_filled(held: Known) -> Page:
    page = tidy(held)
    for number, row in enumerate(page.rows[1:]):
        if number % len(held.columns):
            row[0] = ""
    return page


def crosstab(held: Known) -> Page:
    page = Page()
    page.line("Region", *held.columns)
    for row in held.rows:
        page.line(row, *(held.count[row, column] for column in held.columns))
        for place, column in enumerate(held.columns, 1):
            page.holds(COUNT, (row, column), place, held.count[row, column])
    return page


def pairs(held: Known) -> Page:
    page = Page()
    page.line("", *(text for column in held.columns for text in (column, "")))
    page.line("Region", *(text for _ in held.columns for text in ("n", "%")))
    for row in held.rows:
        page.line(row, *(text for column in held.columns for text in (held.count[row, column], held.share[row, column])))
        for place, column in enumerate(held.columns):
            page.holds(COUNT, (row, column), 1 + 2 * place, held.count[row, column])
            page.holds(SHARE, (row, column), 2 + 2 * place, held.share[row, column])
    return page


def long(held: Known) -> Page:
    page = Page()
    page.line("Region", held.name, "Statistic", "Value")
    for row in held.rows:
        for column in held.columns:
            for word, statistic, text in (("Number", COUNT, held.count), ("Percentage", SHARE, held.share)):
                page.line(row, column, word, text[row, column])
                page.holds(statistic, (row, column), 3, text[row, column])
    return page


def group_rows(held: Known) -> Page:
    page = Page()
    page.line("Region", "Number of learners", "Percentage")
    for row in held.rows:
        page.line(row, "", "")
        for column in held.columns:
            page.line(column, held.count[row, column], held.share[row, column])
            page.holds(COUNT, (row, column), 1, held.count[row, column])
            page.holds(SHARE, (row, column), 2, held.share[row, column])
    return page


def indented(held: Known) -> Page:
    page = Page()
    page.line("Region", "Number of learners", "Percentage")
    columns = tuple(column for column in held.columns if column != "Total")
    for row in held.rows:
        for column in ("(all)", *columns):
            written = held.count[row, columns[0]] if column == "(all)" else held.count[row, column]
            share = "100.0" if column == "(all)" else held.share[row, column]
            page.line(row if column == "(all)" else f"  {column}", written, share)
            page.holds(COUNT, (row, column), 1, written)
            page.holds(SHARE, (row, column), 2, share)
    return page


STYLES: tuple[Callable[[Known], Page], ...] = (tidy, blank_filled, crosstab, pairs, long, group_rows, indented)


def dressed(page: Page, chance: random.Random, *, titled: bool) -> Page:
    """With a title above, a note below, blank rows before and blank columns to the left."""
    above: list[list[str]] = [[] for _ in range(chance.randint(0, 2))] if titled else []
    above += [[chance.choice(TITLES)], *([[]] if chance.random() < 0.5 else [])] if titled else []
    below = [[], [chance.choice(NOTES)]] if titled and chance.random() < 0.5 else []
    left = chance.randint(0, 2) if titled else 0
    rows = [["" for _ in range(left)] + row if row else [] for row in [*above, *page.rows, *below]]
    return Page(rows, [(entry[0] + len(above), entry[1] + left, *entry[2:]) for entry in page.truth])


def joined(first: Page, second: Page, *, beside: bool) -> Page:
    """Two pages on one sheet, parted by two blank rows or two blank columns."""
    if not beside:
        down = len(first.rows) + 2
        return Page([*first.rows, [], [], *second.rows], first.truth + [(e[0] + down, *e[1:]) for e in second.truth])
    wide = max(map(len, first.rows)) + 2
    rows = []
    for number in range(max(len(first.rows), len(second.rows))):
        left = first.rows[number] if number < len(first.rows) else []
        right = second.rows[number] if number < len(second.rows) else []
        rows.append([*left, *[""] * (wide - len(left)), *right])
    return Page(rows, first.truth + [(e[0], e[1] + wide, *e[2:]) for e in second.truth])


def grid_of(page: Page) -> Grid:
    width = max(map(len, page.rows))
    columns = ([row[index] if index < len(row) else "" for row in page.rows] for index in range(width))
    return Grid("made.csv", "", tuple(map(StoredColumn.of, columns)))


def number_of(text: str) -> float | str:
    bare = text.removesuffix(" [r]").replace(",", "")
    return bare if bare == "[c]" else float(bare)


def told(tables: tuple[Table, ...]) -> set[tuple[int, int, Statistic, frozenset[str], float | str]]:
    found = set()
    for table in tables:
        for index in range(len(table)):
            shown = float(table.value[index]) if table.marker[index] < 0 else table.markers[table.marker[index]].text
            labels = frozenset(label for _, label in table.labels(index))
            statistic = table.measures[table.measure[index]].statistic
            found.add((int(table.row[index]), int(table.column[index]), statistic, labels, shown))
    return found


def true(page: Page) -> set[tuple[int, int, Statistic, frozenset[str], float | str]]:
    return {(row, column, statistic, labels, number_of(text)) for row, column, statistic, labels, text in page.truth}


def drawing(page: Page) -> str:
    return "\n" + "\n".join(" | ".join(row) for row in page.rows)


def assert_read_back(page: Page, tables: int) -> None:
    found = understand(grid_of(page), HINTS).tables
    assert len(found) == tables, drawing(page)
    assert told(found) == true(page), drawing(page)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.__name__)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_a_table_in_any_style_is_read_back_whole(style: Callable[[Known], Page], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a table, not a secret
    assert_read_back(dressed(style(known(chance)), chance, titled=True), 1)


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_two_tables_under_one_another_are_read_back_whole(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a table, not a secret
    pages = [dressed(chance.choice(STYLES)(known(chance)), chance, titled=True) for _ in range(2)]
    assert_read_back(joined(*pages, beside=False), 2)


@settings(max_examples=80, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_two_tables_beside_each_other_are_read_back_whole(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a table, not a secret
    held = known(chance)
    style = chance.choice((tidy, crosstab))
    pages = [style(held), style(replace(held, share={place: f"{chance.randint(0, 99)}.5" for place in held.share}))]
    title = Page([[chance.choice(TITLES)], *joined(*pages, beside=True).rows], [])
    truth = [(entry[0] + 1, *entry[1:]) for entry in joined(*pages, beside=True).truth]
    assert_read_back(replace(title, truth=truth), 2)


def read(*rows: str) -> tuple[Table, ...]:
    return understand(grid_of(Page([[cell.strip() for cell in row.split("|")] for row in rows])), HINTS).tables


def test_tables_of_different_heights_beside_each_other_are_two() -> None:
    lower = [f"Provider {letter} | {number} |" for number, letter in enumerate("ABCDEFGH", 12)]
    lower[0] += " | Female | 30"
    lower[1] += " | Male | 40"
    assert len(read("Region | Learners | | Sex | Learners", *lower)) == 2


def test_a_note_that_says_what_something_means_names_no_mean() -> None:
    rows = ("Region | Learners", "North | 12", "South | 13", "", "[c] means confidential", "", "Number of learners")
    *_, table = read(*rows, "Region | Female | Male", "North | 12 | 13", "South | 14 | 15")
    assert table.measures[0].statistic is COUNT
