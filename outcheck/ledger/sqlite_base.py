"""A ledger in a SQLite file."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from outcheck.ledger.base import schema
from outcheck.ledger.errors import LedgerError

_APPLICATION = 0x4F43_4C31
"""Marks the file as an outcheck ledger of the first format."""
_WAIT_SECONDS = 30
_SCHEMA = (
    *schema(key="INTEGER PRIMARY KEY", data="BLOB", lean=" WITHOUT ROWID"),
    *(
        f"CREATE TRIGGER {table}_{deed} BEFORE {deed} ON {table} BEGIN SELECT RAISE(ABORT, 'a ledger only grows'); END"
        for table in ("entries", "tables")
        for deed in ("UPDATE", "DELETE")
    ),
)
_IN_WORDS = {
    "full": "the disk is full, and nothing was recorded; make room and add the release again",
    "locked": "another program keeps the ledger busy; try again",
    "readonly": "it may not be written to; ask for permission, or choose another place",
    "not a database": "this is no outcheck ledger; choose another file",
    "malformed": "the file is damaged; restore it from a copy",
    "unable to open": "it cannot be opened; check its folder and the permission to write there",
}


class SqliteBase:
    """An open file."""

    faults: tuple[type[Exception], ...] = (sqlite3.Error,)

    def __init__(self, path: Path, *, create: bool) -> None:
        self.shown = str(path)
        if not create and not path.is_file():
            raise LedgerError(f"{path}: there is no such ledger; check the spelling, or begin one with `outcheck ledger add`")
        try:
            self._connection = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
        except sqlite3.Error as fault:
            raise LedgerError(f"{path}: {self.in_words(fault)}") from fault
        try:
            self._prepare(create=create)
        except sqlite3.Error as fault:
            self.close()
            raise LedgerError(f"{path}: {self.in_words(fault)}") from fault
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, create: bool) -> None:
        if create and self._is_empty():
            self.ask("PRAGMA journal_mode = WAL")
            with self.writing():
                if self._is_empty():  # another writer may have been quicker
                    for statement in _SCHEMA:
                        self.ask(statement)
                    self.ask(f"PRAGMA application_id = {_APPLICATION}")
        if self.ask("PRAGMA application_id") != [(_APPLICATION,)]:
            raise LedgerError(f"{self.shown}: this is no outcheck ledger, or one of a newer version; choose another file")
        self.ask("PRAGMA synchronous = FULL")

    def _is_empty(self) -> bool:
        return self.ask("SELECT count(*) FROM sqlite_master") == [(0,)]

    def ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows that a statement gives."""
        return self._connection.execute(query, values).fetchall()

    def tell(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row of values."""
        self._connection.executemany(query, rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that no other writer can interleave with."""
        self.ask("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._connection.in_transaction:
                self.ask("ROLLBACK")
            raise
        self.ask("COMMIT")

    def intact(self) -> bool:
        """Whether SQLite finds the file undamaged."""
        return self.ask("PRAGMA integrity_check") == [("ok",)]

    def in_words(self, fault: Exception) -> str:
        """What SQLite complains of. Its own words name no value."""
        said = str(fault)
        return next((words for sign, words in _IN_WORDS.items() if sign in said), f"it cannot be used ({type(fault).__name__})")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()
