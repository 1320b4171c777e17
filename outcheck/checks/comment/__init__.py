"""Comments, notes and the persons who wrote them; lines of a text that programs skip as comments."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC509",
    name="comment",
    asks="Does the file hold comments or notes?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.COMMENT),
    remedies=(
        "delete the comments; what has to be said belongs into a cell",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
