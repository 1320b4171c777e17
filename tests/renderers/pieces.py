"""Pieces of hand-written reports: packs, rules, findings, measures and drawings as the engine makes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from outcheck.model.finding import Finding
from outcheck.model.places import Place, address
from outcheck.model.report import (
    AskedRule,
    Drawing,
    DrawnCell,
    MeasureSummary,
    Outcome,
    PackUsed,
    Role,
)
from outcheck.model.rule import Certainty, Level, Source

GUIDANCE = Source("SRS Output Checking Guidance Document, v1.1", Certainty.SECOND_HAND, "2023-06-12", "", "Quoted by CeLSIUS.")
READING = replace(GUIDANCE, certainty=Certainty.UNVERIFIED, note="For employers this is our reading.")
TERMS = Source("LEO project conditions", Certainty.VERIFIED, "2026-02-01", "https://example.org/leo/conditions", "")
PACKS = (
    PackUsed("ons-srs", 2, "ONS Secure Research Service", "5e" * 32, GUIDANCE),
    PackUsed("leo-project", 1, "Conditions of LEO project 2026-017", "1c" * 32, TERMS),
)

EARNINGS, ATTAINMENT, BENEFITS, FIGURE = "graduate-earnings.xlsx", "ks4-attainment.csv", "benefits-region.xlsx", "figure1.svg"
MERGE = "merge the category with a neighbour, here and in every other table that shows it"
ROUND = "round all counts to one base that is not smaller than the minimum"
SUPPRESS = "suppress the count, and enough others that no total gives it back"


def finding(  # noqa: PLR0913  a finding has what it has
    place: Place,
    rule: AskedRule,
    message: str,
    *,
    level: Level | None = None,
    table: str = "",
    labels: Mapping[str, str] | None = None,
    related: Iterable[str] = (),
    remedies: Sequence[str] = (),
    cells: int = 1,
    undetermined: bool = False,
    statbarn: str = "Frequencies",
    risk: str = "LowCount",
) -> Finding:
    """A finding of a rule; its fingerprint is made from its place."""
    return Finding(
        code=rule.code,
        check=rule.check,
        rule=rule.rule,
        pack=rule.pack,
        level=level or rule.level,
        risk=risk,
        statbarn=statbarn,
        place=place,
        table=table,
        labels=tuple((labels or {}).items()),
        message=message,
        related=tuple(Place(place.file, place.sheet, cell) for cell in related),
        remedies=tuple(remedies),
        fingerprint=f"{rule.code.lower()}{sum(map(ord, str(place))):08x}",
        cells=cells,
        undetermined=undetermined,
    )


def rule(name: str, check: str, code: str, level: Level, outcome: Outcome, examined: int, source: Source = GUIDANCE) -> AskedRule:
    """A rule of the service's pack and what came of it."""
    return AskedRule(name, check, code, "ons-srs", level, outcome, examined, "", source)


LOW_COUNT = rule("people-low-count", "low-count", "OC101", Level.BLOCK, Outcome.HIT, 212)
FIRMS = rule("firms-low-count", "low-count", "OC101", Level.BLOCK, Outcome.NOT_APPLICABLE, 0, READING)
ZERO = rule("zero-count", "zero-count", "OC102", Level.REVIEW, Outcome.HIT, 212)
FULL = rule("full-category", "full-category", "OC103", Level.NOTE, Outcome.HIT, 212)
LOW_BASE = replace(
    rule("low-base", "low-base", "OC104", Level.BLOCK, Outcome.UNDETERMINED, 84), reason="its base is hidden and may be below 10"
)
IMPLIED = rule("implied-count", "implied-count", "OC105", Level.BLOCK, Outcome.HIT, 63, READING)
FILE_TYPE = rule("file-type", "file-type", "OC501", Level.REVIEW, Outcome.HIT, 4, READING)
MARKER = rule("unexplained-marker", "unexplained-marker", "OC602", Level.REVIEW, Outcome.CLEAR, 290, READING)
NUMBER = rule("unexplained-number", "unexplained-number", "OC601", Level.REVIEW, Outcome.HIT, 339, READING)
STALE = rule("stale-waiver", "stale-waiver", "OC605", Level.REVIEW, Outcome.HIT, 2, READING)
ROUNDING = AskedRule("rounding", "unrounded-count", "OC106", "leo-project", Level.REVIEW, Outcome.NOT_ASKED, 0, "", TERMS)
RULES = (LOW_COUNT, FIRMS, ZERO, FULL, LOW_BASE, IMPLIED, FILE_TYPE, NUMBER, MARKER, STALE, ROUNDING)

SUBJECTS = ("Agriculture", "Celtic studies", "Computing", "Economics", "Nursing and midwifery", "Veterinary sciences", "Total")
REGIONS = ("North East", "North West", "Yorkshire and The Humber", "East Midlands", "West Midlands", "London", "South East")


def drawn(
    top: int,
    headings: Sequence[Sequence[str]],
    rows: Sequence[Sequence[str]],
    flags: Mapping[str, tuple[int, ...]],
    *,
    labels: int = 1,
) -> Drawing:
    """A drawing from its texts: a columns of labels, then numbers (``•••`` or digits) and gaps."""

    def role(column: int, text: str) -> Role:
        if column < labels:
            return Role.HEADING
        if not text:
            return Role.EMPTY
        return Role.NUMBER if text == "•••" or text[0].isdigit() else Role.GAP

    def cell(row: int, column: int, text: str) -> DrawnCell:
        where = address(row, column)
        return DrawnCell(text, role(column, text), where, flags.get(where, ()))

    return Drawing(
        headings=tuple(
            tuple(DrawnCell(text, Role.HEADING, address(top + number, column)) for column, text in enumerate(row))
            for number, row in enumerate(headings)
        ),
        rows=tuple(
            tuple(cell(top + len(headings) + number, column, text) for column, text in enumerate(row))
            for number, row in enumerate(rows)
        ),
    )


def measure(name: str, statistic: str, cells: int, gaps: int = 0, *, sure: bool = True) -> MeasureSummary:
    """A measure of persons, named by its file or not at all."""
    return MeasureSummary(
        name, statistic, "person" if sure else None, cells, gaps, sure, "named so" if sure else "nothing names it"
    )
