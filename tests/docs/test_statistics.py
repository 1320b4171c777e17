"""What the page on statistics shows in Python is what the code computes, and every check it names has a page."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

from outcheck.checks.index import entries

PAGE = (Path(__file__).parents[2] / "docs" / "statistics.md").read_text(encoding="utf-8")


def test_every_example_gives_what_the_page_shows() -> None:
    names: dict[str, object] = {}
    runner = doctest.DocTestRunner(verbose=False)
    for text in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        test = doctest.DocTestParser().get_doctest(text, names, "statistics.md", "statistics.md", 0)
        runner.run(test, clear_globs=False)
        names = test.globs
    assert runner.summarize(verbose=False) == (0, runner.tries)
    assert runner.tries > 8


def test_every_work_that_is_cited_stands_under_sources() -> None:
    text, sources = PAGE.split("## Sources")
    cited = set(re.findall(r"(Cox|Fischetti|Gusfield|Hundepool|Samuelson)[a-z. ]*?(?: and Salazar)? \(?(\d{4})\)?", text))
    listed = {
        (line.split(",")[0].removeprefix("- "), year)
        for line in sources.splitlines()
        for year in re.findall(r"\((\d{4})\)", line)
    }
    assert len(cited) > 4
    assert cited <= listed


def test_every_check_it_names_exists() -> None:
    named = set(re.findall(r"\(checks/([a-z-]+)\.md\)", PAGE)) - {"index"}
    assert named <= {entry.name for entry in entries()}
