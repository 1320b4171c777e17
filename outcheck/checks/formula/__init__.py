"""Formulas where only values should leave."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC512",
    name="formula",
    asks="Does the workbook hold formulas?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.FORMULA),
    remedies=(
        "copy all cells and paste them as values",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
