"""Small releases written in tests, checked as the command does, and their findings by cell."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from outcheck.clearance import Request, check
from outcheck.model.finding import Finding
from outcheck.model.report import Report
from outcheck.model.rule import Level

TODAY = date(2026, 11, 24)


def report_on(folder: Path, files: Mapping[str, str], *, pack: str = "ons-srs") -> Report:
    """Report on files, each drawn with ``|`` between cells."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(text) if name.endswith(".csv") else text, encoding="utf-8")
    return check(Request(paths=(folder,), packs=(pack,)), today=TODAY)


def written(text: str) -> str:
    """A drawing as CSV."""
    lines = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    return "\n".join(",".join(f'"{cell}"' if "," in cell else cell for cell in line) for line in lines) + "\n"


def found(report: Report, code: str, level: Level | None = None) -> dict[str, Finding]:
    """Findings of a check by ``file!cell``, of one level or all."""
    return {
        f"{held.place.file}!{held.place.cell}": held
        for held in report.findings
        if held.code == code and level in (None, held.level)
    }


def words(report: Report, code: str, place: str) -> str:
    """How a finding can be worked out, in words."""
    proof = found(report, code)[place].proof
    assert proof is not None
    return proof.words
