"""Problems of suppression: tables of counts with all their totals, small counts to be hidden; and oracles that try everything."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import numpy.typing as npt
from drawn_systems import plain_bounds, table_system, with_totals
from hypothesis import strategies as st
from scipy.sparse import csr_array, eye_array, vstack

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.suppression import Problem
from outcheck.sdc.system import System


def units(cells: Indices, n: int) -> csr_array:
    """A row with a single 1 for each cell."""
    return csr_array(eye_array(n, format="csr")[cells])


def table_problem(table: FloatArray, minimum: float = 10.0, width: float = 10.0) -> Problem:
    """Counts from 1 to below ``minimum`` must go and be uncertain by ``width``; zeros stay; hiding costs the value."""
    case = table_system(table, np.ones(table.shape, dtype=np.bool_))
    return problem_of(case.system, case.truth, minimum, width)


def problem_of(system: System, truth: FloatArray, minimum: float = 10.0, width: float = 10.0) -> Problem:
    """The same for any system of counts."""
    small = (truth >= 1) & (truth < minimum)
    cells = np.flatnonzero(small)
    return Problem(
        system,
        truth.copy(),
        truth.copy(),
        hidden=small,
        fixed=truth == 0,
        cost=np.maximum(truth, 1.0),
        targets=units(cells, len(truth)),
        width=np.full(len(cells), width),
        below=np.zeros(len(cells)),
        above=np.zeros(len(cells)),
    )


def linked_problem(inner: FloatArray, minimum: float = 10.0, width: float = 10.0) -> Problem:
    """Two tables of the same people, by their first and second and by their first and third property, with the totals of both."""
    table = with_totals(inner)
    places = np.full(table.shape, -1)
    told = np.zeros(table.shape, dtype=np.bool_)
    told[:, :, -1] = told[:, -1, :] = True
    places[told] = np.arange(told.sum())
    slices = [places[:, :, -1], places[:, -1, :]]
    lines = np.unique(
        [np.bincount(line, [1.0] * (len(line) - 1) + [-1.0], told.sum()) for part in slices for line in [*part, *part.T]], axis=0
    )
    none, n = np.zeros(len(lines)), int(told.sum())
    system = System(csr_array(lines), none, none, np.zeros(n), np.full(n, np.inf), np.ones(n, dtype=np.bool_))
    return problem_of(system, table[told], minimum, width)


def drawn_counts(shape: tuple[int, ...], seed: int, scale: float = 400.0) -> FloatArray:
    """A table with totals: counts of a Poisson distribution about gamma(1/2) of mean ``scale / 2``."""
    dice = np.random.default_rng(seed)
    return with_totals(dice.poisson(dice.gamma(0.5, scale, shape)).astype(np.float64))


def under(problem: Problem, hidden: BoolArray) -> System:
    """What an attacker knows under a pattern, with one more unknown for the sum of each target."""
    system, t = problem.system, problem.targets.shape[0]
    unprinted = np.isnan(problem.lower_shown)
    near = [np.where(unprinted, *ends) for ends in ((system.lower, problem.lower_shown), (system.upper, problem.upper_shown))]
    rows = np.vstack(
        [
            np.hstack([system.rows.toarray(), np.zeros((system.relations, t))]),
            np.hstack([problem.targets.toarray(), -np.eye(t)]),
        ]
    )
    return System(
        csr_array(rows),
        np.append(system.at_least, np.zeros(t)),
        np.append(system.at_most, np.zeros(t)),
        np.append(np.where(hidden, system.lower, near[0]), np.full(t, -np.inf)),
        np.append(np.where(hidden, system.upper, near[1]), np.full(t, np.inf)),
        np.zeros(system.unknowns + t, dtype=np.bool_),
    )


def protects(problem: Problem, hidden: BoolArray, but: Indices | None = None) -> bool:
    """Whether a pattern protects all targets (but some), by two plain linear programs each."""
    system = under(problem, hidden)
    left_out = set() if but is None else set(but.tolist())
    for target in range(problem.targets.shape[0]):
        if target in left_out:
            continue
        low, high = plain_bounds(system, problem.system.unknowns + target)
        said = float((problem.targets[[target]] @ problem.lower_shown)[0])
        if high - low < problem.width[target] - 1e-5:
            return False
        if not np.isnan(said) and (high < said + problem.above[target] - 1e-5 or low > said - problem.below[target] + 1e-5):
            return False
    return True


def none_cheaper(problem: Problem, cost: float, but: Indices | None = None) -> bool:
    """Whether every pattern that costs less than ``cost`` fails to protect some target, by trying them all.

    A pattern is a number of one bit an unknown; relations are equations. What stands alone in a relation is told by it and
    may as well be printed, so that patterns which differ only in such unknowns are tried once, and of those only the ones
    that are part of no other.
    """
    lines = [_mask(line) for line in np.split(problem.system.rows.indices, problem.system.rows.indptr[1:-1])]
    wanted = np.setdiff1d(np.arange(problem.targets.shape[0]), [] if but is None else but)
    cores = np.unique(_cores(_cheaper(problem, cost), lines))
    for target in wanted:
        if problem.width[target] > 0:
            cores = cores[cores & _mask(problem.targets[[target]].indices) != 0]
    failed: list[int] = []
    for core in sorted(cores.tolist(), key=lambda pattern: -pattern.bit_count()):
        if not any(core & ~more == 0 for more in failed):
            if protects(problem, np.array([core >> unknown & 1 for unknown in range(len(problem.cost))], dtype=np.bool_), but):
                return False
            failed.append(core)
    return True


def _mask(unknowns: npt.NDArray[np.integer]) -> np.int64:
    bits = np.left_shift(np.int64(1), unknowns.astype(np.int64))
    return np.int64(np.bitwise_or.reduce(bits))


def _cheaper(problem: Problem, cost: float) -> npt.NDArray[np.int64]:
    """All patterns that cost less."""
    patterns, costs = np.array([_mask(np.flatnonzero(problem.hidden))])[: int(cost > 1e-6)], np.zeros(int(cost > 1e-6))
    optional = np.flatnonzero(~problem.hidden & ~problem.fixed)
    for unknown in optional[np.argsort(-problem.cost[optional], kind="stable")].tolist():
        more = costs + problem.cost[unknown]
        kept = more < cost - 1e-6
        patterns = np.concatenate([patterns, patterns[kept] | (np.int64(1) << np.int64(unknown))])
        costs = np.concatenate([costs, more[kept]])
    return patterns


def _cores(patterns: npt.NDArray[np.int64], lines: list[np.int64]) -> npt.NDArray[np.int64]:
    """Patterns less what stands alone in a relation, again and again."""
    while True:
        left = patterns.copy()
        for line in lines:
            hit = left & line
            left &= ~np.where(hit & (hit - 1) == 0, hit, 0)
        if np.array_equal(left, patterns):
            return patterns
        patterns = left


@st.composite
def small_problems(draw: st.DrawFn, most: int = 99) -> Problem:
    """Small tables of two or three dimensions; some numbers fixed, some hidden already, some with demands of another kind.

    At most ``most`` numbers may be hidden and need not be.
    """
    shape = draw(st.sampled_from([(2, 2), (2, 3), (3, 3), (2, 4), (2, 2, 2)]))
    size = int(np.prod(shape))
    inner = np.array(draw(st.lists(st.integers(0, 12), min_size=size, max_size=size)), dtype=np.float64).reshape(shape)
    problem = table_problem(with_totals(inner), minimum=4, width=float(draw(st.integers(1, 6))))
    n = problem.system.unknowns
    fixed = np.array(draw(st.lists(st.sampled_from([False] * 5 + [True]), min_size=n, max_size=n))) & ~problem.hidden
    cost = np.array(draw(st.lists(st.integers(1, 9), min_size=n, max_size=n)), dtype=np.float64)
    fixed |= problem.fixed
    may = draw(st.permutations(np.flatnonzero(~fixed & ~problem.hidden).tolist()))
    fixed[may[most:]] = True
    problem = replace(problem, fixed=fixed, cost=cost)
    return _with_more(draw, problem)


def _with_more(draw: st.DrawFn, problem: Problem) -> Problem:
    """Demands of a group and of ends, and a number that is printed nowhere."""
    n, t = problem.system.unknowns, problem.targets.shape[0]
    if draw(st.booleans()) and t > 1:
        group = csr_array(problem.targets[:2].sum(axis=0).reshape(1, -1))
        problem = replace(
            problem,
            targets=csr_array(vstack([problem.targets, group])),
            width=np.append(problem.width, 3.0),
            below=np.append(problem.below, float(draw(st.integers(0, 1)))),
            above=np.append(problem.above, float(draw(st.integers(0, 2)))),
        )
    if draw(st.booleans()):
        gone = draw(st.integers(0, n - 1))
        shown = problem.lower_shown.copy()
        hidden, fixed = problem.hidden.copy(), problem.fixed.copy()
        shown[gone], hidden[gone], fixed[gone] = np.nan, True, False
        problem = replace(problem, lower_shown=shown, upper_shown=shown.copy(), hidden=hidden, fixed=fixed)
    return problem
