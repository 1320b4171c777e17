"""Cells behind which stand too few employers, providers, schools or households, however many persons there are."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, Hit, Repair, TableCheck, Undetermined, chosen
from outcheck.checks.bodies import by_bodies
from outcheck.checks.unproven_dominance import examines as unproven
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.evidence import Entity, Evidence
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Table

_KINDS = "|".join(entity.value for entity in Entity)


class Parameters(CheckParameters):
    """What few-entities is asked with."""

    minimum: int = Field(ge=1, description="Smallest number of bodies that may stand behind a cell")
    entities: str = Field(pattern=f"^({_KINDS})$", description="Which: employers, providers, schools, households or entities")


def examines(table: Table) -> BoolArray:
    """Every number of a known statistic in a table with evidence; without, all above 0 but sums and means of money and the like.

    Of these unproven-dominance says that nothing shows how many stand behind them.
    """
    asked = table.is_number & ~table.where(Statistic.UNKNOWN)
    return asked if table.evidence is not None else asked & (table.value > 0) & ~unproven(table)


def narrows(table: Table, parameters: Parameters) -> BoolArray:
    """Without evidence, only numbers of persons that are told apart by such bodies: no other table gives a reason to ask."""
    if table.evidence is not None:
        return np.ones(len(table), dtype=np.bool_)
    return by_bodies(table, Entity(parameters.entities))


def find(table: Table, cells: Indices, parameters: Parameters) -> Iterator[Hit]:
    """Cells with some bodies behind them, but fewer than may leave; none at all is nobody's business."""
    kind = Entity(parameters.entities)
    if table.evidence is None:
        if cells.size:
            yield Hit(cells, f"nothing shows how many {kind.value} stand behind it", together=True, undetermined=True)
        return
    count = _fewest(table.evidence, kind)
    if count is None:
        raise Undetermined(f"the evidence does not say how many {kind.value} stand behind a cell")
    behind = count[cells]
    few = chosen(cells, (behind > 0) & (behind < parameters.minimum))
    if few.size:
        yield Hit(few, f"fewer than {parameters.minimum} {kind.value} stand behind it")
    if np.isnan(behind).any():
        raise Undetermined(f"the evidence does not say of every cell how many {kind.value} stand behind it")


def _fewest(evidence: Evidence, kind: Entity) -> FloatArray | None:
    """Number of bodies of a kind behind each cell; of bodies of whatever kind, the fewest of those that were counted."""
    counted = evidence.number_of(kind)
    if counted is None and kind is Entity.ENTITIES and evidence.entities:
        counted = np.minimum.reduce([count for _, count in evidence.entities])
    return counted


CHECK = Check(
    code="OC203",
    name="few-entities",
    asks="Do too few employers, providers, schools or households stand behind a cell?",
    risk=Risk.DOMINANCE,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=TableCheck(examines, find, narrows),
    remedies=(
        "give the checker the number of such bodies behind each number, as evidence beside the release",
        "merge the category with a neighbour, here and in every other table that shows it",
        "suppress the cell, and enough others that no total gives it back",
    ),
    repair=Repair.HIDE,
)
