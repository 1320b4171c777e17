"""Files, objects and controls inside a workbook."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC510",
    name="embedded-object",
    asks="Is another file, an object or a control embedded in the workbook?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.OBJECT),
    remedies=(
        "delete the object, or release what it holds as a file of its own",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
