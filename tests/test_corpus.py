from __future__ import annotations

from collections import Counter
from functools import cache
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
import yaml
from corpus import make_release_workbooks, make_statistical_workbooks, make_workbooks
from corpus.compare import DECISIONS, Judgement, Read, judge, read
from corpus.make_workbooks import Book, made
from corpus.raw import filled, is_empty, is_number, shown, value_at
from corpus.truth import HOME, Cell, TrueTable, Truth, corpus_files, expanded, name_of, sidecar

from outcheck.model.grid import Grid
from outcheck.model.places import address

REACHED = HOME / "reached.yaml"
BOOKS = (*make_workbooks.BOOKS, *make_statistical_workbooks.BOOKS, *make_release_workbooks.BOOKS)
FILES = [pytest.param(path, id=name_of(path)) for path in corpus_files()]


@cache
def held(path: Path) -> Read:
    return read(path)


@cache
def judged() -> tuple[Judgement, ...]:
    return tuple(judgement for path in corpus_files() for judgement in judge(held(path)))


def addresses(cells: list[Cell]) -> list[str]:
    return [address(*cell) for cell in sorted(cells)]


def test_the_layout_decides_no_worse_than_before() -> None:
    right = Counter(judgement.decision for judgement in judged() if judgement.right)
    everything = Counter(judgement.decision for judgement in judged())
    reached = yaml.safe_load(REACHED.read_text(encoding="utf-8"))
    _print_accuracy(right, everything)
    worse = {name: f"{right[name]}, was {reached[name]}" for name in reached if right[name] < reached[name]}
    now = "\n".join(f"{name}: {right[name]}" for name in DECISIONS)
    assert not worse, (
        f"fewer right than before: {worse}. See python tests/corpus/differences.py. "
        f"Where more are right, or files were added, let {REACHED.name} say:\n{now}"
    )


def test_no_number_that_may_be_a_count_is_taken_for_something_else_for_sure() -> None:
    hidden = [judgement for judgement in judged() if judgement.decision == "safe" and not judgement.right]
    assert not hidden, hidden


@pytest.mark.parametrize("path", FILES)
def test_every_number_of_a_corpus_file_is_measured_or_a_label_or_not_understood(path: Path) -> None:
    for understood in held(path).understood:
        account = understood.account
        lost = sum(item.numbers for item in account.not_understood)
        assert account.numbers == account.measured + account.labels + lost


@pytest.mark.parametrize("path", FILES)
def test_a_sidecar_speaks_only_of_what_its_file_holds(path: Path) -> None:
    file = held(path)
    sheets = {grid.sheet: grid for grid in file.grids}
    for table in file.truth.tables:
        assert table.sheet in sheets
        _check_table(sheets[table.sheet], table)
    for cell in file.truth.label_cells | file.truth.unexplained_cells:
        assert any(not is_empty(value_at(grid, cell)) for grid in file.grids), f"{address(*cell)} is empty"


def _print_accuracy(right: Counter[str], everything: Counter[str]) -> None:
    """The table that ``pytest -s`` shows."""
    shares = (
        f"{name:<12} {right[name]:>6} of {everything[name]:>6} {right[name] / everything[name]:>7.1%}" for name in DECISIONS
    )
    print("", *shares, sep="\n")  # noqa: T201


def _check_table(grid: Grid, table: TrueTable) -> None:
    inside = {cell for cell in expanded([table.range]) if cell[0] < grid.height and cell[1] < grid.width}
    assert inside == expanded([table.range]), f"{table.range} reaches out of the file"
    outside = (table.statistic_of.keys() | table.gap_of.keys() | table.unsure_cells) - inside
    assert not outside, f"outside of {table.range}: {addresses(list(outside))}"
    assert table.gap_of.keys() | table.unsure_cells | expanded(table.sums) <= table.statistic_of.keys()
    said = {cell: value_at(grid, cell) for cell in table.statistic_of}
    texts = [cell for cell, value in said.items() if not is_number(value) and not is_empty(value) and cell not in table.gap_of]
    assert not texts, f"neither numbers nor gaps: {addresses(texts)}"
    assert not [cell for cell in table.gap_of if is_number(said[cell])]
    words = "\n".join(shown(value) for _, value in filled(grid)).casefold()
    for dimension in table.dimensions:
        assert dimension.total in (None, *dimension.labels)
        assert not [label for label in dimension.labels if label != "(all)" and shown(label).casefold() not in words]


@pytest.mark.parametrize("path", FILES)
def test_a_sidecar_covers_every_number_of_its_file_once(path: Path) -> None:
    file = held(path)
    for grid in file.grids:
        numbers = [cell for cell, value in filled(grid) if is_number(value)]
        times = {cell: _times(file.truth, grid.sheet, cell) for cell in numbers}
        assert not addresses([cell for cell in numbers if times[cell] == 0]), "left out"
        assert not addresses([cell for cell in numbers if times[cell] > 1]), "said twice"


def _times(truth: Truth, sheet: str, cell: Cell) -> int:
    places = [truth.label_cells, truth.unexplained_cells, *(table.statistic_of.keys() for table in truth.on(sheet))]
    return sum(cell in place for place in places)


def test_every_corpus_file_has_its_truth_and_every_truth_its_file() -> None:
    files = corpus_files()
    assert not [name_of(path) for path in files if not sidecar(path).exists()]
    assert {sidecar(path) for path in files} == set(HOME.glob("*/**/*.truth.yaml"))


@pytest.mark.parametrize("book", [pytest.param(book, id=book.path) for book in BOOKS])
def test_a_workbook_is_as_its_script_makes_it(book: Book) -> None:
    with ZipFile(BytesIO(made(book))) as new, ZipFile(HOME / book.path) as kept:
        # Sheets alone: what surrounds them differs from one openpyxl to the next.
        sheets = [name for name in new.namelist() if name.startswith("xl/worksheets/sheet")]
        assert [new.read(name) for name in sheets] == [kept.read(name) for name in sheets]
