"""Finds counts that texts say in words: ``N = 12`` anywhere, ``excludes 4 pupils`` outside of tables.

Inside a table ``4 pupils`` names a category, and outside of one ``key stage 4 pupils`` or ``fewer than 10 learners`` counts
nobody; so a number before a noun counts only where a sentence begins or one of a few words leads to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from outcheck.layout.blocks import Block
from outcheck.layout.cells import Cells
from outcheck.layout.literals import Kind
from outcheck.layout.vocabulary import COUNTED
from outcheck.model.arrays import BoolArray
from outcheck.model.places import Area
from outcheck.model.release import SaidCount

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = rf"(?P<count>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_WORDS)})(?![\w%]|[.,/:–-]\d|\s*(?:%|per cent|percent))"
_NAMED = re.compile(
    rf"(?<![\w-])(?:n|(?:unweighted )?base|sample(?: size)?|observations?|obs)\s*(?:=|:|\bis\b|\bof\b)\s*{_NUMBER}",
    re.IGNORECASE,
)
_MEASURED = r"or|to|in|of|out|per|times|points?|years?|months?|weeks?|days?|hours?|gcses?|levels?"
_BETWEEN = rf"(?!and\b)(?:(?!(?:{_MEASURED})\b)[a-z][a-z'-]*\s+){{0,3}}"
_OF_MORE = r"(?:\s+(?:out\s+)?of\s+(?:the\s+|all\s+)?[\d,]+)?"
_NO_RATE = r"(?!\s+(?:per|in every|in each|to each|or more|or fewer|or less))"
_BEFORE_NOUN = re.compile(
    rf"(?<![\w.,£$€/–-]){_NUMBER}{_OF_MORE}\s+{_BETWEEN}(?:{COUNTED})\b{_NO_RATE}",
    re.IGNORECASE,
)
_LEADS_TO = re.compile(
    r"(?:^|[.;:,!?(\[–]|\b(?:exclud\w+|omit\w*|remov\w+|dropp\w+|lost|missing|for|on|of|by|from|only|just|includ\w+|contain\w*|cover\w*"
    r"|are|is|was|were|has|have|had|and|plus|further|other|another|remaining|additional|these|those|the|all|about|approximately|around"
    r"|exactly|some|total|because|leav\w+|left|suppress\w+))\s*$",
    re.IGNORECASE,
)
_ONLY_A_LIMIT = re.compile(
    r"\b(?:fewer|less|more|greater|other) than\b|\b(?:below|under|over|above|at least|at most|up to|minimum|maximum|threshold"
    r"|limit|between|nearest|multiples?|round\w*|per|every|each)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[.;!?](?=\s|$)|\n")


def counts_in(text: str, *, in_table: bool = False) -> tuple[int, ...]:
    """Counts of persons, employers and the like that a text says; of a label in a table only those behind ``N =``."""
    found = [_value(match) for match in _NAMED.finditer(text)]
    if not in_table:
        for sentence in _SENTENCE.split(text):
            found += [_value(match) for match in _BEFORE_NOUN.finditer(sentence) if _counts(sentence[: match.start()])]
    return tuple(found)


def said_counts(cells: Cells, blocks: Sequence[Block]) -> tuple[SaidCount, ...]:
    """Counts that the texts of a grid say, each with the first cell that has the text."""
    return tuple(sorted(_said(cells, blocks), key=lambda said: (said.area, said.count)))


def _said(cells: Cells, blocks: Sequence[Block]) -> Iterator[SaidCount]:
    for index, column in enumerate(cells.columns):
        is_text: BoolArray = column.kind == Kind.TEXT
        inside = np.zeros(cells.height, dtype=np.bool_)
        for block in blocks:
            if block.area.left <= index <= block.area.right:
                inside[block.area.top : block.area.bottom + 1] = True
        for in_table, rows in ((True, np.flatnonzero(is_text & inside)), (False, np.flatnonzero(is_text & ~inside))):
            for code in column.codes(rows) if rows.size else ():
                counts = counts_in(column.texts[code], in_table=in_table)
                if counts:
                    row = int(rows[column.code[rows] == code][0])
                    yield from (SaidCount(Area(row, index, row, index), count) for count in counts)


def _value(match: re.Match[str]) -> int:
    text = match["count"].casefold()
    return _WORDS.index(text) + 1 if text in _WORDS else int(text.replace(",", ""))


def _counts(before: str) -> bool:
    """Whether what a sentence says before a number lets the number count somebody."""
    return _LEADS_TO.search(before) is not None and _ONLY_A_LIMIT.search(before) is None
