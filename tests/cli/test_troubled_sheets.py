"""What goes wrong within sheets ends as an understood table or as an entry with a reason, in every format it can occur in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from binary_books import at, binary_book, record, row, sheet, styles
from books import open_document, package, sheet_xml, styles_xml
from office import convert, needs_office
from sheets import WRITERS, Cell, Sheet, ods_rows, xlsb_of, xlsb_rows, xlsx_rows

from outcheck.cli.app import run

HEAD: list[Cell] = ["region", "learners"]
LOW: list[list[Cell]] = [HEAD, ["North", 3], ["South", 140], ["East", 150]]
NO_RESULT = {
    "xlsx": "1 of its formulas have no stored result, the first in B2",
    "xlsb": "its 1 formulas, the first in B2, were saved by a program that computes nothing",
    "ods": "1 of its formulas have no stored result, the first in B2",
}


@dataclass(frozen=True, slots=True)
class Told:
    """What the report says: places of low counts, other codes, numbers not understood, and what could not be read."""

    low: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    unexplained: int = 0
    unread: tuple[str, ...] = ()


TROUBLES: dict[str, tuple[Sheet, Told]] = {
    "error cells": (Sheet([HEAD, ["North", 300], ["South", "#REF!"], ["East", 3]]), Told(("B4",), ("OC602",))),
    "a merged range over everything": (Sheet(LOW, merged="A1:B4"), Told(("B2",))),
    "right to left": (Sheet(LOW, right_to_left=True), Told(("B2",))),
    "duplicate headers": (Sheet([["region", "learners", "learners"], ["North", 300, 3], ["South", 150, 160]]), Told(("C2",))),
    "no header": (Sheet([["North", 3], ["South", 140], ["East", 150]]), Told(("B1",), ("OC601",), 3)),
    "one cell": (Sheet([[3]]), Told((), ("OC601",), 1)),
    "only text": (Sheet([["region", "note"], ["North", "fine"], ["South", "fine"]]), Told()),
}
DATES = Sheet([["region", "start", "learners"], ["North", 99999999, 3], ["South", 45413, 140]], dates=frozenset({1}))
FORMULAS = Sheet([HEAD, ["North", None], ["South", 3]], formulas=frozenset({"B2"}))
OUT_OF_RANGE = {
    "xlsx": Told(("C2",), ("OC601", "OC602"), 1),
    "xlsb": Told(("C2",), ("OC601", "OC602"), 1),
    "ods": Told(unread=("the value of the cell B2 cannot be read",)),
}
CASES = [
    *((kind, trouble, made, told) for trouble, (made, told) in TROUBLES.items() for kind in WRITERS),
    *((kind, "dates out of range", DATES, told) for kind, told in OUT_OF_RANGE.items()),
    *((kind, "no stored result", FORMULAS, Told(("B3",), ("OC602",), 0, (what,))) for kind, what in NO_RESULT.items()),
]


def report_of(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, Told]:
    """Exit code and what the report says of tables; what a package carries beside them is for other tests."""
    code = run(["check", str(path), "-f", "json"])
    out, err = capsys.readouterr()
    assert (err, "Traceback" in out) == ("", False)
    report = json.loads(out)
    numbers = report["totals"]
    assert numbers["numbers"] == numbers["checked"] + numbers["labels"] + numbers["unexplained"]
    spoken = [held for held in report["findings"] if held["code"].startswith(("OC1", "OC6"))]
    low = tuple(dict.fromkeys(held["cell"] for held in spoken if held["code"] == "OC101"))
    told = Told(
        low,
        tuple(sorted({held["code"] for held in spoken} - {"OC101"})),
        numbers["unexplained"],
        tuple(entry["what"] for file in report["files"] for entry in file["unread"]),
    )
    assert (code == 2) == bool(told.unread)
    return code, told


@pytest.mark.parametrize(("kind", "trouble", "made", "told"), CASES, ids=[f"{case[1]}-{case[0]}" for case in CASES])
def test_trouble_is_understood_or_named(
    kind: str, trouble: str, made: Sheet, told: Told, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"a.{kind}"
    path.write_bytes(WRITERS[kind](made))
    code, said = report_of(path, capsys)
    assert said == told
    assert code or trouble == "only text"


@pytest.fixture(scope="module")
def old_books(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with every trouble in the old format, as LibreOffice writes it."""
    folder = tmp_path_factory.mktemp("old")
    sources = []
    for number, (made, _) in enumerate(TROUBLES.values()):
        sources.append(folder / f"{number}.xlsb")
        sources[-1].write_bytes(xlsb_of(made))
    convert(sources, "xls", folder)
    return folder


@needs_office
@pytest.mark.parametrize("trouble", TROUBLES)
def test_trouble_in_the_old_format_is_understood_or_named(
    trouble: str, old_books: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _, said = report_of(old_books / f"{list(TROUBLES).index(trouble)}.xls", capsys)
    assert said == TROUBLES[trouble][1]


MILLION = 1_000_000


def formatted_xlsx() -> bytes:
    lines = "".join(f'<row r="{number}" s="1" customFormat="1"><c r="A{number}" s="1"/></row>' for number in range(5, MILLION))
    return package({"S": sheet_xml(xlsx_rows(Sheet(LOW)) + lines)}, {"xl/styles.xml": styles_xml("General", "0.0")})


def formatted_xlsb() -> bytes:
    blank = record(1, at(0, 1))
    lines = [*xlsb_rows(Sheet(LOW)), *(row(number, blank) for number in range(4, MILLION))]
    return binary_book({"S": sheet(*lines)}, parts={"styles": styles("General", "0.0")})


def formatted_ods() -> bytes:
    cells = '<table:table-cell table:style-name="x" table:number-columns-repeated="9"/>'
    return open_document(
        {"S": f'{ods_rows(Sheet(LOW))}<table:table-row table:number-rows-repeated="{MILLION}">{cells}</table:table-row>'}
    )


@pytest.mark.parametrize("make", [formatted_xlsx, formatted_xlsb, formatted_ods], ids=["xlsx", "xlsb", "ods"])
def test_a_million_empty_formatted_rows_are_nothing(
    make: Callable[[], bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"a.{make.__name__.removeprefix('formatted_')}"
    path.write_bytes(make())
    assert report_of(path, capsys)[1] == Told(("B2",))
