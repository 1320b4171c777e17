from __future__ import annotations

import re
from itertools import pairwise

import numpy as np
import pytest
from books import package, sheet_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.model.places import address
from outcheck.readers.limits import Limits
from outcheck.readers.package import open_package
from outcheck.readers.sheet_facts import SheetFacts, read_whole
from outcheck.readers.sheet_scan import TailsAhead, plain_tails, scan
from outcheck.readers.tags import count_tags

ROW_LOOKS = ("", ' hidden="1"', ' ht="0" customHeight="1"', ' hidden="0" spans="1:3"', ' ht="15"', ' ht="0.5"')
SPECIAL = frozenset({1, 3})

values = st.sampled_from(
    [
        ("", ""),
        ("", "<v>5</v>"),
        (' t="n"', "<v>-0.5</v>"),
        (' t="s"', "<v>0</v>"),
        (' t="b"', "<v>1</v>"),
        (' t="inlineStr"', '<is><t>&lt;c r="Z9" s="1" t="e"&gt; it\'s</t></is>'),
        (' t="e"', "<v>#N/A</v>"),
        (' t="e"', "<f>1/0</f><v>#DIV/0!</v>"),
        ("", "<f>A1+1</f><v>7</v>"),
        ("", '<f t="shared" ref="A1:B2" si="0">A1&lt;2</f><v>7</v>'),
        ("", '<f t="shared" si="0"/><v>7</v>'),
        ("", "<f>A1+1</f>"),
        ("", "<f>A1+1</f><v></v>"),
        ("", "<f>A1+1</f><v/>"),
        ("", '<f t="shared" si="0"/>'),
        (' t="str"', '<f>""</f><v></v>'),
        (' t="str"', "<f>x</f><v>text</v>"),
    ]
)
styles = st.sampled_from(["", ' s="0"', ' s="1"', ' s="2"', ' s="3"', ' s="13"'])
placed = st.tuples(st.integers(0, 40), st.integers(0, 60), values, styles, st.booleans())
areas = st.sampled_from(["", '<mergeCells count="2"><mergeCell ref="B2:C3"/><mergeCell ref="A1:A2"/></mergeCells>'])


def markup(cells: list[tuple[int, int, tuple[str, str], str, bool]], after: str) -> bytes:
    lines: dict[int, dict[int, str]] = {}
    for row, column, (kind, content), style, style_first in cells:
        attributes = style + kind if style_first else kind + style
        tag = f'<c r="{address(row, column)}"{attributes}'
        lines.setdefault(row, {})[column] = f"{tag}>{content}</c>" if content else f"{tag}/>"
    rows = (
        f'<row r="{row + 1}"{ROW_LOOKS[row % len(ROW_LOOKS)]}>{"".join(text for _, text in sorted(line.items()))}</row>'
        for row, line in sorted(lines.items())
    )
    return sheet_xml("".join(rows), after).encode()


def comparable(facts: SheetFacts) -> tuple[object, ...]:
    styled = np.stack([facts.styled.rows, facts.styled.columns, facts.styled.styles])
    return (
        facts.stored,
        facts.formulas,
        facts.uncomputed,
        facts.errors,
        styled.tolist(),
        facts.merged,
        facts.hidden_rows,
        facts.hidden_columns,
    )


@settings(max_examples=300, deadline=None)
@given(cells=st.lists(placed, min_size=1, max_size=12), after=areas)
def test_the_fast_scan_says_the_same_as_the_parsed_xml(
    cells: list[tuple[int, int, tuple[str, str], str, bool]], after: str
) -> None:
    xml = markup(cells, after)
    whole = read_whole(xml, SPECIAL).facts
    tails = plain_tails(xml, 10_000)
    assert tails is not None
    facts = scan(xml, tails, SPECIAL, count_tags(xml))
    assert facts is not None
    assert comparable(facts) == comparable(whole)


PLAIN = '<c r="A1"><v>1</v></c>'


@pytest.mark.parametrize(
    "cells",
    [
        "<c><v>1</v></c>",
        f"{PLAIN}<c><v>1</v></c>",
        f"{PLAIN}<c ><v>1</v></c>",
        f"{PLAIN}<c\n><v>1</v></c>",
        f"{PLAIN}<c t='n'><v>1</v></c>",
        f'{PLAIN}<c s="1" r="B1"><v>1</v></c>',
        f"{PLAIN}<c r='B1'><v>1</v></c>",
        f'{PLAIN}<c r="b1"><v>1</v></c>',
        f'{PLAIN}<c r="XFD1048576"><v>1</v></c>',
        f'{PLAIN}<c r="A1048576"><v>1</v></c>',
        f'{PLAIN}<x:c r="B1"><v>1</v></x:c>',
        f'{PLAIN}<x:c r="B1"><v>1</v></x:c >',
    ],
)
def test_cells_that_do_not_state_a_near_address_first_are_left_to_the_parsed_xml(cells: str) -> None:
    assert plain_tails(sheet_xml(f'<row r="1">{cells}</row>').encode(), 10_000) is None


