"""Protected copies of files as people and programs make them: what is changed is what the log names, and nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path
from string import ascii_uppercase

import pytest
from corpus.truth import HOME, corpus_files, name_of
from protect.copies import changed, named
from protected import TODAY

from outcheck.clearance import Request
from outcheck.fixing import Fixed, fix
from outcheck.protect import HowToRound, Method, Wishes
from outcheck.renderers.protection import changes_csv

ROUNDED = Wishes(Method.ROUND, rounding=HowToRound(5))
FEW = (
    "hand/deciles.csv",
    "hand/european.csv",
    "hand/only_text.csv",
    "numbers/signs.csv",
    "official/accessible.xlsx",
    "official/four_stub_columns.xlsx",
    "official/markers_of_many_kinds.csv",
    "official/of_which.csv",
    "official/ons_notes_columns.xlsx",
    "pivot/tabular.xlsx",
    "python/describe_transposed.csv",
    "r/write_csv2.csv",
    "sas/freq_out.csv",
    "sas/tabulate.xlsx",
    "spss/frequencies.xlsx",
    "stata/dtable.xlsx",
    "stata/tabulate_oneway.txt",
    "tidy/ees_leo.csv",
    "tidy/estimates_with_limits.csv",
    "tidy/leo_providers.csv",
)
BARREN = "hand/header_only.csv"
"""Headings over nothing: not read in full, so not copied."""
ALL = [pytest.param(path, id=name_of(path)) for path in corpus_files() if name_of(path) != BARREN]


def fixed(file: Path, to: Path, wishes: Wishes) -> Fixed:
    return fix(Request((file,), ("ons-srs",)), to, wishes, today=TODAY)


def holds(path: Path, folder: Path, wishes: Wishes) -> None:
    """Fix a file, compare it with its copy, and fix the copy."""
    (folder / "given").mkdir()
    file = Path(shutil.copy(path, folder / "given"))
    made = fixed(file, folder / "once", wishes)
    copy = folder / "once" / file.name
    assert made.written == (file.name,)
    assert changed(file, copy) == named(changes_csv(made.plan, made.otherwise), file.name)
    again = fixed(copy, folder / "twice", wishes)
    assert (again.plan.changes, again.plan.renumbered) == ((), ())
    if wishes.method is None:
        assert (folder / "twice" / file.name).read_bytes() == copy.read_bytes()


@pytest.mark.parametrize("name", FEW)
def test_a_copy_of_a_file_differs_where_the_log_says(name: str, tmp_path: Path) -> None:
    holds(HOME / name, tmp_path, Wishes())


def merges_hold(path: Path, folder: Path) -> None:
    """Merge small categories of a file: what the log does not name stays, and nothing is left to merge or hide."""
    (folder / "given").mkdir()
    file = Path(shutil.copy(path, folder / "given"))
    made = fixed(file, folder / "once", Wishes(Method.MERGE))
    log = named(changes_csv(made.plan, made.otherwise), file.name)
    if not made.plan.merged:
        assert changed(file, folder / "once" / file.name) == log
    elif file.suffix != ".xlsx":
        rows = {cell.lstrip(ascii_uppercase) for _, cell in log}
        kept = [line for row, line in enumerate(_lines(file), 1) if str(row) not in rows]
        assert set(kept) <= set(_lines(folder / "once" / file.name))
    again = fixed(folder / "once" / file.name, folder / "twice", Wishes())
    assert again.plan.changes == ()
    assert (folder / "twice" / file.name).read_bytes() == (folder / "once" / file.name).read_bytes()


def _lines(path: Path) -> list[bytes]:
    """Lines without empty fields at their ends, of which fewer are left where columns become one."""
    return [line.rstrip(b",;\t ") for line in path.read_bytes().splitlines()]


@pytest.mark.parametrize("name", FEW)
def test_a_merged_copy_of_a_file_differs_where_the_log_says(name: str, tmp_path: Path) -> None:
    merges_hold(HOME / name, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL)
def test_a_merged_copy_of_every_file_differs_where_the_log_says(path: Path, tmp_path: Path) -> None:
    merges_hold(path, tmp_path)


@pytest.mark.parametrize("name", FEW)
def test_a_rounded_copy_of_a_file_differs_where_the_log_says(name: str, tmp_path: Path) -> None:
    holds(HOME / name, tmp_path, ROUNDED)


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL)
def test_a_copy_of_every_file_differs_where_the_log_says(path: Path, tmp_path: Path) -> None:
    holds(path, tmp_path, Wishes())


@pytest.mark.slow
@pytest.mark.parametrize("path", ALL)
def test_a_rounded_copy_of_every_file_differs_where_the_log_says(path: Path, tmp_path: Path) -> None:
    holds(path, tmp_path, ROUNDED)
