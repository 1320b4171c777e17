"""Speed of the readers beside python-calamine in one run, printed: ``python -m pytest -m slow -s tests/benchmarks``."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from books import open_document
from python_calamine import CalamineWorkbook

from outcheck.readers import read_release

ROUNDS = 5
SHEETS, ROWS, COLUMNS = 50, 200, 30


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def beside_calamine(path: Path) -> tuple[float, float, float]:
    """Medians of our seconds, of calamine's, and of their ratio in pairs."""

    def values() -> None:
        book = CalamineWorkbook.from_path(path)
        for number in range(len(book.sheet_names)):
            book.get_sheet_by_index(number).to_python(skip_empty_area=False)

    pairs = [(seconds(lambda: read_release([path])), seconds(values)) for _ in range(ROUNDS)]
    ours, theirs = zip(*pairs, strict=True)
    return statistics.median(ours), statistics.median(theirs), statistics.median(own / their for own, their in pairs)


@pytest.mark.slow
def test_a_workbook_of_fifty_sheets(tmp_path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    for number in range(SHEETS):
        sheet = book.create_sheet(f"Table {number}")
        for row in range(ROWS):
            sheet.append([f"Region {row}", *((row * 7919 + column * 31 + number) % 4999 for column in range(COLUMNS - 1))])
    path = tmp_path / "fifty.xlsx"
    book.save(path)
    ours, theirs, times = beside_calamine(path)
    allowed = 1.5 * theirs + 0.02 * SHEETS
    print(f"\n{SHEETS} sheets of {ROWS} x {COLUMNS}, xlsx: {ours:.2f} s, {times:.2f} x python-calamine; {allowed:.2f} s allowed")  # noqa: T201  the figure is the result


@pytest.mark.slow
def test_an_open_document_of_fifty_thousand_rows(tmp_path: Path) -> None:
    rows = "".join(
        "<table:table-row>"
        f'<table:table-cell office:value-type="string"><text:p>Region {row % 150}</text:p></table:table-cell>'
        + "".join(
            f'<table:table-cell office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>'
            for number in ((row * 7919 + column * 31) % 4999 for column in range(11))
        )
        + "</table:table-row>"
        for row in range(50_000)
    )
    path = tmp_path / "long.ods"
    path.write_bytes(open_document({"Table 1": rows}, parts={"META-INF/manifest.xml": "<manifest/>"}))
    ours, _, times = beside_calamine(path)
    print(f"\n50,000 x 12, ods: {ours:.2f} s, {times:.2f} x python-calamine")  # noqa: T201  the figure is the result
