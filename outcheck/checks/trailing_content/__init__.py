"""Bytes of a file that no program reads."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC521",
    name="trailing-content",
    asks="Does the file hold bytes that belong to nothing in it?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.TRAILING),
    remedies=(
        "save or export the file again, so that only what belongs to it is written",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
