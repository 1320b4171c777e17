"""Data of other programs, attached as XML."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC514",
    name="custom-xml",
    asks="Is XML of other programs attached to the workbook?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.XML),
    remedies=(
        "File, Inspect Document, remove custom XML data",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
