"""Reads one YAML file into plain JSON values, and remembers the line of every key."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from hashlib import sha256
from math import isfinite
from pathlib import Path
from typing import TypeAlias

import yaml

from outcheck.packs.errors import PackError, quoted

Json: TypeAlias = str | int | float | bool | list["Json"] | dict[str, "Json"]
Steps: TypeAlias = tuple[str | int, ...]
"""The way to a value: keys, and positions in lists."""

_MOST_BYTES = 1_000_000
_DEEPEST = 20
_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})")
_DECIMAL = re.compile(r"[-+]?[0-9]*\.?[0-9]+(e[-+]?[0-9]{1,3})?", re.IGNORECASE)
_SWITCHES = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}
_TAG = "tag:yaml.org,2002:"


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says. ``shown`` is its name in messages; ``sha256`` is the same under any line endings.

    Keys are texts as written, so ``2018`` and ``no`` can name columns. Dates are texts too. There are no empty values.
    """

    shown: str
    data: Json
    lines: Mapping[Steps, int]
    sha256: str

    def known(self, steps: Steps) -> Steps:
        """Those steps that lead through the file; others (positions in what is no list, parts not written) are left out."""
        way: Steps = ()
        for step in steps:
            if (*way, step) in self.lines:
                way = (*way, step)
        return way

    def line(self, steps: Steps) -> int:
        """1-based line of a value, or of the nearest thing around it that was written."""
        return self.lines[self.known(steps)]

    def error(self, steps: Steps, what: str) -> PackError:
        """Error that names file and line."""
        return PackError(f"{self.shown}:{self.line(steps)}: {what}")


def shown_path(path: Path) -> str:
    """Name of a file in messages: from the working directory where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()


def read_document(path: Path, *, hollow: Collection[str] = (), ours: bool = False) -> Document:
    """Read a YAML file; raises PackError for anything that is not plain YAML without tricks.

    ``hollow`` are keys that may stand with nothing below them but comments; they count as not written. A file of ``ours`` comes
    with outcheck, and may be read by the fast parser, which cannot be stopped at a trick.
    """
    shown = shown_path(path)
    return parse_document(read_bytes(path, shown), shown, hollow=hollow, ours=ours)


def parse_document(content: bytes, shown: str, *, hollow: Collection[str] = (), ours: bool = False) -> Document:
    """Like ``read_document``, for the content of a file."""
    if len(content) > _MOST_BYTES:
        raise PackError(f"{shown}: larger than 1 MB, so it is no pack or manifest; name another file")
    raw = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise PackError(f"{shown}:{line}: not UTF-8; save the file as UTF-8") from error
    try:
        root = yaml.compose(text, Loader=_FAST if ours else _WithoutTricks)
    except _Trick as trick:
        raise PackError(f"{shown}:{trick.line}: {trick}") from trick
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise PackError(f"{shown}:{line}: holds a control character; remove it") from error
    except yaml.MarkedYAMLError as error:
        raise _syntax_error(error, shown) from error
    if root is None:
        raise PackError(f"{shown}:1: the file is empty; write at least the key 'pack'")
    builder = _Builder(shown, {(): root.start_mark.line + 1}, frozenset(hollow))
    return Document(shown, builder.value(root, ()), builder.lines, sha256(raw).hexdigest())


def read_bytes(path: Path, shown: str) -> bytes:
    """Content of a file, at most a byte more than a megabyte: more is no pack, whatever it is."""
    if path.is_dir():
        raise PackError(f"{shown}: is a folder; name the .yaml file in it")
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except FileNotFoundError as error:
        raise PackError(f"{shown}: no such file; check its name and folder") from error
    except OSError as error:
        raise PackError(f"{shown}: cannot be read ({error.strerror}); ask for the right to read it") from error


class _Trick(Exception):  # noqa: N818  it becomes a PackError with the name of the file
    """Something that could make a small file enormous; ``line`` is where."""

    def __init__(self, what: str, line: int) -> None:
        super().__init__(what)
        self.line = line


class _WithoutTricks(yaml.SafeLoader):
    """Stops before an alias is followed or nesting recurses: both can make a small file enormous."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        event = self.peek_event()  # type: ignore[no-untyped-call]
        line = event.start_mark.line + 1
        if isinstance(event, yaml.AliasEvent):
            raise _Trick("YAML aliases are refused; write it out, or put a text that begins with * in quotes", line)
        if self._depth > _DEEPEST:
            raise _Trick(f"nested more than {_DEEPEST} deep; remove what does not belong here", line)
        self._depth += 1
        node = super().compose_node(parent, index)
        self._depth -= 1
        return node


