"""False alarms about persons are worse than none: ordinary tables stay quiet, whatever their numbers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcheck.checks.personal_identifier import Parameters, find
from outcheck.checks.personal_identifier.checksums import is_learner_number, is_nhs_number, is_pupil_number, is_tax_reference
from outcheck.model.grid import Grid
from outcheck.model.release import ReleaseFile
from outcheck.model.stored import StoredColumn, StoredValue
from outcheck.model.texts import TextColumn, Texts
from outcheck.packs import load_packs
from outcheck.readers import read_release

ROOT = Path(__file__).parents[2]
(RULE,) = [rule for rule in load_packs(["ons-srs"])[0].rules if rule.id == "personal-identifier"]
assert isinstance(RULE.parameters, Parameters)
PERSONS = RULE.parameters


def column(heading: str, cells: list[StoredValue], *, as_text: bool) -> StoredColumn | TextColumn:
    return TextColumn.of(Texts.of([heading, *map(str, cells)])) if as_text else StoredColumn.of([heading, *cells])


def ordinary(seed: int, *, as_text: bool) -> Grid:
    """A table as statistics have it: counts, money, percentages, years, codes of areas and industries, labels."""
    random = np.random.default_rng(seed)
    rows = 40
    made: dict[str, list[StoredValue]] = {
        "Year": [f"{2010 + row % 10}/{11 + row % 10}" for row in range(rows)],
        "Area code": [f"E{random.integers(1, 13):02d}{random.integers(10**6):06d}" for _ in range(rows)],
        "Industry": [f"{random.integers(1, 99):02d}.{random.integers(1, 99):02d}/{random.integers(9)}" for _ in range(rows)],
        "Course": [f"{chr(65 + random.integers(26))}{random.integers(100, 999)}" for _ in range(rows)],
        "School": [f"St Mary's {word}" for word in random.choice(["Academy", "High", "Primary"], rows)],
        "Learners": random.integers(0, 10**6, rows).tolist(),
        "Pay bill (£)": random.integers(10**8, 10**11, rows).tolist(),
        "Pay bill again (£)": random.integers(10**9, 10**10, rows).tolist(),
        "Mean earnings": np.round(random.normal(30_000, 8_000, rows), 2).tolist(),
        "Share": np.round(random.uniform(0, 100, rows), 1).tolist(),
        "Published": [f"{random.integers(1, 28)}/0{random.integers(1, 9)}/2024" for _ in range(rows)],
        "Version": [f"{random.integers(9)}.{random.integers(9)}.{random.integers(9)}.{random.integers(9)}" for _ in range(rows)],
    }
    return Grid("a", "", tuple(column(heading, cells, as_text=as_text) for heading, cells in made.items()))


@pytest.mark.parametrize("as_text", [True, False])
@pytest.mark.parametrize("seed", range(100))
def test_ordinary_tables_hold_no_identifier(seed: int, *, as_text: bool) -> None:
    grid = ordinary(seed, as_text=as_text)
    assert list(find(ReleaseFile("a", "csv", 1, "0" * 64, (grid,)), Parameters())) == []


def test_no_table_of_the_corpus_or_the_samples_holds_an_identifier_of_a_person_but_the_list_of_persons() -> None:
    files = read_release(
        [ROOT / "tests" / "corpus", ROOT / "samples" / "leo-clear" / "release", ROOT / "samples" / "leo-release"]
    )
    told = {file.path for file in files if list(find(file, PERSONS))}
    assert {path for path in told if not path.endswith("linked-extract-sample.csv")} == set()


@given(st.integers(0, 10**9 - 1))
def test_of_ten_numbers_that_differ_in_the_last_digit_at_most_one_passes_a_check_digit(stem: int) -> None:
    numbers = [f"{stem:09d}{digit}" for digit in range(10)]
    assert sum(map(is_nhs_number, numbers)) <= 1
    assert sum(map(is_learner_number, numbers)) <= 1
    assert sum(is_tax_reference(f"{digit}{stem:09d}") for digit in range(10)) <= 1


@given(st.integers(0, 10**12 - 1))
def test_one_letter_checks_a_pupil_number(digits: int) -> None:
    assert sum(is_pupil_number(f"{letter}{digits:012d}") for letter in "ABCDEFGHJKLMNPQRTUVWXYZ") == (
        len(set(f"{digits:012d}")) > 1
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("NHS no. 943 476 5919 was left out", "nhs-number"),
        ("see H801200001001 below", "pupil-number"),
        ("paid to QQ123456C in error", "national-insurance-number"),
    ],
)
def test_an_identifier_within_a_text_is_found(text: str, name: str) -> None:
    text = text.replace("QQ", "AB")
    grid = Grid("a", "", (TextColumn.of(Texts.of(["Note", text])),))
    [note] = find(ReleaseFile("a", "csv", 1, "0" * 64, (grid,)), Parameters.model_validate({"kinds": [name]}))
    assert note.area == "A2"
    assert not any(character.isdigit() for character in note.message)
