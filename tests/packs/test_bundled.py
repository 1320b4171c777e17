from __future__ import annotations

import pytest
from packs.written import rules_of

from outcheck.model.rule import Certainty, Level
from outcheck.model.statistics import Unit
from outcheck.model.table import Meaning
from outcheck.packs import bundled_packs, load_packs

# What files carry beside what they show: four released workbooks and their penalties are known from reports.
FILE_SAFETY = dict.fromkeys(
    (
        *("hidden-sheet", "hidden-cells", "hidden-text", "hidden-precision", "pivot-cache", "chart-cache", "external-link"),
        *("comment", "embedded-object", "macro", "formula", "document-properties", "custom-xml", "oversized-file"),
        *("csv-injection", "odd-characters", "trailing-content", "stray-part", "data-validation-list", "defined-name"),
        *("personal-identifier", "provider-identifier"),
        *("sensitivity-label", "data-connection", "unexamined-content", "distant-cells", "leftover-data"),
    ),
    Certainty.UNVERIFIED,
) | dict.fromkeys(("hidden-sheet", "pivot-cache", "embedded-object"), Certainty.SECOND_HAND)
NEVER_MEANT = {
    *("hidden-sheet", "hidden-cells", "hidden-text", "pivot-cache", "chart-cache", "external-link", "embedded-object", "macro"),
    *("trailing-content", "stray-part", "data-connection", "leftover-data", "personal-identifier"),
}
SERVICES = ("acro-default", "ons-srs")

AT_BEST = {
    "file-safety": FILE_SAFETY,
    "ons-srs": {
        # The guidance was not obtained. Second-hand is what others quote from it; the rest is inferred, or our own promise.
        "people-low-count": Certainty.SECOND_HAND,
        "firms-low-count": Certainty.UNVERIFIED,
        "zero-count": Certainty.SECOND_HAND,
        "full-category": Certainty.SECOND_HAND,
        "low-base": Certainty.SECOND_HAND,
        "implied-count": Certainty.UNVERIFIED,
        "file-type": Certainty.UNVERIFIED,
        "unexplained-number": Certainty.UNVERIFIED,
        "unexplained-marker": Certainty.UNVERIFIED,
        "row-level-data": Certainty.UNVERIFIED,
        "stale-waiver": Certainty.UNVERIFIED,
        "broken-total": Certainty.UNVERIFIED,
        **FILE_SAFETY,
        "recoverable-cell": Certainty.UNVERIFIED,
        "narrow-bounds": Certainty.UNVERIFIED,
        "recoverable-group": Certainty.UNVERIFIED,
        "shown-elsewhere": Certainty.UNVERIFIED,
        "population-difference": Certainty.UNVERIFIED,
        "contradictory-tables": Certainty.UNVERIFIED,
        "lone-contributor": Certainty.UNVERIFIED,
        "unpicked-rounding": Certainty.UNVERIFIED,
    },
    "acro-default": {
        # Threshold, zeros and blocked extensions stand in ACRO's own file; the rest is inferred, or our own promise.
        "low-count": Certainty.VERIFIED,
        "zero-count": Certainty.VERIFIED,
        "low-base": Certainty.UNVERIFIED,
        "implied-count": Certainty.UNVERIFIED,
        "file-type": Certainty.VERIFIED,
        "unexplained-number": Certainty.UNVERIFIED,
        "unexplained-marker": Certainty.UNVERIFIED,
        "row-level-data": Certainty.UNVERIFIED,
        "stale-waiver": Certainty.UNVERIFIED,
        "broken-total": Certainty.UNVERIFIED,
        **FILE_SAFETY,
        "recoverable-cell": Certainty.UNVERIFIED,
        "narrow-bounds": Certainty.UNVERIFIED,
        "recoverable-group": Certainty.UNVERIFIED,
        "shown-elsewhere": Certainty.UNVERIFIED,
        "population-difference": Certainty.UNVERIFIED,
        "contradictory-tables": Certainty.UNVERIFIED,
        "lone-contributor": Certainty.UNVERIFIED,
        "unpicked-rounding": Certainty.UNVERIFIED,
    },
}
"""How sure anybody can be of each rule, from what was seen. Raise one only after reading the owner's own text."""

