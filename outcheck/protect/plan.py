"""Plans what to hide, round by round: what the rules find, what is computed from it, what gives it back; until they are quiet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outcheck.checks.base import Repair
from outcheck.engine.assess import Terms, disclosures
from outcheck.inference.relations import Kind
from outcheck.inference.words import Cell
from outcheck.model.finding import Finding
from outcheck.model.places import Place
from outcheck.model.release import Release
from outcheck.model.rule import Level
from outcheck.protect.changes import Why, in_order
from outcheck.protect.derived import derived
from outcheck.protect.hiding import Hiding
from outcheck.protect.needs import gives_back, is_of_release, needs, repair_for, takes_hiding
from outcheck.protect.planned import Plan, Stuck, pinned
from outcheck.protect.residuals import residuals
from outcheck.protect.rounding import CannotRound, asks_for_rounding, renumbered, rounded, told_before, unasked
from outcheck.protect.secondaries import Ground
from outcheck.protect.secondaries import Together as Sum
from outcheck.protect.shown import as_they_show, away
from outcheck.protect.totals import totals_of_what_is_shown
from outcheck.protect.wishes import Method, Wishes

_MOST_ROUNDS = 25
_PLAIN = (Kind.SUM, Kind.PART, "same")
_BOTH = "counts are rounded together with their totals; totals are worked out again only with --method suppress or merge"


def plan(release: Release, terms: Terms, wishes: Wishes, *, already: Sequence[Finding] = ()) -> Plan:
    """Plan what to change in the tables of a release; what rounding does not settle is hidden. Raises CannotRound.

    ``already`` are findings of a check of the copies to begin with; of one that is told again one number more is hidden.
    """
    if wishes.recalculate and wishes.method in (None, Method.ROUND) and (wishes.method or asks_for_rounding(release, terms)):
        raise CannotRound(_BOTH)
    method = wishes.method or (Method.ROUND if asks_for_rounding(release, terms) else Method.SUPPRESS)
    made = _rounded(release, terms, wishes, already) if method is Method.ROUND else _hidden(release, [], terms, wishes, already)
    hiding, planner = made.hiding, made.planner
    numbers = sum(int(np.count_nonzero(table.is_number)) for table in release.tables)
    totals = [*totals_of_what_is_shown(planner.grounds[0], hiding)] if wishes.recalculate else []
    changes = tuple(change for change in hiding.changes if change.place not in {held.place for held in totals})
    hidden = {change.place for change in hiding.changes}
    others = [held for held in renumbered(release.tables, made.now.tables) if held.place not in hidden]
    new = tuple(sorted([*totals, *others], key=lambda held: in_order(held.place))) if totals else tuple(others)
    stuck = tuple(planner.stuck(made.left))
    found = Plan(method, wishes.method is not None, changes, new, stuck, numbers, planner.cost, planner.bound)
    if method is not Method.ROUND:
        return found
    tables = release.tables, made.now.tables, hiding.masks
    left, sums = residuals(*tables)
    far, share = away(*tables, terms, wishes.rounding)
    exact, without = (tuple(release.tables[place].id for place in places) for places in (made.exact, made.unasked))
    return replace(found, residuals=left, sums=sums, exact=exact, unasked=without, away=far, largest_change=share)


@dataclass(frozen=True, slots=True)
class _Made:
    """A release, rounded where it is to be, with what is hidden of it, and what the rules find then."""

    now: Release
    hiding: Hiding
    planner: _Planner
    left: list[Finding]
    exact: tuple[int, ...] = ()
    unasked: tuple[int, ...] = ()

    @property
    def worth(self) -> tuple[int, int]:
        """Findings that hiding numbers might have settled, and how many numbers went: the less, the better."""
        return sum(map(takes_hiding, self.left)), len(self.hiding.changes)


def _rounded(release: Release, terms: Terms, wishes: Wishes, already: Sequence[Finding]) -> _Made:
    """Round all counts; but those of tables whose counts left before only where that takes fewer other numbers away.

    What left must still tell them beside what is shown then. Where rules chose the method, tables about which they say nothing
    stay exact.
    """
    spared = () if wishes.method is Method.ROUND else unasked(release, terms, wishes.rounding)
    made = replace(_hidden(*rounded(release, terms, wishes.rounding, spared), terms, wishes, already), unasked=spared)
    if exact := told_before(release, terms, wishes.rounding):
        other = _hidden(*rounded(release, terms, wishes.rounding, exact), terms, wishes, already)
        left = replace(other.now, tables=other.hiding.applied())
        still = other.worth <= made.worth and set(exact) <= set(told_before(left, terms, wishes.rounding))
        return replace(other, exact=exact) if still else made
    return made


def _hidden(release: Release, gone: Sequence[Cell], terms: Terms, wishes: Wishes, already: Sequence[Finding]) -> _Made:
    """Hide what must be hidden, and what protects it. ``gone`` are cells that can hold no number any more."""
    markers = [marker for pack in terms.packs for marker in pack.markers]
    while True:
        hiding = Hiding(release.tables, markers, wishes.keep)
        hiding.hide(gone, Why.DERIVED, said="computed from a number that is hidden or rounded to nothing", must=True)
        grounds = [Ground(release, terms, hiding, attacker, held, wishes) for attacker, held in needs(terms)]
        planner = _Planner(release, terms, hiding, grounds, recalculate=wishes.recalculate)
        left = planner.settle(already)
        shown = as_they_show(release.tables, hiding.masks)
        if all(was is still for was, still in zip(release.tables, shown, strict=True)):
            return _Made(release, hiding, planner, left)
        release = replace(release, tables=shown)


class _Planner:
    """Hides round by round."""

    def __init__(
        self, release: Release, terms: Terms, hiding: Hiding, grounds: Sequence[Ground], *, recalculate: bool = False
    ) -> None:
        self._recalculate = recalculate
        self._release = release
        self._terms = terms
        self._hiding = hiding
        self.grounds = grounds
        self._together: list[dict[tuple[int, ...], Sum]] = [{} for _ in grounds]
        self._unprotected: dict[Cell, str] = {}
        self._more: list[Cell] = []
        self.cost = 0.0
        self.bound = 0.0

    def settle(self, already: Sequence[Finding]) -> list[Finding]:
        """Hide until the rules are quiet or nothing helps; what they find then."""
        self.act_on(already)
        for finding in (found for number, found in enumerate(already) if found in already[:number] and gives_back(found)):
            self._hide_one_of(finding)
        self.act_on(found := self.open_findings(), by_hiding_more=False)
        for _ in range(_MOST_ROUNDS):
            self.protect()
            if not self.act_on(found := self.open_findings()):
                break
        return found

    def open_findings(self) -> list[Finding]:
        """What the rules still find, that a person has not waived."""
        now = replace(self._release, tables=self._hiding.applied())
        found = disclosures(now, self._terms, self.grounds[0].computed)
        return [finding for finding in found if finding.level is not Level.NOTE and finding.waived is None]

    def act_on(self, findings: Sequence[Finding], *, by_hiding_more: bool = True) -> bool:
        """Note what must be hidden and kept apart from now on; whether any of it is new.

        Where nothing is, one number more of each proof is hidden, if that is allowed: what protects was chosen already then.
        """
        new = False
        given_back = []
        for finding in (found for found in findings if not found.undetermined):
            repair = repair_for(finding)
            if repair is Repair.HIDE:
                cells = self._offending(finding)
                done = self._hiding.hide(cells, Why.PRIMARY, rule=finding.rule, said=finding.message, must=True)
                new = new or done > 0
            elif repair is Repair.PROTECT:
                given_back.append(finding)
        grouped = [self._note_group(finding) for finding in given_back]
        if not new and not any(grouped) and by_hiding_more:
            out = [cell for finding in given_back if self._is_told_by_the_past(finding) for cell in self._chosen(finding)]
            if sum(ground.leave(out) for ground in self.grounds):
                return True
            return sum(self._hide_one_of(finding) for finding in given_back) > 0
        return new or any(grouped)

    def _offending(self, finding: Finding) -> list[Cell]:
        """Cells that are hidden for a finding. What can be read in what left before stays, if what it is held against can go."""
        cells = self._hiding.cells_of(finding)
        if not all(map(self._is_out, cells)):
            return cells
        others = [cell for place in finding.related for cell in self._hiding.cells_at(place) if not self._is_out(cell)]
        return others if others or is_of_release(finding.check) else cells

    def _is_told_by_the_past(self, finding: Finding) -> bool:
        """Whether a percentage, a mean or the like that left before has a part in a proof."""
        here = {table.file for table in self._release.tables}
        computed = [held for held in finding.proof.evidence if held.kind not in _PLAIN] if finding.proof else []
        return any(place.file not in here for held in computed for place in held.parts)

    def _chosen(self, finding: Finding) -> list[Cell]:
        """Cells of a finding that no rule asks to hide."""
        return [cell for cell in self._hiding.cells_of(finding) if self._hiding.is_chosen(cell)]

    def _is_out(self, cell: Cell) -> bool:
        return any(ground.left_before(cell) for ground in self.grounds)

    def protect(self) -> None:
        """Choose anew what to hide beside what must be: what is derived from it and what gives it back."""
        self._hiding.forget()
        self._unprotected = {}
        before = self.bound
        self.cost = self.bound = 0.0
        first = True
        while self._everywhere() + self._totals() + self._derived() + self._secondaries(first=first):
            first = False
        if self._more:  # none of them had to be hidden: others might have done as well
            self.cost += self.grounds[0].price(self._more)
            self.bound = min(before, self.bound)

    def _everywhere(self) -> int:
        """Hide every place of an unknown of which one is hidden."""
        said = "the same number is hidden in another table"
        return sum(self._hiding.hide(ground.cells(ground.hidden()), Why.SECONDARY, said=said) for ground in self.grounds)

    def _totals(self) -> int:
        """Hide what adds up a hidden number, where totals are to leave those out."""
        if not self._recalculate:
            return 0
        done, said = 0, "adds up a number that is hidden"
        while added := sum(self._hiding.hide(held.cells(held.wholes()), Why.TOTAL, said=said) for held in self.grounds):
            done += added
        return done

    def _derived(self) -> int:
        done = 0
        while added := sum(
            self._hiding.hide(
                [*derived(self._hiding, ground.deductions.statements, ground.computed, ground.hidden())],
                Why.DERIVED,
                said="computed from a number that is hidden",
            )
            for ground in self.grounds
        ):
            done += added
        return done

    def _secondaries(self, *, first: bool) -> int:
        done = 0
        for number, (ground, together) in enumerate(zip(self.grounds, self._together, strict=True)):
            for pattern, unknowns, targets in ground.protected([*together.values()]):
                said = "would give back a number that is hidden"
                done += self._hiding.hide(ground.cells(unknowns[pattern.hidden]), Why.SECONDARY, said=said)
                self.cost += pattern.cost
                # What is asked later takes what was hidden before for granted: only the first bound is one of the whole.
                self.bound += pattern.bound if first and number == 0 else 0.0
                for target in pattern.undetermined.tolist():
                    self._note(ground, targets[target], "how well it is protected could not be settled")
                for target in pattern.unprotected.tolist():
                    self._note(ground, targets[target], "what may not be changed gives it back, whatever else is hidden")
                for target in dict.fromkeys(reason.target for reason in pattern.reasons):
                    sets = [ground.printed(unknowns[reason.unknowns]) for reason in pattern.reasons if reason.target == target]
                    pins = [[place for cell in cells if (place := self._hiding.place(cell))] for cells in sets]
                    self._note(ground, targets[target], pinned(pins))
        return done

    def _note(self, ground: Ground, unknowns: Sequence[int], why: str) -> None:
        self._unprotected |= dict.fromkeys(ground.cells(np.array(unknowns, dtype=np.intp)), why)

    def _note_group(self, finding: Finding) -> bool:
        """Ask from now on that the sum of the cells of a finding stays open; whether that is new."""
        cells = self._hiding.cells_of(finding)
        new = False
        for ground, together in zip(self.grounds, self._together, strict=True):
            unknowns = ground.unknowns_of(cells)
            if len(unknowns) > 1 and unknowns not in together:
                minimum = float(_minimum(self._terms, finding.rule))
                value = ground.value_of(unknowns)
                above = 0.0 if np.isnan(value) else max(minimum - value, 0.0)
                together[unknowns] = Sum(unknowns, 1.0 if above else minimum, above)
                new = True
        return new

    def _hide_one_of(self, finding: Finding) -> int:
        """Hide the smallest of the printed numbers that a proof rests on, or every one that says the same."""
        related = [cell for place in finding.related for cell in self._hiding.cells_at(place)] if finding.cells == 1 else []
        rests_on = related or [cell for place in _places(finding) for cell in self._hiding.cells_at(place)]
        here = len(rests_on) >= len(_places(finding))  # what left before has no cells that could be hidden
        if not related and here and all(map(self._is_gone, rests_on)):
            rests_on = [cell for ground in self.grounds for cell in _beside(ground, self._hiding.cells_of(finding))]
        free = [cell for cell in dict.fromkeys(rests_on) if self._hiding.may_hide(cell) and not self._is_out(cell)]
        if not free:
            return 0
        smallest = min(free, key=lambda cell: (abs(float(self._hiding.tables[cell[0]].value[cell[1]])), cell))
        said = "would give back a number that is hidden"
        self._more.append(smallest)
        return self._hiding.hide([smallest], Why.SECONDARY, rule=finding.rule, said=said, must=True)

    def _is_gone(self, cell: Cell) -> bool:
        place, number = cell
        return bool(self._hiding.hidden(place)[number] or not self._hiding.tables[place].is_number[number])

    def stuck(self, left: Sequence[Finding]) -> Iterator[Stuck]:
        """Findings that are left, with the reasons."""
        for finding in left:
            blocks, tried = finding.level is Level.BLOCK, takes_hiding(finding)
            yield Stuck(finding.place, finding.rule, finding.message, self._reason(finding), blocks, was_tried=tried)

    def _reason(self, finding: Finding) -> str:
        repair = repair_for(finding)
        cells = self._hiding.cells_of(finding)
        if finding.undetermined:
            return "what the file shows does not tell: a person decides"
        if repair is Repair.DECIDE:
            return "hiding numbers does not settle it"
        if any(self._hiding.kept[place][cell] for place, cell in cells):
            return "it is to be kept"
        for cell in cells:
            if cell in self._unprotected:
                return self._unprotected[cell]
        return "nothing is left that could be hidden to protect it"


def _beside(ground: Ground, cells: Sequence[Cell]) -> Iterator[Cell]:
    """Cells that share a sum with one of some cells: they may leave little room all together, and a proof then names none."""
    sums = ground.sums
    if len(sums):
        mine = np.isin(sums.unknown, ground.unknowns_of(cells))
        shared = np.repeat(np.logical_or.reduceat(mine, sums.start[:-1]), np.diff(sums.start))
        yield from ground.cells(np.unique(sums.unknown[shared & ~mine]))


def _places(finding: Finding) -> list[Place]:
    """Cells that the proof of a finding rests on."""
    if finding.proof is None:
        return []
    exactly = [place for place, _ in finding.proof.exactly]
    return exactly or [place for held in finding.proof.evidence for place in (*held.parts, *held.whole)]


def _minimum(terms: Terms, rule: str) -> float:
    """The smallest count that a rule lets leave."""
    held = [known for pack in terms.packs for known in pack.rules if known.id == rule]
    return max((float(getattr(known.parameters, "minimum", 1.0)) for known in held), default=1.0)
