from __future__ import annotations

import io
import struct
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from binary_books import (
    at,
    binary_book,
    calculation,
    columns,
    error,
    formula,
    merged,
    real,
    record,
    row,
    shared,
    sheet,
    styles,
    table,
    text,
    texts,
    whole,
    words,
)
from books import package, sheet_xml
from python_calamine import CalamineWorkbook

from outcheck.model.grid import Grid, Visibility
from outcheck.model.release import ReleaseFile
from outcheck.readers import Limits, read_release

SHEETJS = Path(__file__).with_name("files") / "written_by_sheetjs.xlsb"
NOT_COMPUTED = "its 1 formulas, the first in B1, were saved by a program that computes nothing"
OUT_OF_ORDER = "the list of its cells is damaged or cut short"


def read(folder: Path, data: bytes, limits: Limits | None = None) -> ReleaseFile:
    (folder / "book.xlsb").write_bytes(data)
    (file,) = read_release([folder / "book.xlsb"], limits=limits or Limits())
    return file


def grid_of(file: ReleaseFile) -> Grid:
    assert file.unread == ()
    (grid,) = file.grids
    return grid


def rows(grid: Grid) -> list[list[object]]:
    return [list(line) for line in zip(*grid.columns, strict=True)]


def test_values_of_every_kind_stand_where_they_are_shown(tmp_path: Path) -> None:
    rich = record(62, at(6) + b"\x00" + text("rich"))
    lines = (
        row(1, real(1, 7.5), whole(2, -3), whole(3, 1234, hundredth=True), words(4, "é £ –"), shared(5, 1), rich),
        row(4, record(4, at(1) + b"\x01"), error(2, 0x17), formula(3, 2.0), formula(4, "x"), record(10, at(5) + b"\x01")),
    )
    data = binary_book({"S": sheet(*lines)}, parts={"sharedStrings": texts("a", "007")}, calc=calculation(191029))
    blank = [""] * 7
    assert rows(grid_of(read(tmp_path, data))) == [
        blank,
        ["", 7.5, -3.0, 12.34, "é £ –", "007", "rich"],
        blank,
        blank,
        ["", True, "#REF!", 2.0, "x", True, ""],
    ]


def test_records_that_leave_out_the_column_are_read_though_calamine_passes_over_them(tmp_path: Path) -> None:
    style = struct.pack("<I", 0)
    short = [
        record(17, style + text("n")),
        record(13, style + struct.pack("<i", 5 << 2 | 2)),
        record(12, style),
        record(14, style + b"\x07"),
        record(15, style + b"\x00"),
        record(16, style + struct.pack("<d", 2.5)),
        record(18, style + struct.pack("<I", 0)),
    ]
    data = binary_book({"S": sheet(row(0, real(0, 1.0), *short))}, parts={"sharedStrings": texts("shared")})
    assert rows(grid_of(read(tmp_path, data))) == [[1.0, "n", 5.0, "", "#DIV/0!", False, 2.5, "shared"]]
    assert CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python() == [[1.0]]


def test_numbers_shown_as_dates_are_dates_and_those_beyond_all_dates_stay_numbers(tmp_path: Path) -> None:
    made = styles("General", "dd/mm/yyyy", "hh:mm", "[h]:mm", '0 "days"')
    line = row(
        0,
        whole(0, 45413, 1),
        real(1, 45413.5, 1),
        real(2, 0.5, 2),
        real(3, 1.25, 3),
        real(4, 1e9, 1),
        real(5, -1, 1),
        real(6, 5, 4),
        real(7, 1e300, 3),
        real(8, 1, 1),
    )
    expected: list[object] = [
        date(2024, 5, 1),
        datetime(2024, 5, 1, 12),  # noqa: DTZ001  workbooks know no time zones
        time(12),
        timedelta(hours=30),
        1e9,
        -1.0,
        5.0,
        1e300,
    ]
    data = binary_book({"S": sheet(line)}, parts={"styles": made})
    assert rows(grid_of(read(tmp_path, data))) == [[*expected, date(1900, 1, 1)]]
    later = binary_book({"S": sheet(row(0, whole(0, 45413 - 1462, 1)))}, parts={"styles": made}, flags=1)
    assert rows(grid_of(read(tmp_path, later))) == [[date(2024, 5, 1)]]


