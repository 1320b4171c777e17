"""Cases of the checks, read from their folders and asked through the real reading."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from importlib.resources import files
from typing import Any

import numpy as np
import yaml
from drawn import MARKERS, drawn

from outcheck.checks.base import (
    AccountCheck,
    Check,
    FileCheck,
    Hit,
    Note,
    RecordCheck,
    ReleaseCheck,
    ReleaseHit,
    TableCheck,
    Undetermined,
    WaiverCheck,
    WaiverUse,
)
from outcheck.checks.catalogue import CHECKS
from outcheck.evidence.matching import evidence_of
from outcheck.evidence.side_file import read_side_file
from outcheck.inference.deductions import Deductions
from outcheck.layout import understand
from outcheck.model.arrays import Indices
from outcheck.model.finding import Waiver
from outcheck.model.grid import GENERAL, Grid, Visibility
from outcheck.model.hints import ColumnHint, Hints, TableHint
from outcheck.model.inspection import Hidden, HiddenKind
from outcheck.model.places import Area
from outcheck.model.record import Misfit, Record, RecordedOutput
from outcheck.model.release import Account, NotUnderstood, ReleaseFile, Unread
from outcheck.model.report import Outcome
from outcheck.model.rule import Attacker, CheckParameters
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.stored import StoredColumn, StoredValue
from outcheck.model.table import Table

INPUTS = ("table", "release", "file", "account", "waiver", "record")
_FILE_KEYS = {"path", "format", "bytes", "sha256", "unread", "holds", "sheets"}
_SHEET_KEYS = {"name", "state", "hidden", "formats", "cells"}
_KEYS = {"name", "past", "with", "hints", "evidence", "expect", "cells", "undetermined", "related", "says", *INPUTS}


@dataclass(frozen=True)
class Case:
    """One case of a check, as its ``cases.yaml`` has it."""

    check: Check
    given: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.check.name}: {self.given['name']}"

    @property
    def parameters(self) -> CheckParameters:
        return self.check.parameters.model_validate_json(json.dumps(self.given.get("with", {})))


@dataclass
class Answer:
    """What a check said: the outcome, the cells of each kind with the cells that explain them, and every text."""

    outcome: Outcome = Outcome.NOT_APPLICABLE
    hit: list[str] = field(default_factory=list)
    undetermined: list[str] = field(default_factory=list)
    related: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)


def cases_of(check: Check) -> tuple[Case, ...]:
    """Every case in a check's folder."""
    text = files("outcheck.checks").joinpath(check.name.replace("-", "_"), "cases.yaml").read_text(encoding="utf-8")
    cases = tuple(Case(check, given) for given in yaml.safe_load(text))
    for case in cases:
        assert set(case.given) <= _KEYS, f"{case}: unknown keys {sorted(set(case.given) - _KEYS)}"
        assert sum(key in case.given for key in INPUTS) == 1, f"{case}: one of {INPUTS}"
    return cases


def all_cases() -> tuple[Case, ...]:
    """Every case of every check."""
    return tuple(case for check in CHECKS for case in cases_of(check))


def tables_of(case: Case) -> tuple[Table, ...]:
    """Tables of a drawing, as the real reading understands them."""
    hints: Mapping[str, Any] = case.given.get("hints", {})
    columns = tuple(
        ColumnHint(name, None if statistic == "label" else Statistic(statistic))
        for name, statistic in hints.get("columns", {}).items()
    )
    unit = Unit(hints["unit"]) if "unit" in hints else None
    structural = tuple(ColumnHint(name, None) for name in hints.get("structural", ()))
    told: tuple[TableHint, ...] = ()
    if hints:
        hint = TableHint("drawn.csv", columns=columns, unit=unit, structural=structural, population=hints.get("population", ""))
        told = (hint,)
    tables = understand(drawn(case.given["table"]), Hints(MARKERS, told)).tables
    return _with_evidence(case, tables)


def _with_evidence(case: Case, tables: tuple[Table, ...]) -> tuple[Table, ...]:
    if "evidence" not in case.given:
        return tables
    side = read_side_file(drawn(case.given["evidence"]))
    return tuple(replace(table, evidence=evidence_of(table, side, np.arange(len(side)))) for table in tables)


def release_of(case: Case) -> tuple[Table, ...]:
    """Tables of several drawings, each a file by its name."""
    return _with_evidence(case, _drawn_tables(case.given["release"]))


