"""``outcheck fix``: protected copies of a release, with every change and its reason."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcheck.cli.exits import refuse, refusing
from outcheck.cli.options import Config, Packs, Paths
from outcheck.cli.paths import given_path, kept_out
from outcheck.cli.patience import patience
from outcheck.cli.wishes import place_of, weights_of

if TYPE_CHECKING:
    from outcheck.fixing import Fixed
    from outcheck.protect import Weighed

_NOT_ALL = 1


class _Method(StrEnum):
    SUPPRESS = "suppress"
    ROUND = "round"
    MERGE = "merge"


class _Aim(StrEnum):
    CELLS = "cells"
    VALUES = "values"


def fix(
    paths: Paths,
    *,
    to: Annotated[
        Path | None, typer.Option("--to", parser=given_path, metavar="DIR", help="New folder for the protected copies.")
    ] = None,
    method: Annotated[
        _Method | None,
        typer.Option("--method", help="Hide numbers; round or merge before; without it, as the packs ask."),
    ] = None,
    base: Annotated[float | None, typer.Option("--base", help="Round to this where no rule says how.", min=2)] = None,
    nearest: Annotated[
        bool, typer.Option("--nearest", help="Round each number by itself; without it, what adds up still does.")
    ] = False,
    secret: Annotated[
        Path | None, typer.Option("--secret", parser=given_path, metavar="FILE", help="Random bytes, for random rounding.")
    ] = None,
    compare: Annotated[bool, typer.Option("--compare", help="Also say what each method takes away; takes longer.")] = False,
    diff: Annotated[bool, typer.Option("--diff", help="Show what would be changed; write no copies.")] = False,
    aim: Annotated[_Aim, typer.Option("--minimise", help="What to lose least of: numbers, or what they add up to.")] = _Aim.CELLS,
    keep: Annotated[
        list[str] | None, typer.Option("--keep", metavar="PLACE", help="Never hide this; FILE!SHEET!RANGE or FILE!RANGE.")
    ] = None,
    prefer: Annotated[
        list[str] | None, typer.Option("--prefer", metavar="PLACE", help="Rather hide this than others; as --keep.")
    ] = None,
    weights: Annotated[
        Path | None,
        typer.Option(
            "--weights", parser=given_path, metavar="FILE", help="CSV of what is worth how much: file,sheet,cell,weight."
        ),
    ] = None,
    recalculate: Annotated[
        bool, typer.Option("--recalculate-totals", help="Totals leave out what is hidden, and say so; else others are hidden.")
    ] = False,
    pack: Packs = None,
    config: Config = None,
    ledger: Annotated[str, typer.Option("--ledger", metavar="PATH|URL", help="Protect also against what left before.")] = "",
) -> None:
    """Write copies in which what may not leave is hidden, with as little else as protects it, and check them.

    The originals stay as they are. Beside the new folder, DIR-changes.csv says of every changed cell why. Exit codes are those of
    check on the copies; 1 also where a file was left out; 2 where nothing was written.
    """
    from outcheck.clearance import Request  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.fixing import fix as fixed  # noqa: PLC0415  likewise
    from outcheck.fixing import propose  # noqa: PLC0415  likewise
    from outcheck.protect import Aim, HowToRound, Method, WishError, Wishes  # noqa: PLC0415  likewise
    from outcheck.renderers.protection import changes_csv  # noqa: PLC0415  likewise
    from outcheck.weighing import weigh  # noqa: PLC0415  likewise

    if (to is None) is not diff:
        refuse("say where the copies go with --to DIR, or --diff to see what would be changed")
    for path in paths:
        _is_there(path)
        if to is not None:
            kept_out(to, path)
            kept_out(_log_of(to), path)
    if to is not None and _log_of(to).exists():
        refuse(f"{_log_of(to)}: the log of other copies is there already; move it, or choose another place for the copies")
    today = datetime.now().astimezone().date()
    with refusing("check its path"):
        rounding = HowToRound(base, not nearest, secret.read_bytes() if secret is not None else b"")
        weighted = [*weights_of(weights)] if weights is not None else []
    how = Method(method.value) if method is not None else None
    wishes = Wishes(
        how, Aim(aim.value), tuple(map(place_of, keep or ())), tuple(map(place_of, prefer or ())), rounding, recalculate,
        tuple((place, weight) for place, weight, _ in weighted),
    )  # fmt: skip
    with refusing("nothing was written; choose another place"), patience("Protecting the release") as progress:
        request = Request(tuple(paths), tuple(pack or ()), config, ledger=ledger, progress=progress)
        try:
            weighed = weigh(request, wishes, today=today) if compare else ()
            made = propose(request, wishes, today=today) if to is None else fixed(request, to, wishes, today=today)
        except WishError as error:
            line = next((f"{said}: " for place, _, said in weighted if place == error.place), "")
            refuse(f"{line}{error}")
        if to is not None:
            _log(to, changes_csv(made.plan, made.otherwise))
    _tell(made, to, weighed)


def _is_there(path: Path) -> None:
    if not path.exists():
        refuse(f"{path}: there is no such file or folder; check the spelling of the path")


def _log(to: Path, text: str) -> None:
    """Write the log beside the copies. Where that fails, they go too: without it nobody could tell what they changed."""
    try:
        _log_of(to).write_text(text, encoding="utf-8", newline="")
    except (OSError, KeyboardInterrupt) as error:
        with suppress(OSError):
            _log_of(to).unlink()
        shutil.rmtree(to, ignore_errors=True)
        if isinstance(error, OSError):  # a full disk does not say what it could not hold
            raise OSError(error.errno, error.strerror, str(_log_of(to))) from error
        raise


def _log_of(to: Path) -> Path:
    return to.with_name(f"{to.name}-changes.csv")


def _fitted(line: str) -> str:
    """A line as wide as the terminal at most; what follows hangs below what it says. In a pipe it stays as it is."""
    if not sys.stdout.isatty():
        return line
    indent = line[: len(line) - len(line.lstrip())] + "    "
    width = shutil.get_terminal_size().columns
    return textwrap.fill(line, width, subsequent_indent=indent, break_on_hyphens=False, drop_whitespace=True)


def _tell(made: Fixed, to: Path | None, weighed: Sequence[Weighed]) -> None:
    from outcheck.renderers.copied import beside_what_was_asked, still_found  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.renderers.protection import comparison, differences, proposals, summary  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.renderers.wording import plain  # noqa: PLC0415  likewise

    for line in (
        *(differences(made.plan) if to is None else ()),
        *summary(made.plan),
        *proposals(made.instead),
        *comparison(weighed),
    ):
        typer.echo(_fitted(plain(line)))
    for name, why in made.left_out:
        typer.echo(plain(f"{name}: left out, because {why}"), err=True)
    if to is None or made.report is None:
        raise typer.Exit(_NOT_ALL if made.plan.changes or made.plan.merged or made.plan.stuck else 0)
    for line in beside_what_was_asked(made.otherwise):
        typer.echo(_fitted(plain(line)))
    for name in made.written:
        typer.echo(plain(f"{to / name}"))
    typer.echo(plain(f"{_log_of(to)}"))
    totals = made.report.totals
    left = [*still_found(made.report, made.left)]
    said = f"{totals.blocked} to correct, {totals.review} to decide"
    typer.echo(f"A check of the copies says: {made.report.verdict.value} ({said}){':' if left else '.'}")
    for line in left:
        typer.echo(_fitted(plain(line)))
    raise typer.Exit(max(made.report.exit_code, _NOT_ALL) if made.left_out else made.report.exit_code)
