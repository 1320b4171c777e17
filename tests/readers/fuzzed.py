"""What fuzzing of the readers begins with, how it changes a file, and what must hold of whatever comes of it.

``fuzz.py`` runs it, guided by coverage; it needs atheris, and nothing here does.
"""

from __future__ import annotations

import gzip
import io
import math
import random
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import python_calamine
from books import package, sheet_xml, strings_xml, styles_xml
from hidden.making import plain
from sheets import WRITERS, Sheet

from outcheck.model.inspection import HiddenKind
from outcheck.model.release import ReleaseFile
from outcheck.readers import Limits, read_release
from outcheck.readers.encodings import as_utf8
from outcheck.readers.refusal import Refusal

TARGETS = ("csv", "gz", "ods", "xls", "xlsb", "xlsx")
PACKAGES = frozenset({"ods", "xlsb", "xlsx"})
LIMITS = Limits(file_bytes=2**20, part_bytes=2**22, package_bytes=2**23, ratio_from_bytes=2**20, cells=50_000)
"""Small, so that an input that is within them takes a fraction of a second, and one that is not is known by it."""

_HERE = Path(__file__).parent
_HIDDEN = _HERE.parent / "hidden" / "libreoffice"
_KNOWN_INPUTS = _HERE / "files" / "fuzzed"
_ERRORS = ("#", "Err:")
"""How a cell begins that shows an error where the file stores a number."""
_UNFORESEEN = re.compile(r"reading it failed \((\w+)\)")
_OF_CALAMINE = {name for name in dir(python_calamine) if name.endswith("Error")} | {"PanicException"}
_TABLE = Sheet(
    [["region", "start", "learners"], ["North", 2020, 3], ["South", 2021, 140.5], ["East", 2022, "#REF!"], ["é & <", 2023, 99]],
    merged="A5:A6",
    dates=frozenset({1}),
)
_CELLS = (
    '<row r="1" hidden="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="str"><f>A1</f><v>x</v></c><c r="C1" t="b"><v>1</v></c></row>'
    '<row><c><v>12</v></c><c s="1"><v>0.5</v></c><c t="d"><v>2020-01-01</v></c><c r="F2" t="e"><v>#N/A</v></c></row>'
)
_TEXTS = (
    b'a,b\n1,"2\n3"\n"x ""y""",4\n',
    "Région;Nombre\r\nNord;1,5\r\n\r\n# Source: 2020\r\n".encode("cp1252"),
    "a\tb\n1\t2\n".encode("utf-16"),
    b"Table 1: a title\n\na|b\n1|2\n3\n",
)


def seeds(kind: str) -> Iterator[bytes]:
    """Small files of a kind that are read whole, and those that once were not read as they should be."""
    if kind in WRITERS:
        yield WRITERS[kind](_TABLE)
    if kind == "csv":
        yield from _TEXTS
    elif kind == "gz":
        yield from (gzip.compress(text, mtime=0) for text in (WRITERS["csv"](_TABLE), *_TEXTS))
        yield gzip.compress(b"a,b\n", mtime=0) + gzip.compress(b"1,2\n", mtime=0)
    elif kind == "xlsx":
        yield plain()
        yield package(
            {"A": sheet_xml(_CELLS, '<autoFilter ref="A1:B2"/>'), "B": sheet_xml("")},
            {"xl/sharedStrings.xml": strings_xml("<t>one</t>", "<r><t>t</t></r><r><t>wo</t></r>"), "xl/styles.xml": _styles()},
        )
    yield from (path.read_bytes() for path in sorted((_HERE / "files").glob(f"*.{kind}")))
    yield from (path.read_bytes() for path in sorted(_HIDDEN.glob(f"*.{kind}")))
    yield from (path.read_bytes() for path in sorted(_KNOWN_INPUTS.glob(f"*.{kind}")))


def _styles() -> str:
    return styles_xml("General", "dd/mm/yyyy")


