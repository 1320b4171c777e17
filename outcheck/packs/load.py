"""Turns pack files into packs: parents first, then what the file itself says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from outcheck.checks.catalogue import CHECKS, check_named
from outcheck.model.rule import Attacker, Pack, Rule, Scope, Source
from outcheck.model.table import Marker, Meaning
from outcheck.packs.document import Document, Steps, read_document
from outcheck.packs.errors import PackError, advice, quoted
from outcheck.packs.locate import bundled_folder, find_pack, find_pack_written
from outcheck.packs.partners import missing_partner
from outcheck.packs.shapes import (
    AttackerEntry,
    MarkerEntry,
    MeaningEntry,
    OneMarker,
    PackFile,
    RuleEntry,
    SourceEntry,
    SuppressedEntry,
    WhenEntry,
)
from outcheck.packs.validate import validated
from outcheck.packs.words import many


def load_packs(names: Sequence[str], *, start: Path | None = None) -> tuple[Pack, ...]:
    """Packs in the order named, each once.

    Parameters
    ----------
    names
        Bundled names, such as ``ons-srs``, or paths of .yaml files.
    start
        Folder that relative paths begin in; the working directory if left out.

    Raises
    ------
    PackError
        For a pack that cannot be used, two packs of one name, and packs that together ask nothing.
    """
    seen: dict[Path, _Loaded] = {}
    chosen = {path.resolve(): path for path in (find_pack(name, start or Path()) for name in names)}
    loaded = [_load(path, (), seen) for path in chosen.values()]
    named: dict[str, _Loaded] = {}
    for each in loaded:
        same = named.setdefault(each.pack.name, each)
        if same is not each:
            clash = f"pack {quoted(each.pack.name)} has the name of {same.document.shown}; give one of them another name"
            raise each.document.error(("pack",), clash)
    packs = tuple(each.pack for each in loaded)
    if not any(pack.rules for pack in packs):
        raise PackError("the packs hold no rule, so nothing would be asked; name a pack with rules, such as ons-srs")
    return packs


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where a rule is stated."""

    path: Path
    shown: str
    line: int

    def __str__(self) -> str:
        return f"{self.shown}:{self.line}"


@dataclass(frozen=True, slots=True)
class _Stated:
    """A rule as it stands, and everywhere it was stated, last first."""

    rule: Rule
    origins: tuple[_Origin, ...]

    @property
    def places(self) -> Iterable[str]:
        """Where it was stated, by the names of the files."""
        return (f"{origin.path.name}:{origin.line}" for origin in self.origins)


@dataclass(frozen=True, slots=True)
class _Loaded:
    """A pack with what its children need to know."""

    pack: Pack
    document: Document
    stated: dict[str, _Stated]


def _load(path: Path, below: tuple[Path, ...], seen: dict[Path, _Loaded]) -> _Loaded:
    """Load a file, once, that the files ``below`` it, first to last, extend."""
    here = path.resolve()
    if here not in seen:
        document = read_document(path, ours=here.parent == bundled_folder().resolve())
        file = validated(PackFile, document.data, document)
        parents = tuple(_load(parent, (*below, here), seen) for parent in _parents(file, document, path, (*below, here)))
        seen[here] = _assembled(file, document, here, parents)
    return seen[here]


def _assembled(file: PackFile, document: Document, path: Path, parents: tuple[_Loaded, ...]) -> _Loaded:
    """Pack of a file and its parents: their rules and markers in order, then its own."""
    source = _source(file.source)
    stated: dict[str, _Stated] = {}
    for statement in _in_order(parents, _own_rules(file, source, document, path)):
        held = stated.get(statement.rule.id)
        stated[statement.rule.id] = statement if held is None else _restated(held, statement)
    markers = (*(marker for parent in parents for marker in parent.pack.markers), *markers_of(file.markers, document))
    pack = Pack(
        name=file.pack,
        version=file.version,
        title=file.title,
        source=source,
        sha256=_digest(document.sha256, (parent.pack.sha256 for parent in parents)),
        rules=tuple(replace(each.rule, pack=file.pack, stated=tuple(each.places)) for each in stated.values()),
        markers=tuple({(marker.text.casefold(), marker.sources): marker for marker in markers}.values()),
        attacker=_attacker(file.attacker, parents),
    )
    lonely = missing_partner(pack.rules)
    if lonely is not None:
        name, partner = lonely
        what = f"rule {quoted(name)} asks {stated[name].rule.check}, which leaves cells to {partner}"
        raise document.error(("rules", name), f"{what}; ask that too, with the same 'when' or none")
    return _Loaded(pack, document, stated)


