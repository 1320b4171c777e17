"""The way of a release: read, understand, assess. Everything public calls this."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path

from outcheck.acro import AcroFolder, hints_of, read_folders
from outcheck.engine.assess import Terms, assess
from outcheck.evidence.attach import with_evidence
from outcheck.layout import Understanding, understand
from outcheck.layout.meta import MetaHints, read_meta_files
from outcheck.ledger import Departure, Ledger, LedgerError, Receipt
from outcheck.model.finding import Waiver
from outcheck.model.hints import Hints, TableHint
from outcheck.model.progress import Progress, silent
from outcheck.model.release import Release, ReleaseFile, Unread
from outcheck.model.report import Report
from outcheck.model.rule import Pack
from outcheck.packs import (
    MANIFEST_NAME,
    Guess,
    Manifest,
    PackError,
    expressible,
    find_manifest,
    guess_of,
    hints_for,
    load_baseline,
    load_manifest,
    load_packs,
    new_manifest,
    with_guesses,
)
from outcheck.readers import barren, find, read_release, watched

DEFAULT_PACK = "ons-srs"
_MOST_PAST = 500
"""The most tables that left before with which a release is compared."""


@dataclass(frozen=True, slots=True)
class Request:
    """What to check and how, as a person asks it. No packs means those of the manifest, else the default.

    ``baseline`` is a file of what was found before, which then does not decide the exit code; the verdict is the same with it.
    ``evidence`` is where side files lie, by what the manifest calls them, where that is not seen from its folder.
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


def check(request: Request, *, today: date) -> Report:
    """Check a release and report, beside what left before where a ledger is named. Writes and changes nothing.

    Raises PackError, and LedgerError for a ledger that cannot be used.
    """
    return examine(request, today=today)[1]


def examine(request: Request, *, today: date) -> tuple[Understood, Report]:
    """Like ``check``, with the release as it was understood."""
    understood = with_past(request, understand_release(request))
    return understood, assess(understood.release, terms_of(request, understood, today))


def with_past(request: Request, understood: Understood) -> Understood:
    """A release beside the tables of the ledger that can touch it, where one is named. Raises LedgerError.

    Where there are so many that not all are compared, no file with a table was examined whole.
    """
    if not request.ledger:
        return understood
    with Ledger(request.ledger) as ledger:
        past, left_out = ledger.touching(understood.release.tables, most=_MOST_PAST)
    release = replace(understood.release, past=past)
    if left_out:
        holding = {table.file for table in release.tables}
        what = f"of tables that left and touch it, the latest {_MOST_PAST:,} were compared; {left_out:,} earlier ones were not"
        told = Unread(what, "submit it in parts that each say less, or have a person compare it with what left")
        files = (replace(file, unread=(*file.unread, told)) if file.path in holding else file for file in release.files)
        release = replace(release, files=tuple(files))
    return replace(understood, release=release)


def terms_of(request: Request, understood: Understood, today: date) -> Terms:
    """On what terms a request asks to be assessed."""
    return Terms(
        packs=understood.packs,
        waivers=_waivers(request, understood),
        today=today,
        purpose=understood.manifest.purpose if understood.manifest else None,
        select=request.select,
        ignore=request.ignore,
        show_values=request.show_values,
        fail_on_blocked_only=request.fail_on_blocked_only,
        baseline=load_baseline(request.baseline) if request.baseline is not None else None,
    )


def record(request: Request, place: str, *, who: str, why: str, now: datetime) -> Receipt:
    """Record a release in a ledger as it leaves, with the verdict on it. Raises LedgerError, also where a part was not read."""
    understood = understand_release(request)
    unread = next(((file.path, entry) for file in understood.release.files for entry in file.unread), None)
    if unread is not None:
        path, entry = unread
        raise LedgerError(f"{path}: {entry.what}, so nothing was recorded; {entry.todo}")
    report = assess(understood.release, terms_of(request, understood, now.date()))
    packs = tuple(f"{pack.name} {pack.version} {pack.sha256}" for pack in understood.packs)
    departure = Departure(who=who, when=now, why=why, verdict=report.verdict.value, packs=packs, files=())
    with Ledger(place, create=True) as ledger:
        return ledger.add(understood.release, departure)


def _waivers(request: Request, understood: Understood) -> tuple[Waiver, ...]:
    """Waivers of the manifest. Those for a file outside the request cannot waive anything in it, nor be called stale."""
    if understood.manifest is None:
        return ()
    waivers = understood.manifest.waivers
    if not _beside(request, understood.manifest):
        return waivers
    paths = {file.path for file in understood.release.files}
    return tuple(waiver for waiver in waivers if not waiver.file or waiver.file in paths)


def understand_release(request: Request) -> Understood:
    """Read a release and understand its tables, with its manifest and packs, and assess nothing."""
    manifest = _manifest(request)
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
    release, misfits = _understood(_second_half(files, request.progress), hints, own, beside=_beside(request, manifest))
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


@dataclass(frozen=True, slots=True)
class Draft:
    """A manifest that could be written: its place, its content before (None where there is none) and after.

    ``added`` are the files and sheets it gains, ``left_out`` those a manifest cannot name, ``unread`` what could not be read.
    """

    path: Path
    before: bytes | None
    after: bytes
    added: tuple[str, ...]
    left_out: tuple[str, ...]
    unread: tuple[tuple[str, Unread], ...]


