"""What a ledger needs of a database, and its tables in words that SQLite and PostgreSQL share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol


class Base(Protocol):
    """An open database that holds a ledger. ``shown`` names it in messages, without a password.

    Its methods raise what ``faults`` lists, which ``in_words`` tells without a value.
    """

    shown: str
    faults: tuple[type[Exception], ...]

    def ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows that a statement gives; ``?`` stands for a value."""

    def tell(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row of values."""

    def writing(self) -> AbstractContextManager[None]:
        """One transaction that no other writer can interleave with; whatever stops it leaves everything as it was."""

    def intact(self) -> bool:
        """Whether the database finds itself undamaged."""

    def in_words(self, fault: Exception) -> str:
        """What went wrong, and what to do."""

    def close(self) -> None:
        """Let go of it."""


def schema(*, key: str, data: str, lean: str) -> tuple[str, ...]:
    """Statements that make the tables, with a database's own words for a growing key, for bytes, and for an index-only table.

    ``shapes`` says which label stands in which table; ``dimension`` is -1 where the table also has a total over it.
    ``margins`` says what a label comes to in it.
    """
    return (
        f"CREATE TABLE entries (number BIGINT PRIMARY KEY, content {data} NOT NULL, digest TEXT NOT NULL)",
        f"CREATE TABLE tables (id {key}, entry BIGINT NOT NULL, sha256 TEXT NOT NULL, body {data} NOT NULL)",
        "CREATE INDEX tables_of_entry ON tables (entry)",
        f"CREATE TABLE labels (id {key}, text TEXT NOT NULL UNIQUE, uses BIGINT NOT NULL)",
        f"CREATE TABLE shapes (label BIGINT, held BIGINT, dimension INTEGER, PRIMARY KEY (label, held, dimension)){lean}",
        "CREATE INDEX shapes_of_table ON shapes (held, dimension, label)",
        f"CREATE TABLE margins (label BIGINT, number BIGINT, held BIGINT, PRIMARY KEY (label, number, held)){lean}",
        "CREATE INDEX margins_of_table ON margins (held)",
    )
