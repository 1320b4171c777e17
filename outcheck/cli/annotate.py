"""``outcheck annotate``: copies for the checker, with what was found drawn into them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from outcheck.cli.exits import refusing
from outcheck.cli.options import Config, OnePath, Packs
from outcheck.cli.paths import given_path, kept_out
from outcheck.cli.patience import patience


def annotate(
    path: OnePath,
    *,
    to: Annotated[Path, typer.Option("--to", parser=given_path, metavar="DIR", help="New folder for the copies.")],
    pack: Packs = None,
    config: Config = None,
) -> None:
    """Write copies with colours and comments on what was found. They show values, and must not leave.

    Exit codes are those of check; 2 also where nothing was written.
    """
    from outcheck.annotating import annotate as annotated  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.renderers.wording import plain  # noqa: PLC0415  likewise

    kept_out(to, path)
    with refusing(), patience("Annotating the release"):
        today = datetime.now().astimezone().date()
        made = annotated(path, to, packs=tuple(pack or ()), config=config, today=today)
    for name in made.written:
        typer.echo(plain(f"{to / name}"))
    for name, why in made.left_out:
        typer.echo(plain(f"{name}: left out, because {why}"), err=True)
    totals = made.report.totals
    typer.echo(
        f"Not for release. The check says: {made.report.verdict.value} ({totals.blocked} to correct, {totals.review} to decide)."
    )
    raise typer.Exit(made.report.exit_code)
