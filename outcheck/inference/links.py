"""Decides which tables speak of the same people: by what the manifest says, else by numbers that agree and not by chance."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import PurePosixPath

import numpy as np

from outcheck.inference.bands import margins
from outcheck.inference.blocks import Block, Margin, pairs
from outcheck.inference.frames import Keys
from outcheck.inference.spelling import normal
from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.model.labels import interval
from outcheck.model.statistics import Unit

CHANCE = 1e-3
"""Probability of a coincidence below which agreeing numbers show one population whatever the tables are called."""

PERHAPS = 0.05
"""The same where the tables also name the same people; what rests on such a link asks for a person's eye."""

_MOSTLY = 0.5
_NEARLY_ALL = 0.8
_NEARLY = 0.05
_FEWEST_AGREEING = 3
_MUCH_SURER = 1e-6
_MOST_PAIRS = 200_000
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_UNITS = frozenset(unit.value for unit in Unit)
_OF_PLACES = frozenset({"all", "sheet", "data", "output", "tab", "result", "final", "everyone", "overall"})
_EMPTY = frozenset({"number", "of", "by", "and", "the", "in", "count", "n", "total", "table", "for", "from", "with", "a"})


class Confidence(IntEnum):
    """How sure it is that two blocks speak of the same people."""

    DECLARED = 0
    AGREEING = 1
    LIKELY = 2


@dataclass(frozen=True, slots=True)
class Shared:
    """Numbers that two blocks both give, each by its place in the margins of one and other; ``agree`` says which fit."""

    key: Keys
    one: Indices
    other: Indices
    agree: BoolArray
    difference: FloatArray
    chance: float

    @property
    def agreeing(self) -> int:
        """How many agree."""
        return int(self.agree.sum())


@dataclass(frozen=True, slots=True)
class Link:
    """Two blocks that speak of the same people, and the variables over which they were compared, with what both say there."""

    one: Block
    other: Block
    variables: frozenset[int]
    confidence: Confidence
    shared: Shared
    margins: tuple[Margin, Margin]


@dataclass(frozen=True, slots=True)
class Near:
    """Two blocks of which the one seems to hold everybody of the other: no number of it is smaller."""

    larger: Block
    smaller: Block
    variables: frozenset[int]
    shared: Shared


@dataclass(frozen=True, slots=True)
class Links:
    """Everything found between the blocks of a release; ``unsearched`` counts pairs that were too many to compare."""

    links: tuple[Link, ...]
    near: tuple[Near, ...]
    unsearched: int

    @property
    def sure(self) -> Links:
        """Without links that are only likely."""
        links = tuple(link for link in self.links if link.confidence is not Confidence.LIKELY)
        return Links(links, self.near, self.unsearched)


def find_links(blocks: Sequence[Block]) -> Links:
    """Compare every pair of blocks that may speak of the same people."""
    links: list[Link] = []
    near: list[Near] = []
    unsearched = 0
    twins = _Twins()
    for number, (one, other) in enumerate(pairs(blocks)):
        if number >= _MOST_PAIRS:
            unsearched += 1
            continue
        if twins.known(one, other):
            continue
        for found in _compared(one, other):
            if isinstance(found, Link):
                links.append(found)
                twins.add(found)
            else:
                near.append(found)
        if _set_apart(one, other):
            near += [found for found in _compared(one.plain, other.plain) if isinstance(found, Near)]
    return Links(tuple(links), tuple(near), unsearched)


def _set_apart(one: Block, other: Block) -> bool:
    """Whether a name alone says that one block is about a category, of which the other says nothing: it may hold all of it."""
    mine, yours = ({axis.variable for axis in block.fixed} for block in (one, other))
    return bool(mine - other.frame.variables or yours - one.frame.variables)


