"""Content that no program here can judge."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC527",
    name="unexamined-content",
    asks="Does the file hold something that outcheck cannot examine?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.UNEXAMINED),
    remedies=(
        "have a person look at it, or take it out",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
