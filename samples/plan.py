"""What outcheck must say of each sample, decided by hand; ``scan.py`` proves that nothing is missing or too much."""

from __future__ import annotations

from dataclasses import dataclass, field

from samples.manifests import CLEAR_MANIFEST, RELEASE_MANIFEST


@dataclass(frozen=True, slots=True)
class Planned:
    """One finding. ``cells`` above one makes it a finding about a column or a whole file, and ``cell`` its first cell."""

    file: str
    sheet: str
    cell: str
    check: str
    level: str
    why: str = field(compare=False)
    cells: int = 1
    waived: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The verdict on every file, all findings, and the manifest."""

    verdicts: dict[str, str]
    findings: tuple[Planned, ...]
    manifest: str


EARNINGS, ATTAINMENT, STARTS = "graduate-earnings.xlsx", "ks4-attainment-fsm.csv", "apprenticeships-sector.csv"
BENEFITS, DESTINATIONS, EXTRACT = "benefits-region.xlsx", "fe-destinations.csv", "scratch/linked-extract-sample.csv"
POINTS = "apprenticeships-attainment.csv"
ENTRY, PERCENTILES, FIGURE, MANIFEST = "ucas-entry-tariff.csv", "earnings-percentiles.xlsx", "figure1.svg", "outcheck.yaml"

TABLE = "Table 1"

LEO_RELEASE = Plan(
    verdicts={
        POINTS: "blocked",
        STARTS: "blocked",
        BENEFITS: "review",
        PERCENTILES: "clear",
        DESTINATIONS: "review",
        FIGURE: "review",
        EARNINGS: "blocked",
        ATTAINMENT: "blocked",
        EXTRACT: "blocked",
        ENTRY: "clear",
    },
    findings=(
        Planned(POINTS, "", "C7", "recoverable-cell", "block", "the total of the other file less its partners is seven"),
        Planned(POINTS, "", "C14", "shown-elsewhere", "block", "the nine that the other file shows"),
        Planned(POINTS, "", "C28", "recoverable-cell", "block", "the total of the other file less its partners is eight"),
        Planned(STARTS, "", "B4", "shown-elsewhere", "review", "a partner of the seven, which the other file prints"),
        Planned(STARTS, "", "D4", "recoverable-cell", "block", "the seven, given back by its row"),
        Planned(STARTS, "", "B7", "low-count", "block", "a count of nine: the author hid counts below nine, not below ten"),
        Planned(STARTS, "", "B11", "shown-elsewhere", "review", "a partner of the eight, which the other file prints"),
        Planned(STARTS, "", "D11", "recoverable-cell", "block", "the eight, given back by its row"),
        Planned(BENEFITS, TABLE, "B14", "zero-count", "review", "nobody without a region was linked to HMRC", waived=True),
        Planned(BENEFITS, TABLE, "C14", "zero-count", "review", "nobody without a region was linked to DWP", waived=True),
        Planned(BENEFITS, TABLE, "D14", "zero-count", "review", "nobody without a region was linked to both", waived=True),
        Planned(BENEFITS, TABLE, "E14", "full-category", "review", "so everybody without a region is in neither"),
        Planned(DESTINATIONS, "", "C2", "low-base", "review", "percentages without a base: undetermined", cells=20),
        Planned(DESTINATIONS, "", "D2", "low-base", "review", "percentages without a base: undetermined", cells=18),
        Planned(DESTINATIONS, "", "E2", "unexplained-number", "review", "a heading that says nothing: var9", cells=20),
        Planned(DESTINATIONS, "", "D14", "unexplained-marker", "review", "a tilde, which nobody explains", cells=2),
        Planned(FIGURE, "", "", "file-type", "review", "a picture, whose data cannot be checked"),
        Planned(FIGURE, "", "", "unexamined-content", "review", "so a person has to look at it"),
        Planned(EARNINGS, TABLE, "D6", "unproven-dominance", "review", "mean earnings, of which no table shows who has most", 72),
        Planned(EARNINGS, TABLE, "C10", "percentile-base", "review", "fewer than ten women on one side of the median"),
        Planned(EARNINGS, TABLE, "E10", "low-count", "block", "fewer than ten men in Celtic studies"),
        Planned(EARNINGS, TABLE, "F10", "low-base", "block", "their median"),
        Planned(EARNINGS, TABLE, "F10", "percentile-base", "review", "and fewer than ten on either side of it"),
        Planned(EARNINGS, TABLE, "G10", "low-base", "block", "their mean"),
        Planned(EARNINGS, TABLE, "I10", "percentile-base", "review", "fewer than ten of both on one side of the median"),
        Planned(EARNINGS, TABLE, "B20", "low-count", "block", "fewer than ten women in materials and technology"),
        Planned(EARNINGS, TABLE, "C20", "low-base", "block", "their median"),
        Planned(EARNINGS, TABLE, "C20", "percentile-base", "review", "and fewer than ten on either side of it"),
        Planned(EARNINGS, TABLE, "D20", "low-base", "block", "their mean"),
        Planned(EARNINGS, TABLE, "F28", "percentile-base", "review", "fewer than ten men on one side of the median"),
        Planned(ATTAINMENT, "", "F2", "implied-count", "block", "13.3% of 45 is 6 pupils and no other number"),
        Planned(ATTAINMENT, "", "F3", "implied-count", "block", "25.9% of 27 is 7 pupils and no other number"),
        Planned(ATTAINMENT, "", "F32", "implied-count", "block", "16.7% of 36 is 6 pupils and no other number"),
        Planned(ATTAINMENT, "", "F52", "implied-count", "block", "0.0% of 26 is nobody"),
        Planned(ATTAINMENT, "", "F52", "zero-count", "review", "no pupil who arrived late achieved it"),
        Planned(ATTAINMENT, "", "F59", "full-category", "review", "every pupil of the grammar school achieved it"),
        Planned(ATTAINMENT, "", "F59", "implied-count", "block", "100.0% of 16 is everybody, so nobody is left over"),
        Planned(MANIFEST, "", "", "stale-waiver", "review", "the waiver for the sector table ran out"),
        Planned(EXTRACT, "", "A2", "row-level-data", "block", "forty rows, one a person, forgotten in a folder", cells=40),
    ),
    manifest=RELEASE_MANIFEST,
)

LEO_CLEAR = Plan(
    verdicts={STARTS: "clear", BENEFITS: "clear", EARNINGS: "clear", ATTAINMENT: "clear", ENTRY: "clear"},
    findings=(
        Planned(
            EARNINGS,
            TABLE,
            "D6",
            "unproven-dominance",
            "review",
            "mean earnings; who has most was shown to the checker",
            63,
            waived=True,
        ),
    ),
    manifest=CLEAR_MANIFEST,
)
