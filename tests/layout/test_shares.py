from __future__ import annotations

from drawn import MARKERS, drawn
from hypothesis import assume, given
from hypothesis import strategies as st

from outcheck.layout import understand
from outcheck.model.hints import Hints
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table

HINTS = Hints(markers=MARKERS)


def only_table(text: str) -> Table:
    (table,) = understand(drawn(text), HINTS).tables
    return table


def bases(table: Table) -> dict[str, str]:
    """Base of each percentage, by address; an empty text where it has none."""
    shares = [place for place in range(len(table)) if table.statistics[table.measure[place]] is Statistic.PERCENTAGE]
    return {table.cell(place): table.cell(int(table.base[place])) if table.base[place] >= 0 else "" for place in shares}


def test_a_percentage_of_all_is_one_of_the_total_and_not_of_the_count_beside_it() -> None:
    table = only_table("""
Region     | Learners | % of all
North East | 12       | 2.4
London     | 300      | 60.0
South West | 188      | 37.6
All        | 500      | 100.0
""")
    assert bases(table) == {"C2": "B5", "C3": "B5", "C4": "B5", "C5": "B5"}


def test_a_hidden_count_beside_its_share_has_the_total_as_base_too() -> None:
    table = only_table("""
Region     | Learners | % of all
North East | [c]      | 0.8
London     | 308      | 61.6
South West | 188      | 37.6
All        | 500      | 100.0
""")
    assert bases(table)["C2"] == "B5"


def test_a_share_of_a_total_that_is_not_shown_keeps_the_count_beside_it_which_is_no_larger() -> None:
    table = only_table("Region | Learners | %\nNorth | 12 | 2.4\nLondon | 300 | 60.0\nSouth | 188 | 37.6")
    assert bases(table) == {"C2": "B2", "C3": "B3", "C4": "B4"}


def test_a_percentage_of_the_count_beside_it_keeps_it_as_base() -> None:
    table = only_table("""
Region | Learners | In employment (%)
North  | 120      | 61.7
London | 300      | 60.0
South  | 188      | 59.0
All    | 608      | 60.0
""")
    assert bases(table) == {"C2": "B2", "C3": "B3", "C4": "B4", "C5": "B5"}


def test_shares_of_rows_and_of_columns_are_told_apart() -> None:
    rows = only_table("""
Region | Female |      | Male |      | Total |
       | No.    | %    | No.  | %    | No.   | %
North  | 101    | 58.0 | 73   | 42.0 | 174   | 100.0
London | 218    | 48.3 | 233  | 51.7 | 451   | 100.0
Total  | 319    | 51.0 | 306  | 49.0 | 625   | 100.0
""")
    assert {bases(rows)[cell] for cell in ("C3", "E3")} == {"F3"}
    columns = only_table("""
Region | Female |       | Male |
       | No.    | %     | No.  | %
North  | 101    | 31.7  | 73   | 23.9
London | 218    | 68.3  | 233  | 76.1
Total  | 319    | 100.0 | 306  | 100.0
""")
    assert {bases(columns)[cell] for cell in ("C3", "C4")} == {"B5"}
    assert {bases(columns)[cell] for cell in ("E3", "E4")} == {"D5"}


def test_categories_over_numbers_and_shares_are_categories_and_their_counts_sure() -> None:
    for second in ("%", "Female %", ""):
        table = only_table(f"""
Region | Female | {second} | Male | {second.replace("Female", "Male")}
North  | 12     | 40.0     | 18   | 60.0
London | 310    | 51.2     | 295  | 48.8
South  | 34     | 30.4     | 78   | 69.6
""")
        assert [held.labels for held in table.dimensions][1] == ("Female", "Male")
        assert [(measure.statistic, measure.sure) for measure in table.measures] == [
            (Statistic.COUNT, True),
            (Statistic.PERCENTAGE, True),
        ]


@given(st.lists(st.integers(5, 4000), min_size=4, max_size=8, unique=True))
def test_shares_of_any_counts_have_their_total_as_base(counts: list[int]) -> None:
    total = sum(counts)
    assume(total < 10_000)
    rows = [f"Region {'ABCDEFGH'[place]}x | {count} | {100 * count / total:.2f}" for place, count in enumerate(counts)]
    table = only_table("\n".join(["Region | Learners | Percent", *rows, f"Total | {total} | 100.00"]))
    assert set(bases(table).values()) == {f"B{len(counts) + 2}"}


@given(st.lists(st.tuples(st.integers(50, 4000), st.integers(20, 80)), min_size=4, max_size=8))
def test_a_rate_of_each_count_never_has_the_total_as_base(drawing: list[tuple[int, int]]) -> None:
    total = sum(count for count, _ in drawing)
    rates = [100 * round(count * rate / 100) / count for count, rate in drawing]
    assume(sum(abs(rate - 100 * count / total) > 1 for rate, (count, _) in zip(rates, drawing, strict=True)) > 1)
    rows = [
        f"Region {'ABCDEFGH'[place]}x | {count} | {rate:.1f}"
        for place, ((count, _), rate) in enumerate(zip(drawing, rates, strict=True))
    ]
    table = only_table("\n".join(["Region | Learners | In work (%)", *rows, f"Total | {total} | 50.0"]))
    assert bases(table)["C2"] != f"B{len(drawing) + 2}"
