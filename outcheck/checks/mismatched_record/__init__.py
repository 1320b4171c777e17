"""Files that do not fit the record that came with them."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.checks.base import Check, Note, RecordCheck
from outcheck.checks.carried import NoParameters
from outcheck.model.record import Misfit, Record
from outcheck.model.statistics import Risk, Statbarn

_SAID = {
    Misfit.MISSING: "the record names this file, and it is not there",
    Misfit.UNNAMED: "the record beside it does not name this file",
    Misfit.CHANGED: "it was changed since its digest was recorded",
    Misfit.UNSEALED: "no digest was recorded of it, so that nobody can tell whether it was changed",
}
_TODO = {
    Misfit.MISSING: "put the file back, or make the outputs again",
    Misfit.UNNAMED: "take it out, or add it to the outputs where they are made",
    Misfit.CHANGED: "make the outputs again; what is recorded of it speaks of another file",
    Misfit.UNSEALED: "make the outputs again, so that their digests lie beside them",
}
_RECORD_CHANGED = "the record was changed since its digest was recorded, as SACRO Viewer does when a review is saved"


def find(record: Record, _: NoParameters) -> Iterator[Note]:
    """One note for each file that does not fit."""
    for misfit, path in record.misfits:
        own = path == record.path and misfit is Misfit.CHANGED
        yield Note(_RECORD_CHANGED if own else _SAID[misfit], file=path, remedies=(_TODO[misfit],))


CHECK = Check(
    code="OC608",
    name="mismatched-record",
    asks="Do files differ from the record that came with them?",
    risk=Risk.DOCUMENTATION,
    statbarn=Statbarn.NONE,
    parameters=NoParameters,
    question=RecordCheck(find),
    remedies=tuple(_TODO.values()),
)
