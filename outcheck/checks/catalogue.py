"""All checks, sorted by code. A new check adds one import and one line."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.broken_total import CHECK as BROKEN_TOTAL
from outcheck.checks.derived_from_raw import CHECK as DERIVED_FROM_RAW
from outcheck.checks.file_type import CHECK as FILE_TYPE
from outcheck.checks.full_category import CHECK as FULL_CATEGORY
from outcheck.checks.implied_count import CHECK as IMPLIED_COUNT
from outcheck.checks.inconsistent_rounding import CHECK as INCONSISTENT_ROUNDING
from outcheck.checks.low_base import CHECK as LOW_BASE
from outcheck.checks.low_count import CHECK as LOW_COUNT
from outcheck.checks.row_level_data import CHECK as ROW_LEVEL_DATA
from outcheck.checks.stale_waiver import CHECK as STALE_WAIVER
from outcheck.checks.unexplained_marker import CHECK as UNEXPLAINED_MARKER
from outcheck.checks.unexplained_number import CHECK as UNEXPLAINED_NUMBER
from outcheck.checks.unrounded_count import CHECK as UNROUNDED_COUNT
from outcheck.checks.zero_count import CHECK as ZERO_COUNT

CHECKS: tuple[Check, ...] = (
    LOW_COUNT,
    ZERO_COUNT,
    FULL_CATEGORY,
    LOW_BASE,
    IMPLIED_COUNT,
    UNROUNDED_COUNT,
    INCONSISTENT_ROUNDING,
    DERIVED_FROM_RAW,
    BROKEN_TOTAL,
    FILE_TYPE,
    ROW_LEVEL_DATA,
    UNEXPLAINED_NUMBER,
    UNEXPLAINED_MARKER,
    STALE_WAIVER,
)


def check_named(name: str) -> Check | None:
    """Find the check of that name; None if there is none."""
    return next((check for check in CHECKS if check.name == name), None)
