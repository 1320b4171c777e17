"""Copies of a file that has texts alone could not be planned: it ended in a ValueError."""

from __future__ import annotations

from pathlib import Path

from protected import fixed
from releases import written


def test_a_file_of_texts_alone_is_copied_as_it_is(tmp_path: Path) -> None:
    text = "Notes on the tables\nAll numbers are of learners aged 16 and over\n"
    made = fixed(written(tmp_path / "release", {"notes.csv": text}), tmp_path / "copies")
    assert made.plan.changes == ()
    assert (tmp_path / "copies" / "notes.csv").read_text() == text
