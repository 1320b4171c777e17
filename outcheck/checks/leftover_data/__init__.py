"""Data that stayed in a workbook after its cells were deleted."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC529",
    name="leftover-data",
    asks="Does the workbook keep data that stands in no cell?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.LEFTOVER),
    remedies=(
        "copy what is to leave into a new workbook, as values",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
