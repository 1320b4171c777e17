"""Reads XLSX and XLSM workbooks into grids: every sheet, hidden ones too, with stored values."""

from __future__ import annotations

import io
import zipfile

import numpy as np
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from outcheck.model.arrays import RawArray
from outcheck.model.grid import Grid
from outcheck.model.places import Area
from outcheck.model.release import Unread
from outcheck.readers.ooxml import Package
from outcheck.readers.trouble import Trouble


def read_workbook(path: str, data: bytes) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """Read every sheet; one that cannot be read is listed, the others are still read."""
    try:
        package = Package(zipfile.ZipFile(io.BytesIO(data)))
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, zipfile.BadZipFile) as error:
        raise Trouble("the workbook is damaged", "save it anew in Excel") from error
    grids: list[Grid] = []
    unread: list[Unread] = []
    for found in workbook.sheets_metadata:
        try:
            if found.name in package.parts:
                grids.append(_read_sheet(path, package, workbook, found.name))
            elif found.typ == SheetTypeEnum.WorkSheet:
                raise Trouble("the workbook names this sheet but does not hold it", "save it anew in Excel")  # noqa: TRY301  one way out for all
        except Trouble as trouble:
            unread.append(Unread(trouble.what, trouble.todo, found.name))
        except (CalamineError, zipfile.BadZipFile, OSError):
            unread.append(Unread("the sheet is damaged", "save the workbook anew in Excel", found.name))
    return tuple(grids), tuple(unread)


def _read_sheet(path: str, package: Package, workbook: CalamineWorkbook, name: str) -> Grid:
    looked = package.sheet(name)
    sheet = workbook.get_sheet_by_name(name)
    columns = _columns(sheet)
    height = len(columns[0]) if columns else 0
    for row, column, text in package.errors(looked):
        if column < len(columns) and row < height:
            columns[column][row] = text
        else:
            raise Trouble("the sheet ends in cells that hold an error", "correct or delete the cells that show an error")
    formats, names = package.formats(looked, height, len(columns))
    merged = tuple(Area(top, left, bottom, right) for (top, left), (bottom, right) in sheet.merged_cell_ranges or ())
    return Grid(path, name, tuple(columns), formats, names, merged)


def _columns(sheet: CalamineSheet) -> list[RawArray]:
    rows = sheet.to_python(skip_empty_area=False)
    if not rows:
        return []
    cells = np.empty((len(rows[0]), len(rows)), dtype=object)
    for index, column in enumerate(zip(*rows, strict=True)):
        cells[index] = column
    return list(cells)
