"""Texts and empty cells that stand where numbers would, and that nothing explains."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.table import Meaning, Table

_LONGEST_MARKER = 12
_MOST_MARKERS = 5
"""More different texts than this in one measure are content, not markers, and are not shown."""


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every gap, explained or not."""
    return ~table.is_number


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """One hit for each measure and marker."""
    unexplained = chosen(cells, table.means(Meaning.UNEXPLAINED)[cells])
    for measure in np.unique(table.measure[unexplained]):
        of_measure = chosen(unexplained, table.measure[unexplained] == measure)
        for message, markers in sorted(_messages(table, of_measure).items()):
            yield Hit(chosen(of_measure, np.isin(table.marker[of_measure], markers)), message, together=True)


def _messages(table: Table, cells: Indices) -> dict[str, list[int]]:
    """Markers of the cells by what is said about them; texts that could be anything share one message."""
    markers = [int(marker) for marker in np.unique(table.marker[cells])]
    texts = {table.markers[marker].text.strip() for marker in markers} - {""}
    shown = {text for text in texts if _may_be_shown(text)}
    if table.rows_of_persons or len(texts) > _MOST_MARKERS:
        shown = set()
    messages: dict[str, list[int]] = {}
    for marker in markers:
        text = table.markers[marker].text.strip()
        if not text:
            message = "empty cells inside the table: nothing says why"
        elif text in shown:
            message = f"marker '{text}' is explained nowhere"
        else:
            message = "texts stand where numbers would, explained nowhere"
        messages.setdefault(message, []).append(marker)
    return messages


def _may_be_shown(text: str) -> bool:
    """Whether a text is short, without digits and one word, so that it can hardly be a value or a full name."""
    return len(text) <= _LONGEST_MARKER and text.isprintable() and not any(sign.isdigit() or sign.isspace() for sign in text)


CHECK = Check(
    code="OC602",
    name="unexplained-marker",
    asks="Does a cell hold a text, or nothing, where a number would stand, and nothing says why?",
    risk=Risk.DOCUMENTATION,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "explain the marker under 'markers' in outcheck.yaml",
        "use one of the pack's own markers, such as [c] for suppressed and [z] for not applicable",
    ),
)
