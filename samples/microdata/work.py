"""Employers, employment spells, yearly earnings and benefits, with the heavy tails of the real ones."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from samples.microdata.columns import Columns, Worded, chosen
from samples.microdata.draws import Draws, Floats, Ids
from samples.microdata.people import People
from samples.microdata.places import (
    BENEFITS,
    CONCENTRATED,
    ORGANISATION_WEIGHTS,
    ORGANISATIONS,
    REGION_WEIGHTS,
    REGIONS,
    SECTOR_PAY,
    SECTOR_WEIGHTS,
    SECTORS,
)

YEARS = (2021, 2022, 2023)
"""Tax years with spells, named by the calendar year in which they begin."""

_BLOCK = 10_000_000
"""Employer numbers that one region and sector may use."""

_WORKERS_OF_AN_EMPLOYER = 12
_FEW = 4
_NATIONAL = 0.12
_TAIL_FROM, _TAIL = 0.995, 0.55
_HOLDING = 3
_ADULT = 18
_BANDS = ("1 to 9", "10 to 49", "50 to 249", "250 and more")


def employers_of(everybody: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Number of employers by region and sector."""
    shares = np.outer(np.array(REGION_WEIGHTS) / sum(REGION_WEIGHTS), np.array(SECTOR_WEIGHTS) / sum(SECTOR_WEIGHTS))
    number = np.maximum(_FEW, everybody * shares / _WORKERS_OF_AN_EMPLOYER).astype(np.int64)
    number[:, [SECTORS.index(sector) for sector in CONCENTRATED]] = _FEW
    return number


def employers(draws: Draws, everybody: int) -> Iterator[Columns]:
    """One row for each employer, a region and sector at a time. Every third belongs to the holding of the two before it."""
    number = employers_of(everybody)
    workers = everybody * np.outer(np.array(REGION_WEIGHTS) / sum(REGION_WEIGHTS), np.array(SECTOR_WEIGHTS) / sum(SECTOR_WEIGHTS))
    for region in range(len(REGIONS)):
        for sector in range(len(SECTORS)):
            rank = np.arange(number[region, sector])
            ids = _employer(np.full(rank.shape, region), np.full(rank.shape, sector), rank)
            staff = np.maximum(1, np.round(workers[region, sector] / ((rank + 1) * np.log(len(rank) + 1)))).astype(np.int64)
            yield {
                "employer_id": ids,
                "holding_id": ids - rank % _HOLDING,
                "sector": Worded(np.full(rank.shape, sector, dtype=np.int32), SECTORS),
                "region": Worded(np.full(rank.shape, region, dtype=np.int32), REGIONS),
                "organisation": Worded(draws.choice("organisation", ids, ORGANISATION_WEIGHTS), ORGANISATIONS),
                "employees": staff,
                "size_band": Worded(np.searchsorted([10, 50, 250], staff, side="right").astype(np.int32), _BANDS),
            }


def employment_spells(who: People, draws: Draws) -> Iterator[Columns]:
    """One row for each person, tax year and job; a second job is rare."""
    number = employers_of(who.everybody)
    sector = draws.choice("sector", who.ids, SECTOR_WEIGHTS)
    for turn, year in enumerate(YEARS):
        for job in range(2):
            key = turn * 2 + job
            moved = draws.choice("other sector", who.ids, SECTOR_WEIGHTS, key)
            here = np.where(draws.uniform("moves", who.ids, key) < 0.15 + 0.7 * job, moved, sector)
            far = draws.choice("other region", who.ids, REGION_WEIGHTS, key)
            place = np.where(draws.uniform("commutes", who.ids, key) < _NATIONAL, far, who.region)
            firms = number[place, here]
            # Of ranks drawn so, each is as likely as one over itself: a few employers are very large.
            rank = np.minimum(np.exp(draws.uniform("employer", who.ids, key) * np.log(firms + 1)).astype(np.int64) - 1, firms - 1)
            start = draws.whole("start", who.ids, 0, 364, key)
            days = np.minimum(365 - start, draws.whole("days", who.ids, 5, 700, key))
            pay = _pay(who, draws, here, rank, year, key) * days / 365 * (0.3 if job else 1.0)
            rows: Columns = {
                "person_id": who.ids,
                "tax_year": np.full(len(who.ids), year, dtype=np.int16),
                "employer_id": _employer(place, here, rank),
                "start_day": start.astype(np.int16),
                "days": days.astype(np.int16),
                "pay": np.round(pay, 2),
                "sector": Worded(here.astype(np.int32), SECTORS),
                "workplace_region": Worded(place.astype(np.int32), REGIONS),
            }
            working = draws.uniform("works", who.ids, key) < (0.1 if job else 0.78) - 0.1 * who.poverty
            yield chosen(rows, working & (year - who.born >= _ADULT))


def earnings(who: People, draws: Draws) -> Iterator[Columns]:
    """Profits of the self-employed by tax year, which may be losses."""
    for turn, year in enumerate(YEARS):
        profit = np.exp(9.2 + 1.1 * draws.normal("profit", who.ids, turn)) - 3000
        rows: Columns = {
            "person_id": who.ids,
            "tax_year": np.full(len(who.ids), year, dtype=np.int16),
            "self_employment_profit": np.round(profit, 2),
        }
        yield chosen(rows, (draws.uniform("self-employed", who.ids) < 0.11) & (year - who.born >= _ADULT))  # noqa: PLR2004  made up


def benefits(who: People, draws: Draws) -> Iterator[Columns]:
    """Spells on benefits by tax year."""
    for turn, year in enumerate(YEARS):
        weeks = draws.whole("weeks", who.ids, 1, 52, turn)
        rows: Columns = {
            "person_id": who.ids,
            "tax_year": np.full(len(who.ids), year, dtype=np.int16),
            "benefit": Worded(draws.choice("benefit", who.ids, (70.0, 5.0, 12.0, 13.0), turn), BENEFITS),
            "weeks": weeks.astype(np.int8),
            "amount": np.round(weeks * (60 + 90 * draws.uniform("rate", who.ids, turn)), 2),
        }
        yield chosen(rows, (draws.uniform("claims", who.ids, turn) < 0.05 + 0.25 * who.poverty**2) & (year - who.born >= _ADULT))


def _employer(region: Ids, sector: Ids, rank: Ids) -> Ids:
    return np.asarray((region * len(SECTORS) + sector) * _BLOCK + rank, dtype=np.int64)


def _pay(who: People, draws: Draws, sector: Ids, rank: Ids, year: int, key: int) -> Floats:
    """Pay of a full year: log-normal, with a Pareto tail for the few highest, above all at the largest employers."""
    experience = np.minimum(year - who.born - _ADULT, 20)
    level = 9.55 + 0.035 * experience + 0.2 * who.ability + 0.12 * who.graduate - 0.12 * (who.sex == 0) - 0.1 * who.poverty
    pay = np.exp(level + 0.4 * draws.normal("pay", who.ids, key)) * np.array(SECTOR_PAY)[sector] * np.where(rank == 0, 1.25, 1.0)
    high = draws.uniform("high pay", who.ids, key)
    tail = ((1 - _TAIL_FROM) / np.maximum(1 - high, 1e-7)) ** _TAIL
    return np.asarray(pay * np.where(high > _TAIL_FROM, 2 * tail, 1.0))
