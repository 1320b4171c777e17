"""What the pages show: blocks of commands with what they print, and what a comment above a block says of it.

``sh``
    Commands, one a line; what stands behind a # is for people.
``console``
    A dialogue: lines that begin with ``$`` are commands, those below them what is printed. A line ``…`` stands for any lines,
    a ``…`` in a line for any text.
``<!-- not run: REASON -->``
    The next block cannot be run on a machine that tests, and why.
``<!-- file: PATH -->``
    The next block is the content of a file.
``<!-- folder: PATH = SOURCE -->``
    A folder that the page takes for granted is a copy of one of the repository.
``<!-- exit code: N -->``
    What the last command of the next block exits with, where that is not 0 or 1.

A dialogue may also give a file: where ``cat`` shows one that is not there, it is written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

_FENCE = re.compile(r"^( *)```(\S*)")
_COMMENT = re.compile(r"^<!-- (not run|file|folder|exit code): (.*?) -->$")
_COMMAND = re.compile(r"^\s*(?:\$ )?(?:python -m )?outcheck [a-z]")


@dataclass(frozen=True)
class Step:
    """One command; ``printed`` is None where the page does not show what it prints."""

    command: str
    line: int
    printed: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Block:
    """One block of a page, with the comments above it."""

    language: str
    lines: tuple[str, ...]
    line: int
    said: tuple[tuple[str, str], ...] = ()

    def comment(self, word: str) -> str:
        """What a comment above the block says, empty where there is none."""
        return dict(self.said).get(word, "")

    @property
    def gives_commands(self) -> bool:
        """Whether its language is one of commands."""
        return self.language in ("sh", "console")

    @property
    def hides_commands(self) -> bool:
        """Whether commands of outcheck stand in it although its language is none of commands. Synopses are no commands."""
        return not self.language and any(_COMMAND.match(line) for line in self.lines)

    def steps(self) -> Iterator[Step]:
        """Its commands, in order."""
        if self.language == "sh":
            for number, line in enumerate(self.lines, self.line + 1):
                command = re.sub(r"(^|\s)#.*$", "", line).strip()
                for part in command.split(" && ") if command else ():
                    yield Step(part, number)
        elif self.language == "console":
            yield from self._dialogue()

    def _dialogue(self) -> Iterator[Step]:
        step: Step | None = None
        for number, line in enumerate(self.lines, self.line + 1):
            if line.startswith("$ "):
                if step:
                    yield step
                step = Step(line[2:], number, ())
            else:
                assert step, f"line {number}: a dialogue begins with a command"
                step = replace(step, printed=(*(step.printed or ()), line))
        if step:
            yield step


def blocks(text: str) -> Iterator[Block]:
    """Blocks of a page; a folder that a comment names is a block without lines."""
    lines = text.splitlines()
    said: list[tuple[str, str]] = []
    number = 0
    while number < len(lines):
        if comment := _COMMENT.match(lines[number]):
            word, what = comment[1], comment[2]
            if word == "folder":
                yield Block("folder", (), number + 1, ((word, what),))
            else:
                said.append((word, what))
        elif fence := _FENCE.match(lines[number]):
            last = next(place for place in range(number + 1, len(lines)) if lines[place].startswith(f"{fence[1]}```"))
            held = tuple(line.removeprefix(fence[1]).rstrip() for line in lines[number + 1 : last])
            yield Block(fence[2], held, number + 1, tuple(said))
            said, number = [], last
        elif lines[number].strip():
            assert not said, f"line {number + 1}: a comment stands right above its block"
        number += 1


def pages(root: Path) -> dict[str, str]:
    """The pages for readers, by their path."""
    found = [root / "README.md", *sorted((root / "docs").glob("*.md"))]
    return {path.relative_to(root).as_posix(): path.read_text(encoding="utf-8") for path in found}


def agrees(printed: str, shown: tuple[str, ...]) -> bool:
    """Whether a text is what a page shows; a line ``…`` stands for any lines, also none, and within a line for any text."""
    lines = [line.rstrip() for line in shown]
    pattern = "".join(r"(?:.*\n)*" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + r"\n" for line in lines)
    text = "\n".join(line.rstrip() for line in printed.splitlines()).strip("\n") + "\n"
    return re.fullmatch(r"\n*" + pattern + r"\n*", text) is not None
