"""What the pages show is valid where a schema or parser can tell."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from outcheck.renderers import FORMATS, format_of

DOCS = Path(__file__).parents[1] / "docs"
REPORTS = (DOCS / "reports.md").read_text(encoding="utf-8")


def snippets() -> list[Any]:
    return [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", REPORTS, re.DOTALL)]


def commands(held: Any) -> list[str]:
    """Every command line in a snippet, wherever it stands."""
    if isinstance(held, str):
        return re.findall(r"python -m outcheck [^\n]*", held)
    return [line for part in (held.values() if isinstance(held, dict) else held) if part for line in commands_of(part)]


def commands_of(part: Any) -> list[str]:
    return commands(part) if isinstance(part, str | dict | list) else []


def test_every_format_stands_on_the_page_of_reports_with_its_suffix() -> None:
    rows = dict(re.findall(r"^\| `(\w+)` \| (?:`(\.\w+)`)? ?\|", REPORTS, re.MULTILINE))
    assert tuple(sorted(rows)) == tuple(sorted(FORMATS))
    for form, suffix in rows.items():
        assert not suffix or format_of(Path(f"report{suffix}")) == form


@pytest.mark.parametrize("snippet", snippets())
def test_a_pipeline_snippet_runs_a_check_in_a_format_that_exists(snippet: Any) -> None:
    (line,) = commands(snippet)
    asked = re.search(r"-f (\w+)", line)
    written = re.search(r"-o (\S+)", line)
    assert (asked and asked[1] in FORMATS) or (written and format_of(Path(written[1])))
