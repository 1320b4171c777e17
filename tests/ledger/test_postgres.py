from __future__ import annotations

import multiprocessing
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from ledger.test_ledger import DEPARTURE, add_many, learners, release

from outcheck.cli.app import run
from outcheck.ledger import Ledger, LedgerError

BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
SAMPLE = str(Path(__file__).parents[2] / "samples" / "leo-clear" / "release")
pytestmark = pytest.mark.skipif(not BINARIES, reason="no PostgreSQL server is installed (Debian: postgresql)")


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server on loopback, with data that goes when it does. It will not run as root."""
    bin_folder = BINARIES[-1].parent
    who: dict[str, Any] = {"user": "postgres"} if os.geteuid() == 0 else {}
    data = Path(tempfile.mkdtemp())
    if who:
        shutil.chown(data, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    subprocess.run(
        [bin_folder / "initdb", "-D", data / "d", "-U", "tester", "-A", "trust"], check=True, capture_output=True, **who
    )
    words = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={data} -c fsync=off"
    start: list[str | Path] = [bin_folder / "pg_ctl", "-D", data / "d", "-w", "-l", data / "log", "-o", words, "start"]
    subprocess.run(start, check=True, stdout=subprocess.DEVNULL, **who)
    yield f"postgresql://tester:secret@127.0.0.1:{port}"
    subprocess.run([bin_folder / "pg_ctl", "-D", data / "d", "-m", "immediate", "stop"], check=True, capture_output=True, **who)
    shutil.rmtree(data)


@pytest.fixture
def url(server: str, request: pytest.FixtureRequest) -> str:
    """A database of its own."""
    name = "t" + "".join(letter for letter in request.node.name if letter.isalnum()).lower()[:50]
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    return f"{server}/{name}"


def test_what_was_added_is_listed_verified_and_found(url: str) -> None:
    with Ledger(url, create=True) as ledger:
        for number in range(3):
            ledger.add(release(learners("North", "South", first=40 + number)), DEPARTURE)
        assert ledger.verify().number == 3
        assert len(ledger.touching([learners("South", "East")], most=9)[0]) == 3
        assert ledger.touching([learners("East")], most=9)[0] == ()


def test_a_server_gives_the_same_digests_as_a_file(url: str, tmp_path: Path) -> None:
    digests = []
    for place in (url, tmp_path / "ledger.db"):
        with Ledger(place, create=True) as ledger:
            digests.append(ledger.add(release(learners("North", "South")), DEPARTURE))
    assert digests[0] == digests[1]


def test_writers_at_the_same_time_lose_nothing(url: str) -> None:
    method = multiprocessing.get_context("spawn")
    writers = [method.Process(target=add_many, args=(url, 6)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with Ledger(url) as ledger:
        assert ledger.verify().number == 18


@pytest.mark.parametrize("deed", ["UPDATE entries SET digest = ''", "DELETE FROM entries", "TRUNCATE tables"])
def test_a_ledger_only_grows(url: str, deed: str) -> None:
    with Ledger(url, create=True) as ledger:
        ledger.add(release(learners("North")), DEPARTURE)
        with pytest.raises(psycopg.errors.RaiseException, match="only grows"):
            ledger._base.ask(deed)  # noqa: SLF001  as somebody with the password would


def test_a_writer_that_fails_half_way_leaves_the_ledger_as_it_was(url: str) -> None:
    class StoppedError(Exception):
        pass

    def stop(ledger: Ledger) -> None:
        with ledger._base.writing():  # noqa: SLF001  a writer from inside
            ledger._base.ask("INSERT INTO entries VALUES (?, ?, ?)", (1, b"half", "half"))  # noqa: SLF001
            raise StoppedError

    with Ledger(url, create=True) as ledger:
        with pytest.raises(StoppedError):
            stop(ledger)
        assert ledger.add(release(learners("North")), DEPARTURE).number == 1
        assert ledger.verify().number == 1


def test_a_server_without_a_ledger_and_one_that_is_not_there_are_clear_lines_without_a_password(url: str) -> None:
    with pytest.raises(LedgerError, match="there is no ledger on this server") as lacking:
        Ledger(url)
    with pytest.raises(LedgerError, match="cannot be reached") as unreached:
        Ledger("postgresql://tester:secret@127.0.0.1:1/nowhere")
    assert "secret" not in str(lacking.value) + str(unreached.value)


def test_the_commands_take_the_url_of_a_server(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "add", SAMPLE, "-l", url, "--by", "J. Marsh"]) == 0
    assert run(["ledger", "list", "-l", url]) == 0
    assert run(["ledger", "verify", "-l", url]) == 0
    said = capsys.readouterr()
    assert "J. Marsh" in said.out
    assert "secret" not in said.out + said.err
