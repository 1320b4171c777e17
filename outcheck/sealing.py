"""Seals a request after checking it, and proves later that what is about to leave is what was sealed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from outcheck.bundle import BundleError, Contents, PackNamed, contents, pack, sign, signed_by, unpack
from outcheck.bundle import form as forms
from outcheck.clearance import Request, check
from outcheck.model.form import Form
from outcheck.model.report import Report
from outcheck.packs import MANIFEST_NAME, Manifest, bundled_packs, find_manifest, load_manifest
from outcheck.readers import Found, find
from outcheck.renderers import render

_CONTENTS, _SIGNATURE = "request.json", "request.json.sig"
_REPORT, _PAGE, _FORM = "report.json", "report.html", "request.md"
_RELEASE, _EVIDENCE = contents.RELEASE, contents.EVIDENCE
_RECORD = _EVIDENCE + "record/"


@dataclass(frozen=True, slots=True)
class Sealed:
    """A request as it is written, the digest that names it, and what its form lacks."""

    data: bytes
    digest: str
    report: Report
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proven:
    """What verifying a request proved."""

    contents: Contents
    digest: str
    signed: bool
    against: bool
    again: bool


def seal(folder: Path, *, packs: tuple[str, ...] = (), today: date, key: bytes | None = None) -> Sealed:
    """Check the release in a folder and seal it with its report, in which values are hidden. Writes nothing."""
    if not folder.is_dir():
        raise BundleError(f"{folder}: there is no such folder; name the folder that holds the release")
    manifest = find_manifest(folder)
    held = load_manifest(manifest) if manifest is not None else None
    report = check(Request((folder,), packs), today=today)
    aside = {name for record in report.records for name in record.aside}
    files = _files(folder, manifest)
    parts = {_RELEASE + name: _read(found) for name, found in files.items() if name not in aside}
    digests = {_RELEASE + file.path: file.sha256 for file in report.files if file.path != MANIFEST_NAME}
    if {part.name: part.sha256 for part in contents.parts_of(parts)} != digests:
        raise BundleError(f"{folder}: a file of it cannot be read, or changed while it was checked; see `outcheck check`")
    evidence = {_RECORD + name: _read(files[name]) for name in aside if name in files}
    if held is not None:
        parts[MANIFEST_NAME] = held.path.read_bytes()
        evidence |= _side_files(held, folder)
    parts |= evidence
    form = held.form if held is not None else Form()
    parts[_FORM] = forms.written(form, report, contents.parts_of(evidence)).encode()
    parts |= {_REPORT: render(report, "json").encode(), _PAGE: render(report, "html").encode()}
    used = tuple(PackNamed(held.pack, held.version, held.sha256) for held in report.packs)
    listed = Contents(report.tool_version, today, report.verdict.value, used, contents.parts_of(parts)).written()
    parts[_CONTENTS] = listed
    if key is not None:
        parts[_SIGNATURE] = sign(listed, key)
    return Sealed(pack(parts), hashlib.sha256(listed).hexdigest(), report, forms.missing(form, report))


def verify(
    request: Path, *, against: Path | None = None, key: bytes | None = None, again: bool = False, packs: tuple[str, ...] = ()
) -> Proven:
    """Prove that a request is what was sealed; raises BundleError with the first thing that is not.

    ``against`` is the folder that is about to leave: it must hold the release, byte for byte, and nothing more. ``key`` must have
    signed. ``again`` checks the release again, which must give the same report; ``packs`` are then where those lie that do not
    come with outcheck.
    """
    try:
        parts = unpack(request.read_bytes())
        listed = parts.pop(_CONTENTS, b"")
        signature = parts.pop(_SIGNATURE, None)
        held = contents.read(listed)
    except OSError as error:
        raise BundleError(f"{request}: it cannot be read ({error.strerror}); check the path") from error
    except BundleError as error:
        raise BundleError(f"{request}: {error}") from error
    if contents.parts_of(parts) != held.parts:
        raise BundleError(f"{request}: its parts are not the ones that were sealed; ask for it again")
    _agree(parts, held, request)
    if key is not None and (signature is None or not signed_by(listed, signature, key)):
        raise BundleError(f"{request}: it is not signed by the owner of this key; ask for one that is")
    release = {name.removeprefix(_RELEASE): data for name, data in parts.items() if name.startswith(_RELEASE)}
    if against is not None:
        # The manifest is sealed beside the release, and may lie in its folder.
        beside = {MANIFEST_NAME: parts[MANIFEST_NAME]} if (against / MANIFEST_NAME).is_file() and MANIFEST_NAME in parts else {}
        withheld = {name.removeprefix(_RECORD) for name in parts if name.startswith(_RECORD)}
        _same(beside | release, against, withheld)
    if again:
        _check_again(parts, release, held, request, packs)
    return Proven(held, hashlib.sha256(listed).hexdigest(), key is not None, against is not None, again)


def _side_parts(manifest: Manifest) -> dict[str, str]:
    """Names in the request of the side files that a manifest names, by what it calls them."""
    names = sorted({hint.evidence.file for hint in manifest.hints.tables if hint.evidence is not None})
    return {name: f"{_EVIDENCE}{number}/{PurePosixPath(name).name}" for number, name in enumerate(names, start=1)}


def _side_files(manifest: Manifest, folder: Path) -> dict[str, bytes]:
    """Side files as parts. One inside the release would leave with it; one that is not there is for the report to say."""
    found = {}
    for name, part in _side_parts(manifest).items():
        path = manifest.path.parent / name
        if not path.is_file():
            continue
        if path.resolve().is_relative_to(folder.resolve()):
            raise BundleError(f"{name}: evidence lies inside the release and would leave with it; move it out, then seal")
        found[part] = path.read_bytes()
    return found


def _write(folder: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def _files(folder: Path, manifest: Path | None) -> dict[str, Found]:
    return {found.name: found for found in find([folder], [manifest] if manifest else [])}


def _read(found: Found) -> bytes:
    try:
        return found.path.read_bytes()
    except OSError as error:
        raise BundleError(
            f"{found.name}: it cannot be read ({error.strerror}), so nothing was sealed; take it out, or mend it"
        ) from error


def _agree(parts: dict[str, bytes], held: Contents, request: Path) -> None:
    """The report must speak of exactly the files that lie beside it, with the verdict that the list of contents gives."""
    try:
        report = json.loads(parts[_REPORT])
        spoken = {_RELEASE + file["path"]: file["sha256"] for file in report["files"] if file["path"] != MANIFEST_NAME}
        verdict = report["verdict"]
    except (KeyError, ValueError, TypeError) as error:
        raise BundleError(f"{request}: its report cannot be read; ask for it again") from error
    sealed = {part.name: part.sha256 for part in held.parts if part.name.startswith(_RELEASE)}
    if spoken != sealed or verdict != held.verdict:
        raise BundleError(f"{request}: its report speaks of other files, or gives another verdict; ask for it again")


def _same(release: dict[str, bytes], folder: Path, withheld: Collection[str]) -> None:
    if not folder.is_dir():
        raise BundleError(f"{folder}: there is no such folder; name the folder that is about to leave")
    about = _files(folder, None)
    for name in sorted(release.keys() | about.keys()):
        if name not in about:
            raise BundleError(f"{name}: it was sealed, and is not in {folder}; let only leave what was sealed")
        if name in withheld and name not in release:
            raise BundleError(f"{name}: it is in {folder}, and is evidence for the checker, not for release; take it out")
        if name not in release:
            raise BundleError(f"{name}: it is in {folder}, and was not sealed; take it out, or seal a new request")
        if _read(about[name]) != release[name]:
            raise BundleError(f"{name}: it is not what was sealed; put the sealed file in its place, or seal a new request")


def _check_again(
    parts: dict[str, bytes], release: dict[str, bytes], held: Contents, request: Path, packs: tuple[str, ...]
) -> None:
    """The same files under the same rules give the same report, byte for byte; what was forged in a report shows."""
    with TemporaryDirectory() as place:
        folder = Path(place) / "release"
        records = {name.removeprefix(_RECORD): data for name, data in parts.items() if name.startswith(_RECORD)}
        _write(folder, release | records)
        config, sides = None, {}
        if MANIFEST_NAME in parts:
            config = Path(place) / MANIFEST_NAME
            config.write_bytes(parts[MANIFEST_NAME])
            sides = _side_parts(load_manifest(config, needs_packs=False))
            _write(Path(place), {part: parts[part] for part in sides.values() if part in parts})
        names = packs or tuple(held_pack.pack for held_pack in held.packs)
        if not packs and (strange := [name for name in names if name not in bundled_packs()]):
            raise BundleError(
                f"{request}: it was sealed under {', '.join(strange)}, not a pack of outcheck; name its file with --pack"
            )
        places = {name: Path(place) / part for name, part in sides.items() if part in parts}
        report = check(Request((folder,), names, config, evidence=places), today=held.sealed)
    used = tuple(PackNamed(pack.pack, pack.version, pack.sha256) for pack in report.packs)
    if (report.tool_version, used) != (held.tool_version, held.packs):
        raise BundleError(f"{request}: outcheck or its packs are not the ones it was sealed with; check it again with those")
    if render(report, "json").encode() != parts[_REPORT]:
        raise BundleError(f"{request}: checking the release again gives another report; do not rely on the sealed one")
