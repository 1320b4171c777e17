"""Arguments that more than one command takes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from outcheck.cli.paths import given_path

Paths: TypeAlias = Annotated[
    list[Path],
    typer.Argument(parser=given_path, metavar="PATH", help="Files and folders that are to leave.", show_default=False),
]
OnePath: TypeAlias = Annotated[
    Path, typer.Argument(parser=given_path, metavar="PATH", help="The folder or file that is to leave.", show_default=False)
]
Packs: TypeAlias = Annotated[list[str] | None, typer.Option("--pack", "-p", help="Pack by name or file; repeatable.")]
Config: TypeAlias = Annotated[
    Path | None,
    typer.Option("--config", "-c", parser=given_path, metavar="PATH", help="The manifest, instead of the nearest outcheck.yaml."),
]
