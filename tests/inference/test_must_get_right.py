"""What an attacker can work out from small releases, each answer worked out by hand."""

from __future__ import annotations

from itertools import product
from pathlib import Path

from inference.releases import found, report_on, words

from outcheck.model.rule import Level


def test_one_suppressed_cell_beside_a_printed_total(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Number of learners by region and sex
                Region     | Female | Male | Total
                North East | [c]    | 12   | 15
                North West | 24     | 31   | 55
            """
        },
    )
    assert list(found(report, "OC301", Level.BLOCK)) == ["a.csv!B3"]
    assert words(report, "OC301", "a.csv!B3") == "B3 = D3 − C3"


def test_two_in_a_row_that_the_columns_determine(tmp_path: Path) -> None:
    # Rows 1 and 2 hide columns 1 and 2; rows 4 and 5 hide columns 3 and 4; D4 ties the two blocks together. Every row and
    # column hides at least two, but rows 3 and 4 less columns B and C leave D4 alone: (4 hidden sums) 3+8+... = 6.
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Number of learners by region and subject
                Region | Arts | Law | Maths | Music | Total
                North  | [c]  | [c] | 20    | 31    | 76
                South  | [c]  | [c] | [c]   | 44    | 79
                East   | 30   | 22  | [c]   | [c]   | 91
                West   | 25   | 28  | [c]   | [c]   | 88
                Total  | 78   | 76  | 64    | 116   | 334
            """
        },
    )
    # North and South hide 25 + 35 = 60; Arts and Law hide (78 - 55) + (76 - 50) = 49 of these; so D4 = 11.
    assert list(found(report, "OC301")) == ["a.csv!D4"]
    assert found(report, "OC301")["a.csv!D4"].level is Level.REVIEW, "11 may leave"


