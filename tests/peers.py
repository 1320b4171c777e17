"""Other packages, asked the same question in a process of their own.

It is ended when it has used up its time on the processor, and works in a private folder, which is deleted: tau-Argus leaves true
values in the working folder.
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import signal
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Generic, TypeVar

Found = TypeVar("Found")


@dataclass(frozen=True)
class Answer(Generic[Found]):
    """What was found, None where there is no answer, for the reason given; seconds of the processor."""

    found: Found | None
    seconds: float
    reason: str = ""


def answer(peer: Callable[[], Found], seconds: int) -> Answer[Found]:
    """What a peer answers within so many seconds of the processor; it and what it is asked must go into another process."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    with tempfile.TemporaryDirectory() as folder:
        # G-Confid makes itself ready only in a process of this name
        process = context.Process(target=_run, args=(peer, seconds, folder, sender), name="MainProcess")
        process.start()
        sender.close()
        try:
            given: Answer[Found] = receiver.recv()
        except EOFError:
            process.join()
            in_time = process.exitcode not in {-signal.SIGKILL, -signal.SIGXCPU}
            given = Answer(None, float(seconds), f"ended with {process.exitcode}" if in_time else f"no result in {seconds} s")
        process.join()
        receiver.close()
    return given


def _run(peer: Callable[[], Found], seconds: int, folder: str, sender: Connection) -> None:
    os.chdir(folder)
    tempfile.tempdir = folder
    silence = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silence, 1)
    os.dup2(silence, 2)
    start = time.process_time()
    most = int(start) + seconds + 1
    resource.setrlimit(resource.RLIMIT_CPU, (most, most))
    try:
        given = Answer(peer(), time.process_time() - start)
    except Exception as error:  # noqa: BLE001  whatever stops it, it has no answer
        given = Answer(None, time.process_time() - start, f"{type(error).__name__}: {error}")
    sender.send(given)
