"""Makes the side files that a manifest describes from microdata, and says where the released numbers do not match."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from outcheck.checks.dominant_contributors import Parameters as Shares
from outcheck.checks.mismatched_evidence import differing
from outcheck.checks.p_percent import Parameters as Closeness
from outcheck.clearance import Request, Understood, understand_release
from outcheck.evidence.comparing import asked_of, between
from outcheck.evidence.faults import EvidenceError
from outcheck.evidence.matching import evidence_of
from outcheck.evidence.microdata import Computed, compute
from outcheck.evidence.side_file import read_side_file
from outcheck.evidence.writing import grid_of, rows_of, write_rows
from outcheck.model.arrays import Indices
from outcheck.model.hints import EvidenceHint, Microdata, TableHint
from outcheck.model.table import Table
from outcheck.packs import PackError

_LEAST_DEPTH = 2


@dataclass(frozen=True, slots=True)
class Supported:
    """What became of one table: its side file, and how its numbers compare with what the data say.

    ``mismatched`` are addresses of numbers that the data contradict, ``unsure`` those that only an untold rounding explains.
    ``unshown`` are groups of the data that are in no cell of the table.
    """

    table: str
    side_file: Path
    rows: int
    compared: int
    mismatched: tuple[str, ...]
    unsure: tuple[str, ...]
    not_compared: int
    unshown: int


def support(request: Request) -> tuple[Supported, ...]:
    """Write every side file for which the manifest names microdata. Raises PackError with the line of the manifest.

    A side file is written when everything about it is computed; one that fails leaves what was there before.
    """
    understood = understand_release(request)
    manifest = understood.manifest
    described = [hint for hint in manifest.hints.tables if hint.evidence and hint.evidence.microdata] if manifest else []
    if manifest is None or not described:
        raise PackError("no table of the manifest names microdata: describe it under 'evidence' in outcheck.yaml")
    depth = _depth(understood)
    done = []
    for hint in described:
        evidence = hint.evidence
        if evidence is None or evidence.microdata is None:
            continue
        try:
            done.append(_supported(_table(understood, hint), evidence, evidence.microdata, manifest.path.parent, depth, request))
        except EvidenceError as fault:
            line = evidence.microdata.line(fault.key) if fault.key else evidence.line
            raise PackError(f"{manifest.path.name}:{line}: evidence for {hint.file} {fault.what}; {fault.todo}") from None
    return tuple(done)


def _table(understood: Understood, hint: TableHint) -> Table:
    tables = [held for held in understood.release.tables if held.file == hint.file and hint.sheet in ("", held.sheet)]
    if not tables:
        raise EvidenceError("is for a table that the release does not have", "correct the file and sheet")
    if len(tables) > 1:
        raise EvidenceError("describes several tables at once", "put each on a sheet of its own")
    if tables[0].rows_of_persons:
        raise EvidenceError("is for what looks like one row per person", "take that table out of the release")
    return tables[0]


def _supported(table: Table, hint: EvidenceHint, microdata: Microdata, folder: Path, depth: int, request: Request) -> Supported:
    path = Path(os.path.normpath(folder / hint.file))
    if any(path.resolve().is_relative_to(each.resolve()) for each in request.paths):
        raise EvidenceError("would lie inside the release and leave with it", "name a file outside, such as in ../evidence")
    computed = compute(table, microdata, folder, depth, asked_of(table, microdata, hint.measures))
    rows = rows_of(computed, microdata, depth)
    side = read_side_file(grid_of(rows, hint.file))
    evidence = evidence_of(table, side, np.arange(len(side)), hint.measures)
    write_rows(path, rows)
    compared, mismatched, unsure = _compared(replace(table, evidence=evidence), computed, hint.measures)
    numbers = int(table.is_number.sum())
    return Supported(table.id, path, len(rows) - 1, compared, mismatched, unsure, numbers - compared, computed.unshown)


def _compared(table: Table, computed: Computed, measures: tuple[str, ...]) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """How many numbers were recomputed; addresses of those that differ, and of those that may be rounded otherwise."""
    low, high = between(table, computed, measures)
    cells = np.flatnonzero(table.is_number & ~np.isnan(low))
    wrong, odd = differing(table, cells, low, high)
    return int(cells.size), _addresses(table, cells[wrong]), _addresses(table, cells[odd])


def _addresses(table: Table, cells: Indices) -> tuple[str, ...]:
    return tuple(table.cell(cell) for cell in cells.tolist())


def _depth(understood: Understood) -> int:
    """How many of the largest contributions the rules of the packs look at."""
    depth = _LEAST_DEPTH
    for rule in (rule for pack in understood.packs for rule in pack.rules):
        match rule.parameters:
            case Shares(shares=shares):
                depth = max(depth, *(number for number, _ in shares))
            case Closeness(coalition=coalition):
                depth = max(depth, coalition + 1)
            case _:
                pass
    return depth
