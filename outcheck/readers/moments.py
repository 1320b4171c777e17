"""Dates, times and durations that a workbook stores as numbers and shows by the format of the cell."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

_ASIDE = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE | re.DOTALL)
_PARTS = re.compile(r"[dmyhs]", re.IGNORECASE)
_DURATION = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_DAY_MS = 86_400_000
_NO_LEAP_YEAR = 60  # the number of 29 February 1900, which Excel believes in


def shows_moments(number_format: str) -> bool:
    """Whether numbers in this format are shown as dates, times or durations."""
    return _PARTS.search(_ASIDE.sub("", number_format.partition(";")[0])) is not None


def as_moment(number: float, number_format: str, *, since_1904: bool) -> float | date | datetime | time | timedelta:
    """What a number is shown as in a format of moments; the number itself where it lies before or after all dates."""
    if number < 0:
        return number
    try:
        length = timedelta(milliseconds=round(number * _DAY_MS))
        if _DURATION.search(_ASIDE.sub("", number_format)):
            return length
        start = datetime(1904, 1, 1) if since_1904 else datetime(1899, 12, 30)  # noqa: DTZ001  workbooks know no time zones
        early = timedelta(days=1 if not since_1904 and 1 <= number < _NO_LEAP_YEAR else 0)
        moment = start + length + early
    except OverflowError:
        return number
    if number < 1:
        return moment.time()
    return moment.date() if moment.time() == time() else moment
