"""What outcheck annotate writes: the values of the original, what was found on them, and that it must not leave."""

from __future__ import annotations

import io
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from books import saved
from openpyxl import Workbook
from openpyxl.workbook.workbook import Workbook as Book

from outcheck.annotating import annotate
from outcheck.clearance import Request, check
from outcheck.cli.app import run
from outcheck.model.places import Area
from outcheck.model.report import Verdict
from outcheck.writers import CleanError
from outcheck.writers.annotated import FILLS

TODAY = date(2026, 3, 2)
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "leo-release" / "release"
NAME = "regions.xlsx-not-for-release.xlsx"


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("sample") / "annotated"
    annotate(SAMPLE, target, today=TODAY)
    return target


def book() -> Book:
    """Counts under two rows of headings, with a merged one, a hidden row, a date, a text like a formula and a second sheet."""
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.title = "Table 1"
    rows: list[list[object]] = [
        ["Learners by region", None, None],
        ["Region", "Learners", None],
        [None, "Female", "Male"],
        ["North", 4, 150],
        ["South", 160, 170],
        ["=cmd|'/c calc'!A1", 180, 190.5],
    ]
    for row in rows:
        sheet.append(row)
    sheet["A6"].data_type = "s"
    sheet["A8"], sheet["B8"] = "as of", datetime(2026, 2, 1)  # noqa: DTZ001  a workbook knows no zones
    sheet.merge_cells("B2:C2")
    sheet.row_dimensions[5].hidden = True
    other = made.create_sheet("Not for release")
    other["A1"] = "kept"
    other.sheet_state = "hidden"
    return made


def annotated(data: bytes, place: Path, name: str = "regions.xlsx") -> Path:
    (place / "release").mkdir(exist_ok=True)
    (place / "release" / name).write_bytes(data)
    annotate(place / "release", place / "annotated", packs=("ons-srs",), today=TODAY)
    return place / "annotated" / f"{name}-not-for-release.xlsx"


def test_every_cell_is_as_in_the_original_at_its_address(tmp_path: Path) -> None:
    data = saved(book())
    copy = openpyxl.load_workbook(annotated(data, tmp_path))
    original = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    assert copy.sheetnames == ["Not for release", "Table 1", "Not for release (2)"]
    for old, new in zip(original.worksheets, copy.worksheets[1:], strict=True):
        assert [[cell.value for cell in row] for row in old.iter_rows()] == [
            [cell.value for cell in row] for row in new.iter_rows()
        ]
        assert new.sheet_state == "visible"
    sheet = copy["Table 1"]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["B2:C2"]
    assert not sheet.row_dimensions[5].hidden
    assert sheet["A6"].data_type == "s"


@pytest.mark.parametrize("name", ["graduate-earnings.xlsx", "ks4-attainment-fsm.csv", "apprenticeships-sector.csv"])
def test_every_cell_of_a_finding_is_coloured_and_its_first_one_says_what_was_found(name: str, sample: Path) -> None:
    report = check(Request((SAMPLE,)), today=TODAY)
    copy = openpyxl.load_workbook(sample / f"{name}-not-for-release.xlsx")
    mine = [found for found in report.findings if found.place.file == name and found.place.cell]
    assert mine
    for found in mine:
        sheet = copy[found.place.sheet or "Data"]
        first = Area.parse(found.place.cell)
        comment = sheet.cell(first.top + 1, first.left + 1).comment
        assert comment is not None
        assert f"{found.code} {found.rule}" in comment.text
        for place in (found.place, *(found.related if found.cells > 1 else ())):
            area = Area.parse(place.cell)
            fill = copy[place.sheet or "Data"].cell(area.bottom + 1, area.right + 1).fill
            assert fill.fgColor.rgb in FILLS.values()


