"""Tells what was done to protect a release: a few lines for a terminal, and every change as CSV. Neither carries a value."""

from __future__ import annotations

import csv
import io
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from outcheck.model.marks import OF_WHAT_IS_SHOWN
from outcheck.model.otherwise import Otherwise
from outcheck.model.places import Area, Place
from outcheck.protect import Merged, Method, Plan, Stuck, Together, Weighed, Why
from outcheck.protect.changes import in_order
from outcheck.renderers.grouping import fold
from outcheck.renderers.wording import counted

_KINDS = {
    Why.PRIMARY: "since a rule asks for it",
    Why.SECONDARY: "since it would give back one of those",
    Why.TOTAL: "since it adds up one of those, and cannot be worked out without it",
    Why.DERIVED: "since it is computed from one of those",
}
_WHY_THIS = {
    Method.SUPPRESS: "Numbers are hidden: no rule asks for rounded counts, and what need not be hidden stays exact.",
    Method.ROUND: "Counts are rounded: a rule asks for it.",
}
_LEFT_OUT = "adds up what is shown, and leaves out what is hidden"
_TOLD_BEFORE = "What left before tells their counts: rounded, they would contradict it, and no fewer numbers would be hidden."
_MOST_STUCK = 12
_MOST_LABELS = 6
_MOST_GROUPS = 3
_HUNDREDTH = 0.01


def summary(plan: Plan) -> Iterator[str]:
    """What is changed and why, in how far less would do, and what changing numbers does not settle."""
    if not plan.asked and (plan.changes or plan.renumbered):
        yield _WHY_THIS[plan.method]
    if plan.method is Method.MERGE:
        yield from _merged(plan.merged) if plan.merged or not plan.refused else ()
        yield from (f"Categories of {variable} were not merged: {why}." for variable, why in plan.refused)
    elif not plan.changes and not plan.renumbered:
        yield "No number needs changing."
    again = [held for held in plan.renumbered if held.of_what_is_shown]
    if len(plan.renumbered) > len(again):
        rounded = counted(len(plan.renumbered) - len(again), "cell")
        yield f"{rounded} rounded{f', no count by more than {plan.away:,g}' if plan.away else ''}."
        yield from _how_it_adds_up(plan)
    yield from _not_rounded(plan)
    if plan.changes:
        yield f"{counted(len(plan.changes), 'cell')} hidden, of {plan.numbers:,} numbers:"
        kinds = Counter(change.why for change in plan.changes)
        yield from (f"  {kinds[why]:>6,}  {words}" for why, words in _KINDS.items() if kinds[why])
        if plan.cost > 0 and not again:
            yield f"  {_how_good(plan)}"
    if again:
        yield f"{counted(len(again), 'total')} worked out again, marked {OF_WHAT_IS_SHOWN}: without what is hidden."
    if plan.stuck:
        yield from _not_settled(plan.stuck)


def _not_rounded(plan: Plan) -> Iterator[str]:
    if plan.exact:
        yield f"Not rounded: {_listed(plan.exact)}. {_TOLD_BEFORE}"
    if plan.unasked:
        yield f"Not rounded: {_listed(plan.unasked)}. No rule says how; --base would."


def _merged(merged: Sequence[Together]) -> Iterator[str]:
    if not merged:
        yield "No categories were merged: none are too small, or no merge helps that can be made in every table."
    said: dict[str, set[tuple[str, str]]] = {}
    for held in merged:
        said.setdefault(_together(held), set()).add((held.place.file, held.place.sheet))
    for words, places in said.items():
        yield f"{words[0].upper()}{words[1:]}, {_where(len(places))}."


def _where(places: int) -> str:
    return "in one place" if places == 1 else f"in {places:,} files or sheets"


def _together(held: Together) -> str:
    """What became of some categories, in words."""
    named = _listed(held.labels) + (f" of {held.variable}" if held.variable else "")
    return f"{named} are shown as {held.now}" if held.now else f"{named} left out, since what is above is shown"


def _listed(labels: Sequence[str]) -> str:
    quoted = [f'"{label}"' if "," in label or " and " in label else label for label in labels[:_MOST_LABELS]]
    return listed([*quoted, *([f"{len(labels) - _MOST_LABELS:,} more"] if len(labels) > _MOST_LABELS else [])])


