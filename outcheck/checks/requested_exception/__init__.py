"""Exceptions that somebody asks for."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.checks.base import Check, Note, RecordCheck
from outcheck.checks.carried import NoParameters
from outcheck.model.record import Record
from outcheck.model.statistics import Risk, Statbarn


def find(record: Record, _: NoParameters) -> Iterator[Note]:
    """One note for each file of an output with a request. What it says is for whoever may see values."""
    for output in record.outputs:
        if output.exception:
            said = "; ".join((output.exception, *output.comments))
            for file in output.files or (record.path,):
                yield Note(f"an exception is asked for, in {_name(record.path)}", file=file, said=said)


def _name(path: str) -> str:
    return path.rpartition("/")[2]


CHECK = Check(
    code="OC607",
    name="requested-exception",
    asks="Does somebody ask for an exception for an output?",
    risk=Risk.DOCUMENTATION,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=RecordCheck(find),
    remedies=("have whoever decides read the request, and record a waiver or refuse it",),
)