def _attacker(entry: AttackerEntry | None, parents: tuple[_Loaded, ...]) -> Attacker:
    """What a file says of the attacker, else what the last of its parents does that says anything."""
    if entry is not None:
        return Attacker(entry.name, entry.cap, entry.zeros, (entry.range[0], entry.range[1]) if entry.range else None)
    said = [parent.pack.attacker for parent in parents if parent.pack.attacker != Attacker()]
    return said[-1] if said else Attacker()


def _parents(file: PackFile, document: Document, path: Path, below: tuple[Path, ...]) -> Iterable[Path]:
    """Files that the file extends; a pack cannot extend itself, nor one that extends it."""
    for position, reference in enumerate(many(file.extends)):
        here: Steps = ("extends", position)
        try:
            found = find_pack_written(reference, path.parent)
        except PackError as error:
            raise document.error(here, str(error)) from None
        if found.resolve() in below:
            round_trip = below[below.index(found.resolve()) :]
            names = " -> ".join(step.name for step in (*round_trip, found))
            raise document.error(here, f"packs extend each other in a circle: {names}; remove one of these 'extends'")
        yield found


def _in_order(parents: Iterable[_Loaded], own: Iterable[_Stated]) -> Iterable[_Stated]:
    for parent in parents:
        yield from parent.stated.values()
    yield from own


def _own_rules(file: PackFile, source: Source, document: Document, path: Path) -> Iterable[_Stated]:
    """Rules that the file itself states."""
    for name, entry in file.rules.items():
        origin = _Origin(path, document.shown, document.line(("rules", name)))
        yield _Stated(_rule(name, entry, file.pack, source, document), (origin,))


def _rule(name: str, entry: RuleEntry, pack: str, source: Source, document: Document) -> Rule:
    """Rule of an entry, its parameters held against those of its check."""
    here: Steps = ("rules", name)
    check = check_named(entry.check)
    if check is None:
        todo = advice(entry.check, (known.name for known in CHECKS))
        raise document.error((*here, "check"), f"unknown check {quoted(entry.check)}; {todo}")
    parameters = validated(check.parameters, entry.parameters, document, at=(*here, "with"), check=check.name)
    return Rule(
        id=name,
        check=entry.check,
        parameters=parameters,
        level=entry.level,
        pack=pack,
        source=source if entry.source is None else _source(entry.source),
        scope=_scope(entry.when),
        locked=entry.locked,
    )


def _restated(held: _Stated, new: _Stated) -> _Stated:
    """What stands when a rule is stated again: the new parameters, scope and source at the stricter level."""
    if new.origins[0] in held.origins:
        return held  # the same statement, reached through two parents
    if held.origins[0] in new.origins:
        return new
    where, name = new.origins[0], quoted(new.rule.id)
    if new.rule.check != held.rule.check:
        todo = "keep that check or give the rule another id"
        raise PackError(f"{where}: rule {name} asks {held.rule.check} in {held.origins[0]}; {todo}")
    if held.rule.locked:
        raise PackError(f"{where}: rule {name} is locked in {held.origins[0]}; remove it here or give it another id")
    level = max(held.rule.level, new.rule.level, key=lambda level: level.rank)
    return _Stated(replace(new.rule, level=level), (*new.origins, *held.origins))


def _source(entry: SourceEntry) -> Source:
    return Source(title=entry.title, certainty=entry.status, date=entry.date, url=entry.url, note=entry.note)


def _scope(when: WhenEntry) -> Scope:
    return Scope(
        units=many(when.unit),
        statistics=many(when.statistic),
        sources=many(when.source),
        purposes=many(when.purpose),
        geographies=many(when.geography),
    )


def markers_of(entries: dict[str, MarkerEntry], document: Document) -> tuple[Marker, ...]:
    """Markers of a file; texts that differ only in upper and lower case are one marker and may be stated once."""
    found: dict[str, list[Marker]] = {}
    for text, entry in entries.items():
        if text.casefold() in found:
            other = quoted(found[text.casefold()][0].text)
            what = f"marker {quoted(text)} is {other} again: upper and lower case are the same; remove one of them"
            raise document.error(("markers", text), what)
        found[text.casefold()] = [_marker(text, each) for each in (entry if isinstance(entry, list) else [entry])]
    return tuple(marker for several in found.values() for marker in several)


def _marker(text: str, entry: OneMarker) -> Marker:
    if isinstance(entry, SuppressedEntry):
        low, high = entry.suppressed
        return Marker(text, Meaning.SUPPRESSED, (low, high), many(entry.source))
    if isinstance(entry, MeaningEntry):
        return Marker(text, Meaning(entry.meaning), None, many(entry.source))
    return Marker(text, Meaning(entry))


def _digest(own: str, parents: Iterable[str]) -> str:
    """Digest of a pack: its file's own, or with parents that of the list of digests, its own first."""
    digests = (own, *parents)
    return own if len(digests) == 1 else sha256("\n".join(digests).encode("ascii")).hexdigest()
