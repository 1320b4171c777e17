from __future__ import annotations

import pytest
from packs.written import HEAD, RULE, pack_error, write

from outcheck.packs import PackError, load_packs

FIRST = "rules:\n  low:\n    check: low-count\n    with: {minimum: 10}\n    level: block\n"
"""A rule of one key a line: id in line 6, check in 7, with in 8, level in 9."""


@pytest.mark.parametrize(
    ("key", "meaning"),
    [
        ("pack", "name of the pack, such as ons-srs"),
        ("version", "a whole number from 1, raised with every change"),
        ("title", "the service or data owner in full"),
        ("source", "the document behind the rules: title, status, and date, url and note if known"),
    ],
)
def test_a_missing_key_is_named_with_its_meaning(key: str, meaning: str) -> None:
    text = "".join(line for line in HEAD.splitlines(keepends=True) if not line.startswith(key))
    assert pack_error(text) == f"mine.yaml:1: {key!r} is missing; add it: {meaning}"


def test_a_misspelt_key_is_told_the_right_one() -> None:
    assert pack_error(HEAD + "markrs: {}\n") == "mine.yaml:5: unknown key 'markrs'; did you mean 'markers'?"


def test_a_key_like_no_other_is_told_all_there_are() -> None:
    message = "mine.yaml:5: unknown key 'zzz'; use one of pack, version, title, source, extends, markers, attacker, rules"
    assert pack_error(HEAD + "zzz: 1\n") == message


def test_the_first_fault_of_a_file_is_told() -> None:
    text = HEAD.replace("version: 1", "version: 0") + "zzz: 1\n"
    assert pack_error(text) == "mine.yaml:2: 'version' must be at least 1"


@pytest.mark.parametrize("version", ["1.5", "'1'", "true", "[1]"])
def test_a_version_is_a_whole_number(version: str) -> None:
    assert pack_error(HEAD.replace("1", version)) == "mine.yaml:2: 'version' must be a whole number"


@pytest.mark.parametrize("name", ["My Pack", "a--b", "-a", "ä", "''"])
def test_a_name_is_plain(name: str) -> None:
    message = "mine.yaml:1: 'pack' must be lower-case letters, digits and single hyphens, such as people-low-count"
    assert pack_error(HEAD.replace("mine", f"'{name}'" if name != "''" else name)) == message


def test_a_title_is_a_text() -> None:
    assert pack_error(HEAD.replace("Mine", "2026")) == "mine.yaml:3: 'title' must be a text; put it in quotes"


def test_a_title_is_not_blank() -> None:
    assert pack_error(HEAD.replace("Mine", "'  '")) == "mine.yaml:3: 'title' must not be empty"


def test_a_title_drives_no_terminal() -> None:
    assert pack_error(HEAD.replace("Mine", '"\\x1b[2J"')) == "mine.yaml:3: 'title' must hold no control characters"


def test_a_status_is_one_of_three_words() -> None:
    message = "mine.yaml:4: unknown word 'sure' for 'status'; use one of verified, second-hand, unverified"
    assert pack_error(HEAD.replace("verified", "sure")) == message


def test_a_source_names_a_title() -> None:
    message = "mine.yaml:4: 'title' is missing; add it: the document or page that asks this"
    assert pack_error(HEAD.replace("title: A page, ", "")) == message


@pytest.mark.parametrize("date", ["2026-13-01", "01.05.2026", "'20260501'", "'2026-W01-1'", "'2026'"])
def test_a_source_has_a_real_date(date: str) -> None:
    text = HEAD.replace("}", f", date: {date}}}")
    assert pack_error(text) == "mine.yaml:4: 'date' must be a date such as 2027-01-31"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "www.ons.gov.uk", "https://a b"])
def test_a_source_links_to_a_web_page_only(url: str) -> None:
    text = HEAD.replace("}", f", url: '{url}'}}")
    assert pack_error(text) == "mine.yaml:4: 'url' must begin with https:// or http:// and hold no spaces"