def words(kind: str) -> set[bytes]:
    """Names of tags, attributes and parts in the seeds, from which a change may take one; what starts or ends a piece of XML."""
    found = {b"<!--", b"-->", b"<![CDATA[", b"]]>", b"&amp;", b"&#10;", b'="', b"/>", b"\xff\xff", b"1048576", b"\x0c\x00"}
    if kind not in PACKAGES:
        return found | {b'"', b'""', b"\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"#", b"1e999", b"\x1f\x8b"}
    for seed in seeds(kind):
        for name, content in _parts(seed).items():
            found |= {name.encode()} | set(re.findall(rb"[\w:]+=|</?[\w:]+", content))
    return {word for word in found if len(word) < 48}


def changed(kind: str, data: bytes, most: int, seed: int, mutate: Callable[[bytes, int], bytes]) -> bytes:
    """A file with something changed by ``mutate``; mostly what is inside a package or packing, so that its checksum holds."""
    drawn = random.Random(seed)  # noqa: S311  no secret
    if drawn.random() < 0.1:
        return mutate(data, most)
    if kind == "gz":
        try:
            return gzip.compress(mutate(gzip.decompress(data)[: most // 2], most // 2), mtime=0)
        except (OSError, EOFError, zlib.error):
            return mutate(data, most)
    if kind == "xls" and data:  # what follows must keep its sector
        at = drawn.randrange(len(data))
        piece = data[at : at + drawn.choice((4, 16, 64))]
        return data[:at] + mutate(piece, len(piece))[: len(piece)].ljust(len(piece), b"\0") + data[at + len(piece) :]
    parts = _parts(data) if kind in PACKAGES else {}
    if not parts:
        return mutate(data, most)
    name = drawn.choice(sorted(parts))
    what = drawn.random()
    if what < 0.02:
        del parts[name]
    elif what < 0.04:
        parts[mutate(name.encode(), 64).decode("utf-8", "replace")] = parts.pop(name)
    elif what < 0.06:
        parts[name] = parts[drawn.choice(sorted(parts))]
    else:
        parts[name] = mutate(parts[name], max(most - sum(map(len, parts.values())), len(parts[name])))
    made = _stored(parts)
    return made if len(made) <= most else mutate(data[:most], most)


def _parts(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist() if info.file_size < LIMITS.part_bytes}
    except Exception:  # noqa: BLE001  zipfile fails in many ways on what is no package
        return {}


def _stored(parts: dict[str, bytes]) -> bytes:
    """A package that is not packed, so that fuzzing sees and compares the content; the same bytes at any time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return stream.getvalue()


def judged(kind: str, data: bytes, folder: Path) -> ReleaseFile:
    """The file as read; fails where it is neither read whole nor told to be unread."""
    path = folder / ("a.csv.gz" if kind == "gz" else f"a.{kind}")
    path.write_bytes(data)
    (file,) = read_release([path], limits=LIMITS)
    assert file.bytes == len(data)
    for grid in file.grids:
        assert {len(column) for column in grid.columns} <= {grid.height}
        assert grid.height * grid.width <= LIMITS.cells
        assert all(math.isfinite(cell) for column in grid.columns for cell in column if isinstance(cell, float))
        assert len({grid.sheet for grid in file.grids}) == len(file.grids)
    told = {found.kind for found in file.hidden}
    assert file.grids or file.unread or HiddenKind.UNEXAMINED in told or _is_all_charts(kind)
    if file.grids and not file.unread:
        _refuse_loss(kind, data, file)
    return file


def unforeseen(file: ReleaseFile) -> set[str]:
    """Kinds of exceptions that only the last net of a reader caught: each is told as unread, and yet a fault of ours.

    calamine refuses what it cannot read by exceptions of its own, or panics; these are its answers.
    """
    told = [*(entry.what for entry in file.unread), *(found.what for found in file.hidden)]
    return {kind for text in told for kind in _UNFORESEEN.findall(text)} - _OF_CALAMINE


def _is_all_charts(kind: str) -> bool:
    """Whether a file of the kind may hold charts alone, which are inspected and hold no cells."""
    return kind in {"xls", "xlsb", "xlsx"}


def _refuse_loss(kind: str, data: bytes, file: ReleaseFile) -> None:
    """Fail where a file without anything unread shows another way that something in it was lost."""
    if kind in ("csv", "gz"):
        try:
            text = as_utf8(gzip.decompress(data) if kind == "gz" else data).decode()
        except Refusal:
            raise AssertionError("what has no text was read") from None
        cells = [list(column) for grid in file.grids for column in grid.columns]
        assert _alphanumeric(text) == _alphanumeric("".join(str(cell) for row in zip(*cells, strict=True) for cell in row))
    elif kind in _NUMBERS and HiddenKind.STRAY not in {found.kind for found in file.hidden}:
        sheets = [part for name, part in _parts(data).items() if _SHEETS[kind].match(name)]
        if kind == "ods" or len(sheets) == len(file.grids):
            wanted = sum(map(_NUMBERS[kind], sheets))
            shown = (cell for grid in file.grids for column in grid.columns for cell in column if cell is not None)
            assert wanted <= sum(not isinstance(cell, str) or cell.startswith(_ERRORS) for cell in shown)


def _alphanumeric(text: str) -> str:
    """A text without the signs that may stand between or around fields."""
    return "".join(sign for sign in text if sign.isalnum())


def _in_xlsx(part: bytes) -> int:
    """Cells of a sheet with a stored number, as a plain reading of the XML finds them."""
    found = 0
    for cell in _parsed(part).iterfind("{*}sheetData/{*}row/{*}c"):
        value = cell.find("{*}v")
        found += cell.get("t", "n") == "n" and value is not None and bool((value.text or "").strip())
    return found


def _in_ods(part: bytes) -> int:
    """Cells with a stored number; those that a repeated element stands for are counted once."""
    office = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
    sheets = _parsed(part).iterfind("{*}body/{*}spreadsheet/{*}table")
    cells = (cell for sheet in sheets for cell in sheet.iterfind("{*}table-row/{*}table-cell"))
    return sum(cell.get(f"{office}value-type") in {"float", "percentage", "currency"} for cell in cells)


def _in_xlsb(part: bytes) -> int:
    """Records of a number: BrtCellRk, BrtCellReal and BrtFmlaNum, between BrtBeginSheetData and BrtEndSheetData."""
    at, inside, found = 0, False, 0
    while at < len(part):
        number, at = _seven_bits(part, at, 2)
        size, at = _seven_bits(part, at, 4)
        inside = (inside or number == 145) and number != 146
        found += inside and number in {2, 5, 9}
        at += size
    return found


def _seven_bits(part: bytes, at: int, most: int) -> tuple[int, int]:
    """Number of up to so many bytes of seven bits each, the lowest first, and where it ends (MS-XLSB, 2.1.4)."""
    number = 0
    for step, byte in enumerate(part[at : at + most]):
        number |= (byte & 127) << 7 * step
        if byte < 128:
            return number, at + step + 1
    return number, at + most


def _parsed(part: bytes) -> ET.Element:
    """Root of a part; an empty one where it is damaged."""
    try:
        return ET.fromstring(part)  # noqa: S314  read_release refused what is dangerous
    except ET.ParseError:
        return ET.Element("damaged")


_NUMBERS = {"xlsx": _in_xlsx, "ods": _in_ods, "xlsb": _in_xlsb}
_SHEETS = {
    "xlsx": re.compile(r"xl/worksheets/[^/]*\.xml$", re.IGNORECASE),
    "ods": re.compile(r"content\.xml$"),
    "xlsb": re.compile(r"xl/worksheets/[^/]*\.bin$", re.IGNORECASE),
}
