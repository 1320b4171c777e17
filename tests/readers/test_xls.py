from __future__ import annotations

import struct
from pathlib import Path

import pytest
from books import open_document

from outcheck.readers import read_release
from outcheck.readers.biff import OldSheet, read_records
from outcheck.readers.compound import stream_of
from outcheck.readers.refusal import Refusal

WRITTEN_BY_XLWT = Path(__file__).with_name("files") / "written_by_xlwt.xls"


def record(number: int, content: bytes) -> bytes:
    return struct.pack("<HH", number, len(content)) + content


BEGIN, END = record(0x809, struct.pack("<HH", 0x600, 5)), record(0x0A, b"")


COMPUTED = record(0x1C1, struct.pack("<HHI", 0x1C1, 0, 191029))


def sheet_of(*cells: bytes, around: bytes = COMPUTED) -> OldSheet:
    """The one sheet of a stream of records with these in it; ``around`` stands in the book."""
    start = len(BEGIN) + len(record(0x85, bytes(8))) + len(around) + len(END)
    listed = record(0x85, struct.pack("<IBB", start, 1, 0) + b"\x00\x00")
    (sheet,) = read_records(BEGIN + listed + around + END + BEGIN + b"".join(cells) + END).sheets
    return sheet


def formula(result: bytes, flags: int = 0) -> bytes:
    return record(0x06, struct.pack("<HHH", 4, 1, 0) + result + struct.pack("<H", flags) + bytes(4))


@pytest.mark.parametrize(
    ("result", "errors", "values"),
    [
        (struct.pack("<d", 2.5), [], 1),
        (b"\x02\x00\x17\x00\x00\x00\xff\xff", [(4, 1, "#REF!")], 0),
        (b"\x02\x00\x99\x00\x00\x00\xff\xff", [(4, 1, "#N/A")], 0),
        (b"\x01\x00\x01\x00\x00\x00\xff\xff", [], 1),
        (b"\x03\x00\x00\x00\x00\x00\xff\xff", [], 0),
    ],
)
def test_a_formula_counts_with_its_stored_result(result: bytes, errors: list[object], values: int) -> None:
    sheet = sheet_of(formula(result))
    assert (sheet.errors, len(sheet.values), sheet.uncomputed) == (errors, values, [])


def test_a_formula_that_is_computed_on_opening_has_no_result() -> None:
    assert sheet_of(formula(bytes(8), flags=2)).uncomputed == ["B5"]


NOTHING = b"\x03\x00\x00\x00\x00\x00\xff\xff"


@pytest.mark.parametrize("held", [formula(NOTHING), formula(struct.pack("<d", 5.0), flags=1)])
def test_an_empty_or_changing_result_counts_only_where_a_program_that_computes_has_saved(held: bytes) -> None:
    assert sheet_of(held).uncomputed == []
    assert sheet_of(held, around=b"").uncomputed == ["B5"]
    assert sheet_of(held, around=record(0x1C1, bytes(8))).uncomputed == ["B5"]


