"""Numbers that are neither a known statistic nor a label."""

from __future__ import annotations

from collections.abc import Iterator

from outcheck.checks.base import AccountCheck, Check, Note
from outcheck.model.release import Account
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn


class Parameters(CheckParameters):
    """Nothing to set."""


def find(account: Account, _: Parameters) -> Iterator[Note]:
    """One note for each area that was not understood, and one for numbers that nobody accounts for."""
    for entry in account.not_understood:
        message = f"{_numbers(entry.numbers)} not understood: {entry.why}"
        yield Note(message, sheet=account.sheet, area=str(entry.area), cells=entry.numbers)
    told = account.measured + account.labels + sum(entry.numbers for entry in account.not_understood)
    missing = account.numbers - told
    if missing > 0:
        yield Note(f"{_numbers(missing)} in no table, among no labels and in no list", sheet=account.sheet, cells=missing)


def _numbers(count: int) -> str:
    return "1 number" if count == 1 else f"{count} numbers"


CHECK = Check(
    code="OC601",
    name="unexplained-number",
    asks="Is every number of the file either a known statistic or a label?",
    risk=Risk.DOCUMENTATION,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=AccountCheck(find),
    remedies=(
        "give the row or column a heading that names its statistic",
        "say in outcheck.yaml what the column is",
        "take the numbers out of the file",
    ),
)
