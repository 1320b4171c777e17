"""Every number is accounted for, counted by a regular expression that is not the layout's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from corpus.truth import corpus_files, name_of
from drawn import MARKERS
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.model.grid import Grid
from outcheck.model.hints import Hints
from outcheck.model.stored import StoredColumn
from outcheck.readers import read_release

HINTS = Hints(markers=MARKERS)
ROOT = Path(__file__).parents[2]
RELEASES = sorted(path for path in (ROOT / "samples").glob("*/release"))
FILES = [pytest.param(path, id=name_of(path)) for path in corpus_files()]

DIGITS = r"(?:\d{1,3}(?:[, ']\d{3})+|\d{1,3}(?:\.\d{3})+(?=,)|\d+)"
ONE = re.compile(
    rf"[-+−–]?\s?[£€$]?\s?[-−–]?(?:{DIGITS}(?:[.]\d*|,\d{{1,2}})?|\.\d+)(?:[eE][-+]?\d{{1,3}})?"
    r"\s?(?:%|k|K|m|M|bn|million|billion)?\s?\*{0,3}"
)
MARKS = re.compile(r"(?:\s*(?:\[[A-Za-z0-9 ]{1,8}\]|[¹²³⁴⁵⁶⁷⁸⁹†‡§]))+$")
INSIDE = re.compile(r"(?:[<>≤≥]=?\s?)?[£€$]?(?<![A-Za-z])(?:\d(?:[\d,]*\d)?(?:\.\d+)?|\.\d+)(?:[eE][-+]\d{1,3})?(?:\s?%)?")
SPOKEN = frozenset(
    "to of vs CI IQR n N df DF d.f. t z F p r M B SD SE OR HR RR ref R2 mean median sd se obs chi2 χ2 χ X2".split()  # noqa: SIM905  words
)
SIGNS = re.compile(r"[\s()\[\]{},;/:±|*+−–#=¹²³⁴⁵⁶⁷⁸⁹†‡§-]+")
DATE = re.compile(
    r"\d{4}\s?[/–-]\s?\d{2,4}|\d{1,2}[/.:-]\d{1,2}(?:[/.:-]\d{2,4})?(?:[ T]\d{1,2}:\d{2}.*)?|\d{4}-\d{2}.*|\d{1,2}:\d{2}.*"
)
BAND = re.compile(r"[£€$]?\d[\d,]*\s?(?:[-–−/:]|to)\s?[£€$]?\d[\d,]*|\([^(),\]]+,[^(),\]]+\]|\[[^(),\]]+,[^(),\]]+\)")
LETTER = re.compile(r"(?<=\.\d)[a-z]$|(?<=\.\d\d)[a-z]$|(?<=\.\d{3})[a-z]$|(?<=,\d{3})[a-z]$|(?<=\d\d)[rp]$")
REFERENCE = re.compile(r"\s*\(ref\)$")
FOOTNOTE = re.compile(r"\[\d\]")


def numbers_in(cell: object) -> int:
    """How many numbers a raw cell holds: none in words, dates, bands, bounds and marks."""
    if isinstance(cell, bool) or cell is None:
        return 0
    if isinstance(cell, int | float):
        return 1
    if not isinstance(cell, str):
        return 0
    text = re.sub(r"[\u00a0\u2007\u2009\u202f]", " ", cell).strip()
    if text.startswith('="') and text.endswith('"'):
        text = text[2:-1].strip()
    bare = LETTER.sub("", MARKS.sub("", REFERENCE.sub("", text)))
    if ONE.fullmatch(bare):
        return 1
    inner = re.fullmatch(r"[(\[]\s*([^()\[\]]+?)\s*[)\]]\**", text)
    if inner and ONE.fullmatch(inner[1]) and not FOOTNOTE.fullmatch(text):
        return 1
    return _several(text)


def _several(text: str) -> int:
    if len(text) > 60 or DATE.fullmatch(text) or BAND.fullmatch(text):
        return 0
    found = INSIDE.findall(text)
    words = {word for word in SIGNS.split(INSIDE.sub("0", text)) if word.strip("0")}
    stated = len(found) == 1 and re.fullmatch(r"[(\[]?[A-Za-z][\w.]*\s?=[^=]+", text)
    if not (stated or 1 < len(found) <= 6) or not words <= SPOKEN:
        return 0
    return sum(not token.startswith(("<", ">", "≤", "≥")) for token in found)


def count_of(grid: Grid) -> int:
    return sum(numbers_in(cell) for column in grid.columns for cell in column)


def assert_balanced(grid: Grid) -> None:
    account = understand(grid, HINTS).account
    lost = sum(item.numbers for item in account.not_understood)
    assert account.numbers == count_of(grid)
    assert account.numbers == account.measured + account.labels + lost


@pytest.mark.parametrize("release", RELEASES, ids=lambda release: release.parent.name)
def test_every_number_of_a_sample_is_in_one_place_of_the_account(release: Path) -> None:
    for file in read_release([release]):
        for grid in file.grids:
            assert_balanced(grid)


@pytest.mark.parametrize("path", FILES)
def test_every_number_of_a_corpus_file_is_in_one_place_of_the_account(path: Path) -> None:
    for file in read_release([path]):
        for grid in file.grids:
            assert_balanced(grid)


NUMBERS = st.one_of(
    st.integers(-9, 99_999).map(str),
    st.integers(1000, 9_999_999).map(lambda n: f"{n:,}"),
    st.integers(0, 1000).map(lambda n: f"{n / 10}%"),
    st.integers(0, 99_999).map(lambda n: f"£{n:,}"),
    st.integers(-999, 999).map(lambda n: f"{n / 1000}***"),
    st.integers(-999, 999).map(lambda n: f"({n / 1000:.3f})"),
    st.integers(10, 999).map(lambda n: f"{n} [r]"),
    st.integers(10, 999).map(lambda n: f"{n}¹"),
    st.sampled_from(("t = -7.5", "N = 4,120", "n=5", "1.00 (ref)", ".412a", "91,500r", '="0.085***"', '="(-11.5)"')),
    st.sampled_from(("−4.5", ".5", "1e-5", "12.", "3.2E+04", "1 234", "-£3", "2021", "4.5k", "3 m")),
    st.integers(-99, 99_999),
    st.floats(-1e6, 1e6),
)
COMPOSITES = st.sampled_from(
    (
        "12 (4.5%)",
        "0.21 (0.03)",
        "34.5 [30.1, 38.2]",
        "1.2 (0.9 to 1.5)",
        "3/12 (25%)",
        "34 ± 2",
        "1,234 (56.7%)",
        "0.4 (-0.1, 0.9)",
        "0.452 (df = 4117)",
        "551.40*** (df = 2; 4117)",
        "611 / 1,204 (51%)",
        ".41 (.02)",
    )
)
OTHERS = st.sampled_from(
    (
        "c",
        "[c]",
        "z",
        "[z]",
        "*",
        "<10",
        "1-4",
        "16 to 18",
        "2021/22",
        "2024-01-31",
        "low",
        "..",
        "-",
        "[1]",
        "65+",
        "14:30",
        "7a",
        "p < .001",
        '="_cons"',
    )
)
WORDS = st.sampled_from(
    ("Region", "Female", "North East", "Total", "Number of learners", "%", "Mean", "Table 3: Earnings", "Year")
)
CELLS = st.one_of(NUMBERS, NUMBERS, COMPOSITES, OTHERS, WORDS, st.just(""), st.none())


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    height, width = draw(st.integers(1, 8)), draw(st.integers(1, 6))
    columns = (draw(st.lists(CELLS, min_size=height, max_size=height)) for _ in range(width))
    return Grid("made.xlsx", "Sheet1", tuple(map(StoredColumn.of, columns)))


@settings(max_examples=400, deadline=None)
@given(grid=grids())
def test_every_number_of_any_grid_is_in_one_place_of_the_account(grid: Grid) -> None:
    assert_balanced(grid)
