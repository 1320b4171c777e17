"""Writes guesses as the text of a manifest: a new one, or lines added to one that a person has written in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import yaml

from outcheck.model.hints import TableHint
from outcheck.model.statistics import Statistic, Unit
from outcheck.packs.document import shown_path
from outcheck.packs.errors import PackError
from outcheck.packs.guesses import Guess
from outcheck.packs.manifest import Manifest, parse_manifest
from outcheck.packs.yaml_text import remark, scalar

_HEAD = """\
# What outcheck understood of this release, for a person to correct.
# A wrong word after a colon: write the right one. A guess in a comment: make it right, then take the # away;
# until then the reading stays unsure. `label` says that numbers are years, codes or identifiers.
# `outcheck init` adds what is new and never changes a line that is here; `outcheck tables` shows the reading.
"""
_UNITS = ", ".join(unit.value for unit in Unit)


def new_manifest(packs: Sequence[str], guesses: Sequence[Guess], path: Path) -> bytes:
    """Content of a manifest that does not exist yet."""
    lines = [f"pack: {_packs(packs)}", ""]
    markers: dict[str, int] = {}
    for guess in guesses:
        for text, cells in guess.markers:
            markers[text] = markers.get(text, 0) + cells
    if markers:
        lines += ["markers:", "  # Nothing says what these mean; say suppressed, not-applicable or not-available."]
        lines += [f"  # {scalar(text)}: unknown  # {_cells(cells)}" for text, cells in markers.items()]
        lines.append("")
    lines.append("tables:")
    for number, guess in enumerate(guesses):
        lines += [*([""] if number else []), *_entry(guess, 2)]
    content = (_HEAD + "\n".join(lines) + "\n").encode("utf-8")
    _hold(parse_manifest(content, path), (), guesses, path)
    return content


def with_guesses(content: bytes, held: Manifest, guesses: Sequence[Guess]) -> bytes:
    """Content of a manifest with entries added; every byte that was there stays, in its order."""
    if not guesses:
        return content
    text = content.decode("utf-8")
    ending = "\r\n" if "\r\n" in text else "\n" if "\n" in text or "\r" not in text else "\r"
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    line, indent = _place(lines, shown_path(held.path))
    added = ["tables:"] if indent is None else []
    for guess in guesses:
        added += _entry(guess, 2 if indent is None else indent, markers=True)
    at = _offset(text, line)
    before, after = text[:at], text[at:]
    gap = "" if not before or before.endswith(("\n", "\r")) else ending
    wrote = (before + gap + "".join(f"{each}{ending}" for each in added) + after).encode("utf-8")
    again = parse_manifest(wrote, held.path)
    _hold(again, held.hints.tables, guesses, held.path)
    same = (again.packs, again.hints.markers, [replace(each, line=0) for each in again.waivers])
    if same != (held.packs, held.hints.markers, [replace(each, line=0) for each in held.waivers]):
        raise _cannot_add(held.path)
    return wrote


def expressible(guess: Guess, path: Path) -> bool:
    """Whether a manifest can name the file and sheet at all."""
    try:
        _hold(parse_manifest("\n".join(["tables:", *_entry(guess, 2)]).encode("utf-8"), path), (), [guess], path)
    except PackError:
        return False
    return True


def _hold(manifest: Manifest, old: Sequence[TableHint], guesses: Sequence[Guess], path: Path) -> None:
    """Raise if the written text does not read as what was meant: a file's names may hold anything."""
    meant = [*(_unplaced(hint) for hint in old), *(guess.hint for guess in guesses)]
    if [_unplaced(hint) for hint in manifest.hints.tables] != meant:
        raise _cannot_add(path)


def _unplaced(hint: TableHint) -> TableHint:
    evidence = hint.evidence
    if evidence is not None:
        microdata = replace(evidence.microdata, lines=()) if evidence.microdata else None
        evidence = replace(evidence, line=0, microdata=microdata)
    return replace(hint, line=0, columns=tuple(replace(column, line=0) for column in hint.columns), evidence=evidence)


