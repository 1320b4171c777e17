"""A rule: a check with parameters, level and scope, under an id, in a pack."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from pydantic import BaseModel, ConfigDict

from outcheck.model.scopes import DataSource, Geography, Purpose
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Marker


class Level(StrEnum):
    """What a hit means for the release."""

    BLOCK = "block"
    REVIEW = "review"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """0 for note, 2 for block."""
        return ("note", "review", "block").index(self.value)


class Certainty(StrEnum):
    """How sure we are that the owner really asks this."""

    VERIFIED = "verified"
    SECOND_HAND = "second-hand"
    UNVERIFIED = "unverified"


class CheckParameters(BaseModel):
    """Base of every check's parameters: unknown keys and out-of-range values are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


@dataclass(frozen=True, slots=True)
class Scope:
    """When a rule is asked. An empty tuple asks always; what is not known about a cell never exempts it."""

    units: tuple[Unit, ...] = ()
    statistics: tuple[Statistic, ...] = ()
    sources: tuple[DataSource, ...] = ()
    purposes: tuple[Purpose, ...] = ()
    geographies: tuple[Geography, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """Where a pack or rule comes from."""

    title: str
    certainty: Certainty
    date: str = ""
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One question a pack asks of every release."""

    id: str
    check: str
    parameters: CheckParameters
    level: Level
    pack: str
    source: Source
    scope: Scope = field(default_factory=Scope)
    locked: bool = False
    stated: tuple[str, ...] = field(default=(), compare=False)
    """Where the rule is stated, as ``file:line``, last first."""


@dataclass(frozen=True, slots=True)
class Attacker:
    """What somebody who tries to work out hidden numbers knows beforehand, beside what is published.

    Counts are whole and never negative; ``cap`` is the largest number that any hidden cell can have, None where nothing is
    known; ``zeros`` says whether the attacker knows which cells are empty, so that a hidden one is at least 1. With ``range``
    each hidden number is known to lie between these two multiples of it, as far as evidence says what it is.
    """

    name: str = "outsider"
    cap: float | None = None
    zeros: Literal["known", "unknown"] = "unknown"
    range: tuple[float, float] | None = None

    def __str__(self) -> str:
        """In words, for every report that shows a bound."""
        capped = "" if self.cap is None else ", that no hidden number is above a cap"
        zeros = ", and which counts are zero" if self.zeros == "known" else ""
        least, most = self.range or (0.0, 0.0)
        ranged = f", and each hidden number to between {least:g} and {most:g} times what it is" if self.range else ""
        return f"{self.name}: knows what is published, that counts are whole and not negative{capped}{zeros}{ranged}"


@dataclass(frozen=True, slots=True)
class Pack:
    """One service's or data owner's policy after its ``extends`` are resolved."""

    name: str
    version: int
    title: str
    source: Source
    sha256: str
    rules: tuple[Rule, ...]
    markers: tuple[Marker, ...]
    attacker: Attacker = Attacker()
