"""Writes new files from what a release shows: never in place, never half."""

from outcheck.writers.annotated import annotated_copy
from outcheck.writers.changes import SheetChanges
from outcheck.writers.copies import CleanCopy, CleanError, clean_copy
from outcheck.writers.cover import Cover
from outcheck.writers.folders import aside, in_new_folder
from outcheck.writers.legends import explained
from outcheck.writers.numbers import decimals_of, rewritten
from outcheck.writers.originals import bytes_again, copies_of, original_bytes
from outcheck.writers.shown import ShownCells, Value, shown_cells

__all__ = [
    "CleanCopy",
    "CleanError",
    "Cover",
    "SheetChanges",
    "ShownCells",
    "Value",
    "annotated_copy",
    "aside",
    "bytes_again",
    "clean_copy",
    "copies_of",
    "decimals_of",
    "explained",
    "in_new_folder",
    "original_bytes",
    "rewritten",
    "shown_cells",
]
