"""What holds for every release: tables made of random people, with random cells hidden, against plain reckoning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from drawn import MARKERS, drawn
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.optimize import Bounds, LinearConstraint, milp

from outcheck.inference.deductions import Deductions
from outcheck.inference.known import Known
from outcheck.inference.links import Confidence
from outcheck.layout import understand
from outcheck.model.deduction import Proof
from outcheck.model.hints import Hints
from outcheck.model.places import Place, parse_address
from outcheck.model.rule import Attacker

Grid = list[list[int]]
Hidden = frozenset[tuple[int, int]]
EXACT = 1e6
"""A width no interval reaches, so that every bound is exact."""
NAMES = ("North", "South", "East", "West", "Coast", "Isles", "Moors", "Wolds")
SUBJECTS = ("Arts", "Law", "Maths", "Music", "Physics", "Drama", "Sport", "Latin")


def deduced(files: Mapping[str, str], *, width: float = EXACT, attacker: Attacker | None = None) -> Deductions:
    """Deductions from drawn files."""
    tables = [
        table for name, text in files.items() for table in understand(replace(drawn(text), file=name), Hints(MARKERS)).tables
    ]
    return Deductions(tables, attacker or Attacker(), width=width)


def two_way(counts: Grid, hidden: Hidden, marker: str = "[c]") -> str:
    """A crosstab with totals in which cells are hidden; a place may be in the last row or column."""
    full = [[*row, sum(row)] for row in counts]
    full.append([sum(column) for column in zip(*full, strict=True)])
    rows = [*NAMES[: len(counts)], "Total"]
    lines = ["Number of learners by region and subject", " | ".join(["Region", *SUBJECTS[: len(counts[0])], "Total"])]
    for place, (name, row) in enumerate(zip(rows, full, strict=True)):
        lines.append(" | ".join([name, *(marker if (place, at) in hidden else str(n) for at, n in enumerate(row))]))
    return "\n".join(lines)


def intervals(held: Deductions) -> dict[str, tuple[float, float]]:
    """Bounds of every hidden cell, by file and address."""
    return {str(held.teller.place(cell)): held.interval(cell) for cell in hidden_cells(held)}


def hidden_cells(held: Deductions) -> Iterator[tuple[int, int]]:
    """Every hidden cell."""
    for place, cells in enumerate(held.hidden):
        yield from ((place, cell) for cell in cells.tolist())


def true_numbers(counts: Grid) -> dict[str, int]:
    """The numbers of a crosstab by address."""
    text = two_way(counts, frozenset())
    return {str(Place("a.csv", "", address(row, column))): number for row, column, number in numbers_in(text)}


def numbers_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Row, column and value of every number of a drawing."""
    for row, line in enumerate(text.splitlines()):
        for column, cell in enumerate(line.split("|")):
            if cell.strip().isdigit():
                yield row, column, int(cell)


def address(row: int, column: int) -> str:
    return f"{'ABCDEFGHIJ'[column]}{row + 1}"


@st.composite
def tables(draw: st.DrawFn, *, least: int = 0, most: int = 12, most_hidden: int = 7) -> tuple[Grid, Hidden]:
    """Counts and places of hidden ones; totals are hidden only where counts may be zero."""
    rows, columns = draw(st.integers(2, 3)), draw(st.integers(2, 3))
    counts = [[draw(st.integers(least, most)) for _ in range(columns)] for _ in range(rows)]
    margin = least == 0
    places = [(row, column) for row in range(rows + margin) for column in range(columns + margin)]
    return counts, frozenset(draw(st.lists(st.sampled_from(places), max_size=most_hidden, min_size=1)))


@given(tables())
@settings(max_examples=60, deadline=None)
def test_the_truth_lies_inside_every_bound(table: tuple[Grid, Hidden]) -> None:
    counts, hidden = table
    truth = true_numbers(counts)
    for place, (lower, upper) in intervals(deduced({"a.csv": two_way(counts, hidden)})).items():
        assert lower <= truth[place] <= upper


@given(tables(), st.integers(0, 8))
@settings(max_examples=60, deadline=None)
def test_hiding_more_never_narrows_a_bound(table: tuple[Grid, Hidden], more: int) -> None:
    counts, hidden = table
    inner = [(row, column) for row in range(len(counts)) for column in range(len(counts[0]))]
    before = intervals(deduced({"a.csv": two_way(counts, hidden)}))
    after = intervals(deduced({"a.csv": two_way(counts, hidden | {inner[more % len(inner)]})}))
    for place, (lower, upper) in before.items():
        assert after[place][0] <= lower
        assert upper <= after[place][1]