def draft_manifest(path: Path, packs: tuple[str, ...] = (), progress: Progress = silent) -> Draft:
    """Manifest of a folder or file with every guess, for a person to correct. Writes nothing; raises PackError.

    One that exists is added to, and only if everything in it fits the release.
    """
    target = _manifest_place(path, packs)
    before = target.read_bytes() if target.is_file() else None
    understood = understand_release(Request((path,), packs, target if before is not None else None, progress=progress))
    manifest, release = understood.manifest, understood.release
    names = {file.path for file in release.files}
    for file, entry in understood.misfits:
        # One file of a folder is asked about: what the manifest says of its neighbours cannot be judged.
        if path.is_dir() or file in names:
            raise PackError(f"{entry.what}; {entry.todo}, then run it again")
    described = {(hint.file, hint.sheet) for hint in (manifest.hints.tables if manifest else ())}
    new = [grid for file in release.files for grid in file.grids if not {(grid.file, ""), (grid.file, grid.sheet)} & described]
    guesses = [guess for grid in new if (guess := guess_of(grid, understood.hints))]
    known = [guess for guess in guesses if expressible(guess, target)]
    if before is None and not known:
        raise PackError(f"{path}: no table was found that could be described, so there is nothing to write")
    if manifest is None or before is None:
        after = new_manifest(_written_packs(packs, target.parent), known, target)
    else:
        after = with_guesses(before, manifest, known)
    unread = tuple((file.path, entry) for file in release.files for entry in file.unread if file.path != MANIFEST_NAME)
    left_out = tuple(_shown(guess) for guess in guesses if guess not in known)
    return Draft(target, before, after, tuple(_shown(guess) for guess in known), left_out, unread)


def _shown(guess: Guess) -> str:
    return f"{guess.file}, sheet {guess.sheet}" if guess.sheet else guess.file


def _manifest_place(path: Path, packs: tuple[str, ...]) -> Path:
    """Where the manifest of a path goes. One further up stops this: it would no longer be found, with its packs and waivers."""
    if not path.exists():
        raise PackError(f"{path}: there is no such file or folder; check the spelling of the path")
    target = (path if path.is_dir() else path.parent) / MANIFEST_NAME
    found = find_manifest(path)
    if found is not None and found != target.resolve().parent / MANIFEST_NAME:
        raise PackError(f"{found}: speaks for this path already; run `outcheck init` on its folder, or move it away")
    if found is not None and packs:
        raise PackError(f"{target}: exists, and names the packs itself; leave out --pack, and change it there")
    return target


def _written_packs(packs: tuple[str, ...], folder: Path) -> tuple[str, ...]:
    """Packs as a manifest in a folder names them."""
    return tuple(
        Path(os.path.relpath(name, folder)).as_posix() if name.endswith((".yaml", ".yml")) else name
        for name in packs or (DEFAULT_PACK,)
    )


def _manifest(request: Request) -> Manifest | None:
    found = request.config or next((near for path in request.paths if (near := find_manifest(path))), None)
    return load_manifest(found, needs_packs=not request.packs) if found else None


def _packs(request: Request, manifest: Manifest | None) -> tuple[Pack, ...]:
    if request.packs or manifest is None or not manifest.packs:
        return load_packs(request.packs or (DEFAULT_PACK,))
    return load_packs(manifest.packs, start=manifest.path.parent)


def _beside(request: Request, manifest: Manifest | None) -> bool:
    """Whether single files of the manifest's own folder are asked about, so that others it describes lie outside the request.

    In any other request a described file may be meant to lie in a folder that is asked about, and must then be there.
    """
    if manifest is None or any(path.is_dir() for path in request.paths):
        return False
    folder = os.path.realpath(manifest.path.parent)
    return all(os.path.realpath(path.parent) == folder for path in request.paths)


def _understood(
    files: Iterable[ReleaseFile], hints: Hints, own: Sequence[TableHint], *, beside: bool
) -> tuple[Release, tuple[tuple[str, Unread], ...]]:
    """Understand every grid. What cannot be understood, and a hint of the manifest that fits nothing, is unread of its file."""
    read: list[ReleaseFile] = []
    understood: list[Understanding] = []
    misfits: list[tuple[str, Unread]] = []
    for file in files:
        mine: list[Understanding] = []
        troubles: list[Unread] = []
        for grid in file.grids:
            try:
                mine.append(understand(grid, hints))
            except Exception as crash:  # noqa: BLE001  one sheet must not keep the others from being checked
                troubles.append(_crash(crash, grid.sheet))
        wrong = _misfits(file, mine, own) if file.grids and not troubles else []
        misfits += [(file.path, entry) for entry in wrong]
        if not (file.unread or troubles):
            troubles += barren(file, {held.account.sheet for held in mine if not held.account.numbers})
        understood += mine
        read.append(replace(file, unread=(*file.unread, *troubles, *wrong)))
    strangers = [] if beside else _strangers(read, own)
    misfits += strangers
    if strangers:
        read.append(ReleaseFile(MANIFEST_NAME, "manifest", 0, "", unread=tuple(entry for _, entry in strangers)))
    tables = tuple(table for held in understood for table in held.tables)
    return Release(tuple(read), tables, tuple(held.account for held in understood)), tuple(misfits)


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
