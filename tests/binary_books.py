"""XLSB workbooks for tests, record by record as [MS-XLSB] has them; no program here writes them."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence

from books import OFFICE_RELATIONS, PACKAGE_SPACE, zipped

_MEDIA = "application/vnd.ms-excel"
_OF_ITS_OWN = 0x3F0000  # a cell style differs from its parent in all respects; bit 0 aligns to the left


def record(number: int, content: bytes = b"") -> bytes:
    """A record with its number and length, seven bits in each byte."""
    return _sevens(number) + _sevens(len(content)) + content


def _sevens(number: int) -> bytes:
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _sevens(rest) if rest else bytes([low])


def text(words: str) -> bytes:
    """A text after its length."""
    written = words.encode("utf-16-le")
    return struct.pack("<I", len(written) // 2) + written


def at(column: int, style: int = 0) -> bytes:
    """Where a cell stands in its row, and its style."""
    return struct.pack("<II", column, style)


def real(column: int, number: float, style: int = 0) -> bytes:
    return record(5, at(column, style) + struct.pack("<d", number))


def whole(column: int, number: int, style: int = 0, *, hundredth: bool = False) -> bytes:
    """A number in 30 bits."""
    return record(2, at(column, style) + struct.pack("<i", number << 2 | 2 | hundredth))


def words(column: int, content: str, style: int = 0) -> bytes:
    return record(6, at(column, style) + text(content))


def shared(column: int, index: int, style: int = 0) -> bytes:
    return record(7, at(column, style) + struct.pack("<I", index))


def error(column: int, code: int) -> bytes:
    return record(3, at(column) + bytes([code]))


def formula(column: int, result: float | str, flags: int = 0) -> bytes:
    """A formula with its stored result; its expression is left empty."""
    expression = struct.pack("<HII", flags, 0, 0)
    if isinstance(result, str):
        return record(8, at(column) + text(result) + expression)
    return record(9, at(column) + struct.pack("<d", result) + expression)


def row(number: int, *cells: bytes, flags: int = 0, height: int = 300) -> bytes:
    """A row, counted from 0, and its cells."""
    return record(0, struct.pack("<IIHBBBI", number, 0, height, 0, flags, 0, 0)) + b"".join(cells)


def sheet(*rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    """A worksheet of these rows, with what stands before and after them."""
    dimension = record(148, bytes(16))
    return record(129) + dimension + before + record(145) + b"".join(rows) + record(146) + after + record(130)


def columns(first: int, last: int, width: int = 2000, flags: int = 0) -> bytes:
    return record(390) + record(60, struct.pack("<IIIIH", first, last, width, 0, flags)) + record(391)


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    return record(177, struct.pack("<I", 1)) + record(176, struct.pack("<4I", top, bottom, left, right)) + record(178)


def styles(*formats: str, bold: Sequence[int] = (), indents: Mapping[int, int] | None = None) -> bytes:
    """Cell style n shows numbers in the n-th format; some are bold or indented."""
    fonts = b"".join(record(43, struct.pack("<HHH", 220, 0, weight) + bytes(15) + text("Calibri")) for weight in (400, 700))
    made = [record(44, struct.pack("<H", 200 + n) + text(words)) for n, words in enumerate(formats)]
    of_cells = [
        record(
            47,
            struct.pack(
                "<5HBBI", 0, 200 + n, n in bold, 0, 0, 0, (indents or {}).get(n, 0), _OF_ITS_OWN | (n in (indents or {}))
            ),
        )
        for n in range(len(formats))
    ]
    of_styles = record(626) + record(47, struct.pack("<5HBBI", 0xFFFF, 0, 1, 0, 0, 0, 9, 0)) + record(627)
    cells = record(617, struct.pack("<I", len(formats))) + b"".join(of_cells) + record(618)
    formatted = record(615, struct.pack("<I", len(formats))) + b"".join(made) + record(616)
    return record(278) + formatted + record(611) + fonts + record(612) + of_styles + cells + record(279)


def texts(*items: str) -> bytes:
    """The list of shared texts."""
    head = record(159, struct.pack("<II", len(items), len(items)))
    return head + b"".join(record(19, b"\x00" + text(item)) for item in items) + record(160)


def calculation(engine: int, flags: int = 0) -> bytes:
    """Which engine computed the workbook last; bit 0 has everything computed on opening, bit 4 tells that something is due."""
    return record(157, struct.pack("<IIIdIH", engine, 1, 100, 0.001, 1, flags))


def binary_book(
    sheets: Mapping[str, bytes],
    *,
    states: Sequence[int] = (),
    parts: Mapping[str, bytes | str] | None = None,
    kinds: Mapping[str, str] | None = None,
    flags: int = 0,
    calc: bytes = b"",
) -> bytes:
    """A package of these sheets by name. ``parts`` may be styles, sharedStrings or parts by their full names."""
    names = list(sheets)
    listed = b"".join(
        record(156, struct.pack("<II", states[n] if n < len(states) else 0, n + 1) + text(f"rId{n + 1}") + text(name))
        for n, name in enumerate(names)
    )
    book = record(131) + record(153, struct.pack("<II", flags, 0) + text("")) + record(143) + listed + record(144) + calc
    related = {f"worksheets/sheet{n}.bin": (kinds or {}).get(name, "worksheet") for n, name in enumerate(names, 1)}
    extra = {name: part for name, part in (parts or {}).items() if "/" not in name}
    related |= {f"{name}.bin": name for name in extra}
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{OFFICE_RELATIONS}/{kind}" Target="{target}"/>'
        for n, (target, kind) in enumerate(related.items(), 1)
    )
    overrides = "".join(f'<Override PartName="/xl/{target}" ContentType="{_MEDIA}.{kind}"/>' for target, kind in related.items())
    typed = f'<Default Extension="bin" ContentType="{_MEDIA}.sheet.binary.macroEnabled.main"/>{overrides}'
    main = f'<Relationship Id="rId1" Type="{OFFICE_RELATIONS}/officeDocument" Target="xl/workbook.bin"/>'
    made: dict[str, bytes | str] = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE_SPACE}/content-types">{typed}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_SPACE}/relationships">{main}</Relationships>',
        "xl/workbook.bin": book + record(132),
        "xl/_rels/workbook.bin.rels": f'<Relationships xmlns="{PACKAGE_SPACE}/relationships">{relations}</Relationships>',
        **{f"xl/worksheets/sheet{n}.bin": sheets[name] for n, name in enumerate(names, 1)},
        **{f"xl/{name}.bin": part for name, part in extra.items()},
        **{name: part for name, part in (parts or {}).items() if "/" in name},
    }
    return zipped(made)


def table(*lines: Sequence[str | float | None]) -> bytes:
    """A worksheet of texts and numbers."""
    return sheet(
        *(
            row(
                number,
                *(
                    words(column, value) if isinstance(value, str) else real(column, value)
                    for column, value in enumerate(line)
                    if value is not None
                ),
            )
            for number, line in enumerate(lines)
        )
    )
