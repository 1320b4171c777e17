from __future__ import annotations

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from checks.tables import built

from outcheck.cli.app import run
from outcheck.ledger import Departure, Ledger, LedgerError, Left
from outcheck.ledger.record import paths_in, written
from outcheck.model.release import Release, ReleaseFile
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

ROOT = Path(__file__).parents[2]
DEPARTURE = Departure("J. Marsh", datetime(2026, 3, 2, 9, 30, tzinfo=UTC), "request 12", "clear", ("ons-srs 1 5e5e",), ())


def learners(*regions: str, first: int = 40) -> Table:
    counts = [str(first + number) for number, _ in enumerate(regions)]
    return built({"Region": list(regions), "Learners": counts}, {"Learners": Statistic.COUNT})


def release(*tables: Table) -> Release:
    files = tuple(ReleaseFile(name, "csv", 1, "ab" * 32) for name in sorted({table.file for table in tables}))
    return Release(files, tables, ())


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "ledger.db"


def filled(place: Path, entries: int = 3) -> Path:
    with Ledger(place, create=True) as ledger:
        for number in range(entries):
            ledger.add(release(learners("North", "South", first=40 + number)), DEPARTURE)
    return place


def tampered(place: Path, *statements: str) -> None:
    """Change the file as somebody with an editor would, past the triggers."""
    connection = sqlite3.connect(place)
    for trigger in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {trigger[0]}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_what_was_added_is_listed_in_its_order_and_verified(place: Path) -> None:
    with Ledger(filled(place)) as ledger:
        entries = ledger.entries()
        last = ledger.verify()
    assert [receipt.number for receipt, _ in entries] == [1, 2, 3]
    assert entries[-1][0] == last
    assert entries[0][1].who == "J. Marsh"
    assert [len(file.tables) for file in entries[0][1].files] == [1]


def test_the_same_releases_give_the_same_digests(tmp_path: Path) -> None:
    receipts = []
    for name in ("a.db", "b.db"):
        with Ledger(filled(tmp_path / name)) as ledger:
            receipts.append(ledger.verify())
    assert receipts[0] == receipts[1]


@pytest.mark.parametrize(
    ("deed", "number"),
    [
        ("UPDATE entries SET content = CAST(replace(content, 'Marsh', 'Swamp') AS BLOB) WHERE number = 2", 2),
        ("UPDATE entries SET content = 'text' WHERE number = 2", 2),
        ("UPDATE entries SET digest = (SELECT digest FROM entries WHERE number = 1) WHERE number = 3", 3),
        ("DELETE FROM entries WHERE number = 2", 2),
        ("UPDATE tables SET body = (SELECT body FROM tables WHERE entry = 1) WHERE entry = 2", 2),
        ("UPDATE tables SET body = t.body, sha256 = t.sha256 FROM tables t WHERE t.entry = 1 AND tables.entry = 3", 3),
        ("DELETE FROM tables WHERE entry = 1", 1),
        ("DELETE FROM shapes WHERE held = 2", 2),
        ("UPDATE labels SET text = 'elsewhere' WHERE text = 'north'", 1),
    ],
)
def test_a_changed_entry_is_named(place: Path, deed: str, number: int) -> None:
    tampered(filled(place), deed)
    with Ledger(place) as ledger, pytest.raises(LedgerError, match=f"entry {number} "):
        ledger.verify()