def test_rules_are_written_by_id() -> None:
    assert pack_error(HEAD + "rules: [a]\n") == "mine.yaml:5: 'rules' must hold lines of the form key: value"


def test_a_rule_id_is_plain() -> None:
    message = "mine.yaml:6: 'Low Count' must be lower-case letters, digits and single hyphens, such as people-low-count"
    assert pack_error(HEAD + RULE.replace("low:", "Low Count:")) == message


def test_a_misspelt_check_is_told_the_right_one() -> None:
    text = HEAD + FIRST.replace("low-count", "low-cuont")
    assert pack_error(text) == "mine.yaml:7: unknown check 'low-cuont'; did you mean 'low-count'?"


def test_a_misspelt_parameter_is_told_the_right_one() -> None:
    text = HEAD + FIRST.replace("minimum", "minimun")
    assert pack_error(text) == "mine.yaml:8: unknown parameter 'minimun' for check low-count; did you mean 'minimum'?"


def test_a_parameter_for_a_check_that_has_none_is_to_be_removed() -> None:
    text = HEAD + FIRST.replace("low-count", "zero-count")
    assert pack_error(text) == "mine.yaml:8: unknown parameter 'minimum' for check zero-count; remove it"


@pytest.mark.parametrize("line", ["    with: {}\n", ""])
def test_a_missing_parameter_is_named_with_its_meaning(line: str) -> None:
    message = pack_error(HEAD + FIRST.replace("    with: {minimum: 10}\n", line))
    assert message.startswith(
        f"mine.yaml:{8 if line else 6}: parameter 'minimum' of check low-count is missing; add it: Smallest"
    )


@pytest.mark.parametrize(
    ("value", "fault"),
    [
        ("0", "must be at least 1"),
        ("ten", "must be a whole number"),
        ("9.5", "must be a whole number"),
        ("true", "must be a whole number"),
        ("'10'", "must be a whole number"),
    ],
)
def test_a_parameter_out_of_range_says_its_range(value: str, fault: str) -> None:
    text = HEAD + FIRST.replace("10", value)
    assert pack_error(text) == f"mine.yaml:8: parameter 'minimum' of check low-count {fault}"


def test_parameters_that_exclude_each_other_say_so() -> None:
    text = HEAD + "rules:\n  kinds:\n    check: file-type\n    level: block\n    with: {allowed: [csv], refused: [svg]}\n"
    assert pack_error(text) == "mine.yaml:9: check file-type: give either 'allowed' or 'refused'"


def test_parameters_are_written_by_name() -> None:
    text = HEAD + FIRST.replace("{minimum: 10}", "10")
    assert pack_error(text) == "mine.yaml:8: 'with' must hold lines of the form key: value"


def test_a_misspelt_level_is_told_the_right_one() -> None:
    text = HEAD + FIRST.replace("block", "blok")
    assert pack_error(text) == "mine.yaml:9: unknown word 'blok' for 'level'; did you mean 'block'?"


@pytest.mark.parametrize("key", ["check", "level"])
def test_a_rule_needs_a_check_and_a_level(key: str) -> None:
    text = HEAD + "".join(line for line in FIRST.splitlines(keepends=True) if not line.startswith(f"    {key}"))
    assert pack_error(text).startswith(f"mine.yaml:6: {key!r} is missing; add it: ")


def test_an_unknown_unit_is_told_the_right_one() -> None:
    text = HEAD + FIRST + "    when: {unit: [person, employers]}\n"
    assert pack_error(text) == "mine.yaml:10: unknown word 'employers' for 'unit'; did you mean 'employer'?"


def test_an_unknown_scope_is_told_the_right_one() -> None:
    text = HEAD + FIRST + "    when: {units: person}\n"
    assert pack_error(text) == "mine.yaml:10: unknown key 'units'; did you mean 'unit'?"


