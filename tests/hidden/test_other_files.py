"""What texts, packed texts and pictures carry beside what they show."""

from __future__ import annotations

import gzip
from datetime import date
from pathlib import Path

import pytest
from hidden.making import png

from outcheck.clearance import Request, check

TABLE = b"Region,Learners\nNorth,120\nSouth,130\nEngland,250\n"


def told(data: bytes, path: Path) -> set[str]:
    path.write_bytes(data)
    report = check(Request(paths=(path,)), today=date(2026, 11, 24))
    return {finding.check for finding in report.findings if finding.code.startswith("OC5")} - {"file-type"}


def remarked(packed: bytes) -> bytes:
    """The packed text with a remark in its header."""
    return packed[:3] + bytes([packed[3] | 16]) + packed[4:10] + b"was 7 in North\x00" + packed[10:]


def test_a_remark_in_the_packing_of_a_text_is_told(tmp_path: Path) -> None:
    packed = gzip.compress(TABLE, mtime=0)
    assert told(packed, tmp_path / "a.csv.gz") == set()
    assert told(remarked(packed), tmp_path / "a.csv.gz") == {"trailing-content"}


def test_a_picture_needs_a_person_and_its_remarks_are_told(tmp_path: Path) -> None:
    assert told(png((b"Software", b"Matplotlib")), tmp_path / "a.png") == {"unexamined-content"}
    assert told(png((b"Author", b"J. Smith")), tmp_path / "a.png") == {"unexamined-content", "document-properties"}
    assert told(png() + TABLE, tmp_path / "a.png") == {"unexamined-content", "trailing-content"}


@pytest.mark.parametrize("name", ["model.log", "analysis.py", "report.pdf", "data.rds"])
def test_a_file_without_tables_needs_a_person(name: str, tmp_path: Path) -> None:
    assert told(b"The model did not converge. See the notes of the team.\n", tmp_path / name) == {"unexamined-content"}


def test_a_plain_table_carries_nothing(tmp_path: Path) -> None:
    assert told(TABLE, tmp_path / "a.csv") == set()


@pytest.mark.parametrize(
    ("cell", "check_name"),
    [
        (b"+1+cmd|' /C calc'!A0", "csv-injection"),
        (b"\t=1+1", "csv-injection"),
        ("Nor\u200dth".encode(), "odd-characters"),
        ("\ufeffNorth".encode(), "odd-characters"),
        (b"paid to AB123456C", "personal-identifier"),
    ],
)
def test_what_a_text_file_carries_is_told(cell: bytes, check_name: str, tmp_path: Path) -> None:
    assert told(TABLE.replace(b"North", cell), tmp_path / "a.csv") == {check_name}


def test_what_stands_far_below_is_told(tmp_path: Path) -> None:
    assert told(TABLE + b",\n" * 40 + b"left,7\n", tmp_path / "a.csv") == {"distant-cells"}


COMMENTED = [
    TABLE.replace(b"South", b"# South"),
    TABLE.replace(b"South,130", b"#South East,7\nSouth,130"),
    b"# Source: LEO, 2023\n" + TABLE,
    b"# made by hand\n" + TABLE,
    TABLE + b"# was 7 in North\n",
    TABLE.replace(b"Region", b"#") + b"#\n",
]


@pytest.mark.parametrize("data", COMMENTED)
def test_lines_that_programs_skip_as_comments_are_told(data: bytes, tmp_path: Path) -> None:
    assert "comment" in told(data, tmp_path / "a.csv")
    assert "comment" in told(gzip.compress(data, mtime=0), tmp_path / "a.csv.gz")


@pytest.mark.parametrize(
    "data",
    [
        TABLE.replace(b"Region", b"# of region"),
        b"Learners by region\n\n" + TABLE.replace(b"Region", b"#region"),
        TABLE.replace(b"North", b"#1").replace(b"South", b"#2"),
        TABLE.replace(b"North", b"#N/A").replace(b"South", b"#REF!"),
        TABLE.replace(b"North", b"No. # North"),
    ],
)
def test_what_begins_like_a_comment_and_is_none_is_not_told(data: bytes, tmp_path: Path) -> None:
    assert "comment" not in told(data, tmp_path / "a.csv")
