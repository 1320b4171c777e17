"""Which cells a finding about rows of persons speaks of."""

from __future__ import annotations

from checks.asking import hits_in
from checks.tables import built

from outcheck.checks.row_level_data import CHECK, Parameters
from outcheck.model.statistics import Statistic
from outcheck.model.table import Shape, Table


def rows(texts: list[str]) -> Table:
    columns = {"Name": [f"N{row}" for row in range(len(texts))], "Score": texts}
    return built(columns, {"Score": Statistic.UNKNOWN}, shape=Shape.ROWS)


def test_one_finding_speaks_of_all_numbers() -> None:
    [hit] = hits_in(CHECK, rows(["412", "c", "388"]), Parameters())
    assert hit.together
    assert hit.cells.tolist() == [0, 2]


def test_a_table_of_gaps_alone_is_still_row_level() -> None:
    [hit] = hits_in(CHECK, rows(["c", "c"]), Parameters())
    assert hit.cells.tolist() == [0, 1]
