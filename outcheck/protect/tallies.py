"""The counts of a release by what they are broken down by: which are too small, and what merged ones come to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outcheck.checks import low_count
from outcheck.checks.blurred import blurred
from outcheck.engine.asking import in_scope
from outcheck.engine.assess import Terms
from outcheck.inference.spelling import normal
from outcheck.inference.variables import Variables
from outcheck.model.arrays import BoolArray, FloatArray, Indices, IntArray
from outcheck.model.rule import Level
from outcheck.model.statistics import Statistic
from outcheck.model.table import Meaning, Shape, Table
from outcheck.sdc.merging import Need

_COUNTS = (Statistic.COUNT, Statistic.WEIGHTED_COUNT)
_BREAKDOWNS = (Shape.TIDY, Shape.CROSSTAB)
_HALF = 0.5


@dataclass(frozen=True, slots=True)
class Tally:
    """All cells of one table, each with the smallest count that may stand there, 0 where anything may.

    ``codes`` has a row per cell and a column per dimension: an index into the dimension's ``labels``, which are in the spelling
    of ``normal``; -1 where it does not apply. ``variables`` numbers the variable of each dimension over the whole release, and
    ``twins`` has those that say the same in other words. ``half`` is half the base that a count was rounded to; ``absent`` cells
    do not apply, and add nothing.
    """

    place: int
    variables: tuple[int, ...]
    labels: tuple[tuple[str, ...], ...]
    totals: tuple[int, ...]
    twins: tuple[tuple[int, ...], ...]
    codes: Indices
    measure: Indices
    value: FloatArray
    minimum: FloatArray
    zeros: BoolArray
    counts: BoolArray
    half: FloatArray
    absent: BoolArray

    @property
    def small(self) -> BoolArray:
        """Counts that are too small."""
        return np.asarray(((self.value > 0) & (self.value < self.minimum)) | (self.zeros & (self.value == 0)))

    def dimension(self, variable: int) -> int:
        """The dimension that is a variable, -1 for none."""
        return self.variables.index(variable) if variable in self.variables else -1

    def lines(self, dimension: int, cells: Indices) -> Indices:
        """A number for each cell, the same for those that differ in one dimension only, and in what repeats it."""
        others = [place for place in range(self.codes.shape[1]) if place != dimension and place not in self.twins[dimension]]
        keys = np.column_stack([self.measure[cells], self.codes[cells][:, others]])
        return np.unique(keys, axis=0, return_inverse=True)[1].reshape(-1)

    def merged(self, variable: int, into: Mapping[str, str | None]) -> Tally:
        """The cells once some categories are shown as others, or, where None, no longer."""
        dimension = self.dimension(variable)
        if dimension < 0 or len({*self.labels[dimension]} & {*into}) == 0:
            return self
        named = (*self.labels[dimension], *dict.fromkeys(new for new in into.values() if new is not None))
        code = np.array([*(named.index(into.get(old, old) or old) for old in self.labels[dimension]), -1])
        gone = np.array([*(old in into and into[old] is None for old in self.labels[dimension]), False])
        old = self.codes[:, dimension]
        keep = ~gone[old]
        codes = self.codes.copy()
        codes[:, dimension] = code[old]
        touched = code[old] != old
        for twin in self.twins[dimension]:
            codes[touched, twin] = len(self.labels[twin]) + code[old][touched]
        whole = np.column_stack([self.measure, codes])[keep]
        _, first, group = np.unique(whole, axis=0, return_index=True, return_inverse=True)
        group = group.reshape(-1)
        absent = np.bincount(group, weights=~self.absent[keep], minlength=len(first)) == 0
        value = np.bincount(group, weights=np.where(self.absent[keep], 0.0, self.value[keep]), minlength=len(first))
        minimum, half = np.zeros(len(first)), np.zeros(len(first))
        np.maximum.at(minimum, group, self.minimum[keep])
        np.add.at(half, group, self.half[keep])
        zeros = np.zeros(len(first), dtype=np.bool_)
        np.logical_or.at(zeros, group, self.zeros[keep])
        labels = tuple(
            named if place == dimension else (*held, *named) if place in self.twins[dimension] else held
            for place, held in enumerate(self.labels)
        )
        at = np.flatnonzero(keep)[first]
        return replace(
            self, labels=labels, codes=codes[at], measure=self.measure[at], minimum=minimum, zeros=zeros,
            counts=self.counts[at], half=half, value=np.where(absent, np.nan, value), absent=absent,
        )  # fmt: skip

    def said(self) -> dict[tuple[object, ...], list[float]]:
        """Counts by statement: their categories without totals, in any order; several tables of a sheet may say the same."""
        found: dict[tuple[object, ...], list[float]] = {}
        for cell in np.flatnonzero(self.counts & ~np.isnan(self.value)).tolist():
            codes = self.codes[cell].tolist()
            words = [
                self.labels[place][code] for place, code in enumerate(codes) if code >= 0 and code != self.totals[place]
            ]  # fmt: skip
            found.setdefault((int(self.measure[cell]), *sorted(words)), []).append(round(float(self.value[cell]), 6))
        return found


@dataclass(frozen=True, slots=True)
class Crossed:
    """A variable by whatever else its categories are counted by.

    ``counts`` has shape (categories, lines), 0 where nothing is shown.
    ``fits`` is False where categories overlap, or hold numbers below nothing: they cannot be added up.
    """

    categories: tuple[str, ...]
    counts: FloatArray
    need: Need
    fits: bool


def tallies(tables: Sequence[Table], terms: Terms) -> tuple[tuple[Tally, ...], Variables]:
    """A tally of every table that breaks one thing down, and whose labels may be spoken of."""
    variables = Variables()
    held = [(place, table) for place, table in enumerate(tables) if table.shape in _BREAKDOWNS]
    return tuple(_tally(place, table, terms, variables) for place, table in held), variables


def _tally(place: int, table: Table, terms: Terms, variables: Variables) -> Tally:
    numbers = tuple(variables.of_table(table.dimensions, table.title))
    codes = np.column_stack([held.codes for held in table.dimensions]).astype(np.intp) if table.dimensions else None
    counts = table.where(*_COUNTS)
    minimum, zeros = _asked(table, terms)
    half = np.zeros(len(table))
    for number, measure in enumerate(table.measures):
        half[table.measure == number] = measure.rounding.base * _HALF if measure.rounding is not None else 0.0
    return Tally(
        place=place,
        variables=numbers,
        labels=tuple(tuple(map(normal, held.labels)) for held in table.dimensions),
        totals=tuple(held.total for held in table.dimensions),
        twins=_twins(table),
        codes=codes if codes is not None else np.zeros((len(table), 0), dtype=np.intp),
        measure=table.measure.astype(np.intp),
        value=np.where(table.is_number, table.value, np.nan),
        minimum=np.where(counts, minimum, 0.0),
        zeros=counts & zeros,
        counts=counts,
        half=half,
        absent=table.means(Meaning.NOT_APPLICABLE),
    )


def _asked(table: Table, terms: Terms) -> tuple[FloatArray, BoolArray]:
    """The smallest count that may leave, per cell, and where a zero may not."""
    minimum, zeros = np.zeros(len(table)), np.zeros(len(table), dtype=np.bool_)
    for rule in (rule for pack in terms.packs for rule in pack.rules if rule.level is not Level.NOTE):
        if rule.scope.purposes and terms.purpose is not None and terms.purpose not in rule.scope.purposes:
            continue
        if isinstance(rule.parameters, low_count.Parameters):
            mine = in_scope(rule, table)
            minimum[mine] = np.maximum(minimum[mine], rule.parameters.minimum)
        elif rule.check == "zero-count" and rule.level is Level.BLOCK:
            zeros |= in_scope(rule, table) & ~blurred(table)
    return minimum, zeros


def _twins(table: Table) -> tuple[tuple[int, ...], ...]:
    """Per dimension, those that each category of it occurs with one category of, and the other way round."""
    held = [dimension.codes for dimension in table.dimensions]
    found: list[list[int]] = [[] for _ in held]
    for one in range(len(held)):
        for other in range(one):
            if _determines(held[one], held[other]) and _determines(held[other], held[one]):
                found[one].append(other)
                found[other].append(one)
    return tuple(map(tuple, found))


def _determines(finer: IntArray, coarse: IntArray) -> bool:
    told = np.full(int(finer.max(initial=0)) + 2, -1, dtype=np.int32)
    told[finer] = coarse
    return bool(np.array_equal(told[finer], coarse))


def crossed(held: Iterable[Tally], variable: int, names: Sequence[str], roots: Sequence[str]) -> Crossed | None:
    """Some categories of a variable by everything else, over all tables; None where a table says one of them twice.

    ``roots`` are those that nothing is above: they add up to no more than the total.
    """
    mine = [(tally, tally.dimension(variable)) for tally in held if tally.dimension(variable) >= 0]
    code_of = {name: code for code, name in enumerate(names)}
    above = [code_of[name] for name in roots]
    blocks, there, needs, zeros, fits = [], [], [], [], True
    for tally, dimension in mine:
        total = tally.totals[dimension]
        labels = enumerate(tally.labels[dimension])
        codes = np.array([*(-1 if code == total else code_of.get(label, -1) for code, label in labels), -1])
        of_cell = codes[tally.codes[:, dimension]]
        is_total = (tally.codes[:, dimension] == total) & (total >= 0)
        cells = np.flatnonzero(tally.counts & ((of_cell >= 0) | is_total))
        if not cells.size:
            continue
        line = tally.lines(dimension, cells)
        parts = ~is_total[cells]
        count = int(line.max()) + 1
        spots = of_cell[cells[parts]] * count + line[parts]
        if len(np.unique(spots)) < len(spots):
            return None
        block, filled = np.zeros((len(names), count)), np.zeros((len(names), count), dtype=np.bool_)
        block.reshape(-1)[spots] = np.nan_to_num(tally.value[cells[parts]])
        filled.reshape(-1)[spots] = True
        fits &= bool((block >= 0).all()) and _adds_up(tally, block[above], cells, line, parts)
        minimum, zero = np.zeros(count), np.zeros(count, dtype=np.bool_)
        np.maximum.at(minimum, line[parts], tally.minimum[cells[parts]])
        np.logical_or.at(zero, line[parts], tally.zeros[cells[parts]])
        blocks.append(block)
        there.append(filled)
        needs.append(minimum)
        zeros.append(zero)
    if not blocks:
        return None
    counts, shown = np.hstack(blocks), np.hstack(there)
    # What is small even as a whole no merge of this variable helps, and a line that lacks a category shows no zero there.
    whole = counts[above].sum(axis=0)
    minimum = np.where(whole >= np.concatenate(needs), np.concatenate(needs), 0.0)
    zero = np.concatenate(zeros) & shown.all(axis=0) & (whole > 0)
    return Crossed(tuple(names), counts, Need(minimum, zero), fits)


def categories(held: Iterable[Tally], variable: int) -> tuple[str, ...]:
    """Every category of a variable but totals, in the order in which tables show them."""
    found: dict[str, None] = {}
    for tally in held:
        dimension = tally.dimension(variable)
        if dimension >= 0:
            used = set(np.unique(tally.codes[:, dimension]).tolist()) - {tally.totals[dimension]}
            found |= dict.fromkeys(label for code, label in enumerate(tally.labels[dimension]) if code in used)
    return tuple(found)


def _adds_up(tally: Tally, block: FloatArray, cells: Indices, line: Indices, parts: BoolArray) -> bool:
    """Whether no total is less than its parts together, beyond what rounding explains."""
    whole = block.sum(axis=0)
    slack = (len(block) + 1) * float(tally.half[cells].max(initial=0.0)) + 1e-6 * np.abs(whole)
    totals = cells[~parts]
    over = whole[line[~parts]] > tally.value[totals] + slack[line[~parts]]
    return not bool(over.any())
