"""Lists of permitted values that hold or lead to values."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC523",
    name="data-validation-list",
    asks="Does a list of permitted values hold, or lead to, values that no cell shows?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.VALIDATION),
    remedies=(
        "Data, Data Validation, Clear All",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