def test_a_two_by_two_block_is_not_determined(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Number of learners by region and sex
                Region | Female | Male | Other | Total
                North  | [c]    | [c]  | 40    | 70
                South  | [c]    | [c]  | 51    | 93
                East   | 33     | 38   | 29    | 100
                Total  | 66     | 77   | 120   | 263
            """
        },
    )
    for code in ("OC301", "OC302", "OC303", "OC304", "OC308", "OC309"):
        assert found(report, code) == {}, code
    assert report.looked[0].cells == 4


HIDDEN = {0, 1, 3, 5, 7, 8, 10, 11, 12, 13, 15, 17, 18, 19, 20, 22, 23, 24, 25}


def three_way() -> str:
    """A table of 3 x 3 x 3 with all margins in which every line that hides anything hides at least two."""
    names = (("North", "South", "East", "Total"), ("Female", "Male", "Other", "Total"), ("16-18", "19-24", "25+", "Total"))
    inner = {(i, j, k): 20 + (7 * i + 5 * j + 3 * k) % 11 for i in range(3) for j in range(3) for k in range(3)}
    inner[2, 0, 1] = 4
    lines = ["Region | Sex | Age | Learners"]
    for key in product(range(4), repeat=3):
        total = sum(n for cell, n in inner.items() if all(k in (3, c) for k, c in zip(key, cell, strict=True)))
        hidden = 3 not in key and 9 * key[0] + 3 * key[1] + key[2] in HIDDEN
        lines.append(" | ".join([*(names[axis][k] for axis, k in enumerate(key)), "[c]" if hidden else str(total)]))
    return "\n".join(lines)


def test_a_three_way_table_in_which_no_line_is_determined_but_the_whole_is(tmp_path: Path) -> None:
    report = report_on(tmp_path, {"a.csv": three_way()})
    assert list(found(report, "OC301")) == ["a.csv!D35"], "East, Female, 19-24: row 2 + 16 x 2 + 4 x 0 + 1"
    assert found(report, "OC301")["a.csv!D35"].level is Level.BLOCK


def test_a_table_and_its_margins_in_three_files(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "inner.csv": """
                Region | Sex    | Learners
                North  | Female | [c]
                North  | Male   | 31
                North  | Other  | 17
                South  | Female | 44
                South  | Male   | 52
                South  | Other  | 23
                East   | Female | 61
                East   | Male   | 58
                East   | Other  | 27
            """,
            "regions.csv": """
                Region | Learners
                North  | 53
                South  | 119
                East   | 146
            """,
            "sexes.csv": """
                Sex    | Learners
                Female | 110
                Male   | 141
                Other  | 67
            """,
        },
    )
    assert list(found(report, "OC301")) == ["inner.csv!C2"]
    held = found(report, "OC301")["inner.csv!C2"]
    assert held.level is Level.BLOCK
    assert held.proof is not None
    assert held.proof.words in (
        "C2 = `regions.csv` B2 − C3 − C4",
        "C2 = `sexes.csv` B2 − C5 − C8",
    )


def test_linked_tables_with_a_shared_margin_suppressed_differently(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "sex.csv": """
                Number of learners by region and sex
                Region | Female | Male | Total
                North  | [c]    | 41   | 45
                South  | 60     | 72   | 132
                East   | [c]    | 77   | [c]
                Total  | 133    | 190  | 323
            """,
            "age.csv": """
                Number of learners by region and age
                Region | 16-18 | 19-24 | 25+ | Total
                North  | 20    | 14    | 11  | 45
                South  | 40    | 48    | 44  | 132
                East   | 57    | 55    | 34  | 146
                Total  | 117   | 117   | 89  | 323
            """,
        },
    )
    # East's total is printed in the other table, so East and North follow: 146 - 77 = 69 and 45 - 41 = 4.
    assert set(found(report, "OC304")) == {"sex.csv!D5"}
    assert words(report, "OC304", "sex.csv!D5") == "D5 is printed in `age.csv` E5"
    assert {place: held.level for place, held in found(report, "OC301").items()} == {
        "sex.csv!B3": Level.BLOCK,
        "sex.csv!B5": Level.REVIEW,
    }


def test_a_suppressed_count_beside_its_percentage(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Learners by region
                Region | Learners | In work | % in work
                North  | 45       | [c]     | 6.7
                South  | 812      | 498     | 61.3
                East   | 950      | 666     | 70.1
            """
        },
    )
    # 6.65 % to 6.75 % of 45 is 2.99 to 3.04: three.
    assert {place: held.level for place, held in found(report, "OC304").items()} == {"a.csv!C3": Level.BLOCK}


def test_a_percentage_of_the_total_gives_a_suppressed_count_away(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Region | Learners | % of all learners
                North  | [c]      | 1.4
                South  | [c]      | 32.6
                East   | 190      | 66.0
                Total  | 288      | 100.0
            """
        },
    )
    # 1.35 % to 1.45 % of 288 is 3.89 to 4.18: four; so South is 94, which may leave.
    assert found(report, "OC304")["a.csv!B2"].level is Level.BLOCK
    assert found(report, "OC304")["a.csv!B3"].level is Level.REVIEW


def test_a_rounded_table_with_an_unrounded_total(tmp_path: Path) -> None:
    rows = [("North", 15), ("South", 45), ("East", 120), ("West", 75), ("Wales", 95), ("Isles", 10), ("Coast", 55)]
    lines = [f"{name} | {value}" for name, value in rows]
    report = report_on(
        tmp_path,
        {
            "a.csv": "\n".join(["Region | Learners", *lines, "Total | 400"]),
            "b.csv": "Sex | Learners\nFemale | 201\nMale | 200\nTotal | 401",
        },
    )
    # Seven numbers rounded to 5 add up to 415. The true total, 401, is 14 less, and each can be 2 too many at most: 7 x 2 = 14.
    assert set(found(report, "OC310")) >= {f"a.csv!B{row}" for row in range(2, 9)}
    assert found(report, "OC310")["a.csv!B7"].level is Level.REVIEW


def test_a_below_ten_marker_that_pins_a_cell(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Number of learners by region and sex
                Region | Female | Male | Other | Total
                North  | <10    | <10  | 40    | 58
                South  | 25     | 31   | 51    | 107
            """
        },
    )
    # Two numbers of at most 9 come to 18: both are 9.
    assert {place: held.level for place, held in found(report, "OC301").items()} == {
        "a.csv!B3": Level.BLOCK,
        "a.csv!C3": Level.BLOCK,
    }
    assert words(report, "OC301", "a.csv!B3").startswith("B3 follows from E3 = B3 + C3 + D3")


