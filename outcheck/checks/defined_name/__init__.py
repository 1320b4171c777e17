"""Defined names that lead where nobody looks."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC524",
    name="defined-name",
    asks="Does a defined name lead to what is not shown, or hold something itself?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.NAME),
    remedies=(
        "Formulas, Name Manager, delete the names that are not needed",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
