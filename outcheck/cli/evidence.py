"""``outcheck evidence``: make the side files that the manifest describes, from microdata."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from outcheck.cli.exits import refusing
from outcheck.cli.options import Config, Packs, Paths
from outcheck.cli.patience import patience

if TYPE_CHECKING:
    from outcheck.supporting import Supported

_MOST_ADDRESSES = 20


def evidence(paths: Paths, *, pack: Packs = None, config: Config = None) -> None:
    """Compute counts and largest contributions behind each table, and say where released numbers do not match.

    Exit codes: 0 every number that can be compared matches; 1 some do not; 2 nothing was written for a table, and why.
    """
    from outcheck.clearance import Request  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.renderers.wording import plain  # noqa: PLC0415  likewise
    from outcheck.supporting import support  # noqa: PLC0415  likewise

    with refusing(), patience("Computing the evidence"):
        done = support(Request(tuple(paths), tuple(pack or ()), config))
    for table in done:
        for line in _told(table):
            typer.echo(plain(line))
    typer.echo("Side files hold largest contributions: they must not leave. Now run `outcheck check`.")
    if any(table.mismatched or table.unsure for table in done):
        raise typer.Exit(1)


def _told(table: Supported) -> list[str]:
    lines = [f"{table.table}", f"  side file   {table.side_file}, {table.rows} rows"]
    lines.append(f"  compared    {table.compared} numbers, {table.not_compared} of a kind that is not recomputed")
    if table.mismatched:
        lines.append(f"  DIFFERENT   {_addresses(table.mismatched)}: the data say another number")
    if table.unsure:
        lines.append(f"  unsure      {_addresses(table.unsure)}: another number, unless rounded in a way the table does not show")
    if table.unshown:
        lines.append(f"  not shown   {table.unshown} groups of the data are in no cell of the table")
    return lines


def _addresses(cells: tuple[str, ...]) -> str:
    more = len(cells) - _MOST_ADDRESSES
    return ", ".join(cells[:_MOST_ADDRESSES]) + (f" and {more} more" if more > 0 else "")
