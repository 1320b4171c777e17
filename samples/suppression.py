"""Hiding small counts of a table with totals, and how tightly a reader could still pin what is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from samples.tables import NOT_APPLICABLE, SUPPRESSED, Dimension, Facts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Cell: TypeAlias = tuple[str, str]


def hide(counts: Facts, dimensions: tuple[Dimension, Dimension], minimum: int) -> Facts:
    """Replace empty groups by ``[z]``, counts below the minimum by ``[c]``, and then the smallest partners they need.

    A line with one hidden count gives it away, so each line gets none or at least two.
    """
    down, across = dimensions
    shown: dict[Cell, int | str] = {
        (row, column): int(counts[row, column][0]) if (row, column) in counts else NOT_APPLICABLE
        for row in down.shown
        for column in across.shown
    }
    inner = [(row, column) for row in down.labels for column in across.labels]
    for cell in inner:
        count = shown[cell]
        if isinstance(count, int) and count < minimum:
            shown[cell] = SUPPRESSED
    lines = [[cell for cell in inner if label in cell] for label in (*down.labels, *across.labels)]
    while lonely := next((line for line in lines if [shown[cell] for cell in line].count(SUPPRESSED) == 1), None):
        sizes = {cell: size for cell in lonely if isinstance(size := shown[cell], int)}
        shown[min(sizes, key=sizes.__getitem__)] = SUPPRESSED
    return {cell: (value,) for cell, value in shown.items()}


def bounds(shown: Mapping[Cell, int | str], dimensions: tuple[Dimension, Dimension]) -> dict[Cell, tuple[int, int]]:
    """Smallest and largest value each hidden cell can have, found by trying every table that fits the totals."""
    down, across = dimensions
    hidden = [cell for cell, value in shown.items() if value == SUPPRESSED]
    left = {label: _missing(shown, ((label, column) for column in across.labels), (label, across.total)) for label in down.labels}
    left |= {label: _missing(shown, ((row, label) for row in down.labels), (down.total, label)) for label in across.labels}
    found: dict[Cell, tuple[int, int]] = {}
    tried: dict[Cell, int] = {}

    def fill(place: int) -> None:
        if place == len(hidden):
            for cell, value in tried.items():
                low, high = found.get(cell, (value, value))
                found[cell] = (min(low, value), max(high, value))
            return
        row, column = hidden[place]
        later = hidden[place + 1 :]
        most = min(left[row], left[column])
        forced = [left[label] for label in (row, column) if not any(label in cell for cell in later)]
        for value in forced[:1] or range(most + 1):
            if value > most or any(value != other for other in forced):
                continue
            tried[row, column] = value
            left[row] -= value
            left[column] -= value
            fill(place + 1)
            left[row] += value
            left[column] += value

    fill(0)
    return found


def _missing(shown: Mapping[Cell, int | str], parts: Iterable[Cell], total: Cell) -> int:
    """Compute what the hidden cells of one line add up to."""
    whole = shown[total]
    if isinstance(whole, str):
        raise TypeError(f"the total {total} is not a number; show it, or audit the table another way")
    return whole - sum(value for cell in parts if isinstance(value := shown[cell], int))
