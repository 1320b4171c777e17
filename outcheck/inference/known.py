"""How well an unknown is known."""

from __future__ import annotations

from enum import IntEnum


class Known(IntEnum):
    """How well an unknown is known, from a wide interval to a printed number."""

    WIDE = 0
    UNDETERMINED = 1
    NARROW = 2
    EXACT = 3
    PRINTED = 4
