"""A ledger: entries in a hash chain, each with its tables, and an index to find those that touch a release."""

from __future__ import annotations

import hashlib
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from outcheck.ledger.base import Base
from outcheck.ledger.errors import LedgerError
from outcheck.ledger.frozen import freeze, thaw
from outcheck.ledger.index import Index
from outcheck.ledger.record import FIRST, Departure, Left, Receipt, chained, paths_in, read, written
from outcheck.ledger.sqlite_base import SqliteBase
from outcheck.model.release import Release
from outcheck.model.table import Table

_CHAIN = "SELECT number, content, digest FROM entries ORDER BY number"


class Ledger:
    """What left before. Use as a context manager; raises LedgerError for whatever keeps it from being read or written."""

    def __init__(self, place: str | Path, *, create: bool = False) -> None:
        self._base = _base(str(place), create=create)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._base.close()

    def add(self, release: Release, departure: Departure) -> Receipt:
        """Record a release: all of it or nothing. The files of ``departure`` are taken from the release."""
        frozen = [freeze(table) for table in release.tables]
        digests = [hashlib.sha256(body).hexdigest() for body in frozen]
        by_file: dict[str, list[str]] = defaultdict(list)
        for table, own in zip(release.tables, digests, strict=True):
            by_file[table.file].append(own)
        files = tuple(Left(file.path, file.sha256, tuple(by_file[file.path])) for file in release.files)
        with self._guarded(), self._base.writing():
            last = self._base.ask("SELECT number, digest FROM entries ORDER BY number DESC LIMIT 1")
            number, previous = (last[0][0] + 1, last[0][1]) if last else (1, FIRST)
            content = written(number, replace(departure, files=files))
            digest = chained(previous, content)
            self._base.ask("INSERT INTO entries VALUES (?, ?, ?)", (number, content, digest))
            shapes = Index(self._base)
            for table, body, own in zip(release.tables, frozen, digests, strict=True):
                ((row,),) = self._base.ask(
                    "INSERT INTO tables (entry, sha256, body) VALUES (?, ?, ?) RETURNING id", (number, own, body)
                )
                shapes.add(row, table)
        return Receipt(number, digest)

    def entries(self) -> tuple[tuple[Receipt, Departure], ...]:
        """Everything that left, oldest first, as recorded; `verify` says whether it can be believed."""
        with self._guarded():
            return tuple((Receipt(number, digest), read(content)[1]) for number, content, digest in self._base.ask(_CHAIN))

    def verify(self) -> Receipt:
        """Last receipt of an unbroken chain; raises LedgerError at the first entry or table that was changed or lost."""
        previous, number = FIRST, 0
        with self._guarded():
            if not self._base.intact():
                raise LedgerError(f"{self._base.shown}: it is damaged; restore it from a copy")
            for stored, content, digest in self._base.ask(_CHAIN):
                number += 1
                if stored != number or not isinstance(content, bytes) or chained(previous, content) != digest:
                    raise self._broken(number)
                said, departure = read(content)
                if said != number:
                    raise self._broken(number)
                self._verify_tables(number, departure)
                previous = digest
            known = self._base.ask("SELECT count(*) FROM tables WHERE entry > ?", (number,))[0][0]
        if known:
            raise LedgerError(f"{self._base.shown}: it holds tables of entries that are gone; restore it from a copy")
        return Receipt(number, previous)

    def _verify_tables(self, number: int, departure: Departure) -> None:
        wanted = sorted(own for file in departure.files for own in file.tables)
        stored = self._base.ask("SELECT id, sha256, body FROM tables WHERE entry = ?", (number,))
        if sorted(own for _, own, _ in stored) != wanted or any(
            hashlib.sha256(body).hexdigest() != own for _, own, body in stored
        ):
            raise self._broken(number)
        shapes = Index(self._base)
        if not all(shapes.holds(row, thaw(body)) for row, _, body in stored):
            raise self._broken(number)

    def _broken(self, number: int) -> LedgerError:
        return LedgerError(f"{self._base.shown}: entry {number} is not what was recorded; restore the ledger from a copy")

    def touching(self, tables: Sequence[Table], *, most: int) -> tuple[tuple[Table, ...], int]:
        """Tables that left and may say something about the same groups as ``tables``, oldest first, and how many more there are.

        Of more than ``most`` the latest are given. Their files are named with the entry they left in.
        """
        with self._guarded():
            found = sorted(Index(self._base).touching(tables))
            return tuple(self._thawed(number) for number in found[-most:]), max(len(found) - most, 0)

    def earlier(self, paths: Sequence[str], *, most: int) -> tuple[tuple[Receipt, Departure, tuple[Table, ...]], ...]:
        """Entries, latest first, of the latest ``most`` in which each of some paths left, with the tables of these paths.

        Tables name their files as ``touching`` does, in the order of the departure's files.
        """
        left = dict.fromkeys(paths, most)
        found = []
        with self._guarded():
            for number, content, digest in reversed(self._base.ask(_CHAIN)):
                if not left.keys() & paths_in(content):
                    continue
                receipt, departure = Receipt(number, digest), read(content)[1]
                mine = [file for file in departure.files if left.get(file.path, 0) > 0]
                for file in mine:
                    left[file.path] -= 1
                if mine:
                    names = {file.path for file in mine}
                    rows = self._base.ask("SELECT id FROM tables WHERE entry = ? ORDER BY id", (receipt.number,))
                    tables = (self._thawed(row) for (row,) in rows)
                    begun = entry_name(receipt.number)
                    found.append((receipt, departure, tuple(t for t in tables if t.file.removeprefix(begun) in names)))
                if not any(left.values()):
                    break
        return tuple(found)

    def _thawed(self, number: int) -> Table:
        ((entry, own, body),) = self._base.ask("SELECT entry, sha256, body FROM tables WHERE id = ?", (number,))
        if hashlib.sha256(body).hexdigest() != own:
            raise self._broken(entry)
        table = thaw(body)
        return replace(table, file=entry_name(entry) + table.file)

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except self._base.faults as fault:
            raise LedgerError(f"{self._base.shown}: {self._base.in_words(fault)}") from fault
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise LedgerError(
                f"{self._base.shown}: an entry cannot be read ({type(error).__name__}); restore it from a copy"
            ) from error


def entry_name(number: int) -> str:
    """What the name of a file begins with that left in an entry."""
    return f"ledger entry {number}: "


def _base(place: str, *, create: bool) -> Base:
    """The database of a ledger: a file, or a server by its URL."""
    if place.startswith(("postgresql://", "postgres://")):
        from outcheck.ledger.postgres_base import PostgresBase  # noqa: PLC0415  an extra

        return PostgresBase(place, create=create)
    return SqliteBase(Path(place), create=create)
