"""Small counts that a text says in words."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import Field

from outcheck.checks.base import AccountCheck, Check, Note
from outcheck.model.release import Account
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn


class Parameters(CheckParameters):
    """What count-in-text is asked with."""

    minimum: int = Field(ge=1, description="Smallest count that may leave, in units counted (persons, employers)")


def find(account: Account, parameters: Parameters) -> Iterator[Note]:
    """One note for each text that says a count between zero and the minimum."""
    low = {str(said.area): None for said in account.said if 0 < said.count < parameters.minimum}
    for area in low:
        yield Note(f"a text says a count below {parameters.minimum}", sheet=account.sheet, area=area)


CHECK = Check(
    code="OC112",
    name="count-in-text",
    asks="Does a title, a note or a label say a count that is smaller than the smallest that may leave?",
    risk=Risk.LOW_COUNT,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=AccountCheck(find),
    remedies=(
        "say it without the number, or with the smallest that may leave: fewer than 10 learners were left out",
        "if the number counts nobody, say so in a waiver",
    ),
)
