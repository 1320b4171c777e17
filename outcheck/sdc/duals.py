"""Bounds that follow from weights on relations: any weights prove something, so a solver need not be trusted."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import FloatArray, Indices
from outcheck.sdc.propagation import Box
from outcheck.sdc.system import Step, System

_DIVISORS = (1, 2, 3, 4, 5, 6, 8, 12, 60)
_NEAR = 1e-6


def deduce(system: System, box: Box, unknown: int, relations: Indices, weights: FloatArray, *, is_upper: bool) -> Step | None:
    """The bound that the weights prove, moved to simple fractions where they are near; None where they prove none."""
    divisor, simple = _simplified(weights)
    return combine(system, box, Step(unknown, is_upper, relations, simple, whole=False, bound=np.nan, divisor=divisor))


def _simplified(weights: FloatArray) -> tuple[float, FloatArray]:
    for divisor in _DIVISORS:
        scaled = np.round(weights * divisor)
        if np.all(np.abs(scaled - weights * divisor) < _NEAR):
            return float(divisor), scaled
    return 1.0, np.where(np.abs(weights) < _NEAR * 1e-3, 0.0, weights)


def combine(system: System, box: Box, step: Step) -> Step | None:
    """The step with the bound that its weights prove from the box; None where they prove none."""
    unknown, is_upper, divisor = step.unknown, step.is_upper, step.divisor
    relations, weights = step.relations, step.weights
    kept = weights != 0
    relations, weights = relations[kept], weights[kept]
    remainder = np.asarray(-(system.rows[relations].T @ weights)) if len(relations) else np.zeros(system.unknowns)
    size = np.asarray(abs(system.rows[relations]).T @ np.abs(weights)) if len(relations) else np.zeros(system.unknowns)
    remainder[unknown] += divisor
    places = np.flatnonzero((remainder != 0) | (size > 0))
    z, noise = remainder[places], size[places] * 2e-16 * (len(relations) + 2)
    noise[(z == np.round(z)) & (size[places] == np.round(size[places]))] = 0.0
    parts = [
        _ends(weights, np.zeros(len(weights)), system.at_least[relations], system.at_most[relations], is_upper=is_upper),
        _ends(z, noise, box.lower[places], box.upper[places], is_upper=is_upper),
    ]
    terms = np.concatenate(parts)
    if not np.all(np.isfinite(terms)):
        return None
    total = float(np.sum(terms))
    sure = bool(np.all(terms == np.round(terms))) and float(np.sum(np.abs(terms))) < 2.0**50
    error = 0.0 if sure and divisor == 1 else float(np.sum(np.abs(terms))) * 2e-16 * (len(terms) + 4) / divisor + 1e-300
    value = total / divisor + (error if is_upper else -error)
    whole = bool(system.integral[unknown])
    if whole:
        play = 0.0 if sure and divisor == 1 else 1e-9 * max(1.0, abs(value))
        value = float(np.floor(value + play) if is_upper else np.ceil(value - play))
    return Step(unknown, is_upper, relations, weights, whole, value, divisor)


def _ends(weights: FloatArray, noise: FloatArray, low: FloatArray, high: FloatArray, *, is_upper: bool) -> FloatArray:
    """The far end of each weighted interval, with play where the weight itself is not exactly known."""
    rises = (weights > 0) == is_upper
    ends = np.where(rises, high, low)
    used = np.where(weights == 0, 0.0, ends)
    terms = weights * used
    unsure = noise > 0
    if unsure.any():
        widest = np.maximum(np.abs(low), np.abs(high))
        terms = terms + np.where(unsure, noise * np.where(unsure, widest, 0.0), 0.0) * (1.0 if is_upper else -1.0)
    return np.asarray(terms)