def test_entries_that_were_cut_off_are_found_by_their_tables_or_by_a_digest_kept_elsewhere(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Ledger(filled(place)) as ledger:
        last = ledger.verify()
    tampered(place, "DELETE FROM entries WHERE number = 3")
    with Ledger(place) as ledger, pytest.raises(LedgerError, match="entries that are gone"):
        ledger.verify()
    tampered(place, "DELETE FROM tables WHERE entry = 3")
    assert run(["ledger", "verify", "-l", str(place)]) == 0
    assert run(["ledger", "verify", "-l", str(place), "--digest", last.digest]) == 2
    assert "changed or cut off" in capsys.readouterr().err


@pytest.mark.parametrize("deed", ["UPDATE entries SET digest = ''", "DELETE FROM entries", "UPDATE tables SET body = ''"])
def test_a_ledger_only_grows(place: Path, deed: str) -> None:
    connection = sqlite3.connect(filled(place))
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        connection.execute(deed)
    connection.close()


def add_many(place: Path, count: int) -> None:
    for _ in range(count):
        with Ledger(place, create=True) as ledger:
            ledger.add(release(learners("North", "South")), DEPARTURE)


def test_writers_at_the_same_time_lose_nothing(place: Path) -> None:
    method = multiprocessing.get_context("spawn")
    writers = [method.Process(target=add_many, args=(place, 8)) for _ in range(3)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with Ledger(place) as ledger:
        assert ledger.verify().number == 24


KILLED = """
import os, sys
sys.path.insert(0, {tests!r})
from pathlib import Path
from ledger.test_ledger import DEPARTURE, learners, release
from outcheck.ledger import Ledger
with Ledger(Path({place!r})) as ledger, ledger._base.writing():
    ledger._base.ask("INSERT INTO entries VALUES (4, x'00', 'half')")
    os.kill(os.getpid(), 9)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this platform has no SIGKILL")
def test_a_writer_that_is_killed_leaves_the_ledger_as_it_was(place: Path) -> None:
    code = KILLED.format(tests=str(ROOT / "tests"), place=str(filled(place)))
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd=ROOT).returncode == -signal.SIGKILL
    with Ledger(place) as ledger:
        assert ledger.verify().number == 3
        assert ledger.add(release(learners("East")), DEPARTURE).number == 4


def test_a_full_disk_records_nothing_and_says_so(place: Path) -> None:
    with Ledger(filled(place), create=True) as ledger:
        pages = ledger._base.ask("PRAGMA page_count")[0][0]  # noqa: SLF001  SQLite plays the full disk
        ledger._base.ask(f"PRAGMA max_page_count = {pages}")  # noqa: SLF001
        many = [learners(*(f"Authority {table} {number}" for number in range(300))) for table in range(5)]
        with pytest.raises(LedgerError, match="disk is full, and nothing was recorded"):
            ledger.add(release(*many), DEPARTURE)
    with Ledger(place) as ledger:
        assert ledger.verify().number == 3


def test_a_damaged_file_is_an_error_and_not_an_empty_ledger(place: Path) -> None:
    data = bytearray(filled(place, entries=60).read_bytes())
    for at in range(4096, len(data), 512):
        data[at] ^= 0xFF
    place.write_bytes(bytes(data))
    with pytest.raises(LedgerError, match=r"the file is damaged|cannot be read|cannot be used"), Ledger(place) as ledger:
        ledger.verify()


@pytest.mark.parametrize("content", [b"", b"region,learners\n", b"SQLite format 3\x00" + bytes(100)])
def test_another_file_is_no_ledger(place: Path, content: bytes) -> None:
    place.write_bytes(content)
    with pytest.raises(LedgerError, match="ledger"), Ledger(place) as ledger:
        ledger.verify()


def test_a_database_of_something_else_is_left_alone(place: Path) -> None:
    connection = sqlite3.connect(place)
    connection.execute("CREATE TABLE pupils (name TEXT)")
    connection.commit()
    connection.close()
    before = place.read_bytes()
    with pytest.raises(LedgerError, match="no outcheck ledger"):
        Ledger(place, create=True)
    assert place.read_bytes() == before


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="every folder may be written to here")
def test_a_folder_without_permission_is_one_clear_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(LedgerError, match="cannot be opened"):
        Ledger(tmp_path / "ledger.db", create=True)


def test_a_ledger_that_is_not_there_is_never_begun_by_reading(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["ledger", "verify", "-l", str(place)]) == 2
    assert "there is no such ledger" in capsys.readouterr().err
    assert not place.exists()


def test_a_release_with_an_unread_part_is_not_recorded(tmp_path: Path, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "release"
    folder.mkdir()
    (folder / "a.csv").write_text("region,learners\nNorth,40\nSouth,50\n", encoding="utf-8")
    (folder / "b.xlsx").write_bytes(b"")
    assert run(["ledger", "add", str(folder), "-l", str(place), "--by", "J. Marsh"]) == 2
    assert "b.xlsx: it is empty (0 bytes), so nothing was recorded" in capsys.readouterr().err
    assert not place.exists()


def test_the_sample_is_recorded_listed_and_verified(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["-l", str(place)]
    sample = str(ROOT / "samples" / "leo-clear" / "release")
    assert run(["ledger", "add", sample, *words, "--by", "J. Marsh", "--reason", "request 12"]) == 0
    digest = capsys.readouterr().out.split()[-1]
    assert run(["ledger", "list", *words]) == 0
    assert "J. Marsh" in capsys.readouterr().out
    assert run(["ledger", "verify", *words, "--digest", digest]) == 0


def test_the_latest_times_that_a_file_left_are_found_with_its_tables(place: Path) -> None:
    with Ledger(filled(place)) as ledger:
        ledger.add(release(replace(learners("East"), file='odd "name" \\ é.csv')), DEPARTURE)
        found = ledger.earlier(["built.csv"], most=2)
        odd = ledger.earlier(['odd "name" \\ é.csv', "never.csv"], most=3)
    assert [receipt.number for receipt, _, _ in found] == [3, 2]
    assert [[table.file for table in tables] for _, _, tables in found] == [
        ["ledger entry 3: built.csv"],
        ["ledger entry 2: built.csv"],
    ]
    assert [(receipt.number, len(tables)) for receipt, _, tables in odd] == [(4, 1)]


def test_paths_of_an_entry_are_those_that_it_was_written_with() -> None:
    names = ("a.csv", 'b "quoted".csv', "tab\\n\t.csv", '","path":"x', "ü/é.csv")
    written_ = written(1, replace(DEPARTURE, files=tuple(Left(name, "ab", ()) for name in names)))
    assert paths_in(written_) == set(names)
