"""Tells what was done to protect a release: a few lines for a terminal, and every change as CSV. Neither carries a value."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator

from outcheck.model.places import Place
from outcheck.protect import Method, Plan, Stuck, Why
from outcheck.renderers.wording import counted

_KINDS = {
    Why.PRIMARY: "since a rule asks for it",
    Why.SECONDARY: "since it would give back one of those",
    Why.DERIVED: "since it is computed from one of those",
}
_WHY_THIS = {
    Method.SUPPRESS: "Numbers are hidden: no rule asks for rounded counts, and what need not be hidden stays exact.",
    Method.ROUND: "Counts are rounded: a rule asks for it.",
}
_MOST_STUCK = 12


def summary(plan: Plan) -> Iterator[str]:
    """What is changed and why, in how far less would do, and what changing numbers does not settle."""
    if not plan.asked:
        yield _WHY_THIS[plan.method]
    if not plan.changes and not plan.renumbered:
        yield "No number needs changing."
    if plan.renumbered:
        yield f"{counted(len(plan.renumbered), 'cell')} rounded, by at most {100 * plan.largest_change:.0f} % of what it held."
    if plan.changes:
        yield f"{counted(len(plan.changes), 'cell')} hidden, of {plan.numbers:,} numbers:"
        kinds = Counter(change.why for change in plan.changes)
        yield from (f"  {kinds[why]:>6,}  {words}" for why, words in _KINDS.items() if kinds[why])
        if plan.cost > 0:
            yield f"  {_how_good(plan)}"
    if plan.stuck:
        yield from _not_settled(plan.stuck)


def _not_settled(stuck: tuple[Stuck, ...]) -> Iterator[str]:
    groups: dict[tuple[str, str, str, str], list[Place]] = {}
    for held in stuck:
        groups.setdefault((held.place.file, held.said, held.rule, held.why), []).append(held.place)
    yield f"{counted(len(stuck), 'finding')} that changing numbers does not settle:"
    for (_, said, rule, why), places in list(groups.items())[:_MOST_STUCK]:
        more = f" and {counted(len(places) - 1, 'more place')}" if len(places) > 1 else ""
        yield f"  {places[0]}{more}"
        yield f"      {said} ({rule}): {why}"
    if len(groups) > _MOST_STUCK:
        yield f"  and {len(groups) - _MOST_STUCK:,} more kinds"


def _how_good(plan: Plan) -> str:
    if plan.proven:
        return "No smaller loss protects them: proven."
    return f"At most {100 * (plan.cost - plan.bound) / plan.cost:.0f} % of what was hidden to protect them could be spared."


def differences(plan: Plan) -> Iterator[str]:
    """A line for each change."""
    for change in plan.changes:
        rule = f"{change.rule}: " if change.rule else ""
        yield f"{change.place}  number -> {change.marker}  {change.why.value}  {rule}{change.said}"
    for held in plan.renumbered:
        yield f"{held.place}  number -> rounded"


def changes_csv(plan: Plan) -> str:
    """Every change, a line each: where, what stands there now, and why. It says nothing of what stood there before."""
    stream = io.StringIO()
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(("file", "sheet", "cell", "now", "why", "rule", "because"))
    for change in plan.changes:
        place = change.place
        lines.writerow((place.file, place.sheet, place.cell, change.marker, change.why.value, change.rule, change.said))
    for held in plan.renumbered:
        lines.writerow((held.place.file, held.place.sheet, held.place.cell, "a number", "rounded", "", ""))
    return stream.getvalue()
