"""Markers that bound what they hide more tightly than they seem to, because zeros are shown beside them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from outcheck.checks.base import Check, Hit, TableCheck, chosen
from outcheck.model.arrays import BoolArray, Indices
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn, Statistic
from outcheck.model.table import Meaning, Table

_DASHES = frozenset({"-", "–", "—"})


class Parameters(CheckParameters):
    """Nothing to set."""


def examines(table: Table) -> BoolArray:
    """Every hidden count whose marker says between which bounds it lies, nobody among them."""
    admits_nobody = [marker.admits is not None and marker.admits[0] <= 0 < marker.admits[1] for marker in table.markers]
    return (
        table.where(Statistic.COUNT)
        & table.means(Meaning.SUPPRESSED)
        & np.array([*admits_nobody, False], dtype=np.bool_)[table.marker]
    )


def find(table: Table, cells: Indices, _: Parameters) -> Iterator[Hit]:
    """One hit for each measure in which nobody is shown otherwise than by the marker."""
    dash = np.array([*(marker.text.strip() in _DASHES for marker in table.markers), False])[table.marker]
    nobody = (table.is_number & (table.value == 0)) | dash
    for measure in np.unique(table.measure[cells]):
        if (nobody & (table.measure == measure)).any():
            same = chosen(cells, table.measure[cells] == measure)
            yield Hit(same, "zeros are shown otherwise, so the marker says that it hides somebody", together=True)


CHECK = Check(
    code="OC109",
    name="crackable-marker",
    asks="Does a marker such as <10 stand beside zeros, so that it gives away more than it seems to?",
    risk=Risk.CLASS_DISCLOSURE,
    statbarn=Statbarn.FREQUENCIES,
    parameters=Parameters,
    question=TableCheck(examines, find),
    remedies=(
        "hide zeros by the same marker as low counts",
        "use a marker that says nothing of size, such as [c]",
    ),
)
