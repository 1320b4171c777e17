"""Parts of a package that nothing leads to."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC522",
    name="stray-part",
    asks="Does the package hold a part that nothing in it leads to?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.STRAY),
    remedies=(
        "open the workbook in Excel and save it, which drops such parts",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
