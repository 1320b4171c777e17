"""Every case of every check, through the real reading."""

from __future__ import annotations

import pytest
from checks.asking import Case, all_cases, ask

from outcheck.model.report import Outcome


@pytest.mark.parametrize("case", all_cases(), ids=str)
def test_a_check_answers_its_case(case: Case) -> None:
    answer = ask(case)
    expected = Outcome(case.given["expect"])
    wanted = sorted(case.given.get("cells", []))
    doubtful = sorted(case.given.get("undetermined", wanted if expected is Outcome.UNDETERMINED else []))
    assert answer.outcome is expected
    assert sorted(answer.undetermined) == doubtful
    assert sorted(answer.hit) == (wanted if expected is Outcome.HIT else [])
    for cell, by in case.given.get("related", {}).items():
        assert answer.related[cell] == by
    for words in case.given.get("says", []):
        assert any(words in text for text in answer.texts), answer.texts
