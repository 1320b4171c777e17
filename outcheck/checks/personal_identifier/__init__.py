"""Cells that look like identifiers of a person, an employer or a provider."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from pydantic import Field

from outcheck.checks.base import Check, FileCheck, Note
from outcheck.checks.carried import note_of_cells
from outcheck.checks.personal_identifier.kinds import KINDS, Kind
from outcheck.model.arrays import BoolArray
from outcheck.model.grid import Grid
from outcheck.model.release import ReleaseFile
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn
from outcheck.model.stored import StoredColumn
from outcheck.model.texts import TextColumn

KindName = Literal[
    "nhs-number",
    "national-insurance-number",
    "pupil-number",
    "learner-number",
    "tax-reference",
    "passport",
    "postcode",
    "date-of-birth",
    "name",
    "e-mail",
    "phone",
    "ip-address",
    "person-key",
    "employer-reference",
    "provider-number",
]

_HEADING_ROWS = 15
_LONGEST_HEADING = 60
_TEN_DIGITS = (1e9, 1e10 - 1)
_STARTS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz+0'\""


class Parameters(CheckParameters):
    """What personal-identifier is asked with."""

    kinds: list[KindName] | None = Field(default=None, min_length=1, description="The kinds that are looked for; all if left out")


def find(file: ReleaseFile, parameters: Parameters) -> Iterator[Note]:
    """One note for each kind of identifier on each sheet."""
    kinds = [kind for kind in KINDS if parameters.kinds is None or kind.name in parameters.kinds]
    for grid in file.grids:
        found: dict[str, list[tuple[int, BoolArray]]] = {}
        for number, column in enumerate(grid.columns):
            headings = _headings(grid, number)
            headed = [kind for kind in kinds if any(kind.is_named_by(heading) for heading in headings)]
            texts = _texts(column, every=bool(headed))
            for kind in kinds:
                chosen = _recognised(kind, texts, headed=kind in headed)
                if chosen:
                    found.setdefault(kind.words, []).append((number, _rows(column, chosen)))
        for words, cells in found.items():
            note = note_of_cells(grid, f"these look like {words}", cells)
            if note is not None:
                yield note


def _headings(grid: Grid, column: int) -> list[str]:
    """Short texts at the top of a column."""
    cells = (grid.columns[column][row] for row in range(min(_HEADING_ROWS, grid.height)))
    return [cell for cell in cells if isinstance(cell, str) and 0 < len(cell) <= _LONGEST_HEADING]


def _recognised(kind: Kind, texts: Sequence[str], *, headed: bool) -> set[str]:
    """Those of the different texts of a column that are of a kind."""
    shaped = {text for text in texts if kind.shape.fullmatch(text.strip()) and not kind.is_named_by(text)}
    if headed:
        return shaped if len(shaped) >= kind.least else set()
    good = shaped if kind.valid is None else {text for text in shaped if kind.valid(text.strip())}
    chosen = good if kind.alone and len(good) >= kind.alone and len(good) == len(shaped) else set()
    return chosen | {text for text in texts if _holds(kind, text)}


def _holds(kind: Kind, text: str) -> bool:
    """Whether a running text holds one that passes its check."""
    return kind.within is not None and any(kind.valid is None or kind.valid(match[0]) for match in kind.within.finditer(text))


def _texts(column: StoredColumn | TextColumn, *, every: bool) -> list[str]:
    """Different texts of a column that may be identifiers, or every one; of numbers only those with ten digits."""
    if isinstance(column, TextColumn):
        return list(column.texts) if every else [column.texts[number] for number in _candidates(column)]
    if every:
        return [_as_text(value) for value in column.values if value is not None]
    texts = [value for value in column.others if isinstance(value, str)]
    least, most = _TEN_DIGITS
    long = column.numbers[(column.numbers >= least) & (column.numbers <= most)]
    return texts + [_as_text(value) for value in long.tolist() if value.is_integer()]


def _candidates(column: TextColumn) -> list[int]:
    """Numbers of the texts that could be identifiers, told by length and first bytes: most texts are short numbers."""
    texts = column.texts
    length = texts.stop - texts.start
    head = texts.word(0).view(np.uint8).reshape(-1, 8)
    letter = np.isin(head[:, 0], np.frombuffer(_STARTS, np.uint8)) | (head[:, 0] > 127)  # noqa: PLR2004  beyond ASCII
    dots = (head == ord(".")).sum(axis=1)
    slash = head[:, 3] == ord("/")
    may = ((letter | slash) & (length > 5)) | ((length >= 10) & (dots == 0)) | ((length > 6) & (dots > 1))  # noqa: PLR2004
    found: list[int] = np.flatnonzero(may).tolist()
    return found


def _rows(column: StoredColumn | TextColumn, chosen: set[str]) -> BoolArray:
    if isinstance(column, TextColumn):
        numbers = [number for number, text in enumerate(column.texts) if text in chosen]
        return np.isin(column.code, numbers)
    return column.rows_of(code for code, value in enumerate(column.values) if _as_text(value) in chosen)


def _as_text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


CHECK = Check(
    code="OC516",
    name="personal-identifier",
    asks="Does a cell hold an identifier of a person, an employer or a provider?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=FileCheck(find),
    remedies=(
        "take the column out, and release statistics of groups",
        "if these are published codes of places or products, say so in a waiver",
    ),
)