_ORDER = list(Certainty)


def test_two_packs_of_services_and_one_that_they_build_on_come_with_outcheck() -> None:
    assert bundled_packs() == ("acro-default", "file-safety", "ons-srs")


@pytest.mark.parametrize("name", bundled_packs())
def test_a_bundled_pack_is_named_like_its_file(name: str) -> None:
    (pack,) = load_packs([name])
    assert pack.name == name


@pytest.mark.parametrize("name", bundled_packs())
def test_no_rule_claims_to_be_surer_than_what_was_seen(name: str) -> None:
    (pack,) = load_packs([name])
    assert rules_of(pack).keys() == AT_BEST[name].keys()
    for rule in pack.rules:
        assert _ORDER.index(rule.source.certainty) >= _ORDER.index(AT_BEST[name][rule.id]), rule.id


@pytest.mark.parametrize("name", bundled_packs())
def test_every_rule_that_is_not_verified_says_why(name: str) -> None:
    (pack,) = load_packs([name])
    for rule in pack.rules:
        assert rule.source.title
        assert rule.source.note or rule.source.certainty is Certainty.VERIFIED, rule.id


@pytest.mark.parametrize("name", SERVICES)
def test_a_low_count_of_any_unit_is_asked_about(name: str) -> None:
    (pack,) = load_packs([name])
    scopes = [rule.scope.units or tuple(Unit) for rule in pack.rules if rule.check == "low-count"]
    assert {unit for scope in scopes for unit in scope} == set(Unit)


@pytest.mark.parametrize("name", SERVICES)
def test_what_is_not_understood_is_always_asked_about(name: str) -> None:
    (pack,) = load_packs([name])
    always = {rule.check for rule in pack.rules if not (rule.scope.units or rule.scope.statistics or rule.scope.sources)}
    assert {"unexplained-number", "unexplained-marker", "row-level-data", "stale-waiver", "low-base"} <= always


@pytest.mark.parametrize("text", ["*", "-", "~", "..", ".", ":", "low", "[low]", "k", "N", "n/a", ""])
@pytest.mark.parametrize("name", bundled_packs())
def test_a_marker_with_several_meanings_is_left_to_the_manifest(name: str, text: str) -> None:
    (pack,) = load_packs([name])
    assert text.casefold() not in {marker.text.casefold() for marker in pack.markers}


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_asks_whether_anything_hidden_leaves(name: str) -> None:
    (pack,) = load_packs([name])
    assert rules_of(pack).keys() >= FILE_SAFETY.keys()
    assert {rule.id for rule in pack.rules if rule.id in NEVER_MEANT and rule.level is Level.BLOCK} == NEVER_MEANT


def test_ons_srs_asks_for_ten() -> None:
    (pack,) = load_packs(["ons-srs"])
    rules = rules_of(pack)
    tens = ("people-low-count", "firms-low-count", "low-base", "implied-count")
    worked_out = ("recoverable-cell", "recoverable-group", "shown-elsewhere", "population-difference", "unpicked-rounding")
    assert all(rules[name].parameters.model_dump() == {"minimum": 10} for name in (*tens, *worked_out))
    blocking = {*tens, *worked_out, "row-level-data"} | NEVER_MEANT
    assert {name for name, rule in rules.items() if rule.level is Level.BLOCK} == blocking
    assert {marker.text: marker.meaning for marker in pack.markers} == {
        "[c]": Meaning.SUPPRESSED,
        "c": Meaning.SUPPRESSED,
        "[x]": Meaning.NOT_AVAILABLE,
        "x": Meaning.NOT_AVAILABLE,
        "[z]": Meaning.NOT_APPLICABLE,
        "z": Meaning.NOT_APPLICABLE,
    }


def test_acro_default_takes_zeros_for_disclosive_and_refuses_two_kinds_of_file() -> None:
    (pack,) = load_packs(["acro-default"])
    rules = rules_of(pack)
    assert rules["zero-count"].level is Level.BLOCK
    assert rules["low-count"].parameters.model_dump() == {"minimum": 10}
    assert rules["file-type"].parameters.model_dump() == {"allowed": None, "refused": ["svg", "gph"]}
