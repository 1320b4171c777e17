"""What an attacker works out from releases of linked tables, drawn at random, is found; and what is found, is so."""

from __future__ import annotations

from pathlib import Path

import pytest
from inference.linked import Hidden, linked
from inference.releases import TODAY
from openpyxl import Workbook

from outcheck.clearance import Request, check
from outcheck.model.places import Area
from outcheck.model.report import Report, Verdict

MINIMUM = 10


def written(folder: Path, files: dict[str, str | dict[str, str]]) -> Path:
    """A folder with texts, and workbooks of texts by sheet."""
    for name, held in files.items():
        if isinstance(held, str):
            (folder / name).write_text(held + "\n", encoding="utf-8")
            continue
        book = Workbook()
        book.remove(book.active)  # type: ignore[arg-type]
        for sheet, text in held.items():
            made = book.create_sheet(sheet)
            for line in text.splitlines():
                made.append([int(cell) if cell.isdigit() else cell for cell in line.split(",")])
        book.save(folder / name)
    return folder


def points_at(report: Report, held: Hidden) -> bool:
    """Whether a finding of what can be worked out speaks of a cell."""
    row, column = Area.parse(held.cell).top, Area.parse(held.cell).left
    return any(
        (place.file, place.sheet) == (held.file, held.sheet) and place.cell and Area.parse(place.cell).holds(row, column)
        for finding in report.findings
        if finding.code.startswith("OC3")
        for place in (finding.place, *finding.related)
    )


def compared(seed: int, folder: Path) -> tuple[Report, list[Hidden], list[Hidden]]:
    """The report on a release, the small numbers that follow from it, and those of them at which nothing points."""
    release = linked(seed)
    bounds = [*release.bounds()]
    report = check(Request(paths=(written(folder, release.files),), packs=("ons-srs",)), today=TODAY)
    for held, least, most in bounds:
        for finding in report.findings:
            exactly = finding.code in ("OC301", "OC304") and not finding.undetermined
            if exactly and (finding.place.file, finding.place.sheet, finding.place.cell) == (held.file, held.sheet, held.cell):
                assert least == most, f"seed {seed}: {finding.place} is not determined"
    small = [held for held, least, most in bounds if least == most and 0 < most < MINIMUM]
    return report, small, [held for held in small if not points_at(report, held)]


@pytest.mark.parametrize("seed", [2, 3, 7, 11, 17, 18, 22, 24, 30, 44, 71, 102])
def test_small_numbers_that_follow_from_linked_tables_are_found(seed: int, tmp_path: Path) -> None:
    report, small, missed = compared(seed, tmp_path)
    assert small
    assert not missed
    assert report.verdict is not Verdict.CLEAR


@pytest.mark.slow
def test_few_small_numbers_that_follow_from_linked_tables_are_missed(tmp_path: Path) -> None:
    counted = {"small": 0, "missed": 0, "releases": 0, "clear": 0}
    for seed in range(1000, 1500):
        folder = tmp_path / str(seed)
        folder.mkdir()
        report, small, missed = compared(seed, folder)
        counted["small"] += len(small)
        counted["missed"] += len(missed)
        counted["releases"] += bool(small)
        counted["clear"] += bool(small) and report.verdict is Verdict.CLEAR
    print(counted)  # noqa: T201  what pytest -s shows
    assert counted["small"] > 200
    assert counted["missed"] <= 0.16 * counted["small"]
    assert counted["clear"] <= 0.06 * counted["releases"]
