"""Counts a few kinds of tags of a sheet together, in a third of the time that a search for each would take."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

VALUE, TEXT, FORMULA, LOOKS = b"</v>", b"</is", b"<f", b"<rPr"
_WORD = 4
_PIECE = 2**21


def count_tags(xml: bytes) -> Mapping[bytes, int]:
    """How often ``VALUE``, ``TEXT``, ``FORMULA`` and ``LOOKS`` occur, which are beginnings of tags."""
    counts = dict.fromkeys((VALUE, TEXT, FORMULA, LOOKS), 0)
    last = max(len(xml) - _WORD + 1, 0)  # no tag of a whole document begins behind it
    byte = np.frombuffer(xml, np.uint8)
    words = np.ndarray(last, "<u4", xml, strides=(1,)) if last else np.zeros(0, np.uint32)
    for start in range(0, last, _PIECE):
        stop = min(start + _PIECE, last)
        word = words[start:stop][np.flatnonzero(byte[start:stop] == ord("<"))]
        for mark in counts:
            bits = np.uint32((1 << 8 * len(mark)) - 1)
            counts[mark] += int(np.count_nonzero((word & bits if len(mark) < _WORD else word) == int.from_bytes(mark, "little")))
    return counts


def may_be_prefixed(xml: bytes) -> bool:
    """Whether a tag among the cells may have a prefix: most sheets have no colon there."""
    begin, end = max(xml.find(b"<sheetData"), 0), xml.rfind(b"</sheetData>")
    return xml.find(b":", begin, end if end > begin else len(xml)) >= 0
