"""All checks, sorted by code. A new check adds one import and one line."""

from __future__ import annotations

from outcheck.checks.absent_zero import CHECK as ABSENT_ZERO
from outcheck.checks.base import Check
from outcheck.checks.broken_total import CHECK as BROKEN_TOTAL
from outcheck.checks.chart_cache import CHECK as CHART_CACHE
from outcheck.checks.comment import CHECK as COMMENT
from outcheck.checks.concentration import CHECK as CONCENTRATION
from outcheck.checks.contradictory_tables import CHECK as CONTRADICTORY_TABLES
from outcheck.checks.count_in_text import CHECK as COUNT_IN_TEXT
from outcheck.checks.crackable_marker import CHECK as CRACKABLE_MARKER
from outcheck.checks.csv_injection import CHECK as CSV_INJECTION
from outcheck.checks.custom_xml import CHECK as CUSTOM_XML
from outcheck.checks.data_connection import CHECK as DATA_CONNECTION
from outcheck.checks.data_validation_list import CHECK as DATA_VALIDATION_LIST
from outcheck.checks.defined_name import CHECK as DEFINED_NAME
from outcheck.checks.derived_from_raw import CHECK as DERIVED_FROM_RAW
from outcheck.checks.distant_cells import CHECK as DISTANT_CELLS
from outcheck.checks.document_properties import CHECK as DOCUMENT_PROPERTIES
from outcheck.checks.dominant_contributors import CHECK as DOMINANT_CONTRIBUTORS
from outcheck.checks.dominated_group import CHECK as DOMINATED_GROUP
from outcheck.checks.embedded_object import CHECK as EMBEDDED_OBJECT
from outcheck.checks.excess_precision import CHECK as EXCESS_PRECISION
from outcheck.checks.external_link import CHECK as EXTERNAL_LINK
from outcheck.checks.extreme_value import CHECK as EXTREME_VALUE
from outcheck.checks.few_entities import CHECK as FEW_ENTITIES
from outcheck.checks.file_type import CHECK as FILE_TYPE
from outcheck.checks.formula import CHECK as FORMULA
from outcheck.checks.full_category import CHECK as FULL_CATEGORY
from outcheck.checks.hidden_cells import CHECK as HIDDEN_CELLS
from outcheck.checks.hidden_precision import CHECK as HIDDEN_PRECISION
from outcheck.checks.hidden_sheet import CHECK as HIDDEN_SHEET
from outcheck.checks.hidden_text import CHECK as HIDDEN_TEXT
from outcheck.checks.implied_count import CHECK as IMPLIED_COUNT
from outcheck.checks.inconsistent_rounding import CHECK as INCONSISTENT_ROUNDING
from outcheck.checks.leftover_data import CHECK as LEFTOVER_DATA
from outcheck.checks.lone_contributor import CHECK as LONE_CONTRIBUTOR
from outcheck.checks.low_base import CHECK as LOW_BASE
from outcheck.checks.low_count import CHECK as LOW_COUNT
from outcheck.checks.low_degrees_of_freedom import CHECK as LOW_DEGREES_OF_FREEDOM
from outcheck.checks.macro import CHECK as MACRO
from outcheck.checks.mismatched_evidence import CHECK as MISMATCHED_EVIDENCE
from outcheck.checks.mismatched_record import CHECK as MISMATCHED_RECORD
from outcheck.checks.mixed_statistics import CHECK as MIXED_STATISTICS
from outcheck.checks.narrow_bounds import CHECK as NARROW_BOUNDS
from outcheck.checks.not_for_release import CHECK as NOT_FOR_RELEASE
from outcheck.checks.odd_characters import CHECK as ODD_CHARACTERS
from outcheck.checks.oversized_file import CHECK as OVERSIZED_FILE
from outcheck.checks.p_percent import CHECK as P_PERCENT
from outcheck.checks.past_release import CHECK as PAST_RELEASE
from outcheck.checks.percentile_base import CHECK as PERCENTILE_BASE
from outcheck.checks.personal_identifier import CHECK as PERSONAL_IDENTIFIER
from outcheck.checks.pivot_cache import CHECK as PIVOT_CACHE
from outcheck.checks.population_difference import CHECK as POPULATION_DIFFERENCE
from outcheck.checks.raw_points import CHECK as RAW_POINTS
from outcheck.checks.rebuildable_ratio import CHECK as REBUILDABLE_RATIO
from outcheck.checks.recorded_failure import CHECK as RECORDED_FAILURE
from outcheck.checks.recoverable_cell import CHECK as RECOVERABLE_CELL
from outcheck.checks.recoverable_group import CHECK as RECOVERABLE_GROUP
from outcheck.checks.recoverable_share import CHECK as RECOVERABLE_SHARE
from outcheck.checks.requested_exception import CHECK as REQUESTED_EXCEPTION
from outcheck.checks.row_level_data import CHECK as ROW_LEVEL_DATA
from outcheck.checks.saturated_model import CHECK as SATURATED_MODEL
from outcheck.checks.sensitivity_label import CHECK as SENSITIVITY_LABEL
from outcheck.checks.shown_elsewhere import CHECK as SHOWN_ELSEWHERE
from outcheck.checks.stale_waiver import CHECK as STALE_WAIVER
from outcheck.checks.stray_part import CHECK as STRAY_PART
from outcheck.checks.survival_step import CHECK as SURVIVAL_STEP
from outcheck.checks.telling_mode import CHECK as TELLING_MODE
from outcheck.checks.trailing_content import CHECK as TRAILING_CONTENT
from outcheck.checks.undescribed_table import CHECK as UNDESCRIBED_TABLE
from outcheck.checks.unexamined_content import CHECK as UNEXAMINED_CONTENT
from outcheck.checks.unexplained_marker import CHECK as UNEXPLAINED_MARKER
from outcheck.checks.unexplained_number import CHECK as UNEXPLAINED_NUMBER
from outcheck.checks.unpaired_weighted_count import CHECK as UNPAIRED_WEIGHTED_COUNT
from outcheck.checks.unpicked_rounding import CHECK as UNPICKED_ROUNDING
from outcheck.checks.unproven_dominance import CHECK as UNPROVEN_DOMINANCE
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
    UNPAIRED_WEIGHTED_COUNT,
    CRACKABLE_MARKER,
    ABSENT_ZERO,
    DERIVED_FROM_RAW,
    COUNT_IN_TEXT,
    DOMINANT_CONTRIBUTORS,
    P_PERCENT,
    FEW_ENTITIES,
    UNPROVEN_DOMINANCE,
    MISMATCHED_EVIDENCE,
    RECOVERABLE_CELL,
    NARROW_BOUNDS,
    RECOVERABLE_GROUP,
    SHOWN_ELSEWHERE,
    POPULATION_DIFFERENCE,
    PAST_RELEASE,
    BROKEN_TOTAL,
    CONTRADICTORY_TABLES,
    LONE_CONTRIBUTOR,
    UNPICKED_ROUNDING,
    RECOVERABLE_SHARE,
    DOMINATED_GROUP,
    EXTREME_VALUE,
    PERCENTILE_BASE,
    LOW_DEGREES_OF_FREEDOM,
    SATURATED_MODEL,
    SURVIVAL_STEP,
    CONCENTRATION,
    TELLING_MODE,
    RAW_POINTS,
    REBUILDABLE_RATIO,
    EXCESS_PRECISION,
    FILE_TYPE,
    HIDDEN_SHEET,
    HIDDEN_CELLS,
    HIDDEN_TEXT,
    HIDDEN_PRECISION,
    PIVOT_CACHE,
    CHART_CACHE,
    EXTERNAL_LINK,
    COMMENT,
    EMBEDDED_OBJECT,
    MACRO,
    FORMULA,
    DOCUMENT_PROPERTIES,
    CUSTOM_XML,
    OVERSIZED_FILE,
    PERSONAL_IDENTIFIER,
    ROW_LEVEL_DATA,
    CSV_INJECTION,
    ODD_CHARACTERS,
    TRAILING_CONTENT,
    STRAY_PART,
    DATA_VALIDATION_LIST,
    DEFINED_NAME,
    SENSITIVITY_LABEL,
    DATA_CONNECTION,
    UNEXAMINED_CONTENT,
    DISTANT_CELLS,
    LEFTOVER_DATA,
    NOT_FOR_RELEASE,
    UNEXPLAINED_NUMBER,
    UNEXPLAINED_MARKER,
    UNDESCRIBED_TABLE,
    MIXED_STATISTICS,
    STALE_WAIVER,
    RECORDED_FAILURE,
    REQUESTED_EXCEPTION,
    MISMATCHED_RECORD,
)


def check_named(name: str) -> Check | None:
    """Find the check of that name; None if there is none."""
    return next((check for check in CHECKS if check.name == name), None)