@pytest.mark.parametrize(
    "cells",
    [
        '<c r="A1" s = "1"><v>1</v></c>',
        "<c r=\"A1\" s='1'><v>1</v></c>",
        '<c r="A1" s="&#49;"><v>1</v></c>',
        '<c r="A1" x:s="1"><v>1</v></c>',
        '<c r="A1" s="01"><v>1</v></c>',
        '<c r="A1" s="x1"><v>1</v></c>',
        '<c r="A1"> <f>1+1</f></c>',
        '<c r="A1"><v>1</v><f>1+1</f></c>',
        '<c r="A1"><f>1+1</f><v>1</v></c></row></sheetData><sheetData><row>',
        '<c r="A1" t="e"> <v>#N/A</v></c>',
        '<c r="A1" t="e"><v>&#35;N/A</v></c>',
    ],
)
def test_markup_that_is_not_plain_is_left_to_the_parsed_xml(cells: str) -> None:
    xml = sheet_xml(f'<row r="1">{cells}</row>').encode()
    tails = plain_tails(xml, 10_000)
    assert tails is not None
    assert scan(xml, tails, SPECIAL, count_tags(xml)) is None


def test_a_default_style_that_is_special_is_left_to_the_parsed_xml() -> None:
    xml = sheet_xml(f'<row r="1">{PLAIN}</row>').encode()
    assert scan(xml, frozenset({b""}), frozenset({0}), count_tags(xml)) is None


def test_attributes_that_come_late_in_a_long_sheet_are_found() -> None:
    rows = [f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 5000)]
    rows[4000] = '<row r="4001"><c r="A4001" s="3" t="e"><v>#N/A</v></c></row>'
    xml = sheet_xml("".join(rows)).encode()
    tails = plain_tails(xml, 1_000_000)
    assert tails == frozenset({b"", b' s="3" t="e"'})
    facts = scan(xml, tails, SPECIAL, count_tags(xml))
    assert facts is not None
    assert facts.errors == ((4000, 0, "#N/A"),)
    assert facts.styled.rows.tolist() == [4000]


def test_a_column_that_comes_late_and_far_is_not_missed() -> None:
    rows = [f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 5000)]
    rows[4000] = '<row r="4001"><c r="XFD4001"><v>1</v></c></row>'
    xml = sheet_xml("".join(rows)).encode()
    assert plain_tails(xml, 1_000_000) is None
    whole = read_whole(xml, SPECIAL)
    assert (whole.height, whole.width) == (4999, 16384)


def ahead(xml: bytes, cuts: list[int], most_cells: int) -> frozenset[bytes] | None:
    """Tails of a sheet that comes in pieces."""
    edges = [0, *sorted(cut % len(xml) for cut in cuts), len(xml)]
    seen = TailsAhead(most_cells)
    for start, end in pairwise(edges):
        seen.look(xml[start:end])
    return seen.tails()


@settings(max_examples=300, deadline=None)
@given(
    cells=st.lists(placed, min_size=1, max_size=12),
    cuts=st.lists(st.integers(0, 10_000), max_size=6),
    most=st.sampled_from([100, 1000, 10_000, 1_000_000]),
)
def test_a_sheet_that_comes_in_pieces_lies_within_the_limit_and_has_no_other_tails(
    cells: list[tuple[int, int, tuple[str, str], str, bool]], cuts: list[int], most: int
) -> None:
    xml = markup(cells, "")
    tails = ahead(xml, cuts, most)
    if tails is not None:
        assert (max(cell[0] for cell in cells) + 1) * (max(cell[1] for cell in cells) + 1) <= most
        assert tails >= set(re.findall(rb'<c r="[A-Z]+[0-9]+"([^>]*)>', xml))


@pytest.mark.parametrize("late", ['<c r="XFD4001"><v>1</v></c>', "<c><v>1</v></c>", '<x:c r="A1"><v>1</v></x:c>'])
def test_a_late_piece_is_not_taken_for_plain_because_the_first_ones_are(late: str) -> None:
    rows = [f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 5000)]
    plain = sheet_xml("".join(rows)).encode()
    odd = sheet_xml("".join([*rows[:4000], f'<row r="4001">{late}</row>', *rows[4001:]])).encode()
    cuts = list(range(0, len(plain), 7919))
    assert ahead(plain, cuts, 1_000_000) == frozenset({b""})
    assert ahead(odd, cuts, 1_000_000) is None


def test_a_large_sheet_is_shown_in_pieces_as_it_is_inflated() -> None:
    xml = sheet_xml("".join(f'<row r="{row}"><c r="A{row}"><v>{row}</v></c></row>' for row in range(1, 250_000)))
    held = open_package(package({"S": xml}), Limits())
    pieces: list[bytes] = []
    assert held.part("xl/worksheets/sheet1.xml", pieces.append) == b"".join(pieces) == xml.encode()
    assert len(pieces) > 2


@given(
    st.lists(
        st.sampled_from([b"</v>", b"</is>", b"<f>", b"<f/", b"<rPr>", b"<", b"v>", b"f", b"text", b"</r", b"<rP"]), max_size=30
    )
)
def test_tags_that_are_counted_together_are_those_that_are_counted_alone(pieces: list[bytes]) -> None:
    xml = b"".join([*pieces, b"</worksheet>"])
    assert all(count == xml.count(tag) for tag, count in count_tags(xml).items())