# It is fifty times as fast, and not in every installation.
_FAST = getattr(yaml, "CSafeLoader", _WithoutTricks)


def _syntax_error(error: yaml.MarkedYAMLError, shown: str) -> PackError:
    """Say what the parser says, and what is usually behind it."""
    mark = error.problem_mark or error.context_mark
    line = 1 if mark is None else mark.line + 1
    problem = error.problem or "it cannot be parsed"
    if "\\t" in problem:
        todo = "indent with spaces, not tabs"
    elif "mapping values" in problem:
        todo = "put a text that holds a colon in quotes, and begin the keys of one level in one column"
    elif "alias" in (error.context or ""):
        todo = "put a text that begins with * in quotes"
    elif "another document" in problem:
        todo = "remove the line '---' and what follows it"
    else:
        todo = "put texts with special characters in quotes, and begin the keys of one level in one column"
    return PackError(f"{shown}:{line}: not YAML: {problem}; {todo}")


@dataclass(frozen=True, slots=True)
class _Builder:
    """Turns YAML nodes into JSON values and notes where each stands."""

    shown: str
    lines: dict[Steps, int]
    hollow: frozenset[str]

    def value(self, node: yaml.Node, way: Steps) -> Json:
        """Value of a node; anything beyond texts, numbers, true, false, lists and mappings is refused."""
        kind = node.tag.removeprefix(_TAG)
        if isinstance(node, yaml.MappingNode) and kind == "map":
            return self._mapping(node, way)
        if isinstance(node, yaml.SequenceNode) and kind == "seq":
            return self._list(node, way)
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, kind, way)
        raise self._error(node, f"the tag {quoted(node.tag)} is refused; remove it")

    def _mapping(self, node: yaml.MappingNode, way: Steps) -> Json:
        found: dict[str, Json] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._error(key, "a list or mapping cannot be a key; put a text with brackets or braces in quotes")
            name, here = key.value, (*way, key.value)
            if name in found:
                raise self._error(key, f"{quoted(name)} is written twice, first in line {self.lines[here]}; remove one of them")
            if self._is_hollow(name, value, way):
                continue
            self.lines[here] = key.start_mark.line + 1
            found[name] = self.value(value, here)
        return found

    def _is_hollow(self, name: str, value: yaml.Node, way: Steps) -> bool:
        """Whether a key stands with nothing below it and may; inside a mapping under a key, names are the person's own."""
        named = bool(way) and isinstance(way[-1], str)
        return name in self.hollow and not named and value.tag == f"{_TAG}null" and value.value == ""

    def _list(self, node: yaml.SequenceNode, way: Steps) -> Json:
        for position, item in enumerate(node.value):
            self.lines[*way, position] = item.start_mark.line + 1
        return [self.value(item, (*way, position)) for position, item in enumerate(node.value)]

    def _scalar(self, node: yaml.ScalarNode, kind: str, way: Steps) -> Json:
        text: str = node.value
        if kind in {"str", "timestamp"}:
            return text
        if kind == "bool" and text.casefold() in _SWITCHES:
            return _SWITCHES[text.casefold()]
        if kind == "int" and _WHOLE.fullmatch(text):
            return int(text)
        if kind == "float" and _DECIMAL.fullmatch(text) and isfinite(float(text)):
            return float(text)
        if kind in {"int", "float"}:
            raise self._error(node, "YAML may read this number otherwise than people do; write plain digits, or a text in quotes")
        if kind == "null":
            name = next((quoted(step) for step in reversed(way) if isinstance(step, str)), "the file")
            raise self._error(node, f"{name} has no value; give it one or remove it")
        raise self._error(node, f"the tag {quoted(node.tag)} is refused; remove it")

    def _error(self, node: yaml.Node, what: str) -> PackError:
        return PackError(f"{self.shown}:{node.start_mark.line + 1}: {what}")
