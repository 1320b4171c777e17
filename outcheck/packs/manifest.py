"""Reads a release's own outcheck.yaml: packs, markers, tables, waivers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from outcheck.model.finding import Waiver
from outcheck.model.form import FileNote, Form
from outcheck.model.hints import ColumnHint, EvidenceHint, Hints, Microdata, TableHint
from outcheck.model.places import Area
from outcheck.model.rule import Pack
from outcheck.model.scopes import Purpose
from outcheck.model.statistics import Statistic
from outcheck.packs.document import Document, Steps, parse_document, read_bytes, shown_path
from outcheck.packs.errors import PackError, quoted
from outcheck.packs.load import markers_of
from outcheck.packs.locate import find_pack_written
from outcheck.packs.shapes import ManifestFile, MicrodataEntry, RequestEntry, TableEntry, WaiverEntry
from outcheck.packs.validate import validated
from outcheck.packs.words import LABEL, many

MANIFEST_NAME = "outcheck.yaml"
_HOLLOW = ("columns", "markers")
"""Keys below which every line may be a comment: a manifest begins with guesses that nobody has confirmed."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a release says of itself.

    ``packs`` are names or paths as written, relative to the manifest's folder; empty where it names none.
    ``hints`` holds its own markers and tables; ``hints_for`` adds those of the packs.
    """

    path: Path
    packs: tuple[str, ...]
    hints: Hints
    waivers: tuple[Waiver, ...]
    form: Form
    sha256: str
    purpose: Purpose | None = None


def find_manifest(path: Path) -> Path | None:
    """Nearest outcheck.yaml from a file's folder, or from a folder itself, upward; None if there is none."""
    place = path.resolve()
    start = place if place.is_dir() else place.parent
    return next((each / MANIFEST_NAME for each in (start, *start.parents) if (each / MANIFEST_NAME).is_file()), None)


def load_manifest(path: Path, *, needs_packs: bool = True) -> Manifest:
    """Manifest at a path; raises PackError with file and line for anything it may not say.

    Where others are given, the packs that it names need not be there.
    """
    shown = shown_path(path)
    return parse_manifest(read_bytes(path, shown), path, needs_packs=needs_packs)


def parse_manifest(content: bytes, path: Path, *, needs_packs: bool = True) -> Manifest:
    """Like ``load_manifest``, for the content that a file at a path has or would have."""
    document = parse_document(content, shown_path(path), hollow=_HOLLOW)
    file = validated(ManifestFile, document.data, document)
    packs = many(file.pack)
    for position, reference in enumerate(packs if needs_packs else ()):
        try:
            find_pack_written(reference, path.parent)
        except PackError as error:
            raise document.error(("pack", position), str(error)) from None
    return Manifest(
        path=path,
        purpose=file.purpose,
        packs=packs,
        hints=Hints(markers_of(file.markers, document), tuple(_tables(file.tables, document))),
        waivers=tuple(_waiver(entry, document.line(("waivers", at))) for at, entry in enumerate(file.waivers)),
        form=_form(file.request),
        sha256=document.sha256,
    )


def _form(entry: RequestEntry) -> Form:
    return Form(
        title=entry.title,
        project=entry.project,
        purpose=entry.purpose,
        by=entry.by,
        datasets=many(entry.datasets),
        relation=entry.relation,
        files=tuple(FileNote(path, note.description, note.sample) for path, note in entry.files.items()),
        variables=tuple(entry.variables.items()),
    )


def hints_for(packs: Sequence[Pack], manifest: Manifest | None) -> Hints:
    """Hints for the layout: markers of the packs in order, then the manifest's, which win; the manifest's tables."""
    own = Hints() if manifest is None else manifest.hints
    said = {marker.text.casefold() for marker in own.markers}
    theirs = (marker for pack in packs for marker in pack.markers if marker.text.casefold() not in said)
    return Hints((*theirs, *own.markers), own.tables)


def _tables(entries: Sequence[TableEntry], document: Document) -> Iterable[TableHint]:
    """Hints of the entries; a file, or one of its sheets, may be described once."""
    described: dict[tuple[str, str], int] = {}
    for position, entry in enumerate(entries):
        line = document.line(("tables", position))
        first = described.setdefault((entry.file, entry.sheet), line)
        if first != line:
            name = f"sheet {quoted(entry.sheet)} of {quoted(entry.file)}" if entry.sheet else quoted(entry.file)
            raise document.error(("tables", position), f"{name} is described twice, first in line {first}; join the two entries")
        columns = (
            ColumnHint(name, _statistic(word), document.line(("tables", position, "columns", name)))
            for name, word in entry.columns.items()
        )
        evidence = _evidence(entry, document, ("tables", position, "evidence"))
        by_design = tuple(ColumnHint(name, None, line) for name in many(entry.structural))
        told = (entry.file, entry.sheet, tuple(columns), entry.unit, many(entry.source), entry.population)
        yield TableHint(*told, line=line, structural=by_design, evidence=evidence)


def _evidence(entry: TableEntry, document: Document, way: Steps) -> EvidenceHint | None:
    held = entry.evidence
    if held is None:
        return None
    line = document.line((*way, "file"))
    microdata = _microdata(held.microdata, document, (*way, "microdata")) if held.microdata else None
    return EvidenceHint(held.file, held.sheet, many(held.measures), line, microdata)


def _microdata(entry: MicrodataEntry, document: Document, way: Steps) -> Microdata:
    return Microdata(
        table=entry.table,
        database=entry.database,
        join=tuple((other.table, many(other.on)) for other in entry.join),
        where=tuple((column, many(values)) for column, values in entry.where.items()),
        by=tuple(entry.by.items()),
        labels=tuple((dimension, tuple(words.items())) for dimension, words in entry.labels.items()),
        value=entry.value,
        weight=entry.weight,
        person=entry.person,
        contributor=entry.contributor,
        holding=entry.holding,
        holdings=tuple(tuple(members) for members in entry.holdings.values()),
        entities=tuple(entry.entities.items()),
        lines=tuple((key, document.line((*way, key))) for key in sorted(MicrodataEntry.model_fields)),
    )


def _statistic(word: str) -> Statistic | None:
    return None if word == LABEL else Statistic(word)


def _waiver(entry: WaiverEntry, line: int) -> Waiver:
    return Waiver(
        reason=entry.reason,
        by=entry.by,
        until=date.fromisoformat(entry.until),
        fingerprint=entry.fingerprint,
        rule=entry.rule,
        file=entry.file,
        sheet=entry.sheet,
        cells=tuple(Area.parse(text) for text in many(entry.cells)),
        line=line,
    )
