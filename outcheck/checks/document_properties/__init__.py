"""What a file tells about its author, machine and folders."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC513",
    name="document-properties",
    asks="Does the file tell who made it, where, or with what?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.PROPERTIES),
    remedies=(
        "File, Inspect Document, remove document properties and personal information",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
