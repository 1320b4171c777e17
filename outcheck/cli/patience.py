"""Says on a terminal that work goes on, once it has taken a second."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_PATIENCE = 1.0
"""Seconds of silence a person does not wonder about."""


@contextmanager
def patience(words: str) -> Iterator[None]:
    """Show words and a moving sign on standard error while the work lasts; nothing in a pipe, nothing for quick work."""
    if not sys.stderr.isatty():
        yield
        return
    from rich.console import Console  # noqa: PLC0415  heavy; --help must stay quick
    from rich.status import Status  # noqa: PLC0415  likewise

    status = Status(words, console=Console(file=sys.stderr))
    timer = threading.Timer(_PATIENCE, status.start)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        status.stop()
