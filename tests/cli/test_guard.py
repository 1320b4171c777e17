"""A file that ends the process that reads it, or never lets go of it, is told and keeps no other from being checked."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
from books import saved
from openpyxl import Workbook

from outcheck.cli import guard
from outcheck.cli.guard import guarded, is_guarded

TABLE = "Region,Sex,Learners\nNorth,Female,120\nNorth,Male,130\nSouth,Female,140\nSouth,Male,150\n"
FAULTY = """
import ctypes, json, os, re, sys, time
sys.path[:] = json.loads(sys.argv.pop(1))
from outcheck.readers import files

def grow():
    held = []
    while True:
        held.append(bytearray(2**24))

ENDS = {
    "segfaults.xlsx": lambda: ctypes.string_at(0),
    "exits.xlsx": lambda: os._exit(0),
    "hangs.xlsx": lambda: time.sleep(600),
    "spins.xlsx": lambda: re.match("(a+)+b", "a" * 60),
    "grows.xlsx": grow,
}
whole, seen = files._READERS["xlsx"], []

def read(name, held):
    seen.append(name)
    if name in ENDS or name == "exits-when-copied.xlsx" and seen.count(name) > 1:
        ENDS.get(name, ENDS["exits.xlsx"])()
    return whole(name, held)

files._READERS["xlsx"] = read
if "SECONDS_TO_PLAN" in os.environ:
    from outcheck import fixing
    plan = fixing.plan
    fixing.plan = lambda *given, **more: time.sleep(float(os.environ["SECONDS_TO_PLAN"])) or plan(*given, **more)
