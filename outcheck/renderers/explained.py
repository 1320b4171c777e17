"""Why the checks that found something are asked: a sentence of theirs and the page of their guide that says why it matters."""

from __future__ import annotations

import re
from dataclasses import dataclass

from outcheck.checks.catalogue import check_named
from outcheck.checks.index import guide
from outcheck.model.report import Report

_WHY = re.compile(r"^## Why it matters\n+(.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Explained:
    """A check with its question and reasons; each reason in pieces, every second of which is code."""

    code: str
    check: str
    asks: str
    reasons: tuple[tuple[str, ...], ...]


def explained(report: Report) -> tuple[Explained, ...]:
    """The checks that findings of a report are of, by code."""
    found = {(held.code, held.check) for held in report.findings}
    return tuple(_explained(code, name) for code, name in sorted(found))


def _explained(code: str, name: str) -> Explained:
    check = check_named(name)
    if check is None:
        return Explained(code, name, "", ())
    why = _WHY.search(guide(name))
    paragraphs = (" ".join(part.split()) for part in why[1].split("\n\n")) if why else ()
    return Explained(code, name, check.asks, tuple(tuple(part.split("`")) for part in paragraphs if part))
