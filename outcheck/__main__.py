"""Starts the command line; answers ``--version`` before anything heavy is imported."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from outcheck import __version__


def main() -> None:
    """Run the command line and exit."""
    arguments = sys.argv[1:]
    if arguments == ["--version"]:
        sys.stdout.write(f"outcheck {__version__}\n")
        return
    from outcheck.cli import guard  # noqa: PLC0415  costs more than the answer to --version may take
    from outcheck.model.attempts import DONE, FOLDER  # noqa: PLC0415  likewise

    code = guard.guarded(arguments) if guard.is_guarded(arguments) else None
    if code is not None:
        sys.exit(code)
    watched_in = os.environ.get(FOLDER)
    if watched_in:
        guard.confine()
    from outcheck.cli.app import run  # noqa: PLC0415  likewise

    code = run(arguments)
    if watched_in:
        (Path(watched_in) / DONE).touch()
    sys.exit(code)


if __name__ == "__main__":
    main()
