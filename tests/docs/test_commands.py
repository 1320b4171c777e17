"""Every command that a page shows runs, and prints what the page shows."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import typer
from docs.shown import Block, Step, agrees, blocks, pages

from outcheck.cli.app import app, run

ROOT = Path(__file__).parents[2]
PAGES = pages(ROOT)
OUTSIDE = ("openssl",)
"""Programs beside outcheck that a page may use; where one is not installed the page is skipped."""


def asked(words: list[str]) -> tuple[int, str]:
    """Exit code and text of a command of outcheck, both outputs together as a person sees them."""
    held = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(held), contextlib.redirect_stderr(held):
        code = run(words)
    held.seek(0)
    return code, held.read()


def done(step: Step) -> tuple[int, str]:
    """Exit code and text of any command of a page."""
    words = shlex.split(step.command)
    if ">" in words:
        target = words[words.index(">") + 1]
        code, text = done(Step(shlex.join(words[: words.index(">")]), step.line))
        Path(target).write_text(text, encoding="utf-8")
        return code, ""
    if words[:3] == ["python", "-m", "outcheck"]:
        words = words[2:]
    program, *rest = words
    if program == "outcheck":
        return asked(rest)
    if program == "cat":
        return 0, shown_file(Path(rest[0]), step)
    if words[:3] == ["python", "-m", "zipfile"]:
        program, words = sys.executable, [sys.executable, *rest]
    assert program in (*OUTSIDE, sys.executable), f"{program} is no program of the pages: mark the block as not run and say why"
    if not shutil.which(program):
        pytest.skip(f"{program} is not installed")
    ended = subprocess.run(words, capture_output=True, text=True, check=False)
    return ended.returncode, ended.stdout


def shown_file(path: Path, step: Step) -> str:
    if not path.exists() and step.printed:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(step.printed) + "\n", encoding="utf-8")
    return path.read_text(encoding="utf-8")


def laid(block: Block) -> None:
    """Write the file, or copy the folder, that a comment gives."""
    if name := block.comment("file"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text("\n".join(block.lines) + "\n", encoding="utf-8")
    if pair := block.comment("folder"):
        target, source = pair.split(" = ")
        shutil.copytree(ROOT / source, target)


@pytest.mark.parametrize("page", [page for page, text in PAGES.items() if any(block.gives_commands for block in blocks(text))])
def test_every_command_of_a_page_runs_and_prints_what_is_shown(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    ran = 0
    for block in blocks(PAGES[page]):
        laid(block)
        for step in block.steps() if not block.comment("not run") else ():
            code, printed = done(step)
            where = f"{page}:{step.line} {step.command}\n{printed}"
            ran += 1
            wanted = block.comment("exit code")
            last = step.line == [*block.steps()][-1].line
            assert code == int(wanted) if wanted and last else code in (0, 1), f"exit code {code}: {where}"
            assert step.printed is None or agrees(printed, step.printed), where
    assert ran or all(block.comment("not run") for block in blocks(PAGES[page]) if block.gives_commands)


@pytest.mark.parametrize("page", PAGES)
def test_commands_stand_in_blocks_that_are_run(page: str) -> None:
    lost = [block.line for block in blocks(PAGES[page]) if block.hides_commands]
    assert not lost, f"{page}: label these blocks sh or console, a synopsis text"


def test_what_is_not_run_says_why() -> None:
    reasons = [block.comment("not run") for text in PAGES.values() for block in blocks(text) if "not run" in dict(block.said)]
    assert reasons
    assert all(len(reason.split()) > 2 for reason in reasons)


def known(words: list[str]) -> str:
    """What is wrong with a command as it stands in a sentence: a command or option that does not exist; empty if nothing."""
    held: Any = typer.main.get_command(app)
    while words and hasattr(held, "commands"):
        name = words.pop(0)
        if name.startswith("-"):
            return "" if any(name in option.opts for option in held.params) else f"no option {name}"
        if name not in held.commands:
            return f"no command {name}"
        held = held.commands[name]
    options = {name for option in held.params for name in (*option.opts, *option.secondary_opts)}
    strange = [word for word in words if re.fullmatch(r"--?[a-z][a-z-]*", word) and word not in options]
    return f"no option {strange[0]}" if strange else ""


@pytest.mark.parametrize("page", PAGES)
def test_commands_in_sentences_exist_with_their_options(page: str) -> None:
    if page == "docs/design.md":
        pytest.skip("the design names commands that are not built yet")
    said = re.findall(r"`(?:python -m )?outcheck ([a-z][^`]*)`", PAGES[page])
    wrong = {text: fault for text in said if (fault := known(text.replace("|", " ").split()))}
    assert wrong == {}


def test_a_dialogue_is_taken_apart_into_commands_and_what_they_print() -> None:
    page = "<!-- file: a.csv -->\n```text\nx,y\n```\n\n```console\n$ outcheck one\na\n…\nz\n$ outcheck two\n```\n"
    given, dialogue = blocks(page)
    assert (given.comment("file"), given.lines) == ("a.csv", ("x,y",))
    assert [*dialogue.steps()] == [Step("outcheck one", 7, ("a", "…", "z")), Step("outcheck two", 11, ())]


@pytest.mark.parametrize(
    ("printed", "same"), [("a\nz\n", True), ("a\nb\nc\nz\n", True), ("a\nb\n", False), ("b\nz\n", False), ("a\nzz\n", False)]
)
def test_a_line_of_dots_stands_for_any_lines_and_nothing_else_does(printed: str, same: bool) -> None:  # noqa: FBT001
    assert agrees(printed, ("a", "…", "z")) is same
