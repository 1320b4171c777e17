"""Which unexplained texts a report may quote."""

from __future__ import annotations

import pytest
from checks.asking import hits_in
from checks.tables import built

from outcheck.checks.unexplained_marker import CHECK, Parameters
from outcheck.model.statistics import Statistic
from outcheck.model.table import Shape, Table


def gaps(texts: list[str], shape: Shape = Shape.TIDY) -> Table:
    columns = {"Place": [f"P{row}" for row in range(len(texts))], "Learners": texts}
    return built(columns, {"Learners": Statistic.COUNT}, shape=shape)


def messages(table: Table) -> dict[str, list[int]]:
    return {hit.message: hit.cells.tolist() for hit in hits_in(CHECK, table, Parameters())}


@pytest.mark.parametrize("text", ["~", "..", "-", "SUPP", "[REDACTED]", "n.p."])
def test_a_short_word_without_digits_is_quoted(text: str) -> None:
    assert messages(gaps([text, "12", text])) == {f"marker '{text}' is explained nowhere": [0, 2]}


@pytest.mark.parametrize("text", ["<7", "under five", "confidential-value", "a\tb", "x²", "\x1b[31m"])
def test_anything_else_is_not(text: str) -> None:
    said = messages(gaps([text, "12"]))
    assert list(said.values()) == [[0]]
    assert text not in "".join(said)


def test_many_different_texts_are_content_and_none_is_quoted() -> None:
    names = ["Smith", "Jones", "Patel", "Khan", "Evans", "Reid"]
    assert messages(gaps([*names, ""])) == {
        "empty cells inside the table: nothing says why": [6],
        "texts stand where numbers would, explained nowhere": [0, 1, 2, 3, 4, 5],
    }


def test_texts_of_a_table_of_persons_are_not_quoted() -> None:
    assert list(messages(gaps(["Smith", "12"], Shape.ROWS))) == ["texts stand where numbers would, explained nowhere"]


def test_each_measure_has_findings_of_its_own() -> None:
    columns = {"Place": ["A", "B"], "Learners": ["~", "12"], "Pupils": ["~", ""]}
    table = built(columns, {"Learners": Statistic.COUNT, "Pupils": Statistic.COUNT})
    hits = hits_in(CHECK, table, Parameters())
    assert [hit.cells.tolist() for hit in hits] == [[0], [3], [2]]
    assert all(hit.together for hit in hits)
