"""How well an unknown is known."""

from __future__ import annotations

from enum import IntEnum

from outcheck.model.table import Meaning

HIDES = (Meaning.SUPPRESSED, Meaning.UNEXPLAINED, Meaning.NOT_AVAILABLE)
"""What gaps mean behind which there may be a number. One that is not available may have been hidden in the wrong words."""

USUALLY_BELOW = 10.0
"""Counts are hidden because they are smaller than this; those that are hidden to protect them, seldom."""


class Known(IntEnum):
    """How well an unknown is known, from a wide interval to a printed number."""

    WIDE = 0
    UNDETERMINED = 1
    NARROW = 2
    EXACT = 3
    PRINTED = 4
