"""Merged categories: the same ones in every table, with numbers that still add up, and what that leaves is hidden."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font
from protected import TODAY, fixed, left_to_settle
from releases import CATEGORIES, Counts, crosstab, tidy, written

from outcheck.clearance import Request, record
from outcheck.fixing import Fixed, propose
from outcheck.model.places import Place
from outcheck.protect import Method, Together, Wishes
from outcheck.renderers.protection import changes_csv

AGES = """\
Number of learners by age and sex
Age,Female,Male,Total
16-19,4,40,44
20-24,30,50,80
25-34,35,20,55
Total,69,110,179
"""
MERGE = Wishes(Method.MERGE)


def merged(tmp_path: Path, files: dict[str, str], wishes: Wishes = MERGE, ledger: str = "") -> Fixed:
    return fixed(written(tmp_path / "release", files), tmp_path / "copies", wishes, ledger)


def rows(tmp_path: Path, name: str) -> list[list[str]]:
    return list(csv.reader((tmp_path / "copies" / name).read_text(encoding="utf-8").splitlines()))


def test_two_age_bands_become_one_that_is_named_after_both(tmp_path: Path) -> None:
    made = merged(tmp_path, {"a.csv": AGES})
    assert rows(tmp_path, "a.csv")[2:] == [
        ["16-24", "34", "90", "124"],
        ["25-34", "35", "20", "55"],
        ["Total", "69", "110", "179"],
    ]
    assert made.plan.merged == (Together(Place("a.csv", "", "A3:D4"), "Age", ("16-19", "20-24"), "16-24"),)
    assert made.plan.changes == ()
    assert left_to_settle(made) == []


@pytest.mark.parametrize("across", [False, True])
def test_the_log_names_no_row_or_column_between_those_that_become_one(tmp_path: Path, *, across: bool) -> None:
    """It named one range over all of them, with the South inside, of which nothing changed."""
    lines = [
        ["Region", "Female", "Male", "Total"], ["North", "4", "40", "44"], ["South", "30", "50", "80"],
        ["East", "5", "20", "25"], ["West", "40", "31", "71"], ["Total", "79", "141", "220"],
    ]  # fmt: skip
    if across:
        lines = [
            ["Sex", *(line[0] for line in lines[1:])],
            *(["", *held] for held in zip(*(line[1:] for line in lines[1:]), strict=True)),
        ]
        for line, sex in zip(lines[1:], ("Female", "Male", "Total"), strict=True):
            line[0] = sex
    text = "Number of learners by region and sex\n" + "".join(f"{','.join(line)}\n" for line in lines)
    made = merged(tmp_path, {"a.csv": text})
    assert [held.place.cell for held in made.plan.merged] == (["B2:B5", "D2:E5"] if across else ["A3:D3", "A5:D6"])
    log = [line for line in csv.DictReader(changes_csv(made.plan, made.otherwise).splitlines()) if line["why"] == "merged"]
    assert [line["cell"] for line in log] == [held.place.cell for held in made.plan.merged]
    same = [line[2] for line in rows(tmp_path, "a.csv")[1:]] if across else rows(tmp_path, "a.csv")[3]
    assert same == ["South", "30", "50", "80"]


def test_small_sectors_become_other_in_every_file(tmp_path: Path) -> None:
    sectors = np.array([[[40, 30, 20, 3, 14]], [[50, 30, 25, 12, 5]]])
    files = {
        "a.csv": tidy(sectors, ["Region", "Sector"], percentages=True),
        "b.csv": "Number of learners by sector and region\n" + crosstab(sectors, "Sector", "Region"),
        "c.csv": "Number of learners by region and sector\n" + crosstab(sectors, "Region", "Sector"),
    }
    made = merged(tmp_path, files)
    assert {held.place.file for held in made.plan.merged} == set(files)
    assert {(held.labels, held.now) for held in made.plan.merged} == {(("Energy", "Farming"), "Other")}
    assert ["North", "Other", "17", "15.9"] in rows(tmp_path, "a.csv")
    assert ["Other", "17", "17", "34"] in rows(tmp_path, "b.csv")
    assert rows(tmp_path, "c.csv")[1:3] == [
        ["Region", "Care", "Retail", "Transport", "Other", "Total"],
        ["North", "40", "30", "20", "17", "107"],
    ]
    assert made.plan.changes == ()
    assert left_to_settle(made) == []


def test_small_places_of_one_region_become_its_others(tmp_path: Path) -> None:
    text = "Area,Learners\nNorth,100\n  Leeds,70\n  York,26\n  Ripon,4\nSouth,65\n  Dover,50\n  Ryde,15\nTotal,165\n"
    made = merged(tmp_path, {"a.csv": text})
    copy = (tmp_path / "copies" / "a.csv").read_text()
    assert copy == "Area,Learners\nNorth,100\n  Leeds,70\n  Other,30\nSouth,65\n  Dover,50\n  Ryde,15\nTotal,165\n"
    assert left_to_settle(made) == []


def test_a_small_region_is_merged_with_another_and_then_what_lies_under_both(tmp_path: Path) -> None:
    text = "Area,Learners\nNorth,100\n  Leeds,70\n  York,30\nSouth,65\n  Dover,50\n  Ryde,15\nWest,6\n  Mull,6\nTotal,171\n"
    made = merged(tmp_path, {"a.csv": text})
    copy = (tmp_path / "copies" / "a.csv").read_text()
    assert copy == "Area,Learners\nNorth,100\n  Leeds,70\n  York,30\nOther,71\n  Dover,50\n  Other,21\nTotal,171\n"
    assert [held.place.cell for held in made.plan.merged] == ["A5:B9", "A7:B7", "A9:B9"]
    assert left_to_settle(made) == []


def test_a_column_goes_only_where_every_table_in_it_lets_it_go(tmp_path: Path) -> None:
    first = "Number of learners by region and sector\nRegion,Care,Energy,Farming\nNorth,40,4,20\nSouth,50,11,30\n\n"
    other = "Number of learners by age and sector\nAge group,Care,Energy,Farming\n16-24,30,6,20\n25-34,60,9,30\n"
    beside = "Number of learners by age and sex\nAge group,Female,Male,Not known\n16-24,20,16,20\n25-34,29,40,30\n"
    merged(tmp_path / "both", {"a.csv": first + other})
    assert rows(tmp_path / "both", "a.csv")[1:4] == [["Region", "Care", "Other"], ["North", "40", "24"], ["South", "50", "41"]]
    assert rows(tmp_path / "both", "a.csv")[7:] == [["16-24", "30", "26"], ["25-34", "60", "39"]]
    made = merged(tmp_path / "one", {"a.csv": first + beside})
    assert made.plan.merged == ()
    assert made.plan.changes


def test_a_column_that_repeats_the_category_as_a_code_is_renamed_with_it(tmp_path: Path) -> None:
    text = "Sector code,Sector,Learners\nA1,Care,80\nB2,Energy,6\nC3,Farming,15\nD4,Retail,90\nT,Total,191\n"
    merged(tmp_path, {"a.csv": text})
    assert rows(tmp_path, "a.csv")[2] == ["Other", "Other", "21"]


def test_a_workbook_keeps_merged_headings_and_looks_where_columns_become_one(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Table 1"
    for line in (
        ["Number of learners by region, sector and sex"],
        ["Region", "Care", None, "Energy", None, "Farming", None],
        [None, "Female", "Male", "Female", "Male", "Female", "Male"],
        ["North", 40, 41, 4, 15, 14, 16],
        ["South", 50, 51, 16, 17, 18, 19],
        ["East", 60, 61, 20, 21, 22, 23],
    ):
        sheet.append(line)
    for area in ("A1:G1", "B2:C2", "D2:E2", "F2:G2", "A2:A3"):
        sheet.merge_cells(area)
    sheet["D4"].font = Font(bold=True, color="FF112233")
    sheet.column_dimensions["D"].width = 21
    (tmp_path / "release").mkdir()
    book.save(tmp_path / "release" / "a.xlsx")
    made = fixed(tmp_path / "release", tmp_path / "copies", MERGE)
    copy = openpyxl.load_workbook(tmp_path / "copies" / "a.xlsx")["Table 1"]
    values = [[cell.value for cell in line] for line in copy.iter_rows(min_row=2)]
    assert values[0] == ["Region", "Care", None, "Other", None]
    assert values[2] == ["North", 40, 41, 18, 31]
    assert {str(area) for area in copy.merged_cells.ranges} == {"A1:E1", "B2:C2", "D2:E2", "A2:A3"}
    assert copy["D4"].font.bold
    assert copy.column_dimensions["D"].width == 21
    assert [held.place for held in made.plan.merged] == [Place("a.xlsx", "Table 1", "D2:G6")]
    assert left_to_settle(made) == []


def test_a_mean_that_cannot_be_worked_out_gives_way_to_a_marker_and_one_that_can_does_not(tmp_path: Path) -> None:
    lines = ["Sector,Employees,Total pay,Mean pay,Median pay"]
    for name, count, pay in (("Care", 50, 5150), ("Energy", 4, 444), ("Farming", 18, 1746), ("Retail", 93, 9951)):
        lines.append(f"{name},{count},{pay},{pay / count:.2f},{pay / count - 1:.2f}")
    merged(tmp_path, {"a.csv": "\n".join(lines) + "\n"})
    assert rows(tmp_path, "a.csv")[2] == ["Other", "22", "2190", f"{2190 / 22:.2f}", "[x]"]


def test_what_merging_leaves_is_hidden_and_its_place_is_that_in_the_original(tmp_path: Path) -> None:
    text = AGES + "\nNumber of learners by region and time\nRegion,Morning,Evening\nNorth,33,3\nSouth,44,55\n"
    made = merged(tmp_path, {"a.csv": text})
    assert [change.place.cell for change in made.plan.changes] == ["C10"]
    assert ["North", "33", "[c]"] in rows(tmp_path, "a.csv")
    assert left_to_settle(made) == []


def test_nothing_is_merged_where_nothing_is_small(tmp_path: Path) -> None:
    text = AGES.replace("4,40,44", "14,40,54").replace("69,110,179", "79,110,189")
    made = merged(tmp_path, {"a.csv": text})
    assert made.plan.merged == ()
    assert (tmp_path / "copies" / "a.csv").read_text() == text


@pytest.mark.parametrize(
    "text",
    [
        "Sex,Learners\nFemale,4\nMale,60\nTotal,64\n",
        "Year,Learners\n2021,4\n2022,60\n2023,70\n",
        "Category,Learners\nFemale,40\nMale,60\nDisabled,4\nFrom abroad,30\nTotal,100\n",
    ],
    ids=["all in one", "moments of time", "categories that overlap"],
)
def test_what_cannot_sensibly_be_one_category_is_hidden_instead(tmp_path: Path, text: str) -> None:
    made = merged(tmp_path, {"a.csv": text})
    assert made.plan.merged == ()
    assert made.plan.changes


def test_a_category_that_is_to_be_kept_is_not_merged(tmp_path: Path) -> None:
    made = merged(tmp_path, {"a.csv": AGES}, Wishes(Method.MERGE, keep=(Place("a.csv", "", "D4"),)))
    assert made.plan.merged == ()
    assert rows(tmp_path, "a.csv")[3][3] == "80"


def test_a_wish_for_a_cell_follows_it_where_rows_are_gone(tmp_path: Path) -> None:
    text = AGES + "\nNumber of learners by region and time\nRegion,Morning,Evening,All day\nNorth,33,3,36\nWest,44,55,99\n"
    for keep in ("B10:B11", "D10:D11"):
        wishes = Wishes(Method.MERGE, keep=(Place("a.csv", "", keep),))
        made = fixed(written(tmp_path / keep[0], {"a.csv": text}), tmp_path / f"copies{keep[0]}", wishes)
        assert made.plan.merged
        assert made.plan.changes
        assert not any(change.place.cell.startswith(keep[0]) for change in made.plan.changes)


def test_a_waiver_for_cells_does_not_reach_others_that_stand_there_now(tmp_path: Path) -> None:
    text = AGES + "\nNumber of learners by region and time\nRegion,Morning,Evening\nNorth,33,63\nWest,33,3\n"
    folder = written(tmp_path / "release", {"a.csv": text})
    waiver = "{rule: people-low-count, file: a.csv, cells: C10, reason: agreed, by: J. Marsh, until: 2027-01-01}"
    (folder / "outcheck.yaml").write_text(f"pack: ons-srs\nwaivers:\n- {waiver}\n", encoding="utf-8")
    fixed(folder, tmp_path / "copies", MERGE)
    lines = (tmp_path / "copies" / "a.csv").read_text().splitlines()
    assert lines[8:] == ["North,33,63", "West,33,[c]"]


def test_a_merge_that_evidence_speaks_against_is_not_made_and_the_reason_is_given(tmp_path: Path) -> None:
    text = "Sector,Employees,Total pay\nFinance,51,1361841\nProperty,6,120000\nScience,40,900000\nHealth,205,1943536\n"
    folder = written(tmp_path / "release", {"a.csv": text})
    side = "Sector,n,contributors,largest,sum\nFinance,51,51,70000,1361841\nProperty,6,6,30000,120000\n"
    written(tmp_path / "evidence", {"a.csv": side + "Science,40,40,40000,900000\nHealth,205,205,74927,1943536\n"})
    columns = "{Sector: label, Employees: count, Total pay: sum}"
    told = f"{{file: a.csv, unit: person, columns: {columns}, evidence: {{file: evidence/a.csv, measures: Total pay}}}}"
    (tmp_path / "outcheck.yaml").write_text(f"pack: ons-srs\ntables:\n- {told}\n", encoding="utf-8")
    made = fixed(folder, tmp_path / "copies", MERGE)
    assert made.plan.merged == ()
    assert [(name, "names evidence that has a row whose labels" in why) for name, why in made.plan.refused] == [("Sector", True)]
    assert {change.place.cell for change in made.plan.changes} == {"B3", "C3"}
    assert left_to_settle(made) == []


def test_a_file_that_cannot_be_read_is_left_out_and_named_once(tmp_path: Path) -> None:
    made = merged(tmp_path, {"a.csv": AGES, "b.xlsx": "PK, but no workbook"})
    assert made.plan.merged
    assert [name for name, _ in made.left_out] == ["b.xlsx"]
    assert [path.name for path in (tmp_path / "copies").iterdir()] == ["a.csv"]


def test_what_left_before_with_the_categories_apart_is_still_protected(tmp_path: Path) -> None:
    before = AGES.replace("16-19,4,40,44\n20-24,30,50,80", "16-19,[c],40,[c]\n20-24,[c],50,[c]")
    ledger = str(tmp_path / "left.db")
    old = written(tmp_path / "old", {"a.csv": before})
    record(Request((old,), ("ons-srs",)), ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    made = merged(tmp_path, {"b.csv": AGES}, ledger=ledger)
    assert left_to_settle(made) == []


def test_proposals_name_the_smallest_loss_first_and_nothing_is_left_behind(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", {"a.csv": AGES})
    made = propose(Request((folder,), ("ons-srs",)), Wishes(), today=TODAY)
    assert [(held.variable, held.groups[0].now, held.left, held.fewer) for held in made.instead] == [("Age", "16-24", 0, 3)]
    fixed(folder, tmp_path / "copies", MERGE)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copies", "release"]
    assert (folder / "a.csv").read_text() == AGES


KINDS: dict[str, tuple[str, ...]] = {
    "regions.csv": ("Region", "Sex"),
    "sectors.csv": ("Sector", "Region"),
    "all.csv": ("Region", "Sex", "Sector"),
    "shares.csv": ("Region", "Sector"),
}


def text_of(name: str, counts: Counts) -> str:
    """One of the files; the first two are crosstabs with a title, the others tidy."""
    if name in ("all.csv", "shares.csv"):
        return tidy(counts, KINDS[name], percentages=name == "shares.csv")
    return "Number of learners\n" + crosstab(counts, *KINDS[name])


@st.composite
def releases(draw: st.DrawFn) -> tuple[Counts, list[str]]:
    """Counts by region, sex and sector, most of them large enough, and the names of up to three files that show them."""
    shape = draw(st.integers(2, 4)), 2, draw(st.integers(3, 5))
    cell = st.one_of(st.integers(10, 90), st.integers(10, 90), st.integers(1, 12))
    size = int(np.prod(shape))
    counts: Counts = np.array(draw(st.lists(cell, min_size=size, max_size=size))).reshape(shape)
    return counts, sorted(draw(st.lists(st.sampled_from(sorted(KINDS)), min_size=1, max_size=3, unique=True)))


def shown(path: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """Every count of a file, with its category of each of the file's variables."""
    lines = list(csv.reader(path.read_text().splitlines()))
    if path.name in ("all.csv", "shares.csv"):
        width = len(KINDS[path.name])
        yield from ((tuple(line[:width]), line[width]) for line in lines[1:])
    else:
        yield from (((line[0], across), text) for line in lines[2:] for across, text in zip(lines[1][1:], line[1:], strict=True))


