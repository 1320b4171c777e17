"""An independent check of proofs and of solutions, in exact rational arithmetic.

It shares no code with what finds them, reads every float as the fraction that it is, and is meant to be trusted by reading.
"""

from __future__ import annotations

import math
from fractions import Fraction

from outcheck.model.arrays import FloatArray
from outcheck.sdc.system import Proof, Step, System

_INFINITE = None
"""Stands for a bound that is missing on the side in question."""


def proves(system: System, proof: Proof, unknown: int, bound: float, *, is_upper: bool) -> bool:
    """Whether every step of the proof follows, and the last one shows that ``unknown`` is at most (at least) ``bound``."""
    lower = [_fraction(value) for value in system.lower.tolist()]
    upper = [_fraction(value) for value in system.upper.tolist()]
    for step in proof.steps:
        if not _follows(system, step, lower, upper):
            return False
        side = upper if step.is_upper else lower
        side[step.unknown] = Fraction(step.bound)
    shown = (upper if is_upper else lower)[unknown]
    if shown is None:
        return False
    return shown <= Fraction(bound) if is_upper else shown >= Fraction(bound)


def solves(system: System, point: FloatArray, tolerance: float) -> bool:
    """Whether the point lies in the system, each relation and each own bound met within ``tolerance``."""
    x = [Fraction(value) for value in point.tolist()]
    slack = Fraction(tolerance)
    for value, low, high, whole in zip(x, system.lower.tolist(), system.upper.tolist(), system.integral.tolist(), strict=True):
        if not _within(value, low, high, slack) or (whole and abs(value - round(value)) > slack):
            return False
    for row, (low, high) in enumerate(zip(system.at_least.tolist(), system.at_most.tolist(), strict=True)):
        total = sum((weight * x[column] for column, weight in _entries(system, row)), Fraction(0))
        if not _within(total, low, high, slack):
            return False
    return True


def _follows(system: System, step: Step, lower: list[Fraction | None], upper: list[Fraction | None]) -> bool:
    """Whether ``divisor * x[unknown] = y @ (rows @ x) + z @ x`` and the known intervals give the bound that the step claims."""
    divisor = Fraction(step.divisor)
    if divisor <= 0 or (step.whole and not system.integral[step.unknown]):
        return False
    remainder = {step.unknown: divisor}
    total: Fraction | None = Fraction(0)
    for row, weight in zip(step.relations.tolist(), map(Fraction, step.weights.tolist()), strict=True):
        for column, coefficient in _entries(system, row):
            remainder[column] = remainder.get(column, Fraction(0)) - weight * coefficient
        rises = (weight > 0) == step.is_upper
        side = _fraction((system.at_most if rises else system.at_least)[row])
        total = _plus(total, weight, side)
    for column, weight in remainder.items():
        rises = (weight > 0) == step.is_upper
        total = _plus(total, weight, (upper if rises else lower)[column])
    if total is _INFINITE:
        return False
    reached = total / divisor
    if step.is_upper:
        return Fraction(step.bound) >= (math.floor(reached) if step.whole else reached)
    return Fraction(step.bound) <= (math.ceil(reached) if step.whole else reached)


def _entries(system: System, row: int) -> list[tuple[int, Fraction]]:
    start, end = system.rows.indptr[row], system.rows.indptr[row + 1]
    columns, weights = system.rows.indices[start:end].tolist(), system.rows.data[start:end].tolist()
    return [(column, Fraction(weight)) for column, weight in zip(columns, weights, strict=True)]


def _plus(total: Fraction | None, weight: Fraction, side: Fraction | None) -> Fraction | None:
    if weight == 0 or total is _INFINITE:
        return total
    return _INFINITE if side is None else total + weight * side


def _fraction(value: float) -> Fraction | None:
    return Fraction(value) if math.isfinite(value) else _INFINITE


def _within(value: Fraction, low: float, high: float, slack: Fraction) -> bool:
    least, most = _fraction(low), _fraction(high)
    return (least is None or value >= least - slack) and (most is None or value <= most + slack)
