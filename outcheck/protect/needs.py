"""What the rules demand of numbers that are hidden: how uncertain each must stay."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from outcheck.checks import dominant_contributors, p_percent
from outcheck.checks.base import ReleaseCheck, Repair
from outcheck.checks.catalogue import check_named
from outcheck.checks.contributions import Question, examines
from outcheck.engine.asking import in_scope
from outcheck.engine.assess import Terms
from outcheck.model.arrays import FloatArray
from outcheck.model.finding import Finding
from outcheck.model.rule import Attacker, Level, Rule
from outcheck.model.table import Table
from outcheck.sdc.dominance import Contributions, protection

_DOMINANCE: dict[str, Callable[[Any], list[Question]]] = {
    "dominant-contributors": dominant_contributors.questions,
    "p-percent": p_percent.questions,
}


@dataclass(frozen=True, slots=True)
class Needs:
    """What one attacker must be kept from.

    Hidden counts must stay ``width`` wide, in units counted, and hidden amounts ``percent`` of what they are to either side;
    hidden counts of one total must together be able to reach ``group``.
    """

    width: float
    percent: float
    group: float


def needs(terms: Terms) -> Iterator[tuple[Attacker, Needs]]:
    """Every attacker of the packs, with what is asked of numbers hidden from them."""
    asked: dict[Attacker, list[Rule]] = {}
    for pack in terms.packs:
        rules = [rule for rule in pack.rules if repair_of(rule.check) is Repair.PROTECT and is_of_release(rule.check)]
        if rules:
            asked.setdefault(pack.attacker, []).extend(rules)
    if not asked:  # what is computed from a hidden number goes all the same
        yield terms.packs[0].attacker if terms.packs else Attacker(), Needs(0.0, 0.0, 0.0)
    for attacker, rules in asked.items():
        groups = [rule for rule in rules if rule.check == "recoverable-group"]
        yield attacker, Needs(_most(rules, "width", 1.0), _most(rules, "percent", 0.0), _most(groups, "minimum", 0.0))


def _most(rules: Sequence[Rule], parameter: str, otherwise: float) -> float:
    """The largest value that rules have for a parameter."""
    return max((float(getattr(rule.parameters, parameter, otherwise)) for rule in rules), default=otherwise)


def repair_of(check: str) -> Repair:
    """What may be done about findings of a check."""
    held = check_named(check)
    return held.repair if held is not None else Repair.DECIDE


def repair_for(finding: Finding) -> Repair:
    """What may be done about a finding. A rounded count goes where its true number can be worked out and may not leave."""
    blocks = finding.level is Level.BLOCK
    return Repair.HIDE if finding.check == "unpicked-rounding" and blocks else repair_of(finding.check)


def takes_hiding(finding: Finding) -> bool:
    """Whether numbers are hidden for a finding."""
    return not finding.undetermined and repair_for(finding) is not Repair.DECIDE


def gives_back(finding: Finding) -> bool:
    """Whether other numbers are hidden for a finding, which gives back what is hidden."""
    return not finding.undetermined and repair_for(finding) is Repair.PROTECT


def is_of_release(check: str) -> bool:
    """Whether a check asks about all tables of a release together."""
    held = check_named(check)
    return held is not None and isinstance(held.question, ReleaseCheck)


def distances(table: Table, terms: Terms) -> FloatArray:
    """How far bounds of each number must lie from it on either side, in its unit, since few contributors dominate it; else 0.

    From the rules on dominance, by ``|value| d / X`` of ``sdc.dominance.protection``.
    """
    far = np.zeros(len(table))
    if table.evidence is None:
        return far
    held = table.evidence
    known = Contributions(held.total, held.tops, held.contributors)
    shown = examines(table)
    for rule in (rule for pack in terms.packs for rule in pack.rules if rule.check in _DOMINANCE):
        mine = shown & in_scope(rule, table)
        for question in _DOMINANCE[rule.check](rule.parameters):
            needed = protection(np.nan_to_num(table.value), held.total, question.distance(known).upper)
            far[mine] = np.maximum(far, np.where(np.isfinite(needed), needed, 0.0))[mine]
    return far
