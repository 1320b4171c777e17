"""Rules that leave cells to one another: a pack that asks one must ask the other of as much, or nobody asks of some cells."""

from __future__ import annotations

from collections.abc import Iterable

from outcheck.model.rule import Rule, Scope

_PROVED = ("dominant-contributors", "p-percent")
"""Asked of what has evidence."""
_UNPROVED = ("unproven-dominance",)
"""Asked of what has none."""


def missing_partner(rules: Iterable[Rule]) -> tuple[str, str] | None:
    """Id of a rule, and what the pack must ask besides; None where every rule has its partner."""
    held = tuple(rules)
    for mine, others in ((_PROVED, _UNPROVED), (_UNPROVED, _PROVED)):
        scopes = [rule.scope for rule in held if rule.check in others]
        for rule in held:
            if rule.check in mine and not ({Scope(), rule.scope} & set(scopes)):
                return rule.id, " or ".join(others)
    return None
