from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from outcheck.layout.keys import ascending, places_of

keys = st.lists(st.integers(0, 40), max_size=30)
spans = st.sampled_from([41, 10**6])
"""Keys that lie dense below their bound where there are many of them, and keys that never do."""


@given(keys, spans)
def test_the_order_sorts_keys_and_leaves_equal_ones_as_they_stand(held: list[int], span: int) -> None:
    order = ascending(np.array(held, dtype=np.intp), span)
    assert order.tolist() == sorted(range(len(held)), key=held.__getitem__)


@given(st.sets(st.integers(0, 40)), keys, spans)
def test_a_key_is_found_where_it_stands_or_not_at_all(held: set[int], wanted: list[int], span: int) -> None:
    standing = sorted(held)
    found = places_of(np.array(standing, dtype=np.intp), span, np.array(wanted, dtype=np.intp))
    assert found.tolist() == [standing.index(key) if key in held else -1 for key in wanted]
