"""The way of a release: read, understand, assess. Everything public calls this."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from outcheck.engine.assess import Terms, assess
from outcheck.layout import Understanding, understand
from outcheck.model.hints import Hints
from outcheck.model.release import Release, ReleaseFile, Unread
from outcheck.model.report import Report
from outcheck.model.rule import Pack
from outcheck.packs import Manifest, find_manifest, hints_for, load_manifest, load_packs
from outcheck.readers import read_release

DEFAULT_PACK = "ons-srs"


@dataclass(frozen=True, slots=True)
class Request:
    """What to check and how, as a person asks it. No packs means those of the manifest, else the default."""

    paths: tuple[Path, ...]
    packs: tuple[str, ...] = ()
    config: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    show_values: bool = False
    fail_on_blocked_only: bool = False


def check(request: Request, *, today: date) -> Report:
    """Check a release and report. Reads files; writes and changes nothing."""
    manifest = _manifest(request)
    packs = _packs(request, manifest)
    files = read_release(request.paths, ignored=[manifest.path] if manifest else [])
    release = _understood(files, hints_for(packs, manifest))
    terms = Terms(
        packs=packs,
        waivers=manifest.waivers if manifest else (),
        today=today,
        select=request.select,
        ignore=request.ignore,
        show_values=request.show_values,
        fail_on_blocked_only=request.fail_on_blocked_only,
    )
    return assess(release, terms)


def _manifest(request: Request) -> Manifest | None:
    found = request.config or next((near for path in request.paths if (near := find_manifest(path))), None)
    return load_manifest(found) if found else None


def _packs(request: Request, manifest: Manifest | None) -> tuple[Pack, ...]:
    if request.packs or manifest is None or not manifest.packs:
        return load_packs(request.packs or (DEFAULT_PACK,))
    return load_packs(manifest.packs, start=manifest.path.parent)


def _understood(files: Sequence[ReleaseFile], hints: Hints) -> Release:
    """Understand every grid. What cannot be understood, and a hint that fits nothing, makes its file incomplete."""
    read: list[ReleaseFile] = []
    understood: list[Understanding] = []
    for file in files:
        mine: list[Understanding] = []
        troubles: list[Unread] = []
        for grid in file.grids:
            try:
                mine.append(understand(grid, hints))
            except Exception as crash:  # noqa: BLE001  one sheet must not keep the others from being checked
                troubles.append(_crash(crash, grid.sheet))
        if file.grids and not troubles:
            troubles += _misfits(file, mine, hints)
        understood += mine
        read.append(replace(file, unread=file.unread + tuple(troubles)))
    read += _strangers(read, hints)
    tables = tuple(table for held in understood for table in held.tables)
    return Release(tuple(read), tables, tuple(held.account for held in understood))


def _crash(crash: Exception, sheet: str) -> Unread:
    what = f"outcheck failed to understand this sheet ({type(crash).__name__})"
    return Unread(what, "have a person check it, and report the fault to the outcheck maintainers", sheet)


def _misfits(file: ReleaseFile, understood: Sequence[Understanding], hints: Hints) -> list[Unread]:
    """Columns the manifest corrects that no table of the file has."""
    told = [column for hint in hints.tables if hint.file == file.path for column in hint.columns]
    return [
        Unread(
            f"outcheck.yaml:{column.line} corrects a column that no table of this file has", "correct its name in outcheck.yaml"
        )
        for column in told
        if all(column in held.unfitting for held in understood)
    ]


def _strangers(files: Sequence[ReleaseFile], hints: Hints) -> list[ReleaseFile]:
    """Files the manifest speaks of that the release does not have."""
    paths = {file.path for file in files}
    unread = tuple(
        Unread(f"outcheck.yaml:{hint.line} describes a file that is not in the release", "correct its path, or add the file")
        for hint in hints.tables
        if hint.file not in paths
    )
    return [ReleaseFile("outcheck.yaml", "manifest", 0, "", unread=unread)] if unread else []
