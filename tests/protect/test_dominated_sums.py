"""Dominated sums: hidden together with others, far enough that nobody can tell a contribution by subtracting."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from protected import TODAY, left_to_settle
from scipy.optimize import linprog

from outcheck.clearance import Request
from outcheck.fixing import fix
from outcheck.protect import Why, Wishes
from outcheck.sdc.dominance import Contributions, concentration_distance, protection

SUMS = {
    ("Care", "North"): 9000.0, ("Care", "South"): 5200.0, ("Care", "East"): 6300.0,
    ("Retail", "North"): 6100.0, ("Retail", "South"): 7300.0, ("Retail", "East"): 8800.0,
    ("Transport", "North"): 4100.0, ("Transport", "South"): 3900.0, ("Transport", "East"): 5000.0,
}  # fmt: skip
DOMINATED = ("Care", "North")
LARGEST = 8100.0
"""Of one firm in the dominated cell. Elsewhere twenty firms have the same."""

MANIFEST = """\
pack: ons-srs
tables:
  - file: sales.csv
    unit: employer
    population: Sales of firms in England, 2024
    evidence: {file: ../evidence.csv}
"""


def with_totals() -> dict[tuple[str, str], float]:
    """Every cell of the table, totals among them."""
    found = dict(SUMS)
    for (sector, region), value in SUMS.items():
        for place in ((sector, "Total"), ("Total", region), ("Total", "Total")):
            found[place] = found.get(place, 0.0) + value
    return found


def laid(tmp_path: Path) -> Path:
    """The release, and beside it the evidence."""
    release = tmp_path / "release"
    release.mkdir()
    table, side = (
        ["Sector,Region,Firms,Sum of sales (£)"],
        ["Sector,Region,n,contributors,negatives,largest,top_2,sum,absolute_sum"],
    )
    for (sector, region), value in with_totals().items():
        firms = 20 * (3 if sector == "Total" else 1) * (3 if region == "Total" else 1)
        first = LARGEST if (sector, region) == DOMINATED else value / firms
        table.append(f"{sector},{region},{firms},{value:.0f}")
        side.append(f"{sector},{region},{firms},{firms},0,{first},{first + value / firms / 2},{value},{value}")
    (release / "sales.csv").write_text("\n".join(table) + "\n", encoding="utf-8")
    (tmp_path / "evidence.csv").write_text("\n".join(side) + "\n", encoding="utf-8")
    (release / "outcheck.yaml").write_text(MANIFEST, encoding="utf-8")
    return release


def told(copy: Path) -> tuple[float, float]:
    """What two plain linear programs make of the dominated cell: knowing that no sum is negative, and what the copy prints."""
    shown = {(line["Sector"], line["Region"]): line["Sum of sales (£)"] for line in csv.DictReader(copy.read_text().splitlines())}
    places = list(shown)
    at = {place: number for number, place in enumerate(places)}
    rows = []
    for sector, region in places:
        for axis, wanted in ((0, sector), (1, region)):
            if wanted == "Total":
                row = np.zeros(len(places))
                row[at[sector, region]] = -1
                for part in places:
                    if part[axis] != "Total" and part[1 - axis] == (region, sector)[axis]:
                        row[at[part]] = 1
                rows.append(row)
    bounds = [(0, None) if shown[place] == "[c]" else (float(shown[place]),) * 2 for place in places]
    ends = []
    for sign in (1, -1):
        goal = np.zeros(len(places))
        goal[at[DOMINATED]] = sign
        answer = linprog(goal, A_eq=np.array(rows), b_eq=np.zeros(len(rows)), bounds=bounds)
        ends.append(sign * float(answer.fun or 0.0) if answer.status == 0 else float("inf"))
    return ends[0], ends[1]


def test_a_dominated_sum_is_hidden_so_far_that_its_largest_contribution_is_not_told(tmp_path: Path) -> None:
    release = laid(tmp_path)
    made = fix(Request((release,)), tmp_path / "copies", Wishes(), today=TODAY)
    primary = [change for change in made.plan.changes if change.why is Why.PRIMARY]
    assert [(change.place.cell, change.rule) for change in primary] == [("D2", "dominant-contributors")]
    assert left_to_settle(made) == []
    value = SUMS[DOMINATED]
    known = Contributions(np.array([value]), np.array([[LARGEST]]), np.array([20.0]))
    distance = concentration_distance(known, n=1, share=0.4375)
    far = float(protection(np.array([value]), np.array([value]), distance.upper)[0])
    low, high = told(tmp_path / "copies" / "sales.csv")
    assert high >= value + far - 1e-6
    assert low <= max(value - far, 0.0) + 1e-6


def test_the_numbers_of_firms_stay(tmp_path: Path) -> None:
    made = fix(Request((laid(tmp_path),)), tmp_path / "copies", Wishes(), today=TODAY)
    assert {change.place.cell[0] for change in made.plan.changes} == {"D"}
