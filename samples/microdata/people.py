"""Who the synthetic persons are, and their years at school, in social care, in further and in higher education."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from samples.microdata.columns import Columns, Worded, chosen
from samples.microdata.draws import Codes, Draws, Floats, Ids
from samples.microdata.places import (
    AIMS,
    CARE,
    CLASSES,
    ETHNIC_GROUPS,
    ETHNIC_WEIGHTS,
    EXCLUSIONS,
    LEVELS,
    REGION_WEIGHTS,
    REGIONS,
    SUBJECTS,
)

FIRST_BIRTH, LAST_BIRTH = 1985, 2006
SEXES = ("Female", "Male")
_PUPILS_OF_A_SCHOOL = 900
_LEARNERS_OF_A_PROVIDER = 2500
_STUDENTS_OF_A_UNIVERSITY = 9000


@dataclass(frozen=True, slots=True)
class People:
    """Persons of one chunk. ``ability`` and ``poverty`` are what links their years at school to their later ones."""

    ids: Ids
    sex: Codes
    born: Codes
    region: Codes
    ability: Floats
    poverty: Floats
    graduate: np.ndarray[tuple[int], np.dtype[np.bool_]]
    everybody: int


def people(draws: Draws, ids: Ids, everybody: int) -> People:
    """Persons with these ids, of ``everybody`` in the whole data."""
    ability, poverty = draws.normal("ability", ids), draws.uniform("poverty", ids)
    born = draws.whole("birth", ids, FIRST_BIRTH, LAST_BIRTH)
    graduate = (ability - poverty + 0.6 * draws.normal("graduate", ids) > 0) & (born <= LAST_BIRTH - 3)
    sex, region = draws.choice("sex", ids, (49.0, 51.0)), draws.choice("region", ids, REGION_WEIGHTS)
    return People(ids, sex, born, region, ability, poverty, graduate, everybody)


def persons(who: People, draws: Draws) -> Columns:
    """One row for each person."""
    return {
        "person_id": who.ids,
        "sex": Worded(who.sex, SEXES),
        "birth_year": who.born.astype(np.int16),
        "birth_month": draws.whole("month", who.ids, 1, 12).astype(np.int8),
        "ethnic_group": Worded(draws.choice("ethnic", who.ids, ETHNIC_WEIGHTS), ETHNIC_GROUPS),
        "first_language_english": draws.uniform("language", who.ids) < 0.83,  # noqa: PLR2004  made up
        "region": Worded(who.region, REGIONS),
        "free_school_meals": who.poverty > 0.78,  # noqa: PLR2004  made up
        "special_needs": draws.uniform("needs", who.ids) < 0.13,  # noqa: PLR2004  made up
    }


def npd_attainment(who: People, draws: Draws) -> Columns:
    """Key stage 4, at 16."""
    points = np.clip(46 + 14 * who.ability - 12 * (who.poverty - 0.5) + 5 * draws.normal("ks4", who.ids), 0, 90)
    return {
        "person_id": who.ids,
        "academic_year": (who.born + 16).astype(np.int16),
        "school_urn": _body("school", who, draws, 100_000, _PUPILS_OF_A_SCHOOL),
        "attainment8": np.round(points, 1),
        "grade5_english_maths": points > 50,  # noqa: PLR2004  made up
        "entries": draws.whole("entries", who.ids, 6, 11).astype(np.int8),
    }


def npd_absence(who: People, draws: Draws) -> Columns:
    """Sessions of the last year at school."""
    possible = draws.whole("sessions", who.ids, 280, 310)
    share = np.clip(0.03 + 0.08 * who.poverty * -np.log(draws.uniform("absence", who.ids)), 0, 0.9)
    missed = np.floor(possible * share).astype(np.int32)
    unauthorised = np.floor(missed * draws.uniform("unauthorised", who.ids) * 0.6).astype(np.int32)
    return {
        "person_id": who.ids,
        "academic_year": (who.born + 15).astype(np.int16),
        "sessions_possible": possible,
        "sessions_missed": missed,
        "sessions_unauthorised": unauthorised,
    }


def npd_exclusions(who: People, draws: Draws) -> Columns:
    """Suspensions and permanent exclusions, of few."""
    rows: Columns = {
        "person_id": who.ids,
        "academic_year": (who.born + draws.whole("excluded at", who.ids, 11, 16)).astype(np.int16),
        "kind": Worded(draws.choice("exclusion", who.ids, (96.0, 4.0)), EXCLUSIONS),
        "days": draws.whole("days out", who.ids, 1, 15).astype(np.int8),
    }
    return chosen(rows, draws.uniform("excluded", who.ids) < 0.02 + 0.1 * who.poverty**3)


def social_care(who: People, draws: Draws) -> Columns:
    """Children in need, on a protection plan or looked after."""
    rows: Columns = {
        "person_id": who.ids,
        "year": (who.born + draws.whole("care at", who.ids, 1, 17)).astype(np.int16),
        "status": Worded(draws.choice("care", who.ids, (78.0, 12.0, 10.0)), CARE),
        "months": draws.whole("months of care", who.ids, 1, 60).astype(np.int16),
    }
    return chosen(rows, draws.uniform("in care", who.ids) < 0.01 + 0.12 * who.poverty**4)


def ilr_learning(who: People, draws: Draws) -> Columns:
    """Apprenticeships and other further education."""
    level = np.clip(np.floor(1.3 + who.ability + 0.8 * draws.normal("level", who.ids)), 0, 3).astype(np.int32)
    rows: Columns = {
        "person_id": who.ids,
        "academic_year": (who.born + draws.whole("learning at", who.ids, 16, 22)).astype(np.int16),
        "ukprn": _body("provider", who, draws, 10_000_000, _LEARNERS_OF_A_PROVIDER),
        "aim": Worded(draws.choice("aim", who.ids, (45.0, 48.0, 3.0, 4.0)), AIMS),
        "level": Worded(level, LEVELS),
        "completed": draws.uniform("completed", who.ids) < 0.62,  # noqa: PLR2004  made up
    }
    return chosen(rows, draws.uniform("learner", who.ids) < 0.62 - 0.3 * who.graduate)


def ucas_applications(who: People, draws: Draws) -> Columns:
    """One main application of each who applied."""
    applied = who.graduate | (draws.uniform("applied", who.ids) < 0.12)  # noqa: PLR2004  made up
    rows: Columns = {
        "person_id": who.ids,
        "cycle": (who.born + 18).astype(np.int16),
        "ukprn": _body("university", who, draws, 10_800_000, _STUDENTS_OF_A_UNIVERSITY),
        "tariff": np.clip(np.round(112 + 28 * who.ability), 0, 240).astype(np.int16),
        "offers": draws.whole("offers", who.ids, 0, 5).astype(np.int8),
        "accepted": who.graduate,
    }
    return chosen(rows, applied)


def hesa_students(who: People, draws: Draws) -> Columns:
    """First degrees."""
    rows: Columns = {
        "person_id": who.ids,
        "academic_year": (who.born + 21).astype(np.int16),
        "ukprn": _body("university", who, draws, 10_800_000, _STUDENTS_OF_A_UNIVERSITY),
        "subject": Worded(draws.choice("subject", who.ids, tuple(1.0 + (i * 7) % 5 for i in range(len(SUBJECTS)))), SUBJECTS),
        "degree_class": Worded(draws.choice("class", who.ids, (28.0, 46.0, 18.0, 4.0, 4.0)), CLASSES),
        "stem": draws.uniform("stem", who.ids) < 0.4,  # noqa: PLR2004  made up
    }
    return chosen(rows, who.graduate)


def _body(kind: str, who: People, draws: Draws, first: int, members: int) -> Ids:
    """Number of the school, provider or university: some are large, many are small, each is in one region."""
    bodies = max(3, who.everybody // (members * len(REGIONS)))
    rank = np.floor(bodies * draws.uniform(kind, who.ids) ** 1.5).astype(np.int64)
    return first + who.region * bodies + rank
