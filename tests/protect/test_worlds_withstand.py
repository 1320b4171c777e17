"""Fixed releases of every kind withstand an attacker who shares nothing with outcheck, and obey the other laws of fixing.

The releases are drawn: workbooks and texts, linked and nested tables, tables of one category alone, percentages, means, weights,
zeros, lone people, rounded counts, numbers hidden already, tables that left before, and dominated sums with their evidence.
"""

from __future__ import annotations

import numpy as np
import pytest
from attackers import Attacker, tables_that_fit
from drawn_worlds import drawn
from world_laws import faults
from worlds import Said

from outcheck.protect import HowToRound, Method, Wishes

WAYS = {
    "suppress": Wishes(Method.SUPPRESS),
    "merge": Wishes(Method.MERGE),
    "totals": Wishes(Method.SUPPRESS, recalculate=True),
    "round": Wishes(Method.ROUND, rounding=HowToRound(base=10)),
}


@pytest.mark.parametrize("seed", [*range(100, 108), 131_092])
def test_a_fixed_release_withstands(seed: int) -> None:
    assert faults(drawn(seed)) == []


@pytest.mark.parametrize("way", ["merge", "round"])
@pytest.mark.parametrize("seed", range(110, 112))
def test_a_merged_or_rounded_release_withstands(way: str, seed: int) -> None:
    assert faults(drawn(seed), WAYS[way]) == []


@pytest.mark.parametrize("seed", [30_073, 30_109, 110_023])
def test_a_release_rounded_beside_unrounded_numbers_that_left_withstands(seed: int) -> None:
    assert faults(drawn(seed), WAYS["round"]) == []


@pytest.mark.parametrize("seed", [60_087, 61_647, 62_827, 63_343, 64_439])
def test_a_release_is_rounded_with_its_percentages_and_small_tables(seed: int) -> None:
    assert faults(drawn(seed), WAYS["round"]) == []


def test_a_mean_that_two_tables_give_is_one() -> None:
    assert faults(drawn(65_412)) == []


def test_merged_categories_are_compared_with_what_left_by_what_the_title_calls_them() -> None:
    assert faults(drawn(63_574), WAYS["merge"]) == []


def test_what_percentages_are_of_stays_known_though_most_of_them_are_hidden() -> None:
    assert faults(drawn(60_114), WAYS["merge"]) == []


@pytest.mark.parametrize(("way", "seed"), [("round", 31_130), ("merge", 32_234)])
def test_where_a_proof_names_no_number_that_is_shown_another_goes(way: str, seed: int) -> None:
    assert faults(drawn(seed), WAYS[way]) == []


@pytest.mark.parametrize("seed", [29, 41_009, 41_365, 50_013, 50_377, 61_101, *range(113, 117)])
def test_totals_without_what_is_hidden_withstand(seed: int) -> None:
    """The attacker is told nothing by them: they are computed from what is shown."""
    assert faults(drawn(seed), WAYS["totals"]) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "first", "count"),
    [("suppress", 10_000, 2000), ("merge", 20_000, 300), ("round", 30_000, 1300), ("totals", 40_000, 500)],
)
def test_thousands_of_fixed_releases_withstand(way: str, first: int, count: int) -> None:
    releases = {seed: drawn(seed) for seed in range(first, first + count)}
    assert {seed: found for seed, release in releases.items() if (found := faults(release, WAYS[way]))} == {}


@pytest.mark.parametrize("seed", range(30))
def test_the_attacker_finds_what_trying_every_table_finds(seed: int) -> None:
    dice = np.random.default_rng(seed)
    size = int(dice.integers(3, 6))
    truth, largest = dice.integers(0, 5, size), 6
    masks = np.array([*(dice.integers(0, 2, (int(dice.integers(1, 4)), size))), np.ones(size, dtype=np.int64)])
    totals = masks @ truth
    said = [_says(mask, total, size) for mask, total in zip(masks, totals.tolist(), strict=True)]
    capped = [_says(np.eye(size, dtype=np.int64)[place], None, size, most=largest) for place in range(size)]
    every = tables_that_fit(masks, totals, largest)
    asked = [np.concatenate([row, np.zeros(2 * size)]) for row in np.eye(size)]
    found = Attacker(size, [*said, *capped]).intervals(asked, [1e9] * size)
    assert found == [(float(every[:, place].min()), float(every[:, place].max())) for place in range(size)]


def _says(mask: np.ndarray, total: int | None, size: int, most: int = 0) -> Said:
    part = np.concatenate([mask.astype(float), np.zeros(2 * size)])
    low, high = (0.0, float(most)) if total is None else (float(total), float(total))
    return Said("", {}, "Learners", part, None, low, high)
