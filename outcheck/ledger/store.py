"""A ledger in a SQLite file: entries in a hash chain, each with its tables, and an index to find those that touch a release."""

from __future__ import annotations

import hashlib
import sqlite3
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

from outcheck.ledger import index
from outcheck.ledger.errors import LedgerError
from outcheck.ledger.frozen import freeze, thaw
from outcheck.ledger.record import FIRST, Departure, Left, Receipt, chained, read, written
from outcheck.model.release import Release
from outcheck.model.table import Table

_APPLICATION = 0x4F43_4C31
"""Marks the file as an outcheck ledger of the first format."""
_WAIT_MILLISECONDS = 30_000
_SCHEMA = (
    "CREATE TABLE entries (number INTEGER PRIMARY KEY, content BLOB NOT NULL, digest TEXT NOT NULL)",
    "CREATE TABLE tables (id INTEGER PRIMARY KEY, entry INTEGER NOT NULL, sha256 TEXT NOT NULL, body BLOB NOT NULL)",
    *index.SCHEMA,
    *(
        f"CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END"
        for table in ("entries", "tables")
        for deed in ("UPDATE", "DELETE")
    ),
)
_CHAIN = "SELECT number, content, digest FROM entries ORDER BY number"


class Ledger:
    """What left before. Use as a context manager; raises LedgerError for whatever keeps it from being read or written."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self.path = path
        if not create and not path.is_file():
            raise LedgerError(f"{path}: there is no such ledger; check the spelling, or begin one with `outcheck ledger add`")
        with self._guarded():
            self._connection = sqlite3.connect(path, timeout=_WAIT_MILLISECONDS / 1000, isolation_level=None)
            try:
                self._prepare(create=create)
            except BaseException:
                self._connection.close()
                raise

    def _prepare(self, *, create: bool) -> None:
        ask = self._connection.execute
        if create and not ask("SELECT count(*) FROM sqlite_master").fetchone()[0]:
            ask("PRAGMA journal_mode = WAL")
            with self._writing():
                # Another writer may have been quicker.
                if not ask("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    for statement in _SCHEMA:
                        ask(statement)
                    ask(f"PRAGMA application_id = {_APPLICATION}")
        if ask("PRAGMA application_id").fetchone()[0] != _APPLICATION:
            raise LedgerError(f"{self.path}: this is no outcheck ledger, or one of a newer version; choose another file")
        ask("PRAGMA synchronous = FULL")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._connection.close()

    def add(self, release: Release, departure: Departure) -> Receipt:
        """Record a release: all of it or nothing. The files of ``departure`` are taken from the release."""
        frozen = [freeze(table) for table in release.tables]
        digests = [hashlib.sha256(body).hexdigest() for body in frozen]
        by_file: dict[str, list[str]] = defaultdict(list)
        for table, own in zip(release.tables, digests, strict=True):
            by_file[table.file].append(own)
        files = tuple(Left(file.path, file.sha256, tuple(by_file[file.path])) for file in release.files)
        with self._guarded(), self._writing():
            last = self._connection.execute("SELECT number, digest FROM entries ORDER BY number DESC LIMIT 1").fetchone()
            number, previous = (last[0] + 1, last[1]) if last else (1, FIRST)
            content = written(number, replace(departure, files=files))
            digest = chained(previous, content)
            self._connection.execute("INSERT INTO entries VALUES (?, ?, ?)", (number, content, digest))
            shapes = index.Index(self._connection)
            for table, body, own in zip(release.tables, frozen, digests, strict=True):
                row = self._connection.execute("INSERT INTO tables (entry, sha256, body) VALUES (?, ?, ?)", (number, own, body))
                shapes.add(row.lastrowid or 0, table)
        return Receipt(number, digest)

    def entries(self) -> tuple[tuple[Receipt, Departure], ...]:
        """Everything that left, oldest first, as recorded; `verify` says whether it can be believed."""
        with self._guarded():
            return tuple(
                (Receipt(number, digest), read(content)[1]) for number, content, digest in self._connection.execute(_CHAIN)
            )

    def verify(self) -> Receipt:
        """Last receipt of an unbroken chain; raises LedgerError at the first entry or table that was changed or lost."""
        previous, number = FIRST, 0
        with self._guarded():
            if self._connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                raise LedgerError(f"{self.path}: the file is damaged; restore it from a copy")
            for stored, content, digest in self._connection.execute(_CHAIN):
                number += 1
                if stored != number or not isinstance(content, bytes) or chained(previous, content) != digest:
                    raise self._broken(number)
                said, departure = read(content)
                if said != number:
                    raise self._broken(number)
                self._verify_tables(number, departure)
                previous = digest
            known = self._connection.execute("SELECT count(*) FROM tables WHERE entry > ?", (number,)).fetchone()[0]
        if known:
            raise LedgerError(f"{self.path}: it holds tables of entries that are gone; restore it from a copy")
        return Receipt(number, previous)

    def _verify_tables(self, number: int, departure: Departure) -> None:
        wanted = sorted(own for file in departure.files for own in file.tables)
        stored = self._connection.execute("SELECT id, sha256, body FROM tables WHERE entry = ?", (number,)).fetchall()
        if sorted(own for _, own, _ in stored) != wanted or any(
            hashlib.sha256(body).hexdigest() != own for _, own, body in stored
        ):
            raise self._broken(number)
        shapes = index.Index(self._connection)
        if not all(shapes.holds(row, thaw(body)) for row, _, body in stored):
            raise self._broken(number)

    def _broken(self, number: int) -> LedgerError:
        return LedgerError(f"{self.path}: entry {number} is not what was recorded; restore the ledger from a copy")

    def touching(self, tables: Sequence[Table], *, most: int) -> tuple[Table, ...]:
        """Tables that left and may say something about the same groups as ``tables``, oldest first.

        Their files are named with the entry they left in. Raises LedgerError where there are more than ``most``.
        """
        with self._guarded():
            found = index.Index(self._connection).touching(tables)
            if len(found) > most:
                raise LedgerError(f"{self.path}: {len(found):,} of its tables may touch this release, more than can be compared")
            return tuple(self._thawed(number) for number in sorted(found))

    def _thawed(self, number: int) -> Table:
        entry, own, body = self._connection.execute("SELECT entry, sha256, body FROM tables WHERE id = ?", (number,)).fetchone()
        if hashlib.sha256(body).hexdigest() != own:
            raise self._broken(entry)
        table = thaw(body)
        return replace(table, file=f"ledger entry {entry}: {table.file}")

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction that no other writer can interleave with; whatever stops it leaves the ledger as it was."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            raise LedgerError(f"{self.path}: {_in_words(error)}") from error
        except (ValueError, KeyError, TypeError, zlib.error) as error:
            raise LedgerError(f"{self.path}: an entry cannot be read ({type(error).__name__}); restore it from a copy") from error


def _in_words(error: sqlite3.Error | OSError) -> str:
    """What SQLite complains of, and what to do. Its own words name no value."""
    said = str(error)
    known = {
        "full": "the disk is full, and nothing was recorded; make room and add the release again",
        "locked": "another program keeps the ledger busy; try again",
        "readonly": "it may not be written to; ask for permission, or choose another place",
        "not a database": "this is no outcheck ledger; choose another file",
        "malformed": "the file is damaged; restore it from a copy",
        "unable to open": "it cannot be opened; check its folder and the permission to write there",
    }
    return next((words for sign, words in known.items() if sign in said), f"it cannot be used ({type(error).__name__})")
