"""excess-precision against numbers written out in decimal."""

from __future__ import annotations

from decimal import Decimal

from checks.asking import hits_in
from checks.tables import built
from hypothesis import given
from hypothesis import strategies as st

from outcheck.checks.excess_precision import CHECK, Parameters
from outcheck.model.statistics import Statistic

SHOWN = st.decimals(min_value="0.0001", max_value="99999999", places=4).map(lambda number: f"{number.normalize():f}")


def hit(shown: str, **policy: float) -> bool:
    table = built({"Region": ["A"], "Mean earnings": [shown]}, {"Mean earnings": Statistic.MEAN})
    return bool(hits_in(CHECK, table, Parameters.model_validate(policy)))


@given(SHOWN, st.integers(1, 8))
def test_significant_figures_are_those_of_the_number_without_its_zeros(shown: str, figures: int) -> None:
    digits = "".join(map(str, Decimal(shown).normalize().as_tuple().digits))
    assert hit(shown, figures=figures) == (len(digits) > figures)


@given(SHOWN, st.sampled_from([1, 5, 10, 100, 0.5]))
def test_a_multiple_of_the_base_is_one_in_exact_arithmetic(shown: str, base: float) -> None:
    assert hit(shown, base=base) == (Decimal(shown) % Decimal(str(base)) != 0)


@given(SHOWN, st.integers(0, 5))
def test_decimals_are_those_written(shown: str, decimals: int) -> None:
    assert hit(shown, decimals=decimals) == (len(shown.partition(".")[2]) > decimals)