def test_merged_ranges_hidden_rows_columns_and_sheets_are_known(tmp_path: Path) -> None:
    lines = (
        row(0, real(0, 1), real(2, 3)),
        row(1, real(0, 2), flags=0x10),
        row(2, real(0, 2), flags=0x20, height=0),
        row(3, real(0, 2), height=0),
    )
    framed = columns(1, 1, flags=1) + columns(2, 16383, width=0)
    data = binary_book(
        {"S": sheet(*lines, before=framed, after=merged(0, 1, 0, 2)), "H": table([5.0]), "V": table()}, states=(0, 1, 2)
    )
    file = read(tmp_path, data)
    assert file.unread == ()
    assert [grid.visibility for grid in file.grids] == [Visibility.VISIBLE, Visibility.HIDDEN, Visibility.VERY_HIDDEN]
    assert [str(area) for area in file.grids[0].merged] == ["A1:C2"]
    assert [str(area) for area in file.grids[0].hidden] == ["B1:C4", "A2:C3"]


@pytest.mark.parametrize("width", [struct.pack("<IH", 0, 8), struct.pack("<IH", 0xFFFFFFFF, 0)])
def test_columns_without_a_width_of_their_own_may_all_be_hidden(tmp_path: Path, width: bytes) -> None:
    framed = record(485, width + bytes(6)) + columns(0, 0)
    grid = grid_of(read(tmp_path, binary_book({"S": sheet(row(0, real(0, 1), real(2, 2)), before=framed)})))
    assert [str(area) for area in grid.hidden] == ["B1:C1"]


def test_formats_bold_and_indentation_come_from_the_styles_of_cells(tmp_path: Path) -> None:
    made = styles("GENERAL", "0.0%", '"£"#,##0', bold=[1], indents={2: 3})
    data = binary_book({"S": sheet(row(0, real(0, 1), real(1, 0.5, 1), real(2, 5, 2), real(3, 5, 99)))}, parts={"styles": made})
    grid = grid_of(read(tmp_path, data))
    assert [grid.number_format(0, column) for column in range(4)] == ["General", "0.0%", '"£"#,##0', "General"]
    assert [None if flags is None else flags.tolist() for flags in grid.bold] == [None, [True], None, None]
    assert [None if steps is None else steps.tolist() for steps in grid.indents] == [None, None, [3], None]


def test_what_sheetjs_writes_is_read_whole(tmp_path: Path) -> None:
    file = read(tmp_path, SHEETJS.read_bytes())
    assert file.unread == ()
    first, hidden, empty = file.grids
    assert rows(first) == [
        ["Region", 2024.0, "", "pct", "#DIV/0!"],
        ["England", 1.0, 2.0, 0.458, 5.0],
        ["North", 3.5, "[c]", 0.5, "x"],
        [date(2024, 5, 1), True, 12345.678, "é £ –", ""],
    ]
    assert (rows(hidden), empty.height) == ([["", ""], ["", 5.0]], 0)
    assert [grid.visibility for grid in file.grids] == [Visibility.VISIBLE, Visibility.HIDDEN, Visibility.VERY_HIDDEN]
    assert [str(area) for area in (*first.merged, *first.hidden)] == ["B1:C1", "C1:C4", "A3:E3"]
    assert first.number_format(1, 3) == "0.0%"


@pytest.mark.parametrize(
    ("calc", "result", "what"),
    [
        (b"", 5.0, NOT_COMPUTED),
        (calculation(0), "", NOT_COMPUTED),
        (calculation(191029), "", ""),
        (calculation(191029), 5.0, ""),
        (calculation(191029, 1), 5.0, "the stored results of its 1 formulas will be computed anew by Excel"),
        (calculation(191029, 16), 5.0, "the stored results of its 1 formulas will be computed anew by Excel"),
    ],
)
def test_results_that_are_missing_or_due_are_not_trusted(tmp_path: Path, calc: bytes, result: float | str, what: str) -> None:
    file = read(tmp_path, binary_book({"S": sheet(row(0, real(0, 1), formula(1, result)))}, calc=calc))
    assert [unread.what for unread in file.unread] == [what] * bool(what)
    assert len(file.grids) == 1


