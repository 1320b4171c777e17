"""``outcheck bundle`` and ``outcheck verify``: seal a request, and prove that what leaves is what was sealed."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from outcheck.cli.exits import refuse, refusing
from outcheck.cli.options import Packs
from outcheck.cli.paths import given_path
from outcheck.cli.patience import patience


def bundle(
    folder: Annotated[Path, typer.Argument(parser=given_path, metavar="FOLDER", help="Folder that holds the release.")],
    *,
    output: Annotated[Path, typer.Option("--output", "-o", parser=given_path, metavar="FILE", help="The request, a .zip.")],
    pack: Packs = None,
    sign: Annotated[
        Path | None, typer.Option("--sign", parser=given_path, metavar="KEY", help="Private Ed25519 key in PEM.")
    ] = None,
) -> None:
    """Check a release and seal it with its report: files, manifest, report, digests.

    Exit codes are those of check. A request is sealed whatever the verdict; the verdict is in it.
    """
    from outcheck import sealing  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.renderers.wording import plain  # noqa: PLC0415  likewise

    place = Path(os.path.realpath(output))
    if Path(os.path.realpath(folder)) in place.parents:
        refuse(f"{output}: the request would become part of the release; choose a place outside it")
    with refusing():
        with patience("Sealing the release"):
            key = sign.read_bytes() if sign else None
            today = datetime.now().astimezone().date()
            sealed = sealing.seal(folder, packs=tuple(pack or ()), today=today, key=key)
        _write_whole(output, sealed.data)
    if sealed.missing:
        typer.echo("The request form lacks, under 'request' in outcheck.yaml:", err=True)
        for name in sealed.missing:
            typer.echo(f"  {plain(name)}", err=True)
    typer.echo(f"{output}: {sealed.report.verdict.value}, digest {sealed.digest}")
    raise typer.Exit(sealed.report.exit_code)


def verify(
    request: Annotated[Path, typer.Argument(parser=given_path, metavar="REQUEST", help="A request as bundle writes it.")],
    *,
    against: Annotated[
        Path | None, typer.Option("--against", parser=given_path, metavar="FOLDER", help="What is about to leave.")
    ] = None,
    key: Annotated[Path | None, typer.Option("--key", parser=given_path, metavar="KEY", help="Public key of who signed.")] = None,
    again: Annotated[bool, typer.Option("--again", help="Check the release again; the report must come out the same.")] = False,
    pack: Packs = None,
) -> None:
    """Prove that a request is what was sealed, and that what is about to leave is what was cleared.

    Exit codes: 0 everything asked is proven; 2 anything else.
    """
    from outcheck import sealing  # noqa: PLC0415  heavy; --help must stay quick
    from outcheck.bundle.contents import EVIDENCE  # noqa: PLC0415  likewise

    with refusing("check the path"), patience("Verifying the request"):
        signer = key.read_bytes() if key else None
        proven = sealing.verify(request, against=against, key=signer, again=again, packs=tuple(pack or ()))
    held = proven.contents
    files = [part for part in held.parts if part.leaves]
    evidence = [part for part in held.parts if part.name.startswith(EVIDENCE)]
    packs = ", ".join(f"{used.pack} {used.version} ({used.sha256[:12]})" for used in held.packs)
    typer.echo(f"{request}: sealed {held.sealed} with verdict {held.verdict} by outcheck {held.tool_version} under {packs}")
    typer.echo(f"{len(files)} files, unchanged since; digest {proven.digest}")
    if evidence:
        typer.echo(f"{len(evidence)} files of evidence, unchanged since, not for release")
    typer.echo(f"signature: {'by the owner of the key' if proven.signed else 'not asked for (--key): it may come from anybody'}")
    typer.echo(f"about to leave: {'exactly the sealed files' if proven.against else 'not compared (--against)'}")
    typer.echo(f"report: {'comes out the same again' if proven.again else 'not made again (--again)'}")


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    partial = path.with_name(path.name + ".part")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)
