"""Links to other files, and what the workbook keeps of them."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC508",
    name="external-link",
    asks="Does the workbook lead to another file, or keep values of one?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.LINK),
    remedies=(
        "break the links, so that only values stay",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
