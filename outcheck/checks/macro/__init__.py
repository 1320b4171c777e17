"""Programs inside a workbook."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC511",
    name="macro",
    asks="Does the workbook hold a program?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.MACRO),
    remedies=(
        "save it as .xlsx, which holds no macros",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
