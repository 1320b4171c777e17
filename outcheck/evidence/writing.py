"""Writes a side file, whole or not at all."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Sequence
from pathlib import Path

from outcheck.evidence.columns import (
    ABSOLUTE_SUM,
    CONTRIBUTORS,
    LARGEST,
    NEGATIVES,
    SUM,
    VALUED,
    WEIGHTED_N,
    N,
)
from outcheck.evidence.faults import EvidenceError
from outcheck.evidence.microdata import Computed, Facts
from outcheck.model.grid import Grid
from outcheck.model.hints import Microdata
from outcheck.model.texts import TextColumn, Texts

Row = tuple[str, ...]


def rows_of(computed: Computed, microdata: Microdata, depth: int) -> tuple[Row, ...]:
    """Headings, and one row for each group of a table."""
    kinds = [kind for kind, _ in microdata.entities]
    headings = [*(held.dimension.name for held in computed.groupings), N]
    valued = any(held.valued < computed.facts[cell].amounts.n for cell, held in computed.values.items())
    headings += [VALUED] if valued else []
    headings += [WEIGHTED_N] if microdata.weight else []
    headings += [kind.value for kind in kinds]
    if microdata.value:
        headings += [CONTRIBUTORS, NEGATIVES, LARGEST, *(f"top_{top}" for top in range(2, depth + 1)), SUM, ABSOLUTE_SUM]
    rows = [tuple(headings)]
    for cell, facts in computed.facts.items():
        labels = [held.dimension.labels[code] for held, code in zip(computed.groupings, cell.codes, strict=True)]
        with_value = computed.values.get(cell)
        numbers = [str(facts.amounts.n), *([str(with_value.valued if with_value else 0)] if valued else [])]
        numbers += [*_numbers(facts, microdata), *(_contributions(facts, depth) if microdata.value else ())]
        rows.append((*labels, *numbers))
    return tuple(rows)


def grid_of(rows: Sequence[Row], name: str) -> Grid:
    """The rows as the grid that reading the side file gives."""
    return Grid(name, "", tuple(TextColumn.of(Texts.of(column)) for column in zip(*rows, strict=True)))


def write_rows(path: Path, rows: Sequence[Row]) -> None:
    """Write rows as CSV. The file appears, or takes the place of the old one, when it is whole."""
    if path.suffix.lower() != ".csv":
        raise EvidenceError("cannot be written as a workbook", "let its name end in .csv")
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished.write_text(text.getvalue(), encoding="utf-8", newline="\n")
        os.replace(unfinished, path)  # noqa: PTH105  the same on Windows, where the target may exist
    except OSError as failure:
        todo = "check the folder, and the right to write there"
        raise EvidenceError(f"cannot be written ({type(failure).__name__})", todo) from failure
    finally:
        unfinished.unlink(missing_ok=True)


def _numbers(facts: Facts, microdata: Microdata) -> list[str]:
    weighted = [_text(facts.amounts.weighted_n)] if microdata.weight else []
    return [*weighted, *(str(facts.entities[kind]) for kind, _ in microdata.entities)]


def _contributions(facts: Facts, depth: int) -> list[str]:
    held = facts.amounts
    tops = [*held.tops, *[held.tops[-1] if held.tops else 0.0] * (depth - len(held.tops))]
    return [str(held.contributors), str(held.negatives), *map(_text, tops), _text(held.sum), _text(held.absolute_sum)]


def _text(number: float | None) -> str:
    return "" if number is None else repr(round(number, 6) + 0.0)
