"""What a rule's scope leaves out, and that what is not known is never left out."""

from __future__ import annotations

import numpy as np
import pytest
from checks.tables import built
from drawn import drawn

from outcheck.engine.geography import UNKNOWN, geography_of
from outcheck.layout import understand
from outcheck.model.hints import Hints, TableHint
from outcheck.model.scopes import DataSource, Geography
from outcheck.model.statistics import Statistic
from outcheck.model.table import Marker, Meaning, Table

LOW = (
    Marker("low", Meaning.SUPPRESSED, (1, 4), (DataSource.APPRENTICESHIPS,)),
    Marker("low", Meaning.SUPPRESSED, (3, 22), (DataSource.OFS,)),
    Marker("c", Meaning.SUPPRESSED),
)
DRAWING = "Region | Learners\nNorth East | low\nNorth West | 120\nLondon | c\n"


def levels(**columns: list[str]) -> list[str]:
    table = built({**columns, "Learners": ["120"] * len(next(iter(columns.values())))}, {"Learners": Statistic.COUNT})
    return ["unknown" if level == UNKNOWN else list(Geography)[level].value for level in geography_of(table).tolist()]


def marker_in(*sources: DataSource) -> Marker:
    hints = Hints(LOW, (TableHint("drawn.csv", source=sources),))
    table: Table = understand(drawn(DRAWING), hints).tables[0]
    return next(marker for marker in table.markers if marker.text == "low")


def test_the_smallest_area_of_a_cell_decides() -> None:
    assert levels(Region=["London", "Total"], school_name=["A", "Total"]) == ["institution", "unknown"]
    assert levels(Region=["London", "England"]) == ["region", "national"]
    assert levels(geographic_level=["National", "Regional", "Local authority", "School"]) == [
        "national", "region", "local-authority", "institution",
    ]  # fmt: skip
    assert levels(area=["E92000001", "E12000007", "E09000001", "E01000001"]) == [
        "national", "region", "local-authority", "small-area",
    ]  # fmt: skip


def test_where_nothing_speaks_of_areas_the_level_is_not_known() -> None:
    assert levels(Sex=["Female", "Male"]) == ["unknown", "unknown"]
    assert levels(geographic_level=["National", "Planning zone"]) == ["national", "unknown"]


def test_a_marker_means_what_the_source_of_the_table_makes_it() -> None:
    assert marker_in(DataSource.APPRENTICESHIPS).admits == (1, 4)
    assert marker_in(DataSource.OFS).admits == (3, 22)


def test_of_two_sources_a_marker_admits_what_either_does() -> None:
    assert marker_in(DataSource.OFS, DataSource.APPRENTICESHIPS).admits == (1, 22)


@pytest.mark.parametrize("sources", [(), (DataSource.HESA,)])
def test_a_marker_of_another_source_explains_nothing(sources: tuple[DataSource, ...]) -> None:
    assert marker_in(*sources).meaning is Meaning.UNEXPLAINED


def test_a_total_over_areas_without_a_name_of_its_own_is_not_known() -> None:
    assert np.all(geography_of(built({"District": ["Total"], "Learners": ["5"]}, {"Learners": Statistic.COUNT})) == UNKNOWN)
