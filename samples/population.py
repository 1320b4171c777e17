"""Synthetic people who look like a linked extract of Longitudinal Education Outcomes; none of them exists.

Every variable has its own stream of raw PCG64 bits, which numpy promises never to change; its distributions carry no such
promise. So the people stay the same under any numpy, and a new variable does not move the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Mapping

Floats: TypeAlias = npt.NDArray[np.float64]
Texts: TypeAlias = npt.NDArray[np.object_]
Flags: TypeAlias = npt.NDArray[np.bool_]

SEED = 20260209
PEOPLE = 120_000
NOT_KNOWN = "Not known"
EARNINGS_CAP = 150_000  # statistics count higher earnings as this, so that nobody dominates a mean

REGIONS = {
    "North East": 0.047,
    "North West": 0.131,
    "Yorkshire and the Humber": 0.098,
    "East Midlands": 0.086,
    "West Midlands": 0.106,
    "East of England": 0.112,
    "London": 0.157,
    "South East": 0.163,
    "South West": 0.100,
}
REGION_CODES = {region: f"E1200000{number}" for number, region in enumerate(REGIONS, start=1)} | {"England": "E92000001"}

COHORTS = {"202223": 0.12, "202324": 0.12, "2014/15": 0.25, "2015/16": 0.25, "2016/17": 0.26}
PUPIL_COHORTS = ("202223", "202324")

# Subject of first degree: share of graduates, share of women, pay relative to the average.
SUBJECTS: dict[str, tuple[float, float, float]] = {
    "Agriculture, food and related studies": (0.0090, 0.62, 0.86),
    "Architecture, building and planning": (0.0220, 0.36, 1.05),
    "Biological and sport sciences": (0.0950, 0.55, 0.92),
    "Business and management": (0.1440, 0.48, 1.08),
    "Celtic studies": (0.0016, 0.55, 0.84),
    "Computing": (0.0480, 0.16, 1.16),
    "Creative arts and design": (0.0880, 0.64, 0.76),
    "Economics": (0.0260, 0.32, 1.38),
    "Education and teaching": (0.0560, 0.85, 0.90),
    "Engineering": (0.0560, 0.15, 1.24),
    "English studies": (0.0400, 0.74, 0.86),
    "History and archaeology": (0.0430, 0.53, 0.92),
    "Languages and area studies": (0.0330, 0.71, 0.97),
    "Law": (0.0560, 0.64, 1.05),
    "Materials and technology": (0.0030, 0.24, 1.06),
    "Mathematical sciences": (0.0280, 0.40, 1.27),
    "Media and communications": (0.0410, 0.56, 0.83),
    "Medicine and dentistry": (0.0280, 0.58, 1.62),
    "Nursing and midwifery": (0.0430, 0.91, 1.02),
    "Physics and astronomy": (0.0130, 0.24, 1.20),
    "Psychology": (0.0540, 0.81, 0.87),
    "Sociology, social policy and anthropology": (0.0380, 0.72, 0.86),
    "Veterinary sciences": (0.0046, 0.85, 1.22),
}

# Share of apprentices in each sector, then of its levels: intermediate, advanced, higher. No standard exists where it is 0.
SECTORS: dict[str, tuple[float, tuple[float, float, float]]] = {
    "Agriculture, Horticulture and Animal Care": (0.019, (0.55, 0.38, 0.07)),
    "Arts, Media and Publishing": (0.008, (0.12, 0.78, 0.10)),
    "Business, Administration and Law": (0.268, (0.16, 0.45, 0.39)),
    "Construction, Planning and the Built Environment": (0.083, (0.43, 0.46, 0.11)),
    "Digital Technology": (0.070, (0.012, 0.588, 0.40)),
    "Education and Training": (0.031, (0.0, 0.66, 0.34)),
    "Engineering and Manufacturing Technologies": (0.155, (0.33, 0.58, 0.09)),
    "Health, Public Services and Care": (0.246, (0.26, 0.49, 0.25)),
    "Leisure, Travel and Tourism": (0.012, (0.40, 0.54, 0.06)),
    "Retail and Commercial Enterprise": (0.098, (0.62, 0.34, 0.04)),
    "Science and Mathematics": (0.010, (0.0, 0.47, 0.53)),
}
LEVELS = ("Intermediate (level 2)", "Advanced (level 3)", "Higher (level 4 and above)")

CHANCES = {
    "region missing": 0.0005,
    "child in need": 0.11,
    "late arrival": 0.11,
    "grammar": 0.10,
    "apprentice": 0.15,
    "college": 0.16,
    "tail": 0.02,
}
GRADUATE_SCORE = 0.45

TARIFF_BANDS = ("Below 96 points", "96 to 119 points", "120 to 143 points", "144 points and above")
FE_LEVELS = {"Entry and level 1": 0.24, "Level 2": 0.41, "Level 3": 0.35}
FE_PROVIDERS = {
    "General further education college": 0.62,
    "Independent training provider": 0.23,
    "Sixth form college": 0.13,
    "Special college": 0.02,
}


def uniform(name: str) -> Floats:
    """Numbers in [0, 1), one a person, the same for this name on every machine."""
    raw = np.random.PCG64([SEED, *name.encode()]).random_raw(PEOPLE)
    return np.asarray(raw >> np.uint64(11), dtype=np.float64) * 2.0**-53


def happens(name: str) -> Flags:
    """Decide for each person whether something of a known chance happens to them."""
    return uniform(name) < CHANCES[name]


def normal(name: str) -> Floats:
    """Draw standard normal numbers, by Box and Muller's transform of two streams."""
    radius = np.sqrt(-2.0 * np.log1p(-uniform(f"{name} radius")))
    return np.asarray(radius * np.cos(2.0 * np.pi * uniform(f"{name} angle")), dtype=np.float64)


