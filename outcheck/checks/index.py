"""Names, codes and guides of the checks, read from their folders without importing one.

``catalogue`` needs numpy and pydantic, which cost more time than the answer to ``outcheck rule`` may take.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Entry:
    """A check as its folder shows it."""

    code: str
    name: str
    asks: str


def entries() -> tuple[Entry, ...]:
    """Every check, sorted by code."""
    found = (_entry(path) for path in _HERE.glob("*/__init__.py"))
    return tuple(sorted(found, key=lambda entry: entry.code))


def guide(name: str) -> str:
    """Guide of the check of that name, in Markdown; raises LookupError where there is no such check."""
    folder = name.replace("-", "_")
    if "_" in name or folder not in {path.parent.name for path in _HERE.glob("*/guide.md")}:
        raise LookupError(f"no check is called {name!r}")
    return (_HERE / folder / "guide.md").read_text(encoding="utf-8")


def _entry(path: Path) -> Entry:
    """What ``CHECK = Check(code=…, name=…, asks=…)`` says: the check's own words, so that no second list can go stale."""
    for node in ast.parse(path.read_bytes()).body:
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and _is_check(node.targets):
            said = {word.arg: word.value.value for word in node.value.keywords if isinstance(word.value, ast.Constant)}
            return Entry(str(said["code"]), str(said["name"]), str(said["asks"]))
    raise LookupError(f"the folder {path.parent.name} assigns no CHECK")


def _is_check(targets: list[ast.expr]) -> bool:
    return any(isinstance(target, ast.Name) and target.id == "CHECK" for target in targets)
