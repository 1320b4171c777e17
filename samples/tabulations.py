"""The tables of both samples, tabulated from the synthetic people."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from samples.population import (
    EARNINGS_CAP,
    FE_LEVELS,
    FE_PROVIDERS,
    LEVELS,
    NOT_KNOWN,
    PUPIL_COHORTS,
    REGION_CODES,
    REGIONS,
    SECTORS,
    SUBJECTS,
    TARIFF_BANDS,
    uniform,
)
from samples.suppression import hide
from samples.tables import (
    NOT_APPLICABLE,
    SUPPRESSED,
    Dimension,
    Facts,
    Kind,
    Measure,
    Sheet,
    Shown,
    crosstab,
    mean_points,
    mean_pounds,
    mean_tariff,
    quantile,
    share,
    tabulate,
    tidy,
)

if TYPE_CHECKING:
    import pandas as pd

COHORTS = {"2014/15": "2020-21", "2015/16": "2021-22", "2016/17": "2022-23"}
STATUSES = ("Employed only", "Claiming only", "Employed and claiming", "Neither")
BROAD_REGIONS = {
    "North": ("North East", "North West", "Yorkshire and the Humber"),
    "Midlands": ("East Midlands", "West Midlands"),
    "East and South": ("East of England", "South East", "South West"),
    "London": ("London",),
}
BROAD_SUBJECTS = {
    "Celtic studies": "Languages, area and Celtic studies",
    "Languages and area studies": "Languages, area and Celtic studies",
    "Engineering": "Engineering, materials and technology",
    "Materials and technology": "Engineering, materials and technology",
    "Agriculture, food and related studies": "Agriculture, food and veterinary sciences",
    "Veterinary sciences": "Agriculture, food and veterinary sciences",
}
SEX = Dimension("Sex", "sex", ("Female", "Male"), "Total")
REGION = Dimension("Region", "region", tuple(REGIONS), "England")
EARNINGS_SOURCE = (
    "Source: Longitudinal Education Outcomes (LEO): Higher Education Statistics Agency (HESA) student record linked to"
    " HM Revenue and Customs (HMRC) pay and self-assessment records."
)


def earners(people: pd.DataFrame, cohort: str) -> pd.DataFrame:
    """Graduates of one year with earnings five years later."""
    return people[people["graduate"] & people["employed"] & people["cohort"].eq(cohort)]


def graduate_earnings(people: pd.DataFrame, *, merged: bool) -> Sheet:
    """Earnings by subject and sex; ``merged`` joins the small subjects to their neighbours."""
    group = earners(people, "2016/17")
    names = {subject: BROAD_SUBJECTS.get(subject, subject) if merged else subject for subject in SUBJECTS}
    group = group.assign(subject=group["subject"].map(names))
    subject = Dimension("Subject of degree", "subject", tuple(sorted(set(names.values()))), "All subjects")
    measures = (
        Measure("Graduates", Kind.COUNT),
        Measure("Median earnings (£)", Kind.MEDIAN),
        Measure("Mean earnings (£)", Kind.MEAN),
    )
    facts = tabulate(group, (subject, SEX), (len, quantile(0.5), mean_pounds))
    title = (
        "Table 1: Graduate earnings five years after graduation, by subject and sex",
        "England, first degree graduates of 2016/17 with earnings in tax year 2022-23",
        "",
    )
    notes = (
        "",
        EARNINGS_SOURCE,
        "Graduates: number of graduates with earnings. Earnings are annual, rounded to the nearest £100.",
        f"Means count earnings above £{EARNINGS_CAP:,} as £{EARNINGS_CAP:,}.",
    )
    return crosstab((subject, SEX), measures, facts, "Table 1", (title, notes))


def earnings_percentiles(people: pd.DataFrame) -> tuple[Sheet, ...]:
    """Quartiles of earnings by region, one sheet for each cohort."""
    measures = (
        Measure("Number of graduates", Kind.COUNT),
        Measure("25th percentile (£)", Kind.QUANTILE),
        Measure("Median (£)", Kind.MEDIAN),
        Measure("75th percentile (£)", Kind.QUANTILE),
    )
    statistics = (len, *(quantile(level) for level in (0.25, 0.5, 0.75)))
    sheets = []
    for cohort, tax_year in COHORTS.items():
        facts = tabulate(earners(people, cohort), (REGION,), statistics)
        title = (
            "Annual earnings five years after graduation",
            f"England, graduates of {cohort}, tax year {tax_year}, to the nearest £100",
            "",
        )
        sheets.append(tidy((REGION,), measures, facts, cohort.replace("/", "-"), title))
    return tuple(sheets)


def attainment(people: pd.DataFrame, *, merged: bool) -> Sheet:
    """Attainment of children in need by region and free school meals.

    ``merged`` joins regions, and leaves out pupils whose free school meals nobody recorded.
    """
    group = people[people["pupil"] & people["child_in_need"] & people["region"].ne(NOT_KNOWN)]
    region = Dimension("region_name", "region", tuple(REGIONS), "England", "region_code", REGION_CODES)
    statuses: tuple[str, ...] = ("FSM eligible", "FSM not eligible", "FSM unknown")
    if merged:
        statuses = statuses[:2]
        names = {small: broad for broad, smalls in BROAD_REGIONS.items() for small in smalls}
        group = group[group["fsm"].isin(statuses)]
        group = group.assign(region=group["region"].map(names))
        region = Dimension("broad_region", "region", tuple(BROAD_REGIONS), "England")
    dimensions = (Dimension("time_period", "cohort", PUPIL_COHORTS), region, Dimension("fsm_status", "fsm", statuses, "Total"))
    measures = (Measure("pupils", Kind.COUNT), Measure("percent_5plus_english_maths", Kind.PERCENT, 1))
    return tidy(dimensions, measures, tabulate(group, dimensions, (len, share("strong_pass"))))


def apprenticeships(people: pd.DataFrame, minimum: int) -> Sheet:
    """Apprenticeship starts by sector and level, counts below the minimum hidden."""
    dimensions = (
        Dimension("Sector subject area", "sector", tuple(SECTORS), "Total"),
        Dimension("Level", "level", LEVELS, "Total"),
    )
    counts = tabulate(people[people["apprentice"]], dimensions, (len,))
    title = ("Number of apprenticeship starts by sector and level, England, 2014/15 to 2016/17 (pay bill over £3 million)",)
    notes = (
        "",
        "Source: Individualised Learner Record (ILR).",
        "Notes: [c] = suppressed to protect confidentiality; [z] = not applicable, no standard exists at this level.",
    )
    facts = hide(counts, dimensions, minimum)
    return crosstab(dimensions, (Measure("Number of starts", Kind.COUNT),), facts, "", (title, notes))


def apprentice_points(people: pd.DataFrame) -> Sheet:
    """Prior attainment of apprentices by sector and level, small groups hidden without a thought for the other table."""
    dimensions = (Dimension("Sector subject area", "sector", tuple(SECTORS)), Dimension("Level", "level", LEVELS))
    measures = (Measure("Number of starts", Kind.COUNT), Measure("Mean key stage 4 points", Kind.MEAN, 1))
    few = 10
    facts: Facts = {(sector, level): (NOT_APPLICABLE, NOT_APPLICABLE) for sector in SECTORS for level in LEVELS}
    facts |= {
        labels: values if int(values[0]) >= few else (SUPPRESSED, SUPPRESSED)
        for labels, values in tabulate(people[people["apprentice"]], dimensions, (len, mean_points)).items()
    }
    return tidy(dimensions, measures, facts)


def entry_tariff(people: pd.DataFrame) -> Sheet:
    """Entrants to first degrees and their mean tariff by region and tariff band."""
    group = people[people["graduate"] & people["region"].ne(NOT_KNOWN)]
    dimensions = (
        Dimension("Region", "region", tuple(REGIONS), "Total"),
        Dimension("Tariff band", "tariff_band", TARIFF_BANDS, "Total"),
    )
    measures = (Measure("Number of entrants", Kind.COUNT), Measure("Mean tariff", Kind.MEAN, 1))
    return tidy(dimensions, measures, tabulate(group, dimensions, (len, mean_tariff)))


def benefits(people: pd.DataFrame, *, with_unknown: bool) -> Sheet:
    """Employment and benefits by region; people without a region were never linked, so all of them are in neither."""
    group = people[~people["pupil"]]
    if not with_unknown:
        group = group[group["region"].ne(NOT_KNOWN)]
    status = np.select(
        [group["employed"] & ~group["claiming"], ~group["employed"] & group["claiming"], group["employed"]],
        STATUSES[:3],
        STATUSES[3],
    )
    group = group.assign(status=status)
    regions = (*REGIONS, NOT_KNOWN) if with_unknown else tuple(REGIONS)
    dimensions = (Dimension("Region", "region", regions, "England"), Dimension("Status", "status", STATUSES, "Total"))
    facts: Facts = {(region, label): (0,) for region in dimensions[0].shown for label in dimensions[1].shown}
    facts |= tabulate(group, dimensions, (len,))
    title = (
        "Table 1: Number of people by region and employment and benefit status",
        "England, people aged 25, tax year 2022-23",
        "",
    )
    notes = (
        "",
        "Source: LEO: HMRC employment records linked to Department for Work and Pensions (DWP) benefit records.",
        "Employed or claiming: on at least one day of the tax year. Region: where the person last went to school.",
    )
    return crosstab(dimensions, (Measure("Number of people", Kind.COUNT),), facts, "Table 1", (title, notes))


def destinations(people: pd.DataFrame) -> Sheet:
    """Destinations of further education learners: no base, the author's own marker, and a leftover column."""
    group = people[people["college"]]
    group = group.assign(leftover=1 + 0.2 * uniform("leftover")[group.index.to_numpy()])
    dimensions = (
        Dimension("provider_type", "college_type", tuple(FE_PROVIDERS), "Total"),
        Dimension("qualification_level", "college_level", tuple(FE_LEVELS), "Total"),
    )
    measures = (
        Measure("% sustained employment", Kind.PERCENT, 1),
        Measure("% sustained learning", Kind.PERCENT, 1),
        Measure("var9", Kind.NAMELESS, 3),
    )
    facts = tabulate(group, dimensions, (share("employed"), _share_or_tilde, _leftover))
    return tidy(dimensions, measures, facts)


def _share_or_tilde(group: pd.DataFrame) -> Shown:
    """Percentage still learning, or the author's own sign where few are."""
    few = 10
    return "~" if group["studying"].sum() < few else share("studying")(group)


def _leftover(group: pd.DataFrame) -> Shown:
    """Compute a mean of matching weights, a column that should have been dropped."""
    return round(float(group["leftover"].mean()), 3)


def extract(people: pd.DataFrame) -> tuple[tuple[Shown, ...], ...]:
    """Forty rows of the linked data, one a person, with a made-up reference: what must never leave."""
    rows = earners(people, "2016/17").head(40)
    reference = np.floor(uniform("reference")[rows.index.to_numpy()] * 16**10).astype(np.int64)
    columns = ("sex", "region", "fsm", "ks4_points", "tariff", "subject", "employer", "earnings")
    header = (
        "person_ref",
        "sex",
        "region",
        "fsm_status",
        "ks4_points",
        "tariff",
        "degree_subject",
        "employer_ref",
        "earnings_2022_23",
    )
    people_rows = zip((f"{number:010x}" for number in reference), *(rows[column].tolist() for column in columns), strict=True)
    return (header, *people_rows)