def past_of(case: Case) -> tuple[Table, ...]:
    """Tables that left before."""
    return _drawn_tables(case.given.get("past", {}))


def _drawn_tables(drawings: Mapping[str, str]) -> tuple[Table, ...]:
    return tuple(
        table for name, text in drawings.items() for table in understand(replace(drawn(text), file=name), Hints(MARKERS)).tables
    )


def hits_in_release(
    check: Check, tables: Sequence[Table], parameters: CheckParameters, past: Sequence[Table] = ()
) -> list[ReleaseHit]:
    """Everything a check finds in a release beside what left before."""
    assert isinstance(check.question, ReleaseCheck)
    deductions = Deductions(tables, Attacker(), width=getattr(parameters, "width", 1.0), past=past)
    asked = [check.question.examines(table) for table in tables]
    asked += [np.zeros(len(table), dtype=np.bool_) for table in past]
    if not any(mask.any() for mask in asked):
        return []
    return list(check.question.find(deductions, asked, parameters))


def asked_cells(check: Check, table: Table, parameters: CheckParameters | None = None) -> Indices:
    """Cells of a table that a check examines, with these parameters or with any."""
    assert isinstance(check.question, TableCheck)
    return np.flatnonzero(check.question.asked(table, parameters) if parameters else check.question.examines(table))


def hits_in(check: Check, table: Table, parameters: CheckParameters) -> list[Hit]:
    """Everything a check finds among the cells it examines."""
    return hits_among(check, table, asked_cells(check, table, parameters), parameters)


def hits_among(check: Check, table: Table, cells: Indices, parameters: CheckParameters) -> list[Hit]:
    """What a check finds among some cells, up to where it lacks what it needs."""
    assert isinstance(check.question, TableCheck)
    hits: list[Hit] = []
    with suppress(Undetermined):
        hits.extend(check.question.find(table, cells, parameters))
    return hits


def ask(case: Case) -> Answer:
    """Ask the case's question."""
    question = case.check.question
    if isinstance(question, TableCheck):
        return _ask_tables(case)
    if isinstance(question, ReleaseCheck):
        return _ask_release(case, question)
    answer = Answer(Outcome.CLEAR)
    for note in _notes(case, question):
        answer.outcome = Outcome.HIT
        answer.hit += [note.area] if note.area else []
        answer.texts += [note.message, *note.remedies]
    return answer


def _ask_tables(case: Case) -> Answer:
    assert isinstance(case.check.question, TableCheck)
    answer = Answer()
    for table in tables_of(case):
        asked = asked_cells(case.check, table, case.parameters)
        if not asked.size:
            continue
        outcome = Outcome.CLEAR
        try:
            for hit in case.check.question.find(table, asked, case.parameters):
                kind = Outcome.UNDETERMINED if hit.undetermined else Outcome.HIT
                outcome = min(outcome, kind, key=_order)
                _note_hit(answer, table, hit)
        except Undetermined as reason:
            outcome = min(outcome, Outcome.UNDETERMINED, key=_order)
            answer.texts.append(str(reason))
        answer.outcome = min(answer.outcome, outcome, key=_order)
    return answer


def _ask_release(case: Case, question: ReleaseCheck) -> Answer:
    """Cells are named ``file!cell``; those that a finding speaks of together are all named."""
    tables, past = release_of(case), past_of(case)
    answer = Answer(Outcome.CLEAR if any(question.examines(table).any() for table in tables) else Outcome.NOT_APPLICABLE)
    every = (*tables, *past)
    for hit in hits_in_release(case.check, tables, case.parameters, past):
        answer.outcome = min(answer.outcome, Outcome.UNDETERMINED if hit.undetermined else Outcome.HIT, key=_order)
        addresses = [f"{every[place].file}!{every[place].cell(cell)}" for place, cell in hit.cells]
        (answer.undetermined if hit.undetermined else answer.hit).extend(addresses)
        answer.texts += [hit.message, *hit.remedies, *([hit.proof.words] if hit.proof else [])]
        if hit.related:
            place, cell = hit.related[0]
            answer.related[addresses[0]] = f"{every[place].file}!{every[place].cell(cell)}"
    return answer


