"""Paragraphs of a terminal: each hangs to the right of its lead, at any width, in words that cannot steer a screen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.console import Console
from rich.text import Text

from outcheck.renderers.wording import plain


@dataclass(frozen=True, slots=True)
class Styled:
    """A text and how it looks where there is colour."""

    text: str
    style: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph: what is said hangs to the right of its lead, ``column`` cells from the edge."""

    said: tuple[Styled, ...] = ()
    lead: Styled = Styled("")
    indent: int = 0
    column: int = 0


@dataclass(frozen=True, slots=True)
class Signs:
    """The two signs beside words; a console that cannot show the fine ones gets the plain ones."""

    rule: str
    then: str


FINE, PLAIN = Signs("─", "→"), Signs("-", "->")


def signs_of(console: Console) -> Signs:
    """The signs that a console can show."""
    fine = FINE.rule + FINE.then
    return FINE if fine.encode(console.encoding, "replace").decode(console.encoding) == fine else PLAIN


def show(console: Console, lines: Iterable[Line]) -> None:
    """Print paragraphs to a console, whatever its width, encoding and colours."""
    for line in lines:
        for text in _wrapped(line, console):
            console.print(text, soft_wrap=True, highlight=False)


def _wrapped(line: Line, console: Console) -> Iterator[Text]:
    """The paragraph in lines no wider than the console, without trailing space. Every text passes here and is made harmless."""

    def safe(part: Styled) -> tuple[str, str]:
        return plain(part.text).encode(console.encoding, "backslashreplace").decode(console.encoding), part.style

    lead = Text.assemble(" " * line.indent, safe(line.lead))
    lead.pad_right(max(line.column - lead.cell_len, 1 if line.lead.text else 0))
    body = Text.assemble(*(safe(part) for part in line.said))
    room = max(console.width - lead.cell_len, 8)
    for number, text in enumerate(body.wrap(console, room, overflow="fold") or [Text()]):
        whole = (lead if number == 0 else Text(" " * lead.cell_len)) + text
        whole.rstrip()
        yield whole
