"""``outcheck init``: write outcheck.yaml from what was understood, for a person to correct."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outcheck.cli.exits import refuse
from outcheck.cli.options import OnePath
from outcheck.cli.patience import patience

if TYPE_CHECKING:
    from outcheck.drafting import Draft


def init(
    path: OnePath,
    *,
    pack: Annotated[list[str] | None, typer.Option("--pack", "-p", help="Pack for a new manifest; repeatable.")] = None,
) -> None:
    """Write outcheck.yaml with every guess, for you to correct. A second run only adds what is new.

    Exit codes: 0 written, or nothing is new; 2 nothing was written, and why.
    """
    from outcheck.drafting import draft_manifest  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.model.refused import Refused  # noqa: PLC0415  likewise
    from outcheck.renderers.wording import plain  # noqa: PLC0415  likewise

    try:
        with patience("Reading the release") as progress:
            draft = draft_manifest(path, tuple(pack or ()), progress)
        for file, entry in draft.unread:
            typer.echo(plain(f"{file}: {entry.sheet and f'sheet {entry.sheet}: '}{entry.what}; {entry.todo}"), err=True)
        for name in draft.left_out:
            typer.echo(plain(f"{name}: a manifest cannot name it; rename it, without \\, : and control characters"), err=True)
        if draft.before != draft.after:
            _write(draft)
    except Refused as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"outcheck.yaml could not be written ({error.strerror}); nothing was written")
    if not draft.added:
        typer.echo(plain(f"{draft.path}: nothing is new, and nothing was changed"))
        return
    typer.echo(plain(f"{draft.path}: {'written' if draft.before is None else 'added to'}"))
    for name in draft.added:
        typer.echo(plain(f"  {name}"))
    typer.echo("Read it, correct what is wrong, take the # away where a guess is right, and run `outcheck check`.")


def _write(draft: Draft) -> None:
    """Write whole or not at all; a new file never takes the place of one that appeared meanwhile."""
    if draft.before is None:
        with draft.path.open("xb") as file:
            file.write(draft.after)
        return
    place = draft.path.resolve()
    handle, name = tempfile.mkstemp(dir=place.parent, prefix=".outcheck-")
    beside = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(draft.after)
        shutil.copymode(place, beside)
        beside.replace(place)
    finally:
        beside.unlink(missing_ok=True)
