"""What the page can be narrowed to: levels, checks, files. Style alone does it; a script adds a search and a count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from outcheck.model.report import Report

LEVELS = ("block", "review", "note", "waived")


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to narrow the page to; ``key`` stands in the page's attributes and ``count`` is how many findings it has."""

    key: str
    text: str
    count: int


@dataclass(frozen=True, slots=True)
class Filters:
    """All choices, those of no finding left out."""

    levels: tuple[Choice, ...]
    checks: tuple[Choice, ...]
    files: tuple[Choice, ...]

    @property
    def useful(self) -> bool:
        """Whether there is anything to choose between."""
        return sum(choice.count for choice in self.levels) > 1

    def file_key(self, path: str) -> str:
        """Key of a file with findings."""
        return next(choice.key for choice in self.files if choice.text == path)

    def check_key(self, code: str, check: str) -> str:
        """Key of a check that found something."""
        return next(choice.key for choice in self.checks if choice.text == f"{code} {check}")


def filters_of(report: Report) -> Filters:
    """What the findings of a report can be narrowed to."""
    levels = Counter("waived" if held.waived else held.level.value for held in report.findings)
    checks = Counter(f"{held.code} {held.check}" for held in report.findings)
    files = Counter(held.place.file for held in report.findings)
    order = {file.path: number for number, file in enumerate(report.files)}
    paths = sorted(files, key=lambda path: (order.get(path, len(order)), path))
    return Filters(
        levels=tuple(Choice(level, level, levels[level]) for level in LEVELS if levels[level]),
        checks=tuple(Choice(f"c{number}", name, checks[name]) for number, name in enumerate(sorted(checks), start=1)),
        files=tuple(Choice(f"f{number}", path, files[path]) for number, path in enumerate(paths, start=1)),
    )


def rules_of(filters: Filters, together: Iterable[str]) -> Iterator[str]:
    """Rules of style that leave out what was not chosen. Keys are made here and carry nothing of any file.

    ``together`` are the levels of a table or file, as its attribute names them: it goes when none of them is chosen. The form
    stands before the sections: what it holds is looked at once, and not the whole page for every rule.
    """
    for choice in filters.levels:
        left_out = f".filters:has(#level-{choice.key}:not(:checked))"
        yield f'{left_out} ~ section .finding[data-level="{choice.key}"] {{ display: none; }}'
    for levels in sorted(set(together)):
        chosen = ", ".join(f"#level-{level}:checked" for level in levels.split())
        yield f'.filters:not(:has({chosen})) ~ section [data-levels="{levels}"] {{ display: none; }}'
    for choice in filters.checks:
        others = f'.finding[data-check]:not([data-check="{choice.key}"]), [data-checks]:not([data-checks~="{choice.key}"])'
        yield f"{_chosen(choice)} :is({others}) {{ display: none; }}"
    for choice in filters.files:
        yield f'{_chosen(choice)} .file:not([data-file="{choice.key}"]) {{ display: none; }}'


def _chosen(choice: Choice) -> str:
    return f'.filters:has(option[value="{choice.key}"]:checked) ~ section'
