from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from outcheck.model.texts import TextColumn, Texts

pieces = st.sampled_from(["a", "b", " ", "é", "\u2028", "😀", "\ud800", "12345678"])
letters = st.lists(pieces, max_size=6).map("".join)


@given(st.lists(letters, max_size=30))
def test_texts_read_as_they_were_and_stripped_where_asked(texts: list[str]) -> None:
    held = Texts.of(texts)
    assert list(held) == texts
    assert list(held[1:3]) == texts[1:3]
    assert list(Texts(held.data, held.start, held.stop, stripped=True)) == [text.strip() for text in texts]


@given(st.lists(letters, max_size=30))
def test_a_column_has_each_text_once_in_order_of_first_appearance(texts: list[str]) -> None:
    column = TextColumn.of(Texts.of(texts))
    assert list(column) == texts
    assert [column[row] for row in range(len(column))] == texts
    assert list(column.texts) == list(dict.fromkeys(texts))
