"""What a rule of file-type may say."""

from __future__ import annotations

import pytest

from outcheck.checks.file_type import Parameters


@pytest.mark.parametrize("given", [{}, {"allowed": ["csv"], "refused": ["svg"]}])
def test_a_rule_gives_exactly_one_list(given: dict[str, list[str]]) -> None:
    with pytest.raises(ValueError, match="either 'allowed' or 'refused'"):
        Parameters.model_validate(given)


@pytest.mark.parametrize("given", [{"allowed": []}, {"refused": [".svg"]}, {"allowed": ["CSV"]}, {"refused": "svg"}])
def test_formats_are_a_list_of_lower_case_names_without_a_dot(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Parameters"):
        Parameters.model_validate(given)