def test_an_empty_scope_is_refused_because_it_could_mean_all_or_nothing() -> None:
    text = HEAD + FIRST + "    when: {unit: []}\n"
    assert pack_error(text) == "mine.yaml:10: 'unit' must not be empty; give it an entry or remove it"


def test_locked_is_true_or_false() -> None:
    assert pack_error(HEAD + FIRST + "    locked: 1\n") == "mine.yaml:10: 'locked' must be true or false"


def test_a_misspelt_meaning_of_a_marker_is_told_the_right_one() -> None:
    text = HEAD + "markers: {c: supressed}\n"
    assert pack_error(text) == "mine.yaml:5: unknown word 'supressed' for 'c'; did you mean 'suppressed'?"


def test_a_misspelt_key_of_a_marker_is_told_the_right_one() -> None:
    text = HEAD + "markers: {c: {supressed: [1, 4]}}\n"
    assert pack_error(text) == "mine.yaml:5: unknown key 'supressed'; did you mean 'suppressed'?"


@pytest.mark.parametrize("ends", ["[4, 1]", "[1]", "[1, 2, 3]"])
def test_what_a_marker_hides_has_two_ends_in_order(ends: str) -> None:
    message = "mine.yaml:5: 'suppressed' must be the smallest and the largest number that the marker can hide, such as [1, 4]"
    assert pack_error(HEAD + f"markers: {{c: {{suppressed: {ends}}}}}\n") == message


@pytest.mark.parametrize("text", ["0", "-9", "1,234", "12.5%", "£300", " 7 "])
def test_a_number_cannot_be_a_marker(text: str) -> None:
    message = f"mine.yaml:5: {text!r} is a number: numbers are always checked and cannot be markers; remove it"
    assert pack_error(HEAD + f"markers: {{'{text}': suppressed}}\n") == message


def test_a_marker_has_no_space_around_it() -> None:
    message = "mine.yaml:5: ' c' must not begin or end with a space: cells are read without"
    assert pack_error(HEAD + "markers: {' c': suppressed}\n") == message


def test_a_marker_in_both_cases_is_stated_twice() -> None:
    text = HEAD + "markers:\n  c: suppressed\n  C: not-available\n"
    message = "mine.yaml:7: marker 'C' is 'c' again: upper and lower case are the same; remove one of them"
    assert pack_error(text) == message


def test_a_misspelt_bundled_pack_is_told_the_right_one() -> None:
    with pytest.raises(PackError, match=r"^unknown pack 'ons-sr'; did you mean 'ons-srs'\?$"):
        load_packs(["ons-sr"])


def test_an_unknown_pack_is_told_all_there_are() -> None:
    message = r"^unknown pack 'hmrc'; use one of abs-datalab, acro-default, .*, us-census-drb, or the path of a \.yaml file$"
    with pytest.raises(PackError, match=message):
        load_packs(["hmrc"])


def test_two_packs_of_one_name_are_refused() -> None:
    write(HEAD + RULE, "a.yaml")
    write(HEAD + RULE, "b.yaml")
    with pytest.raises(PackError, match=r"^b\.yaml:1: pack 'mine' has the name of a\.yaml; give one of them another name$"):
        load_packs(["a.yaml", "b.yaml"])


@pytest.mark.parametrize("names", [[], ["mine.yaml"]])
def test_packs_that_ask_nothing_are_refused(names: list[str]) -> None:
    write(HEAD)
    message = "^the packs hold no rule, so nothing would be asked; name a pack with rules, such as ons-srs$"
    with pytest.raises(PackError, match=message):
        load_packs(names)


def test_a_pair_that_lacks_its_second_number_says_so() -> None:
    text = HEAD + "rules:\n  few:\n    check: dominant-contributors\n    level: block\n    with: {shares: [[1]]}\n"
    fault = "has a list with too few items; it needs 2 at least"
    assert pack_error(text) == f"mine.yaml:9: parameter 'shares' of check dominant-contributors {fault}"