class _Twins:
    """Blocks that say just the same over some variables: once two are linked to a third, they need not be compared."""

    def __init__(self) -> None:
        self._first: dict[tuple[frozenset[int], bytes], dict[int, set[int]]] = {}

    def add(self, link: Link) -> None:
        """Note a link of two blocks whose printed numbers are the same."""
        signature = link.one.margin(link.variables).signature
        if signature == link.other.margin(link.variables).signature:
            self._first.setdefault((link.variables, signature), {}).setdefault(link.one.number, set()).add(link.other.number)

    def known(self, one: Block, other: Block) -> bool:
        """Whether both were found to say the same as an earlier block."""
        both = one.frame.variables & other.frame.variables
        signature = one.margin(both).signature
        firsts = self._first.get((both, signature), {})
        return any(one.number in linked and other.number in linked for linked in firsts.values())


def _compared(one: Block, other: Block) -> Iterator[Link | Near]:
    """What one pair shows: over all variables that both have, and over fewer where their categories differ."""
    both = one.frame.variables & other.frame.variables
    declared = _declared(one, other)
    for variables in (both, *(both - {variable} for variable in sorted(both))):
        both_margins = margins(one, other, variables)
        shared = shared_numbers(*both_margins)
        confidence = _confidence(one, other, shared, declared=declared)
        if confidence is not None:
            yield Link(one, other, variables, confidence, shared, both_margins)
        elif declared is not True and (near := _near(one, other, variables)):
            yield near
        if variables == both and (len(shared.key) or confidence is not None):
            return


def shared_numbers(one: Margin, other: Margin) -> Shared:
    """Numbers of both margins that are printed in full, and the probability that they agree by chance."""
    mine, yours = np.flatnonzero(one.known), np.flatnonzero(other.known)
    key, at_one, at_other = np.intersect1d(one.key[mine], other.key[yours], assume_unique=True, return_indices=True)
    left, right = mine[at_one], yours[at_other]
    slack = 1e-9 * (1 + np.abs(one.high[left]))
    agree = (one.low[left] <= other.high[right] + slack) & (other.low[right] <= one.high[left] + slack)
    middle = (one.low[left] + one.high[left]) / 2
    room = np.maximum(one.high[left] - one.low[left] + other.high[right] - other.low[right], 1.0)
    size = np.maximum(np.abs(middle), room)
    # A number that occurs twice may do so by design, such as a hundred asked in each region: it counts once.
    once = np.flatnonzero(agree)[np.unique(middle[agree], return_index=True)[1]]
    chance = float(np.exp(np.log(room / size)[once].sum()))
    return Shared(key, left, right, agree, middle - (other.low[right] + other.high[right]) / 2, chance)


def _declared(one: Block, other: Block) -> bool | None:
    """Whether the manifest says that two blocks are the same numbers of the same people; None where it is silent."""
    populations = {normal(held.table.population) for held in (one, other)}
    if not one.table.population or not other.table.population:
        return None
    return len(populations) == 1 and (_words(one) == _words(other) or None)


def _confidence(one: Block, other: Block, shared: Shared, *, declared: bool | None) -> Confidence | None:
    """How sure it is that both speak of the same people, None where it is not.

    Where nearly all of many numbers agree, the others are taken for mistakes, unless all of them differ to one side: then the
    one table may count a few more people, and must not be taken for the other.
    """
    if declared is False:
        return None
    if declared:
        return Confidence.DECLARED
    total, agreeing = len(shared.key), shared.agreeing
    if not agreeing:
        return None
    if agreeing < total:
        mostly = agreeing >= _FEWEST_AGREEING and agreeing >= _MOSTLY * total and shared.chance < _MUCH_SURER
        differing = shared.difference[~shared.agree]
        return Confidence.AGREEING if mostly and differing.min() < 0 < differing.max() else None
    if shared.chance < CHANCE:
        return Confidence.AGREEING
    return Confidence.LIKELY if shared.chance < PERHAPS and _words(one) & _words(other) else None