def test_a_csv_becomes_a_workbook_of_texts(sample: Path) -> None:
    copy = openpyxl.load_workbook(sample / "ks4-attainment-fsm.csv-not-for-release.xlsx")
    kinds = {cell.data_type for row in copy["Data"].iter_rows() for cell in row if cell.value is not None}
    assert kinds == {"s"}


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "+1", "-1+1", "#REF!", '=HYPERLINK("x")'])
@pytest.mark.parametrize("name", ["regions.csv", "regions.xlsx"])
def test_a_text_like_a_formula_stays_a_text(text: str, name: str, tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    sheet.append(["region", "learners"])
    sheet.append([text, 300])
    sheet["A2"].data_type = "s"
    quoted = text.replace('"', '""')
    data = saved(made) if name.endswith("xlsx") else f'region,learners\n"{quoted}",300\n'.encode()
    copy = openpyxl.load_workbook(annotated(data, tmp_path, name))
    cell = copy.worksheets[1]["A2"]
    assert (cell.value, cell.data_type) == (text, "s")
    cells = [cell for sheet in copy.worksheets for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type in ("f", "e")]


def copy_of(place: Path) -> Path:
    return annotated(saved(book()), place)


def renamed(path: Path) -> None:
    path.rename(path.with_name("regions.xlsx"))


def without_cover(path: Path) -> None:
    made = openpyxl.load_workbook(path)
    del made["Not for release"]
    made.save(path)
    renamed(path)


def without_properties(path: Path) -> None:
    made = openpyxl.load_workbook(path)
    made.properties.title = made.properties.category = None
    made.save(path)
    renamed(path)


def as_csv(path: Path) -> None:
    cover = openpyxl.load_workbook(path).worksheets[0]
    path.with_name("regions.csv").write_text(f'"{cover["A1"].value}",\nregion,learners\nNorth,300\n', encoding="utf-8")
    path.unlink()


@pytest.mark.parametrize("deed", [renamed, without_cover, without_properties, as_csv])
def test_a_copy_is_blocked_by_whichever_mark_is_left_on_it(deed: object, tmp_path: Path) -> None:
    path = copy_of(tmp_path)
    assert callable(deed)
    deed(path)
    report = check(Request((path.parent,), ("ons-srs",)), today=TODAY)
    assert report.verdict is Verdict.BLOCKED
    assert {found.rule for found in report.findings} >= {"not-for-release"}


def test_a_copy_of_a_clear_file_is_blocked_as_it_is(tmp_path: Path) -> None:
    path = annotated(b"region,learners\nNorth,140\nSouth,160\n", tmp_path, "starts.csv")
    assert check(Request((tmp_path / "release",), ("ons-srs",)), today=TODAY).verdict is Verdict.CLEAR
    report = check(Request((path,), ("ons-srs",)), today=TODAY)
    assert report.verdict is Verdict.BLOCKED
    assert openpyxl.load_workbook(path).worksheets[0]["A9"].value == "Nothing was found."


def test_the_same_release_gives_the_same_bytes_and_stays_as_it_is(sample: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in SAMPLE.rglob("*") if path.is_file()}
    annotate(SAMPLE, tmp_path / "again", today=TODAY)
    for path in sample.rglob("*.xlsx"):
        assert (tmp_path / "again" / path.relative_to(sample)).read_bytes() == path.read_bytes()
    assert {path: path.read_bytes() for path in SAMPLE.rglob("*") if path.is_file()} == before


def test_the_first_sheet_leads_to_each_finding_and_names_what_was_not_read(tmp_path: Path) -> None:
    path = copy_of(tmp_path)
    cover = openpyxl.load_workbook(path).worksheets[0]
    rows = [[cell.value for cell in row] for row in cover.iter_rows(min_row=9)]
    low = next(row for row in rows if row[6] == "OC101 people-low-count")
    assert low[:4] == ["BLOCK", "Table 1", "B4", 1]
    links = {cell.value: cell.hyperlink.location for row in cover.iter_rows(min_row=9) for cell in row if cell.hyperlink}
    assert links["B4"] == "'Table 1'!B4"


def test_a_finding_below_a_merged_cell_is_shown_on_it(tmp_path: Path) -> None:
    made = Workbook()
    sheet = made.worksheets[0]
    for row in (["Region", "Learners", "Share"], ["North", 4, None], ["South", 150, None], ["West", 160, None]):
        sheet.append(row)
    sheet.merge_cells("B2:C2")
    copy = openpyxl.load_workbook(annotated(saved(made), tmp_path)).worksheets[1]
    assert copy["B2"].comment is not None
    assert "low-count" in copy["B2"].comment.text


def test_characters_that_no_workbook_holds_are_shown_by_their_codes(tmp_path: Path) -> None:
    data = b"region,learners\nNo\x01rth,140\nSouth,160\n"
    copy = openpyxl.load_workbook(annotated(data, tmp_path, "starts.csv"))
    assert copy["Data"]["A2"].value == "No\\x01rth"


def test_what_holds_no_table_is_left_out_and_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "a.csv").write_text("region,learners\nNorth,140\n", encoding="utf-8")
    (tmp_path / "release" / "figure.svg").write_text("<svg/>", encoding="utf-8")
    code = run(["annotate", str(tmp_path / "release"), "--to", str(tmp_path / "new"), "-p", "ons-srs"])
    told = capsys.readouterr()
    assert code == 1
    assert "Not for release. The check says: review" in told.out
    assert "figure.svg: left out, because it holds no table" in told.err
    with pytest.raises(CleanError, match="no file could be annotated"):
        annotate(tmp_path / "release" / "figure.svg", tmp_path / "other", today=TODAY)
    assert not (tmp_path / "other").exists()


def test_a_table_too_large_to_be_looked_at_is_left_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("outcheck.writers.annotated.MOST_CELLS", 3)
    (tmp_path / "big.csv").write_text("region,learners\nNorth,140\n", encoding="utf-8")
    with pytest.raises(CleanError, match="more than 3 cells"):
        annotate(tmp_path / "big.csv", tmp_path / "new", packs=("file-safety",), today=TODAY)


def test_copies_never_go_into_the_release(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.csv").write_text("region,learners\nNorth,140\n", encoding="utf-8")
    assert run(["annotate", str(tmp_path), "--to", str(tmp_path / "new")]) == 2
    assert "outside it" in capsys.readouterr().err