def test_a_marker_that_nearly_pins_a_cell_leaves_it_narrow(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Number of learners by region and sex
                Region | Female | Male | Other | Total
                North  | <10    | <10  | 40    | 56
                South  | 25     | 31   | 51    | 107
            """
        },
    )
    # 16 in two cells of at most 9 each: 7 to 9.
    assert set(found(report, "OC302")) == {"a.csv!B3", "a.csv!C3"}
    assert found(report, "OC301") == {}


def test_a_pair_in_which_a_lone_person_knows_the_other(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Number of learners by region and sex
                Region | Female | Male | Other | Total
                North  | [c]    | [c]  | 40    | 50
                South  | 25     | 31   | 51    | 107
            """
        },
    )
    assert list(found(report, "OC309")) == ["a.csv!B3"]
    assert found(report, "OC303") == {}, "together they are ten"


def test_hidden_counts_whose_sum_is_below_the_minimum(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Number of learners by region and sex
                Region | Female | Male | Other | Total
                North  | [c]    | [c]  | 40    | 47
                South  | 25     | 31   | 51    | 107
            """
        },
    )
    held = found(report, "OC303")["a.csv!B3"]
    assert held.level is Level.BLOCK
    assert held.cells == 2
    assert held.proof is not None
    assert held.proof.words == "B3 + C3 = E3 − D3"


def test_whole_numbers_alone_close_a_gap(tmp_path: Path) -> None:
    # 15 = 10 + 3 + x + x': the two hidden are 0 to 2, narrower than any rule wants.
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Number of learners by region and sex
                Region | Female | Male | Other | Unknown | Total
                North  | 10     | 3    | [c]   | [c]     | 15
                South  | 25     | 31   | 51    | 12      | 119
            """
        },
    )
    assert set(found(report, "OC302")) == {"a.csv!D3", "a.csv!E3"}
    assert list(found(report, "OC303")) == ["a.csv!D3"]


def test_age_bands_that_differ_by_one_year(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Learners by age and region
                Age   | North | South
                16-64 | 150   | 220
                16-65 | 154   | 240
                66+   | 31    | 44
            """
        },
    )
    assert list(found(report, "OC305", Level.BLOCK)) == ["a.csv!B4"]
    assert words(report, "OC305", "a.csv!B4") == "B4 − B3"


def test_all_beside_male(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Learners by region and sex
                Region | All | Male
                North  | 150 | 145
                South  | 200 | 96
                East   | 300 | 135
            """
        },
    )
    assert list(found(report, "OC305", Level.BLOCK)) == ["a.csv!B3"]


def test_all_in_one_file_and_male_in_another(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "all.csv": """
                Learners by region
                Region | Learners
                North  | 150
                South  | 200
                East   | 300
            """,
            "male.csv": """
                Male learners by region
                Region | Learners
                North  | 145
                South  | 96
                East   | 135
            """,
        },
    )
    assert list(found(report, "OC305", Level.REVIEW)) == ["all.csv!B3"]


