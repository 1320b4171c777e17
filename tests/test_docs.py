"""What the pages show is valid where a schema or parser can tell."""

from __future__ import annotations

import doctest
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from outcheck.checks.index import entries
from outcheck.packs import bundled_packs
from outcheck.readers.kinds import MAYBE_TABLES, TEXT_TABLES, WORKBOOKS
from outcheck.renderers import FORMATS, format_of

DOCS = Path(__file__).parents[1] / "docs"
REPORTS = (DOCS / "reports.md").read_text(encoding="utf-8")


def snippets() -> list[Any]:
    pipelines = REPORTS[REPORTS.index("## In a pipeline") :]
    return [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", pipelines, re.DOTALL)]


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


def test_the_python_on_the_page_of_reports_does_what_it_shows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DOCS.parent)
    (text,) = re.findall(r"```python\n(.*?)```", REPORTS, re.DOTALL)
    test = doctest.DocTestParser().get_doctest(text, {}, "reports.md", "reports.md", 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_hook_before_a_commit_is_asked_for_every_kind_of_file_that_holds_tables() -> None:
    (hook,) = yaml.safe_load((DOCS.parent / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    kinds = TEXT_TABLES | MAYBE_TABLES | WORKBOOKS
    assert {kind for kind in kinds if not re.search(hook["files"], f"outputs/a.{kind}")} == set()
    assert not re.search(hook["files"], "analysis.py")
    assert hook["entry"] == "outcheck check"


def test_the_site_builds_without_a_warning_and_fetches_nothing(tmp_path: Path) -> None:
    pytest.importorskip("mkdocs", reason="mkdocs-material is not installed")
    words = [sys.executable, "-m", "mkdocs", "build", "--strict", "-q", "-f", ".mkdocs.yml", "-d", str(tmp_path)]
    done = subprocess.run(words, cwd=DOCS.parent, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    pages = {path.relative_to(tmp_path).as_posix(): path.read_text(encoding="utf-8") for path in tmp_path.rglob("*.html")}
    assert {f"checks/{entry.name}/index.html" for entry in entries()} <= pages.keys()
    assert {f"packs/{name}/index.html" for name in bundled_packs()} <= pages.keys()
    fetched = re.compile(r"<(?:script|link|img)[^>]+(?:src|href)=\"(https?://(?!www\.sitemaps)[^\"]+)")
    assert {found for page in pages.values() for found in fetched.findall(page)} == set()
