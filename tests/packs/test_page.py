"""Loads every example of docs/packs.md, in order and in one folder; its commands are run with those of all pages."""

from __future__ import annotations

import doctest
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from packs.written import one_line, write

from outcheck.packs import MANIFEST_NAME, PackError, load_manifest, load_packs

PAGE = (Path(__file__).parents[2] / "docs" / "packs.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Example:
    language: str
    text: str
    answer: str
    line: int

    @property
    def name(self) -> str:
        return self.text.split("\n", 1)[0].removeprefix("# ")


def examples() -> list[Example]:
    blocks = [(match[1], match[2], PAGE.count("\n", 0, match.start()) + 1) for match in BLOCK.finditer(PAGE)]
    answers = [text if language == "text" else "" for language, text, _ in blocks[1:]] + [""]
    return [
        Example(language, text, answer.strip(), line)
        for (language, text, line), answer in zip(blocks, answers, strict=True)
        if language not in ("text", "console")
    ]


def load(name: str) -> None:
    if name == MANIFEST_NAME:
        load_manifest(Path(name))
    else:
        load_packs([name])


def test_every_example_of_the_page_does_what_the_page_says() -> None:
    runner = doctest.DocTestRunner(verbose=False)
    names: dict[str, object] = {}
    for example in examples():
        if example.language == "python":
            test = doctest.DocTestParser().get_doctest(example.text, names, "packs.md", "packs.md", example.line)
            runner.run(test, clear_globs=False)
            names = test.globs
            continue
        assert example.language == "yaml", example.line
        write(example.text, example.name)
        if not example.answer:
            load(example.name)
            continue
        with pytest.raises(PackError) as raised:
            load(example.name)
        assert one_line(raised.value) == example.answer
    assert runner.summarize(verbose=False) == (0, runner.tries)
    assert runner.tries > 0


def test_the_page_names_every_key() -> None:
    keys = (
        "pack version title source extends markers rules check with level when locked unit statistic status date url note "
        "tables waivers file sheet columns population cells fingerprint reason by until"
    )
    assert [key for key in keys.split() if f"`{key}`" not in PAGE] == []
