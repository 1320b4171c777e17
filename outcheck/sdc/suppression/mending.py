"""From an unsafe pattern to a safe one: what a demand lacks is hidden along its cheapest path."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray
from outcheck.sdc.suppression.ground import SLACK
from outcheck.sdc.suppression.search import Search
from outcheck.sdc.suppression.together import Apart, mended


def repair(search: Search, hidden: BoolArray) -> BoolArray:
    """A pattern that meets all demands that can be met: what one lacks is hidden along its cheapest path."""
    hidden = hidden & ~search.barred
    hidden = _mend_in_turn(search, hidden)
    while not search.deadline.passed():
        failing = search.failing(hidden, most=1)
        if not failing:
            break
        hidden = _mend(search, hidden, failing[0])
    return hidden


def _mend_in_turn(search: Search, hidden: BoolArray) -> BoolArray:
    """One walk over all demands, which mends those that fail: common questions are asked once, not before every mending.

    In a large problem several are mended at once, along paths among the likely first; those without one then among all.
    """
    demands = search.ground.demands
    columns = hidden | search.likely
    search.narrow(columns)
    search.suppose(hidden)
    low, high = search.ask_together(search.open(hidden), *search.witnesses.range())
    missed = demands.missed(low, high)
    order = np.lexsort((-missed, -search.failures))
    waiting = order[missed[order] > SLACK].tolist()
    for paths in search.paths if search.together > 1 else (None,):
        without, again = list[int](), set[int]()
        while waiting and not search.deadline.passed():
            failing, waiting = _failing_apart(search, hidden, waiting)
            if paths is None:
                hidden = _mend(search, hidden, failing[0]) if failing else hidden
            else:
                hidden, lost = mended(search, paths, hidden, failing)
                without += lost
                # one that lacks both ends has gone one way only
                waiting += [demand for demand in failing if demand not in again and demand not in lost]
                again.update(failing)
            if np.any(hidden & ~columns):
                columns = columns | hidden
                search.narrow(columns)
            search.suppose(hidden)
        waiting = without
    search.narrow()
    return hidden


def _failing_apart(search: Search, hidden: BoolArray, waiting: list[int]) -> tuple[list[int], list[int]]:
    """The first demands that fail and that can be mended at once, and all others that were not found to be met."""
    demands, apart = search.ground.demands, Apart(search.ground)
    low, high = search.witnesses.range()
    open_ = search.open(hidden)
    kept = list[int]()
    for place, demand in enumerate(waiting):
        if len(apart.demands) == search.together or search.deadline.passed():
            return apart.demands, kept + waiting[place:]
        if max(demands.lacks(demand, low, high)) <= SLACK or not open_[demand]:
            continue
        if not apart.has_room(demand):
            kept.append(demand)
            continue
        low, high = search.ask(demand, low, high)
        if max(demands.lacks(demand, low, high)) > SLACK:
            search.failures[demand] += 1
            apart.take(demand)
    return apart.demands, kept


def _mend(search: Search, hidden: BoolArray, demand: int) -> BoolArray:
    """Hide more, so that one demand is met; where nothing helps, it is given up and what it speaks of is not hidden."""
    low, high = search.witnesses.range()
    for paths in search.paths:
        paths.suppose(hidden)
        options = []
        for is_upper in (True, False):
            goal = search.goal(demand, low, high, is_upper=is_upper)
            point = np.empty(0) if goal is None else paths.go(demand, goal, is_upper=is_upper)
            if len(point):
                search.witnesses.add(point)
                more = hidden | search.witnesses.moved(point)
                if np.any(more & ~hidden):
                    options.append((search.ground.price(more), is_upper, more))
        if options:
            return min(options, key=lambda option: option[:2])[2]
    return _give_all(search, hidden, demand)


def _give_all(search: Search, hidden: BoolArray, demand: int) -> BoolArray:
    """Hide all that both ends of a sum can make use of, or give the demand up."""
    everything = (search.ground.forced | search.ground.optional) & ~search.barred
    search.whole.suppose(everything)
    search.witnesses.suppose(everything)
    low, high = search.witnesses.range()
    more = hidden.copy()
    for is_upper in (True, False):
        point = search.whole.extreme(*search.ground.demands.row(demand), is_upper=is_upper)
        if len(point):
            values = search.witnesses.add(point)
            low, high = np.minimum(low, values), np.maximum(high, values)
            more |= search.witnesses.moved(point)
    if max(search.ground.demands.lacks(demand, low, high)) <= SLACK and np.any(more & ~hidden):
        return more
    if search.deadline.passed():
        return hidden
    search.hopeless[demand] = True
    of = int(search.ground.demands.of[demand])
    if of < 0:
        return hidden
    search.barred[of] = True
    for paths in search.paths:
        paths.bar(of)
    hidden = hidden.copy()
    hidden[of] = False
    return hidden
