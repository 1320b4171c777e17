"""Make the sample releases, or with ``--check`` compare those on disk with what would be made.

Run it from the root of the repository: ``python -m samples.make_samples [--check]``.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from samples import files, plan, scan, tabulations
from samples.plan import Plan, Planned
from samples.population import people

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import pandas as pd

    from samples.tables import Sheet, Shown

HERE = Path(__file__).resolve().parent
RELEASE = "release"

COVER = (
    "Graduate earnings: notes",
    "Population: people who took a first degree at an English provider and had earnings in the tax year five years on.",
    tabulations.EARNINGS_SOURCE,
    "Earnings are annual, before tax, from employment and self-employment, rounded to the nearest £100.",
    "Subject is the first subject of the degree; joint degrees are counted once.",
    "All figures are computed from synthetic people.",
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One sample: the bytes of its released files, and the tables and other kinds of file among them."""

    name: str
    plan: Plan
    content: dict[str, bytes] = field(default_factory=dict)
    sheets: list[tuple[str, Sheet]] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def add_csv(self, path: str, sheet: Sheet, dialect: files.Dialect) -> None:
        """Release one table as CSV."""
        self.content[path] = files.csv_bytes(sheet, dialect)
        self.sheets.append((path, sheet))

    def add_workbook(self, path: str, sheets: Sequence[Sheet], cover: Sequence[str] = ()) -> None:
        """Release tables as a workbook."""
        self.content[path] = files.workbook_bytes(sheets, cover)
        self.sheets.extend((path, sheet) for sheet in sheets)

    def add_rows(self, path: str, rows: Sequence[tuple[Shown, ...]]) -> None:
        """Release rows of persons."""
        self.content[path] = files.rows_bytes(rows)
        self.rows[path] = len(rows) - 1

    def findings(self) -> list[Planned]:
        """Everything wrong with the sample, found by brute force, ordered by place."""
        found = [finding for path, sheet in self.sheets for finding in scan.scan_sheet(path, sheet)]
        sheets = dict(self.sheets)
        if plan.POINTS in sheets:
            found += scan.scan_linked((plan.STARTS, sheets[plan.STARTS]), (plan.POINTS, sheets[plan.POINTS]))
        found += [Planned(path, "", "A2", "row-level-data", "block", "", rows) for path, rows in self.rows.items()]
        drawn = [path for path in self.content if path.endswith((".svg", ".gph"))]
        found += [Planned(path, "", "", check, "review", "") for path in drawn for check in ("file-type", "unexamined-content")]
        return sorted(scan.apply_waivers(found, self.plan.manifest), key=_order)


class PlanError(Exception):
    """What was planned by hand and what the tables hold are not the same."""


def leo_release(crowd: pd.DataFrame) -> Sample:
    """Make a first submission, with the faults such submissions have."""
    sample = Sample("leo-release", plan.LEO_RELEASE)
    percentiles = tabulations.earnings_percentiles(crowd)
    sample.add_workbook(plan.EARNINGS, [tabulations.graduate_earnings(crowd, merged=False)], COVER)
    sample.add_csv(plan.ATTAINMENT, tabulations.attainment(crowd, merged=False), files.PANDAS)
    # The author hid counts below nine where those below ten must go.
    sample.add_csv(plan.STARTS, tabulations.apprenticeships(crowd, minimum=9), files.FRENCH_EXCEL)
    sample.add_csv(plan.POINTS, tabulations.apprentice_points(crowd), files.PANDAS)
    sample.add_csv(plan.ENTRY, tabulations.entry_tariff(crowd), files.R)
    sample.add_workbook(plan.BENEFITS, [tabulations.benefits(crowd, with_unknown=True)])
    sample.add_csv(plan.DESTINATIONS, tabulations.destinations(crowd), files.EXCEL)
    sample.add_workbook(plan.PERCENTILES, percentiles)
    sample.content[plan.FIGURE] = files.bar_chart(percentiles[-1], "Median earnings five years after graduation, by region (£)")
    sample.add_rows(plan.EXTRACT, tabulations.extract(crowd))
    return sample


