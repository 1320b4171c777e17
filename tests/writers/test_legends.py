"""A workbook that says what a marker means is not told it once more."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from drawn import drawn
from protected import fixed

from outcheck.writers import explained


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("c = suppressed", "c"),
        ("Symbols: c = suppressed, z = not applicable", "z"),
        ("[c] denotes numbers that were suppressed", "[c]"),
        ("Some cells are marked [c] to protect persons", "[c]"),
        ('"c" means confidential', "c"),
        ("Symbol | Meaning\n[c] | Confidential, not shown", "[c]"),
    ],
)
def test_what_explains_a_marker_is_found(text: str, marker: str) -> None:
    assert explained([drawn(text)], marker)


@pytest.mark.parametrize(
    ("text", "marker"),
    [
        ("North | [c] | 12", "[c]"),
        ("[c] | [c]", "[c]"),
        ("Table c shows learners by region", "c"),
        ("c | 12\nd | 14", "c"),
        ("Learners [c]", "[c]"),
        ("dc = direct current", "c"),
    ],
)
def test_what_only_holds_a_marker_explains_nothing(text: str, marker: str) -> None:
    assert not explained([drawn(text)], marker)


def test_a_legend_stands_once(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for line in (
        ("Number of learners by region and sex",),
        ("Region", "Female", "Male", "Total"),
        ("North", "c", "c", 44),
        ("South", 30, 9, 39),
        ("East", "c", "c", 55),
        ("Total", 69, 69, 138),
        (),
        ("c = suppressed",),
    ):
        sheet.append(line)
    (tmp_path / "release").mkdir()
    book.save(tmp_path / "release" / "a.xlsx")
    made = fixed(tmp_path / "release", tmp_path / "copies")
    assert {change.marker for change in made.plan.changes} == {"c"}
    copy = openpyxl.load_workbook(tmp_path / "copies" / "a.xlsx").worksheets[0]
    assert [cell.value for cell in copy["A"]][6:] == [None, "c = suppressed"]
