"""Whole numbers that may be counts are never taken for something else for sure, whatever their categories are called."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.model.grid import Grid
from outcheck.model.hints import Hints
from outcheck.model.statistics import Statistic
from outcheck.model.stored import StoredColumn

LABELS = (
    "Highest quintile", "Lowest quintile", "Highest", "Lowest", "Largest firms", "Q1", "Q2", "Q3", "Q4", "2022 Q1", "2022 Q2",
    "Max 2 children", "Min. wage", "Index offence", "Business rates", "Council tax", "PT", "FT", "P", "M", "D", "F", "T", "B",
    "SE", "SW", "NE", "Shared ownership", "Share of profits", "Probability theory", "Med", "Low", "High", "OR", "HR", "RR", "Std",
    "Sig", "Sum insured", "Density A", "No qualification", "No. 10", "Rate relief", "Survival skills", "Precision engineering",
    "Recall", "Support", "Events", "Cum laude", "Prop", "Range", "Effect", "Accuracy", "Phi", "Rho", "Ms", "Ll", "Range Rover",
    "Level 2", "Statistics", "Tests", "Total return", "Value added", "R", "N", "S", "E", "W", "Yes", "No", "Unknown",
    "Wald", "Crit", "Conf", "95", "F1", "Margin", "Perc", "Ratio", "Change", "Difference", "U", "A*", "A", "C",
)  # fmt: skip
REGIONS = ("North East", "London", "South West", "Kent", "Leeds", "York")
COUNTED = {Statistic.COUNT, Statistic.MODEL_SIZE}
NUMBERS = st.integers(0, 40).map(str)


@st.composite
def crosstabs(draw: st.DrawFn) -> list[list[str]]:
    """Categories across, down or in a column, with or without a name over the labels, a title and totals."""
    labels = draw(st.lists(st.sampled_from(LABELS), min_size=2, max_size=6, unique=True))
    others = draw(st.lists(st.sampled_from(REGIONS), min_size=2, max_size=4, unique=True))
    if draw(st.booleans()):
        labels, others = others, labels
    labels, others = ([*names, "Total"] if draw(st.booleans()) else names for names in (labels, others))
    if draw(st.booleans()):
        rows = [["Region", "Category", draw(st.sampled_from(("Learners", "Value", "Total", "Cases")))]]
        rows += [[other, label, draw(NUMBERS)] for other in others for label in labels]
    else:
        rows = [[draw(st.sampled_from(("", "Region", "Category", "Grade"))), *labels]]
        rows += [[other, *(draw(NUMBERS) for _ in labels)] for other in others]
    title = draw(st.sampled_from(("", "", "Table 1: Learners", "Results by category")))
    return [[title, *[""] * (len(rows[0]) - 1)], *rows] if title else rows


def grid_of(rows: list[list[str]]) -> Grid:
    return Grid("made.csv", "", tuple(map(StoredColumn.of, zip(*rows, strict=True))))


@settings(max_examples=300, deadline=None)
@given(rows=crosstabs())
def test_no_category_turns_whole_numbers_into_another_statistic(rows: list[list[str]]) -> None:
    for table in understand(grid_of(rows), Hints()).tables:
        hidden = [measure for measure in table.measures if measure.sure and measure.statistic not in COUNTED]
        assert not hidden, "\n".join([*(f"{m.name}: {m.statistic}, {m.why}" for m in hidden), *map(str, rows)])