from outcheck.__main__ import main
main()
"""
PROGRAM = [sys.executable, "-c", FAULTY, json.dumps(sys.path)]


def release(folder: Path, *bad: str) -> Path:
    book = Workbook()
    sheet = book.create_sheet("Table 1", 0)
    for row in (["Region", "Learners"], ["North", 120], ["South", 140]):
        sheet.append(row)
    for name in bad:
        (folder / name).write_bytes(saved(book))
    (folder / "good.csv").write_text(TABLE, encoding="utf-8")
    return folder


def checked(place: Path, capfd: pytest.CaptureFixture[str]) -> tuple[int, dict[str, list[str]], str]:
    """Exit code of a check, what is unread of each file, and standard error."""
    code = guarded(["check", str(place), "-f", "json"], PROGRAM)
    assert code is not None
    out, err = capfd.readouterr()
    files = json.loads(out)["files"]
    return code, {file["path"]: [entry["what"] for entry in file["unread"]] for file in files}, err


@pytest.mark.parametrize("bad", ["segfaults.xlsx", "exits.xlsx"])
def test_a_file_that_ends_its_reader_is_left_out_and_all_others_are_checked(
    bad: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    code, unread, err = checked(release(tmp_path, bad, "whole.xlsx"), capfd)
    assert (code, unread) == (2, {bad: ["outcheck broke off while reading it"], "good.csv": [], "whole.xlsx": []})
    assert err.splitlines() == [f"{bad}: ended the process that read it; all other files are read again without it"]


def test_several_files_that_hang_or_crash_are_left_out_one_after_the_other(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(guard.SECONDS, "4")
    code, unread, _ = checked(release(tmp_path, "hangs.xlsx", "spins.xlsx", "exits.xlsx"), capfd)
    too_long = ["reading it took longer than a file may take"]
    broke_off = ["outcheck broke off while reading it"]
    assert (code, unread) == (2, {"hangs.xlsx": too_long, "spins.xlsx": too_long, "exits.xlsx": broke_off, "good.csv": []})


@pytest.mark.skipif(sys.platform != "linux", reason="only there a process can bound its own memory")
def test_a_file_that_eats_memory_is_refused(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(guard.MEMORY, str(2**31))
    code, unread, err = checked(release(tmp_path, "grows.xlsx"), capfd)
    assert (code, unread, err) == (2, {"good.csv": [], "grows.xlsx": ["reading it failed (MemoryError)"]}, "")


def test_what_is_written_for_the_checker_is_written_without_the_file_that_ends_its_reader(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "release").mkdir()
    place = release(tmp_path / "release", "segfaults.xlsx")
    assert guarded(["annotate", str(place), "--to", str(tmp_path / "annotated")], PROGRAM) == 2
    assert [path.name for path in (tmp_path / "annotated").iterdir()] == ["good.csv-not-for-release.xlsx"]
    assert "segfaults.xlsx: left out" in capfd.readouterr().err
    assert guarded(["acro", str(place), "--to", str(tmp_path / "viewer")], PROGRAM) == 2
    results = json.loads((tmp_path / "viewer" / "results.json").read_text(encoding="utf-8"))["results"]
    assert {name: held["status"] for name, held in results.items()} == {"good.csv": "pass", "segfaults.xlsx": "review"}
    assert results["segfaults.xlsx"]["summary"].startswith("not examined in full; ")


@pytest.mark.parametrize(("command", "beside"), [("clean", []), ("fix", ["copies-changes.csv"])], ids=["cleaned", "protected"])
def test_copies_are_made_without_the_file_that_ends_its_reader(
    command: str, beside: list[str], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "release").mkdir()
    place = release(tmp_path / "release", "segfaults.xlsx", "whole.xlsx")
    assert guarded([command, str(place), "--to", str(tmp_path / "copies")], PROGRAM) == 1
    assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == ["good.csv", "whole.xlsx"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["copies", *beside, "release"]
    assert "segfaults.xlsx: left out, because it could not be read in full: outcheck broke off" in capfd.readouterr().err


@pytest.mark.parametrize("command", ["clean", "fix"])
def test_where_the_copy_of_a_file_ends_its_reader_nothing_is_left(
    command: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "release").mkdir()
    place = release(tmp_path / "release", "exits-when-copied.xlsx")
    assert guarded([command, str(place), "--to", str(tmp_path / "copies")], PROGRAM) == 2
    said = "exits-when-copied.xlsx: the copy made of it ended the process that read it, so nothing was written\n"
    assert capfd.readouterr() == ("", said)
    assert [path.name for path in tmp_path.iterdir()] == ["release"]


def test_the_time_to_plan_protection_is_nobodys_time_to_read(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "release").mkdir()
    place = release(tmp_path / "release", "whole.xlsx")
    monkeypatch.setenv(guard.SECONDS, "2")
    monkeypatch.setenv("SECONDS_TO_PLAN", "4")
    assert guarded(["fix", str(place), "--to", str(tmp_path / "copies")], PROGRAM) == 0
    assert sorted(path.name for path in (tmp_path / "copies").iterdir()) == ["good.csv", "whole.xlsx"]
    assert capfd.readouterr().err == ""


def test_a_request_with_such_a_file_is_sealed_as_incomplete(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "release").mkdir()
    place, request = release(tmp_path / "release", "exits.xlsx"), tmp_path / "request.zip"
    assert guarded(["bundle", str(place), "-o", str(request)], PROGRAM) == 2
    assert f"{request}: incomplete" in capfd.readouterr().out
    with zipfile.ZipFile(request) as sealed:
        files = json.loads(sealed.read("report.json"))["files"]
        assert {"release/exits.xlsx", "release/good.csv"} < set(sealed.namelist())
    assert {file["path"]: bool(file["unread"]) for file in files} == {"exits.xlsx": True, "good.csv": False}


def test_a_release_with_a_file_that_ends_its_reader_is_not_recorded(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "release").mkdir()
    place, ledger = release(tmp_path / "release", "exits.xlsx"), tmp_path / "ledger.db"
    add = ["ledger", "add", str(place), "--ledger", str(ledger), "--by", "A. Checker"]
    assert guarded(add, PROGRAM) == 2
    assert "exits.xlsx: outcheck broke off while reading it, so nothing was recorded" in capfd.readouterr().err
    assert not ledger.exists()
    (place / "exits.xlsx").unlink()
    assert guarded(add, PROGRAM) == 0
    with sqlite3.connect(f"file:{ledger}?mode=ro", uri=True) as held:
        assert held.execute("select count(*) from sqlite_master").fetchone() > (0,)
    held.close()


def test_a_process_that_ends_before_it_has_answered_is_no_verdict(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    code = guarded(["check", str(release(tmp_path))], [sys.executable, "-c", "import os; os._exit(0)"])
    assert code == 2
    assert capfd.readouterr().err == "outcheck ended without an answer, so nothing was cleared\n"


def test_a_release_that_ends_every_attempt_is_given_up(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "_MOST_ATTEMPTS", 1)
    code = guarded(["check", str(release(tmp_path, "exits.xlsx"))], PROGRAM)
    assert (code, capfd.readouterr().out) == (2, "")


def test_where_no_process_may_be_started_the_command_is_run_without_a_guard(tmp_path: Path) -> None:
    assert guarded(["check", str(release(tmp_path))], [str(tmp_path / "no such program")]) is None


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends a process without asking it")
def test_what_is_told_to_stop_leaves_no_process_behind(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    waits = f"import os, pathlib, time; pathlib.Path({str(begun)!r}).write_text(str(os.getpid())); time.sleep(600)"
    starter = (
        "import sys; from outcheck.cli.guard import guarded; sys.exit(guarded(['check'], [sys.executable, '-c', sys.argv[1]]))"
    )
    process = subprocess.Popen([sys.executable, "-c", starter, waits], cwd=Path(guard.__file__).parents[2])
    while not (begun.exists() and begun.read_text()):
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 128 + signal.SIGTERM
    with pytest.raises(ProcessLookupError):
        os.kill(int(begun.read_text()), 0)


@pytest.mark.parametrize(
    ("arguments", "so"),
    [
        (["check", "release"], True),
        (["--traceback", "check", "release"], True),
        (["tables", "release", "-f", "json"], True),
        (["check", "--help"], False),
        (["rules"], False),
        (["annotate", "release", "--to", "copies"], True),
        (["acro", "release", "--to", "folder"], True),
        (["clean", "release", "--to", "copies"], True),
        (["fix", "release", "--diff"], True),
        (["bundle", "release", "-o", "request.zip"], True),
        (["ledger", "add", "release", "--ledger", "a.db"], True),
        (["--traceback", "ledger", "add", "release"], True),
        (["ledger", "verify", "--ledger", "a.db"], False),
        (["ledger"], False),
        (["verify", "request.zip"], False),
        ([], False),
    ],
)
def test_only_commands_that_read_and_then_answer_are_begun_anew(arguments: list[str], so: bool) -> None:  # noqa: FBT001  pytest passes it by name
    assert is_guarded(arguments) is so
