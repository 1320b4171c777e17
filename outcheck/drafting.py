"""Drafts a manifest with every guess about a release, for a person to correct."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from outcheck.model.progress import Progress, silent
from outcheck.model.release import Unread
from outcheck.packs import MANIFEST_NAME, Guess, PackError, expressible, find_manifest, guess_of, new_manifest, with_guesses
from outcheck.understanding import DEFAULT_PACK, Request, understand_release


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
