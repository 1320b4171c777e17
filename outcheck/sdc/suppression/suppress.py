"""The way from a problem to an audited pattern."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.bounds import bounds
from outcheck.sdc.deadline import Deadline
from outcheck.sdc.suppression.audit import audit
from outcheck.sdc.suppression.cleaning import beside, clean
from outcheck.sdc.suppression.cuts import line_cuts
from outcheck.sdc.suppression.explaining import explain, tighten
from outcheck.sdc.suppression.ground import Ground, ready
from outcheck.sdc.suppression.master import cheapest
from outcheck.sdc.suppression.mending import repair
from outcheck.sdc.suppression.problem import Pattern, Problem
from outcheck.sdc.suppression.reasons import reasons
from outcheck.sdc.suppression.search import Search
from outcheck.sdc.system import System

MOST_TRIED, _TRIES = 1000, 18
"""Up to how many optional unknowns a problem not solved exactly is worth other tries, and how many."""
_AGAIN = 0.2
"""The part of the secondary numbers, the dear ones more likely, that each other try prints again before it mends."""
_LEANING = 0.5
"""How much less a number counts in mending that the cheapest relaxed pattern hides."""
_CLEANED, _DEAREST = 15_000, 120
"""With more optional unknowns than this, only so many of the dearest secondary numbers are tried in the clean-up."""
_ROUNDS = ((MOST_TRIED, (3, 3)), (5000, (2,)))
"""Up to so many optional unknowns there are so many rounds of cuts from relaxed patterns: few that go far, then others."""
_EXACT_ROUNDS = 500
_EXACT_NODES = 100_000
_MENDS = 12
"""How often a pattern is mended that the audit found too narrow among whole numbers."""
_CUTS = 100
"""How many demands that a pattern fails are turned into cuts at a time."""
_LEAST_MORE = 0.5
_SAME = 1e-6


def suppress(
    problem: Problem,
    *,
    secondary_width: float = 0.0,
    start: BoolArray | None = None,
    exact_up_to: int = 100,
    seconds: float = 600.0,
) -> Pattern:
    """The cheapest pattern found that protects every target, audited by ``sdc.bounds`` before it is returned.

    Parameters
    ----------
    problem : Problem
        What must, may and may not be hidden, and what must stay uncertain.
    secondary_width : float
        How wide the attacker's interval of *every* hidden unknown must be; 0 for any.
    start : bool, shape (n,), optional
        A pattern that met most of what is demanded, and of which nothing could be spared. A large problem goes on from it: only
        what shares a relation with what is hidden beyond it is tried in the clean-up, and the bound is that of single relations.
    exact_up_to : int
        Up to so many numbers that may be hidden the search goes on until the pattern is proven to be the cheapest.
    seconds : float
        The last resort: how long is limited by steps, so that the same problem has the same answer. What runs into this limit
        says so.

    Raises
    ------
    ValueError
        If a printed number lies outside what is to be known of it once hidden.
    Contradiction
        If the printed numbers admit no solution.
    """
    deadline = Deadline(seconds)
    ground = ready(problem, secondary_width)
    _admit_solution(problem, ground, deadline)
    search = Search(ground, deadline)
    best, bound = ground.forced.copy(), 0.0
    if search.failing(best, most=1):
        best, bound = _searched(search, start, exact_up_to)
    best, missed = _audited(problem, search, best)
    price = float(problem.cost[best & ground.optional].sum())
    bound = min(price, bound) if price > 0 else price
    t = problem.targets.shape[0]
    open_ = np.flatnonzero((missed > 0) & ~search.hopeless)
    hopeless = np.flatnonzero(search.hopeless & (ground.demands.of < 0))
    found = reasons(search, hopeless[hopeless < t])
    lacking = np.union1d(open_[open_ >= t], hopeless[hopeless >= t])
    return Pattern(
        best,
        price,
        bound,
        price - bound <= _SAME * max(1.0, price),
        hopeless[hopeless < t],
        found,
        open_[open_ < t],
        _unknowns(ground, lacking),
        deadline.passed(),
    )


def _searched(search: Search, start: BoolArray | None, exact_up_to: int) -> tuple[BoolArray, float]:
    """The cheapest pattern found where something must be hidden beyond what offends, and what none costs less than."""
    ground = search.ground
    size = int(ground.optional.sum())
    if start is not None and size > MOST_TRIED:
        return _continued(search, start, None if size <= _CLEANED else _DEAREST)
    best, bound, part = _begun(search, next((rounds for most, rounds in _ROUNDS if size <= most), ()))
    search.curious = size <= exact_up_to
    best = clean(search, best, None if size <= _CLEANED else _DEAREST)
    if size <= exact_up_to:
        best, bound = _exactly(search, best, bound)
    if size <= MOST_TRIED and ground.price(best) - bound > _SAME * max(1.0, bound):
        best = _vary(search, best, part)
    return best, bound


def _continued(search: Search, start: BoolArray, most: int | None) -> tuple[BoolArray, float]:
    """A pattern that met most of what is demanded, mended, and cleaned near what is hidden beyond it; what none costs less than.

    Cuts come last: a demand that no pattern meets, which shows only in mending, must have none.
    """
    ground = search.ground
    best = repair(search, ground.forced | (start & ground.optional))
    search.forget_cuts()
    for one in line_cuts(ground, search.hopeless):
        search.cuts.add(one)
    first = cheapest(ground, search.cuts, search.barred, 1, search.deadline)
    added = np.flatnonzero(best & ~start)
    search.curious = False
    return clean(search, best, most, beside(ground, added)), 0.0 if first is None else first.bound


def _begun(search: Search, rounds: tuple[int, ...]) -> tuple[BoolArray, float, FloatArray]:
    """The cheapest pattern that the first cuts allow, mended; what no pattern costs less than; and the cheapest relaxed pattern.

    A demand that no pattern meets shows only in mending. What it asked is then no reason to hide anything, and all begins anew.
    """
    ground = search.ground
    while True:
        given_up = search.hopeless.copy()
        search.forget_cuts()
        for one in line_cuts(ground, given_up):
            search.cuts.add(one)
        part, bound = tighten(search, rounds)
        for paths in search.paths:
            paths.prefer(1.0 - _LEANING * part)
        first = cheapest(ground, search.cuts, search.barred, 1, search.deadline)
        best = repair(search, ground.forced.copy() if first is None else first.hidden)
        if np.array_equal(search.hopeless, given_up):
            return best, bound if first is None else max(bound, first.bound), part


def _admit_solution(problem: Problem, ground: Ground, deadline: Deadline) -> None:
    """Raise if the printed numbers contradict each other."""
    lower, upper = ground.box(ground.forced)
    system = problem.system
    printed = System(system.rows, system.at_least, system.at_most, lower, upper, system.integral)
    bounds(printed, np.empty(0, dtype=np.intp), seconds=deadline.left())


def _unknowns(ground: Ground, demands: Indices) -> Indices:
    sums = ground.demands.sums
    return np.unique(np.asarray(sums[demands].indices, dtype=np.intp))


def _exactly(search: Search, best: BoolArray, bound: float) -> tuple[BoolArray, float]:
    """Cuts say what no pattern can do without; the cheapest that meets them is mended and cleaned, which finds more cuts."""
    ground = search.ground
    for _ in range(_EXACT_ROUNDS):
        if search.deadline.passed():
            break
        choice = cheapest(ground, search.cuts, search.barred, _EXACT_NODES, search.deadline)
        if choice is None:
            break
        bound = max(bound, choice.bound)
        if ground.price(best) - bound <= _SAME * max(1.0, bound):
            break
        failing = search.failing(choice.hidden, most=_CUTS)
        if not failing and choice.best:
            return choice.hidden, bound
        for demand in failing:
            explain(search, choice.hidden, demand)
        found = clean(search, repair(search, choice.hidden))
        if ground.price(found) < ground.price(best) and not search.failing(found, most=1):
            best = found
    return best, bound


def _vary(search: Search, best: BoolArray, part: FloatArray) -> BoolArray:
    """Print some secondary numbers again, drawn with a fixed seed, and mend and clean what is left; the cheapest so found."""
    ground = search.ground
    search.curious = False
    for seed in range(_TRIES):
        extra = np.flatnonzero(best & ground.optional)
        if not len(extra) or search.deadline.passed():
            break
        weight = ground.cost[extra] / ground.cost[extra].sum()
        dice = np.random.default_rng(seed)
        leaning = _LEANING * dice.random()
        for paths in search.paths:
            paths.prefer(1.0 - leaning * part)
        drawn = dice.choice(extra, max(1, int(_AGAIN * len(extra))), replace=False, p=weight)
        other = best.copy()
        other[drawn] = False
        found = clean(search, repair(search, other))
        if ground.price(found) <= ground.price(best) and not search.failing(found, most=1):
            best = found
    return best


def _audited(problem: Problem, search: Search, best: BoolArray) -> tuple[BoolArray, FloatArray]:
    """The pattern, mended where whole numbers tell an attacker more than real ones; by how much each demand is still missed."""
    asked = search.ground
    missed = audit(problem, asked, best, search.deadline)
    for _ in range(_MENDS):
        short = (missed > 0) & ~search.hopeless
        if not short.any() or search.deadline.passed():
            break
        search.ask_more(np.where(short, np.where(np.isfinite(missed), np.maximum(missed, _LEAST_MORE), 1.0), 0.0))
        mended = repair(search, best)
        if not np.any(mended & ~best):
            break
        best = mended
        missed = audit(problem, asked, best, search.deadline)
    return best, missed
