"""An XLSB workbook made by hand is to LibreOffice, which reads the format and does not write it, what it is to us."""

from __future__ import annotations

from pathlib import Path

from binary_books import at, binary_book, columns, error, merged, real, record, row, shared, sheet, styles, texts, whole, words
from office import convert, needs_office

from outcheck.model.grid import Grid
from outcheck.readers import read_release

BOLD, PERCENT, INDENTED, DATE = 1, 2, 3, 4


def by_hand() -> bytes:
    made = styles("General", "General", "0.0%", "#,##0.0", "dd/mm/yyyy", bold=[BOLD], indents={INDENTED: 1})
    lines = (
        row(0, words(0, "Region"), whole(1, 2024), words(3, "pct")),
        row(1, shared(0, 0, BOLD), real(1, 1.5), whole(2, 1234, hundredth=True), real(3, 0.458, PERCENT)),
        row(2, shared(0, 1, INDENTED), whole(1, 3), words(2, "[c]"), real(3, 12345.678, INDENTED), flags=0x10),
        row(4, record(4, at(0) + b"\x01"), error(1, 7), whole(2, 45413, DATE), real(3, 45413.5, DATE)),
    )
    table = sheet(*lines, before=columns(2, 2, flags=1), after=merged(0, 0, 1, 2))
    parts = {"styles": made, "sharedStrings": texts("England", "é £ –")}
    return binary_book({"Table 1": table, "hidden": sheet(row(1, real(1, 5.0)))}, states=(0, 1), parts=parts)


def facts(grid: Grid) -> list[object]:
    cells = [[repr(value) for value in column] for column in grid.columns]
    formats = [[grid.number_format(row, column) for row in range(grid.height)] for column in range(grid.width)]
    looks = [None if held is None else held.tolist() for held in (*grid.bold, *grid.indents)]
    return [grid.sheet, grid.visibility, cells, formats, looks, grid.merged, grid.hidden]


@needs_office
def test_libreoffice_and_we_read_the_same(tmp_path: Path) -> None:
    made = tmp_path / "made.xlsb"
    made.write_bytes(by_hand())
    (tmp_path / "as").mkdir()
    convert([made], "xlsx", tmp_path / "as")
    ours, theirs = (read_release([path])[0] for path in (made, tmp_path / "as" / "made.xlsx"))
    assert (ours.unread, theirs.unread) == ((), ())
    assert [facts(grid) for grid in ours.grids] == [facts(grid) for grid in theirs.grids]
