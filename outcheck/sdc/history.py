"""Which steps a bound rests on, read backwards from all that was deduced."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from outcheck.sdc.system import UNWRITTEN, Moves, Step, System

Goal = tuple[int, bool]
"""An unknown, and whether its upper bound is meant."""


def history(system: System, trail: Sequence[Moves | Step], goals: set[Goal]) -> list[Step] | None:
    """The steps that the present bounds of the goals rest on, in order; None where one of them left no proof."""
    wanted: set[Goal] = set(goals)
    steps: list[Step] = []
    for found in reversed(trail):
        sought = [unknown for unknown, is_upper in wanted if is_upper == found.is_upper]
        if not sought:
            continue
        hits = [found] if isinstance(found, Step) else _singles(system, found, sought)
        hits = [step for step in hits if (step.unknown, step.is_upper) in wanted]
        if any(UNWRITTEN in step.relations for step in hits):
            return None
        wanted -= {(step.unknown, step.is_upper) for step in hits}
        for step in hits:
            wanted |= _rests_on(system, step)
        steps.extend(hits)
    return steps[::-1]


def single(system: System, unknown: int, relation: int, bound: float, *, is_upper: bool) -> Step:
    """The step that rests on one relation, weighted so that the unknown itself stands alone."""
    whole = bool(system.integral[unknown])
    if relation < 0:
        named = np.array([relation] if relation == UNWRITTEN else [], dtype=np.intp)
        return Step(unknown, is_upper, named, np.zeros(len(named)), whole, bound)
    start, end = system.rows.indptr[relation], system.rows.indptr[relation + 1]
    own = float(system.rows.data[start:end][system.rows.indices[start:end] == unknown].sum())
    return Step(unknown, is_upper, np.array([relation]), np.array([np.sign(own)]), whole, bound, abs(own))


def _singles(system: System, moves: Moves, sought: list[int]) -> list[Step]:
    return [
        single(
            system,
            int(moves.unknown[place]),
            int(moves.relation[place]),
            float(moves.bound[place]),
            is_upper=moves.is_upper,
        )
        for place in np.flatnonzero(np.isin(moves.unknown, sought)).tolist()
    ]


def _rests_on(system: System, step: Step) -> set[Goal]:
    """The bounds of other unknowns that the step uses."""
    remainder = {step.unknown: step.divisor}
    for relation, weight in zip(step.relations.tolist(), step.weights.tolist(), strict=True):
        start, end = system.rows.indptr[relation], system.rows.indptr[relation + 1]
        for column, entry in zip(system.rows.indices[start:end].tolist(), system.rows.data[start:end].tolist(), strict=True):
            remainder[column] = remainder.get(column, 0.0) - weight * entry
    return {(column, (weight > 0) == step.is_upper) for column, weight in remainder.items() if weight != 0}
