"""``outcheck fix`` of every kind of workbook: it ends on a copy or on a sentence, and leaves nothing half-written."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from binary_books import binary_book as binary
from binary_books import real, row, sheet, words
from books import open_document
from office import convert, needs_office
from openpyxl import Workbook, load_workbook
from sheets import Sheet, ods_rows, xlsb_of, xlsx_of

from outcheck.cli.app import run

ROWS: list[list[str | float | None]] = [
    ["Number of learners by region and sex"],
    ["Region", "Female", "Male", "Total"],
    ["North", 4.0, 40.0, 44.0],
    ["South", 30.0, 50.0, 80.0],
    ["East", 35.0, 20.0, 55.0],
    ["Total", 69.0, 110.0, 179.0],
]
BOOK = Sheet(ROWS)
WIDE = Sheet([[*line, *[None] * (4 - len(line))] for line in ROWS])
"""As OpenDocument has it, every row as wide as the others."""
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLD = Path(__file__).parents[1] / "readers" / "files" / "written_by_xlwt.xls"
TABLE = "\n".join(",".join(str(int(cell) if isinstance(cell, float) else cell) for cell in line) for line in ROWS) + "\n"


def encrypted_package() -> bytes:
    """What Excel writes for a workbook with a password, as far as a look at its list of contents goes."""
    return COMPOUND + "EncryptedPackage".encode("utf-16-le").ljust(64, b"\x00")


def old_with_a_password() -> bytes:
    """A workbook of Excel 97 whose second record says that what follows is encrypted."""
    data = bytearray(OLD.read_bytes())
    begin = data.index(b"\x09\x08\x10\x00\x00\x06\x05\x00")
    data[begin + 20 : begin + 22] = b"\x2f\x00"
    return bytes(data)


LOCKED: dict[str, Callable[[], bytes]] = {
    "a.xlsx": encrypted_package,
    "a.xlsb": encrypted_package,
    "a.xls": old_with_a_password,
    "a.ods": lambda: open_document({"S": ods_rows(WIDE)}, parts={"META-INF/manifest.xml": "<m:encryption-data/>"}),
}
WHY = "it could not be read in full: it is protected by a password; save it without a password"
MADE = {"xlsx": lambda: xlsx_of(BOOK), "xlsb": lambda: xlsb_of(BOOK), "ods": lambda: open_document({"S": ods_rows(WIDE)})}


def written(tmp_path: Path, name: str, data: bytes) -> Path:
    (tmp_path / "release").mkdir(exist_ok=True)
    (tmp_path / "release" / name).write_bytes(data)
    return tmp_path / "release"


def shown(path: Path) -> list[tuple[object, ...]]:
    return [tuple(line) for line in load_workbook(path).worksheets[0].iter_rows(values_only=True)]


def holds(tmp_path: Path, name: str) -> None:
    """Fix a workbook of the table above and see that its copy, an XLSX, has what the log says, and nothing else besides."""
    assert run(["fix", str(tmp_path / "release"), "--to", str(tmp_path / "copies")]) == 0
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["a.xlsx"]
    log = list(csv.DictReader((tmp_path / "copies-changes.csv").read_text().splitlines()))
    hidden = {line["cell"] for line in log if line["now"] == "[c]"}
    assert "B3" in hidden
    assert {line["file"] for line in log} == {name}
    expected = [
        [("[c]" if f"{'ABCD'[column]}{number}" in hidden else cell) for column, cell in enumerate(line)]
        for number, line in enumerate(ROWS, 1)
    ]
    found = [[cell for cell in line if cell is not None] for line in shown(tmp_path / "copies" / "a.xlsx")[: len(ROWS)]]
    assert found == expected
    assert (name == "a.xlsx") or "copied as a.xlsx" in {line["now"] for line in log}


@pytest.mark.parametrize("kind", MADE)
def test_each_kind_of_workbook_has_a_protected_copy(kind: str, tmp_path: Path) -> None:
    written(tmp_path, f"a.{kind}", MADE[kind]())
    holds(tmp_path, f"a.{kind}")


@needs_office
def test_a_workbook_of_excel_97_has_a_protected_copy(tmp_path: Path) -> None:
    (tmp_path / "from").mkdir()
    book = Workbook()
    for line in ROWS:
        book.worksheets[0].append(line)
    book.save(tmp_path / "from" / "a.xlsx")
    convert([tmp_path / "from" / "a.xlsx"], "xls", tmp_path / "from")
    written(tmp_path, "a.xls", (tmp_path / "from" / "a.xls").read_bytes())
    holds(tmp_path, "a.xls")


@pytest.mark.parametrize("kind", ["xlsb", "ods"])
def test_a_hidden_row_that_totals_count_is_shown_and_protected_in_every_kind(kind: str, tmp_path: Path) -> None:
    if kind == "xlsb":
        cells = [
            [words(c, cell) if isinstance(cell, str) else real(c, cell or 0.0) for c, cell in enumerate(line)] for line in ROWS
        ]
        lines = [row(number, *held, flags=0x10 if number == 2 else 0) for number, held in enumerate(cells)]
        data = binary({"S": sheet(*lines)})
    else:
        first, second, *rest = ods_rows(WIDE).split("<table:table-row>")[1:]
        filtered = "".join(f"<table:table-row>{line}" for line in rest).replace("row>", 'row table:visibility="filter">', 1)
        data = open_document({"S": f"<table:table-row>{first}<table:table-row>{second}{filtered}"})
    written(tmp_path, f"a.{kind}", data)
    holds(tmp_path, f"a.{kind}")
    assert "A3:D3 no longer hidden" in (tmp_path / "copies-changes.csv").read_text()


@pytest.mark.parametrize("method", ["suppress", "round", "merge"])
@pytest.mark.parametrize("name", LOCKED)
def test_a_workbook_behind_a_password_ends_with_a_sentence_and_nothing_written(
    name: str, method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path, name, LOCKED[name]())
    how = ["--method", method, *(["--base", "10"] if method == "round" else [])]
    assert run(["fix", str(folder), "--to", str(tmp_path / "copies"), *how]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"no file could be copied: {name}: {WHY}\n")
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


@pytest.mark.parametrize("method", ["suppress", "merge"])
@pytest.mark.parametrize("name", LOCKED)
def test_beside_others_it_is_left_out_and_they_are_fixed(
    name: str, method: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = written(tmp_path, name, LOCKED[name]())
    written(tmp_path, "b.csv", TABLE.encode())
    assert run(["fix", str(folder), "--to", str(tmp_path / "copies"), "--method", method]) == 1
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["b.csv"]
    assert f"{name}: left out, because it could not be read" in (said := capsys.readouterr().err)
    assert said.count(f"{name}:") == 1
    assert "save it without a password" in said
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copies", "copies-changes.csv", "release"]
