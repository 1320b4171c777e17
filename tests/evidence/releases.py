"""A release with a side file, written into a folder and checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from outcheck.clearance import Request, check
from outcheck.model.report import AskedRule, Report

PACK = """\
pack: dominance
version: 1
title: Dominance
source: {title: A test, status: unverified}
markers: {"[c]": suppressed}
rules:
  dominant: {check: dominant-contributors, with: {shares: [[1, 43.75], [2, 87.5]]}, level: block}
  unproven: {check: unproven-dominance, with: {most: [[1, 43.75], [2, 87.5]]}, level: review}
  closely: {check: p-percent, with: {p: 10}, level: block}
  employers: {check: few-entities, with: {minimum: 3, entities: employers}, level: block}
  contradicted: {check: mismatched-evidence, level: review}
  low-count: {check: low-count, with: {minimum: 10}, level: block}
  low-base: {check: low-base, with: {minimum: 10}, level: block}
  numbers: {check: unexplained-number, level: review}
"""
TABLE = "Sector,Learners,Mean pay\nFarming,40,25.0\nRetail,300,30.0\nResearch,50,16.0\n"
SIDE = """\
Sector,n,employers,contributors,negatives,largest,second_largest,sum
Farming,40,5,5,0,300,200,1000
Retail,300,60,60,0,400,300,9000
Research,50,12,12,0,260,120,800
"""
MANIFEST = "pack: ../pack.yaml\ntables:\n  - file: pay.csv\n    unit: person\n    evidence: {file: ../side/pay.csv}\n"


def written(folder: Path, *, table: str = TABLE, side: str | None = SIDE, manifest: str = MANIFEST) -> Path:
    """Folder of a release beside its pack and side file."""
    texts = {"pack.yaml": PACK, "release/pay.csv": table, "side/pay.csv": side, "release/outcheck.yaml": manifest}
    for name, text in texts.items():
        if text is not None:
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_text(text, encoding="utf-8")
    return folder / "release"


def checked(release: Path) -> Report:
    return check(Request(paths=(release,)), today=date(2026, 11, 25))


def rule(report: Report, name: str) -> AskedRule:
    return next(rule for rule in report.rules if rule.rule == name)


def unread(report: Report) -> list[str]:
    return [f"{entry.what}; {entry.todo}" for file in report.files for entry in file.unread]
