"""Totals worked out again without what is hidden: marked, the same everywhere, and never beside the true ones."""

from __future__ import annotations

import csv
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from protected import TODAY, differing, fixed, left_to_settle
from releases import Counts, crosstab, tidy, written

from outcheck.clearance import Request, check, record
from outcheck.model.report import Report, Verdict
from outcheck.protect import CannotRound, Method, Why, Wishes

AGAIN = Wishes(recalculate=True)
TITLE = "Number of learners by region and sex\n"
WHOLE = f"{TITLE}Region,Female,Male,Total\nNorth,4,40,44\nSouth,30,50,80\nEast,35,20,55\nTotal,69,110,179\n"
SHOWN = f"{TITLE}Region,Female,Male,Total\nNorth,[c],40,40 [t]\nSouth,30,50,80\nEast,35,20,55\nTotal,65 [t],110,175 [t]\n"
REGIONS = "Number of learners by region\nRegion,Learners\nNorth,44\nSouth,80\nEast,55\nTotal,179\n"
REGIONS_SHOWN = REGIONS.replace("44", "40 [t]").replace("179", "175 [t]")


def checked(folder: Path, ledger: str = "") -> Report:
    return check(Request((folder,), ("ons-srs",), ledger=ledger), today=TODAY)


def test_the_totals_of_a_hidden_number_add_up_what_is_shown_and_nothing_else_is_hidden(tmp_path: Path) -> None:
    made = fixed(written(tmp_path / "release", {"a.csv": WHOLE}), tmp_path / "copies", AGAIN)
    assert (tmp_path / "copies" / "a.csv").read_text() == SHOWN
    assert left_to_settle(made) == []


def test_a_table_of_the_totals_shows_the_same(tmp_path: Path) -> None:
    made = fixed(written(tmp_path / "release", {"a.csv": WHOLE, "b.csv": REGIONS}), tmp_path / "copies", AGAIN)
    assert (tmp_path / "copies" / "a.csv").read_text() == SHOWN
    assert (tmp_path / "copies" / "b.csv").read_text() == REGIONS_SHOWN
    assert left_to_settle(made) == []


def test_a_total_that_two_tables_would_add_up_differently_is_hidden_in_both(tmp_path: Path) -> None:
    counts = np.array([[[4, 20], [31, 18]], [[25, 33], [41, 27]], [[19, 52], [22, 48]]])
    files = {"a.csv": crosstab(counts, "Region", "Sex"), "b.csv": crosstab(counts, "Sector", "Region")}
    files["a.csv"] = TITLE + files["a.csv"].replace("24,49,73", "4,69,73")
    made = fixed(written(tmp_path / "release", files), tmp_path / "copies", AGAIN)
    assert left_to_settle(made) == []
    said = dict(totals_by_label(tmp_path / "copies", "North"))
    assert said["a.csv"] == said["b.csv"]


def totals_by_label(folder: Path, label: str) -> list[tuple[str, str]]:
    """What each file shows as the total of a region."""
    first = [line for line in csv.reader((folder / "a.csv").read_text().splitlines()) if line[0] == label]
    lines = list(csv.reader((folder / "b.csv").read_text().splitlines()))
    return [("a.csv", first[0][-1]), ("b.csv", lines[-1][lines[0].index(label)])]


def test_marked_totals_that_add_up_what_is_shown_are_clear(tmp_path: Path) -> None:
    assert checked(written(tmp_path / "a", {"a.csv": SHOWN})).verdict is Verdict.CLEAR
    assert checked(written(tmp_path / "b", {"a.csv": SHOWN, "b.csv": REGIONS_SHOWN})).verdict is Verdict.CLEAR


