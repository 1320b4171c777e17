"""``outcheck acro``: a folder that SACRO Viewer opens."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from outcheck.cli.exits import refusing
from outcheck.cli.options import Config, OnePath, Packs
from outcheck.cli.paths import given_path, kept_out
from outcheck.cli.patience import patience


def acro(
    path: OnePath,
    *,
    to: Annotated[Path, typer.Option("--to", parser=given_path, metavar="DIR", help="New folder for SACRO Viewer.")],
    pack: Packs = None,
    config: Config = None,
) -> None:
    """Check a release, and write it with what was found into a folder that SACRO Viewer opens.

    Exit codes are those of check; 2 also where nothing was written.
    """
    from outcheck.handover import hand_over  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.renderers.wording import plain  # noqa: PLC0415  likewise

    kept_out(to, path)
    with refusing(), patience("Checking the release"):
        today = datetime.now().astimezone().date()
        report = hand_over(path, to, packs=tuple(pack or ()), config=config, today=today)
    totals = report.totals
    typer.echo(plain(f"{to}: {report.verdict.value} ({totals.blocked} to correct, {totals.review} to decide)"))
    typer.echo("Open this folder in SACRO Viewer. Release nothing that is listed as failed or undecided there.")
    raise typer.Exit(report.exit_code)
