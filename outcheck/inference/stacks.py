"""Tables of one kind, a sheet or file for each category: together they are one table with one dimension more."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import combinations
from pathlib import PurePosixPath

import numpy as np

from outcheck.inference.blocks import Block
from outcheck.inference.frames import Axis, Frame, Keys
from outcheck.inference.links import PERHAPS, shared_numbers
from outcheck.inference.spelling import normal, spellings
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.table import Dimension

_EVERYBODY = frozenset({"all", "total", "everyone", "overall", "england", "summary"})
_SEXES = frozenset({"female", "male"})
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9'&]*|\d+(?:[-/]\d+)?\+?")
_NUMBERED = re.compile(r"\d{1,2}[a-z]?")
_MOST_WORDS = 4
_MANY = 3
_MOST_MEMBERS = 60
_SEVERAL = 2


class Stack(Block):
    """Blocks that are each about one category, as one. Its cells are numbered through, and stand in several tables."""

    def __init__(self, number: int, members: Sequence[Block]) -> None:
        first = members[0]
        super().__init__(number, first.reading, first.measure)
        self.members = tuple(members)
        self._apart = frozenset(axis.variable for axis in first.fixed)

    @cached_property
    def cells(self) -> Indices:
        """Numbers of its cells."""
        return np.arange(sum(len(member.cells) for member in self.members))

    @cached_property
    def places(self) -> Indices:
        """Place in the release of the table that each cell stands in."""
        return np.repeat([member.place for member in self.members], [len(member.cells) for member in self.members])

    @cached_property
    def at(self) -> Indices:
        """Each cell in its table."""
        return np.concatenate([member.cells for member in self.members])

    @cached_property
    def key(self) -> Keys:
        """What each cell is about."""
        return np.concatenate([member.key for member in self.members])

    @cached_property
    def shown(self) -> BoolArray:
        """Which cells hold a number."""
        return np.concatenate([member.shown for member in self.members])

    @cached_property
    def is_whole(self) -> bool:
        """Whether it counts something whole."""
        return all(member.is_whole for member in self.members)

    @cached_property
    def _bounds(self) -> tuple[FloatArray, FloatArray]:
        return np.concatenate([held.low for held in self.members]), np.concatenate([held.high for held in self.members])

    @cached_property
    def frame(self) -> Frame:
        """What its cells are broken down by: as each of its tables, and by what sets these apart."""
        return Frame(tuple(self._axis(variable) for variable in sorted(self.members[0].frame.variables)))

    def _axis(self, variable: int) -> Axis:
        axes = [next(axis for axis in member.frame.axes if axis.variable == variable) for member in self.members]
        offsets = np.cumsum([0, *(len(axis.prints) - 1 for axis in axes)])[:-1]
        full, kept = (
            np.concatenate(
                [
                    np.where(codes >= 0, codes + offset, -1)
                    for codes, offset in zip(
                        (getattr(axis, name)[member.cells] for axis, member in zip(axes, self.members, strict=True)),
                        offsets,
                        strict=True,
                    )
                ]
            ).astype(np.int32)
            for name in ("full", "kept")
        )
        prints = np.concatenate([*(axis.prints[:-1] for axis in axes), np.zeros(1, dtype=np.uint64)])
        root = np.concatenate([axis.root for axis in axes]) | (variable in self._apart)
        finer = frozenset[int]().union(*(axis.finer for axis in axes))
        return Axis(variable, -1, full, kept, prints, root, finer, tuple(label for axis in axes for label in axis.labels))


def with_families(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks, of which those that names set apart are each about one category, if any of them hides a number."""
    found = list(blocks)
    if not all(block.shown.all() for block in blocks):
        for family, words in _families(blocks):
            _set_apart(found, family, words)
    return tuple(found)


def stacks_of(blocks: Sequence[Block]) -> tuple[Stack, ...]:
    """Stacks of blocks about one category each of the same variables, the first about each, numbered behind the blocks."""
    alike: dict[tuple[object, ...], list[Block]] = defaultdict(list)
    for block in blocks:
        if block.fixed:
            apart = frozenset(axis.variable for axis in block.fixed)
            alike[block.statistic, normal(block.held.name), block.frame.variables, apart].append(block)
    stacks: list[Stack] = []
    for held in alike.values():
        first: dict[int, Block] = {}
        for block in held:
            first.setdefault(sum(int(axis.prints[0]) for axis in block.fixed), block)
        members = [*first.values()]
        if _SEVERAL <= len({block.place for block in members}) == len(members) <= _MOST_MEMBERS:
            stacks.append(Stack(len(blocks) + len(stacks), members))
    return tuple(stacks)


