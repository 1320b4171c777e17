from __future__ import annotations

import pytest
from packs.written import rules_of

from outcheck.model.rule import Certainty, Level, Scope
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
        *("sensitivity-label", "data-connection", "unexamined-content", "distant-cells", "leftover-data", "not-for-release"),
    ),
    Certainty.UNVERIFIED,
) | dict.fromkeys(("hidden-sheet", "pivot-cache", "embedded-object"), Certainty.SECOND_HAND)
NEVER_MEANT = {
    *("hidden-sheet", "hidden-cells", "hidden-text", "pivot-cache", "chart-cache", "external-link", "embedded-object", "macro"),
    *("trailing-content", "stray-part", "data-connection", "leftover-data", "not-for-release", "personal-identifier"),
}
SERVICES = tuple(name for name in bundled_packs() if name != "file-safety")

SEEN = {
    # The guidance was not obtained. Second-hand is what others quote from it; the rest is inferred, or our own promise.
    "ons-srs": {
        Certainty.SECOND_HAND: {
            "people-low-count", "zero-count", "full-category", "low-base", "unproven-dominance", "crackable-marker",
            "dominant-contributors",
        }
    },
    # Threshold, zeros, shares, degrees of freedom and blocked extensions stand in ACRO's own file.
    "acro-default": {
        Certainty.VERIFIED: {
            "low-count", "zero-count", "file-type", "unproven-dominance", "low-degrees-of-freedom", "survival-step",
            "dominant-contributors", "p-percent",
        }
    },
    "opensafely": {
        Certainty.VERIFIED: {
            "low-count", "low-base", "rounding", "derived-from-raw", "extreme-value", "zero-count", "full-category", "file-type",
            "oversized-file", "undescribed-table",
        }
    },
    "opensafely-midpoint6": {
        Certainty.VERIFIED: {
            "low-count", "low-base", "rounding", "derived-from-raw", "extreme-value", "zero-count", "full-category", "file-type",
            "oversized-file", "undescribed-table",
        }
    },
    "file-safety": {},
    "essnet": {},
    "uk-llc": {Certainty.VERIFIED: {"low-count", "zero-count", "low-base", "implied-count"}},
    "abs-datalab": {
        Certainty.VERIFIED: {"low-count", "low-base", "implied-count", "unproven-dominance", "dominant-contributors"}
    },
    "bundesbank-rdsc": {
        Certainty.VERIFIED: {
            "few-entities", "few-entities-behind", "low-base", "unproven-dominance", "dominant-contributors", "extreme-value",
        }
    },
    "stats-nz-idi": {
        Certainty.SECOND_HAND: {
            "low-count", "low-base", "sums-and-means", "random-rounding", "percentile-base", "absent-zero",
        }
    },
    "us-census-drb": {Certainty.SECOND_HAND: {"low-count", "low-base", "rounding", "significant-figures"}},
    "cms": {Certainty.VERIFIED: {"low-count", "implied-count", "zero-count"}},
    "nhs-hes": {Certainty.SECOND_HAND: {"low-count", "low-base", "zero-count"}},
    "leo": {
        Certainty.VERIFIED: {
            "graduate-earnings-rounding", "graduate-percentages", "further-education-percentages", "apprenticeship-percentages",
            "social-care-percentages", "hesa-rounding", "hesa-percentages", "further-education-rounding", "social-care-rounding",
            "ucas-rounding",
        },
        Certainty.SECOND_HAND: {
            "people-low-count", "zero-count", "full-category", "low-base", "unproven-dominance", "crackable-marker",
            "dominant-contributors", "ofs-rounding", "ofs-percentages",
        },
    },
}  # fmt: skip
"""How sure anybody can be of each rule, from what was seen; all others are unverified. Add one only after reading its text."""

_SETTLED = {("nhs-hes", "*")}
"""Signs that mean one thing at that owner, though others use them otherwise."""


def test_every_pack_that_comes_with_outcheck_says_what_was_seen() -> None:
    assert set(bundled_packs()) == set(SEEN)


@pytest.mark.parametrize("name", bundled_packs())
def test_a_bundled_pack_is_named_like_its_file(name: str) -> None:
    (pack,) = load_packs([name])
    assert pack.name == name


@pytest.mark.parametrize("name", bundled_packs())
def test_no_rule_claims_to_be_surer_than_what_was_seen(name: str) -> None:
    (pack,) = load_packs([name])
    at_best = FILE_SAFETY | {rule: certainty for certainty, rules in SEEN[name].items() for rule in rules}
    assert at_best.keys() <= rules_of(pack).keys()
    for rule in pack.rules:
        assert rule.source.certainty is at_best.get(rule.id, Certainty.UNVERIFIED), rule.id


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
    always = {rule.check for rule in pack.rules if rule.scope == Scope()}
    assert {"unexplained-number", "unexplained-marker", "row-level-data", "stale-waiver", "low-base"} <= always


@pytest.mark.parametrize("text", ["*", "-", "~", "..", ".", ":", "low", "[low]", "k", "N", "n/a", ""])
@pytest.mark.parametrize("name", bundled_packs())
def test_a_marker_with_several_meanings_is_left_to_the_manifest(name: str, text: str) -> None:
    (pack,) = load_packs([name])
    everywhere = {marker.text.casefold() for marker in pack.markers if not marker.sources}
    assert text.casefold() not in everywhere or (name, text) in _SETTLED


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_asks_whether_anything_hidden_leaves(name: str) -> None:
    (pack,) = load_packs([name])
    assert rules_of(pack).keys() >= FILE_SAFETY.keys()
    assert {rule.id for rule in pack.rules if rule.id in NEVER_MEANT and rule.level is Level.BLOCK} == NEVER_MEANT


def test_ons_srs_asks_for_ten() -> None:
    (pack,) = load_packs(["ons-srs"])
    rules = rules_of(pack)
    tens = ("people-low-count", "firms-low-count", "low-base", "implied-count")
    worked_out = (
        "recoverable-cell",
        "recoverable-group",
        "recoverable-share",
        "shown-elsewhere",
        "population-difference",
        "unpicked-rounding",
        "past-release",
    )
    assert all(rules[name].parameters.model_dump()["minimum"] == 10 for name in (*tens, *worked_out))
    blocking = {*tens, *worked_out, "past-release", "row-level-data", "dominant-contributors", "dominated-group"} | NEVER_MEANT
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
