"""``outcheck tables``: what was understood of each file, and what was not."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from outcheck.cli.exits import refusing
from outcheck.cli.options import Config, Packs, Paths
from outcheck.cli.patience import patience


class Format(StrEnum):
    """What standard output carries."""

    TERMINAL = "terminal"
    JSON = "json"


def tables(
    paths: Paths,
    *,
    pack: Packs = None,
    config: Config = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="Format of standard output.")] = Format.TERMINAL,
) -> None:
    """Show what is understood of each file, and what is not. No number of a table is shown.

    Exit codes: 0 all is understood; 1 something is not, or not surely; 2 something could not be read.
    """
    from outcheck import clearance  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.renderers import tables_json, tables_terminal  # noqa: PLC0415  likewise
    from outcheck.renderers.tables_summary import see  # noqa: PLC0415  likewise

    with refusing("check the path"), patience("Reading the release") as progress:
        request = clearance.Request(tuple(paths), tuple(pack or ()), config, progress=progress)
        release = clearance.understand_release(request).release
    text = tables_json.render(release) if form is Format.JSON else tables_terminal.render(release, width=_width())
    typer.echo(text, nl=False)
    raise typer.Exit(see(release).exit_code)


def _width() -> int:
    from rich.console import Console  # noqa: PLC0415  heavy; --help must stay quick

    return Console().width