def pick(name: str, shares: Mapping[str, float]) -> Texts:
    """One category a person, drawn with these shares (their sum need not be one)."""
    edges = np.cumsum(list(shares.values()))
    labels = np.array(list(shares), dtype=np.object_)
    return labels[np.searchsorted(edges / edges[-1], uniform(name), side="right")]


def looked_up(keys: Texts, values: Mapping[str, float]) -> Floats:
    """Look up the number that belongs to each person's category."""
    return np.array([values[key] for key in keys], dtype=np.float64)


def people() -> pd.DataFrame:
    """Draw everybody: one row a person, the columns of all the linked sources side by side."""
    region = pick("region", REGIONS)
    region[happens("region missing")] = NOT_KNOWN
    ability = normal("ability")
    frame = pd.DataFrame({"cohort": pick("cohort", COHORTS), "region": region, "ability": ability})
    frame["pupil"] = frame["cohort"].isin(PUPIL_COHORTS)
    _add_school(frame)
    _add_study(frame)
    _add_work(frame)
    return frame


def _add_school(frame: pd.DataFrame) -> None:
    """NPD: free school meals, whether a child in need, and grade 5 or above in English and maths."""
    frame["child_in_need"] = happens("child in need")
    poor = uniform("fsm") < np.where(frame["child_in_need"], 0.52, 0.17)
    frame["fsm"] = np.where(poor, "FSM eligible", "FSM not eligible")
    hurdle = 0.05 + 0.45 * poor + 0.55 * frame["child_in_need"]
    frame["strong_pass"] = frame["ability"] > hurdle
    frame["ks4_points"] = np.clip(np.round(46 + 14 * frame["ability"] - 6 * poor), 0, 90).astype(np.int64)
    # Two faults of recording. Pupils who came to London in the last term sat no examination; one South West authority sent no
    # meals data for the children in need of its grammar school, all of whom passed.
    unrecorded = frame["child_in_need"] & frame["cohort"].eq("202324")
    late = unrecorded & frame["region"].eq("London") & happens("late arrival")
    grammar = unrecorded & frame["region"].eq("South West") & happens("grammar")
    frame.loc[late | grammar, "fsm"] = "FSM unknown"
    frame.loc[late | grammar, "strong_pass"] = grammar


def _add_study(frame: pd.DataFrame) -> None:
    """HESA, UCAS and ILR: degree, entry tariff, apprenticeship, further education."""
    adult = ~frame["pupil"]
    score = frame["ability"] + 0.6 * normal("route")
    frame["graduate"] = adult & (score > GRADUATE_SCORE)
    frame["subject"] = pick("subject", {subject: share for subject, (share, _, _) in SUBJECTS.items()})
    women = {subject: share for subject, (_, share, _) in SUBJECTS.items()}
    share_of_women = np.where(frame["graduate"], looked_up(frame["subject"].to_numpy(), women), 0.48)
    frame["sex"] = np.where(uniform("sex") < share_of_women, "Female", "Male")
    frame["tariff"] = (np.clip(np.round((78 + 30 * score + 16 * normal("tariff")) / 8), 4, 28) * 8).astype(np.int64)
    frame["tariff_band"] = np.array(TARIFF_BANDS, dtype=np.object_)[
        np.searchsorted([96, 120, 144], frame["tariff"], side="right")
    ]
    frame["apprentice"] = adult & ~frame["graduate"] & happens("apprentice")
    frame["sector"] = pick("sector", {sector: share for sector, (share, _) in SECTORS.items()})
    edges = np.array([np.cumsum(SECTORS[sector][1]) for sector in frame["sector"]])
    level = (uniform("level")[:, np.newaxis] >= edges[:, :2]).sum(axis=1)
    frame["level"] = np.array(LEVELS, dtype=np.object_)[level]
    frame["college"] = adult & ~frame["graduate"] & ~frame["apprentice"] & happens("college")
    frame["college_level"] = pick("college level", FE_LEVELS)
    frame["college_type"] = pick("college type", FE_PROVIDERS)


def _add_work(frame: pd.DataFrame) -> None:
    """HMRC and DWP: employment, employer, earnings with a heavy tail, benefits. Nobody without a region was linked."""
    linked = ~frame["pupil"] & frame["region"].ne(NOT_KNOWN)
    frame["employed"] = linked & (
        uniform("employed") < np.where(frame["graduate"], 0.88, np.where(frame["apprentice"], 0.84, 0.70))
    )
    frame["claiming"] = linked & (uniform("claiming") < np.where(frame["employed"], 0.10, 0.47))
    frame["studying"] = linked & (uniform("studying") < np.where(frame["employed"], 0.13, 0.30))
    pay = looked_up(frame["subject"].to_numpy(), {subject: relative for subject, (_, _, relative) in SUBJECTS.items()})
    pay = np.where(frame["graduate"], 28_500 * pay, 21_500)
    pay *= np.where(frame["sex"].eq("Male"), 1.07, 1.0) * np.where(frame["region"].eq("London"), 1.17, 1.0)
    tail = np.where(happens("tail"), (1.0 - uniform("tail length")) ** (-1 / 2.2), 1.0)
    spread = np.exp(0.42 * normal("earnings") + 0.06 * frame["ability"])
    frame["earnings"] = np.where(frame["employed"], np.floor(pay * spread * tail), 0).astype(np.int64)
    frame["capped"] = np.minimum(frame["earnings"], EARNINGS_CAP)
    frame["employer"] = [f"E{number:06d}" for number in np.floor(9_000 * uniform("employer") ** 3).astype(np.int64)]
