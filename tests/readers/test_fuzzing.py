"""Every reader is fuzzed, guided by coverage, where atheris installs; what fuzzing begins with is judged on any machine."""

from __future__ import annotations

import importlib.util
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hidden.making import plain
from readers.fuzzed import PACKAGES, TARGETS, changed, judged, seeds, unforeseen
from sheets import WRITERS, Sheet

from outcheck.model.grid import Grid
from outcheck.readers import delimited, files
from outcheck.readers.package import Content

RUNS, SECONDS = 3_000, 600
PROGRAM = Path(__file__).with_name("fuzz.py")


def spoiled(data: bytes, most: int, drawn: random.Random) -> bytes:
    """A plain change of a few bytes, as atheris would make one."""
    held = bytearray(data)
    for _ in range(drawn.randint(1, 4)):
        at = drawn.randrange(len(held) + 1)
        held[at : at + drawn.randint(0, 3)] = drawn.randbytes(drawn.randint(0, 3))
    return bytes(held[:most])


@pytest.mark.parametrize("kind", TARGETS)
def test_what_fuzzing_begins_with_is_read_and_the_readers_foresee_all_of_it(kind: str, tmp_path: Path) -> None:
    read = [judged(kind, seed, tmp_path) for seed in seeds(kind)]
    assert any(file.grids and not file.unread for file in read)
    assert not set().union(*map(unforeseen, read))


@pytest.mark.parametrize("kind", TARGETS)
def test_a_change_is_the_same_each_time_and_mostly_leaves_a_package_whole(kind: str, tmp_path: Path) -> None:
    drawn, whole, made_of = random.Random(6), 0, list(seeds(kind))[:4] * 10  # noqa: S311  no secret
    for number, seed in enumerate(made_of):
        state = drawn.getstate()
        made = changed(kind, seed, 2**16, number, lambda data, most: spoiled(data, most, drawn))
        drawn.setstate(state)
        assert changed(kind, seed, 2**16, number, lambda data, most: spoiled(data, most, drawn)) == made
        file = judged(kind, made, tmp_path)
        whole += not any("no whole zip package" in entry.what for entry in file.unread)
    assert kind not in PACKAGES or whole > 0.7 * len(made_of)


def test_a_reader_that_loses_the_last_row_in_silence_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def shortened(text: bytes, *more: object) -> object:
        return delimited.read_delimited(text[: text.rstrip().rfind(b"\n") + 1], *more)  # type: ignore[arg-type]

    monkeypatch.setattr(files, "read_delimited", shortened)
    for kind in ("csv", "gz"):
        with pytest.raises(AssertionError):
            judged(kind, next(iter(seeds(kind))), tmp_path)


@pytest.mark.parametrize("kind", ["ods", "xlsb", "xlsx"])
def test_a_reader_of_workbooks_that_loses_a_column_in_silence_is_found(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = plain() if kind == "xlsx" else WRITERS[kind](Sheet([["region", 1], ["North", 3]]))
    whole = files._READERS[kind]  # noqa: SLF001  only so can it lose something

    def narrowed(name: str, held: Content) -> object:
        (grid,), unread = whole(name, held)
        return (Grid(grid.file, grid.sheet, grid.columns[:1]),), unread

    judged(kind, data, tmp_path)
    monkeypatch.setitem(files._READERS, kind, narrowed)  # noqa: SLF001  likewise
    with pytest.raises(AssertionError):
        judged(kind, data, tmp_path)


@pytest.mark.slow
@pytest.mark.skipif(importlib.util.find_spec("atheris") is None, reason="atheris is not installed here (pip install atheris)")
@pytest.mark.parametrize("kind", TARGETS)
def test_fuzzing_finds_nothing_that_a_reader_did_not_foresee(kind: str, tmp_path: Path) -> None:
    command = [sys.executable, str(PROGRAM), kind, str(tmp_path / "kept"), f"-runs={RUNS}"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ended.returncode == 0, ended.stderr[-3000:]
    assert re.search(rf"^Done {RUNS} runs", ended.stderr, re.MULTILINE), ended.stderr[-3000:]
    assert [path.name for path in (tmp_path / "kept" / "unforeseen").iterdir()] == []
