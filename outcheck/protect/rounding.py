"""Rounds the counts of a release as its rules ask, and works out again what was computed from them."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components

from outcheck.checks.policy import COUNTS, MustBeRounded
from outcheck.engine.asking import in_scope
from outcheck.engine.assess import Terms
from outcheck.inference.deductions import Deductions
from outcheck.inference.relations import Kind, Relations
from outcheck.inference.words import Cell
from outcheck.layout.rounded_alike import round_alike
from outcheck.layout.rounding import round_measures
from outcheck.model.arrays import FloatArray, Indices
from outcheck.model.precision import in_per_cent, is_multiple
from outcheck.model.refused import Refused
from outcheck.model.release import Release
from outcheck.model.rule import Attacker, Level, Rule
from outcheck.model.table import Table
from outcheck.protect.again import from_parts, of_new_bases
from outcheck.protect.changes import NewNumber, Renumbered, at_places
from outcheck.protect.hiding import marker_for, without
from outcheck.protect.wishes import HowToRound
from outcheck.sdc.controlled_rounding import round_together
from outcheck.sdc.rounded import LEAST_SECRET, derived, draws, round_to
from outcheck.sdc.rounding import Method, Policy

_NO_RULE = "no rule of these packs says how counts are rounded; name a base with --base"
_HUNDRED = 100.0
_MOST_LOOKS = 3
_FOR_TIES = b"which of two equally good roundings is taken"
"""Hides nothing: it only keeps the order of rows from deciding."""
_NO_TIERS = "the tiers of the rule that says how counts are rounded do not meet; correct its pack"
_NO_DRAWS = "rounding at random needs a secret; name a file of at least 16 random bytes with --secret"


class CannotRound(Refused):
    """A release cannot be rounded as asked; the message says why, and what to do."""


def rounded(release: Release, terms: Terms, how: HowToRound, exact: Sequence[int] = ()) -> tuple[Release, list[Cell]]:
    """The release with rounded counts, and with percentages and means worked out from these. Raises CannotRound.

    A count has the same rounded number wherever it stands. What cannot be worked out again stays as it was; what is computed from
    a base that was rounded to nothing is listed, since no number can stand there. Tables named by ``exact`` stay as they are.

    What is rounded already gives the same release. So percentages and means are looked for once more in the rounded tables, where
    those may fit that a slip kept apart before.
    """
    places = [place for place in range(len(release.tables)) if place not in exact]
    tables = [release.tables[place] for place in places]
    deductions = Deductions(tuple(tables), _attacker(terms), width=1.0, thorough=True)
    policies = [policy_of(table, terms, how) for table in tables]
    values = [table.value.copy() for table in tables]
    of_unknown = _of_unknowns(deductions, policies, how)
    for place, table in enumerate(tables):
        _round_counts(values[place], table, deductions.statements.of_cell[place], of_unknown, policies[place], how)
    told = from_parts(values, tables, deductions)
    _from_bases(values, tables, policies, how, told)
    now = _all_with(release, places, values)
    others = sum(int(np.count_nonzero(table.is_number & ~table.where(*COUNTS))) for table in tables)
    for _ in range(_MOST_LOOKS if len(told) < others else 0):
        before = [value.copy() for value in values]
        seen = [_as_read(now[place], value) for place, value in zip(places, values, strict=True)]
        from_parts(values, seen, Deductions(tuple(seen), _attacker(terms), width=1.0, thorough=True))
        if all(np.array_equal(was, value, equal_nan=True) for was, value in zip(before, values, strict=True)):
            break
        now = _all_with(release, places, values)
    gone = [(places[at], cell) for at, table in enumerate(tables) for cell in _without_number(table, values[at])]
    return replace(release, tables=now), gone


def told_before(release: Release, terms: Terms, how: HowToRound) -> tuple[int, ...]:
    """Tables of which no rule asks that they are rounded, and whose counts share sums with others that left before unrounded.

    Rounded, they would contradict what left, or seem to be about a few people more or less.
    """
    if not release.past or how.base is None:
        return ()
    held = Deductions(release.tables, _attacker(terms), width=1.0, past=release.past, thorough=True)
    count, rows = len(held.statements), held.rows
    row = np.repeat(np.arange(len(rows), dtype=np.intp), np.diff(rows.start))
    counts = [
        np.flatnonzero(table.where(*COUNTS) & (mine >= 0))
        for table, mine in zip(held.tables, held.statements.of_cell, strict=True)
    ]
    inside = [mine[cells] for mine, cells in zip(held.statements.of_cell, counts, strict=True)]
    tables = np.repeat(np.arange(len(inside), dtype=np.intp), [len(mine) for mine in inside])
    one = np.concatenate([rows.unknown, np.concatenate(inside)])
    other = count + np.concatenate([row, len(rows) + tables])
    size = count + len(rows) + len(inside)
    edges = csr_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(size, size))
    label = connected_components(edges, directed=False)[1]
    of_table = label[count + len(rows) :]
    told = {
        int(of_table[place])
        for place in range(held.leaving, len(held.tables))
        if not is_multiple(held.tables[place].value[counts[place]], how.base)[held.tables[place].is_number[counts[place]]].all()
    }
    asked = {int(of_table[place]) for place, table in enumerate(release.tables) if _asked(table, terms) is not None}
    return tuple(place for place in range(held.leaving) if int(of_table[place]) in told - asked)


def unasked(release: Release, terms: Terms, how: HowToRound) -> tuple[int, ...]:
    """Tables of which neither a rule nor a base says how they are rounded."""
    if how.base is not None:
        return ()
    return tuple(place for place, table in enumerate(release.tables) if _asked(table, terms) is None)


def asks_for_rounding(release: Release, terms: Terms) -> bool:
    """Whether a rule that blocks asks of any table that its counts are rounded, and they are not."""
    for table in release.tables:
        rules = [rule for rule in _rules(table, terms) if rule.level is Level.BLOCK]
        counts = table.is_number & table.where(*COUNTS)
        policies = [rule.parameters.policy for rule in rules if isinstance(rule.parameters, MustBeRounded)]
        if any(policy is not None and not policy.fits(table.value[counts]).all() for policy in policies):
            return True
    return False


def renumbered(before: Sequence[Table], after: Sequence[Table]) -> Iterator[Renumbered]:
    """Places whose numbers differ between two readings of the same tables, with every number that stands there."""
    for table, other in zip(before, after, strict=True):
        changed = table.is_number & other.is_number & (table.value != other.value)
        for place, cells in at_places(table, np.flatnonzero(changed)):
            numbers = [NewNumber(float(table.value[i]), float(other.value[i]), int(table.decimals[i])) for i in cells]
            yield Renumbered(place, tuple(numbers))


def policy_of(table: Table, terms: Terms, how: HowToRound) -> Policy:
    """How the counts of a table are rounded: as the first rule that asks it, a blocking one before others; else to the base."""
    if (asked := _asked(table, terms)) is not None:
        return asked
    if how.base is None:
        raise CannotRound(f"{table.id}: {_NO_RULE}")
    return Policy(Method.NEAREST, ((0.0, how.base),), half_even=False)


def _asked(table: Table, terms: Terms) -> Policy | None:
    for rule in sorted(_rules(table, terms), key=lambda rule: -rule.level.rank):
        if isinstance(rule.parameters, MustBeRounded) and (found := rule.parameters.policy) is not None:
            return found
    return None


def _rules(table: Table, terms: Terms) -> list[Rule]:
    """Rules that ask how the counts of a table are rounded."""
    return [
        rule
        for pack in terms.packs
        for rule in pack.rules
        if rule.check == "unrounded-count"
        and rule.level is not Level.NOTE
        and (not rule.scope.purposes or terms.purpose is None or terms.purpose in rule.scope.purposes)
        and in_scope(rule, table).any()
    ]


def _of_unknowns(deductions: Deductions, policies: Sequence[Policy], how: HowToRound) -> FloatArray:
    """Rounded number of each unknown that counts something, NaN where it is hidden or no count."""
    statements = deductions.statements
    shown = np.full(len(statements), np.nan)
    home = np.full(len(statements), -1, dtype=np.intp)
    cell = np.full(len(statements), -1, dtype=np.intp)
    for place in reversed(range(len(policies))):  # the first table in which a count stands has the last word
        table, mine = deductions.tables[place], statements.of_cell[place]
        counts = np.flatnonzero(table.where(*COUNTS) & table.is_number & (mine >= 0))
        shown[mine[counts]], home[mine[counts]], cell[mine[counts]] = table.value[counts], place, counts
    found = np.full(len(statements), np.nan)
    for policy in dict.fromkeys(policies):
        mine = np.flatnonzero(np.isin(home, [place for place, held in enumerate(policies) if held == policy]) & ~np.isnan(shown))
        if not mine.size:
            continue
        said = [_said(deductions.tables[int(home[unknown])], int(cell[unknown])) for unknown in mine.tolist()]
        if how.additive and keeps_sums(policy):
            found[mine] = _together(deductions.rows, shown, mine, policy, draws(said, _FOR_TIES))
        else:
            found[mine] = _each(shown[mine], said, policy, how)
    return found


def keeps_sums(policy: Policy) -> bool:
    """Whether numbers may go to either multiple beside them, as long as sums hold."""
    return policy.method is Method.NEAREST and len(policy.tiers) == 1 and policy.digits is None


def _together(rows: Relations, shown: FloatArray, mine: Indices, policy: Policy, tie: FloatArray) -> FloatArray:
    """Numbers rounded so that sums of those rounded alike keep holding. What cannot hold, a check of the copies finds."""
    inside = np.zeros(len(shown), dtype=np.bool_)
    inside[mine] = True
    counted = [
        number for number in range(len(rows)) if rows.kind_of(number) is Kind.SUM and inside[rows.unknown[rows.row(number)]].all()
    ]
    sums = rows.only(np.array(counted, dtype=np.intp))
    column = np.searchsorted(mine, sums.unknown)
    matrix = csr_array((sums.weight, column, sums.start), shape=(len(sums), len(mine)))
    return round_together(matrix, shown[mine], policy.tiers[0][1], tie=tie).values


def _round_counts(
    value: FloatArray, table: Table, of_cell: Indices, of_unknown: FloatArray, policy: Policy, how: HowToRound
) -> None:
    """Put rounded counts in place; those that are part of no system, such as the sizes of models, are rounded by themselves."""
    counts = np.flatnonzero(table.where(*COUNTS) & table.is_number)
    linked = counts[of_cell[counts] >= 0]
    value[linked] = of_unknown[of_cell[linked]]
    alone = counts[of_cell[counts] < 0]
    value[alone] = _each(table.value[alone], [_said(table, cell) for cell in alone.tolist()], policy, how)


def _each(value: FloatArray, said: Sequence[bytes], policy: Policy, how: HowToRound) -> FloatArray:
    """Numbers rounded one by one; at random by a draw that belongs to what each says."""
    try:
        return round_to(value, policy, draw=draws(said, how.secret) if policy.method is Method.RANDOM else None)
    except ValueError:
        raise CannotRound(_NO_DRAWS if len(how.secret) < LEAST_SECRET else _NO_TIERS) from None


def _attacker(terms: Terms) -> Attacker:
    return terms.packs[0].attacker if terms.packs else Attacker()


def _said(table: Table, cell: int) -> bytes:
    """What a cell says, without its number and without totals, the same wherever it is said."""
    measure = table.measures[table.measure[cell]]
    labels = sorted(
        (dimension.name.casefold(), dimension.labels[dimension.codes[cell]].casefold())
        for dimension in table.dimensions
        if dimension.codes[cell] not in (-1, dimension.total)
    )
    return json.dumps([measure.statistic.value, table.population.casefold(), labels]).encode()


def _from_bases(
    values: Sequence[FloatArray], tables: Sequence[Table], policies: Sequence[Policy], how: HowToRound, told: Container[Cell]
) -> None:
    """Put percentages in place whose part is shown nowhere, each worked out from a part that fits it, rounded."""
    for home, table in enumerate(tables):
        shares = of_new_bases(home, table, values[home], told)
        bases, whole = table.base[shares].astype(np.intp), _HUNDRED / in_per_cent(table)[shares]
        fitting, now = np.rint(table.value[shares] * table.value[bases] / whole), values[home][bases]
        parts = _each(fitting, [_said(table, cell) for cell in shares.tolist()], policies[home], how)
        values[home][shares] = derived(np.minimum(parts, now), now, table.decimals[shares], times=whole)


def _without_number(table: Table, value: FloatArray) -> list[int]:
    """Cells that held a number and can hold none now."""
    found: list[int] = np.flatnonzero(table.is_number & np.isnan(value)).tolist()
    return found


def _as_read(table: Table, value: FloatArray) -> Table:
    """A table as somebody reads it who is given it rounded: nothing where no number can stand."""
    gone = table.is_number & np.isnan(value)
    return without(table, gone, marker_for(table, ())) if gone.any() else table


def _all_with(release: Release, places: Sequence[int], values: Sequence[FloatArray]) -> tuple[Table, ...]:
    """All tables of a release, some of them with other numbers."""
    new = {place: _with(release.tables[place], value) for place, value in zip(places, values, strict=True)}
    return round_alike([new.get(place, table) for place, table in enumerate(release.tables)])


def _with(table: Table, value: FloatArray) -> Table:
    """A table with other numbers, and as rounded as these show; where no number can stand, the old one stays for now."""
    return round_measures(replace(table, value=np.where(np.isnan(value), table.value, value)))
