"""A ledger on a PostgreSQL server, in a schema of its own. Needs the package psycopg."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, LiteralString

from outcheck.ledger.base import schema
from outcheck.ledger.errors import LedgerError

try:
    import psycopg
    from psycopg import conninfo
except ImportError as lacking:
    raise LedgerError(
        "a ledger on a PostgreSQL server needs the package psycopg; install it with: python -m pip install outcheck[postgres]"
    ) from lacking

_NAME = "outcheck_ledger"
_LOCK = 0x4F43_4C31
_SCHEMA = (
    *schema(key="BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", data="BYTEA", lean=""),
    """CREATE FUNCTION only_grows() RETURNS trigger LANGUAGE plpgsql
       AS $$ BEGIN RAISE EXCEPTION 'a ledger only grows'; END $$""",
    *(
        f"CREATE TRIGGER stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION only_grows()"
        for table in ("entries", "tables")
    ),
)


class PostgresBase:
    """A connection to a server."""

    faults: tuple[type[Exception], ...] = (psycopg.Error,)

    def __init__(self, url: str, *, create: bool) -> None:
        self.shown = _without_password(url)
        try:
            self._connection = psycopg.connect(url, autocommit=True, connect_timeout=30)
        except psycopg.Error as fault:
            raise LedgerError(f"{self.shown}: {self.in_words(fault)}") from fault
        try:
            self._prepare(create=create)
        except psycopg.Error as fault:
            self.close()
            raise LedgerError(f"{self.shown}: {self.in_words(fault)}") from fault
        except BaseException:
            self.close()
            raise

    def _prepare(self, *, create: bool) -> None:
        self.ask(f"SET search_path TO {_NAME}")
        if create and not self._exists():
            with self.writing():
                if not self._exists():  # another writer may have been quicker
                    self.ask(f"CREATE SCHEMA {_NAME}")
                    for statement in _SCHEMA:
                        self.ask(statement)
        if not self._exists():
            raise LedgerError(f"{self.shown}: there is no ledger on this server; begin one with `outcheck ledger add`")

    def _exists(self) -> bool:
        return bool(self.ask("SELECT 1 FROM pg_namespace WHERE nspname = ?", (_NAME,)))

    def ask(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Rows that a statement gives."""
        cursor = self._connection.execute(_marked(query), values or None)
        return cursor.fetchall() if cursor.description else []

    def tell(self, query: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement for each row of values."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_marked(query), rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One transaction that no other writer can interleave with."""
        with self._connection.transaction():
            self.ask("SELECT pg_advisory_xact_lock(?)", (_LOCK,))
            yield

    def intact(self) -> bool:
        """Whether the server answers; it keeps watch over its own files."""
        return self.ask("SELECT 1") == [(1,)]

    def in_words(self, fault: Exception) -> str:
        """What the server complains of. Its own words may hold a value, and are left out."""
        if isinstance(fault, psycopg.errors.DiskFull):
            return "the disk of the server is full, and nothing was recorded; make room and add the release again"
        if isinstance(fault, psycopg.errors.InsufficientPrivilege):
            return "this user may not do that; ask for permission"
        if isinstance(fault, psycopg.OperationalError):
            return "the server cannot be reached, or stopped answering; check the address and try again"
        return f"it cannot be used ({type(fault).__name__})"

    def close(self) -> None:
        """Leave the server."""
        self._connection.close()


def _marked(query: str) -> LiteralString:
    """A statement with PostgreSQL's sign for a value. All are written in this package; none is put together from data."""
    return query.replace("?", "%s")


def _without_password(url: str) -> str:
    try:
        parts = conninfo.conninfo_to_dict(url)
    except psycopg.ProgrammingError as fault:
        raise LedgerError("the address of the ledger is not of the form postgresql://user@host/database; correct it") from fault
    return f"postgresql://{parts.get('host', 'localhost')}/{parts.get('dbname', '')}"
