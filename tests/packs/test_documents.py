from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from packs.written import HEAD, RULE, one_line, pack_error, pack_of, write

from outcheck.packs import PackError, load_packs
from outcheck.packs.document import read_document
from outcheck.packs.locate import bundled_folder


def test_an_empty_file_says_what_to_write() -> None:
    assert pack_error("# nothing\n") == "mine.yaml:1: the file is empty; write at least the key 'pack'"


def test_a_file_that_is_no_mapping_is_refused() -> None:
    assert pack_error("just a sentence\n") == "mine.yaml:1: the file must hold lines of the form key: value"


def test_a_missing_file_is_named() -> None:
    with pytest.raises(PackError, match=r"^there is no file packs/gone\.yaml; check its name and folder$"):
        load_packs(["packs/gone.yaml"])


def test_a_bundled_pack_with_a_suffix_is_told_its_name() -> None:
    message = r"^there is no file ons-srs\.yaml; check its name and folder; the bundled pack is named without \.yaml$"
    with pytest.raises(PackError, match=message):
        load_packs(["ons-srs.yaml"])


def test_a_folder_is_no_pack() -> None:
    Path("folder.yaml").mkdir()
    with pytest.raises(PackError, match=r"^folder\.yaml: is a folder; name the \.yaml file in it$"):
        load_packs(["folder.yaml"])


def test_a_file_that_cannot_be_opened_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    write(HEAD + RULE)

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PackError, match=r"^mine\.yaml: cannot be read \(Permission denied\); ask for the right to read it$"):
        load_packs(["mine.yaml"])


def test_a_file_above_a_megabyte_is_no_pack() -> None:
    text = "#" * 1_000_001
    assert pack_error(text) == "mine.yaml: larger than 1 MB, so it is no pack or manifest; name another file"


def test_bytes_that_are_not_utf_8_give_their_line() -> None:
    assert pack_error(b"pack: mine\ntitle: caf\xe9\n") == "mine.yaml:2: not UTF-8; save the file as UTF-8"


def test_a_control_character_gives_its_line() -> None:
    assert pack_error(b"pack: mine\ntitle: a\x07b\n") == "mine.yaml:2: holds a control character; remove it"


def test_a_tab_gives_its_line() -> None:
    message = "mine.yaml:2: not YAML: found character '\\t' that cannot start any token; indent with spaces, not tabs"
    assert pack_error("pack: mine\n\tversion: 1\n") == message


def test_a_colon_inside_a_text_wants_quotes() -> None:
    message = (
        "mine.yaml:1: not YAML: mapping values are not allowed here; "
        "put a text that holds a colon in quotes, and begin the keys of one level in one column"
    )
    assert pack_error("title: Lab: outputs\n") == message


def test_an_open_bracket_gives_its_line() -> None:
    message = (
        "mine.yaml:2: not YAML: expected ',' or ']', but got ':'; "
        "put texts with special characters in quotes, and begin the keys of one level in one column"
    )
    assert pack_error("extends: [a\nversion: 1\n") == message


def test_an_asterisk_as_a_key_wants_quotes() -> None:
    message = (
        "mine.yaml:2: not YAML: expected alphabetic or numeric character, but found ':'; put a text that begins with * in quotes"
    )
    assert pack_error("markers:\n  *: suppressed\n") == message


def test_a_bracketed_marker_wants_quotes() -> None:
    message = "mine.yaml:2: a list or mapping cannot be a key; put a text with brackets or braces in quotes"
    assert pack_error("markers:\n  [c]: suppressed\n") == message


def test_a_second_document_is_refused() -> None:
    message = "mine.yaml:2: not YAML: but found another document; remove the line '---' and what follows it"
    assert pack_error("pack: mine\n---\npack: other\n") == message


def test_a_key_written_twice_gives_both_lines() -> None:
    assert pack_error(HEAD + "version: 2\n") == "mine.yaml:5: 'version' is written twice, first in line 2; remove one of them"