def test_of_whom_rows(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Learners by region
                Status             | North | South
                Learners           | 150   | 170
                of whom: in work   | 145   | 130
                Teachers           | 30    | 40
            """
        },
    )
    assert list(found(report, "OC305", Level.BLOCK)) == ["a.csv!B3"]


def test_the_same_table_a_year_later_with_one_person_more(tmp_path: Path) -> None:
    rows = "\n".join(f"Area {number} | {value}" for number, value in enumerate((51, 62, 47, 58, 73, 69, 88), 1))
    report = report_on(
        tmp_path,
        {
            "2023/a.csv": f"Pupils by area\nArea | Pupils\n{rows}\nTotal | 448",
            "2024/a.csv": f"Pupils by area\nArea | Pupils\n{rows.replace('58', '59')}\nTotal | 449",
        },
    )
    assert set(found(report, "OC305", Level.REVIEW)) == {"2024/a.csv!B6", "2024/a.csv!B10"}
    assert found(report, "OC308") == {}


def test_samples_of_models_that_differ_by_a_few(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                            | (1)     | (2)     | (3)
                Age         | 0.12    | 0.13    | 0.15
                            | (0.02)  | (0.02)  | (0.03)
                Constant    | 1.20    | 1.10    | 1.01
                            | (0.20)  | (0.21)  | (0.22)
                N           | 1234    | 1231    | 980
            """
        },
    )
    assert list(found(report, "OC305", Level.REVIEW)) == ["a.csv!B6"]


def test_region_and_authority_tables(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "regions.csv": """
                Region     | Learners
                North East | 187
                North West | 263
            """,
            "authorities.csv": """
                Region     | Authority | Learners
                North East | Durham    | [c]
                North East | Gateshead | 94
                North East | Sunderland | 89
                North West | Bolton    | 121
                North West | Bury      | 142
            """,
        },
    )
    # 187 - 94 - 89 = 4; that the authorities of a region are all there, the North West shows.
    assert list(found(report, "OC301")) == ["authorities.csv!C2"]


def test_regions_and_authorities_in_one_tidy_file(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                geographic_level | region_name | la_name    | learners
                National         |             |            | 450
                Regional         | North East  |            | 187
                Regional         | North West  |            | 263
                Local authority  | North East  | Durham     | c
                Local authority  | North East  | Gateshead  | 94
                Local authority  | North East  | Sunderland | 89
                Local authority  | North West  | Bolton     | 121
                Local authority  | North West  | Bury       | 142
            """
        },
    )
    assert list(found(report, "OC301")) == ["a.csv!D5"]


def test_tables_that_contradict_each_other(tmp_path: Path) -> None:
    rows = "\n".join(f"Area {number} | {value}" for number, value in enumerate((51, 62, 47, 58, 73, 69, 88, 95, 77, 82), 1))
    report = report_on(
        tmp_path,
        {
            "a.csv": f"Pupils by area\nArea | Pupils\n{rows}",
            "b.csv": f"Pupils by area\nArea | Pupils\n{rows.replace('58', '60').replace('73', '71')}",
        },
    )
    assert set(found(report, "OC308", Level.REVIEW)) == {"a.csv!B6", "a.csv!B7"}


def test_totals_that_no_hidden_numbers_can_fit(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Number of learners by region and sex
                Region | Female | Male | Other | Total
                North  | <10    | <10  | 40    | 68
                South  | 25     | 31   | 51    | 107
            """
        },
    )
    assert len(found(report, "OC308", Level.REVIEW)) == 1


def test_means_give_two_suppressed_counts_away(tmp_path: Path) -> None:
    report = report_on(
        tmp_path,
        {
            "a.csv": """
                Sex    | Region | Learners | Mean age
                Female | North  | [c]      | 20.00
                Female | South  | [c]      | 30.00
                Female | East   | 50       | 25.00
                Female | Total  | 100      | 27.10
                Male   | North  | 40       | 20.00
                Male   | South  | 60       | 30.00
                Male   | East   | 100      | 25.00
                Male   | Total  | 200      | 25.50
            """
        },
    )
    # n + m = 50 and 20 n + 30 m = 2710 - 1250 = 1460, each within a unit: n = 4 and m = 46.
    assert {place: held.level for place, held in found(report, "OC304").items()} == {
        "a.csv!C2": Level.BLOCK,
        "a.csv!C3": Level.REVIEW,
    }
    assert "D5 × C5 = D2 × C2 + D3 × C3 + D4 × C4" in words(report, "OC304", "a.csv!C2")