def test_a_formula_that_a_program_without_a_calculator_wrote_makes_its_sheet_unread_in_part(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(WRITTEN_BY_XLWT.read_bytes())
    (file,) = read_release([tmp_path / "a.xls"])
    assert [list(column) for column in file.grids[0].columns] == [[5, "text"], ["", ""]]
    assert [unread.what for unread in file.unread] == ["1 of its formulas have no stored result, the first in B1"]


def test_a_sheet_saved_before_its_formulas_were_computed_says_so() -> None:
    due = record(0x5E, bytes(2))
    assert (sheet_of(due, formula(bytes(8))).due, sheet_of(formula(bytes(8))).due) == (True, False)


def shared(row: int, index: int) -> bytes:
    return record(0xFD, struct.pack("<HHHI", row, 0, 0, index))


def text_list(*pieces: bytes, count: int) -> bytes:
    first, *others = pieces
    return record(0xFC, struct.pack("<II", count, count) + first) + b"".join(record(0x3C, piece) for piece in others)


def test_shared_texts_must_be_found_in_the_grid_unless_they_are_empty() -> None:
    narrow, empty, wide = b"\x02\x00\x00ab", b"\x00\x00\x00", b"\x02\x00\x01a\x00b\x00"
    rich = b"\x01\x00\x0c\x01\x00\x02\x00\x00\x00z" + bytes(6)
    listed = text_list(narrow + empty + rich + wide, empty + narrow, count=6)
    cells = [shared(row, row) for row in range(6)]
    assert [row for row, _, _ in sheet_of(*cells, around=listed).values] == [0, 2, 3, 5]


def test_a_shared_text_may_go_on_in_the_next_record_in_another_width() -> None:
    begun, gone_on = b"\x04\x00\x00ab", b"\x01c\x00d\x00\x00\x00\x00"
    listed = text_list(begun, gone_on + b"\x01\x00\x00x", count=3)
    assert [row for row, _, _ in sheet_of(*(shared(row, row) for row in range(3)), around=listed).values] == [0, 2]


@pytest.mark.parametrize("listed", [b"", text_list(b"\x01\x00\x00x", count=9), text_list(b"\x09\x00\x00x", count=9)])
def test_a_shared_text_that_the_list_does_not_hold_is_refused(listed: bytes) -> None:
    with pytest.raises(Refusal, match="its records are damaged or cut short"):
        sheet_of(shared(0, 8), around=listed)


def test_texts_of_cells_and_of_formulas_must_be_found_in_the_grid_too() -> None:
    label = record(0x204, struct.pack("<HHHHB", 0, 0, 0, 1, 0) + b"x")
    empty = record(0x204, struct.pack("<HHHHB", 1, 0, 0, 0, 0))
    shown = formula(b"\x00\x00\x00\x00\x00\x00\xff\xff")
    sheet = sheet_of(label, empty, shown, record(0x207, b"\x01\x00\x00x"))
    assert [row for row, _, _ in sheet.values] == [0, 4]


def test_a_text_that_a_formula_shows_but_the_file_does_not_hold_is_missed() -> None:
    text = formula(b"\x00\x00\x00\x00\x00\x00\xff\xff")
    assert sheet_of(text).texts_due == 1
    assert sheet_of(text, record(0x207, b"\x00\x00\x00")).texts_due == 0


def test_charts_inside_a_sheet_are_not_its_cells() -> None:
    number = record(0x203, struct.pack("<HHHd", 0, 0, 0, 5.0))
    assert len(sheet_of(number, BEGIN, number, number, END).values) == 1


@pytest.mark.parametrize(
    ("stream", "what"),
    [
        (BEGIN + record(0x2F, b"") + END, "it is protected by a password"),
        (record(0x809, struct.pack("<HH", 0x500, 5)) + END, "it is of an Excel older than 97, which this version does not read"),
        (BEGIN, "its records are damaged or cut short"),
        (BEGIN + record(0x85, b"\x00") + END, "its records are damaged or cut short"),
        (BEGIN + struct.pack("<HH", 0x203, 500), "its records are damaged or cut short"),
        (b"", "its records are damaged or cut short"),
    ],
)
def test_records_that_cannot_be_read_are_refused(stream: bytes, what: str) -> None:
    with pytest.raises(Refusal, match=what):
        read_records(stream)


def test_a_chain_of_sectors_that_leads_in_a_circle_is_refused() -> None:
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    struct.pack_into("<HH", header, 30, 9, 6)
    struct.pack_into("<109I", header, 76, 0, *[0xFFFFFFFF] * 108)
    with pytest.raises(Refusal, match="damaged or cut short"):
        stream_of(bytes(header) + bytes(512), ("Workbook",))


def test_an_open_document_called_xls_is_unread(tmp_path: Path) -> None:
    (tmp_path / "a.xls").write_bytes(open_document({"S": ""}))
    (file,) = read_release([tmp_path / "a.xls"])
    assert [unread.what for unread in file.unread] == ["its name ends in .xls, but its content is of the kind ods"]


def test_a_cell_far_away_is_refused_before_any_sheet_is_filled(tmp_path: Path) -> None:
    near, far = record(0x27E, struct.pack("<3H", 0, 0, 17) + b"\x16\x00\x00\x00"), struct.pack("<2H", 60000, 60000)
    data = WRITTEN_BY_XLWT.read_bytes()
    assert data.count(near) == 1
    (tmp_path / "a.xls").write_bytes(data.replace(near, near[:4] + far + near[8:]))
    (file,) = read_release([tmp_path / "a.xls"])
    assert [unread.what for unread in file.unread] == ["its cells reach to CJSS60001, more than 50,000,000 cells"]


def test_a_style_that_nothing_explains_says_nothing(tmp_path: Path) -> None:
    near = record(0x27E, struct.pack("<3H", 0, 0, 17) + b"\x16\x00\x00\x00")
    (tmp_path / "a.xls").write_bytes(WRITTEN_BY_XLWT.read_bytes().replace(near, near[:8] + b"\xff\x0f" + near[10:]))
    (file,) = read_release([tmp_path / "a.xls"])
    assert file.grids[0].columns[0][0] == 5
    assert file.grids[0].number_format(0, 0) == "General"


def test_a_directory_that_makes_calamine_panic_is_refused_without_a_word_on_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    data = WRITTEN_BY_XLWT.read_bytes()
    for cut in range(len(data) - 700, len(data), 13):
        (tmp_path / "a.xls").write_bytes(data[:cut])
        (file,) = read_release([tmp_path / "a.xls"])
        assert file.unread
    assert capfd.readouterr() == ("", "")
