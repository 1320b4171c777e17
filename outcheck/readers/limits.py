"""How much of one file is read before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes that no table for a person to read comes near, and that an ordinary desktop still holds in memory.

    ``file_bytes`` bounds a file, ``part_bytes`` one part of a zip package once inflated, ``package_bytes`` all of them together,
    ``cells`` the rectangle from A1 to the last row and column in use. Parts that inflate beyond ``ratio_from_bytes`` may be
    ``part_ratio`` times their packed size; only repetition made to overwhelm a reader is packed tighter.
    """

    file_bytes: int = 2**30
    part_bytes: int = 2**29
    package_bytes: int = 2**32
    part_ratio: int = 250
    ratio_from_bytes: int = 2**26
    cells: int = 50_000_000
