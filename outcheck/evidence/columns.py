"""The columns of a side file: what each is called, and what its numbers may be."""

from __future__ import annotations

import re

from outcheck.model.evidence import Entity

N = "n"
VALUED = "valued"
WEIGHTED_N = "weighted_n"
SUM = "sum"
ABSOLUTE_SUM = "absolute_sum"
LARGEST = "largest"
SECOND_LARGEST = "second_largest"
CONTRIBUTORS = "contributors"
NEGATIVES = "negatives"
DF = "df"
MEASURE = "measure"
TABLE = "table"

WHOLE = (N, VALUED, CONTRIBUTORS, NEGATIVES, DF, *(entity.value for entity in Entity))
AMOUNTS = (WEIGHTED_N, SUM, ABSOLUTE_SUM, LARGEST, SECOND_LARGEST)
DEEPEST = 20
"""Most contributors that a column may take together, such as ``top_3``."""

_TOP = re.compile(r"top_([1-9][0-9]?)")


def fact_name(heading: str) -> str:
    """Name of the fact, or of the reserved label, that a heading stands for; empty where it names a dimension."""
    name = re.sub(r"[\s_-]+", "_", heading.strip().casefold())
    return name if name in (*WHOLE, *AMOUNTS, MEASURE, TABLE) or top_of(name) else ""


def top_of(name: str) -> int:
    """How many contributors a column takes together: 3 for ``top_3``, 0 for a column that is none of these."""
    match = _TOP.fullmatch(name)
    return int(match[1]) if match and int(match[1]) <= DEEPEST else 0
