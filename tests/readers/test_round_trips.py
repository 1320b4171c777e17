"""What LibreOffice makes of a workbook reads as the workbook does; skipped where LibreOffice is not installed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from books import saved
from office import convert, needs_office
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from outcheck.model.grid import Grid, Visibility
from outcheck.model.places import Area
from outcheck.model.release import ReleaseFile
from outcheck.readers import read_release

pytestmark = needs_office


def looks() -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Table 1"
    for row in (["Region", 2024, None, "pct"], ["England", 1, 2, 0.458], ["North", 3.5, "[c]", 0.5], ["South", 4, 5, 12345.678]):
        sheet.append(row)
    sheet.append([date(2024, 5, 1), datetime(2024, 5, 1, 12, 30), time(12, 30), timedelta(hours=30)])  # noqa: DTZ001  no zones
    sheet["A2"].font = Font(bold=True)
    sheet["A3"].alignment = Alignment(indent=1)
    sheet["A4"].alignment = Alignment(indent=2)
    sheet["D2"].number_format = "0.0%"
    sheet["D4"].number_format = "#,##0.0"
    sheet.merge_cells("B1:C1")
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True
    book.create_sheet("hidden").sheet_state = "hidden"
    book["hidden"]["B2"] = 5
    book.create_sheet("empty")
    return book


def right_to_left() -> Workbook:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.sheet_view.rightToLeft = True
    sheet.append(["first", 1, "=B1*2", "=1/0", "=OFFSET(B1,0,0)", '=""'])
    return book


BOOKS = {"looks": looks, "rtl": right_to_left}
FORMATS = ("xlsx", "ods", "xls", "ods-xlsx", "ods-xls", "xls-ods")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with a folder a format, in which each book is as LibreOffice wrote it there, directly or by way of another one."""
    folder = tmp_path_factory.mktemp("office")
    for name, make in BOOKS.items():
        (folder / f"{name}.xlsx").write_bytes(saved(make()))
    for way in FORMATS:
        by_way_of, _, kind = way.rpartition("-")
        sources = [folder / by_way_of / f"{name}.{by_way_of or 'xlsx'}" for name in BOOKS]
        (folder / way).mkdir()
        convert(sources, kind, folder / way)
    return folder


def book_of(office: Path, name: str, way: str) -> Path:
    return office / way / f"{name}.{way.rpartition('-')[2]}"


@pytest.fixture(scope="module")
def converted(office: Path) -> dict[tuple[str, str], ReleaseFile]:
    return {(name, way): read_release([book_of(office, name, way)])[0] for name in BOOKS for way in FORMATS}


def rows(grid: Grid) -> list[list[object]]:
    return [list(row) for row in zip(*grid.columns, strict=True)]


@pytest.mark.parametrize("kind", FORMATS)
def test_values_and_structure_survive(converted: dict[tuple[str, str], ReleaseFile], kind: str) -> None:
    file = converted["looks", kind]
    assert file.unread == ()
    first, hidden, empty = file.grids
    assert rows(first) == [
        ["Region", 2024.0, "", "pct"],
        ["England", 1.0, 2.0, 0.458],
        ["North", 3.5, "[c]", 0.5],
        ["South", 4.0, 5.0, 12345.678],
        [date(2024, 5, 1), datetime(2024, 5, 1, 12, 30), time(12, 30), timedelta(hours=30)],  # noqa: DTZ001  no zones
    ]
    assert (rows(hidden), rows(empty)) == ([["", ""], ["", 5.0]], [])
    assert [grid.visibility for grid in file.grids] == [Visibility.VISIBLE, Visibility.HIDDEN, Visibility.VISIBLE]
    assert first.merged == (Area.parse("B1:C1"),)
    assert [str(area) for area in first.hidden] == ["C1:C5", "A3:D3"]
    assert first.indents[0] is not None
    assert first.bold[0] is not None
    assert first.indents[0].tolist() == [0, 0, 1, 2, 0]
    assert first.bold[0].tolist() == [False, True, False, False, False]
    assert [first.number_format(row, 3) for row in range(4)] == ["General", "0.0%", "General", "#,##0.0"]


@pytest.mark.parametrize("kind", FORMATS)
def test_results_and_errors_of_formulas_survive(converted: dict[tuple[str, str], ReleaseFile], kind: str) -> None:
    file = converted["rtl", kind]
    assert file.unread == ()
    assert rows(file.grids[0])[0][:5] == ["first", 1.0, 2.0, "#DIV/0!", 1.0]


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xls"])
@pytest.mark.parametrize("cut", range(0, 100, 9))
def test_a_file_cut_short_or_overwritten_is_unread_and_never_a_crash(
    converted: dict[tuple[str, str], ReleaseFile], office: Path, tmp_path: Path, kind: str, cut: int
) -> None:
    data = book_of(office, "looks", kind).read_bytes()
    at = len(data) * cut // 100
    (tmp_path / f"a.{kind}").write_bytes(data[:at])
    (tmp_path / f"b.{kind}").write_bytes(data[:at] + b"\xff" * 8 + data[at + 8 :])
    short, changed = read_release([tmp_path])
    assert short.unread
    assert changed.unread or len(changed.grids) == len(converted["looks", kind].grids)