@given(tables(least=1, most=4, most_hidden=5))
@settings(max_examples=60, deadline=None)
def test_bounds_are_those_of_trying_every_table(table: tuple[Grid, Hidden]) -> None:
    counts, hidden = table
    assert_enumerated(deduced({"a.csv": two_way(counts, hidden, marker="low")}), counts, hidden, range(1, 5))


def assert_enumerated(held: Deductions, counts: Grid, hidden: Hidden, values: Sequence[int]) -> None:
    """Bounds are the least and the largest over all ways to fill the hidden cells."""
    full = [[*row, sum(row)] for row in counts]
    full.append([sum(column) for column in zip(*full, strict=True)])
    order = sorted(hidden)
    possible: list[tuple[int, ...]] = []
    for tried in product(values, repeat=len(order)):
        filled = [row[:] for row in full]
        for (row, column), number in zip(order, tried, strict=True):
            filled[row][column] = number
        rows = all(sum(row[:-1]) == row[-1] for row in filled)
        if rows and all(sum(column[:-1]) == column[-1] for column in zip(*filled, strict=True)):
            possible.append(tried)
    found = intervals(held)
    sums = {str(held.teller.place((0, int(total)))) for total in held.tables[0].sums.total}
    if len(sums) < len(counts) + len(counts[0]) + 1:
        return  # so few numbers are shown that the layout found no totals to reckon with
    for place, (row, column) in enumerate(order):
        least, most = min(found[place] for found in possible), max(found[place] for found in possible)
        assert found[str(Place("a.csv", "", address(row + 2, column + 1)))] == (least, most)


@pytest.mark.parametrize("seed", range(3))
def test_bounds_are_those_of_two_plain_programs_for_each_cell(seed: int) -> None:
    random = np.random.default_rng(seed)
    counts = random.poisson(random.gamma(0.8, 10, (7, 7))).tolist()
    hidden = frozenset((row, column) for row in range(7) for column in range(7) if 0 < counts[row][column] < 10)
    held = deduced({"a.csv": two_way(counts, hidden)})
    order = sorted(hidden)
    rows = [[float(row == line) for row, _ in order] for line in range(7)] + [
        [float(column == line) for _, column in order] for line in range(7)
    ]
    sums = [sum(counts[row][column] for row, column in order if row == line) for line in range(7)]
    sums += [sum(counts[row][column] for row, column in order if column == line) for line in range(7)]
    found = intervals(held)
    for place, (row, column) in enumerate(order):
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(order))
            cost[place] = sign
            answer = milp(cost, constraints=LinearConstraint(rows, sums, sums), integrality=np.ones(len(order), dtype=int))
            assert answer.fun is not None
            ends.append(sign * answer.fun)
        assert found[str(Place("a.csv", "", address(row + 2, column + 1)))] == pytest.approx(ends)


@given(tables(most=9, most_hidden=6), st.sampled_from(["[c]", "<10"]))
@settings(max_examples=60, deadline=None)
def test_every_proof_holds_when_it_is_reckoned_again_from_the_files_alone(table: tuple[Grid, Hidden], marker: str) -> None:
    counts, hidden = table
    full = [[*row, sum(row)] for row in counts]
    full.append([sum(column) for column in zip(*full, strict=True)])
    if marker == "<10" and any(full[row][column] > 9 for row, column in hidden):
        return
    text = two_way(counts, hidden, marker)
    held = deduced({"a.csv": text})
    for cell in hidden_cells(held):
        if held.known(cell) is Known.EXACT:
            assert proven(held.proof(cell), held.teller.place(cell), text, 9 if marker == "<10" else np.inf)


