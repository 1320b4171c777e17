"""Labels that say how a document was classified."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC525",
    name="sensitivity-label",
    asks="Does the file carry a sensitivity label?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.LABEL),
    remedies=("ask whether a document with this label may leave, and remove it if so",),
)
