"""Applies waivers: a waived finding stays in the report, with who decided and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from outcheck.checks.base import WaiverUse
from outcheck.model.finding import Finding, Waiver
from outcheck.model.places import Area


def apply_waivers(
    findings: Sequence[Finding], waivers: Sequence[Waiver], today: date
) -> tuple[list[Finding], tuple[WaiverUse, ...]]:
    """Findings with their waivers, and what became of each waiver. An expired waiver waives nothing."""
    used = [0] * len(waivers)
    waived = []
    for finding in findings:
        held = finding
        for number, waiver in enumerate(waivers):
            if _matches(waiver, finding):
                used[number] += 1
                if waiver.until >= today and held.waived is None:
                    held = replace(finding, waived=waiver)
        waived.append(held)
    uses = tuple(WaiverUse(waiver, expired=waiver.until < today, used=count) for waiver, count in zip(waivers, used, strict=True))
    return waived, uses


def _matches(waiver: Waiver, finding: Finding) -> bool:
    if waiver.fingerprint:
        return waiver.fingerprint == finding.fingerprint
    if (waiver.rule, waiver.file) != (finding.rule, finding.place.file):
        return False
    if waiver.sheet and waiver.sheet != finding.place.sheet:
        return False
    return not waiver.cells or _covered(waiver.cells, finding)


def _covered(cells: tuple[Area, ...], finding: Finding) -> bool:
    """Whether the waiver names every cell the finding speaks of; part of them is not enough."""
    if not finding.place.cell:
        return False
    places = [finding.place, *(finding.related if finding.cells > 1 else ())]
    areas = [Area.parse(place.cell) for place in places]
    return all(any(held.holds(area.top, area.left) and held.holds(area.bottom, area.right) for held in cells) for area in areas)
