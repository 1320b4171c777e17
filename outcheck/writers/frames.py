"""What a sheet has beside its cells and hides nothing with: frozen headings, print settings, links, tables, outlines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass

from openpyxl.cell.cell import Cell
from openpyxl.worksheet.filters import AutoFilter
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from outcheck.model.places import Area, address
from outcheck.writers.conditions import set_conditions
from outcheck.writers.shown import ShownCells

_PAGE_NUMBERS = re.compile(r"(?:\s|page|of|[-/|]|&\[(?:page|pages)\]|&[pn])*", re.IGNORECASE)
_ELSEWHERE = re.compile(r"(?:https?://|mailto:)[^\s]+", re.IGNORECASE)
_PLACE = re.compile(r"#?(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Za-z]{1,3})\$?(\d+)(?::.*)?")
_PRINTED = ("orientation", "paperSize", "scale", "fitToWidth", "fitToHeight")
_LEADS_ON = (b"r:embed", b"r:id", b"r:link")
_FORMAT = ("baseColWidth", "defaultColWidth", "defaultRowHeight", "customHeight")


@dataclass(frozen=True, slots=True)
class Moves:
    """Where rows and columns of a sheet stand in the copy, in which some may be gone and notes stand below."""

    rows: Mapping[int, int]
    columns: Mapping[int, int]

    @classmethod
    def of(cls, cells: ShownCells) -> Moves:
        """Moves that the cells of a copy tell."""
        return cls(
            {row: place for place, row in enumerate(cells.rows)},
            {column: place for place, column in enumerate(cells.columns)},
        )

    def area(self, area: Area) -> Area | None:
        """Where a range stands now; None if none of it is left."""
        rows = [self.rows[row] for row in self.rows if area.top <= row <= area.bottom]
        columns = [self.columns[column] for column in self.columns if area.left <= column <= area.right]
        return Area(min(rows), min(columns), max(rows), max(columns)) if rows and columns else None


def set_frame(new: Worksheet, old: Worksheet, cells: ShownCells, height: int) -> None:
    """Give a new sheet what stands around the cells of the old one, which had ``height`` rows."""
    moves = Moves.of(cells)
    _set_view(new, old, moves)
    _set_print(new, old, moves, height, len(cells.rows))
    _set_outlines(new, old, moves)
    _set_tables(new, old, cells, moves)
    set_conditions(new, old, cells, moves.area)


def _set_view(new: Worksheet, old: Worksheet, moves: Moves) -> None:
    view = old.sheet_view
    new.sheet_view.zoomScale, new.sheet_view.showGridLines = view.zoomScale, view.showGridLines
    new.sheet_view.rightToLeft = view.rightToLeft
    if old.sheet_properties.tabColor is not None:
        new.sheet_properties.tabColor = copy(old.sheet_properties.tabColor)
    for name in _FORMAT:
        setattr(new.sheet_format, name, getattr(old.sheet_format, name))
    pane = view.pane
    if pane is not None and pane.state in ("frozen", "frozenSplit"):
        rows = sum(row < int(pane.ySplit or 0) for row in moves.rows)
        columns = sum(column < int(pane.xSplit or 0) for column in moves.columns)
        if rows or columns:
            new.freeze_panes = address(rows, columns)


def _set_print(new: Worksheet, old: Worksheet, moves: Moves, height: int, now: int) -> None:
    for name in _PRINTED:
        setattr(new.page_setup, name, getattr(old.page_setup, name))
    new.page_margins, new.print_options = copy(old.page_margins), copy(old.print_options)
    fits = old.sheet_properties.pageSetUpPr
    if fits is not None:
        new.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=fits.fitToPage)
    if old.print_title_rows and (area := _whole(old.print_title_rows, moves)):
        new.print_title_rows = f"{area.top + 1}:{area.bottom + 1}"
    if old.print_title_cols and (area := _whole(old.print_title_cols, moves)):
        new.print_title_cols = str(Area(0, area.left, 0, area.right)).replace("1", "") if area.right > area.left else None
    printed = [area for text in _ranges(old.print_area) if (area := moves.area(text)) is not None]
    if printed:
        reach = max(area.bottom for area in printed)
        below = height - 1 <= max(text.bottom for text in _ranges(old.print_area)) and now - 1 > reach
        new.print_area = ",".join(
            str(Area(area.top, area.left, now - 1 if below and area.bottom == reach else area.bottom, area.right))
            for area in printed
        )
    for header, held in ((new.oddHeader, old.oddHeader), (new.oddFooter, old.oddFooter)):
        for part in ("left", "center", "right"):
            text = getattr(getattr(held, part, None), "text", None)
            if text and _PAGE_NUMBERS.fullmatch(text):
                getattr(header, part).text = text


def _whole(text: str, moves: Moves) -> Area | None:
    """The rows or columns that a text such as ``$4:$5`` or ``A:B`` names."""
    first, _, last = text.replace("$", "").partition(":")
    if first.isdigit():
        return moves.area(Area(int(first) - 1, 0, int(last or first) - 1, 16_383))
    one, other = Area.parse(f"{first}1"), Area.parse(f"{last or first}1")
    return moves.area(Area(0, one.left, 1_048_575, other.left))


def _ranges(text: str | list[str] | None) -> list[Area]:
    """Ranges of a print area such as ``'Table 1'!$A$1:$D$10``."""
    parts = text if isinstance(text, list) else (text or "").split(",")
    bare = (part.rpartition("!")[2].replace("$", "") for part in parts)
    return [Area.parse(part) for part in bare if re.fullmatch(r"[A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?", part)]


def _set_outlines(new: Worksheet, old: Worksheet, moves: Moves) -> None:
    for row, line in old.row_dimensions.items():
        if line.outlineLevel and row - 1 in moves.rows:
            new.row_dimensions[moves.rows[row - 1] + 1].outlineLevel = line.outlineLevel
    for held in old.column_dimensions.values():
        if held.outlineLevel and held.min and held.max:
            for column in range(held.min - 1, held.max):
                if column in moves.columns:
                    letter = address(0, moves.columns[column])[:-1]
                    new.column_dimensions[letter].outlineLevel = held.outlineLevel


def _set_tables(new: Worksheet, old: Worksheet, cells: ShownCells, moves: Moves) -> None:
    """Mark up again what was marked up as a table, if its headings are all there, as texts that differ."""
    for held in old.tables.values():
        area = moves.area(Area.parse(held.ref))
        if area is None or area.top == area.bottom or held.headerRowCount == 0:
            continue
        heads = cells.values[area.top][area.left : area.right + 1]
        texts = [head.casefold() for head in heads if isinstance(head, str) and head]
        if len(texts) != len(heads) or len(set(texts)) != len(heads):
            continue
        table = Table(displayName=held.displayName, ref=str(area), tableStyleInfo=copy(held.tableStyleInfo))
        table._initialise_columns()  # type: ignore[attr-defined]  # noqa: SLF001  else it comes later, and with buttons to filter by
        for column, head in zip(table.tableColumns, heads, strict=True):
            column.name = head
        table.totalsRowCount = held.totalsRowCount
        last = area.bottom - (held.totalsRowCount or 0)
        filtered = Area(area.top, area.left, last, area.right)
        table.autoFilter = AutoFilter(ref=str(filtered)) if held.autoFilter is not None else None
        new.add_table(table)


def set_links(new: Worksheet, old: Worksheet, cells: ShownCells, shown: Mapping[str, ShownCells]) -> None:
    """Link cells as they were linked, to web and mail addresses and to what the copy shows; ``shown`` has its sheets."""
    moves = Moves.of(cells)
    for was in (cell for line in old.iter_rows() for cell in line if isinstance(cell, Cell) and cell.hyperlink is not None):
        held, row, column = was.hyperlink, moves.rows.get(was.row - 1), moves.columns.get(was.column - 1)
        if held is None or row is None or column is None:
            continue
        cell = new.cell(row + 1, column + 1)
        if not isinstance(cell, Cell) or cell.value is None:
            continue
        if held.target and _ELSEWHERE.fullmatch(held.target):
            cell.hyperlink = Hyperlink(ref=cell.coordinate, target=held.target)
        elif place := _place_in(held.location or held.target or "", shown):
            cell.hyperlink = Hyperlink(ref=cell.coordinate, location=place)


def _place_in(text: str, shown: Mapping[str, ShownCells]) -> str:
    """A cell of the copy that a link leads to; empty where it leads to something else."""
    found = _PLACE.fullmatch(text)
    if found is None:
        return ""
    sheet = (found[1] or found[2]).replace("''", "'")
    if sheet not in shown:
        return ""
    moves, wanted = Moves.of(shown[sheet]), Area.parse(f"{found[3]}{found[4]}")
    row, column = moves.rows.get(wanted.top, 0), moves.columns.get(wanted.left, 0)
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{address(row, column)}"


def kept_theme(theme: bytes | None) -> bytes | None:
    """The theme that colours of a workbook are named in; None where it leads to other parts, which a copy has not."""
    return theme if theme and not any(mark in theme for mark in _LEADS_ON) else None
