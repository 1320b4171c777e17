"""Merges against trying every merge there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcheck.model.arrays import FloatArray, Indices
from outcheck.sdc.merging import Loss, Merge, Need, adjacent, into_other, under_parents

Choice = tuple[tuple[tuple[int, ...], ...], frozenset[int]]
"""Groups of categories shown as one each, and categories no longer shown."""

needs = st.builds(Need, st.sampled_from([3.0, 10.0]), st.booleans())


@st.composite
def matrices(draw: st.DrawFn, most: int) -> FloatArray:
    """Counts of up to ``most`` categories in one to three columns, many of them 0 or small."""
    rows, columns = draw(st.integers(1, most)), draw(st.integers(1, 3))
    count = st.just(0) | st.integers(0, 15)
    held = draw(st.lists(count, min_size=rows * columns, max_size=rows * columns))
    return np.array(held, dtype=np.float64).reshape(rows, columns)


@st.composite
def trees(draw: st.DrawFn) -> tuple[FloatArray, Indices]:
    """Categories that nest up to three deep, each the sum of those under it."""
    parents = [-1, *(draw(st.integers(-1, code - 1)) for code in range(1, draw(st.integers(2, 9))))]
    counts = draw(matrices(1)).repeat(len(parents), axis=0) * 0
    columns = counts.shape[1]
    for code in range(len(parents) - 1, -1, -1):
        if code not in parents:
            counts[code] = draw(st.lists(st.just(0) | st.integers(0, 12), min_size=columns, max_size=columns))
        if parents[code] >= 0:
            counts[parents[code]] += counts[code]
    return counts, np.array(parents, dtype=np.intp)


def loss_of(counts: FloatArray, choice: Choice) -> Loss:
    groups, dropped = choice
    gone = [code for group in groups if len(group) > 1 for code in group] + sorted(dropped)
    cells = sum(len(group) - 1 for group in groups) + len(dropped)
    return Loss(cells * counts.shape[1], float(counts[gone].sum()))


def is_safe(counts: FloatArray, choice: Choice, need: Need) -> bool:
    shown = np.array([counts[list(group)].sum(axis=0) for group in choice[0]])
    small = (shown < need.minimum) & ((shown > 0) | need.zeros)
    return not small.any()


def least(counts: FloatArray, choices: Iterator[Choice], need: Need) -> Loss | None:
    losses = [loss_of(counts, choice) for choice in choices if is_safe(counts, choice, need)]
    return min(losses, key=lambda loss: (loss.cells, loss.value), default=None)


def as_choice(found: Merge) -> Choice:
    group = found.group
    names = range(group.max(initial=-1) + 1)
    return tuple(tuple(np.flatnonzero(group == name).tolist()) for name in names), frozenset(np.flatnonzero(group < 0).tolist())


def runs(count: int) -> Iterator[Choice]:
    for cuts in product([False, True], repeat=count - 1):
        edges = [0, *(place + 1 for place, cut in enumerate(cuts) if cut), count]
        yield tuple(tuple(range(low, high)) for low, high in pairwise(edges)), frozenset()


def others(codes: list[int]) -> Iterator[tuple[tuple[int, ...], ...]]:
    """All selections of at least two that are shown as one, and none."""
    yield tuple((code,) for code in codes)
    for size in range(2, len(codes) + 1):
        for chosen in combinations(codes, size):
            yield (chosen, *((code,) for code in codes if code not in chosen))


def nested(children: dict[int, list[int]], codes: list[int]) -> Iterator[Choice]:
    """All that can be done with some siblings and what is under them, once they are to be shown."""
    for groups in others(codes):
        beneath = [list(below(children, group[0])) if len(group) == 1 else [_gone(children, group)] for group in groups]
        for combined in product(*beneath):
            inner = tuple(group for part, _ in combined for group in part)
            yield (*groups, *inner), frozenset().union(*(dropped for _, dropped in combined))


def below(children: dict[int, list[int]], code: int) -> Iterator[Choice]:
    yield _gone(children, (code,))
    if children.get(code):
        whole = tuple(children[code]) if len(children[code]) > 1 else None
        yield from (choice for choice in nested(children, children[code]) if whole not in choice[0])


def _gone(children: dict[int, list[int]], group: tuple[int, ...]) -> Choice:
    found: list[int] = []
    for code in group:
        for child in children.get(code, []):
            found += [child, *_gone(children, (child,))[1]]
    return (), frozenset(found)


@given(matrices(7), needs)
def test_bands_are_merged_with_the_least_loss_of_all_partitions_into_runs(counts: FloatArray, need: Need) -> None:
    found, best = adjacent(counts, need), least(counts, runs(len(counts)), need)
    assert (found is None) == (best is None)
    if found is not None:
        assert is_safe(counts, as_choice(found), need)
        assert found.loss == loss_of(counts, as_choice(found)) == best
        assert set(np.diff(found.group).tolist()) <= {0, 1}


@given(matrices(7), needs)
def test_other_is_made_of_the_small_ones_with_the_least_loss(counts: FloatArray, need: Need) -> None:
    every = ((groups, frozenset[int]()) for groups in others(list(range(len(counts)))))
    found, best = into_other(counts, need), least(counts, every, need)
    assert (found is None) == (best is None)
    if found is not None:
        assert is_safe(counts, as_choice(found), need)
        assert found.loss == loss_of(counts, as_choice(found)) == best


@given(trees(), needs)
def test_nested_categories_lose_the_least_of_all_that_can_be_done(tree: tuple[FloatArray, Indices], need: Need) -> None:
    counts, parents = tree
    children: dict[int, list[int]] = {}
    for code, parent in enumerate(parents.tolist()):
        children.setdefault(parent, []).append(code)
    found, best = under_parents(counts, parents, need), least(counts, nested(children, children[-1]), need)
    assert (found is None) == (best is None)
    if found is not None:
        assert is_safe(counts, as_choice(found), need)
        assert found.loss == loss_of(counts, as_choice(found)) == best
        assert found.is_least


def test_two_small_bands_beside_each_other_become_one() -> None:
    counts = np.array([[40.0], [6], [7], [30]])
    found = adjacent(counts, Need(10))
    assert found is not None
    assert found.group.tolist() == [0, 1, 1, 2]
    assert found.loss == Loss(1, 13)


def test_a_single_small_category_takes_the_smallest_that_does_with_it() -> None:
    found = into_other(np.array([[40.0, 40], [6, 30], [12, 12], [90, 90]]), Need(10))
    assert found is not None
    assert found.group.tolist() == [0, 1, 1, 2]
    assert found.loss == Loss(2, 60)


def test_small_schools_of_one_authority_become_its_others_and_those_of_another_are_dropped() -> None:
    counts = np.array([[60.0], [30], [6], [7], [17], [3], [4], [10]])
    parents = np.array([-1, 0, 0, 0, 0, 4, 4, 4])
    found = under_parents(counts, parents, Need(10))
    assert found is not None
    assert found.group.tolist() == [0, 1, 2, 2, 3, -1, -1, -1]
    assert found.loss == Loss(4, 30)


def test_persons_and_employers_each_have_a_minimum_of_their_own() -> None:
    persons_and_employers = np.array([[50.0, 5], [50, 2], [50, 9]])
    found = adjacent(persons_and_employers, Need(np.array([10.0, 3.0])))
    assert found is not None
    assert found.group.tolist() == [0, 0, 1]


def test_what_is_not_known_is_never_taken_for_large() -> None:
    counts = np.array([[50.0, 50], [np.nan, 50], [50, 50]])
    assert adjacent(counts, Need(10)) is None
    assert into_other(counts, Need(10)) is None


def test_nothing_small_is_left_as_it_is() -> None:
    counts = np.array([[50.0], [0], [50]])
    for found in (adjacent(counts, Need(10)), into_other(counts, Need(10)), under_parents(counts, np.full(3, -1), Need(10))):
        assert found is not None
        assert found.group.tolist() == [0, 1, 2]
        assert found.loss == Loss(0, 0)


@pytest.mark.parametrize("many", [20, 60])
def test_of_many_categories_none_stays_small(many: int) -> None:
    dice = np.random.default_rng(many)
    counts = dice.poisson(dice.gamma(0.5, 20, (many, 4))).astype(np.float64)
    for found in (adjacent(counts, Need(10)), into_other(counts, Need(10))):
        assert found is not None
        assert is_safe(counts, as_choice(found), Need(10))
        assert found.loss == loss_of(counts, as_choice(found))


@pytest.mark.parametrize("seed", range(4))
def test_of_more_categories_than_can_all_be_tried_the_best_one_or_two_are_found(seed: int) -> None:
    dice = np.random.default_rng(seed)
    counts = dice.integers(10, 20, (14, 2)).astype(np.float64) * (dice.random((14, 2)) < 0.6)
    counts[0] = 3, 4
    found = into_other(counts, Need(10))
    assert found is not None
    assert found.is_least
    assert found.loss == least(counts, ((groups, frozenset()) for groups in others(list(range(14)))), Need(10))


def test_where_not_everything_was_tried_it_says_so() -> None:
    parents = np.array([-1, *[0] * 14, 1, 1, 2])
    counts = np.array([[500.0], [40], [40], [4], *[[30.0]] * 11, [20], [20], [40]])
    found = under_parents(counts, parents, Need(10))
    assert found is not None
    assert not found.is_least


def test_categories_under_themselves_are_refused() -> None:
    with pytest.raises(ValueError, match="under themselves"):
        under_parents(np.array([[5.0], [5], [5]]), np.array([-1, 2, 1]), Need(3))


def test_counts_below_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="none below 0"):
        adjacent(np.array([[-1.0]]), Need(3))
