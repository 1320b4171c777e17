"""``outcheck packs``: which policies are here, what they ask, and whether a pack file is right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from outcheck.cli.exits import BROKEN

if TYPE_CHECKING:
    from outcheck.model.rule import Pack

packs = typer.Typer(help="List, show and validate packs of rules.", no_args_is_help=True, rich_markup_mode=None)


def _load(name: str) -> Pack:
    from outcheck.packs import PackError, load_packs  # noqa: PLC0415  heavy; --help must stay quick

    try:
        return load_packs((name,))[0]
    except PackError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(BROKEN) from error


@packs.command("list")
def list_packs() -> None:
    """List the packs that come with outcheck."""
    from outcheck.packs import bundled_packs  # noqa: PLC0415  heavy; --help must stay quick

    for name in bundled_packs():
        pack = _load(name)
        typer.echo(f"{pack.name}  version {pack.version}  {pack.title}  ({pack.source.certainty.value})")


@packs.command()
def show(name: Annotated[str, typer.Argument(help="A pack's name, or a pack file.")]) -> None:
    """Show a pack's rules as they are after stacking, each with its source and how certain it is."""
    pack = _load(name)
    typer.echo(f"{pack.name} version {pack.version}: {pack.title}")
    typer.echo(f"source: {pack.source.title} ({pack.source.certainty.value})")
    for held in pack.rules:
        parameters = ", ".join(f"{key}={value}" for key, value in held.parameters.model_dump(exclude_none=True).items())
        units = f" for {', '.join(unit.value for unit in held.scope.units)}" if held.scope.units else ""
        typer.echo(f"  {held.level.value:<6}  {held.id}: {held.check}({parameters}){units}")
        typer.echo(f"          {held.source.certainty.value}: {held.source.title}")


@packs.command()
def validate(name: Annotated[str, typer.Argument(help="A pack's name, or a pack file.")]) -> None:
    """Check that a pack can be loaded: keys, checks, parameters, what it extends."""
    pack = _load(name)
    typer.echo(f"{pack.name} version {pack.version} is right: {len(pack.rules)} rules, {len(pack.markers)} markers")
