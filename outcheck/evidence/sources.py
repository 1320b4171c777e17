"""Opens microdata where it lies, to be read and never written: files, DuckDB and SQLite databases, servers by URL."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from outcheck.evidence.faults import EvidenceError

_MEMORY = "3GB"
"""Most that DuckDB holds in memory before it uses a temporary folder."""

_SQLITE, _DUCKDB = b"SQLite format 3\x00", b"DUCK"
_POSTGRES = ("postgres", "postgresql")
_TEXTS = (".csv", ".tsv", ".txt", ".csv.gz")


@dataclass(frozen=True, slots=True)
class Source:
    """An open connection. ``folder`` is where relative paths of files begin."""

    connection: Any
    folder: Path

    @property
    def backend(self) -> str:
        """Name of the kind of database, as Ibis has it."""
        return str(self.connection.name)

    def table(self, name: str) -> Any:
        """Table of a database by its name, or of a file by its path; raises EvidenceError where there is none."""
        path = self.folder / name
        if path.is_file() and self.backend in ("duckdb", "pyspark"):
            if name.lower().endswith(".parquet"):
                return self.connection.read_parquet(str(path))
            if name.lower().endswith(_TEXTS):
                return self.connection.read_csv(str(path), header=True)
        try:
            return self.connection.table(name)
        except Exception:  # noqa: BLE001  each database has its own error for a name it does not know
            todo = "correct its name, or its path from this file's folder"
            raise EvidenceError("needs a table or file that does not exist", todo) from None


@contextmanager
def opened(database: str, folder: Path) -> Iterator[Source]:
    """Connection to a database, or to DuckDB in memory where none is named; closed at the end."""
    with tempfile.TemporaryDirectory(prefix="outcheck-") as spill:
        connection = _connected(database, folder, spill)
        try:
            yield Source(connection, folder)
        finally:
            if connection.name != "pyspark":  # the session belongs to whoever started it
                connection.disconnect()


def _connected(database: str, folder: Path, spill: str) -> Any:
    ibis = _ibis()
    if not database:
        return _quiet(ibis.duckdb.connect(memory_limit=_MEMORY, temp_directory=spill))
    if "://" in database:
        return _server(ibis, database)
    path = folder / database
    if not path.is_file():
        raise EvidenceError("needs a database that does not exist", "correct its path, which begins at the folder of this file")
    with path.open("rb") as file:
        head = file.read(len(_SQLITE))
    if head[8:12] == _DUCKDB:
        return _quiet(ibis.duckdb.connect(path, read_only=True, memory_limit=_MEMORY, temp_directory=spill))
    if head == _SQLITE:
        connection = ibis.sqlite.connect(path)
        connection.con.execute("PRAGMA query_only = ON")
        return connection
    raise EvidenceError("needs a database that is neither DuckDB nor SQLite", "name a file of one of these, or a URL")


def _quiet(connection: Any) -> Any:
    """The connection, which shall draw no bar of its own into what the command prints."""
    connection.con.execute("SET enable_progress_bar = false")
    return connection


def _ibis() -> Any:
    try:
        import ibis  # noqa: PLC0415  an extra: the base install has no use for it
    except ImportError as missing:
        raise EvidenceError(
            "is computed with the package ibis-framework, which is not installed",
            "install it with: python -m pip install outcheck[microdata]",
        ) from missing
    return ibis


def _server(ibis: Any, url: str) -> Any:
    """Connection to a server. No message carries the URL, which may hold a password."""
    scheme = url.partition("://")[0]
    try:
        if scheme in _POSTGRES:
            connection = ibis.connect(url)
            connection.con.execute("SET default_transaction_read_only = on")
            return connection
        if scheme == "mssql":
            return ibis.connect(url)
        if scheme == "spark":
            return _spark(ibis, url)
    except ImportError as missing:
        extra = {"mssql": "ibis-framework[mssql]", "spark": "outcheck[spark]"}.get(scheme, "outcheck[postgres]")
        raise EvidenceError(
            "is computed on a server that needs another package", f"install it with: python -m pip install {extra}"
        ) from missing
    except Exception as failure:
        raise EvidenceError(
            f"needs a server that cannot be reached ({type(failure).__name__})", "check its address, and that it runs"
        ) from failure
    raise EvidenceError("needs a server of an unknown kind", "begin its URL with postgresql://, mssql:// or spark://")


def _spark(ibis: Any, url: str) -> Any:
    from pyspark.sql import SparkSession  # noqa: PLC0415  an extra

    master = url.removeprefix("spark://")
    master = master if master.startswith(("local", "yarn")) else url
    return ibis.pyspark.connect(SparkSession.builder.master(master).appName("outcheck").getOrCreate())
