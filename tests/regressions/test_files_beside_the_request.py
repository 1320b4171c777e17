"""One file of a folder was incomplete because the folder's manifest describes its neighbours too."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from outcheck.clearance import Request, check

CLEAN = "region,learners\nNorth,120\nSouth,140\nTotal,260\n"
MANIFEST = "tables:\n  - file: a.csv\n  - file: b.csv\n  - file: sub/c.csv\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "folder"
    (made / "sub").mkdir(parents=True)
    for name in ("a.csv", "b.csv", "sub/c.csv"):
        (made / name).write_text(CLEAN, encoding="utf-8")
    (made / "outcheck.yaml").write_text(MANIFEST, encoding="utf-8")
    return made


def absent(folder: Path, *names: str, config: Path | None = None) -> list[str]:
    """What is said of files that are described and not there; asserts that it makes the verdict incomplete."""
    report = check(Request(tuple(folder / name for name in names), config=config), today=date(2026, 11, 24))
    said = [entry.what for file in report.files if file.path == "outcheck.yaml" for entry in file.unread]
    assert report.verdict.value == ("incomplete" if said else "clear")
    assert all("describes a file that is not in the release" in what for what in said)
    return said


@pytest.mark.parametrize("names", [("a.csv",), ("b.csv",), ("a.csv", "b.csv"), (".",)])
def test_a_file_outside_the_request_is_no_stranger(names: tuple[str, ...], folder: Path) -> None:
    assert absent(folder, *names) == []


def test_a_file_that_is_missing_from_the_folder_asked_about_is_an_error(folder: Path) -> None:
    (folder / "b.csv").unlink()
    assert len(absent(folder, ".")) == 1
    assert absent(folder, "a.csv") == []


def test_where_the_place_of_a_described_file_cannot_be_told_its_absence_is_an_error(folder: Path, tmp_path: Path) -> None:
    assert len(absent(folder, "sub")) == 3, "in a folder below the manifest, names may mean that folder's files"
    assert len(absent(folder, "a.csv", "sub")) == 2, "beside a folder, they may mean what is in it"
    elsewhere = tmp_path / "other.yaml"
    elsewhere.write_text(MANIFEST, encoding="utf-8")
    assert len(absent(folder, "a.csv", config=elsewhere)) == 2, "a manifest kept elsewhere does not say where its files are"


def test_a_waiver_for_a_file_outside_the_request_is_not_stale(folder: Path) -> None:
    said = "".join(
        f"  - {{rule: people-low-count, file: {name}, reason: Agreed, by: J. Marsh, until: 2027-01-31}}\n"
        for name in ("a.csv", "b.csv")
    )
    (folder / "outcheck.yaml").write_text(MANIFEST + "waivers:\n" + said, encoding="utf-8")
    found = {
        names: [held.message.split(",")[0] for held in check(request, today=date(2026, 11, 24)).findings]
        for names, request in (("one", Request((folder / "a.csv",))), ("all", Request((folder,))))
    }
    assert found == {
        "one": ["waiver for people-low-count at a.csv"],
        "all": ["waiver for people-low-count at a.csv", "waiver for people-low-count at b.csv"],
    }
