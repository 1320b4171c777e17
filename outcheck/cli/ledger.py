"""``outcheck ledger``: records what left, and proves that the record is whole."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, TypeAlias

import typer

from outcheck.cli.exits import refuse, refusing
from outcheck.cli.options import Config, Packs, Paths
from outcheck.cli.patience import patience

ledger = typer.Typer(help="Record what left, and prove that the record is whole.", no_args_is_help=True, rich_markup_mode=None)
Place: TypeAlias = Annotated[str, typer.Option("--ledger", "-l", metavar="FILE|URL", help="The ledger: a file or server.")]


@ledger.command()
def add(
    paths: Paths,
    *,
    place: Place,
    who: Annotated[str, typer.Option("--by", help="Who lets it leave.")],
    why: Annotated[str, typer.Option("--reason", help="Request or reason, in words.")] = "",
    pack: Packs = None,
    config: Config = None,
) -> None:
    """Record a release that leaves: its files, its tables, who, and when. Begins the ledger where there is none.

    A release of which a part cannot be read is not recorded: nobody could say later what left.
    """
    from outcheck import clearance  # noqa: PLC0415  heavy; --help must stay quick

    now = datetime.now(UTC)
    with refusing(), patience("Recording the release") as progress:
        request = clearance.Request(paths=tuple(paths), packs=tuple(pack or ()), config=config, progress=progress)
        receipt = clearance.record(request, place, who=who, why=why, now=now)
    typer.echo(f"entry {receipt.number}, digest {receipt.digest}")


@ledger.command(name="list")
def show(place: Place) -> None:
    """List what left, oldest first."""
    from outcheck.ledger import Ledger  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.renderers.wording import counted, plain  # noqa: PLC0415  likewise

    with refusing(), Ledger(place) as held:
        entries = held.entries()
    for receipt, departure in entries:
        tables = sum(len(file.tables) for file in departure.files)
        sizes = f"{counted(len(departure.files), 'file')}, {counted(tables, 'table')}"
        said = (f"{receipt.number}", f"{departure.when:%Y-%m-%d %H:%M} UTC", departure.who, f"{sizes}, {departure.verdict}")
        typer.echo(plain("  ".join((*said, departure.why)).rstrip()))


@ledger.command()
def verify(
    place: Place,
    *,
    digest: Annotated[str, typer.Option("--digest", help="Digest of an entry as it was printed when it was added.")] = "",
) -> None:
    """Prove that nothing in the ledger was changed since it was recorded.

    The chain alone cannot tell that the last entries were cut off: keep a digest elsewhere, and give it here.
    """
    from outcheck.ledger import Ledger  # noqa: PLC0415  heavy; --help must stay quick

    with refusing(), Ledger(place) as held:
        receipt = held.verify()
        known = {entry.digest for entry, _ in held.entries()}
    if digest and digest not in known:
        refuse("no entry has this digest, so entries were changed or cut off; restore it from a copy")
    typer.echo(f"{receipt.number} entries, none of them changed; last digest {receipt.digest}")