def _cannot_add(path: Path) -> PackError:
    todo = "write 'tables' as lines that begin with '- file:', at the end of the file"
    return PackError(f"{shown_path(path)}: entries cannot be added without changing what it says; {todo}")


def _place(lines: list[str], shown: str) -> tuple[int, int | None]:
    """Line before which entries go, and the column of their dashes; no column where there is no list yet."""
    root = yaml.compose("\n".join(lines).removeprefix("\ufeff"), Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    if _in_brackets(root):
        raise PackError(f"{shown}:1: the file is written in braces; write its keys as lines, so that entries can be added")
    found = next((value for key, value in pairs if key.value == "tables"), None)
    if found is None:
        return len(lines), None
    if _in_brackets(found) or not found.value:
        line = found.start_mark.line + 1
        raise PackError(f"{shown}:{line}: 'tables' is written in brackets; write its entries as lines, so that more can be added")
    indent: int = found.start_mark.column
    return _past_comments(lines, _end(found), indent), indent


def _in_brackets(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _end(node: yaml.Node) -> int:
    """Line after the last one of a node. A block's own end mark lies beyond the comments that follow it."""
    if not isinstance(node, yaml.ScalarNode) and node.value and not _in_brackets(node):
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    mark = node.end_mark
    return int(mark.line + (1 if mark.column else 0))


def _past_comments(lines: list[str], line: int, indent: int) -> int:
    """Line after the comments that stand inside the last entry, so that guesses in comments stay with it."""
    for number in range(line, len(lines)):
        bare = lines[number].lstrip(" ")
        if bare.startswith("#") and len(lines[number]) - len(bare) > indent:
            line = number + 1
        elif bare:
            break
    return line


def _offset(text: str, line: int) -> int:
    """Position at which a 0-based line begins."""
    at = 0
    for _ in range(line):
        ends = [found for found in (text.find("\n", at), text.find("\r", at)) if found >= 0]
        if not ends:
            return len(text)
        at = min(ends) + (2 if text.startswith("\r\n", min(ends)) else 1)
    return at


def _packs(packs: Sequence[str]) -> str:
    written = [scalar(name) for name in packs]
    return written[0] if len(written) == 1 else f"[{', '.join(written)}]"


def _cells(cells: int) -> str:
    return f"in {cells:,} cell{'' if cells == 1 else 's'}"


def _entry(guess: Guess, indent: int, *, markers: bool = False) -> list[str]:
    """Lines of one entry, with a dash at a column."""
    lines = [f"- file: {scalar(guess.file)}", *(f"  {line}" for line in _body(guess, markers=markers))]
    return [" " * indent + line for line in lines]


def _body(guess: Guess, *, markers: bool) -> Iterator[str]:
    if guess.sheet:
        yield f"sheet: {scalar(guess.sheet)}"
    yield from (f"# {remark(text)}" for text in guess.remarks)
    if markers:
        for text, cells in guess.markers:
            yield f"# nothing says what {scalar(text)} means, {_cells(cells)}: say so under 'markers'"
    if guess.persons:
        return
    if guess.unit_said and guess.unit:
        yield f"unit: {guess.unit.value}  # of {_UNITS}"
    else:
        guessed = f"unsure: one of {_UNITS}" if guess.unit else f"nothing says who is counted: {_UNITS}"
        yield f"# unit: {guess.unit.value if guess.unit else 'unknown'}  # {guessed}"
    yield "# source:  # the data behind it, such as HESA or [HESA, HMRC]"
    yield "# population:  # everybody the table is about, such as Graduates of 2018/19"
    if guess.columns:
        yield "columns:"
        for column in guess.columns:
            mark = "" if column.said else "# "
            how = "sure" if column.said else "unsure"
            unknown = "; say what it is" if column.statistic is Statistic.UNKNOWN else ""
            yield f"  {mark}{scalar(column.name)}: {column.statistic.value}  # {how}: {remark(column.why)}{unknown}"
