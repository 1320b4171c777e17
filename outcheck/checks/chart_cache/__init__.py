"""Charts that keep numbers which no visible cell shows."""

from __future__ import annotations

from outcheck.checks.base import Check
from outcheck.checks.carried import NoParameters, asks_for
from outcheck.model.inspection import HiddenKind
from outcheck.model.statistics import Risk, Statbarn

CHECK = Check(
    code="OC507",
    name="chart-cache",
    asks="Does a chart keep numbers that no visible cell shows?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=asks_for(HiddenKind.CHART),
    remedies=(
        "paste the chart as a picture beside its table",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
