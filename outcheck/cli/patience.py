"""Shows on a terminal how far long work is, once it has taken a second."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from outcheck.model.progress import Progress

_PATIENCE = 1.0
"""Seconds of silence a person does not wonder about."""


@contextmanager
def patience(words: str) -> Iterator[Progress]:
    """Show words and a bar on standard error while the work lasts; nothing in a pipe, nothing for quick work.

    The bar moves to and fro until the work says how far it is.
    """
    if not sys.stderr.isatty():
        yield lambda _done, _of: None
        return
    from rich.console import Console  # noqa: PLC0415  heavy; --help must stay quick
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn  # noqa: PLC0415  likewise

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    shown = Progress(*columns, console=Console(file=sys.stderr), transient=True)
    task = shown.add_task(words, total=None)
    timer = threading.Timer(_PATIENCE, shown.start)
    timer.daemon = True
    timer.start()
    try:
        yield lambda done, of: shown.update(task, completed=done, total=of)
    finally:
        timer.cancel()
        timer.join()
        if shown.live.is_started:
            shown.stop()
