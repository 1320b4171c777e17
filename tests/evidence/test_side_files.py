"""A side file named in the manifest: what it proves, what it contradicts, and every way in which it can be wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from evidence.releases import MANIFEST, SIDE, TABLE, checked, rule, unread, written
from openpyxl import Workbook

from outcheck.model.report import Outcome, Verdict
from outcheck.packs import PackError, load_packs


def cells(folder: Path, check: str, **texts: str) -> list[str]:
    report = checked(written(folder, **texts))
    return [finding.place.cell for finding in report.findings if finding.check == check]


def test_a_release_whose_evidence_shows_no_dominance_is_clear(tmp_path: Path) -> None:
    report = checked(written(tmp_path))
    assert report.verdict is Verdict.CLEAR
    assert {rule(report, name).outcome for name in ("dominant", "closely", "employers", "contradicted")} == {Outcome.CLEAR}


def test_without_evidence_sums_and_employers_are_undetermined_and_the_rules_that_need_it_are_not_asked(
    tmp_path: Path,
) -> None:
    report = checked(written(tmp_path, manifest="pack: ../pack.yaml\ntables: [{file: pay.csv, unit: person}]\n"))
    assert report.verdict is Verdict.REVIEW
    assert [table.verdict for table in report.tables] == [Verdict.REVIEW]
    assert [(finding.check, finding.undetermined, finding.cells) for finding in report.findings] == [
        ("few-entities", True, 3),
        ("unproven-dominance", True, 3),
    ]
    assert {rule(report, name).outcome for name in ("dominant", "closely")} == {Outcome.NOT_APPLICABLE}


def test_evidence_for_some_cells_only_does_not_make_the_others_clear(tmp_path: Path) -> None:
    report = checked(written(tmp_path, side="".join(SIDE.splitlines(keepends=True)[:3])))
    assert report.verdict is Verdict.REVIEW
    assert rule(report, "dominant").outcome is Outcome.CLEAR
    assert [(finding.check, finding.place.cell) for finding in report.findings] == [("unproven-dominance", "C4")]


@pytest.mark.parametrize(
    "lonely",
    [
        "dominant: {check: dominant-contributors, with: {shares: [[1, 50]]}, level: block}",
        "closely: {check: p-percent, with: {p: 10}, level: block, when: {unit: employer}}",
        "unproven: {check: unproven-dominance, with: {most: [[1, 50]]}, level: review}",
    ],
)
def test_a_pack_cannot_ask_of_evidence_alone_nor_only_where_there_is_none(lonely: str, tmp_path: Path) -> None:
    pack = tmp_path / "pack.yaml"
    pack.write_text(
        f"pack: lonely\nversion: 1\ntitle: T\nsource: {{title: T, status: unverified}}\nrules:\n  {lonely}\n", encoding="utf-8"
    )
    with pytest.raises(PackError, match=r"pack.yaml:6: .* leaves cells to .*; ask that too, with the same 'when' or none"):
        load_packs([str(pack)])
    both = pack.read_text(encoding="utf-8")
    other = "p-percent, with: {p: 10}" if "unproven" in lonely else "unproven-dominance, with: {most: [[1, 50]]}"
    scope = ", when: {unit: employer}" if "when" in lonely else ""
    pack.write_text(f"{both}  other: {{check: {other}, level: review{scope}}}\n", encoding="utf-8")
    assert load_packs([str(pack)])


def test_a_dominated_cell_blocks(tmp_path: Path) -> None:
    side = SIDE.replace("0,300,200,1000", "0,500,200,1000")
    report = checked(written(tmp_path, side=side))
    assert report.verdict is Verdict.BLOCKED
    assert [(finding.check, finding.place.cell) for finding in report.findings] == [("dominant-contributors", "C2")]


def test_few_employers_block_every_number_of_their_group(tmp_path: Path) -> None:
    assert cells(tmp_path, "few-entities", side=SIDE.replace("Farming,40,5,5", "Farming,40,2,5")) == ["B2", "C2"]


def test_a_number_that_the_evidence_contradicts_is_found(tmp_path: Path) -> None:
    assert cells(tmp_path, "mismatched-evidence", table=TABLE.replace("Retail,300", "Retail,301")) == ["B3"]


def test_a_report_holds_nothing_of_the_side_file_but_its_answers(tmp_path: Path) -> None:
    report = checked(written(tmp_path, side=SIDE.replace("0,300,200,1000", "0,501.37,200,1000")))
    assert report.findings
    assert "501.37" not in repr(report)


def test_a_base_that_the_table_does_not_show_is_told_by_the_evidence(tmp_path: Path) -> None:
    table = "Sector,Mean pay\nFarming,25.0\nRetail,30.0\nResearch,16.0\n"
    assert checked(written(tmp_path, table=table)).verdict is Verdict.CLEAR
    side = SIDE.replace("Farming,40,5", "Farming,4,4").replace("300,200,1000", "30,30,100")
    report = checked(written(tmp_path, table=table, side=side))
    assert [(found.check, found.place.cell) for found in report.findings if found.check == "low-base"] == [("low-base", "B2")]


def test_a_workbook_is_a_side_file_too(tmp_path: Path) -> None:
    book = Workbook()
    book.worksheets[0].title = "Notes"
    sheet = book.create_sheet("Facts")
    for line in SIDE.splitlines():
        sheet.append([int(text) if text.isdigit() else text for text in line.split(",")])
    release = written(tmp_path, manifest=MANIFEST.replace("pay.csv}", "pay.xlsx, sheet: Facts}"))
    book.save(tmp_path / "side" / "pay.xlsx")
    assert checked(release).verdict is Verdict.CLEAR


def test_a_row_that_names_a_measure_is_about_its_cells_alone(tmp_path: Path) -> None:
    table = "Sector,Learners,In work,Mean pay\nFarming,40,20,25.0\nRetail,300,200,30.0\n"
    side = (
        "Sector,Measure,n,employers,contributors,largest,second_largest,sum\n"
        "Farming,Learners,40,5,,,,\nFarming,In work,20,2,,,,\nFarming,Mean pay,40,5,5,300,200,1000\n"
        "Retail,Learners,300,5,,,,\nRetail,In work,200,5,,,,\nRetail,Mean pay,300,5,60,400,300,9000\n"
    )
    assert cells(tmp_path, "few-entities", table=table, side=side) == ["C2"]


def test_of_two_counts_it_must_be_said_which_is_meant(tmp_path: Path) -> None:
    table = "Sector,Learners,In work,Mean pay\nFarming,40,20,25.0\nRetail,300,200,30.0\nResearch,50,40,16.0\n"
    told = unread(checked(written(tmp_path, table=table)))
    assert len(told) == 1
    assert "does not say which of the counts" in told[0]
    named = MANIFEST.replace("pay.csv}", "pay.csv, measures: [Learners, Mean pay]}")
    report = checked(written(tmp_path, table=table, manifest=named))
    assert not unread(report)
    assert rule(report, "employers").outcome is Outcome.UNDETERMINED


def test_two_tables_of_a_sheet_are_told_apart_by_their_ranges(tmp_path: Path) -> None:
    table = TABLE + "\n\nThe year before\n" + TABLE.replace("40,25.0", "41,25.0")
    told = unread(checked(written(tmp_path, table=table)))
    assert any("fits several tables" in text for text in told), told
    head, *rows = SIDE.splitlines()
    areas = [report.range for report in checked(written(tmp_path, table=table)).tables]
    side = "\n".join([f"Table,{head}", *(f"{area},{row}" for area in areas for row in rows)])
    report = checked(written(tmp_path, table=table, side=side))
    assert not unread(report)
    assert [finding.check for finding in report.findings if finding.undetermined is False] == ["mismatched-evidence"]


def line(number: int, old: str, new: str) -> str:
    rows = SIDE.splitlines()
    rows[number] = rows[number].replace(old, new)
    return "\n".join(rows)


WRONG = {
    "a missing n": (line(1, "40", ""), "has no 'n' in row 2"),
    "a negative n": (line(1, "40", "-40"), "has a negative number in row 2, column 'n'"),
    "a fraction of a person": (line(1, "40", "40.5"), "has a fraction in row 2, column 'n'"),
    "a text for a number": (line(3, "260", "secret"), "has no number in row 4, column 'largest'"),
    "no column n": (line(0, ",n,", ",size,"), "has no column 'n'"),
    "two rows for one cell": (SIDE + SIDE.splitlines()[1], "has two rows for one cell, rows 2 and 5"),
    "another table": (SIDE.replace("Farming", "A").replace("Retail", "B").replace("Research", "C"), "is about another table"),
    "a misspelt label": (line(2, "Retail", "Retial"), "has a row whose labels no cell of the table has, row 3"),
    "a misspelt fact": (line(0, "largest,second", "larges,second"), "has a column, F, that is neither"),
    "a column twice": (line(0, "second_largest", "largest"), "has the heading of column G twice"),
    "a part above the whole": (line(1, "300,200,1000", "1300,200,1000"), "has largest contributions above their total in row 2"),
    "a second above the first": (line(1, "300,200,1000", "200,300,1000"), "has largest contributions out of order in row 2"),
    "a sum below zero": (line(1, "1000", "-1000"), "has a sum below zero without negative contributions in row 2"),
    "negatives without absolutes": (line(1, "5,5,0", "5,5,1"), "has 'negatives' but no column 'absolute_sum'"),
    "more negatives than contributors": (
        "Sector,n,contributors,negatives,sum,absolute_sum\nFarming,40,5,6,-10,2000",
        "has more negative contributions than contributors in row 2",
    ),
    "nothing": ("", "cannot be read"),
    "more with a value than there are": ("Sector,n,valued\nFarming,40,41", "has more 'valued' than 'n' in row 2"),
    "headings alone": (SIDE.splitlines()[0], "holds no rows"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_a_wrong_side_file_is_one_clear_error_with_its_line_in_the_manifest(fault: str, tmp_path: Path) -> None:
    side, words = WRONG[fault]
    report = checked(written(tmp_path, side=side))
    assert report.verdict is Verdict.INCOMPLETE
    told = unread(report)
    assert len(told) == 1
    assert told[0].startswith("outcheck.yaml:5 names evidence that ")
    assert words in told[0]
    assert "secret" not in told[0]


PLACES = {
    "no such file": ("{file: ../side/payy.csv}", "does not exist"),
    "inside the release": ("{file: pay.csv}", "lies inside the release and would leave with it"),
    "a measure the table does not have": (
        "{file: ../side/pay.csv, measures: Mean age}",
        "a measure that the table does not have",
    ),
    "a sheet it does not have": ("{file: ../side/pay.csv, sheet: Facts}", "has no such sheet"),
}


@pytest.mark.parametrize("fault", PLACES)
def test_evidence_that_cannot_be_used_makes_the_verdict_incomplete(fault: str, tmp_path: Path) -> None:
    entry, words = PLACES[fault]
    report = checked(written(tmp_path, manifest=MANIFEST.replace("{file: ../side/pay.csv}", entry)))
    assert report.verdict is Verdict.INCOMPLETE
    assert [words in text for text in unread(report)] == [True]


def test_labels_match_whatever_their_case_and_spaces(tmp_path: Path) -> None:
    assert (
        checked(written(tmp_path, side=SIDE.replace("Farming", " FARMING ").replace("Sector", "sector"))).verdict is Verdict.CLEAR
    )


def test_a_column_is_known_by_its_labels_where_its_heading_differs(tmp_path: Path) -> None:
    assert checked(written(tmp_path, side=SIDE.replace("Sector", "sic_section"))).verdict is Verdict.CLEAR


def test_evidence_of_a_suppressed_cell_is_welcome_and_asks_nothing(tmp_path: Path) -> None:
    table = TABLE.replace("40,25.0", "[c],[c]")
    assert checked(written(tmp_path, table=table, side=SIDE.replace("0,300,200,1000", "0,999,1,1000"))).verdict is Verdict.CLEAR
