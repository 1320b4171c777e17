"""How far long work is, told to whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Takes the number of steps that are done and the number of all steps."""


def silent(done: int, of: int) -> None:
    """Tells nobody."""
