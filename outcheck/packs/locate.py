"""Finds the packs that come with outcheck, and the file that a pack's name or path means."""

from __future__ import annotations

from pathlib import Path

from outcheck.packs.document import shown_path
from outcheck.packs.errors import PackError, advice, quoted

_SUFFIXES = (".yaml", ".yml")
_PACKAGE = Path(__file__).resolve().parent.parent


def bundled_folder() -> Path:
    """Folder of the bundled packs: inside an installed package, beside it in a checkout."""
    for folder in (_PACKAGE / "_rules", _PACKAGE.parent / "rules"):
        if folder.is_dir():
            return folder
    raise PackError("the packs that come with outcheck are missing; install outcheck again")


def bundled_packs() -> tuple[str, ...]:
    """Names of the bundled packs, sorted."""
    return tuple(sorted(path.stem for path in bundled_folder().glob("*.yaml")))


def find_pack(reference: str, folder: Path) -> Path:
    """File that a reference means: a bundled name, or a path from ``folder`` that ends in .yaml; raises PackError."""
    if not reference.endswith(_SUFFIXES):
        names = bundled_packs()
        if reference not in names:
            todo = advice(reference, names, otherwise=", or the path of a .yaml file")
            raise PackError(f"unknown pack {quoted(reference)}; {todo}")
        return bundled_folder() / f"{reference}.yaml"
    path = folder / reference
    if not path.exists():
        bundled = f"; the bundled pack is named without {path.suffix}" if path.stem in bundled_packs() else ""
        raise PackError(f"there is no file {shown_path(path)}; check its name and folder{bundled}")
    return path


def find_pack_written(reference: str, folder: Path) -> Path:
    """Like ``find_pack``, for a reference in a file that must work on every system."""
    if "\\" in reference:
        raise PackError(f"write {quoted(reference.replace(chr(92), '/'))}: paths have / on every system")
    return find_pack(reference, folder)