def _note_hit(answer: Answer, table: Table, hit: Hit) -> None:
    addresses = [table.cell(int(cell)) for cell in hit.cells]
    (answer.undetermined if hit.undetermined else answer.hit).extend(addresses)
    answer.texts += [hit.message, *hit.remedies]
    if hit.related is not None:
        explained = zip(addresses, hit.related, strict=True)
        answer.related.update({cell: table.cell(int(by)) for cell, by in explained if by >= 0})


def _order(outcome: Outcome) -> int:
    return list(Outcome).index(outcome)


def _notes(case: Case, question: FileCheck | AccountCheck | WaiverCheck | RecordCheck) -> Iterator[Note]:
    match question:
        case FileCheck():
            return question.find(_file(case.given["file"]), case.parameters)
        case AccountCheck():
            return question.find(_account(case.given["account"]), case.parameters)
        case WaiverCheck():
            return question.find(_use(case.given["waiver"]), case.parameters)
        case RecordCheck():
            return question.find(_record(case.given["record"]), case.parameters)


def _file(given: Mapping[str, Any]) -> ReleaseFile:
    assert set(given) <= _FILE_KEYS, f"unknown keys {sorted(set(given) - _FILE_KEYS)}"
    unread = (Unread(given["unread"], "export it again"),) if "unread" in given else ()
    held = tuple(
        Hidden(HiddenKind(entry["kind"]), **{k: v for k, v in entry.items() if k != "kind"}) for entry in given.get("holds", ())
    )
    grids = tuple(_sheet(given["path"], sheet, as_text=given["format"] == "csv") for sheet in given.get("sheets", ()))
    digest = given.get("sha256", "ab" * 32)
    return ReleaseFile(given["path"], given["format"], given.get("bytes", 1), digest, grids, unread, held)


def _sheet(file: str, given: Mapping[str, Any], *, as_text: bool) -> Grid:
    """Sheet of a drawing. In a workbook, what is written as a number is one; ``formats`` has the cells of each number format."""
    assert set(given) <= _SHEET_KEYS, f"unknown keys {sorted(set(given) - _SHEET_KEYS)}"
    grid = drawn(given["cells"])
    columns = grid.columns if as_text else tuple(StoredColumn.of(list(map(_as_number, column))) for column in grid.columns)
    texts = (GENERAL, *given.get("formats", {}))
    codes = np.zeros((grid.height, grid.width), dtype=np.int16)
    for number, cells in enumerate(given.get("formats", {}).values(), start=1):
        for area in map(Area.parse, cells):
            codes[area.top : area.bottom + 1, area.left : area.right + 1] = number
    return Grid(
        file,
        given.get("name", ""),
        columns,
        tuple(codes.T) if len(texts) > 1 else (),
        texts,
        hidden=tuple(Area.parse(area) for area in given.get("hidden", ())),
        visibility=Visibility(given.get("state", "visible")),
    )


def _as_number(text: StoredValue) -> StoredValue:
    try:
        return float(str(text))
    except ValueError:
        return text


def _account(given: Mapping[str, Any]) -> Account:
    """An account by its figures, or that of a drawing."""
    if "drawn" in given:
        return understand(drawn(given["drawn"]), Hints(MARKERS)).account
    entries = [
        NotUnderstood(Area.parse(entry["area"]), entry["numbers"], entry["why"]) for entry in given.get("not_understood", ())
    ]
    return Account("drawn.csv", "", given["numbers"], given["measured"], given["labels"], tuple(entries))


def _use(given: Mapping[str, Any]) -> WaiverUse:
    until = given["until"]
    assert isinstance(until, date)
    cells = tuple(Area.parse(cell) for cell in given.get("cells", ()))
    places = {key: given[key] for key in ("fingerprint", "rule", "file", "sheet") if key in given}
    return WaiverUse(Waiver(given["reason"], given["by"], until, cells=cells, **places), given["expired"], given["used"])


def _record(given: Mapping[str, Any]) -> Record:
    outputs = tuple(
        RecordedOutput(
            entry["name"],
            tuple(entry["files"]),
            entry["status"],
            tuple(entry.get("failed", ())),
            tuple(Area.parse(cell) for cell in entry.get("cells", ())),
            entry.get("exception", ""),
            tuple(entry.get("comments", ())),
            withheld=entry.get("withheld", False),
        )
        for entry in given.get("outputs", ())
    )
    misfits = tuple((Misfit(kind), path) for path, kind in given.get("misfits", {}).items())
    return Record("results.json", given["tool"], outputs, misfits=misfits)
