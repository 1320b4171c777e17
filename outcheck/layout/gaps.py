"""Reads cells without a number: what their marker means and what it admits."""

from __future__ import annotations

import re

import numpy as np

from outcheck.layout.literals import Kind
from outcheck.layout.spread import Strip
from outcheck.model.arrays import SmallArray
from outcheck.model.table import Marker, Meaning

_BELOW = re.compile(r"^(?:n\s*)?(?P<sign><=|<|≤|fewer than|less than|under|up to)\s*(?P<number>\d{1,6})$", re.IGNORECASE)
_BELOW_FRACTION = re.compile(r"^[<≤]\s*(0?\.\d{1,6})$")
_FROM_TO = re.compile(r"^(?P<low>\d{1,5})\s*(?:-|–|to)\s*(?P<high>\d{1,5})$", re.IGNORECASE)


def _joined(markers: list[Marker]) -> Marker:
    """One marker for several with one text."""
    first = markers[0]
    if len({marker.meaning for marker in markers}) > 1:
        return Marker(first.text, Meaning.UNEXPLAINED)
    bounds = [marker.admits for marker in markers if marker.admits is not None]
    if len(bounds) < len(markers):
        return Marker(first.text, first.meaning)
    return Marker(first.text, first.meaning, (min(low for low, _ in bounds), max(high for _, high in bounds)))


class Gaps:
    """The markers of a service. A marker no pack explains is unexplained, unless it says itself what it bounds.

    Of markers for one source those of the table's ``sources`` count, before those for every source. Two of them that mean
    different things explain nothing; two that admit different numbers admit both.
    """

    def __init__(self, markers: tuple[Marker, ...], sources: tuple[str, ...] = ()) -> None:
        self._known = {marker.text.casefold(): marker for marker in markers if not marker.sources}
        of_sources: dict[str, list[Marker]] = {}
        for marker in markers:
            if set(marker.sources) & set(sources):
                of_sources.setdefault(marker.text.casefold(), []).append(marker)
        for text, several in of_sources.items():
            self._known[text] = _joined(several)
        scoped = {marker.text.casefold() for marker in markers if marker.sources} - set(self._known)
        self._known |= {text: Marker(text, Meaning.UNEXPLAINED) for text in scoped}

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
        fraction = _BELOW_FRACTION.match(text)
        if fraction is not None:  # a p-value too small to print
            return Marker(text, Meaning.SUPPRESSED, (0.0, float(fraction[1])))
        between = _FROM_TO.match(text)
        if between is not None:
            return Marker(text, Meaning.SUPPRESSED, (float(between["low"]), float(between["high"])))
        return Marker(text, Meaning.UNEXPLAINED)

    def read(self, strips: list[Strip]) -> tuple[SmallArray, tuple[Marker, ...]]:
        """Marker of every cell, strip by strip (-1 for numbers), and the markers met, in order of first appearance."""
        found: dict[str, int] = {}
        markers = []
        for strip in strips:
            marker = np.full(len(strip.kind), -1, dtype=np.int16)
            gaps = np.flatnonzero(strip.kind != Kind.NUMBER)
            if gaps.size:
                distinct, inverse = np.unique(strip.code[gaps], return_inverse=True)
                numbers = [found.setdefault(strip.texts[code], len(found)) for code in distinct.tolist()]
                marker[gaps] = np.array(numbers, dtype=np.int16)[inverse]
            markers.append(marker)
        return np.concatenate(markers), tuple(self.meaning(text) for text in found)