def test_aliases_are_refused_before_they_multiply() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{name}: &{name} [*{last}, *{last}]\n" for last, name in zip("abcdef", "bcdefg", strict=True)
    )
    message = "mine.yaml:2: YAML aliases are refused; write it out, or put a text that begins with * in quotes"
    assert pack_error(bomb) == message


def test_deep_nesting_is_refused_before_it_recurses() -> None:
    assert pack_error("[" * 100_000) == "mine.yaml:1: nested more than 20 deep; remove what does not belong here"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("pack: !!python/object:os.system x", "tag:yaml.org,2002:python/object…"),
        ("pack: !own x", "!own"),
        ("pack: !!set {a}", "tag:yaml.org,2002:set"),
        ("pack: !!bool maybe", "tag:yaml.org,2002:bool"),
    ],
)
def test_tags_are_refused(text: str, tag: str) -> None:
    message = pack_error(text)
    assert message.startswith("mine.yaml:1: the tag ")
    assert message.endswith(" is refused; remove it")
    assert tag.rstrip("…") in message


@pytest.mark.parametrize("number", ["010", "0x0A", "1_0", "1:30", ".inf", ".nan", "9" * 5000])
def test_numbers_that_yaml_reads_otherwise_than_people_are_refused(number: str) -> None:
    message = "mine.yaml:1: YAML may read this number otherwise than people do; write plain digits, or a text in quotes"
    assert pack_error(f"version: {number}") == message


def test_a_key_without_a_value_is_named() -> None:
    assert pack_error("pack: mine\ntitle:\n") == "mine.yaml:2: 'title' has no value; give it one or remove it"


def test_a_long_word_is_cut_so_that_a_wrong_file_is_not_repeated() -> None:
    message = pack_error(HEAD + "x" * 500 + ": y\n")
    assert message.startswith("mine.yaml:5: unknown key '" + "x" * 39 + "…'; use one of pack,")


def test_keys_are_texts_as_written() -> None:
    document = read_document(write("2018: a\nno: b\n~: c\n2020-01-31: d\n"))
    assert document.data == {"2018": "a", "no": "b", "~": "c", "2020-01-31": "d"}


def test_line_ends_and_byte_order_mark_change_nothing_that_is_said() -> None:
    plain = pack_of(HEAD + RULE)
    windows = pack_of((HEAD + RULE).replace("\n", "\r\n"), "windows.yaml")
    marked = pack_of(b"\xef\xbb\xbf" + (HEAD + RULE).encode(), "marked.yaml")
    assert plain.rules == windows.rules == marked.rules
    assert plain.sha256 == windows.sha256


words = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn")), max_size=8)
values = st.recursive(
    words | st.booleans() | st.integers(-(10**17), 10**17),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60)
@given(st.dictionaries(words, values, min_size=1, max_size=4))
def test_what_yaml_writes_is_read_back_and_every_key_has_its_line(tmp_path_factory: pytest.TempPathFactory, data: object) -> None:
    path = tmp_path_factory.mktemp("laws") / "any.yaml"
    text = yaml.safe_dump(data, allow_unicode=True)
    path.write_text(text, encoding="utf-8", newline="\n")
    document = read_document(path)
    assert document.data == data
    lines = text.count("\n")
    assert all(1 <= line <= lines for line in document.lines.values())


@settings(max_examples=150)
@given(st.binary(max_size=60) | st.text(alphabet="abc:-[]{}&*!|>'\"#%@\n \t0123.~?,", max_size=60).map(str.encode))
def test_no_bytes_make_reading_fail_in_any_other_way(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "noise.yaml"
    path.write_bytes(raw)
    with pytest.raises(PackError) as raised:
        load_packs([str(path)])
    one_line(raised.value)


@pytest.mark.parametrize("path", sorted(bundled_folder().glob("*.yaml")), ids=lambda path: path.stem)
def test_the_fast_parser_reads_our_packs_as_the_careful_one_does(path: Path) -> None:
    assert read_document(path, ours=True) == read_document(path)