def truth(counts: Counts, variables: Sequence[str], labels: Sequence[str], merged: Sequence[Together]) -> int:
    """What a count must be, worked out from the people counted and from what the log says of merged categories."""
    picked = [list(range(size)) for size in counts.shape]
    for variable, label in zip(variables, labels, strict=True):
        known = list(CATEGORIES[variable])
        parts = {held.now: held.labels for held in merged if set(held.labels) <= set(known)}.get(label, (label,))
        if label != "Total":
            picked[list(CATEGORIES).index(variable)] = [known.index(part) for part in parts]
    return int(counts[np.ix_(*picked)].sum())


def holds(counts: Counts, names: Sequence[str]) -> None:
    """Merge and fix a release and see that the laws hold."""
    with tempfile.TemporaryDirectory() as made:
        folder = written(Path(made) / "release", {name: text_of(name, counts) for name in names})
        once = fixed(folder, Path(made) / "once", MERGE)
        assert left_to_settle(once) == []
        hidden = 0
        for name in names:
            said = list(shown(Path(made) / "once" / name))
            assert len({labels for labels, _ in said}) == len(said)
            hidden += sum(text == "[c]" for _, text in said)
            assert all(
                int(text) == truth(counts, KINDS[name], labels, once.plan.merged) for labels, text in said if text != "[c]"
            )
        for region, sector, _, share in shares(Path(made) / "once") if "shares.csv" in names else ():
            part, base = (
                truth(counts, KINDS["shares.csv"], labels, once.plan.merged) for labels in ((region, sector), (region, "Total"))
            )
            assert share in ("[c]", "[x]") or abs(float(share) - 100 * part / base) <= 0.05 + 1e-9
        assert hidden == len([change for change in once.plan.changes if not is_share(change.place)])
        twice = fixed(Path(made) / "once", Path(made) / "twice", MERGE)
        assert twice.plan.changes == ()


def shares(folder: Path) -> list[list[str]]:
    return list(csv.reader((folder / "shares.csv").read_text().splitlines()))[1:]


def is_share(place: Place) -> bool:
    return place.file == "shares.csv" and place.cell.startswith("D")


@given(releases())
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
def test_a_merged_release_passes_says_the_truth_and_needs_no_more(release: tuple[Counts, list[str]]) -> None:
    holds(*release)


@pytest.mark.slow
@given(releases())
@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
def test_five_hundred_merged_releases_pass(release: tuple[Counts, list[str]]) -> None:
    holds(*release)
