"""Outputs that the program which made them did not pass."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.checks.base import Check, Note, RecordCheck
from outcheck.checks.carried import NoParameters
from outcheck.model.record import Record
from outcheck.model.statistics import Risk, Statbarn


def find(record: Record, _: NoParameters) -> Iterator[Note]:
    """One note for each file of an output that did not pass, or is not for release, at the cells that its record marks."""
    for output in record.outputs:
        if output.passed and not output.withheld:
            continue
        checks = f" ({', '.join(output.failed)})" if output.failed else ""
        withheld = ", under a name that says it is not for release" if output.withheld else ""
        message = f"{record.tool} recorded '{output.status}'{checks}{withheld}"
        cells = tuple(str(area) for area in output.cells)
        said = "; ".join(output.comments)
        for file in output.files or (record.path,):
            yield Note(message, area=cells[0] if cells else "", cells=max(len(cells), 1), related=cells[1:], file=file, said=said)


CHECK = Check(
    code="OC606",
    name="recorded-failure",
    asks="Did the program that made an output not pass it?",
    risk=Risk.DOCUMENTATION,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=RecordCheck(find),
    remedies=(
        "make the output again so that it passes",
        "have whoever decides look at it beside what outcheck found, and record a waiver",
    ),
)
