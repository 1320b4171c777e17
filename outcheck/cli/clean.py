"""``outcheck clean``: copies of a release that carry nothing but what they show."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from outcheck.cli.exits import refusing
from outcheck.cli.options import Config, OnePath, Packs
from outcheck.cli.paths import given_path, kept_out
from outcheck.cli.patience import patience

_NOT_ALL = 1


def clean(
    path: OnePath,
    *,
    to: Annotated[Path, typer.Option("--to", parser=given_path, metavar="DIR", help="New folder for the copies.")],
    pack: Packs = None,
    config: Config = None,
) -> None:
    """Write copies that carry nothing but what they show, and check them. The originals stay as they are.

    Exit codes are those of check on the copies; 1 also where a file was left out; 2 where nothing was written.
    """
    from outcheck.cleaning import clean as cleaned  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.renderers.wording import plain  # noqa: PLC0415  likewise

    kept_out(to, path)
    with refusing(), patience("Copying the release"):
        today = datetime.now().astimezone().date()
        made = cleaned(path, to, packs=tuple(pack or ()), config=config, today=today)
    for name in made.written:
        typer.echo(plain(f"{to / name}"))
    for name, why in made.left_out:
        typer.echo(plain(f"{name}: left out, because {why}"), err=True)
    verdict = made.report.verdict.value
    totals = made.report.totals
    typer.echo(f"A check of the copies says: {verdict} ({totals.blocked} to correct, {totals.review} to decide).")
    raise typer.Exit(max(made.report.exit_code, _NOT_ALL) if made.left_out else made.report.exit_code)
