"""Reads folders that ACRO wrote: the record, the files that belong to it, and how the others fit it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from outcheck.acro.results import MOST_BYTES, Output, Results, ResultsError, read_results
from outcheck.model.places import Area
from outcheck.model.record import Misfit, Record, RecordedOutput
from outcheck.model.release import Unread
from outcheck.model.table import Table

RECORDS = ("results.json", "outputs.json")
"""Names of a record: ACRO's own, and the one that SACRO Viewer prefers."""
CONFIG, CHECKSUMS = "config.json", "checksums"
_SUMMARIES = {
    "2ndary_risk_summary_json-DONT_RELEASE": "session_summary.json",
    "2ndary_risk_summary_csv-DONT_RELEASE": "session_summary.csv",
}
"""Outputs that ACRO 1.0.2 lists among the others although they are for the checker alone."""
_WITHHELD = re.compile(r"do[ _-]?n[o']?t[ _-]?release", re.IGNORECASE)
_DIGEST = re.compile(r"[0-9a-fA-F]{64}")
_MOST_SETTINGS = 100_000
_SETTING = re.compile(r"[a-z_]{1,60}")
_WORD = re.compile(r"[A-Za-z0-9._-]{1,60}")


@dataclass(frozen=True, slots=True)
class AcroFolder:
    """A folder with a record. ``results`` is None where the record cannot be used, and ``unread`` then says why.

    ``path`` is that of the record, ``names`` are those that files have in the release.
    """

    path: Path
    names: Mapping[Path, str]
    results: Results | None
    aside: tuple[Path, ...] = ()
    misfits: tuple[tuple[Misfit, Path], ...] = ()
    unread: Unread | None = None

    @property
    def name(self) -> str:
        """Name of the record in the release."""
        return self.name_of(self.path)

    def name_of(self, path: Path) -> str:
        """Name of a file in the release, or one beside it."""
        near = self.names.get(self.path, self.path.name)
        return self.names.get(path) or (PurePosixPath(near).parent / path.relative_to(self.path.parent).as_posix()).as_posix()

    def record(self, tables: Sequence[Table] = ()) -> Record:
        """As the report has it: files by their names in the release, and marked cells by their addresses."""
        assert self.results is not None  # noqa: S101  an unusable record gives no Record
        outputs = [
            _recorded(output, tuple(self.name_of(self.path.parent / file) for file in output.files), tables)
            for output in self.results.outputs
        ]
        return Record(
            path=self.name,
            tool=f"ACRO {self.results.version}",
            outputs=tuple(held for output, held in zip(self.results.outputs, outputs, strict=True) if not _is_summary(output)),
            aside=tuple(sorted(map(self.name_of, self.aside))),
            misfits=tuple(sorted((misfit, self.name_of(path)) for misfit, path in self.misfits)),
        )


def read_folders(files: Mapping[Path, str]) -> tuple[AcroFolder, ...]:
    """Folders among those of some files, given with their names, that hold a record of ACRO, and what belongs to it.

    A record is read where it lies beside a file that is asked about, whether or not it is asked about itself.
    """
    found = (_read(folder, files) for folder in sorted({path.parent for path in files}))
    return tuple(held for held in found if held is not None)


def _read(folder: Path, files: Mapping[Path, str]) -> AcroFolder | None:
    told: list[tuple[Path, bytes, Results | ResultsError]] = []
    for path in (folder / name for name in RECORDS):
        try:
            plain = path.is_file() and not path.is_symlink()  # a link may lead out of the release
            data = path.read_bytes() if plain and path.stat().st_size <= MOST_BYTES else b""
            results: Results | ResultsError | None = read_results(data)
        except OSError:
            continue  # the reader of the release says so of each file that cannot be opened
        except ResultsError as error:
            results = error
        if results is not None:
            told.append((path, data, results))
    if not told:
        return None
    path, data, results = told[0]
    if len(told) > 1:
        results = ResultsError("outputs.json beside it is a record too")
    if isinstance(results, ResultsError):
        what = f"it reads like a record of ACRO, but {results.what}"
        return AcroFolder(path, files, None, unread=Unread(what, "write the outputs again with ACRO, or take its record out"))
    return _fitted(path, data, results, files)


