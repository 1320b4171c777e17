"""Evidence: supporting facts about the cells of a table that a finished table cannot contain."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from outcheck.model.arrays import FloatArray
from outcheck.model.statistics import Statistic

MAGNITUDES = (Statistic.SUM, Statistic.MEAN, Statistic.INDEX)
"""Statistics that add amounts up, so that one contributor can dominate them."""


class Entity(StrEnum):
    """Bodies that stand behind persons or records and are counted apart from them."""

    EMPLOYERS = "employers"
    PROVIDERS = "providers"
    SCHOOLS = "schools"
    HOUSEHOLDS = "households"
    ENTITIES = "entities"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known behind each cell of a table. All arrays have one entry per entry of the table; NaN where nothing is known.

    ``n`` are unweighted persons or records, ``valued`` those of them that have a value, ``weighted_n`` the sum of their weights,
    ``entities`` the number of distinct bodies of each kind that was counted. The contributions to a sum or mean: ``sum`` is their
    total as it stands, ``total`` that of their absolute values, ``tops`` has in column ``j`` the sum of the ``j + 1`` largest
    absolute values, ``contributors`` how many there are, and ``negatives`` how many of them are negative. ``df`` are residual
    degrees of freedom.
    """

    n: FloatArray
    valued: FloatArray
    weighted_n: FloatArray
    entities: tuple[tuple[Entity, FloatArray], ...]
    sum: FloatArray
    total: FloatArray
    tops: FloatArray
    contributors: FloatArray
    negatives: FloatArray
    df: FloatArray

    def number_of(self, entity: Entity) -> FloatArray | None:
        """How many bodies of a kind stand behind each cell; None where that kind was not counted."""
        return next((count for kind, count in self.entities if kind is entity), None)
