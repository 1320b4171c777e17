"""``outcheck rules`` and ``outcheck rule NAME``: what can be asked, offline."""

from __future__ import annotations

import difflib
from typing import Annotated

import typer

from outcheck.cli.exits import BROKEN


def rules() -> None:
    """List every check: code, name, and what it asks."""
    from outcheck.checks.index import entries  # noqa: PLC0415  --help does not need it

    checks = entries()
    width = max(len(check.name) for check in checks)
    for check in checks:
        typer.echo(f"{check.code}  {check.name:<{width}}  {check.asks}")


def rule(name: Annotated[str, typer.Argument(help="A check's name or code, such as low-count or OC101.")]) -> None:
    """Show the guide of one check: what it asks, why, what to do, and its limits."""
    from outcheck.checks.index import entries, guide  # noqa: PLC0415  --help does not need it

    checks = entries()
    for check in checks:
        if name in (check.name, check.code) or name.upper() == check.code:
            typer.echo(guide(check.name))
            return
    near = difflib.get_close_matches(name, [check.name for check in checks], n=1)
    hint = f"; did you mean {near[0]}?" if near else "; `outcheck rules` lists them"
    typer.echo(f"no check is called {name!r}{hint}", err=True)
    raise typer.Exit(BROKEN)
