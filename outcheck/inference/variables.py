"""Tells which dimensions of different tables are one variable, and which of their categories are one category."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from outcheck.inference.spelling import normal, spellings
from outcheck.model.table import Dimension

_UNNAMED = re.compile(r"^(column heading|row group|column|row|variable|category|group|breakdown|unnamed)?( ?\d+)?$")
_ENOUGH = 2


@dataclass(slots=True)
class _Variable:
    """What is known of a variable so far."""

    number: int
    names: set[str]
    categories: set[str]


@dataclass(slots=True)
class Variables:
    """The variables of a release, met table by table."""

    known: list[_Variable] = field(default_factory=list)

    def of_table(self, dimensions: Iterable[Dimension]) -> list[int]:
        """Number of the variable of each dimension of one table; two dimensions of one table are never the same variable.

        A dimension is a known variable if it has its name, or if it shares at least two categories with it (or the only one it
        has), and half of those of the shorter list. Whether two tables then speak of the same people is not decided here.
        """
        taken: set[int] = set()
        found = []
        for dimension in dimensions:
            name = normal(dimension.name)
            labels = {label for code, label in enumerate(spellings(dimension.labels)) if code != dimension.total}
            variable = self._known(name, labels, taken)
            if variable is None:
                variable = _Variable(len(self.known), set(), set())
                self.known.append(variable)
            variable.categories |= labels
            if not _UNNAMED.match(name):
                variable.names.add(name)
            taken.add(variable.number)
            found.append(variable.number)
        return found

    def _known(self, name: str, labels: set[str], taken: set[int]) -> _Variable | None:
        free = [variable for variable in self.known if variable.number not in taken]
        named = [variable for variable in free if name in variable.names]
        if named:
            return max(named, key=lambda variable: (len(labels & variable.categories), -variable.number))
        alike = [(len(labels & variable.categories), variable) for variable in free]
        alike = [
            (shared, variable)
            for shared, variable in alike
            if shared
            and (shared >= _ENOUGH or shared == min(len(labels), len(variable.categories)))
            and 2 * shared >= min(len(labels), len(variable.categories))
        ]
        most = max((shared for shared, _ in alike), default=0)
        best = [variable for shared, variable in alike if shared == most]
        return best[0] if len(best) == 1 else None


def fingerprint(variable: int, category: str) -> int:
    """64 bits that stand for a category, in one spelling, of a variable; their sum, modulo 2^64, stands for a set of such."""
    digest = hashlib.blake2b(f"{variable}\x1f{category}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")
