"""What tests of protected copies share."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from outcheck.checks.base import Repair
from outcheck.checks.catalogue import check_named
from outcheck.clearance import Request
from outcheck.fixing import Fixed, fix
from outcheck.model.finding import Finding
from outcheck.model.report import Report
from outcheck.model.rule import Level
from outcheck.protect import Wishes

TODAY = date(2026, 1, 15)


def fixed(folder: Path, to: Path, wishes: Wishes | None = None, ledger: str = "") -> Fixed:
    """Fix a folder under the rules of the ONS service."""
    return fix(Request((folder,), ("ons-srs",), ledger=ledger), to, wishes or Wishes(), today=TODAY)


def left_to_settle(made: Fixed, beside: Callable[[Finding], bool] = lambda _: False) -> list[str]:
    """What fix might have settled itself and did not; not findings that are given ``beside``."""
    assert made.report is not None
    return to_settle(replace(made.report, findings=tuple(held for held in made.report.findings if not beside(held))))


def to_settle(report: Report) -> list[str]:
    """What a report has to say that hiding numbers might settle."""
    return [
        f"{found.place}: {found.message}"
        for found in report.findings
        if found.level is not Level.NOTE
        and not found.undetermined
        and (held := check_named(found.check)) is not None
        and held.repair is not Repair.DECIDE
    ]


def differing(one: Path, other: Path) -> set[tuple[str, str]]:
    """Cells whose text differs between two folders."""
    found = set()
    for path in one.iterdir():
        lines = [list(csv.reader(folder.joinpath(path.name).read_text().splitlines())) for folder in (one, other)]
        assert [len(line) for line in lines[0]] == [len(line) for line in lines[1]]
        found |= {
            (path.name, f"{chr(65 + column)}{row + 1}")
            for row, (before, after) in enumerate(zip(*lines, strict=True))
            for column, (was, is_now) in enumerate(zip(before, after, strict=True))
            if was != is_now
        }
    return found
