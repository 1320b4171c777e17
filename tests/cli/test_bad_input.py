"""Whatever a folder holds: each bad file gives one clear line, the others are checked, and nothing is cleared or changed."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from books import open_document, package, saved, sheet_xml
from openpyxl import Workbook

from outcheck.clearance import Request, check
from outcheck.cli.app import run
from outcheck.model.report import Verdict

LOW = "region,learners\nNorth,3\nSouth,140\nTotal,143\n"
GOOD = "good.csv"


def book() -> bytes:
    made = Workbook()
    sheet = made.active
    assert sheet is not None
    for row in (["region", "learners"], ["North", 120], ["South", 140]):
        sheet.append(row)
    return saved(made)


def text_book(*rows: list[str], empty: tuple[str, ...] = (), table: bool = False) -> bytes:
    made = Workbook()
    made.worksheets[0].title = "Notes"
    for row in rows:
        made.worksheets[0].append(row)
    for name in empty:
        made.create_sheet(name)
    if table:
        sheet = made.create_sheet("Table")
        for line in (["region", "learners"], ["North", 120], ["South", 140]):
            sheet.append(line)
    return saved(made)


def chart_book() -> bytes:
    made = Workbook()
    made.create_chartsheet("Chart")
    made.remove(made.worksheets[0])
    return saved(made)


def locked_book() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le") + bytes(512)


def far_cell() -> bytes:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return package({"Far": sheet_xml(rows)})


FILES: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "an empty file": ("bad.csv", bytes, "it is empty (0 bytes)"),
    "a workbook of 0 bytes": ("bad.xlsx", bytes, "it is empty (0 bytes)"),
    "a CSV renamed to .xlsx": ("bad.xlsx", LOW.encode, "its name ends in .xlsx, but its content is text"),
    "a workbook renamed to .csv": ("bad.csv", book, "its name ends in .csv, but its content is of the kind xlsx"),
    "a workbook behind a password": ("bad.xlsx", locked_book, "it is protected by a password"),
    "a truncated zip": ("bad.xlsx", lambda: book()[:1500], "it is damaged or cut short"),
    "a zip without a workbook": ("bad.xlsx", lambda: b"PK\x05\x06" + bytes(18), "it is a zip package without a workbook"),
    "a NUL byte": ("bad.csv", lambda: b"region,learners\nNorth,1\x002\n", "there is a NUL byte in line 2"),
    "a quotation that stays open": ("bad.csv", lambda: b'region,learners\n"North,120\n', "begins in line 2 do not close"),
    "a cell at the far end of a sheet": ("bad.xlsx", far_cell, "sheet Far its cells reach to XFD1048576"),
    "an open document without content": ("bad.ods", lambda: b"PK\x05\x06" + bytes(18), "its part content.xml is missing"),
}


def digest(folder: Path) -> str:
    """Digest of every name, content and time of change under a folder."""
    whole = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        whole.update(f"{path.relative_to(folder)} {path.stat().st_mtime_ns}".encode())
        whole.update(path.read_bytes() if path.is_file() else b"")
    return whole.hexdigest()


@contextmanager
def unchanged(folder: Path) -> Iterator[None]:
    before = digest(folder)
    yield
    assert digest(folder) == before


def said_of(folder: Path, capsys: pytest.CaptureFixture[str], *paths: Path) -> str:
    """What the terminal says is not examined; asserts what holds for every bad input."""
    words = ["check", *map(str, paths or [folder])]
    with unchanged(folder):
        codes = run([*words, "-f", "json"]), run(words)
    out, err = capsys.readouterr()
    report, end = json.JSONDecoder().raw_decode(out)
    text = " ".join(out[end:].split())
    assert codes == (2, 2)
    assert report["verdict"] == "incomplete"
    assert [held["file"] for held in report["findings"] if held["code"] == "OC101"] == [GOOD], "the other file is still checked"
    assert sum(len(file["unread"]) for file in report["files"]) == 1
    assert "Traceback" not in out + err
    assert err == ""
    return text.split("Not examined")[1].split("Findings")[0]


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / GOOD).write_text(LOW, encoding="utf-8")
    return folder


@pytest.mark.parametrize("trouble", FILES)
def test_a_bad_file_is_one_clear_line_with_what_to_do(trouble: str, release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name, content, what = FILES[trouble]
    (release / name).write_bytes(content())
    said = said_of(release, capsys)
    assert name in said
    assert what in said
    assert "→" in said


def test_a_path_that_does_not_exist_is_named(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = said_of(release, capsys, release / GOOD, release / "nowhere.csv")
    assert "nowhere.csv there is no such file or folder → check the spelling of the path" in said


def test_a_folder_with_nothing_to_check_is_named(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (release / "void").mkdir()
    assert "void there is no file in this folder" in said_of(release, capsys, release / GOOD, release / "void")


def test_a_folder_without_permission_is_named(release: Path, capsys: pytest.CaptureFixture[str]) -> None:
    locked = release / "locked"
    locked.mkdir(mode=0o000)
    try:
        if os.access(locked, os.R_OK):
            pytest.skip("this user may read every folder, whatever its mode says")
        assert "locked permission to read this is denied" in said_of(release, capsys)
    finally:
        locked.chmod(0o700)


@pytest.mark.parametrize(
    ("name", "content", "what"),
    [
        ("bad.csv", lambda: b"region,learners\n", "there is no row below its headings in A1:B1"),
        ("bad.csv", lambda: b"learners\n", "there is no row below its headings in A1"),
        ("bad.csv", lambda: b"Table 1\n\nregion,learners\n\nSource: DfE\n", "there is no row below its headings in A3:B3"),
        ("bad.csv", lambda: b"\n,,\n , \n", "there is nothing in any of its cells"),
        ("bad.csv.gz", lambda: gzip.compress(b"region,learners\n"), "there is no row below its headings in A1:B1"),
        ("bad.xlsx", lambda: package({"S": sheet_xml(""), "T": sheet_xml("")}), "there is nothing in any of its cells"),
        ("bad.xlsx", chart_book, "there is nothing in any of its cells"),
        ("bad.xlsx", lambda: text_book(["region", "learners"]), "sheet Notes there is no row below its headings in A1:B1"),
        ("bad.csv", lambda: b",Female,,Male,\nregion,n,%,n,%\n", "there is no row below its headings in B1:D1"),
        (
            "bad.xlsx",
            lambda: text_book(["region", "sex", "learners"], table=True),
            "sheet Notes there is no row below its headings in A1:C1",
        ),
        (
            "bad.ods",
            lambda: open_document({"S": "<table:table-row><table:table-cell/></table:table-row>"}),
            "nothing in any of its cells",
        ),
    ],
)
def test_a_table_without_a_row_is_an_export_that_failed(
    name: str, content: Callable[[], bytes], what: str, release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (release / name).write_bytes(content())
    said = said_of(release, capsys)
    assert name in said
    assert what in said


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("words.csv", lambda: b"variable,meaning\nregion,where people live\n"),
        ("words.csv", lambda: b"region,learners\nNorth,c\nSouth,c\n"),
        ("words.xlsx", lambda: text_book(["Notes"], ["See the other file"])),
        ("words.xlsx", lambda: text_book(["Contact", "the team"], empty=("Sheet2", "Sheet3"), table=True)),
        ("words.csv", lambda: b"Notes on this release\nIn this release, we count learners\nAsk the team.\n"),
        ("words.xlsx", lambda: text_book(["Sheet", "Title"], ["Table", "Number of learners"], table=True)),
    ],
    ids=[
        "a list of variables",
        "a table that is suppressed",
        "notes",
        "a cover and empty sheets beside a table",
        "a text with one comma",
        "a list of contents beside a table",
    ],
)
def test_rows_of_text_leave_nothing_unchecked(name: str, content: Callable[[], bytes], tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content())
    report = check(Request((tmp_path,)), today=date(2026, 11, 24))
    assert [file.unread for file in report.files] == [()]
    assert report.verdict is Verdict.CLEAR


def test_a_dimension_that_claims_two_gigabytes_is_not_believed_and_its_cells_are_checked(
    release: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>{label}</t></is></c>{cell}</row>'
        for row, label, cell in (
            (1, "region", '<c r="B1" t="inlineStr"><is><t>learners</t></is></c>'),
            (2, "North", '<c r="B2"><v>4</v></c>'),
            (3, "South", '<c r="B3"><v>140</v></c>'),
        )
    )
    claimed = sheet_xml(rows).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>')
    (release / "vast.xlsx").write_bytes(package({"Vast": claimed}))
    with unchanged(release):
        assert run(["check", str(release), "-f", "json"]) == 1
    report = json.loads(capsys.readouterr().out)
    low = [(held["file"], held["cell"]) for held in report["findings"] if held["code"] == "OC101"]
    assert low == [(GOOD, "B2"), ("vast.xlsx", "B2")]


def test_every_bad_file_at_once_is_listed_and_the_process_ends_without_a_traceback(release: Path) -> None:
    for number, (name, content, _) in enumerate(FILES.values()):
        (release / f"{number}-{name}").write_bytes(content())
    with unchanged(release):
        done = subprocess.run(
            [sys.executable, "-m", "outcheck", "check", str(release), "-f", "json"],
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
        )
    assert (done.returncode, done.stderr) == (2, "")
    report = json.loads(done.stdout)
    unread = [file["path"] for file in report["files"] if file["unread"]]
    assert unread == sorted(f"{number}-{name}" for number, (name, _, _) in enumerate(FILES.values()))
    assert [held["file"] for held in report["findings"] if held["code"] == "OC101"] == [GOOD]


@pytest.mark.parametrize("trouble", ["a CSV renamed to .xlsx", "a workbook behind a password"])
def test_a_file_that_is_not_examined_is_not_also_called_a_type_that_may_not_leave(trouble: str, tmp_path: Path) -> None:
    name, content, _ = FILES[trouble]
    (tmp_path / name).write_bytes(content())
    report = check(Request((tmp_path,)), today=date(2026, 11, 24))
    assert report.findings == ()
    assert (report.verdict, report.exit_code) == (Verdict.INCOMPLETE, 2)
