"""Plans what to hide, round by round: what the rules find, what is computed from it, what gives it back; until they are quiet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from outcheck.checks.base import ReleaseCheck, Repair
from outcheck.checks.catalogue import check_named
from outcheck.engine.assess import Terms, disclosures
from outcheck.inference.words import Cell
from outcheck.model.finding import Finding
from outcheck.model.places import Place
from outcheck.model.release import Release
from outcheck.model.rule import Attacker, Level, Rule
from outcheck.protect.changes import Change, Renumbered, Why
from outcheck.protect.derived import derived
from outcheck.protect.hiding import Hiding
from outcheck.protect.rounding import asks_for_rounding, renumbered, rounded
from outcheck.protect.secondaries import Ground, Needs, Together
from outcheck.protect.wishes import Method, Wishes

_MOST_ROUNDS = 25


@dataclass(frozen=True, slots=True)
class Stuck:
    """A finding that hiding more does not settle, with the reason; ``blocks`` says that the release cannot leave with it."""

    place: Place
    rule: str
    said: str
    why: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Plan:
    """What to change, and what no change settles. ``cost`` of what is hidden to protect; at least ``bound`` is unavoidable.

    ``asked`` says that the method was asked for, and not told by the rules.
    """

    method: Method
    asked: bool
    changes: tuple[Change, ...]
    renumbered: tuple[Renumbered, ...]
    stuck: tuple[Stuck, ...]
    numbers: int
    cost: float
    bound: float

    @property
    def largest_change(self) -> float:
        """The largest change of a number that stays one, as a share of what it was."""
        moves = (number for held in self.renumbered for number in held.numbers if number.old != number.new)
        return max((abs(number.new - number.old) / abs(number.old) for number in moves if number.old), default=0.0)

    @property
    def proven(self) -> bool:
        """Whether no pattern protects the same at less cost."""
        return self.cost <= self.bound * (1 + 1e-9)


def plan(release: Release, terms: Terms, wishes: Wishes, *, already: Sequence[Finding] = ()) -> Plan:
    """Plan what to change in the tables of a release; what rounding does not settle is hidden. Raises CannotRound.

    ``already`` are findings of a check of the copies to begin with.
    """
    method = wishes.method or (Method.ROUND if asks_for_rounding(release, terms) else Method.SUPPRESS)
    now, gone = rounded(release, terms, wishes.rounding) if method is Method.ROUND else (release, [])
    markers = [marker for pack in terms.packs for marker in pack.markers]
    hiding = Hiding(now.tables, markers, wishes.keep)
    hiding.hide(gone, Why.DERIVED, said="computed from a number that is rounded to nothing")
    grounds = [Ground(now, hiding, attacker, needs, wishes) for attacker, needs in _needs(terms)]
    planner = _Planner(now, terms, hiding, grounds)
    planner.act_on(already)
    for _ in range(_MOST_ROUNDS):
        if not planner.act_on(planner.open_findings()):
            break
    numbers = sum(int(np.count_nonzero(table.is_number)) for table in release.tables)
    hidden = {change.place for change in hiding.changes}
    others = tuple(held for held in renumbered(release.tables, now.tables) if held.place not in hidden)
    return Plan(
        method, wishes.method is not None, hiding.changes, others, tuple(planner.stuck()), numbers, planner.cost, planner.bound
    )


def _needs(terms: Terms) -> Iterator[tuple[Attacker, Needs]]:
    """Every attacker of the packs, with what is asked of numbers hidden from them."""
    asked: dict[Attacker, list[Rule]] = {}
    for pack in terms.packs:
        rules = [rule for rule in pack.rules if _repair(rule.check) is Repair.PROTECT and _is_of_release(rule.check)]
        if rules:
            asked.setdefault(pack.attacker, []).extend(rules)
    if not asked:  # what is computed from a hidden number goes all the same
        yield terms.packs[0].attacker if terms.packs else Attacker(), Needs(0.0, 0.0)
    for attacker, rules in asked.items():
        width = max(float(getattr(rule.parameters, "width", 1.0)) for rule in rules)
        percent = max(float(getattr(rule.parameters, "percent", 0.0)) for rule in rules)
        yield attacker, Needs(width, percent)


def _repair(check: str) -> Repair:
    held = check_named(check)
    return held.repair if held is not None else Repair.DECIDE


def _is_of_release(check: str) -> bool:
    held = check_named(check)
    return held is not None and isinstance(held.question, ReleaseCheck)


class _Planner:
    """Hides round by round."""

    def __init__(self, release: Release, terms: Terms, hiding: Hiding, grounds: Sequence[Ground]) -> None:
        self._release = release
        self._terms = terms
        self._hiding = hiding
        self._grounds = grounds
        self._together: list[dict[tuple[int, ...], Together]] = [{} for _ in grounds]
        self._unprotected: dict[Cell, str] = {}
        self.cost = 0.0
        self.bound = 0.0

    def open_findings(self) -> list[Finding]:
        """What the rules still find, that a person has not waived."""
        now = replace(self._release, tables=self._hiding.applied())
        found = disclosures(now, self._terms)
        return [finding for finding in found if finding.level is not Level.NOTE and finding.waived is None]

    def act_on(self, findings: Sequence[Finding]) -> int:
        """Hide what findings ask for, what is computed from it, and what would give it back; gives how many cells."""
        done = 0
        given_back = []
        for finding in (found for found in findings if not found.undetermined):
            repair = _repair(finding.check)
            if repair is Repair.HIDE:
                done += self._hiding.hide(self._hiding.cells_of(finding), Why.PRIMARY, rule=finding.rule, said=finding.message)
            elif repair is Repair.PROTECT:
                given_back.append(finding)
        done += self._widen()
        left = [finding for finding in given_back if self._note_group(finding)]
        if left and not done:
            done += self._widen()
        if given_back and not done:
            done += sum(self._hide_one_of(finding) for finding in given_back)
            done += self._widen()
        return done

    def _widen(self) -> int:
        """Hide what is derived from hidden numbers and what gives them back, until neither adds anything."""
        done = 0
        while True:
            added = self._everywhere() + self._derived() + self._secondaries()
            if not added:
                return done
            done += added

    def _everywhere(self) -> int:
        """Hide every place of an unknown of which one is hidden."""
        said = "the same number is hidden in another table"
        return sum(self._hiding.hide(ground.cells(ground.hidden()), Why.SECONDARY, said=said) for ground in self._grounds)

    def _derived(self) -> int:
        done = 0
        while added := sum(
            self._hiding.hide(
                [*derived(self._hiding, ground.deductions, ground.hidden())],
                Why.DERIVED,
                said="computed from a number that is hidden",
            )
            for ground in self._grounds
        ):
            done += added
        return done

    def _secondaries(self) -> int:
        done = 0
        self._unprotected = {}
        self.cost = self.bound = 0.0
        for ground, together in zip(self._grounds, self._together, strict=True):
            for pattern, unknowns, targets in ground.protected([*together.values()]):
                said = "would give back a number that is hidden"
                done += self._hiding.hide(ground.cells(unknowns[pattern.hidden]), Why.SECONDARY, said=said)
                self.cost, self.bound = self.cost + pattern.cost, self.bound + pattern.bound
                for why, numbers in (
                    ("what may not be changed gives it back, whatever else is hidden", pattern.unprotected),
                    ("how well it is protected could not be settled", pattern.undetermined),
                ):
                    for number in numbers.tolist():
                        cells = ground.cells(np.array(targets[number], dtype=np.intp))
                        self._unprotected |= dict.fromkeys(cells, why)
        return done

    def _note_group(self, finding: Finding) -> bool:
        """Ask from now on that the sum of the cells of a finding stays open; whether that is new."""
        cells = self._hiding.cells_of(finding)
        new = False
        for ground, together in zip(self._grounds, self._together, strict=True):
            unknowns = ground.unknowns_of(cells)
            if len(unknowns) > 1 and unknowns not in together:
                minimum = float(_minimum(self._terms, finding.rule))
                value = ground.value_of(unknowns)
                above = 0.0 if np.isnan(value) else max(minimum - value, 0.0)
                together[unknowns] = Together(unknowns, 1.0 if above else minimum, above)
                new = True
        return new

    def _hide_one_of(self, finding: Finding) -> int:
        """Hide the smallest of the printed numbers that a proof rests on, or every one that says the same."""
        related = [cell for place in finding.related for cell in self._hiding.cells_at(place)] if finding.cells == 1 else []
        rests_on = related or [cell for place in _places(finding) for cell in self._hiding.cells_at(place)]
        free = [cell for cell in dict.fromkeys(rests_on) if self._hiding.may_hide(cell)]
        if not free:
            return 0
        smallest = min(free, key=lambda cell: (abs(float(self._hiding.tables[cell[0]].value[cell[1]])), cell))
        return self._hiding.hide([smallest], Why.SECONDARY, rule=finding.rule, said="would give back a number that is hidden")

    def stuck(self) -> Iterator[Stuck]:
        """Findings that are left."""
        for finding in self.open_findings():
            yield Stuck(finding.place, finding.rule, finding.message, self._reason(finding), finding.level is Level.BLOCK)

    def _reason(self, finding: Finding) -> str:
        repair = _repair(finding.check)
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