def leo_clear(crowd: pd.DataFrame) -> Sample:
    """Make the second submission, put right."""
    sample = Sample("leo-clear", plan.LEO_CLEAR)
    sample.add_workbook(plan.EARNINGS, [tabulations.graduate_earnings(crowd, merged=True)], COVER)
    sample.add_csv(plan.ATTAINMENT, tabulations.attainment(crowd, merged=True), files.PANDAS)
    sample.add_csv(plan.STARTS, tabulations.apprenticeships(crowd, minimum=10), files.FRENCH_EXCEL)
    sample.add_csv(plan.ENTRY, tabulations.entry_tariff(crowd), files.R)
    sample.add_workbook(plan.BENEFITS, [tabulations.benefits(crowd, with_unknown=False)])
    return sample


def verify(sample: Sample) -> None:
    """Raise PlanError unless the hand-written plan is exactly what the tables hold."""
    for path, sheet in sample.sheets:
        scan.check_arithmetic(path, sheet)
    planned, found = list(sample.plan.findings), sample.findings()
    if planned != found:
        missing = "\n".join(f"  not planned: {one}" for one in found if one not in planned)
        extra = "\n".join(f"  not found: {one}" for one in planned if one not in found)
        raise PlanError(
            f"{sample.name}: correct samples/plan.py (its order is file, sheet, row, column, check)\n{missing}\n{extra}"
        )
    verdicts = {path: verdict(one for one in planned if one.file == path) for path in sorted(sample.content)}
    if verdicts != sample.plan.verdicts:
        raise PlanError(f"{sample.name}: samples/plan.py must give these verdicts: {verdicts}")


def verdict(findings: Iterable[Planned]) -> str:
    """Worst that the findings without a waiver ask for."""
    levels = {one.level for one in findings if not one.waived}
    return "blocked" if "block" in levels else "review" if "review" in levels else "clear"


def expected_json(decided: Plan) -> bytes:
    """Write the plan as JSON, one finding a line."""
    overall = verdict(decided.findings)
    head = {"verdict": overall, "exit_code": 0 if overall == "clear" else 1, "files": decided.verdicts}
    text = json.dumps(head, indent=1)[:-2] + ',\n "findings": ['
    lines = [
        {
            "file": one.file, "sheet": one.sheet, "cell": one.cell, "cells": one.cells,
            "check": one.check, "level": one.level, "waived": one.waived, "why": one.why,
        }
        for one in decided.findings
    ]  # fmt: skip
    text += ",".join("\n  " + json.dumps(line) for line in lines) + ("\n ]\n}\n" if lines else "]\n}\n")
    return text.encode()


def _order(one: Planned) -> tuple[str, str, int, str, str]:
    return one.file, one.sheet, int(one.cell[1:] or 0), one.cell[:1], one.check


def make() -> dict[str, bytes]:
    """Make every file of every sample, by path under ``samples``."""
    crowd = people()
    made: dict[str, bytes] = {}
    for sample in (leo_release(crowd), leo_clear(crowd)):
        verify(sample)
        made |= {f"{sample.name}/{RELEASE}/{path}": data for path, data in sample.content.items()}
        made[f"{sample.name}/{RELEASE}/{plan.MANIFEST}"] = sample.plan.manifest.encode()
        made[f"{sample.name}/expected.json"] = expected_json(sample.plan)
    return made


def differences(made: Mapping[str, bytes]) -> list[str]:
    """Say which files on disk are missing, different, or not made by this script."""
    folders = {name.split("/")[0] for name in made}
    there = {path.relative_to(HERE).as_posix() for folder in folders for path in (HERE / folder).rglob("*") if path.is_file()}
    changed = [f"differs: {name}" for name in made if name in there and (HERE / name).read_bytes() != made[name]]
    missing = [f"missing: {name}" for name in made if name not in there]
    return sorted(changed + missing + [f"not made by this script: {name}" for name in there - made.keys()])


def main() -> int:
    """Write the samples, or compare them; 0 where all is well, 1 where files differ."""
    parser = argparse.ArgumentParser(prog="python -m samples.make_samples", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; say which files differ from what would be made")
    check = parser.parse_args().check
    made = make()
    if check:
        wrong = differences(made)
        for line in wrong:
            print(line)
        return 1 if wrong else 0
    for name, data in made.items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    print(f"{len(made)} files, {sum(map(len, made.values())):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