@pytest.mark.parametrize(
    ("part", "what"),
    [
        (sheet(row(5, real(0, 1)), row(5, real(1, 1))), OUT_OF_ORDER),
        (sheet(row(5, real(0, 1)), row(4, real(0, 1))), OUT_OF_ORDER),
        (sheet(row(0, real(3, 1), real(3, 2))), OUT_OF_ORDER),
        (sheet(row(2**20, real(0, 1))), OUT_OF_ORDER),
        (sheet(row(0, real(2**14, 1))), OUT_OF_ORDER),
        (sheet(real(0, 1)), OUT_OF_ORDER),
        (sheet(row(0, shared(0, 3))), OUT_OF_ORDER),
        (sheet(row(0, record(5, at(0)))), OUT_OF_ORDER),
        (sheet(row(0, record(6, at(0) + struct.pack("<I", 2**31)))), OUT_OF_ORDER),
        (sheet(row(0, real(0, 1)))[:-9], OUT_OF_ORDER),
        (sheet() + sheet(row(0, real(0, 1))), OUT_OF_ORDER),
        (record(129) + record(130), OUT_OF_ORDER),
        (b"", OUT_OF_ORDER),
        (b"\x05\xff\xff\xff\xff\xff\xff", OUT_OF_ORDER),
        (sheet(after=merged(5, 1, 0, 0)), OUT_OF_ORDER),
        (sheet(after=merged(0, 2**31, 0, 0)), OUT_OF_ORDER),
        (sheet(row(0, real(0, float("nan")))), "the value of the cell A1 cannot be read"),
        (sheet(row(0, formula(0, float("inf")))), "the value of the cell A1 cannot be read"),
        (sheet(row(0, real(0, 1)), row(9999, real(9999, 1))), "its cells reach to NTP10000, more than 10,000,000 cells"),
    ],
)
def test_a_sheet_whose_values_could_be_missed_is_unread_and_the_others_are_read(tmp_path: Path, part: bytes, what: str) -> None:
    file = read(tmp_path, binary_book({"bad": part, "good": table([1.0])}), Limits(cells=10_000_000))
    assert [grid.sheet for grid in file.grids] == ["good"]
    assert [(unread.sheet, unread.what) for unread in file.unread] == [("bad", what)]
    assert file.unread[0].todo


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (binary_book({}), "it lists no sheets"),
        (binary_book({"S": table([1.0]), "s": table([2.0])}), "two of its sheets have the same name"),
        (binary_book({"S": table([1.0])}, parts={"xl/workbook.bin": b"\x83"}), "its list of sheets is damaged or cut short"),
        (
            binary_book({"S": table([1.0])}, parts={"xl/workbook.bin": record(156, bytes(8) + text("rId9") + text("S"))}),
            "it lists a sheet that it does not hold",
        ),
        (binary_book({"S": table([1.0])}, parts={"styles": record(44, b"\x00")}), "its list of styles is damaged or cut short"),
        (binary_book({"S": table([1.0])}, parts={"sharedStrings": record(19)}), "its list of texts is damaged or cut short"),
    ],
)
def test_a_book_that_cannot_be_told_for_certain_is_unread(tmp_path: Path, data: bytes, what: str) -> None:
    file = read(tmp_path, data)
    assert file.grids == ()
    assert [unread.what for unread in file.unread] == [what]


def test_a_chart_has_no_cells_and_other_kinds_of_sheets_are_unread(tmp_path: Path) -> None:
    kinds = {"chart": "chartsheet", "false": "chartsheet", "macros": "xlMacrosheet"}
    sheets = {"chart": record(129) + record(130), "false": table([1.0]), "macros": table([1.0]), "S": table([1.0])}
    file = read(tmp_path, binary_book(sheets, kinds=kinds))
    assert [grid.sheet for grid in file.grids] == ["S"]
    assert [(unread.sheet, unread.what) for unread in file.unread] == [
        ("false", "it is called a chart but holds cells"),
        ("macros", "it is a sheet of the kind xlMacrosheet, which this version does not read"),
    ]


def test_a_workbook_called_by_the_wrong_name_is_unread(tmp_path: Path) -> None:
    file = read(tmp_path, package({"S": sheet_xml("")}))
    assert [unread.what for unread in file.unread] == ["its name ends in .xlsb, but its content is of the kind xlsx"]


@pytest.mark.parametrize("part", ["xl/workbook.bin", "xl/worksheets/sheet1.bin", "xl/styles.bin", "xl/sharedStrings.bin"])
def test_a_part_cut_short_anywhere_is_never_a_crash_and_loses_no_value_in_silence(tmp_path: Path, part: str) -> None:
    whole_parts = {
        "xl/worksheets/sheet1.bin": sheet(row(0, shared(0, 0), real(1, 5, 1)), row(1, words(0, "a"), whole(1, 3))),
        "xl/styles.bin": styles("General", "0.0"),
        "xl/sharedStrings.bin": texts("n"),
    }
    named = {name.split("/")[1].split(".")[0]: whole_parts[name] for name in ("xl/styles.bin", "xl/sharedStrings.bin")}
    sheets = {"S": whole_parts["xl/worksheets/sheet1.bin"]}
    expected = rows(grid_of(read(tmp_path, binary_book(sheets, parts=named))))
    content = whole_parts.get(part) or record(131) + record(153, bytes(12)) + record(156, bytes(8) + text("rId1") + text("S"))
    for cut in range(len(content)):
        file = read(tmp_path, binary_book(sheets, parts={**named, part: content[:cut]}))
        assert all("reading it failed" not in unread.what for unread in file.unread)
        assert file.unread or rows(file.grids[0]) == expected
