"""Runs the commands that read a release in a process of their own, so that no file can crash or hold up the check of the others.

A file that ends the process, or takes too long, is left out of the next attempt, which lists it as unread.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import NoReturn

from outcheck.model.attempts import BARRED, BEGUN, DONE, FOLDER, LISTENS, MADE, MADE_IN, STOPPED, Ending

COMMANDS = frozenset({"check", "tables", "init", "annotate", "acro", "clean", "fix", "bundle", "ledger add"})
"""Commands that leave nothing before everything is read, so that they can begin anew."""

SECONDS, MEMORY = "OUTCHECK_SECONDS_PER_FILE", "OUTCHECK_MEMORY_BYTES"
_CODES = (0, 1, 2, STOPPED)
_BROKEN = 2
_MOST_ATTEMPTS = 20
_ORDINARY_SECONDS = 300
_SECONDS_PER_BYTE = 3e-6
_OF_THE_MEMORY = 0.8
_LOOK = 0.2
_STARTED = "import json, sys; sys.path[:] = json.loads(sys.argv.pop(1)); from outcheck.__main__ import main; main()"
_NO_DIALOGUES = 0x8003  # Windows: no window that waits for somebody to close it


def is_guarded(arguments: Sequence[str]) -> bool:
    """Whether a command is to be run by ``guarded``: one that reads, in a process that nobody watches yet."""
    words = [word for word in arguments if not word.startswith("-")]
    known = not COMMANDS.isdisjoint({" ".join(words[:1]), " ".join(words[:2])})
    return known and FOLDER not in os.environ and bool(sys.executable) and "--help" not in arguments


def guarded(arguments: Sequence[str], program: Sequence[str] = ()) -> int | None:
    """Run a command, as often as it takes to get past the files that end it, and give its exit code.

    ``program`` is what runs a command; outcheck in this interpreter if left out. None where the system lets no process be
    started or has no place for temporary files: the command is then to be run here, without a guard.
    """
    try:
        place = TemporaryDirectory(prefix="outcheck-", ignore_cleanup_errors=True)
    except OSError:
        return None
    with place as folder:
        try:
            return _past_all_files(arguments, program, Path(folder))
        except _NoProcessError:
            return None


class _NoProcessError(Exception):
    """The system lets no process be started."""


def _past_all_files(arguments: Sequence[str], program: Sequence[str], folder: Path) -> int:
    start = program or [sys.executable, *subprocess._args_from_interpreter_flags(), "-c", _STARTED, json.dumps(sys.path)]  # type: ignore[attr-defined]  # noqa: SLF001  as multiprocessing does
    seconds, barred = _setting(SECONDS, _ORDINARY_SECONDS), dict[str, str]()
    for _ in range(_MOST_ATTEMPTS):
        attempt = _Attempt([*start, *arguments], folder, seconds)
        code = attempt.run()
        if (folder / DONE).exists():
            return code if code in _CODES else _BROKEN
        if attempt.interrupted:  # while it still imported what it needs
            raise KeyboardInterrupt
        file = attempt.file
        if not file or file in barred:
            return _gave_up("outcheck ended without an answer, so nothing was cleared")
        how = "takes too long to read" if attempt.too_long else "ended the process that read it"
        if any(Path(file).is_relative_to(made) for made in attempt.made):
            return _gave_up(f"{Path(file).name}: the copy made of it {how}, so nothing was written")
        barred[file] = (Ending.TOO_LONG if attempt.too_long else Ending.BROKE_OFF).value
        (folder / BARRED).write_text(json.dumps(barred), encoding="utf-8")
        _say(f"{Path(file).name}: {how}; all other files are read again without it")
    return _gave_up(f"more than {_MOST_ATTEMPTS - 1} files end the process that reads them, so nothing was cleared")


def confine() -> None:
    """Bound this process where the system can: by memory, and so that nothing of it is kept on disk when it crashes."""
    try:
        import resource  # noqa: PLC0415  not on Windows, where a process that asks for more than there is does not get it
    except ImportError:
        return
    most = _setting(MEMORY, int(_OF_THE_MEMORY * _memory()))
    with suppress(ValueError, OSError):  # a system that does not let itself be told
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
        if most and (soft == resource.RLIM_INFINITY or most < soft):
            resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def _memory() -> int:
    """Bytes of memory of this machine, or of the container that this process may use; 0 where nobody tells."""
    try:
        known = [os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")]
    except (AttributeError, ValueError, OSError):
        return 0
    with suppress(OSError, ValueError):
        known.append(int(Path("/sys/fs/cgroup/memory.max").read_text(encoding="ascii")))
    return min(known)


@dataclass(slots=True)
class _Attempt:
    """One run of a command, which is ended when one file takes it too long.

    ``file`` is the one that it was at in the end, ``made`` are the folders that it made for a while, which do not outlive it.
    """

    command: Sequence[str]
    folder: Path
    seconds: int
    file: str = ""
    made: tuple[str, ...] = ()
    too_long: bool = False
    interrupted: bool = False

    def run(self) -> int:
        """Run, and give the exit code."""
        (self.folder / LISTENS).unlink(missing_ok=True)
        for told in (BEGUN, MADE):
            (self.folder / told).write_text("", encoding="utf-8")
        if sys.platform == "win32":
            import ctypes  # noqa: PLC0415  only Windows needs it

            ctypes.windll.kernel32.SetErrorMode(_NO_DIALOGUES)
        surroundings = {**os.environ, FOLDER: str(self.folder), MADE_IN: str(self.folder / MADE)}
        heard = signal.signal(signal.SIGINT, signal.SIG_IGN)  # what is started begins so, where the system can do that
        try:
            process = subprocess.Popen(self.command, env=surroundings)  # noqa: S603  ourselves
        except OSError as failure:
            signal.signal(signal.SIGINT, heard)
            raise _NoProcessError from failure
        before = signal.signal(signal.SIGTERM, _stopped)
        over = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(process, over))
        watcher.start()
        try:
            signal.signal(signal.SIGINT, partial(self._hear, process))
            code = process.wait()
        finally:
            over.set()
            watcher.join()
            signal.signal(signal.SIGTERM, before)
            signal.signal(signal.SIGINT, heard)
            if process.poll() is None:  # this process was told to stop
                process.kill()
                process.wait()
            with suppress(OSError):
                self.made = tuple(self._told(MADE))
            for place in self.made:
                shutil.rmtree(place, ignore_errors=True)
        self.file = self._at()
        return code

    def _hear(self, process: subprocess.Popen[bytes], _: int, __: FrameType | None) -> None:
        """Note an interruption from the keyboard. It reaches the process as well, and is left to it once that listens."""
        self.interrupted = True
        if not (self.folder / LISTENS).exists():
            process.kill()

    def _watch(self, process: subprocess.Popen[bytes], over: threading.Event) -> None:
        """End the process when the file that it is at takes too long."""
        at, since = "", time.monotonic()
        while not over.wait(_LOOK):
            now = self._at()
            if now != at:
                at, since = now, time.monotonic()
            if at and time.monotonic() - since > self.seconds + _SECONDS_PER_BYTE * _size(at):
                self.too_long = True
                process.kill()

    def _at(self) -> str:
        """File that was begun last."""
        try:
            return (["", *self._told(BEGUN)])[-1]
        except OSError:
            return self.file

    def _told(self, name: str) -> list[str]:
        """What the process told in a file, a line each; a line that is not whole yet does not count."""
        return [str(json.loads(line)) for line in (self.folder / name).read_bytes().split(b"\n")[:-1]]


def _stopped(number: int, _: FrameType | None) -> NoReturn:
    sys.exit(128 + number)


def _size(file: str) -> int:
    try:
        return Path(file).stat().st_size
    except OSError:
        return 0


def _setting(name: str, otherwise: int) -> int:
    said = os.environ.get(name, "")
    return int(said) if said.isdecimal() else otherwise


def _gave_up(words: str) -> int:
    _say(words)
    return _BROKEN


def _say(words: str) -> None:
    """A line on standard error; a name in it must not steer the screen."""
    plain = "".join(sign if sign.isprintable() else "?" for sign in words)
    sys.stderr.write(plain.encode(sys.stderr.encoding or "ascii", "replace").decode(sys.stderr.encoding or "ascii") + "\n")
