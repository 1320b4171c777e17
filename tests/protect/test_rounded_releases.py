"""Rounded copies: every count goes where the policy says, sums hold where they may, and what was computed is computed again."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from drawn_worlds import drawn
from protected import TODAY, left_to_settle
from releases import crosstab, tidy, written

from outcheck.clearance import Request, check, record
from outcheck.fixing import Fixed, fix
from outcheck.model.report import Verdict
from outcheck.model.rule import Level
from outcheck.protect import CannotRound, HowToRound, Method, Wishes
from outcheck.renderers.protection import changes_csv, summary

SECRET = bytes(range(32))
COUNTS = np.array(
    [
        [[4, 120, 31], [31, 118, 44]],
        [[125, 33, 72], [41, 127, 64]],
        [[19, 152, 83], [122, 48, 57]],
        [[61, 38, 27], [55, 29, 91]],
    ]
)
FILES = {
    "regions.csv": "Number of learners by region and sex\n" + crosstab(COUNTS, "Region", "Sex"),
    "all.csv": tidy(COUNTS, ["Region", "Sex", "Sector"]),
    "shares.csv": tidy(COUNTS, ["Region", "Sector"], percentages=True),
}


def rounded(tmp_path: Path, pack: str = "ons-srs", **how: object) -> Fixed:
    wishes = Wishes(Method.ROUND, rounding=HowToRound(**how))  # type: ignore[arg-type]
    return fix(Request((written(tmp_path / "release", FILES),), (pack,)), tmp_path / "copies", wishes, today=TODAY)


def numbers(path: Path, column: str) -> list[int]:
    lines = list(csv.DictReader(path.read_text().splitlines()))
    return [int(line[column]) for line in lines if line[column].isdigit()]


def test_all_counts_go_to_a_multiple_beside_them_and_still_add_up(tmp_path: Path) -> None:
    made = rounded(tmp_path, base=10)
    assert left_to_settle(made) == []
    before, after = numbers(tmp_path / "release" / "all.csv", "Learners"), numbers(tmp_path / "copies" / "all.csv", "Learners")
    assert len(before) == len(after)
    assert all(now % 10 == 0 and abs(now - was) < 10 for was, now in zip(before, after, strict=True))
    cells = dict(zip(_labels(tmp_path / "copies" / "all.csv"), after, strict=True))
    for labels, total in cells.items():
        for axis in range(3):
            if labels[axis] == "Total":
                beside = [value for other, value in cells.items() if _is_part(other, labels, axis)]
                assert sum(beside) == total


def test_it_is_told_how_many_sums_no_longer_add_up_and_by_how_much_at_most(tmp_path: Path) -> None:
    files = {"a.csv": "Number of learners by region and sector\n" + crosstab(COUNTS, "Region", "Sector")}
    folder = written(tmp_path / "release", files)
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10, additive=False))
    made = fix(Request((folder,), ("ons-srs",)), tmp_path / "copies", wishes, today=TODAY)
    lines = [[int(text) for text in line.split(",")[1:]] for line in (tmp_path / "copies" / "a.csv").read_text().splitlines()[2:]]
    cells = np.array(lines)
    by = {f"{'BCDE'[3]}{3 + row}": int(cells[row, :-1].sum() - cells[row, -1]) for row in range(len(cells) - 1)}
    down = {f"{'BCDE'[column]}{3 + len(cells) - 1}": int(cells[:-1, column].sum() - cells[-1, column]) for column in range(3)}
    grand = sorted(held for held in (cells[-1, :-1].sum() - cells[-1, -1], cells[:-1, -1].sum() - cells[-1, -1]) if held)
    wanted = sorted([(cell, held) for cell, held in (by | down).items() if held] + [("E7", int(held)) for held in grand])
    assert wanted
    assert sorted((held.place.cell, int(held.by)) for held in made.plan.residuals) == wanted
    assert made.plan.sums == 4 + 3 + 2
    most = max(abs(held) for _, held in wanted)
    said = f"{len(wanted)} of 9 sums shown in full no longer add up: rounded, they are off by at most {most}."
    assert said in [*summary(made.plan)]
    log = list(csv.DictReader(changes_csv(made.plan).splitlines()))
    assert sorted(line["cell"] for line in log if line["why"] == "total") == sorted(cell for cell, _ in wanted)


@pytest.mark.parametrize("additive", [True, False])
def test_how_far_the_only_rounded_count_went_is_not_told(tmp_path: Path, *, additive: bool) -> None:
    """ "By at most 2 %" left 44 and 46 behind a 45, and "by at most 5 %" only 43 and 47."""
    said = set()
    for true in (43, 44, 46, 47):
        folder = written(tmp_path / str(true), {"a.csv": f"Region,Learners\nNorth,{true}\nSouth,30\nEast,50\nWest,85\n"})
        wishes = Wishes(Method.ROUND, rounding=HowToRound(base=5, additive=additive))
        made = fix(Request((folder,), ("ons-srs",)), tmp_path / f"{true}-copies", wishes, today=TODAY)
        said.add((*summary(made.plan), (tmp_path / f"{true}-copies" / "a.csv").read_text(), str(made.plan.largest_change)))
    assert len(said) == 1
    assert f"1 cell rounded, no count by more than {5 if additive else 2.5:g}." in next(iter(said))


def test_numbers_rounded_together_leave_no_sum_broken(tmp_path: Path) -> None:
    made = rounded(tmp_path, base=10)
    assert made.plan.residuals == ()
    assert f"What added up still does: {made.plan.sums} sums." in [*summary(made.plan)]


def test_no_small_table_seems_to_give_rounded_numbers_of_a_large_one_away(tmp_path: Path) -> None:
    """Three multiples of 10 are no proof of rounding by themselves: they were taken for the true numbers of the others."""
    files = {"all.csv": FILES["all.csv"], "sexes.csv": tidy(COUNTS, ["Sex"])}
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10))
    made = fix(Request((written(tmp_path / "release", files),), ("ons-srs",)), tmp_path / "copies", wishes, today=TODAY)
    assert made.report is not None
    assert "unpicked-rounding" not in {found.check for found in made.report.findings}


def test_a_small_count_behind_a_rounded_one_is_hidden_where_it_can_be_worked_out(tmp_path: Path) -> None:
    """90 and 0 come to 80 only if they are 85 and nobody, rounded by themselves."""
    rows = "North,90,0,80\nSouth,30,50,80\nEast,20,40,60\nWest,70,110,180\nTotal,210,200,400\n"
    files = {"a.csv": f"Number of learners by region and sex\nRegion,Female,Male,Total\n{rows}"}
    request = Request((written(tmp_path / "release", files),), ("ons-srs",))
    before = check(request, today=TODAY)
    assert [found.place.cell for found in before.findings if found.level is Level.BLOCK] == ["C3"]
    made = fix(request, tmp_path / "copies", Wishes(), today=TODAY)
    assert made.report is not None
    assert made.report.totals.blocked == 0
    assert ("C3", "unpicked-rounding") in {(change.place.cell, change.rule) for change in made.plan.changes}


def test_the_same_count_is_the_same_number_in_every_file(tmp_path: Path) -> None:
    rounded(tmp_path, base=10)
    tidy_cells = dict(
        zip(_labels(tmp_path / "copies" / "all.csv"), numbers(tmp_path / "copies" / "all.csv", "Learners"), strict=True)
    )
    lines = list(csv.reader((tmp_path / "copies" / "regions.csv").read_text().splitlines()[1:]))
    for line in lines[1:]:
        for sex, text in zip(lines[0][1:], line[1:], strict=True):
            assert tidy_cells[line[0], sex, "Total"] == int(text)


def test_percentages_are_those_of_the_rounded_counts(tmp_path: Path) -> None:
    rounded(tmp_path, base=10)
    lines = list(csv.DictReader((tmp_path / "copies" / "shares.csv").read_text().splitlines()))
    totals = {line["Region"]: int(line["Learners"]) for line in lines if line["Sector"] == "Total"}
    shown = [line for line in lines if line["% of all"] != "[c]"]
    assert len(shown) > len(lines) - 3
    for line in shown:
        exactly = 100 * int(line["Learners"]) / totals[line["Region"]]
        assert abs(float(line["% of all"]) - exactly) <= 0.05 + 1e-9


def test_percentages_of_what_no_cell_adds_up_are_those_of_the_rounded_counts(tmp_path: Path) -> None:
    inner = np.array([[45, 48, 124], [97, 103, 152]])
    shares = [f"{region},{sector},{n},{100 * n / row.sum():.1f}" for region, row in zip("NS", inner, strict=True)
              for sector, n in zip(("Care", "Retail", "Energy"), row, strict=True)]  # fmt: skip
    release = written(tmp_path / "release", {"a.csv": "\n".join(["Region,Sector,Learners,% of all", *shares, ""])})
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10))
    fix(Request((release,), ("ons-srs",)), tmp_path / "copies", wishes, today=TODAY)
    lines = [*csv.DictReader((tmp_path / "copies" / "a.csv").read_text().splitlines())]
    for line in lines:
        base = sum(int(other["Learners"]) for other in lines if other["Region"] == line["Region"])
        assert float(line["% of all"]) == pytest.approx(100 * int(line["Learners"]) / base, abs=0.05 + 1e-9)


def test_rates_and_changes_are_those_of_the_rounded_counts_and_what_is_not_sure_stays(tmp_path: Path) -> None:
    areas = [("North", 124, 5213), ("South", 287, 9120), ("East", 93, 2987), ("West", 166, 7411), ("Wales", 211, 6003)]
    rates = [f"{area},{n},{base},{1000 * n / base:.1f}" for area, n, base in areas]
    changes = [f"{area},{base},{base + n - 200},{n - 200},{100 * (n - 200) / base:.1f}" for area, n, base in areas]
    release = written(
        tmp_path / "release",
        {
            "a.csv": "\n".join(["Area,Learners in work,Learners,Rate per 1000", *rates, ""]),
            "b.csv": "\n".join(["Area,Learners 2023,Learners 2024,Change,Change %", *changes, ""]),
        },
    )
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10))
    fix(Request((release,), ("ons-srs",)), tmp_path / "copies", wishes, today=TODAY)
    for line in csv.DictReader((tmp_path / "copies" / "a.csv").read_text().splitlines()):
        part, base = int(line["Learners in work"]), int(line["Learners"])
        assert part % 10 == base % 10 == 0
        assert float(line["Rate per 1000"]) == pytest.approx(1000 * part / base, abs=0.05 + 1e-9)
    told = dict(zip([area for area, *_ in areas], changes, strict=True))
    for line in csv.DictReader((tmp_path / "copies" / "b.csv").read_text().splitlines()):
        assert int(line["Change"]) == int(line["Learners 2024"]) - int(line["Learners 2023"])
        before = float(told[line["Area"]].split(",")[-1])
        true = 100 * int(line["Change"]) / int(line["Learners 2023"])
        assert float(line["Change %"]) == before or float(line["Change %"]) == pytest.approx(true, abs=0.05 + 1e-9)


@pytest.mark.parametrize("pack", ["opensafely", "opensafely-midpoint6", "stats-nz-idi", "us-census-drb", "nhs-hes"])
def test_each_pack_that_asks_for_rounding_gets_its_own(tmp_path: Path, pack: str) -> None:
    made = rounded(tmp_path, pack, secret=SECRET)
    assert made.report is not None
    assert made.plan.renumbered
    checks = {found.check for found in made.report.findings if not found.undetermined}
    assert not checks & {"unrounded-count", "low-count", "inconsistent-rounding", "recoverable-cell"}


def test_a_rule_that_asks_for_rounding_decides_the_method(tmp_path: Path) -> None:
    folder = written(tmp_path / "release", FILES)
    rounds = fix(Request((folder,), ("opensafely",)), tmp_path / "rounds", Wishes(), today=TODAY)
    hides = fix(Request((folder,), ("ons-srs",)), tmp_path / "hides", Wishes(), today=TODAY)
    assert (rounds.plan.method, hides.plan.method) == (Method.ROUND, Method.SUPPRESS)
    assert not rounds.plan.asked


def test_tables_of_which_no_rule_says_how_stay_exact_where_rules_choose_the_method(tmp_path: Path) -> None:
    release = Path(__file__).parents[2] / "samples" / "leo-clear" / "release"
    made = fix(Request((release,), ("leo",)), tmp_path / "copies", Wishes(), today=TODAY)
    assert made.plan.method is Method.ROUND
    assert made.plan.unasked
    left = {held.place.file for held in made.plan.renumbered} & {held.partition("!")[0] for held in made.plan.unasked}
    assert not left
    assert made.report is not None
    assert made.report.verdict is Verdict.CLEAR


def test_what_a_check_of_the_copies_finds_again_has_one_number_more_hidden(tmp_path: Path) -> None:
    """So few numbers are left that nobody can tell that they are rounded: read as exact, they give others back."""
    made = fix(Request((drawn(37).write(tmp_path),), ("opensafely-midpoint6",)), tmp_path / "copies", Wishes(), today=TODAY)
    assert made.plan.method is Method.ROUND
    assert left_to_settle(made) == []


def test_a_random_rounding_is_the_same_for_one_secret_and_another_for_another(tmp_path: Path) -> None:
    for name, secret in (("one", SECRET), ("again", SECRET), ("other", SECRET[::-1])):
        rounded(tmp_path / name, "stats-nz-idi", secret=secret)
    texts = [(tmp_path / name / "copies" / "all.csv").read_bytes() for name in ("one", "again", "other")]
    assert texts[0] == texts[1] != texts[2]


def test_rounding_twice_changes_nothing_more(tmp_path: Path) -> None:
    rounded(tmp_path, base=10)
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10))
    again = fix(Request((tmp_path / "copies",), ("ons-srs",)), tmp_path / "twice", wishes, today=TODAY)
    assert (again.plan.changes, again.plan.renumbered) == ((), ())


def rounded_twice(tmp_path: Path, text: str) -> tuple[str, str]:
    """A file rounded to fives, and that rounded to fives."""
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=5))
    once, twice, given = tmp_path / "once", tmp_path / "twice", written(tmp_path / "release", {"a.csv": text})
    fix(Request((given,), ("ons-srs",)), once, wishes, today=TODAY)
    fix(Request((once,), ("ons-srs",)), twice, wishes, today=TODAY)
    return (once / "a.csv").read_text(), (twice / "a.csv").read_text()


def test_rates_of_something_else_than_the_rounded_count_beside_them_stay_however_often_it_is_rounded(tmp_path: Path) -> None:
    """88.4 % of 220 people are no whole number of them, but of 218 to 222 they may be: rounding again made that 88.6."""
    counts = {410: 410, 32: 30, 395: 395, 51: 50, 220: 220, 90: 90, 190: 190, 104: 105}
    rates = ("91.2", "80.1", "89", "82.4", "88.4", "85.2", "86.9", "84")
    rows = [f"Region {place},{count},{rate}\n" for place, (count, rate) in enumerate(zip(counts, rates, strict=True))]
    once, twice = rounded_twice(tmp_path, "Region,Leavers,Sustained (%)\n" + "".join(rows))
    assert once == twice
    assert [tuple(line.split(",")[1:]) for line in once.splitlines()[1:]] == [
        (str(count), rate) for count, rate in zip(counts.values(), rates, strict=True)
    ]


def test_a_percentage_that_fits_only_rounded_counts_is_worked_out_the_first_time(tmp_path: Path) -> None:
    """The 80.3 should have been 80.2: nothing was taken for a percentage of its column, until it was rounded."""
    rows = "White,640,71.1,4980,80.3\nAsian,150,16.7,712,11.5\nBlack,110,12.2,515,8.3\nAll,900,100.0,6207,100.0\n"
    once, twice = rounded_twice(tmp_path, f"Ethnicity,FSM eligible,,Not eligible,\n,n,Col %,n,Col %\n{rows}")
    assert once == twice
    assert once.splitlines()[3] == "Asian,150,16.7,710,11.4"


def test_shares_of_a_whole_of_which_a_part_is_hidden_stay_when_rounded_again(tmp_path: Path) -> None:
    """They were hidden the second time, as if their base had been rounded to nothing."""
    counts = {"North East": (68, 142, 53, 119), "London": (47, 154, 4, 54)}
    whole = sum(map(sum, counts.values()))
    text = "region,sex,employed,COUNT,PERCENT\n" + "".join(
        f"{region},{'FM'[place // 2]},{'NY'[place % 2]},{count},{100 * count / whole:.2f}\n"
        for region, held in counts.items()
        for place, count in enumerate(held)
    )
    once, twice = rounded_twice(tmp_path, text)
    assert once == twice
    assert once.splitlines()[7] == "London,M,N,[c],[c]"


def test_counts_in_thousands_are_rounded_by_people_and_stay_in_thousands(tmp_path: Path) -> None:
    """The file was left out, as each cell seemed to hold another number than was read."""
    rows = "Learners in thousands by region and sex\nRegion,Female,Male,Total\nNorth,4.123,40.215,44.338\n"
    folder = written(tmp_path / "release", {"a.csv": f"{rows}South,30.004,50.911,80.915\nTotal,34.127,91.126,125.253\n"})
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=100))
    made = fix(Request((folder,), ("ons-srs",)), tmp_path / "copies", wishes, today=TODAY)
    assert made.left_out == ()
    assert (tmp_path / "copies" / "a.csv").read_text().splitlines()[2:] == [
        "North,4.100,40.200,44.300",
        "South,30.000,50.900,80.900",
        "Total,34.100,91.100,125.200",
    ]


def test_without_a_rule_or_a_base_nothing_is_rounded(tmp_path: Path) -> None:
    with pytest.raises(CannotRound, match="name a base with --base"):
        rounded(tmp_path)
    assert not (tmp_path / "copies").exists()


def test_random_rounding_without_a_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotRound, match="needs a secret"):
        rounded(tmp_path, "stats-nz-idi", secret=b"guess")


def test_a_table_whose_counts_left_unrounded_is_not_rounded_where_that_hides_no_fewer(tmp_path: Path) -> None:
    """Its totals would be 70 and 110 where 73 and 113 left, as if three people had been taken from them."""
    rows = "North,Care,10\nNorth,Retail,12\nNorth,Total,22\nSouth,Care,17\nSouth,Retail,43\nSouth,Total,60\nEast,Care,13\n"
    now = f"Region,Sector,Learners\n{rows}East,Retail,18\nEast,Total,31\nTotal,Care,40\nTotal,Retail,73\nTotal,Total,113\n"
    before = "Number of learners by sector and sex\nSector,Female,Male,Total\nCare,17,23,40\nRetail,24,49,73\nTotal,41,72,113\n"
    made = _beside(tmp_path, {"a.csv": now}, {"before.csv": before})
    assert left_to_settle(made) == []
    assert (made.plan.exact, made.plan.changes, made.plan.renumbered) == (("a.csv!A1:C13",), (), ())
    assert (tmp_path / "copies" / "a.csv").read_text() == now
    assert any(line.startswith("Not rounded: a.csv!A1:C13. What left before tells") for line in summary(made.plan))


def test_a_table_is_rounded_beside_what_left_unrounded_where_that_spares_numbers(tmp_path: Path) -> None:
    before = "Region,Learners\nNorth,348\nSouth,462\nEast,481\nWest,301\nTotal,1592\n"
    made = _beside(tmp_path, FILES, {"before.csv": before})
    assert not made.plan.exact
    assert len(made.plan.renumbered) > len(made.plan.changes)


def test_a_rule_that_asks_for_rounding_is_followed_whatever_left_before(tmp_path: Path) -> None:
    before = "Region,Learners\nNorth,348\nSouth,462\nEast,481\nWest,301\nTotal,1592\n"
    made = _beside(tmp_path, FILES, {"before.csv": before}, "opensafely")
    assert made.report is not None
    assert not made.plan.exact
    assert "unrounded-count" not in {found.check for found in made.report.findings}


def _beside(tmp_path: Path, files: Mapping[str, str], before: Mapping[str, str], pack: str = "ons-srs") -> Fixed:
    """Rounded to tens beside what left before as it was."""
    ledger, left = str(tmp_path / "left.db"), Request((written(tmp_path / "left", before),), (pack,))
    record(left, ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    wishes = Wishes(Method.ROUND, rounding=HowToRound(base=10))
    request = Request((written(tmp_path / "release", files),), (pack,), ledger=ledger)
    return fix(request, tmp_path / "copies", wishes, today=TODAY)


def _labels(path: Path) -> list[tuple[str, ...]]:
    return [tuple(line[name] for name in ("Region", "Sex", "Sector")) for line in csv.DictReader(path.read_text().splitlines())]


def _is_part(part: tuple[str, ...], total: tuple[str, ...], axis: int) -> bool:
    """Whether one row is a part of another, which is the total along an axis."""
    return part[axis] != "Total" and part[:axis] + part[axis + 1 :] == total[:axis] + total[axis + 1 :]
