"""None hides less than we do and stays safe: ``python -m pytest -m slow -s tests/benchmarks/test_suppression_peers.py``.

Each prints a row of ``suppression_cost.py``. ``-k "20x15 and gconfid"`` asks for less.
"""

from __future__ import annotations

import pytest
from benchmarks.suppression_cost import ENGINES, INSTANCES, measured, tables_of


@pytest.mark.slow
@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("name", INSTANCES)
def test_none_that_is_safe_costs_less(name: str, engine: str) -> None:
    pytest.importorskip(ENGINES[engine][0])
    if engine == "pytauargus MOD" and tables_of(name).nesting is None:
        pytest.skip("it takes one table at a time")
    theirs, ours = measured(name, engine), measured(name, "outcheck")
    print(f"\n{name}, {engine}: {theirs}; ours {ours}")  # noqa: T201
    assert ours.narrow == 0
    assert theirs.more < 0 or theirs.narrow or theirs.value >= ours.value
