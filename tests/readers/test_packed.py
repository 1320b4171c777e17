from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import pytest
from books import package, sheet_xml

from outcheck.model.release import ReleaseFile
from outcheck.readers import Limits, read_release

TABLE = b"region,count\nNorth,5\nSouth,7\n"


def read(folder: Path, name: str, data: bytes, limits: Limits | None = None) -> ReleaseFile:
    (folder / name).write_bytes(data)
    (file,) = read_release([folder / name], limits=limits or Limits())
    return file


@pytest.mark.parametrize("name", ["a.csv.gz", "a.tsv.gz", "a.txt.gz", "A.CSV.GZ"])
def test_a_packed_text_is_read_and_keeps_the_digest_of_the_packing(tmp_path: Path, name: str) -> None:
    data = gzip.compress(TABLE)
    file = read(tmp_path, name, data)
    assert (file.format, file.bytes, file.sha256) == ("gz", len(data), hashlib.sha256(data).hexdigest())
    assert [list(column) for column in file.grids[0].columns] == [["region", "North", "South"], ["count", "5", "7"]]
    assert file.unread == ()


def test_all_members_of_a_packing_are_read(tmp_path: Path) -> None:
    file = read(tmp_path, "a.csv.gz", gzip.compress(TABLE) + gzip.compress(b"West,9\n"))
    assert file.grids[0].height == 4


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (gzip.compress(TABLE)[:-9], "its gzip packing is damaged or cut short"),
        (gzip.compress(TABLE) + b"more", "its gzip packing is damaged or cut short"),
        (gzip.compress(b""), "there is nothing in its gzip packing"),
        (b"", "there is nothing in its gzip packing"),
        (TABLE, "its name ends in .gz, but its content is not packed by gzip"),
        (gzip.compress(package({"S": sheet_xml("")})), "its name ends in .csv, but its content is of the kind xlsx"),
        (gzip.compress(gzip.compress(TABLE)), "its name ends in .csv, but its content is of the kind gz"),
    ],
    ids=["cut short", "more behind it", "packed nothing", "empty", "not packed", "a workbook", "packed twice"],
)
def test_a_packing_that_cannot_be_read_is_unread(tmp_path: Path, data: bytes, what: str) -> None:
    file = read(tmp_path, "a.csv.gz", data)
    assert (file.grids, [unread.what for unread in file.unread]) == ((), [what])


def test_a_packing_made_to_overwhelm_is_not_unpacked(tmp_path: Path) -> None:
    bomb = gzip.compress(b"1," * 500_000)
    tight = Limits(ratio_from_bytes=100_000)
    for limits in (Limits(part_bytes=100_000), tight):
        (unread,) = read(tmp_path, "a.csv.gz", bomb, limits).unread
        assert unread.what == "it unpacks to more than a table for people needs"


def test_other_packings_are_left_to_the_rule_about_file_types(tmp_path: Path) -> None:
    file = read(tmp_path, "data.dta.gz", gzip.compress(TABLE))
    assert (file.format, file.grids, file.unread) == ("gz", (), ())