def _near(one: Block, other: Block, variables: frozenset[int]) -> Near | None:
    """Whether the one holds everybody of the other: all differences to one side, and nearly the same numbers or such titles."""
    shared = shared_numbers(one.margin(variables), other.margin(variables))
    if len(shared.key) < _FEWEST_AGREEING or shared.agree.all():
        return None
    differing = shared.difference[~shared.agree]
    size = one.margin(variables).high[shared.one]
    close = (np.abs(shared.difference) <= np.maximum(_NEARLY * np.abs(size), 1.0)).mean() >= _NEARLY_ALL
    if differing.min() > 0 and (close or _holds(one, other)):
        return Near(one, other, variables, shared)
    if differing.max() < 0 and (close or _holds(other, one)):
        turned = Shared(shared.key, shared.other, shared.one, shared.agree, -shared.difference, shared.chance)
        return Near(other, one, variables, turned)
    return None


def _holds(larger: Block, smaller: Block) -> bool:
    """Whether titles say that one block holds all of the other: ``Learners`` and ``Male learners``, 16 to 65 and 16 to 64."""
    one, other = _words(larger), _words(smaller)
    if one < other:
        return not any(word.isdigit() for word in other - one)
    if one == other and _place_words(larger) < _place_words(smaller):
        return True
    wide, narrow = (interval(f"{held.table.title} {held.table.population}") for held in (larger, smaller))
    return bool(one == other and wide and narrow and wide != narrow and wide[0] <= narrow[0] and narrow[1] <= wide[1])


def _words(block: Block) -> frozenset[str]:
    """Words by which a block says whom it counts and when, without those that say nothing; its unit is one."""
    title = f"{block.held.name} {block.table.title}"
    words = {word.rstrip("s") for word in normal(title.casefold().partition(" by ")[0]).split()} - _EMPTY
    years = _YEAR.findall(f"{title} {block.table.sheet} {block.table.file}")
    unit = {block.held.unit.value} if block.held.unit else set()
    return frozenset({word for word in words if not word[0].isdigit()} | unit | set(years))


def _place_words(block: Block) -> frozenset[str]:
    """Words of the sheet, or file, that a block stands on, without those that say nothing of whom it counts."""
    name = block.table.sheet or PurePosixPath(block.table.file).stem
    words = {word.rstrip("s") for word in normal(re.sub(r"[^A-Za-z]+", " ", name)).split()}
    return frozenset(words - _EMPTY - _OF_PLACES)


def named_alike(one: Block, other: Block) -> bool:
    """Whether the titles or headings of two blocks share a word, and do not name different years."""
    mine, yours = _words(one) - _UNITS, _words(other) - _UNITS
    years = [{word for word in words if word[0].isdigit()} for words in (mine, yours)]
    apart = bool(years[0]) and bool(years[1]) and not years[0] & years[1]
    return bool(mine & yours) and not apart and _declared(one, other) is not False


def universes(
    blocks: Sequence[Block], links: Sequence[Link], together: Sequence[tuple[int, ...]] = ()
) -> tuple[Indices, BoolArray]:
    """Number of the population of each block, and per block whether that needs a link that is only likely.

    ``together`` are numbers of blocks that speak of the same people by what they are.
    """
    given = [(link.one.number, link.other.number, link.confidence is Confidence.LIKELY) for link in links]
    given += [(held[0], other, False) for held in together for other in held[1:]]
    sure = _joined(len(blocks), [(one, other) for one, other, likely in given if not likely])
    every = _joined(len(blocks), [(one, other) for one, other, _ in given])
    torn = np.zeros(len(blocks), dtype=np.bool_)
    torn[every[sure != every]] = True
    return every, torn[every]


def _joined(count: int, links: Sequence[tuple[int, int]]) -> Indices:
    """Number of the group of each block, that of its first."""
    group = list(range(count))

    def root(block: int) -> int:
        while group[block] != block:
            group[block] = group[group[block]]
            block = group[block]
        return block

    for pair in links:
        one, other = sorted(map(root, pair))
        group[other] = one
    return np.array([root(block) for block in range(count)], dtype=np.intp)
