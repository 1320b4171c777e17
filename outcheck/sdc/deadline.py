"""When to stop: the only clock of the numerics."""

from __future__ import annotations

import time


class Deadline:
    """A moment on the monotonic clock after which nothing long is begun."""

    def __init__(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds that remain, never negative."""
        return max(0.0, self._until - time.monotonic())

    def passed(self) -> bool:
        """Whether the moment is over."""
        return self.left() <= 0.0
