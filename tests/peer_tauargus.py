"""The suppression and the audit of tau-Argus (``pytauargus``), asked for our problems; to be run in a private folder."""

from __future__ import annotations

import importlib
from math import prod
from pathlib import Path

import numpy as np
from drawn_tables import Nesting, Tables
from numpy.typing import NDArray
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray
from outcheck.sdc.suppression import Problem

DEAREST = 20_000
"""Costs are whole numbers up to this; nothing that costs more is worth hiding in these tables."""


def optimal(problem: Problem, minutes: int) -> BoolArray:
    """The pattern of its optimal method, or its best when its own limit of time is reached.

    It takes relations as they are, but ignores a protection level for both sides together (see ``_levels``).
    """
    status = np.where(problem.hidden, "u", np.where(problem.fixed, "z", "s"))
    _write_jj(problem.system.rows, problem.lower_shown, np.minimum(problem.cost, DEAREST), status, *_levels(problem))
    code = importlib.import_module("pytauargus").HiTaSCtrl().full_jj(in_file_jj="asked.jj", out_file="found.jj", max_time=minutes)
    if code > 1:
        raise RuntimeError(f"code {code}")
    hidden = problem.hidden.copy()
    hidden[[int(line.split()[0]) for line in Path("found.jj").read_text(encoding="ascii").splitlines() if line.strip()]] = True
    return hidden


def audit(rows: csr_array, truth: FloatArray, hidden: BoolArray) -> tuple[FloatArray, FloatArray]:
    """Lower and upper bounds of all numbers, for one who knows all to lie between 0 and the largest, and which are 0."""
    status = np.where(hidden & (truth > 0), "u", np.where(truth > 0, "s", "z"))
    ones = np.ones(len(truth))
    _write_jj(rows, truth, ones, status, 0 * ones, 0 * ones)
    lower, upper = truth.copy(), truth.copy()
    for row in importlib.import_module("pytauargus._tauargus").audit_jj("asked.jj"):
        lower[row["cell"]], upper[row["cell"]] = row["min"], row["max"]
    return lower, upper


def _levels(problem: Problem) -> tuple[FloatArray, FloatArray]:
    """How far below and above its value each number must seem to reach: down to 0, and the rest of the width above.

    This asks for more than a width. Of the ways to say it that were tried it costs least: in a two-way table of 40x30 another
    value of 110, where half the value on either side costs 195, and nothing below with the whole width above 261.
    """
    below, above = np.zeros(problem.system.unknowns), np.zeros(problem.system.unknowns)
    targets = problem.targets.indices
    below[targets] = np.minimum(problem.lower_shown[targets], problem.width)
    above[targets] = problem.width - below[targets]
    return below, above


def _write_jj(
    rows: csr_array,
    value: FloatArray,
    cost: FloatArray,
    status: NDArray[np.str_],
    below: FloatArray,
    above: FloatArray,
) -> None:
    """Cells and relations in its own format, as its front end writes them."""
    most = value.max()
    cells = [
        f"{cell} {value[cell]:.0f} {max(cost[cell], 1):.0f} {status[cell]} 0 {most:.0f} {below[cell]:.0f} {above[cell]:.0f} 0"
        for cell in range(len(value))
    ]
    lines = [
        f"0 {end - start} : " + " ".join(f"{rows.indices[one]} ({rows.data[one]:.0f})" for one in range(start, end))
        for start, end in zip(rows.indptr[:-1], rows.indptr[1:], strict=True)
    ]
    Path("asked.jj").write_text("\n".join(["0", str(len(cells)), *cells, str(len(lines)), *lines, ""]), encoding="ascii")


def modular(tables: Tables, minutes: int) -> BoolArray:
    """The pattern of its modular method, which takes a nested table apart into simple ones."""
    if tables.nesting is None:
        raise ValueError("one table only")
    names = [f"by{axis}" for axis in range(len(tables.nesting))]
    codes = [[*(f"c{place:05}" for place in range(_size(sizes) - 1)), "Total"] for sizes in tables.nesting]
    _write_table(tables.problem, codes)
    meta = ['<SEPARATOR> ";"', '<SAFE> "S"', '<UNSAFE> "U"', '<PROTECT> "P"']
    for name, sizes, code in zip(names, tables.nesting, codes, strict=True):
        meta += [name, "<RECODEABLE>", '<TOTCODE> "Total"']
        if len(sizes) > 1:
            Path(f"{name}.hrc").write_text("\n".join([*_hierarchy(sizes, code), ""]), encoding="ascii")
            meta += [f'<HIERCODELIST> "{name}.hrc"', '<HIERLEADSTRING> "@"', "<HIERARCHICAL>"]
    meta += ["value", "<NUMERIC>", "<DECIMALS> 0", "said", "<STATUS>"]
    meta += ["below", "<NUMERIC> <LOWERPL>", "above", "<NUMERIC> <UPPERPL>"]
    Path("asked.rda").write_text("\n".join([*meta, ""]), encoding="ascii")
    batch = [
        '<OPENTABLEDATA> "asked.tab"',
        '<OPENMETADATA> "asked.rda"',
        "<SPECIFYTABLE> " + "".join(f'"{name}"' for name in names) + '|"value"||',
        "<SAFETYRULE>",
        "<READTABLE>",
        f"<SUPPRESS> MOD(1,{minutes})",
        '<WRITETABLE> (1,5,SO+,"found.tab")',
    ]
    Path("asked.arb").write_text("\n".join([*batch, ""]), encoding="ascii")
    importlib.import_module("pytauargus.engine").run_batch("asked.arb")
    return tables.problem.hidden | _found(codes)


def _size(sizes: Nesting) -> int:
    return sum(prod(sizes[:level]) for level in range(len(sizes) + 1))


def _hierarchy(sizes: Nesting, codes: list[str], level: int = 1, place: int = 0) -> list[str]:
    """All below one number along a dimension, depth first; each line begins with as many marks as levels lie between."""
    if level > len(sizes):
        return []
    start = sum(prod(sizes[:deeper]) for deeper in range(level + 1, len(sizes) + 1))
    lines = []
    for child in range(place * sizes[level - 1], (place + 1) * sizes[level - 1]):
        lines += ["@" * (level - 1) + codes[start + child], *_hierarchy(sizes, codes, level + 1, child)]
    return lines


def _write_table(problem: Problem, codes: list[list[str]]) -> None:
    marks = np.where(problem.hidden, "U", "S")
    written = [
        ";".join([*map(list.__getitem__, codes, place), f"{value:.0f}", mark, f"{down:.0f}", f"{up:.0f}"])
        for place, value, mark, down, up in zip(
            np.ndindex(*map(len, codes)), problem.lower_shown, marks, *_levels(problem), strict=True
        )
        if value > 0
    ]
    Path("asked.tab").write_text("\n".join([*written, ""]), encoding="ascii")


def _found(codes: list[list[str]]) -> BoolArray:
    """Which numbers it marks as secondary."""
    hidden = np.zeros(tuple(map(len, codes)), dtype=np.bool_)
    places = [{code: place for place, code in enumerate(one)} for one in codes]
    for line in Path("found.tab").read_text(encoding="ascii").splitlines():
        fields = [field.strip().strip('"').strip() for field in line.split(";")]
        if fields[len(codes) + 3] == "M":
            hidden[tuple(place[field] for place, field in zip(places, fields, strict=False))] = True
    return hidden.ravel()
