"""What changed since last time: checks a release and holds it against what left, or was submitted, before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from outcheck.bundle import BundleError, unpack
from outcheck.clearance import Request, Understood, examine, understand_release
from outcheck.engine.since import Earlier, since
from outcheck.ledger import Ledger, entry_name
from outcheck.model.release import Release
from outcheck.model.report import Report
from outcheck.packs import MANIFEST_NAME, PackError

_MOST_TIMES = 3
"""How many of the latest times that a file of some name left are looked at: another request may have used the same name."""
_RELEASE = "release/"


def check_since(request: Request, *, today: date, before: Path | None = None) -> Report:
    """Check a release, and say what is other than before where a ledger or an earlier submission is named.

    ``before`` is a folder or file as it was, or a sealed request. Nothing about the verdict follows from it. Raises what
    ``check`` does, and PackError where ``before`` cannot be read.
    """
    understood, report = examine(request, today=today)
    earlier = [*_submitted(request, before), *_left(request, understood)]
    if before is None and not request.ledger:
        return report
    return replace(report, since=since(understood.release, earlier))


def _left(request: Request, understood: Understood) -> Iterator[Earlier]:
    """What left under the names of these files, and tables that left and may be these under another name."""
    if not request.ledger:
        return
    release = understood.release
    with Ledger(request.ledger) as ledger:
        named = ledger.earlier([file.path for file in release.files], most=_MOST_TIMES)
    known = {table.id for _, _, tables in named for table in tables}
    for receipt, departure, tables in named:
        begun = entry_name(receipt.number)
        files = {file.path: file.sha256 for file in departure.files}
        others = [table for table in release.past if table.file.startswith(begun) and table.id not in known]
        held = (*tables, *others)
        name = f"ledger entry {receipt.number} of {departure.when:%Y-%m-%d}"
        yield Earlier(name, files, held, tuple(table.file.removeprefix(begun) for table in held))
    entries = {entry_name(receipt.number) for receipt, _, _ in named}
    rest = [table for table in release.past if not any(table.file.startswith(begun) for begun in entries)]
    for begun in dict.fromkeys(table.file.partition(": ")[0] for table in reversed(rest)):
        held = tuple(table for table in rest if table.file.startswith(f"{begun}: "))
        yield Earlier(begun, {}, held, tuple(table.file.partition(": ")[2] for table in held))


def _submitted(request: Request, before: Path | None) -> Iterator[Earlier]:
    """An earlier submission: files as they were, or as they were sealed."""
    if before is None:
        return
    if not before.exists():
        raise PackError(f"{before}: there is no such file or folder; check the spelling of the path")
    if before.is_dir() or before.suffix.casefold() != ".zip":
        yield _earlier(before.name or str(before), understand_release(Request((before,), request.packs, request.config)).release)
        return
    try:
        parts = unpack(before.read_bytes())
    except (OSError, BundleError) as error:
        raise PackError(f"{before}: it cannot be read as a sealed request; name the zip that `outcheck bundle` wrote") from error
    with TemporaryDirectory() as place:
        folder = Path(place) / "release"
        folder.mkdir()
        for name, data in parts.items():
            if name.startswith(_RELEASE):
                target = folder / name.removeprefix(_RELEASE)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(data)
        config = Path(place) / MANIFEST_NAME
        if MANIFEST_NAME in parts:
            config.write_bytes(parts[MANIFEST_NAME])
        held = Request((folder,), request.packs, config if MANIFEST_NAME in parts else None)
        yield _earlier(before.name, understand_release(held).release)


def _earlier(name: str, release: Release) -> Earlier:
    """A submission by its name, which is that of its folder or file."""
    tables = tuple(replace(table, file=f"{name}: {table.file}") for table in release.tables)
    files = {file.path: file.sha256 for file in release.files if file.path != MANIFEST_NAME}
    return Earlier(name, files, tables, tuple(table.file for table in release.tables))
