"""Reads cells without a number: what their marker means and what it admits."""

from __future__ import annotations

import re

import numpy as np

from outcheck.layout.blocks import Block, Cells
from outcheck.layout.literals import Kind
from outcheck.model.arrays import SmallArray
from outcheck.model.table import Marker, Meaning

_BELOW = re.compile(r"^(?:n\s*)?(?P<sign><=|<|≤|fewer than|less than|under|up to)\s*(?P<number>\d{1,6})$", re.IGNORECASE)
_FROM_TO = re.compile(r"^(?P<low>\d{1,5})\s*(?:-|–|to)\s*(?P<high>\d{1,5})$", re.IGNORECASE)


class Gaps:
    """The markers of a service. A marker no pack explains is unexplained, unless it says itself what it bounds."""

    def __init__(self, markers: tuple[Marker, ...]) -> None:
        self._known = {marker.text.casefold(): marker for marker in markers}

    @property
    def texts(self) -> frozenset[str]:
        """Texts that stand for a gap, case folded."""
        return frozenset(self._known) - {""}

    def meaning(self, text: str) -> Marker:
        """What a text says where a number should stand."""
        known = self._known.get(text.casefold())
        if known is not None:
            return Marker(text, known.meaning, known.admits)
        below = _BELOW.match(text)
        if below is not None:
            inclusive = below["sign"].casefold() in {"<=", "≤", "up to"}
            return Marker(text, Meaning.SUPPRESSED, (0.0, float(below["number"]) - (0 if inclusive else 1)))
        between = _FROM_TO.match(text)
        if between is not None:
            return Marker(text, Meaning.SUPPRESSED, (float(between["low"]), float(between["high"])))
        return Marker(text, Meaning.UNEXPLAINED)

    def read(self, cells: Cells, block: Block, kind: SmallArray) -> tuple[SmallArray, tuple[Marker, ...]]:
        """Marker of every cell of a block (-1 for numbers), and the markers met, in order of first appearance."""
        marker = np.full(len(kind), -1, dtype=np.int16)
        gaps = np.flatnonzero(kind != Kind.NUMBER)
        found: dict[str, int] = {}
        rows = len(block.rows)
        place, row = np.divmod(gaps, max(rows, 1))
        for position, index in enumerate(block.measures):
            here = gaps[place == position]
            if not here.size:
                continue
            column = cells.columns[index]
            codes = column.code[block.rows[row[place == position]]]
            distinct, inverse = np.unique(codes, return_inverse=True)
            numbers = [found.setdefault(column.texts[code], len(found)) for code in distinct.tolist()]
            marker[here] = np.array(numbers, dtype=np.int16)[inverse]
        return marker, tuple(self.meaning(text) for text in found)
