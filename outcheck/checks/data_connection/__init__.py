"""Queries, connections and data models."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC526",
    name="data-connection",
    asks="Does the workbook hold a query, a connection or a data model?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.CONNECTION),
    remedies=(
        "Data, Queries and Connections, delete all of them; then save anew",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
