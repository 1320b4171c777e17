"""Reads OpenDocument spreadsheets into grids, values and structure in one pass over the content.

calamine is not asked: it gives empty cells for errors and texts for durations, and does not say where.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from outcheck.model.grid import Grid, Visibility
from outcheck.model.places import address
from outcheck.model.release import Unread
from outcheck.readers.limits import Limits
from outcheck.readers.looks import Frame, dressed
from outcheck.readers.ods_sheets import OpenRow, OpenSheet, read_sheets
from outcheck.readers.ods_styles import OpenStyles, read_styles
from outcheck.readers.ooxml import Styles, as_styles
from outcheck.readers.package import SAVE_AGAIN, Content, parse
from outcheck.readers.refusal import Refusal, crash_refusal
from outcheck.readers.sheet_facts import Cells, spans

_CONTENT = "content.xml"
_STYLES = "styles.xml"
_MANIFEST = "META-INF/manifest.xml"


def read_open_document(file: str, held: Content) -> tuple[tuple[Grid, ...], tuple[Unread, ...]]:
    """Grids of all sheets, hidden ones too, and what could not be read of which sheet."""
    package = held.package
    if package.has(_MANIFEST) and b"encryption-data" in package.part(_MANIFEST):
        raise Refusal("it is protected by a password", "save it without a password")
    content = package.part(_CONTENT)
    named = parse(package.part(_STYLES), f"its part {_STYLES}") if package.has(_STYLES) else None
    sheets, automatic = read_sheets(content, held.limits)
    styles = read_styles([root for root in (named, automatic) if root is not None])
    if len({sheet.name for sheet in sheets}) != len(sheets):
        raise Refusal("two of its sheets have the same name", "give each sheet a name of its own")
    if not sheets:
        raise Refusal("it lists no sheets", SAVE_AGAIN)
    grids: list[Grid] = []
    unread: list[Unread] = []
    for sheet in sheets:
        try:
            if sheet.refusal is not None:
                raise sheet.refusal  # noqa: TRY301  one way out
            grids.append(_grid(file, sheet, styles, held.limits))
            unread += (refusal.unread(sheet.name) for refusal in _uncomputed(sheet))
        except Refusal as refusal:
            unread.append(refusal.unread(sheet.name))
        except Exception as crash:  # noqa: BLE001  one sheet must not keep the others from being checked
            unread.append(crash_refusal(crash).unread(sheet.name))
    return tuple(grids), tuple(unread)


def _uncomputed(sheet: OpenSheet) -> Sequence[Refusal]:
    if not sheet.uncomputed:
        return ()
    count, first = len(sheet.uncomputed), sheet.uncomputed[0]
    what = f"{count:,} of its formulas have no stored result, the first in {first}"
    return (Refusal(what, "open it in LibreOffice and save it, or paste the results as values"),)


def _grid(file: str, sheet: OpenSheet, styles: OpenStyles, limits: Limits) -> Grid:
    height = max((line.row + line.rows for line in sheet.lines), default=0)
    width = max((len(line.values) for line in sheet.lines), default=0)
    if height * width > limits.cells:
        far = address(height - 1, width - 1)
        raise Refusal(f"its cells reach to {far}, more than {limits.cells:,} cells", "delete what stands far from the tables")
    block = np.full((height, width), "", dtype=object, order="F")
    for line in sheet.lines:
        block[line.row : line.row + line.rows, : len(line.values)] = line.values
    names = sorted({style for alike in sheet.full_styles.values() for style in alike if style is not None})
    flat = {name for name in {style for _, _, style, _ in (*sheet.rows, *sheet.columns)} if styles.has_no_size(name)}
    frame = Frame(
        sheet.merged,
        spans((first, last) for first, last, style, said in sheet.rows if said or style in flat),
        spans((first, last) for first, last, style, said in sheet.columns if said or style in flat),
        Visibility.HIDDEN if styles.is_hidden_table(sheet.style) else Visibility.VISIBLE,
    )
    return dressed((file, sheet.name), block, _styled(sheet, names, styles), _looks(names, styles), frame)


def _styled(sheet: OpenSheet, names: Sequence[str], styles: OpenStyles) -> Cells:
    """Cells whose style says anything that a grid keeps. Rows that look alike are taken together."""
    special = {name: number for number, name in enumerate(names) if styles.is_special(name)}
    alike: dict[tuple[str | None, ...], list[OpenRow]] = {}
    for line in sheet.lines if special else ():
        alike.setdefault(line.styles, []).append(line)
    parts = [np.empty((3, 0), dtype=np.intp)]
    for look, lines in alike.items():
        found = [(column, special[name]) for column, name in enumerate(look) if name is not None and name in special]
        if found:
            rows = np.concatenate([np.arange(line.row, line.row + line.rows) for line in lines])
            columns, numbers = np.array(found, dtype=np.intp).T
            parts.append(np.stack([np.repeat(rows, len(found)), np.tile(columns, len(rows)), np.tile(numbers, len(rows))]))
    return Cells(*np.concatenate(parts, axis=1))


def _looks(names: Sequence[str], styles: OpenStyles) -> Styles:
    """Looks of the styles of one sheet, numbered in the order of ``names``."""
    return as_styles(
        [styles.number_format(name) for name in names],
        [styles.indent(name) for name in names],
        [styles.is_bold(name) for name in names],
    )
