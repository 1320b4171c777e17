"""``outcheck packs``: which policies are here, what they ask, and whether a pack file is right."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Annotated

import typer

from outcheck.cli.exits import refusing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from outcheck.model.rule import Pack

packs = typer.Typer(help="List, show and validate packs of rules.", no_args_is_help=True, rich_markup_mode=None)

_WIDTH = 80


def _load(name: str) -> Pack:
    from outcheck.packs import load_packs  # noqa: PLC0415  heavy; --help must stay quick

    with refusing("check the path"):
        return load_packs((name,))[0]


@packs.command("list")
def list_packs() -> None:
    """List the packs that come with outcheck."""
    from outcheck.packs import bundled_packs  # noqa: PLC0415  heavy; --help must stay quick

    for name in bundled_packs():
        pack = _load(name)
        typer.echo(f"{pack.name}  version {pack.version}  {pack.title}  ({pack.source.certainty.value})")


@packs.command()
def show(name: Annotated[str, typer.Argument(help="A pack's name, or a pack file.")]) -> None:
    """Show a pack's rules as they are after stacking, where each is stated, its source and how certain it is."""
    pack = _load(name)
    for line in pack_lines(pack):
        typer.echo(line)


def pack_lines(pack: Pack) -> Iterator[str]:
    """Lines about a pack, none longer than 80 signs unless a word is."""
    yield from _wrapped(f"{pack.name} version {pack.version}: {pack.title}", 0)
    yield from _wrapped(f"source: {pack.source.title} ({pack.source.certainty.value})", 0)
    if pack.markers:
        yield "markers:"
        for marker in pack.markers:
            bounds = f", {marker.admits[0]:g} to {marker.admits[1]:g}" if marker.admits else ""
            only = f", in tables from {', '.join(marker.sources)}" if marker.sources else ""
            yield from _wrapped(f"{marker.text}  {marker.meaning.value}{bounds}{only}", 2)
    yield f"rules: {len(pack.rules)}"
    for held in pack.rules:
        said = held.parameters.model_dump(exclude_none=True, exclude_defaults=True)
        parameters = "".join(f", {key} {_words(value)}" for key, value in said.items())
        locked = ", locked" if held.locked else ""
        yield from _wrapped(f"{held.level.value:<6}  {held.id}", 2)
        yield from _wrapped(f"{held.check}{parameters}{locked}", 10)
        scope = held.scope
        kinds = (
            ("units", scope.units), ("statistics", scope.statistics), ("data from", scope.sources),
            ("purpose", scope.purposes), ("geography", scope.geographies),
        )  # fmt: skip
        limits = [f"{kind} {', '.join(words)}" for kind, words in kinds if words]
        yield from _wrapped("only " + "; ".join(limits) if limits else "", 10)
        before = f", in place of {', '.join(held.stated[1:])}" if held.stated[1:] else ""
        yield from _wrapped(f"stated in {''.join(held.stated[:1])}{before}", 10)
        yield from _wrapped(f"{held.source.certainty.value}: {held.source.title}", 10)


def _wrapped(text: str, indent: int) -> list[str]:
    margin = " " * indent
    return textwrap.wrap(text, _WIDTH, initial_indent=margin, subsequent_indent=f"{margin}  ", break_long_words=False)


def _words(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


@packs.command()
def validate(name: Annotated[str, typer.Argument(help="A pack's name, or a pack file.")]) -> None:
    """Check that a pack can be loaded: keys, checks, parameters, what it extends."""
    pack = _load(name)
    typer.echo(f"{pack.name} version {pack.version} is right: {len(pack.rules)} rules, {len(pack.markers)} markers")
