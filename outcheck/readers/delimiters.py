"""Tells which character separates the fields of a text."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass
from itertools import islice

# The comma comes last: between equals it is more likely a decimal comma.
_CANDIDATES = ("\t", ";", "|", ",")
_SAMPLE_BYTES = 2**17
_SAMPLE_RECORDS = 500
_DECLARED = re.compile(rb'"?sep=([\t !#-/:-@\[-`{-~])"?[ \t,;]*(?:[\r\n]|\Z)', re.IGNORECASE)
_NUMBER = re.compile(r"[£$€(+-]*\d[\d., ]*[)%]*")


@dataclass(frozen=True, slots=True)
class Delimiter:
    """The character, and the most fields that a record of the sample has with it."""

    character: str
    width: int


@dataclass(frozen=True, slots=True)
class _Trial:
    delimiter: Delimiter
    numbers: int
    alike: int
    records: int


def find_delimiter(text: bytes) -> Delimiter | None:
    """Delimiter of a table in UTF-8; None where nothing separates anything.

    It is the one that lays bare most numbers, and of equals the one that gives most records the same width. So lines of prose
    above and below the table do not count, nor do the commas in ``1,5;2,5``. A first line such as ``sep=;`` decides.
    """
    sample, whole = _sample(text)
    if declared := _DECLARED.match(text):
        return _try(sample, declared[1].decode(), whole=whole).delimiter
    trials = [trial for character in _CANDIDATES if (trial := _try(sample, character, whole=whole)).alike]
    best = max(trials, key=lambda trial: (trial.numbers, trial.alike), default=None)
    return best.delimiter if best else None


def is_prose(text: bytes) -> bool:
    """Whether a text is rather sentences or a log than a table: no delimiter lays bare a number or splits half its lines."""
    sample, whole = _sample(text)
    trials = [_try(sample, character, whole=whole) for character in _CANDIDATES]
    tables = any(trial.numbers or (trial.alike > 1 and 2 * trial.alike >= trial.records) for trial in trials)
    return not tables and _DECLARED.match(text) is None


def _sample(text: bytes) -> tuple[str, bool]:
    """Whole first lines of a text, and whether they are all of it."""
    if len(text) <= _SAMPLE_BYTES:
        return text.decode(), True
    cut = max(text.rfind(b"\n", 0, _SAMPLE_BYTES), text.rfind(b"\r", 0, _SAMPLE_BYTES))
    if cut < 0:
        later = [at for at in (text.find(b"\n", _SAMPLE_BYTES), text.find(b"\r", _SAMPLE_BYTES)) if at >= 0]
        cut = min(later, default=len(text))
    return text[: cut + 1].decode(), False


def _try(sample: str, character: str, *, whole: bool) -> _Trial:
    """What a delimiter makes of the sample. Its last record may be cut off in a quoted field, and then says nothing."""
    try:
        records = list(islice(csv.reader(io.StringIO(sample, newline=""), delimiter=character), _SAMPLE_RECORDS))
    except csv.Error:  # a field of more than 131,072 characters: the delimiter or the quotes are not what they seem
        return _Trial(Delimiter(character, 1), 0, 0, 0)
    if not whole and len(records) > 1:
        records.pop()
    split = [record for record in records if len(record) > 1]
    return _Trial(
        delimiter=Delimiter(character, max(map(len, records), default=1) or 1),
        numbers=sum(_NUMBER.fullmatch(field.strip()) is not None for record in split for field in record),
        alike=max(Counter(map(len, split)).values(), default=0),
        records=sum(any(record) for record in records),
    )
