"""Reads the headings over the numbers: levels of categories, the level that names statistics, and what the levels are called."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from outcheck.layout.blocks import Block
from outcheck.layout.cells import Cells
from outcheck.layout.headings import is_band, is_step
from outcheck.layout.levels import ALL, Level, level_of, texts_of
from outcheck.layout.literals import Kind
from outcheck.layout.names import names_of
from outcheck.layout.vocabulary import UNITS_BELOW
from outcheck.layout.words import curt_statistic, is_total, names_steps, statistic_in, strong_statistic_in, totals_in
from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic

_S = Statistic
_COUNTED = frozenset({"n", "no.", "number", "num"})
_PAIRS = 2
_SIGNS = (" / ", " | ", " - ", " – ", ": ")
_ROOM = 0.06
"""How far each share may be from the true one: they have a decimal or more."""
_PIVOT = "Column Labels"
"""What Excel writes over the columns of a pivot table."""
_COMPARING = frozenset({_S.P_VALUE, _S.CONFIDENCE_LIMIT, _S.TEST_STATISTIC, _S.COEFFICIENT})
_CHANGES = frozenset({"difference", "change", "diff", "growth", "% change", "percentage change", "change %"})


@dataclass(frozen=True, slots=True)
class Headings:
    """Levels of headings, topmost first; ``units`` is what a row of units says of each column, ``over`` names the row labels."""

    levels: list[Level]
    units: tuple[str, ...]
    names_columns: bool = False
    """Whether what stands over the row labels is the name of the columns."""


def read_headings(cells: Cells, block: Block) -> Headings:
    """Levels of headings over the measures, topmost first, and what a row of units says."""
    levels: list[Level] = []
    units = ("",) * len(block.measures)
    above: list[str] = [""] * len(block.measures)
    lowest = {cells.text(row, index) for row in block.headings[-1:] for index in block.measures}
    own: list[list[str]] = []
    for position, row in enumerate(block.headings):
        texts = ["" if text == _PIVOT else text for text in (cells.text(row, index) for index in block.measures)]
        if not any(texts):
            continue
        if _are_units(texts):
            units = tuple(texts)
            continue
        pair = _pair(cells, block, texts) if row == block.headings[-1] else None
        if pair is not None:
            levels.append(_where_named(level_of(f"column heading {position + 1}", pair[0])))
            levels.append(level_of(f"column heading {position + 2}", pair[1]))
            own += pair
            continue
        written = texts
        if position < len(block.headings) - 1 and not cells.is_merged:
            texts = _filled(texts, above)
        last = row == block.headings[-1]
        texts = [text or _from_above(over, last=last) for text, over in zip(_intervals(texts), above, strict=True)]
        above = texts
        whole = [text.removeprefix("Total ") if text.removeprefix("Total ") in lowest - {text} else "" for text in texts]
        texts = [(name if last else ALL) if name else text for text, name in zip(texts, whole, strict=True)]
        if set(texts) <= {"", ALL}:
            continue
        levels.append(level_of(_corner(cells, block, row) or f"column heading {position + 1}", texts))
        own.append(written)
    names_columns = len(levels) == 1 and _names_steps(cells, block, levels[0])
    if names_columns:
        levels = [replace(levels[0], name=_last_label(cells, block, block.headings[-1]))]
    return Headings(_named_above(_without_umbrellas(levels, own)), units, names_columns)


def _pair(cells: Cells, block: Block, texts: list[str]) -> tuple[list[str], list[str]] | None:
    """Two levels that one row of headings holds; none where the manifest names a column by its whole heading."""
    if any(text.casefold() in cells.measure_names for text in texts):
        return None
    return _paired(cells, block, texts) or _in_two(texts)


def _paired(cells: Cells, block: Block, texts: list[str]) -> tuple[list[str], list[str]] | None:
    """Categories and statistics where a share stands beside the number of each category: ``Female``, ``%``, ``Male``, ``%``."""
    numbers, shares = texts[::2], texts[1::2]
    if len(numbers) < _PAIRS or len(shares) < len(numbers) or len(set(numbers)) < len(numbers) or not all(numbers):
        return None
    if any(map(strong_statistic_in, numbers)):
        return None
    names = {_rest(share, number) for share, number in zip(shares, numbers, strict=True)}
    name = names.pop()
    blank = not name and _add_up_to_the_whole(cells, block)
    if names or not (blank or strong_statistic_in(name) is Statistic.PERCENTAGE):
        return None
    return [number for number in numbers for _ in range(_PAIRS)], ["", name or "%"] * len(numbers)


def _in_two(texts: list[str]) -> tuple[list[str], list[str]] | None:
    """Categories and statistics with a sign between them, ``Treated / Mean``, or two categories, ``Female_2020``."""
    for sign in _SIGNS:
        parts = [text.rsplit(sign, 1) if sign in text else ["", text] for text in texts]
        upper, lower = [part[0].strip() for part in parts], [part[1].strip() for part in parts]
        told = [under for over, under in zip(upper, lower, strict=True) if over]
        statistics = bool(told) and all(map(strong_statistic_in, told)) and not any(map(strong_statistic_in, upper))
        if statistics and len(set(upper) - {""}) > 1 and len(set(zip(upper, lower, strict=True))) == len(texts):
            return upper, lower
    parts = [text.rsplit("_", 1) for text in texts if "_" in text]
    uppers, lowers = {part[0] for part in parts}, {part[1] for part in parts}
    crossed = len(parts) == len(texts) == len({tuple(part) for part in parts}) == len(uppers) * len(lowers)
    if not crossed or len(uppers) < _PAIRS or len(lowers) < _PAIRS or any(map(strong_statistic_in, uppers | lowers)):
        return None
    return ([part[0] for part in parts], [part[1] for part in parts]) if all(map(is_band, lowers)) else None


def _where_named(level: Level) -> Level:
    """A level that does not apply where its heading is blank."""
    if "" not in level.labels:
        return level
    blank = level.labels.index("")
    codes = np.where(level.codes == blank, -1, level.codes - (level.codes > blank)).astype(np.int32)
    return replace(level, labels=tuple(label for label in level.labels if label), codes=codes)


def _rest(text: str, category: str) -> str:
    """A heading without the category that it begins or ends with: ``%`` of ``Male %``."""
    return text.removeprefix(category).removesuffix(category).strip(" ()-:,")


def _add_up_to_the_whole(cells: Cells, block: Block) -> bool:
    """Whether every second column holds numbers with decimals that come to a hundred in every row, beside whole numbers."""
    columns = [cells.columns[index] for index in block.measures]
    shown = [column.kind[block.rows] == Kind.NUMBER for column in columns]
    whole = not any(column.decimals[block.rows].any() for column in columns[::2])
    full = np.logical_and.reduce(shown)
    if not whole or not full.any() or not all(column.decimals[block.rows].any() for column in columns[1::2]):
        return False
    total = np.add.reduce([column.value[block.rows][full] for column in columns[1::2]])
    return bool((np.abs(total - 100) <= _ROOM * len(columns)).all())


def _last_label(cells: Cells, block: Block, row: int) -> str:
    return next((text for index in reversed(block.labels) if (text := cells.text(row, index))), "")


def _corner(cells: Cells, block: Block, row: int) -> str:
    """The name of a row of headings, where the last heading row names nothing but the row labels, as pandas and R write it."""
    last = block.headings[-1]
    if row == last or any(cells.text(last, index) for index in block.measures):
        return ""
    return _last_label(cells, block, row)


def _names_steps(cells: Cells, block: Block, level: Level) -> bool:
    """Whether the corner says what the steps across the top are: ``Years since leaving school`` over 0, 1, 2."""
    return all(is_step(label) for label in level.labels) and names_steps(_last_label(cells, block, block.headings[-1]))


def _from_above(over: str, *, last: bool) -> str:
    """What a blank heading under another says: the same total or, in the last row, the same statistic."""
    return over if is_total(over) or (last and (strong_statistic_in(over) or curt_statistic(over))) else ""


def _filled(texts: list[str], above: list[str]) -> list[str]:
    """Headings carried over the blanks on their right, but not under a total."""
    filled = list(texts)
    for place in range(1, len(filled)):
        if not filled[place] and not is_total(above[place]):
            filled[place] = filled[place - 1]
    return filled


def _intervals(texts: list[str]) -> list[str]:
    """Headings with the second limit of an interval, which stands under no heading of its own, named as the first."""
    return [
        texts[place - 1]
        if place and (not text or text in ("]", "interval]")) and strong_statistic_in(texts[place - 1]) is _S.CONFIDENCE_LIMIT
        else text
        for place, text in enumerate(texts)
    ]


def _are_units(texts: list[str]) -> bool:
    told = {text.casefold().strip("() ") for text in texts if text}
    return bool(told & UNITS_BELOW) and told <= UNITS_BELOW | _COUNTED and told != {"%"} | (told & _COUNTED)


def _without_umbrellas(levels: list[Level], written: list[list[str]]) -> list[Level]:
    """Levels without those that only gather different statistics, such as ``Change Statistics`` over ``F Change`` and ``df1``."""
    kept = list(levels)
    for place in range(len(levels) - 2, -1, -1):
        upper, lower = texts_of(levels[place]), texts_of(kept[place + 1])
        filled = [text or over for text, over in zip(lower, written[place], strict=True)]
        if not _gathers(upper, filled):
            continue
        kept[place + 1] = level_of(kept[place + 1].name, filled)
        del kept[place]
    return kept


def _gathers(upper: list[str], lower: list[str]) -> bool:
    """Whether statistics stand under each upper heading that stand under no other: a breakdown repeats them."""
    names = [name is not None for name in names_of(tuple(dict.fromkeys(lower)))]
    labels = [label for label in dict.fromkeys(upper) if label]
    if sum(names) * 2 < len(names) or len(labels) < 2 or any(is_band(label) or is_total(label) for label in labels):  # noqa: PLR2004  one label gathers nothing
        return False
    under = [(over, text) for over, text in dict.fromkeys(zip(upper, lower, strict=True)) if text]
    return len({text for _, text in under}) == len(under)


def _named_above(levels: list[Level]) -> list[Level]:
    """Levels with those that hold one label only taken as the name of the level below."""
    kept: list[Level] = []
    name = ""
    for place, level in enumerate(levels):
        labels = [label for label in level.labels if label and not is_total(label)]
        below = levels[place + 1] if place + 1 < len(levels) else None
        if below is not None and len(labels) == 1 and _is_name(labels[0]) and _totals_below(level, below):
            name = labels[0]
            continue
        kept.append(replace(level, name=name) if name and level.name.startswith("column heading") else level)
        name = ""
    return kept


def _is_name(label: str) -> bool:
    return statistic_in(label) is None and not is_band(label) and not label[:1].isdigit()


def _totals_below(level: Level, below: Level) -> bool:
    """Whether a total stands under each total, so that the upper heading says nothing more."""
    return all(
        is_total(under) or not under
        for over, under in zip(texts_of(level), texts_of(below), strict=True)
        if not over or is_total(over)
    )


def parted(level: Level, upper: Level | None, broken: frozenset[str]) -> tuple[Level, tuple[str, ...]] | None:
    """Categories and statistics beside each other in one row of headings: ``Female``, ``Male``, ``p-value``.

    ``broken`` are headings over numbers with decimals.
    """
    over = texts_of(upper) if upper is not None else [""] * len(level.codes)
    texts = [
        above if is_step(text) and strong_statistic_in(above) else text for text, above in zip(texts_of(level), over, strict=True)
    ]
    labels = tuple(dict.fromkeys(texts))
    names = {label for label, named in zip(labels, names_of(labels), strict=True) if named is not None}
    names |= {label for label in labels if plain(label) in _CHANGES}
    rest = [label for label in labels if label not in names and label]
    if not names or len(rest) < 2 or not _stand_apart(rest, names, broken):  # noqa: PLR2004  one category is no breakdown
        return None
    categories = [text if text in rest else "" for text in texts]
    held = level_of(level.name, categories)
    blank = held.labels.index("") if "" in held.labels else -1
    codes = np.array([-1 if code == blank else code - (blank != -1 and code > blank) for code in held.codes], dtype=np.int32)
    kept = tuple(label for label in held.labels if label)
    return Level(level.name, kept, codes), tuple("" if text in rest else text for text in texts)


def _stand_apart(rest: list[str], names: set[str], broken: frozenset[str]) -> bool:
    if all(is_step(label) for label in rest) or all(is_band(label) for label in rest):
        return True
    if totals_in(rest) and names <= broken and not broken & set(rest):
        return True
    comparing = [strong_statistic_in(name) in _COMPARING for name in names]
    fitting = all(plain(name) in _CHANGES or yes for name, yes in zip(names, comparing, strict=True))
    return fitting and any(comparing) and not any("_" in label or strong_statistic_in(label) for label in rest)
