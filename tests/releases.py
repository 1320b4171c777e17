"""Releases made of tables that count the same people."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

Counts = npt.NDArray[np.int64]

CATEGORIES: Mapping[str, Sequence[str]] = {
    "Region": ("North", "South", "East", "West"),
    "Sex": ("Female", "Male"),
    "Sector": ("Care", "Retail", "Transport", "Energy", "Farming"),
}


def tidy(counts: Counts, kept: Sequence[str], *, percentages: bool = False) -> str:
    """A table by some of the variables with every total, one row per combination; ``counts`` has an axis per variable.

    With ``percentages``, each row also says its share of all people of its first category.
    """
    names = list(CATEGORIES)
    away = tuple(number for number, name in enumerate(names) if name not in kept)
    left = counts.sum(axis=away)
    own = [name for name in names if name in kept]
    labels = [[*CATEGORIES[name][: left.shape[number]], "Total"] for number, name in enumerate(own)]
    lines = [",".join([*own, "Learners", *(["% of all"] if percentages else [])])]
    for place in itertools.product(*(range(len(held)) for held in labels)):
        value = int(_at(left, place))
        base = int(_at(left, (place[0], *(left.shape[axis] for axis in range(1, left.ndim)))))
        share = [f"{100 * value / base:.1f}" if base else "0.0"] if percentages else []
        lines.append(",".join([*(labels[axis][code] for axis, code in enumerate(place)), str(value), *share]))
    return "\n".join(lines) + "\n"


def crosstab(counts: Counts, rows: str, columns: str) -> str:
    """A table of two variables side by side, with totals."""
    names = list(CATEGORIES)
    away = tuple(number for number, name in enumerate(names) if name not in (rows, columns))
    left = counts.sum(axis=away)
    if names.index(rows) > names.index(columns):
        left = left.T
    down, across = ([*CATEGORIES[name][: left.shape[axis]], "Total"] for axis, name in enumerate((rows, columns)))
    lines = [",".join([rows, *across])]
    for row, label in enumerate(down):
        lines.append(",".join([label, *(str(int(_at(left, (row, column)))) for column in range(len(across)))]))
    return "\n".join(lines) + "\n"


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """A folder with some text files."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def _at(counts: Counts, place: Sequence[int]) -> np.int64:
    """A number of a table whose last category along each axis is the total."""
    cut = tuple(slice(code, code + 1) if code < counts.shape[axis] else slice(None) for axis, code in enumerate(place))
    return np.int64(counts[cut].sum())
