"""The command line as a whole: commands, and the boundary where a crash becomes one line without values."""

from __future__ import annotations

import sys
import traceback
from typing import Annotated

import typer

from outcheck import __version__
from outcheck.cli.acro import acro
from outcheck.cli.annotate import annotate
from outcheck.cli.bundle import bundle, verify
from outcheck.cli.check import check
from outcheck.cli.clean import clean
from outcheck.cli.doctor import doctor
from outcheck.cli.evidence import evidence
from outcheck.cli.exits import BROKEN
from outcheck.cli.fix import fix
from outcheck.cli.init import init
from outcheck.cli.ledger import ledger
from outcheck.cli.packs import packs
from outcheck.cli.rules import rule, rules
from outcheck.cli.tables import tables
from outcheck.model.attempts import SAID_WHEN_STOPPED, STOPPED

app = typer.Typer(
    name="outcheck",
    help="Check research outputs for statistical disclosure before they leave.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"outcheck {__version__}")
        raise typer.Exit


@app.callback()
def _outcheck(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    del version


app.command()(check)
app.command()(tables)
app.command()(init)
app.command()(evidence)
app.command()(clean)
app.command()(fix)
app.command()(annotate)
app.command()(acro)
app.command()(bundle)
app.command()(verify)
app.command()(doctor)
app.command()(rules)
app.command()(rule)
app.add_typer(packs, name="packs")
app.add_typer(ledger, name="ledger")


def run(arguments: list[str]) -> int:
    """Run a command and give its exit code. Nothing escapes: a crash prints its kind and place, never a value."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    show_traceback = "--traceback" in arguments
    try:
        result = app(args=[word for word in arguments if word != "--traceback"], prog_name="outcheck")
    except SystemExit as stop:
        if stop.code == STOPPED:
            sys.stderr.write(SAID_WHEN_STOPPED)
        return stop.code if isinstance(stop.code, int) else BROKEN
    except Exception as crash:  # noqa: BLE001  the boundary: fail closed, without values
        if show_traceback:
            traceback.print_exc()
        sys.stderr.write(f"outcheck failed: {_kind_and_place(crash)}. Nothing was cleared; --traceback shows more.\n")
        return BROKEN
    return result if isinstance(result, int) else 0


def _kind_and_place(crash: Exception) -> str:
    """Kind of a crash and the line of outcheck it came from; its message may hold a value and is left out."""
    frames = [frame for frame in traceback.extract_tb(crash.__traceback__) if "outcheck" in frame.filename]
    if not frames:
        return type(crash).__name__
    name = frames[-1].filename.replace("\\", "/").rsplit("/outcheck/", 1)[-1]
    return f"{type(crash).__name__} at {name}:{frames[-1].lineno}"
