"""One sheet written in each format, for tests of what holds in all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from binary_books import binary_book, error, formula, merged, real, record, row, sheet, styles, words
from books import open_document, package, sheet_xml, styles_xml, with_changed_part

from outcheck.model.places import Area, address

Cell = str | float | None
_DATE = "dd/mm/yyyy"
_ERRORS = {"#REF!": 23, "#DIV/0!": 7}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of cells; ``dates`` are the columns whose numbers are shown as dates, ``formulas`` cells without a stored result."""

    rows: Sequence[Sequence[Cell]]
    merged: str = ""
    right_to_left: bool = False
    dates: frozenset[int] = frozenset()
    formulas: frozenset[str] = frozenset()


def csv_of(made: Sheet) -> bytes:
    return "".join(",".join("" if cell is None else str(cell) for cell in line) + "\n" for line in made.rows).encode()


def xlsx_rows(made: Sheet) -> str:
    return "".join(
        f'<row r="{number + 1}">{"".join(_xlsx_cell(made, number, column, cell) for column, cell in enumerate(line))}</row>'
        for number, line in enumerate(made.rows)
    )


def xlsx_of(made: Sheet) -> bytes:
    after = f'<mergeCells><mergeCell ref="{made.merged}"/></mergeCells>' if made.merged else ""
    part = sheet_xml(xlsx_rows(made), after)
    if made.right_to_left:
        part = part.replace("<sheetData>", '<sheetViews><sheetView rightToLeft="1" workbookViewId="0"/></sheetViews><sheetData>')
    return package({"S": part}, {"xl/styles.xml": styles_xml("General", _DATE)})


def _xlsx_cell(made: Sheet, number: int, column: int, cell: Cell) -> str:
    place = address(number, column)
    if place in made.formulas:
        return f'<c r="{place}"><f>1+2</f></c>'
    if cell is None:
        return ""
    if cell in _ERRORS:
        return f'<c r="{place}" t="e"><v>{cell}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}" s="{int(column in made.dates)}"><v>{cell!r}</v></c>'


def xlsb_rows(made: Sheet) -> list[bytes]:
    return [
        row(number, *(_xlsb_cell(made, number, column, cell) for column, cell in enumerate(line)))
        for number, line in enumerate(made.rows)
    ]


def xlsb_of(made: Sheet) -> bytes:
    view = record(133) + record(137, b"\x20\x00" + bytes(28)) + record(138) + record(134) if made.right_to_left else b""
    after = b""
    if made.merged:
        area = Area.parse(made.merged)
        after = merged(area.top, area.bottom, area.left, area.right)
    return binary_book({"S": sheet(*xlsb_rows(made), before=view, after=after)}, parts={"styles": styles("General", _DATE)})


def _xlsb_cell(made: Sheet, number: int, column: int, cell: Cell) -> bytes:
    if address(number, column) in made.formulas:
        return formula(column, "")
    if cell is None:
        return b""
    if isinstance(cell, str):
        return error(column, _ERRORS[cell]) if cell in _ERRORS else words(column, cell)
    return real(column, cell, int(column in made.dates))


def ods_rows(made: Sheet) -> str:
    return "".join(
        f"<table:table-row>{''.join(_ods_cell(made, number, column, cell) for column, cell in enumerate(line))}</table:table-row>"
        for number, line in enumerate(made.rows)
    )


def ods_of(made: Sheet) -> bytes:
    mode = "rl-tb" if made.right_to_left else "lr-tb"
    look = (
        f'<style:style style:name="ta" style:family="table"><style:table-properties style:writing-mode="{mode}"/></style:style>'
    )
    data = open_document({"S": ods_rows(made)}, styles=look)
    return with_changed_part(
        data, "content.xml", b'<table:table table:name="S"', b'<table:table table:style-name="ta" table:name="S"'
    )


def _ods_cell(made: Sheet, number: int, column: int, cell: Cell) -> str:
    place, span = address(number, column), ""
    if made.merged and place == "A1":
        area = Area.parse(made.merged)
        span = f' table:number-columns-spanned="{area.right + 1}" table:number-rows-spanned="{area.bottom + 1}"'
    tag = "table:covered-table-cell" if made.merged and not span else "table:table-cell"
    if place in made.formulas:
        return f'<{tag} table:formula="of:=1+2"/>'
    if cell is None:
        return f"<{tag}{span}/>"
    if cell in _ERRORS:
        return f'<{tag}{span} table:formula="of:=x" office:value-type="float" office:value="0"><text:p>{cell}</text:p></{tag}>'
    if isinstance(cell, str):
        return f'<{tag}{span} office:value-type="string"><text:p>{escape(cell)}</text:p></{tag}>'
    if column in made.dates:
        return f'<{tag}{span} office:value-type="date" office:date-value="{cell:.0f}-01-01"><text:p>?</text:p></{tag}>'
    return f'<{tag}{span} office:value-type="float" office:value="{cell!r}"><text:p>{cell}</text:p></{tag}>'


WRITERS = {"csv": csv_of, "xlsx": xlsx_of, "xlsb": xlsb_of, "ods": ods_of}
