"""Reads ``results.json`` of ACRO, in the forms that its versions to 0.4 and from 1.0 write."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from outcheck.acro.commands import analysis_of

MOST_BYTES = 64 * 2**20
_CHECKS = frozenset(
    {
        # from 1.0
        "MinimumThresholdCheck", "NKCheck", "PPercentCheck", "PresenceOfZeroCheck", "RequiredZeroCheck",
        "PresenceOfLinkedTableCheck", "MinimumDoFCheck", "StatbarnDataCheck", "MissingCheck", "AllSameValuesCheck",
        # to 0.4
        "threshold", "p-ratio", "nk-rule", "negative", "missing", "all-values-are-same",
    }
)  # fmt: skip
"""Names of ACRO's checks. Any other is a text from elsewhere, and is not repeated."""
_OTHER_CHECK = "a check of another name"
_STATUSES = frozenset({"pass", "fail", "review", "approved", "rejected"})
_VERSION = re.compile(r"[0-9]{1,4}(\.[0-9]{1,4}){1,3}")
_PLAIN_NAME = re.compile(r"[^/\\:*?\"<>|\x00-\x1f]+")
_LONGEST_STEP = 250
_ANALYSIS = re.compile(r"^ ?([A-Z][A-Za-z]+) : ?$", re.MULTILINE)


class ResultsError(Exception):
    """A file that reads like ACRO's, but is none that it writes. ``what`` carries nothing from the file."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


@dataclass(frozen=True, slots=True)
class Output:
    """One entry of ``results``. ``cells`` are 0-based rows and columns of the numbers in its files; see RecordedOutput.

    ``analyses`` are the names that versions from 1.0 give to what was computed, or what the command says, ``headings`` the labels
    over its columns.
    """

    name: str
    files: tuple[str, ...]
    status: str
    kind: str
    failed: tuple[str, ...]
    cells: tuple[tuple[int, int], ...]
    exception: str
    comments: tuple[str, ...]
    analyses: tuple[str, ...]
    headings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """A whole ``results.json``."""

    version: str
    outputs: tuple[Output, ...]


def read_results(data: bytes) -> Results | None:
    """What a file says; None where it is not of this form at all. Raises ResultsError where it is so in part."""
    if len(data) > MOST_BYTES:
        return None
    try:
        held = json.loads(data)
    except (ValueError, RecursionError):
        return None
    if not isinstance(held, dict) or not {"version", "results"} <= held.keys():
        return None
    version, results = held["version"], held["results"]
    if not isinstance(version, str) or not _VERSION.fullmatch(version):
        raise ResultsError("its version is none that ACRO has")
    if not isinstance(results, dict):
        raise ResultsError("its results are not a list of outputs by name")
    return Results(version, tuple(_output(name, entry) for name, entry in results.items()))


def _output(name: str, entry: object) -> Output:
    held = _mapping(entry, "an output")
    files = held.get("files")
    if not isinstance(files, list):
        raise ResultsError("an output does not list its files")
    each = [_mapping(file, "a file of an output") for file in files]
    names = tuple(_file_name(file.get("name")) for file in each)
    sdc = [_mapping(file.get("sdc") or {}, "what was checked of a file") for file in each]
    status = held.get("status")
    exception = held.get("exception") or ""
    comments = held.get("comments") or []
    if not isinstance(exception, str) or not isinstance(comments, list) or not all(isinstance(said, str) for said in comments):
        raise ResultsError("an exception or a comment is not a text")
    failed = _failed(held, sdc)
    return Output(
        name=name,
        files=names,
        status=status if isinstance(status, str) and status in _STATUSES else "unknown",
        kind=str(held.get("type", "")),
        failed=tuple(dict.fromkeys(check if check in _CHECKS else _OTHER_CHECK for check in failed)),
        cells=_cells(sdc, failed),
        exception=exception.strip(),
        comments=tuple(said.strip() for said in comments if said.strip()),
        analyses=tuple(_ANALYSIS.findall(str(held.get("summary", "")))) or _by_command(held),
        headings=tuple(_mapping(held.get("outcome") or {}, "an outcome")),
    )


def _by_command(held: Mapping[str, object]) -> tuple[str, ...]:
    command = held.get("command")
    found = analysis_of(command) if isinstance(command, str) else ""
    return (found,) if found else ()


def _mapping(value: object, what: str) -> Mapping[str, object]:
    if not isinstance(value, dict):
        raise ResultsError(f"{what} has not the form that ACRO gives it")
    return value


def _file_name(name: object) -> str:
    """Name of a file beside the record or further down: one that leads elsewhere is refused."""
    if not isinstance(name, str) or not all(_is_step(step) for step in name.split("/")):
        raise ResultsError("it names a file that does not lie beside it")
    return name


def _is_step(step: str) -> bool:
    """Whether a text is one step of a path that every system can have."""
    try:
        size = len(step.encode("utf-8"))
    except UnicodeEncodeError:
        return False
    return _PLAIN_NAME.fullmatch(step) is not None and step not in (".", "..") and size <= _LONGEST_STEP


def _failed(held: Mapping[str, object], sdc: list[Mapping[str, object]]) -> tuple[str, ...]:
    """Checks that did not pass. Versions from 1.0 say so; a passing one may still mark every cell, so the marks do not count."""
    fair = _mapping(held.get("fair") or {}, "the description of an output")
    told = _mapping(fair.get("check_status") or {}, "the outcome of checks")
    if told:
        return tuple(name for name, status in told.items() if status != "pass")
    summaries = [_mapping(file.get("summary") or {}, "the summary of a file") for file in sdc]
    return tuple(name for held in summaries for name, count in held.items() if _is_many(count))


def _is_many(count: object) -> bool:
    """Whether a number of cells is one; ``suppressed`` is a yes or no among them."""
    return isinstance(count, int | float) and not isinstance(count, bool) and count > 0


def _cells(sdc: list[Mapping[str, object]], failed: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Cells that failing checks mark. The same marks stand with each file of an output, so the first that has any tells them."""
    for file in sdc:
        marks = _mapping(file.get("cells") or {}, "the cells of a file")
        found = {place for name in failed for place in _places(marks.get(name) or [])}
        if found:
            return tuple(sorted(found))
    return ()


def _places(marks: object) -> list[tuple[int, int]]:
    if not isinstance(marks, list):
        raise ResultsError("the cells of a check are not a list")
    return [_place(mark) for mark in marks]


def _place(mark: object) -> tuple[int, int]:
    match mark:
        case [int() as row, int() as column] if 0 <= row < 2**20 and -1 <= column < 2**14:  # -1: a label, as outcheck marks it
            return row, column
    raise ResultsError("a cell of a check is not a row and a column")
