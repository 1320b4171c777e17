"""Many demands of a large problem mended by one linear program: they share no relation, so that their paths seldom meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.suppression.ground import Ground
from outcheck.sdc.suppression.paths import Paths, Way
from outcheck.sdc.suppression.search import Search


def mended(search: Search, paths: Paths, hidden: BoolArray, demands: Sequence[int]) -> tuple[BoolArray, list[int]]:
    """Hide more, so that demands are met which share no relation; and those for which these paths do not lead far enough.

    Each goes up where it can, else down. Which is cheaper for each would take two more programs to tell, and hides no less.
    """
    low, high = search.witnesses.range()
    paths.suppose(hidden)
    chosen, without = list[Way](), list(demands)
    for is_upper in (True, False):
        goals = [(demand, search.goal(demand, low, high, is_upper=is_upper)) for demand in without]
        ways = [Way(demand, goal, is_upper) for demand, goal in goals if goal is not None]
        if is_upper and len(ways) == len(demands) and len(point := paths.go_together(ways)):
            search.witnesses.add(point)
            return hidden | search.witnesses.moved(point), []
        chosen += [way for way, far in zip(ways, paths.lead(ways).tolist(), strict=True) if far]
        without = [demand for demand in without if demand not in {way.demand for way in chosen}]
    for point in _gone(paths, chosen):
        search.witnesses.add(point)
        hidden = hidden | search.witnesses.moved(point)
    return hidden, without


def _gone(paths: Paths, ways: list[Way]) -> Iterator[FloatArray]:
    """Solutions that go all of some ways, at once or by halves."""
    if not ways:
        return
    point = paths.go_together(ways)
    if len(point):
        yield point
    elif len(ways) > 1:
        half = len(ways) // 2
        yield from _gone(paths, ways[:half])
        yield from _gone(paths, ways[half:])


class Apart:
    """Gathers demands that share no relation."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._taken: set[int] = set()
        self.demands: list[int] = []

    def has_room(self, demand: int) -> bool:
        """Whether a demand shares no relation with those taken."""
        return self._taken.isdisjoint(self._relations(demand))

    def take(self, demand: int) -> None:
        """Take a demand."""
        self._taken.update(self._relations(demand))
        self.demands.append(demand)

    def _relations(self, demand: int) -> list[int]:
        across, (unknowns, _) = self._ground.across, self._ground.demands.row(demand)
        return [
            held for one in unknowns.tolist() for held in across.indices[across.indptr[one] : across.indptr[one + 1]].tolist()
        ]