def proven(proof: Proof, target: Place, text: str, most: float) -> bool:
    """Whether the relations that a proof names leave one number for its cell, which is what its combination comes to."""
    printed = {address(row, column): float(number) for row, column, number in numbers_in(text)}
    assert all(0 <= parse_address(place.cell)[0] < len(text.splitlines()) for place, _ in proof.exactly)
    names = sorted({place.cell for entry in proof.evidence for place in (*entry.whole, *entry.parts)} | {target.cell})
    rows = []
    for entry in proof.evidence:
        assert entry.kind == "sum"
        row = np.zeros(len(names))
        for place in entry.parts:
            row[names.index(place.cell)] += 1
        for place in entry.whole:
            row[names.index(place.cell)] -= 1
        rows.append(row)
    low = np.array([printed.get(name, 0.0) for name in names])
    high = np.array([printed.get(name, most) for name in names])
    ends = []
    for sign in (1, -1):
        cost = np.where(np.array(names) == target.cell, sign, 0)
        constraints = [LinearConstraint(np.array(rows), 0, 0)] if rows else []
        answer = milp(cost, constraints=constraints, bounds=Bounds(low, high), integrality=np.ones(len(names), dtype=int))
        ends.append(None if answer.fun is None else round(sign * answer.fun))
    if proof.exactly:
        assert ends[0] == round(sum(factor * printed[place.cell] for place, factor in proof.exactly))
    return ends[0] is not None and ends[0] == ends[1]


@given(st.integers(0, 10_000))
@example(3737)  # regions and sexes have the same three totals
@settings(max_examples=25, deadline=None)
def test_tables_of_the_same_people_never_contradict_and_bound_the_truth(seed: int) -> None:
    random = np.random.default_rng(seed)
    people = random.poisson(25, (3, 3, 3))
    files: dict[str, str] = {}
    truth: dict[str, int] = {}
    for axis, name in ((2, "sex.csv"), (1, "age.csv"), (0, "both.csv")):
        counts = people.sum(axis=axis).tolist()
        hidden = frozenset((int(row), int(column)) for row, column in random.integers(0, 3, (3, 2)))
        labels = {"sex.csv": "region and sex", "age.csv": "region and age", "both.csv": "sex and age"}[name]
        files[name] = relabelled(two_way(counts, hidden), labels)
        truth |= {
            str(Place(name, "", address(row, column))): number for row, column, number in numbers_in(two_way(counts, frozenset()))
        }
    held = deduced(files)
    assert [*held.contradictions()] == []
    for place, (lower, upper) in intervals(held).items():
        assert lower <= truth[place] <= upper


def relabelled(text: str, what: str) -> str:
    """A drawing with the labels of other dimensions."""
    down, across = what.split(" and ")
    words = {"region": NAMES, "sex": ("Female", "Male", "Other"), "age": ("16 to 18", "19 to 24", "25 to 30")}
    for old, new in [*zip(NAMES, words[down], strict=False), *zip(SUBJECTS, words[across], strict=False)]:
        text = text.replace(old, new)
    return text.replace("region and subject", what).replace("Region |", f"{down.title()} |")


def beside_other_people(seed: int) -> tuple[Deductions, Deductions]:
    """What a table tells alone, and beside one of the same categories about other people."""
    random = np.random.default_rng(seed)
    one, other = (random.poisson(60, (4, 3)) for _ in range(2))
    hidden = frozenset({(0, 0), (0, 1), (1, 0), (1, 1)})
    files = {"a.csv": two_way(one.tolist(), hidden), "b.csv": two_way(other.tolist(), frozenset())}
    return deduced({"a.csv": files["a.csv"]}), deduced(files)


@given(st.integers(0, 10_000))
@example(145)
@settings(max_examples=25, deadline=None)
def test_tables_of_different_people_surely_tell_nothing_of_each_other(seed: int) -> None:
    alone, both = beside_other_people(seed)
    assert [*both.contradictions()] == []
    assert intervals(alone) == intervals(both.surely)


def test_tables_of_different_people_hardly_ever_seem_to_be_of_the_same() -> None:
    pairs = map(beside_other_people, range(150))
    assert sum(intervals(alone) != intervals(both) for alone, both in pairs) <= 2


def test_samples_of_one_size_by_design_are_at_most_likely_to_be_the_same_people() -> None:
    sizes = "Region | Female | Male | Total\n" + "\n".join(f"{name} | [c] | [c] | 100" for name in NAMES[:3])
    other = "Region | Female | Male | Total\n" + "\n".join(
        f"{name} | {40 + at} | {60 - at} | 100" for at, name in enumerate(NAMES[:3])
    )
    held = deduced({"a.csv": f"Answers by region and sex, first survey\n{sizes}", "b.csv": f"Replies by region and sex\n{other}"})
    assert all(link.confidence is Confidence.LIKELY for link in held.links.links)