def _families(blocks: Sequence[Block]) -> Iterator[tuple[list[Block], Sequence[str]]]:
    """Blocks of one kind in tables whose names differ in a few words, with those words; none that print the same numbers."""
    alike: dict[tuple[object, ...], list[Block]] = defaultdict(list)
    for block in blocks:
        if not block.fixed and block.frame.axes and not block.table.population:
            alike[block.statistic, normal(block.held.name), block.frame.variables].append(block)
    for members in alike.values():
        for family in _together(members):
            said = [_words(block) for block in family]
            common = set(said[0]).intersection(*said)
            rest = [" ".join(word for word in words if word not in common) for words in said]
            kept = [at for at, text in enumerate(rest) if text and not _EVERYBODY & set(text.split())]
            labels = spellings([rest[at] for at in kept])
            short = all(len(label.split()) <= _MOST_WORDS and not _NUMBERED.fullmatch(label) for label in labels)
            held = [family[at] for at in kept]
            if len(held) >= _SEVERAL and len(set(labels)) == len(labels) and short and not _any_agree(held):
                yield held, labels


def _together(members: Sequence[Block]) -> Iterator[list[Block]]:
    """Blocks on sheets of one workbook, or in files whose names share a word, or whose names are known categories."""
    by_place: dict[str, list[Block]] = defaultdict(list)
    for block in members:
        by_place[block.table.file if block.table.sheet else ""].append(block)
    for file, held in by_place.items():
        left = held
        known = set().union(*(variable.categories for variable in held[0].reading.variables.known), _SEXES)
        tokens = Counter(word for block in held for word in set(_place_words(block))) if not file else Counter[str]()
        groups = [[block for block in held if word in _place_words(block)] for word, _ in tokens.most_common()]
        groups.append([block for block in held if file or " ".join(_place_words(block)) in known])
        for group in groups:
            mine = [block for block in group if block in left]
            if _SEVERAL <= len({block.place for block in mine}) == len(mine) <= _MOST_MEMBERS:
                left = [block for block in left if block not in mine]
                yield mine


def _place_words(block: Block) -> list[str]:
    """Words of the name of the sheet of a block, or of its file where it has none."""
    name = block.table.sheet or PurePosixPath(block.table.file).stem
    words = re.findall(_WORD, name.replace("_", " "))
    return [normal(word) for word in words]


def _words(block: Block) -> list[str]:
    """Words of the names of a table, each once: of its title, and of its sheet, or of its file where it has none."""
    table = block.table
    place = table.sheet or PurePosixPath(table.file).stem
    words = re.findall(_WORD, f"{place.replace('_', ' ')} {table.title.partition(' by ')[0]}")
    return list(dict.fromkeys(word.casefold() for word in words))


def _any_agree(family: Sequence[Block]) -> bool:
    return any(_agree(one, other) for one, other in combinations(family, 2))


def _agree(one: Block, other: Block) -> bool:
    """Whether two blocks that are broken down by the same print the same numbers, and hardly by chance."""
    variables = one.frame.variables
    shared = shared_numbers(one.margin(variables), other.margin(variables))
    mostly = shared.agreeing >= _MANY and 2 * shared.agreeing >= len(shared.key)
    return mostly or (shared.agreeing > 0 and bool(shared.agree.all()) and shared.chance < PERHAPS)


def _set_apart(found: list[Block], family: Sequence[Block], labels: Sequence[str]) -> None:
    """Let each block of a family, and every other that prints the same as one of it, be about its category alone."""
    first = family[0]
    nothing = np.zeros(0, dtype=np.int32)
    (variable,) = first.reading.variables.of_table([Dimension("", tuple(labels), nothing)])
    if variable in first.frame.variables:
        return
    like = [
        block
        for block in found
        if not block.fixed and (block.statistic, block.frame.variables) == (first.statistic, first.frame.variables)
    ]
    for block, label in zip(family, labels, strict=True):
        prints = np.array([first.reading.variables.fingerprint(variable, label), 0], dtype=np.uint64)
        for other in like:
            if other is block or (other not in family and found[other.number] is other and _agree(other, block)):
                nowhere = np.zeros(len(other.table), dtype=np.int32)
                no = np.zeros(1, dtype=np.bool_)
                found[other.number] = other.within(Axis(variable, -1, nowhere, nowhere, prints, no, labels=(label,)))
