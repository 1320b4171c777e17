"""Reads a release and understands its tables, with its manifest and packs."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from outcheck.acro import AcroFolder, hints_of, read_folders
from outcheck.evidence.attach import with_evidence
from outcheck.layout import Understanding, understand
from outcheck.layout.meta import MetaHints, read_meta_files
from outcheck.layout.rounded_alike import round_alike
from outcheck.layout.shown import understand_shown
from outcheck.model.grid import Grid
from outcheck.model.hints import Hints, TableHint
from outcheck.model.progress import Progress, silent
from outcheck.model.release import Release, ReleaseFile, Unread
from outcheck.model.rule import Pack
from outcheck.packs import MANIFEST_NAME, Manifest, find_manifest, hints_for, load_manifest, load_packs
from outcheck.readers import barren, find, read_release, watched

DEFAULT_PACK = "ons-srs"


@dataclass(frozen=True, slots=True)
class Request:
    """What to check and how, as a person asks it. No packs means those of the manifest, else the default.

    ``baseline`` is a file of what was found before, which then does not decide the exit code; the verdict is the same with it.
    ``evidence`` is where side files lie, by what the manifest calls them, where that is not seen from its folder.
    ``copied`` has, for files that the manifest describes, what their copies are called, None where they have none; others have
    the same name.
    ``as_copied`` asks for what copies of the files would show, instead of all that they hold.
    ``progress`` is told how far reading and understanding are, a step a file for each.
    """

    paths: tuple[Path, ...]
    packs: tuple[str, ...] = ()
    config: Path | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    show_values: bool = False
    fail_on_blocked_only: bool = False
    ledger: str = ""
    baseline: Path | None = None
    evidence: Mapping[str, Path] | None = None
    copied: Mapping[str, str | None] = field(default_factory=dict)
    as_copied: bool = False
    progress: Progress = field(default=silent, compare=False)


@dataclass(frozen=True, slots=True)
class Understood:
    """A release as understood, and what it was understood with.

    ``misfits`` are the corrections of the manifest that fit nothing, each with the file it speaks of; the files of ``release``
    hold them too.
    """

    manifest: Manifest | None
    packs: tuple[Pack, ...]
    hints: Hints
    release: Release
    misfits: tuple[tuple[str, Unread], ...]


def understand_release(request: Request) -> Understood:
    """Read a release and understand its tables, with its manifest and packs, and assess nothing."""
    manifest = _of_copied(_manifest(request), request.copied)
    packs = _packs(request, manifest)
    hints = hints_for(packs, manifest)
    beside = [manifest.path] if manifest else []
    folders = read_folders({each.path: each.name for each in find(request.paths, beside) if each.unread is None})
    ignored = [*beside, *(path for folder in folders for path in folder.aside)]
    files = read_release(request.paths, ignored=ignored, progress=lambda done, of: request.progress(done, 2 * of))
    meta = read_meta_files([grid for file in files for grid in file.grids])
    files = tuple(_with_unusable_records(_with_meta_misfits(file, meta), folders) for file in files)
    hints = replace(hints, tables=(*meta.tables, *hints_of(folders, files), *hints.tables))
    own = manifest.hints.tables if manifest else ()
    reads = understand_shown if request.as_copied else _as_it_is
    beside_it = beside_others(request, manifest)
    release, misfits = _understood(_second_half(files, request.progress), hints, own, reads, beside=beside_it)
    release = replace(release, records=tuple(folder.record(release.tables) for folder in folders if folder.results))
    if manifest is not None:

        def read(path: Path) -> ReleaseFile:
            return read_release([path])[0]

        release, unusable = with_evidence(release, own, manifest.path, read, request.paths, request.evidence)
        misfits = (*misfits, *unusable)
    return Understood(manifest, packs, hints, release, misfits)


def _second_half(files: Sequence[ReleaseFile], progress: Progress) -> Iterator[ReleaseFile]:
    """Each file; when the next one is asked for, the one before is understood."""
    for number, file in enumerate(files, 1):
        watched().begin(file.path)
        yield file
        progress(len(files) + number, 2 * len(files))
    watched().begin("")


def _with_meta_misfits(file: ReleaseFile, meta: MetaHints) -> ReleaseFile:
    todo = "correct it, or export it again together with its data file"
    return replace(file, unread=(*file.unread, *(Unread(what, todo) for name, what in meta.wrong if name == file.path)))


def _with_unusable_records(file: ReleaseFile, folders: Sequence[AcroFolder]) -> ReleaseFile:
    wrong = (folder.unread for folder in folders if folder.unread is not None and folder.name == file.path)
    return replace(file, unread=(*file.unread, *wrong))


def of_copies(request: Request, understood: Understood, folder: Path, names: Mapping[str, str | None]) -> Request:
    """The request for copies of a release in a folder, under the same manifest.

    ``names`` has, for files that are not called so any more, what their copies are called, None where they have none.
    """
    manifest = understood.manifest
    if manifest is None:
        return replace(request, paths=(folder,), config=None)
    step = dict(names)
    if beside_others(request, manifest):  # it describes their neighbours too
        there = {file.path for file in understood.release.files}
        described = (*(hint.file for hint in manifest.hints.tables), *(waiver.file for waiver in manifest.waivers))
        step |= {name: None for name in described if name and name not in there}
    copied = {name: now and step.get(now, now) for name, now in request.copied.items()}
    copied |= {name: now for name, now in step.items() if name not in request.copied.values()}
    return replace(request, paths=(folder,), config=manifest.path, copied=copied)


def _of_copied(manifest: Manifest | None, copied: Mapping[str, str | None]) -> Manifest | None:
    """What a manifest says of copies of the files that it describes."""
    if manifest is None or not copied:
        return manifest
    tables = tuple(
        replace(hint, file=now) for hint in manifest.hints.tables if (now := copied.get(hint.file, hint.file)) is not None
    )
    waivers = tuple(
        replace(waiver, file=now) for waiver in manifest.waivers if (now := copied.get(waiver.file, waiver.file)) is not None
    )
    return replace(manifest, hints=replace(manifest.hints, tables=tables), waivers=waivers)


def _manifest(request: Request) -> Manifest | None:
    found = request.config or next((near for path in request.paths if (near := find_manifest(path))), None)
    return load_manifest(found, needs_packs=not request.packs) if found else None


def _packs(request: Request, manifest: Manifest | None) -> tuple[Pack, ...]:
    if request.packs or manifest is None or not manifest.packs:
        return load_packs(request.packs or (DEFAULT_PACK,))
    return load_packs(manifest.packs, start=manifest.path.parent)


def beside_others(request: Request, manifest: Manifest | None) -> bool:
    """Whether single files of the manifest's own folder are asked about, so that others it describes lie outside the request.

    In any other request a described file may be meant to lie in a folder that is asked about, and must then be there.
    """
    if manifest is None or any(path.is_dir() for path in request.paths):
        return False
    folder = os.path.realpath(manifest.path.parent)
    return all(os.path.realpath(path.parent) == folder for path in request.paths)


def _understood(
    files: Iterable[ReleaseFile],
    hints: Hints,
    own: Sequence[TableHint],
    reads: Callable[[Grid, Hints], tuple[Grid, Understanding]],
    *,
    beside: bool,
) -> tuple[Release, tuple[tuple[str, Unread], ...]]:
    """Understand every grid. What cannot be understood, and a hint of the manifest that fits nothing, is unread of its file."""
    read: list[ReleaseFile] = []
    understood: list[Understanding] = []
    misfits: list[tuple[str, Unread]] = []
    for file in files:
        mine: list[Understanding] = []
        troubles: list[Unread] = []
        grids: list[Grid] = []
        for grid in file.grids:
            try:
                seen, found = reads(grid, hints)
            except Exception as crash:  # noqa: BLE001  one sheet must not keep the others from being checked
                troubles.append(_crash(crash, grid.sheet))
                grids.append(grid)
            else:
                mine.append(found)
                grids.append(seen)
        wrong = _misfits(file, mine, own) if file.grids and not troubles else []
        misfits += [(file.path, entry) for entry in wrong]
        if not (file.unread or troubles):
            troubles += barren(file, {held.account.sheet for held in mine if not held.account.numbers})
        understood += mine
        read.append(replace(file, grids=tuple(grids), unread=(*file.unread, *troubles, *wrong)))
    strangers = [] if beside else _strangers(read, own)
    misfits += strangers
    if strangers:
        read.append(ReleaseFile(MANIFEST_NAME, "manifest", 0, "", unread=tuple(entry for _, entry in strangers)))
    tables = round_alike([table for held in understood for table in held.tables])
    return Release(tuple(read), tables, tuple(held.account for held in understood)), tuple(misfits)


def _as_it_is(grid: Grid, hints: Hints) -> tuple[Grid, Understanding]:
    return grid, understand(grid, hints)


def _crash(crash: Exception, sheet: str) -> Unread:
    what = f"outcheck failed to understand this sheet ({type(crash).__name__})"
    return Unread(what, "have a person check it, and report the fault to the outcheck maintainers", sheet)


def _misfits(file: ReleaseFile, understood: Sequence[Understanding], own: Sequence[TableHint]) -> list[Unread]:
    """Sheets the manifest describes that the file does not have, and columns it corrects that no table there has."""
    found: list[Unread] = []
    for hint in (hint for hint in own if hint.file == file.path):
        covered = [held for held in understood if hint.sheet in ("", held.account.sheet)]
        # A sheet that the reader could not open may well be there; it makes the file incomplete by itself.
        if not covered and all(entry.sheet != hint.sheet for entry in file.unread):
            what = "describes a sheet that this file does not have"
            found.append(Unread(f"{MANIFEST_NAME}:{hint.line} {what}", f"correct its name in {MANIFEST_NAME}, or add the sheet"))
        where = "this sheet" if hint.sheet else "this file"
        named = [("corrects a column", column) for column in hint.columns]
        named += [("calls something structural", column) for column in hint.structural]
        found += [
            Unread(
                f"{MANIFEST_NAME}:{column.line} {does} that no table of {where} has",
                f"correct its name in {MANIFEST_NAME}",
                hint.sheet,
            )
            for does, column in named
            if covered and all(column in held.unfitting for held in covered)
        ]
    return found


def _strangers(files: Sequence[ReleaseFile], own: Sequence[TableHint]) -> list[tuple[str, Unread]]:
    """Files the manifest speaks of that the release does not have."""
    paths = {file.path for file in files}
    what, todo = "describes a file that is not in the release", "correct its path, or add the file"
    return [(hint.file, Unread(f"{MANIFEST_NAME}:{hint.line} {what}", todo)) for hint in own if hint.file not in paths]
