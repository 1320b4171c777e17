"""Starts the command line; answers ``--version`` before anything heavy is imported."""

from __future__ import annotations

import sys

from outcheck import __version__


def main() -> None:
    """Run the command line and exit."""
    if sys.argv[1:] == ["--version"]:
        sys.stdout.write(f"outcheck {__version__}\n")
        return
    from outcheck.cli.app import run  # noqa: PLC0415  typer costs more than the answer to --version may take

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