@pytest.mark.parametrize(
    "files",
    [
        {"a.csv": SHOWN.replace(" [t]", "")},
        {"a.csv": SHOWN.replace("40 [t]", "44 [t]").replace("65 [t]", "69 [t]").replace("175 [t]", "179 [t]")},
        {"a.csv": SHOWN.replace("40 [t]", "44 [t]")},
        {"a.csv": SHOWN, "b.csv": REGIONS},
        {"a.csv": SHOWN, "b.csv": REGIONS.replace("44", "44 [t]").replace("179", "179 [t]")},
        {"a.csv": SHOWN, "b.csv": REGIONS.replace("44", "40")},
    ],
    ids=[
        "not marked",
        "all true and marked",
        "one true and marked",
        "true beside",
        "true and marked beside",
        "part of one beside",
    ],
)
def test_a_total_that_tells_what_is_hidden_is_never_clear_whatever_marks_it(tmp_path: Path, files: dict[str, str]) -> None:
    assert checked(written(tmp_path / "release", files)).verdict is not Verdict.CLEAR


def test_true_totals_beside_those_without_what_is_hidden_are_found_though_the_tables_share_no_number(tmp_path: Path) -> None:
    rows = [("North", 400, 404), ("South", 507, 515), ("East", 203, 206), ("West", 311, 317), ("Total", 1421, 1442)]
    one = TITLE + "Region,Female,Male,Total\n" + "".join(f"{name},[c],{shown},{shown} [t]\n" for name, shown, _ in rows)
    other = "Number of learners by region\nRegion,Learners\n" + "".join(f"{name},{whole}\n" for name, _, whole in rows)
    found = checked(written(tmp_path / "release", {"a.csv": one, "b.csv": other}))
    assert found.verdict is not Verdict.CLEAR
    assert {finding.check for finding in found.findings} == {"population-difference"}
    assert len(next(iter(found.findings)).related) > 0
    left = written(tmp_path / "left", {"a.csv": one})
    ledger = str(tmp_path / "left.db")
    record(Request((left,), ("ons-srs",)), ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    now = checked(written(tmp_path / "now", {"b.csv": other}), ledger)
    assert now.verdict is not Verdict.CLEAR


@pytest.mark.parametrize("before", [WHOLE.replace("4,40,44", "[c],[c],44").replace("30,50,80", "[c],[c],80"), REGIONS])
def test_true_totals_that_left_before_are_reckoned_with(tmp_path: Path, before: str) -> None:
    old = written(tmp_path / "old", {"old.csv": before})
    ledger = str(tmp_path / "left.db")
    record(Request((old,), ("ons-srs",)), ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    assert checked(written(tmp_path / "shown", {"a.csv": SHOWN}), ledger).verdict is Verdict.BLOCKED
    made = fixed(written(tmp_path / "release", {"a.csv": WHOLE}), tmp_path / "copies", AGAIN, ledger=ledger)
    assert left_to_settle(made) == []
    assert len(made.plan.changes) > 1


def test_what_left_as_a_total_of_what_is_shown_is_remembered_as_one(tmp_path: Path) -> None:
    old = written(tmp_path / "old", {"a.csv": SHOWN})
    ledger = str(tmp_path / "left.db")
    record(Request((old,), ("ons-srs",)), ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    assert checked(written(tmp_path / "again", {"b.csv": REGIONS_SHOWN}), ledger).verdict is Verdict.CLEAR
    now = checked(written(tmp_path / "true", {"b.csv": REGIONS}), ledger)
    assert now.verdict is Verdict.BLOCKED
    assert "past-release" in {finding.check for finding in now.findings}


def test_a_total_that_came_out_whole_gets_the_decimals_of_its_parts(tmp_path: Path) -> None:
    pay = "Region,Learners,Sum of pay\nNorth,4,35.9\nSouth,30,250.4\nEast,25,213.7\nTotal,59,500\n"
    made = fixed(written(tmp_path / "release", {"a.csv": pay}), tmp_path / "copies", AGAIN)
    assert left_to_settle(made) == []
    assert (tmp_path / "copies" / "a.csv").read_text().splitlines()[-1] == "Total,55 [t],464.1 [t]"


def test_a_workbook_says_below_what_the_mark_means(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in WHOLE.replace("110,179", "1110,1179").replace("50,80", "1050,1080").splitlines():
        sheet.append([int(text) if text.isdigit() else text for text in line.split(",")])
    (tmp_path / "release").mkdir()
    book.save(tmp_path / "release" / "a.xlsx")
    made = fixed(tmp_path / "release", tmp_path / "copies", AGAIN)
    copy = openpyxl.load_workbook(tmp_path / "copies" / "a.xlsx").worksheets[0]
    assert copy["D6"].value == "1,175 [t]"
    assert [cell.value for cell in copy["A"][-2:]] == [
        "[c] = not shown, to protect confidentiality",
        "[t] = total of the numbers that are shown, without those that are not",
    ]
    assert left_to_settle(made) == []


def test_percentages_of_such_totals_are_hidden(tmp_path: Path) -> None:
    rows = "Region,Learners,Passed,% passed\nNorth,60,4,6.7\nSouth,80,50,62.5\nEast,75,30,40.0\nTotal,215,84,39.1\n"
    made = fixed(written(tmp_path / "release", {"a.csv": rows}), tmp_path / "copies", AGAIN)
    assert left_to_settle(made) == []
    lines = (tmp_path / "copies" / "a.csv").read_text().splitlines()
    assert lines[1] == "North,60,[c],[c]"
    assert lines[-1] == "Total,215,80 [t],[c]"


def test_a_total_that_is_to_be_kept_stays_true_and_is_protected(tmp_path: Path) -> None:
    from outcheck.model.places import Place  # noqa: PLC0415  one use

    wishes = Wishes(recalculate=True, keep=(Place("a.csv", "", "D3:D6"), Place("a.csv", "", "B6:C6")))
    made = fixed(written(tmp_path / "release", {"a.csv": WHOLE}), tmp_path / "copies", wishes)
    assert not any(held.of_what_is_shown for held in made.plan.renumbered)
    assert [change.why for change in made.plan.changes].count(Why.SECONDARY) == 3
    assert left_to_settle(made) == []


def test_a_total_that_a_title_says_stays_true_and_is_reckoned_with(tmp_path: Path) -> None:
    titled = WHOLE.replace("region and sex", "region and sex (N = 179)")
    made = fixed(written(tmp_path / "release", {"a.csv": titled}), tmp_path / "copies", AGAIN)
    assert left_to_settle(made) == []
    lines = (tmp_path / "copies" / "a.csv").read_text().splitlines()
    assert lines[-1].endswith(",179")
    assert made.report is not None
    assert made.report.verdict is Verdict.CLEAR  # a part that leaves something out breaks no sum
    assert sum(change.why is Why.SECONDARY for change in made.plan.changes) > 0


def test_rounded_totals_are_not_worked_out_again(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": WHOLE})
    with pytest.raises(CannotRound, match="together with their totals"):
        fixed(folder, tmp_path / "copies", Wishes(Method.ROUND, recalculate=True))


def test_nothing_that_is_said_tells_by_how_much_a_total_fell(tmp_path: Path) -> None:
    from outcheck.renderers.protection import changes_csv, differences, summary  # noqa: PLC0415  one use

    made = fixed(written(tmp_path / "release", {"a.csv": WHOLE}), tmp_path / "copies", AGAIN)
    said = "\n".join([*summary(made.plan), *differences(made.plan), changes_csv(made.plan)])
    assert "3 totals worked out again, marked [t]: without what is hidden." in said
    assert "%" not in said
    assert not {"44", "40", "69", "65", "179", "175"} & set(re.findall(r"\d+", said))
    assert made.plan.largest_change == 0.0


@st.composite
def releases(draw: st.DrawFn) -> dict[str, str]:
    """One to three files of tables that count the same people."""
    shape = draw(st.integers(2, 4)), 2, draw(st.integers(2, 4))
    size = int(np.prod(shape))
    sizes = st.one_of(st.integers(0, 12), st.integers(10, 90))
    counts: Counts = np.array(draw(st.lists(sizes, min_size=size, max_size=size))).reshape(shape)
    files = {
        "regions.csv": TITLE + crosstab(counts, "Region", "Sex"),
        "sectors.csv": "Number of learners by sector and region\n" + crosstab(counts, "Sector", "Region"),
        "all.csv": tidy(counts, ["Region", "Sex", "Sector"]),
        "shares.csv": tidy(counts, ["Region", "Sector"], percentages=True),
    }
    names = draw(st.lists(st.sampled_from(sorted(files)), min_size=1, max_size=3, unique=True))
    return {name: files[name] for name in sorted(names)}


def holds(files: dict[str, str]) -> None:
    """Fix a release so that its totals leave out what is hidden, and see that the laws hold."""
    with tempfile.TemporaryDirectory() as made:
        folder, copies = written(Path(made) / "release", files), Path(made) / "once"
        once = fixed(folder, copies, AGAIN)
        assert left_to_settle(once) == []
        places = [*(change.place for change in once.plan.changes), *(held.place for held in once.plan.renumbered)]
        assert differing(folder, copies) == {(place.file, place.cell) for place in places}
        for place in (held.place for held in once.plan.renumbered):
            assert cell_of(copies, place.file, place.cell).endswith(" [t]")
        # The same with these totals hidden instead: they say nothing that is not shown.
        hidden = {path.name: re.sub(r"\d+ \[t\]", "[c]", path.read_text()) for path in copies.iterdir()}
        rest = checked(written(Path(made) / "hidden", hidden))
        assert {finding.check for finding in rest.findings if finding.level.value == "block"} <= {
            finding.check for finding in (once.report.findings if once.report else ()) if finding.level.value == "block"
        }
        twice = fixed(copies, Path(made) / "twice", AGAIN)
        assert (twice.plan.changes, twice.plan.renumbered) == ((), ())
        assert fixed(copies, Path(made) / "thrice").plan.changes == ()


def cell_of(folder: Path, file: str, cell: str) -> str:
    lines = list(csv.reader((folder / file).read_text().splitlines()))
    return lines[int(cell[1:]) - 1]["ABCDEFGHI".index(cell[0])]


@given(releases())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
def test_a_release_with_such_totals_passes_names_every_change_and_needs_no_more(files: dict[str, str]) -> None:
    holds(files)


@pytest.mark.slow
@given(releases())
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_five_hundred_releases_with_such_totals_pass(files: dict[str, str]) -> None:
    holds(files)


def test_tidy_tables_mark_the_rows_that_are_totals(tmp_path: Path) -> None:
    counts = np.array([[[4, 20], [31, 18]], [[25, 33], [41, 27]], [[19, 52], [22, 48]]])
    made = fixed(written(tmp_path / "release", {"a.csv": tidy(counts, ["Region", "Sex", "Sector"])}), tmp_path / "copies", AGAIN)
    assert left_to_settle(made) == []
    lines = dict(line.rsplit(",", 1) for line in (tmp_path / "copies" / "a.csv").read_text().splitlines())
    assert lines["North,Female,Care"] == "[c]"
    assert lines["North,Female,Total"] == "20 [t]"
    assert lines["Total,Total,Total"] == f"{counts.sum() - 4} [t]"


def test_a_size_in_the_title_of_another_table_keeps_no_total(tmp_path: Path) -> None:
    """The 44 of the North is worked out again, though staff of some sites are 44 as well."""
    staff = "Number of staff by site (N = 44)\nSite,Staff\nLeeds,20\nYork,24\n"
    fixed(written(tmp_path / "release", {"a.csv": WHOLE, "b.csv": staff}), tmp_path / "copies", AGAIN)
    assert (tmp_path / "copies" / "a.csv").read_text() == SHOWN
