"""Tells from names and codes how small an area each cell is about."""

from __future__ import annotations

import re

import numpy as np

from outcheck.model.arrays import IntArray
from outcheck.model.scopes import Geography
from outcheck.model.table import Dimension, Table

UNKNOWN = -1
_LEVELS = tuple(Geography)
_BY_NAME = (
    (re.compile(r"\b(school|provider|college|university|institution|trust|hospital)s?\b"), Geography.INSTITUTION),
    (re.compile(r"\b(lsoa|msoa|ward|postcode|output area|constituency|parish|town)s?\b"), Geography.SMALL_AREA),
    (re.compile(r"\b(la|lad|local authorit(y|ies)|district|borough|county|counties|council)\b"), Geography.LOCAL_AUTHORITY),
    (re.compile(r"\b(region|gor|itl1|nuts1)s?\b"), Geography.REGION),
    (re.compile(r"\b(country|nation)\b"), Geography.NATIONAL),
)
_BY_CODE = (
    (re.compile(r"^[EWSNK](92|93)\d{6}$|^K0[23]\d{6}$"), Geography.NATIONAL),
    (re.compile(r"^E12\d{6}$"), Geography.REGION),
    (re.compile(r"^[EWSN](06|07|08|09|10|11|12)\d{6}$"), Geography.LOCAL_AUTHORITY),
    (re.compile(r"^[EWSN](01|02|05)\d{6}$"), Geography.SMALL_AREA),
)
_NATIONS = re.compile(r"^(england|wales|scotland|northern ireland|united kingdom|uk|great britain|national)$")
_REGIONS = re.compile(
    r"^(north east|north west|yorkshire and the humber|east midlands|west midlands|east of england|east|london|south east"
    r"|south west|regional)$"
)


def geography_of(table: Table) -> IntArray:
    """Position in ``Geography`` of each cell's smallest area; ``UNKNOWN`` where a dimension of areas says nothing, or none is."""
    level = np.full(len(table), UNKNOWN, dtype=np.int32)
    unsure = np.zeros(len(table), dtype=np.bool_)
    for dimension in table.dimensions:
        told = _told(dimension)
        if told is None:
            continue
        mine = np.array([*told, UNKNOWN], dtype=np.int32)[dimension.codes]
        unsure |= (mine == UNKNOWN) & (dimension.codes >= 0)
        level = np.maximum(level, mine)
    level[unsure] = UNKNOWN
    return level


def _told(dimension: Dimension) -> list[int] | None:
    """Level of each category; None where the dimension is not one of areas."""
    coded = [_first(_BY_CODE, label.strip()) for label in dimension.labels]
    words = [re.sub(r"[^a-z]+", " ", label.casefold()).strip() for label in dimension.labels]
    named = [Geography.NATIONAL if _NATIONS.match(word) else Geography.REGION if _REGIONS.match(word) else None for word in words]
    of_all = _first(_BY_NAME, re.sub(r"[^a-z0-9]+", " ", dimension.name.casefold()).strip())
    if re.search(r"geograph\w* level", dimension.name.replace("_", " ").casefold()):
        named = [held or _first(_BY_NAME, word) for held, word in zip(named, words, strict=True)]
        of_all = None
    elif of_all is None and not any(coded) and sum(held is not None for held in named) * 2 < len(named):
        return None
    levels = [code or name or of_all for code, name in zip(coded, named, strict=True)]
    if of_all is Geography.REGION and dimension.total >= 0:
        levels[dimension.total] = levels[dimension.total] if named[dimension.total] else Geography.NATIONAL
    elif dimension.total >= 0 and not (named[dimension.total] or coded[dimension.total]):
        levels[dimension.total] = None
    return [UNKNOWN if held is None else _LEVELS.index(held) for held in levels]


def _first(patterns: tuple[tuple[re.Pattern[str], Geography], ...], text: str) -> Geography | None:
    return next((level for pattern, level in patterns if pattern.search(text)), None)
