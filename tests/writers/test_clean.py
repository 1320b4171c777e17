"""What outcheck clean writes: the visible values with their looks, and nothing else; whole, beside the original, checked."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from books import saved
from hidden.cases import Case, cases
from hidden.making import ROWS, book, plain, two_sheets
from openpyxl.styles import Font, PatternFill

from outcheck.cleaning import clean
from outcheck.clearance import Request, check
from outcheck.cli.app import run
from outcheck.writers import CleanError

TODAY = date(2026, 11, 24)
CASES = [case for case in cases() if case.suffix == "xlsx"]


def written(data: bytes, folder: Path, name: str = "regions.xlsx") -> Path:
    (folder / "release").mkdir(exist_ok=True)
    path = folder / "release" / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_copy_of_whatever_carries_something_carries_nothing(case: Case, tmp_path: Path) -> None:
    original = case.guilty()
    path = written(original, tmp_path)
    made = clean(path, tmp_path / "clean", today=TODAY)
    told = [(finding.check, finding.message) for finding in made.report.findings if finding.code.startswith("OC5")]
    assert told == []
    assert path.read_bytes() == original


def test_a_copy_shows_what_the_original_shows_with_its_looks(tmp_path: Path) -> None:
    made, sheet = book()
    sheet["A1"].font = Font(bold=True, color="FFFFFFFF")
    sheet["A1"].fill = PatternFill("solid", fgColor="FF1F3864")
    sheet["B2"] = 120.4
    sheet["B2"].number_format = "0"
    sheet["B3"] = 7
    sheet["B3"].number_format = '[<10]"[c]";0'
    sheet.column_dimensions["A"].width = 31
    sheet.row_dimensions[1].height = 40
    sheet["A6"], sheet["A7"] = "hidden", "a note"
    sheet["A8"] = "=1+1"
    sheet["A8"].data_type = "s"
    sheet.row_dimensions[6].hidden = True
    sheet.merge_cells("A7:B7")
    clean(written(saved(made), tmp_path), tmp_path / "clean", today=TODAY)
    new = openpyxl.load_workbook(tmp_path / "clean" / "regions.xlsx")["Table 1"]
    values = [[cell.value for cell in line] for line in new.iter_rows()]
    assert values == [
        ["Region", "Learners"],
        ["North", 120],
        ["South", "[c]"],
        ["England", 250],
        [None, None],
        ["a note", None],
        ["=1+1", None],
    ]
    assert new["A7"].data_type in ("s", "inlineStr")
    assert new["A1"].font.bold
    assert new["A1"].fill.fgColor.rgb == "FF1F3864"
    assert new.column_dimensions["A"].width == 31
    assert new.row_dimensions[1].height == 40
    assert [str(area) for area in new.merged_cells.ranges] == ["A6:B6"]


def test_a_copy_of_formulas_holds_their_results(tmp_path: Path) -> None:
    guilty = next(case for case in CASES if str(case) == "formula: a sum").guilty()
    clean(written(guilty, tmp_path), tmp_path / "clean", today=TODAY)
    new = openpyxl.load_workbook(tmp_path / "clean" / "regions.xlsx")["Table 1"]
    assert [cell.value for cell in new["B"]] == [row[1] for row in ROWS]


def test_a_text_file_is_written_so_that_nothing_runs(tmp_path: Path) -> None:
    text = 'Region,Learners\nNo\u200brth,120\n"=HYPERLINK(""http://x"")",130\n-0.5,140\n'
    made = clean(written(text.encode(), tmp_path, "a.csv"), tmp_path / "clean", today=TODAY)
    copied = (tmp_path / "clean" / "a.csv").read_text(encoding="utf-8")
    assert copied == 'Region,Learners\nNorth,120\n"\'=HYPERLINK(""http://x"")",130\n-0.5,140\n'
    assert not [finding for finding in made.report.findings if finding.check in ("csv-injection", "odd-characters")]


def test_a_copy_is_the_same_bytes_each_time_and_names_nobody(tmp_path: Path) -> None:
    path = written(plain(), tmp_path)
    clean(path, tmp_path / "one", today=TODAY)
    clean(path, tmp_path / "two", today=TODAY)
    one, two = ((tmp_path / name / "regions.xlsx").read_bytes() for name in ("one", "two"))
    assert one == two
    with zipfile.ZipFile(io.BytesIO(one)) as archive:
        core = archive.read("docProps/core.xml")
    assert b"creator" not in core
    assert b"modified" not in core


def test_old_and_open_workbooks_become_new_ones(tmp_path: Path) -> None:
    made = Path(__file__).parents[1] / "hidden" / "libreoffice"
    for kind in ("ods", "xls"):
        clean(made / f"guilty.{kind}", tmp_path / kind, today=TODAY)
        new = openpyxl.load_workbook(tmp_path / kind / "guilty.xlsx")
        assert new.sheetnames == ["Table 1"]
        assert [cell.value for cell in new["Table 1"]["B"]][:4] == ["Learners", 120, 130, 250]


def test_a_folder_keeps_its_shape_and_what_cannot_be_copied_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    written(two_sheets("hidden"), tmp_path)
    (tmp_path / "release" / "deep").mkdir()
    (tmp_path / "release" / "deep" / "b.csv").write_text("Region,Learners\nNorth,120\nSouth,130\n")
    (tmp_path / "release" / "chart.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "release" / "broken.xlsx").write_bytes(b"PK\x03\x04broken")
    assert run(["clean", str(tmp_path / "release"), "--to", str(tmp_path / "clean")]) == 1
    assert sorted(path.relative_to(tmp_path / "clean").as_posix() for path in (tmp_path / "clean").rglob("*.*")) == [
        "deep/b.csv",
        "regions.xlsx",
    ]
    told = capsys.readouterr()
    assert "chart.png: left out" in told.err
    assert "broken.xlsx: left out" in told.err
    assert "A check of the copies says: clear" in told.out


@pytest.mark.parametrize("place", ["release/clean", "release"])
def test_copies_never_become_part_of_the_release(place: str, tmp_path: Path) -> None:
    written(plain(), tmp_path)
    assert run(["clean", str(tmp_path / "release"), "--to", str(tmp_path / place)]) == 2
    assert [path.name for path in (tmp_path / "release").iterdir()] == ["regions.xlsx"]


def test_a_folder_that_is_taken_is_left_as_it_is(tmp_path: Path) -> None:
    path = written(plain(), tmp_path)
    (tmp_path / "clean").mkdir()
    (tmp_path / "clean" / "mine.txt").write_text("mine")
    with pytest.raises(CleanError, match="not an empty folder"):
        clean(path, tmp_path / "clean", today=TODAY)
    assert [entry.name for entry in (tmp_path / "clean").iterdir()] == ["mine.txt"]


def test_nothing_is_left_where_copying_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(plain(), tmp_path)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device", "somewhere")

    monkeypatch.setattr("outcheck.cleaning.check", fail)
    with pytest.raises(OSError, match="No space"):
        clean(path, tmp_path / "clean", today=TODAY)
    assert [entry.name for entry in tmp_path.iterdir()] == ["release"]


def test_a_file_that_could_not_be_read_in_full_is_not_copied(tmp_path: Path) -> None:
    with pytest.raises(CleanError, match="could not be read in full"):
        clean(written(b"PK\x03\x04", tmp_path), tmp_path / "clean", today=TODAY)
    assert not (tmp_path / "clean").exists()


def test_a_clean_copy_of_a_clear_sample_is_clear(tmp_path: Path) -> None:
    sample = Path(__file__).parents[2] / "samples" / "leo-clear" / "release"
    made = clean(sample, tmp_path / "clean", today=TODAY)
    before = check(Request((sample,)), today=TODAY)
    assert made.report.verdict == before.verdict
    assert made.report.totals.numbers == before.totals.numbers


def test_copies_are_written_to_a_path_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(saved(book()[0]), tmp_path)
    monkeypatch.chdir(tmp_path)
    run(["clean", "release", "--to", "copies"])
    assert (tmp_path / "copies" / "regions.xlsx").is_file()