def listed(words: Sequence[str]) -> str:
    """Words in a row: ``one, another and a third``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def proposals(instead: Sequence[Merged]) -> Iterator[str]:
    """What merging categories would do, the smallest loss first; nothing where none would help."""
    if not instead:
        return
    yield "Instead, categories can be merged with --method merge:"
    for merged in instead:
        of = f" of {merged.variable}" if merged.variable else ""
        done = [f"{_listed(group.labels)}{of} shown as {group.now}" for group in merged.groups]
        done += [f"{_listed(merged.dropped)}{of} left out, since what is above is shown"] if merged.dropped else []
        done = [*done[:_MOST_GROUPS], *([f"{len(done) - _MOST_GROUPS:,} more like these"] if len(done) > _MOST_GROUPS else [])]
        left = "no small count is left" if not merged.left else f"{counted(merged.left, 'small count')} of {merged.before:,} left"
        yield f"  {'; '.join(done)}, in {counted(len(merged.tables), 'table')}: {left}, {counted(merged.fewer, 'number')} fewer"


def comparison(weighed: Sequence[Weighed]) -> Iterator[str]:
    """The methods beside each other, a line each. Shares are whole per cent."""
    if weighed:
        yield "Method      numbers lost  value lost  largest change  findings left"
    for held in weighed:
        change = "–" if held.change is None else _percent(held.change)
        rest = f"{_percent(held.share):>10}  {change:>14}  {held.left:>13,}"
        name = f"totals {OF_WHAT_IS_SHOWN}" if held.recalculated else held.method.value
        yield f"{name:<10}  {held.why or f'{held.lost:>12,}  {rest}'}"


def _percent(share: float) -> str:
    return "under 1 %" if 0 < share < _HUNDREDTH else f"{100 * share:.0f} %"


def _not_settled(stuck: tuple[Stuck, ...]) -> Iterator[str]:
    yield f"{counted(len(stuck), 'finding')} that changing numbers does not settle:"
    yield from gathered((held.place, f"{held.said} ({held.rule}): {held.why}") for held in stuck)


def gathered(findings: Iterable[tuple[Place, str]]) -> Iterator[str]:
    """Findings with what is said of them: what says the same of one file once, with its first place; the first kinds."""
    groups: dict[tuple[str, str], list[Place]] = {}
    for place, said in findings:
        groups.setdefault((place.file, said), []).append(place)
    for (_, said), places in list(groups.items())[:_MOST_STUCK]:
        more = f" and {counted(len(places) - 1, 'more place')}" if len(places) > 1 else ""
        yield f"  {places[0]}{more}"
        yield f"      {said}"
    if len(groups) > _MOST_STUCK:
        yield f"  and {len(groups) - _MOST_STUCK:,} more kinds"


def _how_it_adds_up(plan: Plan) -> Iterator[str]:
    """Whether rounded numbers still add up to their rounded totals."""
    if plan.residuals:
        most = max(abs(held.by) for held in plan.residuals)
        broken, sums = len(plan.residuals), counted(plan.sums, "sum")
        yield f"{broken:,} of {sums} shown in full no longer add up: rounded, they are off by at most {most:,g}."
    elif plan.sums:
        yield f"What added up still does: {counted(plan.sums, 'sum')}."


def _how_good(plan: Plan) -> str:
    them = "the others" if any(held.was_tried for held in plan.stuck) else "them"
    if plan.proven:
        return f"No smaller loss protects {them}: proven."
    if plan.bound <= 0:
        return f"Whether less would protect {them} was not found out."
    spared = math.ceil(100 * (plan.cost - plan.bound) / plan.cost)
    return f"At most {spared} % of what was hidden to protect {them} could be spared."


def differences(plan: Plan) -> Iterator[str]:
    """What would be changed, sheet by sheet: a line for all cells that change alike."""
    for held in plan.merged:
        yield f"{held.place}  merged: {_together(held)}"
    sheets: dict[tuple[str, str], dict[str, list[Area]]] = {}
    for place, words in sorted(_changes(plan), key=lambda change: in_order(change[0])):
        sheets.setdefault((place.file, place.sheet), {}).setdefault(words, []).append(Area.parse(place.cell))
    for (file, sheet), changes in sheets.items():
        yield f"{file}, sheet {sheet}" if sheet else file
        for words, areas in changes.items():
            yield f"  {', '.join(map(str, fold(areas)))} {words}"
    if plan.merged or sheets:
        yield ""


def _changes(plan: Plan) -> Iterator[tuple[Place, str]]:
    """Each place that changes, with what becomes of it and why."""
    for change in plan.changes:
        rule = f" ({change.rule})" if change.rule else ""
        yield change.place, f"-> {change.marker}: {change.said}{rule}"
    for other in plan.renumbered:
        yield other.place, f"-> {_LEFT_OUT}, marked {OF_WHAT_IS_SHOWN}" if other.of_what_is_shown else "-> rounded"


def changes_csv(plan: Plan, otherwise: Sequence[Otherwise] = ()) -> str:
    """Every change, a line each: where, what stands there now, and why. It says nothing of what stood there before.

    Last what the copies have ``otherwise`` than the files, beside what protects them.
    """
    stream = io.StringIO()
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(("file", "sheet", "cell", "now", "why", "rule", "because"))
    for one in plan.merged:
        now = "one category" if one.now else "left out"
        lines.writerow((one.place.file, one.place.sheet, one.place.cell, now, "merged", "", f"categories: {_together(one)}"))
    for change in plan.changes:
        place = change.place
        lines.writerow((place.file, place.sheet, place.cell, change.marker, change.why.value, change.rule, change.said))
    for held in plan.renumbered:
        place, again = held.place, held.of_what_is_shown
        now, why, because = (f"a number {OF_WHAT_IS_SHOWN}", "total", _LEFT_OUT) if again else ("a number", "rounded", "")
        lines.writerow((place.file, place.sheet, place.cell, now, why, "", because))
    for left in plan.residuals:
        because = f"its parts as shown come to {abs(left.by):g} {'more' if left.by > 0 else 'less'}"
        lines.writerow((left.place.file, left.place.sheet, left.place.cell, "", "total", "", because))
    for other in otherwise:
        lines.writerow((other.place.file, other.place.sheet, other.place.cell, other.now, "copied", "", other.because))
    return stream.getvalue()
