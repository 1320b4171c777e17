from __future__ import annotations

from hashlib import sha256
from pathlib import Path

import pytest
from packs.written import HEAD, RULE, one_line, pack_error, pack_of, rules_of, write

from outcheck.model.rule import Level, Pack
from outcheck.model.statistics import Unit
from outcheck.model.table import Marker, Meaning
from outcheck.packs import PackError, load_packs

PARENT = HEAD.replace("mine", "parent").replace("A page", "Parent page")
LOW = "rules:\n  low: {check: low-count, with: {minimum: 10}, level: review, when: {unit: person}}\n"


def child(rest: str, parents: str = "parent.yaml") -> Pack:
    return pack_of(f"{HEAD}extends: {parents}\n{rest}")


def test_rules_of_parents_come_first_and_in_order() -> None:
    write(HEAD.replace("mine", "a") + "rules:\n  z: {check: zero-count, level: note}\n", "a.yaml")
    write(HEAD.replace("mine", "b") + "rules:\n  f: {check: full-category, level: note}\n", "b.yaml")
    pack = child(RULE, "[a.yaml, b.yaml]")
    assert [rule.id for rule in pack.rules] == ["z", "f", "low"]


def test_an_inherited_rule_belongs_to_the_pack_but_keeps_its_source() -> None:
    write(PARENT + LOW, "parent.yaml")
    rule = rules_of(child(""))["low"]
    assert (rule.pack, rule.source.title, rule.scope.units) == ("mine", "Parent page", (Unit.PERSON,))


def test_restating_a_rule_replaces_parameters_scope_and_source() -> None:
    write(PARENT + LOW, "parent.yaml")
    rule = rules_of(child("rules:\n  low: {check: low-count, with: {minimum: 3}, level: block}\n"))["low"]
    assert rule.parameters.model_dump() == {"minimum": 3}
    assert rule.scope.units == ()
    assert rule.source.title == "A page"
    assert rule.level is Level.BLOCK


@pytest.mark.parametrize(("parent", "own"), [("block", "note"), ("note", "block"), ("block", "block")])
def test_the_strictest_level_stands(parent: str, own: str) -> None:
    write(PARENT + RULE.replace("review", parent), "parent.yaml")
    assert rules_of(child(RULE.replace("review", own)))["low"].level is Level.BLOCK


def test_a_restated_rule_keeps_its_place() -> None:
    write(PARENT + LOW + "  zero: {check: zero-count, level: note}\n", "parent.yaml")
    assert [rule.id for rule in child(RULE).rules] == ["low", "zero"]


def test_another_check_under_the_same_id_is_an_error() -> None:
    write(PARENT + LOW, "parent.yaml")
    message = "mine.yaml:7: rule 'low' asks low-count in parent.yaml:6; keep that check or give the rule another id"
    assert pack_error(f"{HEAD}extends: parent.yaml\nrules:\n  low: {{check: zero-count, level: block}}\n") == message


def test_restating_a_locked_rule_names_both_files_and_lines() -> None:
    write(PARENT + LOW.replace("}}", "}, locked: true}"), "parent.yaml")
    message = "mine.yaml:7: rule 'low' is locked in parent.yaml:6; remove it here or give it another id"
    assert pack_error(f"{HEAD}extends: parent.yaml\n{RULE}") == message


def test_a_locked_rule_of_a_grandparent_stays_locked() -> None:
    write(PARENT.replace("parent", "old") + LOW.replace("}}", "}, locked: true}"), "old.yaml")
    write(PARENT + "extends: old.yaml\n", "parent.yaml")
    message = "mine.yaml:7: rule 'low' is locked in old.yaml:6; remove it here or give it another id"
    assert pack_error(f"{HEAD}extends: parent.yaml\n{RULE}") == message


def test_a_locked_rule_of_one_parent_cannot_be_restated_by_the_next() -> None:
    write(PARENT.replace("parent", "a") + LOW.replace("}}", "}, locked: true}"), "a.yaml")
    write(PARENT.replace("parent", "b") + LOW, "b.yaml")
    message = "b.yaml:6: rule 'low' is locked in a.yaml:6; remove it here or give it another id"
    assert pack_error(f"{HEAD}extends: [a.yaml, b.yaml]\n") == message


def test_a_locked_rule_reached_through_two_parents_is_one_rule() -> None:
    write(PARENT + LOW.replace("}}", "}, locked: true}"), "parent.yaml")
    write(HEAD.replace("mine", "a") + "extends: parent.yaml\n", "a.yaml")
    write(HEAD.replace("mine", "b") + "extends: parent.yaml\n", "b.yaml")
    assert [rule.id for rule in child("", "[a.yaml, b.yaml]").rules] == ["low"]


@pytest.mark.parametrize("parents", ["[a.yaml, b.yaml]", "[b.yaml, a.yaml]"])
def test_what_one_parent_changed_stands_though_the_other_left_it_alone(parents: str) -> None:
    write(PARENT + LOW, "parent.yaml")
    write(HEAD.replace("mine", "a") + "extends: parent.yaml\n" + RULE.replace("10", "20"), "a.yaml")
    write(HEAD.replace("mine", "b") + "extends: parent.yaml\n", "b.yaml")
    assert rules_of(child("", parents))["low"].parameters.model_dump() == {"minimum": 20}


def test_many_parents_of_many_parents_are_read_once_each() -> None:
    write(PARENT + LOW, "a0.yaml")
    write(PARENT + LOW.replace("low:", "other:"), "b0.yaml")
    for step in range(1, 40):
        for side in "ab":
            text = f"{HEAD.replace('mine', f'{side}{step}')}extends: [a{step - 1}.yaml, b{step - 1}.yaml]\n"
            write(text, f"{side}{step}.yaml")
    assert [rule.id for rule in child("", "[a39.yaml, b39.yaml]").rules] == ["low", "other"]


