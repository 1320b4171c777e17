"""Waivers that have expired or that match nothing."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.checks.base import Check, Note, WaiverCheck, WaiverUse
from outcheck.model.finding import Waiver
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn


class Parameters(CheckParameters):
    """Nothing to set."""


def find(use: WaiverUse, _: Parameters) -> Iterator[Note]:
    """One note for a waiver that has expired or, if not, covers no finding."""
    waiver = use.waiver
    if use.expired:
        message = f"waiver for {_target(waiver)}, given by {waiver.by}, expired: it held until {waiver.until.isoformat()}"
        yield Note(message, remedies=_EXPIRED)
    elif use.used == 0:
        yield Note(f"waiver for {_target(waiver)}, given by {waiver.by}, matches no finding", remedies=_UNUSED)


def _target(waiver: Waiver) -> str:
    """Say what a waiver is for: a fingerprint, or a rule and a place; never its reason."""
    if waiver.fingerprint:
        return f"fingerprint {waiver.fingerprint}"
    cells = ", ".join(str(area) for area in waiver.cells)
    place = "!".join(part for part in (waiver.file, waiver.sheet, cells) if part)
    return f"{waiver.rule or 'every rule'} at {place}" if place else waiver.rule


_EXPIRED = ("ask whoever decides to look again and set a new 'until', or remove the waiver",)
_UNUSED = ("correct its rule, file or cells if it was meant for another finding, or remove it",)

CHECK = Check(
    code="OC605",
    name="stale-waiver",
    asks="Has a waiver expired, or does it cover nothing?",
    risk=Risk.DOCUMENTATION,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=WaiverCheck(find),
    remedies=(*_EXPIRED, *_UNUSED),
)
