from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from outcheck.cli.app import run

ROOT = Path(__file__).parents[2]
CLEAN = "region,learners\nNorth,120\nSouth,140\nTotal,260\n"
UNSURE = "region,var9\nNorth,98317\nSouth,140\nWest,150\n"


def shown(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(["tables", *words])
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def workbook(path: Path, *sheets: str) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name in sheets:
        sheet = book.create_sheet(name)
        for row in (["region", "learners"], ["North", 120], ["South", 140]):
            sheet.append(row)
    book.save(path)


def test_all_understood_exits_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(CLEAN, encoding="utf-8")
    code, out, _ = shown(capsys, str(tmp_path))
    assert code == 0
    assert "learners: count of unit person, unweighted, sure (named so)" in out
    assert "3 numbers = 0 labels + 3 in tables + 0 not understood" in out


def test_an_unsure_reading_exits_with_1_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(UNSURE, encoding="utf-8")
    code, out, _ = shown(capsys, str(tmp_path))
    assert code == 1
    assert "UNSURE" in out
    assert "nothing names the statistic" in out


def test_numbers_not_understood_exit_with_1_and_are_placed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("region,learners\nNorth,120\nSouth,140\nWest,150\n\n17\n", encoding="utf-8")
    code, out, _ = shown(capsys, str(tmp_path))
    assert code == 1
    assert "A6" in out


def test_an_unexplained_marker_exits_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("region,learners\nNorth,~\nSouth,140\nWest,150\n", encoding="utf-8")
    code, out, _ = shown(capsys, str(tmp_path))
    assert code == 1
    assert "~: nothing says what it means, 1 cell" in out


def test_what_cannot_be_read_exits_with_2_and_does_not_hide_the_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "b.xlsx").write_bytes(b"PK\x03\x04 broken")
    code, out, _ = shown(capsys, str(tmp_path))
    assert code == 2
    assert "not read" in out
    assert "learners" in out
    assert shown(capsys, str(tmp_path / "nowhere"))[0] == 2


def test_a_broken_manifest_exits_with_2_and_its_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "outcheck.yaml").write_text("pack: ons-srs\ntabels: []\n", encoding="utf-8")
    code, out, err = shown(capsys, str(tmp_path))
    assert (code, out) == (2, "")
    assert "outcheck.yaml:2" in err


def test_the_config_and_the_pack_are_taken(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "a.csv").write_text(UNSURE, encoding="utf-8")
    said = tmp_path / "mine.yaml"
    said.write_text("tables:\n  - {file: a.csv, columns: {var9: count}}\n", encoding="utf-8")
    assert shown(capsys, str(tmp_path / "release"), "-c", str(said), "-p", "acro-default")[0] == 0
    assert shown(capsys, str(tmp_path / "release"), "-p", "nothing-so-called")[0] == 2


@pytest.mark.parametrize("form", ["terminal", "json"])
def test_no_value_and_no_label_of_a_persons_row_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    rows = "".join(f"K{number}x,Name{number},Hamlet{number},{98317 + number}\n" for number in range(12))
    (tmp_path / "a.csv").write_text(f"person_id,forename,place,earnings\n{rows}K99x,Zebedee,Nowhere,Confided\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(UNSURE, encoding="utf-8")
    _, out, _ = shown(capsys, str(tmp_path), "-f", form)
    for secret in ("98317", "98320", "Name1", "Hamlet", "K99x", "Zebedee", "Confided"):
        assert secret not in out


def test_a_text_that_could_be_a_value_is_no_marker_to_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("region,learners\nNorth,about 98317\nSouth,140\nWest,150\n", encoding="utf-8")
    assert "98317" not in shown(capsys, str(tmp_path))[1]


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ("{file: a.xlsx, sheet: Tabel, columns: {x: count}}", "outcheck.yaml:2 describes a sheet that this file does not have"),
        ("{file: a.xlsx, sheet: One, columns: {x: count}}", "outcheck.yaml:2 corrects a column that no table of this sheet has"),
        ("{file: a.xlsx, columns: {x: count}}", "outcheck.yaml:2 corrects a column that no table of this file has"),
        ("{file: a.xlsx, structural: [x]}", "outcheck.yaml:2 calls something structural that no table of this file has"),
        ("{file: b.xlsx}", "outcheck.yaml:2 describes a file that is not in the release"),
    ],
)
def test_a_correction_that_fits_nothing_is_an_error_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], entry: str, message: str
) -> None:
    workbook(tmp_path / "a.xlsx", "One", "Two")
    (tmp_path / "outcheck.yaml").write_text(f"tables:\n  - {entry}\n", encoding="utf-8")
    code, out, _ = shown(capsys, str(tmp_path), "-f", "json")
    assert code == 2
    found = [unread["what"] for file in json.loads(out)["files"] for unread in file["unread"]]
    assert found == [message]
    assert run(["check", str(tmp_path), "-q"]) == 2


def test_a_correction_of_a_column_in_one_sheet_alone_fits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook(tmp_path / "a.xlsx", "One", "Two")
    said = "tables:\n  - {file: a.xlsx, sheet: Two, columns: {learners: median}}\n"
    (tmp_path / "outcheck.yaml").write_text(said, encoding="utf-8")
    code, out, _ = shown(capsys, str(tmp_path), "-f", "json")
    document: dict[str, Any] = json.loads(out)
    assert code == 0
    assert [table["measures"][0]["statistic"] for table in document["tables"]] == ["count", "median"]
