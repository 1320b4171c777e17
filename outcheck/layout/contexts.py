"""Gathers what is said of a whole table: its title or corner, what stands in brackets, what rows under each other hold."""

from __future__ import annotations

import re
from itertools import pairwise

from outcheck.layout.axes import Axes
from outcheck.layout.blocks import Block
from outcheck.layout.cells import Cells
from outcheck.layout.estimates import Estimates, is_correlations, told_below
from outcheck.layout.measures import Rows, Told
from outcheck.layout.names import names_of
from outcheck.layout.parts import Parts
from outcheck.layout.said import Context
from outcheck.layout.words import counts_people, curt_statistic, statistic_in, statistics_in, strong_statistic_in
from outcheck.model.statistics import Statistic

_WEIGHTED = re.compile(r"(?<!un)(?<!un-)\bweighted\b", re.IGNORECASE)
_MEAN_BY_WEIGHTS = re.compile(r"weighted (avg|average|mean)", re.IGNORECASE)


def context_of(cells: Cells, parts: Parts, estimates: Estimates | None, told: Told) -> Context:
    """All that is said of the table of a block."""
    block, axes, rows, strips = parts.block, parts.axes, parts.rows, parts.strips
    return Context(
        _title_or_corner(cells, block),
        block.remarks,
        told.measures,
        told.unit,
        estimates,
        estimates is None and is_correlations(axes, strips),
        _siblings(axes, rows),
        _stack(cells, block, axes) if rows.continuation.any() else (),
        told_below(" ".join(block.remarks).casefold()),
        _is_weighted(block, axes),
        _before_errors(axes.column_names),
    )


def _siblings(axes: Axes, rows: Rows) -> tuple[str, ...]:
    """Texts that may name statistics beside each other."""
    beside = (label for level in axes.beside.values() for label in level.labels)
    down = axes.row_statistics.labels if axes.row_statistics else ()
    return tuple(dict.fromkeys((*axes.column_names, *rows.names, *down, *beside)))


def _title_or_corner(cells: Cells, block: Block) -> str:
    """The title or, where it names no statistic, what stands in the corner over the labels: ``Sum of learners``."""
    corner = [cells.text(row, index) for row in block.headings for index in block.labels]
    named = next((text for text in corner if _names_numbers(text, several=len(block.headings) > 1)), "")
    return block.title if statistic_in(block.title) or not named else named


def _names_numbers(text: str, *, several: bool) -> bool:
    """Whether a corner says what the numbers are, and not only what the labels below it are: ``Number of learners by region``."""
    by = " by " in text.casefold() and statistic_in(text) is not None
    return by or (several and strong_statistic_in(text) is not None) or counts_people(text)


def _stack(cells: Cells, block: Block, axes: Axes) -> tuple[Statistic, ...]:
    """Statistics of rows under each other: in lines of a corner or title, as SAS writes them, or as ``b/se/p`` over a column."""
    for text in (*(cells.text(row, index) for row in block.headings for index in block.labels), block.title):
        lines = [line for line in text.splitlines() if line.strip()]
        named = [strong_statistic_in(line) for line in lines]
        stack = tuple(statistic for statistic in named if statistic is not None)
        if len(stack) == len(lines) > 1:
            return stack
    for text in (*axes.column_names, *(label for level in axes.column_levels for label in level.labels)):
        parts = text.split("/")
        if len(parts) > 1 and all(curt_statistic(part) or strong_statistic_in(part) for part in parts):
            return statistics_in(text)
    return ()


def _is_weighted(block: Block, axes: Axes) -> bool:
    """Whether a label says that what is counted is weighted."""
    labels = (label for level in axes.row_levels for label in level.labels)
    return any(_WEIGHTED.search(text) and not _MEAN_BY_WEIGHTS.search(text) for text in (*labels, block.title))


def _before_errors(names: tuple[str, ...]) -> frozenset[str]:
    """Columns without a known name that stand right before their standard error."""
    pairs = pairwise(zip(names, names_of(names), strict=True))
    return frozenset(name for (name, own), (_, after) in pairs if name and own is None and after is Statistic.STANDARD_ERROR)
