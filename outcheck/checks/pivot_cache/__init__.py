"""Pivot tables that keep the data they were made from."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC506",
    name="pivot-cache",
    asks="Does a pivot table keep the data that it was made from?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.PIVOT),
    remedies=(
        "copy the pivot table, and paste it as values into a new workbook",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