def _fitted(path: Path, data: bytes, results: Results, files: Mapping[Path, str]) -> AcroFolder:
    """The folder with what lies in it besides outputs, and what does not fit."""
    folder = path.parent
    named = {folder / file for output in results.outputs for file in output.files}
    summaries = {folder / file for output in results.outputs if _is_summary(output) for file in output.files}
    aside = {path, *summaries} | ({folder / CONFIG} if _is_settings(folder / CONFIG) and folder / CONFIG not in named else set())
    digests = {file: _digest(folder, file) for file in (*named, *aside)}
    aside |= {_place_of_digest(folder, file) for file, digest in digests.items() if digest}
    aside = {file for file in aside if not file.is_symlink()}
    mine = [file for file in files if file.parent in (folder, folder / CHECKSUMS)]
    misfits = [(Misfit.UNNAMED, file) for file in mine if file not in named | aside]
    misfits += _against(digests, path, hashlib.sha256(data).hexdigest(), named)
    return AcroFolder(path, files, results, tuple(sorted(aside)), tuple(sorted(misfits)))


def _against(digests: dict[Path, str], record: Path, own: str, named: set[Path]) -> Iterator[tuple[Misfit, Path]]:
    """What is missing, and what is not what it was when its digest was written."""
    for path, digest in sorted(digests.items()):
        if not path.is_file():
            yield Misfit.MISSING, path
        elif digest and digest != (own if path == record else _sha256(path)):
            yield Misfit.CHANGED, path
        elif not digest and (path == record or path in named):
            yield Misfit.UNSEALED, path


def _digest(folder: Path, file: Path) -> str:
    """Digest that was written of a file; empty where none was, or where the file of it holds anything else."""
    try:
        text = _place_of_digest(folder, file).read_bytes()[:200].decode("ascii").strip()
    except (OSError, ValueError):
        return ""
    return text.lower() if _DIGEST.fullmatch(text) else ""


def _place_of_digest(folder: Path, file: Path) -> Path:
    return folder / CHECKSUMS / f"{file.relative_to(folder).as_posix()}.txt"


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def _is_settings(path: Path) -> bool:
    """Whether a file holds nothing but ACRO's settings: words, numbers, yes and no, and lists of words."""
    try:
        held = json.loads(path.read_bytes()) if path.stat().st_size <= _MOST_SETTINGS else None
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(held, dict) and all(_SETTING.fullmatch(key) and _is_setting(value) for key, value in held.items())


def _is_setting(value: object) -> bool:
    if isinstance(value, list):
        return all(isinstance(each, str) and _WORD.fullmatch(each) for each in value)
    return isinstance(value, bool | int | float) or (isinstance(value, str) and _WORD.fullmatch(value) is not None)


def _is_summary(output: Output) -> bool:
    return output.kind == "custom" and output.files == (_SUMMARIES.get(output.name),)


def _recorded(output: Output, files: tuple[str, ...], tables: Sequence[Table]) -> RecordedOutput:
    return RecordedOutput(
        name=output.name,
        files=files,
        status=output.status,
        failed=output.failed,
        cells=_addresses(output, files, tables),
        exception=output.exception,
        comments=output.comments,
        withheld=_WITHHELD.search(output.name) is not None,
    )


def _addresses(output: Output, files: tuple[str, ...], tables: Sequence[Table]) -> tuple[Area, ...]:
    """Where marked cells stand: counted from the first number of the one table in the one file that they are about."""
    about = [table for table in tables if table.file in files]
    if len(about) != 1 or len(files) != 1:
        return ()
    body = about[0].body
    places = ((body.top + row, body.left + column) for row, column in output.cells)
    return tuple(Area(row, column, row, column) for row, column in places if body.holds(row, column))
