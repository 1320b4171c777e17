"""Starts the command line; answers ``--version`` before anything heavy is imported."""

from __future__ import annotations

import sys

from outcheck import __version__


def main() -> None:
    """Run the command line and exit. An interruption from the keyboard ends it with a sentence, also while it imports."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        sys.stdout.write(f"outcheck {__version__}\n")
        return
    try:
        sys.exit(_code(arguments))
    except KeyboardInterrupt:
        _end()


def _code(arguments: list[str]) -> int:
    """Run a command, in a process of its own if it reads files."""
    import os  # noqa: PLC0415  within what an interruption ends well
    import signal  # noqa: PLC0415  likewise
    from pathlib import Path  # noqa: PLC0415  likewise

    from outcheck.model.attempts import DONE, FOLDER, LISTENS  # noqa: PLC0415  costs more than the answer to --version may take

    watched_in = os.environ.get(FOLDER)
    if watched_in:
        signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever watches kept it deaf
        (Path(watched_in) / LISTENS).touch()
    from outcheck.cli import guard  # noqa: PLC0415  likewise

    code = guard.guarded(arguments) if guard.is_guarded(arguments) else None
    if code is not None:
        return code
    if watched_in:
        guard.confine()
    from outcheck.cli.app import run  # noqa: PLC0415  likewise

    code = run(arguments)
    if watched_in:
        (Path(watched_in) / DONE).touch()
    return code


def _end() -> None:
    """Say that the command was stopped, unless whoever watches this process says it."""
    import os  # noqa: PLC0415  see above

    from outcheck.model.attempts import FOLDER, SAID_WHEN_STOPPED, STOPPED  # noqa: PLC0415  see above

    if FOLDER not in os.environ:
        sys.stderr.write(SAID_WHEN_STOPPED)
    sys.exit(STOPPED)


if __name__ == "__main__":
    main()
