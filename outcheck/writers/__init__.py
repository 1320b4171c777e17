"""Writes new files from what a release shows: never in place, never half."""

from outcheck.writers.copies import CleanCopy, CleanError, clean_copy
from outcheck.writers.folders import in_new_folder
from outcheck.writers.shown import shown_cells

__all__ = ["CleanCopy", "CleanError", "clean_copy", "in_new_folder", "shown_cells"]