def test_a_pack_can_extend_a_bundled_one() -> None:
    (ons,) = load_packs(["ons-srs"])
    pack = child("", "ons-srs")
    assert [rule.id for rule in pack.rules] == [rule.id for rule in ons.rules]
    assert pack.markers == ons.markers


def test_parents_are_found_from_the_folder_of_the_pack() -> None:
    write(PARENT + LOW, "owners/parent.yaml")
    write(HEAD + "extends: ../owners/parent.yaml\n", "projects/mine.yaml")
    (pack,) = load_packs(["mine.yaml"], start=Path("projects"))
    assert [rule.id for rule in pack.rules] == ["low"]


def test_an_unknown_parent_gives_the_line() -> None:
    text = HEAD + "extends:\n  - ons-srs\n  - acro-defalt\n"
    assert pack_error(text) == "mine.yaml:7: unknown pack 'acro-defalt'; did you mean 'acro-default'?"


def test_a_missing_parent_gives_the_line() -> None:
    message = "mine.yaml:5: there is no file owners/dfe.yaml; check its name and folder"
    assert pack_error(HEAD + "extends: owners/dfe.yaml\n") == message


def test_a_path_with_backslashes_is_told_how_every_system_reads_it() -> None:
    message = "mine.yaml:5: write 'owners/dfe.yaml': paths have / on every system"
    assert pack_error(HEAD + "extends: owners\\dfe.yaml\n") == message


def test_an_error_in_a_parent_names_the_parent() -> None:
    write("pack: [", "parent.yaml")
    assert pack_error(HEAD + "extends: parent.yaml\n").startswith("parent.yaml:1: not YAML: ")


def test_a_pack_that_extends_itself_is_an_error() -> None:
    message = "mine.yaml:5: packs extend each other in a circle: mine.yaml -> mine.yaml; remove one of these 'extends'"
    assert pack_error(HEAD + "extends: mine.yaml\n") == message


def test_packs_that_extend_each_other_are_an_error_that_names_the_circle() -> None:
    write(PARENT + "extends: b.yaml\n", "a.yaml")
    write(PARENT + "extends: a.yaml\n", "b.yaml")
    message = "b.yaml:5: packs extend each other in a circle: a.yaml -> b.yaml -> a.yaml; remove one of these 'extends'"
    assert pack_error(HEAD + "extends: a.yaml\n") == message


def test_of_two_markers_with_one_text_the_later_counts_whatever_its_case() -> None:
    write(PARENT + "markers: {'[C]': suppressed, x: not-available}\n", "parent.yaml")
    pack = child("markers: {'[c]': {suppressed: [1, 5]}}\n" + RULE)
    assert pack.markers == (Marker("[c]", Meaning.SUPPRESSED, (1, 5)), Marker("x", Meaning.NOT_AVAILABLE))


def test_packs_named_side_by_side_stay_whole() -> None:
    write(HEAD + RULE.replace("10", "3"))
    packs = load_packs(["ons-srs", "mine.yaml", "acro-default"])
    assert [pack.name for pack in packs] == ["ons-srs", "mine", "acro-default"]
    assert all(rule.pack == pack.name for pack in packs for rule in pack.rules)
    assert rules_of(packs[1])["low"].parameters.model_dump() == {"minimum": 3}


def test_a_pack_named_twice_is_asked_once() -> None:
    write(HEAD + RULE)
    assert len(load_packs(["mine.yaml", "ons-srs", "./mine.yaml", "ons-srs"])) == 2


def test_markers_alone_serve_as_a_parent_but_ask_nothing_themselves() -> None:
    write(PARENT + "markers: {c: suppressed}\n", "parent.yaml")
    assert child(RULE).markers == (Marker("c", Meaning.SUPPRESSED),)
    with pytest.raises(PackError) as raised:
        load_packs(["parent.yaml"])
    assert one_line(raised.value).startswith("the packs hold no rule")


def test_the_digest_of_a_pack_without_parents_is_that_of_its_file() -> None:
    assert pack_of(HEAD + RULE).sha256 == sha256((HEAD + RULE).encode()).hexdigest()


def test_the_digest_does_not_depend_on_line_ends() -> None:
    write(PARENT + LOW, "parent.yaml")
    unix = child(RULE).sha256
    write((PARENT + LOW).replace("\n", "\r\n"), "parent.yaml")
    windows = pack_of(f"{HEAD}extends: parent.yaml\n{RULE}".replace("\n", "\r\n")).sha256
    assert unix == windows


def test_the_digest_changes_with_a_parent() -> None:
    write(PARENT + LOW, "parent.yaml")
    before = child("")
    write(PARENT + LOW.replace("10", "11"), "parent.yaml")
    after = child("")
    assert before.sha256 != after.sha256


def test_the_digest_of_a_pack_with_parents_can_be_made_by_hand() -> None:
    write(PARENT + LOW, "parent.yaml")
    own = sha256(f"{HEAD}extends: [parent.yaml, ons-srs]\n".encode()).hexdigest()
    first, second = (pack.sha256 for pack in load_packs(["parent.yaml", "ons-srs"]))
    by_hand = sha256(f"{own}\n{first}\n{second}".encode()).hexdigest()
    assert child("", "[parent.yaml, ons-srs]").sha256 == by_hand


def test_the_digest_does_not_depend_on_where_the_files_lie() -> None:
    write(PARENT + LOW, "parent.yaml")
    write(PARENT + LOW, "elsewhere/parent.yaml")
    here = child("").sha256
    assert pack_of(HEAD + "extends: parent.yaml\n", "elsewhere/mine.yaml").sha256 == here
