"""Protected copies: what offends is hidden, what gives it back too, and nothing else changes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from openpyxl.styles import Font
from protected import TODAY, fixed, left_to_settle
from releases import crosstab, tidy, written

from outcheck.clearance import Request, check, record
from outcheck.fixing import propose
from outcheck.model.places import Place
from outcheck.protect import Aim, Method, Why, Wishes
from outcheck.renderers.protection import summary
from outcheck.writers import CleanError

TITLE = "Number of learners by region and sex\n"
TWO_BY_TWO = f"{TITLE}Region,Female,Male,Total\nNorth,4,40,44\nSouth,30,50,80\nEast,35,20,55\nTotal,69,110,179\n"


def test_a_small_count_is_hidden_with_three_others_so_that_no_total_gives_it_back(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": TWO_BY_TWO})
    made = fixed(folder, tmp_path / "copies")
    assert [change.why for change in made.plan.changes].count(Why.PRIMARY) == 1
    assert [change.why for change in made.plan.changes].count(Why.SECONDARY) == 3
    assert left_to_settle(made) == []
    lines = (tmp_path / "copies" / "a.csv").read_text().splitlines()
    assert lines[1] == "Region,Female,Male,Total"
    assert lines[2].startswith("North,[c],[c],44")


def test_what_is_hidden_in_one_file_is_hidden_in_every_other(tmp_path: Path) -> None:
    counts = np.array([[[4, 20], [31, 18]], [[25, 33], [41, 27]], [[19, 52], [22, 48]]])
    files = {"a.csv": crosstab(counts, "Region", "Sex"), "b.csv": tidy(counts, ["Region", "Sex", "Sector"])}
    made = fixed(written(tmp_path / "release", files), tmp_path / "copies")
    assert left_to_settle(made) == []


def test_a_percentage_of_a_hidden_count_is_hidden_with_it(tmp_path: Path) -> None:
    rows = "Region,Learners,Passed,% passed\nNorth,60,4,6.7\nSouth,80,50,62.5\nEast,75,30,40.0\nTotal,215,84,39.1\n"
    made = fixed(written(tmp_path / "release", {"a.csv": rows}), tmp_path / "copies")
    hidden = {change.place.cell: change.why for change in made.plan.changes}
    assert hidden["C2"] is Why.PRIMARY
    assert "D2" in hidden
    assert left_to_settle(made) == []


def test_a_cell_that_is_to_be_kept_is_never_hidden_and_named_where_it_offends(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": TWO_BY_TWO})
    made = fixed(folder, tmp_path / "copies", Wishes(keep=(Place("a.csv", "", "B3"),)))
    assert made.plan.changes == ()
    assert [(stuck.place.cell, stuck.why) for stuck in made.plan.stuck if stuck.blocks] == [("B3", "it is to be kept")]
    around = fixed(folder, tmp_path / "around", Wishes(keep=(Place("a.csv", "", "C3:C6"),)))
    assert not any(change.place.cell.startswith("C") for change in around.plan.changes)
    assert left_to_settle(around) == []


def test_a_cell_that_may_rather_go_goes_first(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": TWO_BY_TWO})
    made = fixed(folder, tmp_path / "copies", Wishes(prefer=(Place("a.csv", "", "A5:C5"),)))
    assert {"B5", "C5"} <= {change.place.cell for change in made.plan.changes}


def test_losing_the_least_value_and_losing_the_fewest_cells_differ(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": TWO_BY_TWO})
    values = {"B3": 4, "C3": 40, "B4": 30, "C4": 50, "B5": 35, "C5": 20}
    made = fixed(folder, tmp_path / "copies", Wishes(aim=Aim.VALUES))
    assert sum(values[change.place.cell] for change in made.plan.changes) == 4 + 40 + 35 + 20


def test_a_stray_number_below_one_table_hides_nothing_of_another_and_is_left_to_a_person(tmp_path: Path) -> None:
    """It was taken for a region of which the learners are hidden, as all totals told: three quarters of the numbers went."""
    sexes = "Number of learners by region and sex\nRegion,Female,Male,Total\nNorth,14,30,44\nSouth,30,50,80\nEast,35,20,55\n"
    files = {"a.csv": f"{sexes}Total,79,100,179\n", "b.csv": "Region,Learners\nNorth,44\nSouth,80\nEast,55\n3,\n"}
    made = fixed(written(tmp_path / "release", files), tmp_path / "copies")
    assert made.plan.changes == ()
    assert made.report is not None
    assert [(held.place.file, held.place.cell, held.check) for held in made.report.findings] == [
        ("b.csv", "A5", "unexplained-number")
    ]


def test_doing_it_twice_changes_nothing_more(tmp_path: Path) -> None:
    counts = np.array([[[4, 20], [31, 18]], [[25, 33], [41, 27]], [[19, 52], [22, 48]]])
    folder = written(
        tmp_path / "release", {"a.csv": crosstab(counts, "Region", "Sex"), "b.csv": tidy(counts, ["Region", "Sector"])}
    )
    fixed(folder, tmp_path / "once")
    again = fixed(tmp_path / "once", tmp_path / "twice")
    assert again.plan.changes == ()
    for name in ("a.csv", "b.csv"):
        assert (tmp_path / "once" / name).read_bytes() == (tmp_path / "twice" / name).read_bytes()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_text_keeps_every_byte_that_is_not_hidden(tmp_path: Path, encoding: str) -> None:
    text = TWO_BY_TWO.replace(",", ";").replace("Region", '"Région"').replace("\n", "\r\n")
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "a.csv").write_bytes(text.encode(encoding))
    made = fixed(tmp_path / "release", tmp_path / "copies")
    lines = [line.split(";") for line in text.split("\r\n")]
    for change in made.plan.changes:
        lines[int(change.place.cell[1:]) - 1]["ABCD".index(change.place.cell[0])] = change.marker
    wanted = "\r\n".join(";".join(line) for line in lines)
    assert (tmp_path / "copies" / "a.csv").read_bytes() == wanted.encode(encoding)
    assert made.plan.changes


def test_a_workbook_keeps_its_looks_and_says_what_the_marker_means(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Table 1"
    for line in TWO_BY_TWO.splitlines():
        sheet.append([int(text) if text.isdigit() else text for text in line.split(",")])
    sheet.merge_cells("A1:D1")
    sheet["B3"].font = Font(bold=True, color="FF112233")
    (tmp_path / "release").mkdir()
    book.save(tmp_path / "release" / "a.xlsx")
    made = fixed(tmp_path / "release", tmp_path / "copies")
    copy = openpyxl.load_workbook(tmp_path / "copies" / "a.xlsx")["Table 1"]
    assert copy["B3"].value == "[c]"
    assert copy["B3"].font.bold
    assert copy["B3"].alignment.horizontal == "right"  # as the number stood
    assert "A1:D1" in {str(area) for area in copy.merged_cells.ranges}
    assert copy.cell(copy.max_row, 1).value == "[c] = not shown, to protect confidentiality"
    assert left_to_settle(made) == []


def test_what_left_before_is_protected_too(tmp_path: Path) -> None:
    before = f"{TITLE}Region,Female,Male,Total\nNorth,[c],[c],44\nSouth,[c],[c],80\nEast,35,20,55\nTotal,69,110,179\n"
    old = written(tmp_path / "old", {"a.csv": before})
    ledger = str(tmp_path / "left.db")
    record(Request((old,), ("ons-srs",)), ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    now = f"{TITLE}Region,Female,Male,Total\nNorth,4,40,44\nSouth,30,50,80\nEast,35,20,55\nTotal,69,110,179\n"
    folder = written(tmp_path / "new", {"b.csv": now})
    made = fixed(folder, tmp_path / "copies", ledger=ledger)
    assert {change.place.cell for change in made.plan.changes} == {"B3", "C3", "B4", "C4"}
    assert left_to_settle(made) == []


def test_what_left_before_in_print_cannot_be_taken_back(tmp_path: Path) -> None:
    old = written(tmp_path / "old", {"a.csv": TWO_BY_TWO})
    ledger = str(tmp_path / "left.db")
    record(Request((old,), ("ons-srs",)), ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    folder = written(tmp_path / "new", {"b.csv": TWO_BY_TWO})
    made = fixed(folder, tmp_path / "copies", ledger=ledger)
    assert any(stuck.place.cell == "B3" for stuck in made.plan.stuck)


def test_a_release_that_needs_nothing_stays_as_it_is(tmp_path: Path) -> None:
    folder = written(
        tmp_path / "release", {"a.csv": TWO_BY_TWO.replace("4,40,44", "14,40,54").replace("69,110,179", "79,110,189")}
    )
    made = fixed(folder, tmp_path / "copies")
    assert made.plan.changes == ()
    assert (tmp_path / "copies" / "a.csv").read_bytes() == (folder / "a.csv").read_bytes()


def test_a_proposal_writes_nothing(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": TWO_BY_TWO})
    made = propose(Request((folder,), ("ons-srs",)), Wishes(), today=TODAY)
    assert len(made.plan.changes) == 4
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.csv", "release"]


@pytest.mark.parametrize("method", [Method.SUPPRESS, Method.MERGE])
@pytest.mark.parametrize("fits", [0, 1])
def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: Method, fits: int) -> None:
    ages = TWO_BY_TWO.replace("Region", "Age").replace("North", "16-19").replace("South", "20-24").replace("East", "25-34")
    folder = written(tmp_path / "release", {"a.csv": ages, "b.csv": ages.replace("Female", "Women")})
    write, done = Path.write_bytes, []

    def full(self: Path, data: bytes) -> int:
        done.append(self)
        if len(done) > fits:
            raise OSError(28, "No space left on device", str(self))
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        fixed(folder, tmp_path / "copies", Wishes(method))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["release"]
    assert (folder / "a.csv").read_text() == ages


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": TWO_BY_TWO})
    there = written(tmp_path / "copies", {"mine.txt": "mine"})
    with pytest.raises(CleanError, match="is there already"):
        fixed(folder, there)
    assert [path.name for path in there.iterdir()] == ["mine.txt"]


def test_the_originals_are_only_read(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": TWO_BY_TWO})
    fixed(folder, tmp_path / "copies")
    assert (folder / "a.csv").read_text() == TWO_BY_TWO
    assert check(Request((folder,), ("ons-srs",)), today=TODAY).totals.blocked > 0


def test_what_is_kept_and_gives_a_hidden_number_back_is_named(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": TWO_BY_TWO})
    keep = tuple(Place("a.csv", "", cells) for cells in ("C3:D3", "B4:B6"))
    made = fixed(folder, tmp_path / "copies", Wishes(keep=keep))
    told = [stuck.why for stuck in made.plan.stuck if stuck.place.cell == "B3"]
    assert any(why.startswith("these may not be hidden and give it back: ") for why in told)
    assert not any(change.place.cell in ("C3", "D3", "B4", "B5", "B6") for change in made.plan.changes)


def test_the_fewest_numbers_that_give_it_back_are_named_first_and_other_files_are_still_fixed(tmp_path: Path) -> None:
    other = "Number of staff by site and grade\nSite,Junior,Senior,Total\nLeeds,5,60,65\nYork,30,44,74\nHull,41,52,93\n"
    files = {"a.csv": TWO_BY_TWO, "c.csv": f"{other}Total,76,156,232\n"}
    keep = tuple(Place("a.csv", "", cells) for cells in ("C3:D3", "B4:B6"))
    made = fixed(written(tmp_path / "release", files), tmp_path / "copies", Wishes(keep=keep))
    (stuck,) = made.plan.stuck
    assert stuck.place == Place("a.csv", "", "B3")
    assert stuck.why == (
        "these may not be hidden and give it back: a.csv!C3, a.csv!D3; once one of these is, so do a.csv!B4, a.csv!B5, a.csv!B6"
    )
    assert len([change for change in made.plan.changes if change.place.file == "c.csv"]) == 4
    assert {finding.place.file for finding in made.report.findings} == {"a.csv"} if made.report else False
    assert "  No smaller loss protects the others: proven." in [*summary(made.plan)]


def test_totals_that_contradict_each_other_are_named_and_other_files_are_still_fixed(tmp_path: Path) -> None:
    files = {"a.csv": TWO_BY_TWO, "c.csv": TWO_BY_TWO.replace("region", "site").replace(",179", ",999").replace("4,40", "5,39")}
    made = fixed(written(tmp_path / "release", files), tmp_path / "copies")
    assert left_to_settle(made) == []
    assert {(stuck.place.file, stuck.place.cell, stuck.rule) for stuck in made.plan.stuck} >= {("c.csv", "D6", "broken-total")}
    assert {change.place.cell for change in made.plan.changes if change.place.file == "a.csv"} >= {"B3", "C3"}


def test_a_table_in_which_all_would_have_to_go_is_hidden_whole_and_others_are_not(tmp_path: Path) -> None:
    files = {"a.csv": TWO_BY_TWO, "c.csv": "Sex,Staff\nFemale,4\nMale,3\nTotal,7\n"}
    made = fixed(written(tmp_path / "release", files), tmp_path / "copies")
    assert left_to_settle(made) == []
    assert (tmp_path / "copies" / "c.csv").read_text() == "Sex,Staff\nFemale,[c]\nMale,[c]\nTotal,[c]\n"
    assert len([change for change in made.plan.changes if change.place.file == "a.csv"]) == 4


def test_hidden_counts_of_one_total_are_not_left_together_too_few(tmp_path: Path) -> None:
    rows = f"{TITLE}Region,Female,Male,Other,Total\nNorth,3,4,40,47\nSouth,30,50,60,140\nEast,35,25,20,80\nTotal,68,79,120,267\n"
    made = fixed(written(tmp_path / "release", {"a.csv": rows}), tmp_path / "copies")
    hidden = {change.place.cell for change in made.plan.changes}
    assert {"B3", "C3", "D3"} <= hidden or "E3" in hidden
    assert left_to_settle(made) == []


def test_of_all_patterns_the_cheapest_is_taken_and_it_is_said_so(tmp_path: Path) -> None:
    made = fixed(written(tmp_path / "release", {"a.csv": TWO_BY_TWO}), tmp_path / "copies")
    assert made.plan.proven
    assert "  No smaller loss protects them: proven." in [*summary(made.plan)]
    assert made.plan.cost > 0
