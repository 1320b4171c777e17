from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from packs.written import HEAD, RULE, manifest_error, manifest_of, write

from outcheck.model.finding import Waiver
from outcheck.model.hints import ColumnHint, Hints, TableHint
from outcheck.model.places import Area
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Marker, Meaning
from outcheck.packs import PackError, find_manifest, hints_for, load_manifest, load_packs

WHOLE = """\
pack: ons-srs
markers: {"-": not-applicable, "low": {suppressed: [1, 4]}}
tables:
  - file: tables/earnings.xlsx
    sheet: Table 1
    columns:
      t_pupils: count
      Median: median
      2018: label
    unit: person
    source: [HESA, HMRC]
    population: Graduates of 2018/19
  - file: starts.csv
    source: ILR
waivers:
  - {rule: people-low-count, file: starts.csv, cells: [C7, "D9:D12"], reason: Published, by: J. Marsh, until: 2027-01-31}
  - {fingerprint: 3f2a90b1c4d5e6f7, reason: Structural zero, by: J. Marsh, until: "2027-01-31"}
"""

PLACE = "rule: low, file: a.csv"
DECISION = "reason: Agreed, by: J. Marsh, until: 2027-01-31"


def waiver(entry: str) -> str:
    return f"waivers:\n  - {{{entry}}}\n"


def table(entry: str) -> str:
    return f"tables:\n  - {{{entry}}}\n"


def test_a_manifest_says_everything_with_its_lines() -> None:
    manifest = manifest_of(WHOLE)
    assert manifest.path == Path("outcheck.yaml")
    assert manifest.packs == ("ons-srs",)
    assert manifest.sha256 == sha256(WHOLE.encode()).hexdigest()
    assert manifest.hints == Hints(
        (Marker("-", Meaning.NOT_APPLICABLE), Marker("low", Meaning.SUPPRESSED, (1, 4))),
        (
            TableHint(
                "tables/earnings.xlsx",
                "Table 1",
                (
                    ColumnHint("t_pupils", Statistic.COUNT, 7),
                    ColumnHint("Median", Statistic.MEDIAN, 8),
                    ColumnHint("2018", None, 9),
                ),
                Unit.PERSON,
                ("HESA", "HMRC"),
                "Graduates of 2018/19",
                4,
            ),
            TableHint("starts.csv", source=("ILR",), line=13),
        ),
    )
    day = date(2027, 1, 31)
    areas = (Area.parse("C7"), Area.parse("D9:D12"))
    assert manifest.waivers == (
        Waiver("Published", "J. Marsh", day, rule="people-low-count", file="starts.csv", cells=areas, line=16),
        Waiver("Structural zero", "J. Marsh", day, fingerprint="3f2a90b1c4d5e6f7", line=17),
    )


def test_a_manifest_need_not_name_a_pack() -> None:
    assert manifest_of("markers: {'-': not-applicable}\n").packs == ()


def test_a_manifest_may_name_several_packs_by_name_and_by_path() -> None:
    write(HEAD + RULE, "release/own.yaml")
    manifest = load_manifest(write("pack: [ons-srs, own.yaml]\n", "release/outcheck.yaml"))
    packs = load_packs(manifest.packs, start=manifest.path.parent)
    assert [pack.name for pack in packs] == ["ons-srs", "mine"]


def test_a_manifest_has_one_digest_under_any_line_ends() -> None:
    assert manifest_of(WHOLE).sha256 == manifest_of(WHOLE.replace("\n", "\r\n")).sha256


def test_the_nearest_manifest_upward_is_found(tmp_path: Path) -> None:
    top = write("pack: ons-srs\n", "outcheck.yaml")
    near = write("pack: ons-srs\n", "a/b/outcheck.yaml")
    file = write("x\n", "a/b/c/table.csv")
    assert find_manifest(file) == (tmp_path / near).resolve()
    assert find_manifest(file.parent) == (tmp_path / near).resolve()
    assert find_manifest(Path("a/b")) == (tmp_path / near).resolve()
    assert find_manifest(Path("a")) == (tmp_path / top).resolve()
    assert find_manifest(Path("a/b/../none.csv")) == (tmp_path / top).resolve()


def test_a_folder_called_outcheck_yaml_is_no_manifest(tmp_path: Path) -> None:
    write("pack: ons-srs\n", "outcheck.yaml")
    Path("a/outcheck.yaml").mkdir(parents=True)
    assert find_manifest(Path("a")) == (tmp_path / "outcheck.yaml").resolve()


def test_without_a_manifest_there_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Path, "is_file", lambda _: False)
    assert find_manifest(Path("a")) is None


def test_markers_of_the_manifest_take_the_place_of_those_of_the_packs() -> None:
    manifest = manifest_of("markers: {c: not-available}\ntables: [{file: a.csv}]\n")
    packs = load_packs(["ons-srs", "acro-default"])
    hints = hints_for(packs, manifest)
    theirs = [marker for pack in packs for marker in pack.markers if marker.text != "c"]
    assert hints.markers == (*theirs, Marker("c", Meaning.NOT_AVAILABLE))
    assert hints.tables == (TableHint("a.csv", line=2),)


def test_without_a_manifest_the_hints_are_the_markers_of_the_packs() -> None:
    packs = load_packs(["ons-srs"])
    assert hints_for(packs, None) == Hints(packs[0].markers)


def test_a_missing_manifest_is_named() -> None:
    with pytest.raises(PackError, match=r"^gone\.yaml: no such file; check its name and folder$"):
        load_manifest(Path("gone.yaml"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("packs: ons-srs\n", "outcheck.yaml:1: unknown key 'packs'; did you mean 'pack'?"),
        ("levels: {}\n", "outcheck.yaml:1: unknown key 'levels'; use one of pack, markers, purpose, tables, waivers, request"),
        ("pack: ons-sr\n", "outcheck.yaml:1: unknown pack 'ons-sr'; did you mean 'ons-srs'?"),
        ("pack:\n  - ons-srs\n  - own.yaml\n", "outcheck.yaml:3: there is no file own.yaml; check its name and folder"),
        ("pack: 7\n", "outcheck.yaml:1: 'pack' must be a text; put it in quotes"),
        ("pack: []\n", "outcheck.yaml:1: 'pack' must not be empty; give it an entry or remove it"),
        ("waivers:\n", "outcheck.yaml:1: 'waivers' has no value; give it one or remove it"),
        ("tables: {file: a.csv}\n", "outcheck.yaml:1: 'tables' must be a list, such as [a, b]"),
        ("tables: [a.csv]\n", "outcheck.yaml:1: 'tables' must hold lines of the form key: value"),
    ],
)
def test_a_manifest_says_what_is_wrong_with_it(text: str, message: str) -> None:
    assert manifest_error(text) == message


def test_a_table_names_its_file() -> None:
    message = "outcheck.yaml:2: 'file' is missing; add it: path of the file inside the release, with /"
    assert manifest_error(table("sheet: Table 1")) == message


@pytest.mark.parametrize("path", ["a\\b.csv", "/a.csv", "../a.csv", "./a.csv", "C:/a.csv", "a//b.csv", ""])
@pytest.mark.parametrize("entry", ["table", "waiver"])
def test_a_file_is_named_by_its_path_inside_the_release(entry: str, path: str) -> None:
    text = table(f"file: '{path}'") if entry == "table" else waiver(f"rule: low, file: '{path}', {DECISION}")
    message = "outcheck.yaml:2: 'file' must be a path inside the release with /, such as tables/earnings.xlsx"
    assert manifest_error(text) == message


def test_a_misspelt_statistic_is_told_the_right_one() -> None:
    text = "tables:\n  - file: a.csv\n    columns:\n      n: count\n      Median: medain\n"
    assert manifest_error(text) == "outcheck.yaml:5: unknown word 'medain' for 'Median'; did you mean 'median'?"


def test_an_unknown_statistic_is_told_all_there_are() -> None:
    message = manifest_error(table("file: a.csv, columns: {n: unknown}"))
    assert message.startswith("outcheck.yaml:2: unknown word 'unknown' for 'n'; use one of count, weighted-count, percentage,")
    assert message.endswith(", density, model-size, label")


def test_a_misspelt_unit_is_told_the_right_one() -> None:
    message = "outcheck.yaml:2: unknown word 'persons' for 'unit'; did you mean 'person'?"
    assert manifest_error(table("file: a.csv, unit: persons")) == message


def test_a_sheet_with_a_number_for_a_name_wants_quotes() -> None:
    message = "outcheck.yaml:2: 'sheet' must be a text; put it in quotes"
    assert manifest_error(table("file: a.xlsx, sheet: 2018")) == message
    assert manifest_of(table("file: a.xlsx, sheet: '2018'")).hints.tables[0].sheet == "2018"


def test_a_file_is_described_once() -> None:
    text = "tables:\n  - file: a.csv\n    unit: person\n  - file: a.csv\n    unit: employer\n"
    assert manifest_error(text) == "outcheck.yaml:4: 'a.csv' is described twice, first in line 2; join the two entries"


def test_a_sheet_is_described_once() -> None:
    text = "tables:\n  - {file: a.xlsx, sheet: T}\n  - {file: a.xlsx}\n  - {file: a.xlsx, sheet: T}\n"
    message = "outcheck.yaml:4: sheet 'T' of 'a.xlsx' is described twice, first in line 2; join the two entries"
    assert manifest_error(text) == message


@pytest.mark.parametrize(
    ("key", "meaning"),
    [
        ("reason", "why the finding may stand"),
        ("by", "who decided"),
        ("until", "last day on which it holds, such as 2027-01-31"),
    ],
)
def test_a_waiver_needs_a_reason_a_name_and_an_end(key: str, meaning: str) -> None:
    entry = ", ".join(part for part in f"{PLACE}, {DECISION}".split(", ") if not part.startswith(key))
    assert manifest_error(waiver(entry)) == f"outcheck.yaml:2: {key!r} is missing; add it: {meaning}"


@pytest.mark.parametrize("place", ["", "rule: low, ", "file: a.csv, ", "sheet: T, cells: C7, "])
def test_a_waiver_says_of_what(place: str) -> None:
    message = "outcheck.yaml:2: a waiver needs a 'fingerprint', or a 'rule' and a 'file'; add what is missing"
    assert manifest_error(waiver(place + DECISION)) == message


def test_a_waiver_by_fingerprint_needs_no_place() -> None:
    entry = f"fingerprint: 3f2a90b1c4d5e6f7, {PLACE}, {DECISION}"
    message = "outcheck.yaml:2: a waiver with a 'fingerprint' needs no 'rule', 'file', 'sheet' or 'cells'; remove those"
    assert manifest_error(waiver(entry)) == message


@pytest.mark.parametrize("reason", ["''", "' '"])
def test_a_reason_is_not_blank(reason: str) -> None:
    entry = f"{PLACE}, reason: {reason}, by: J. Marsh, until: 2027-01-31"
    assert manifest_error(waiver(entry)) == "outcheck.yaml:2: 'reason' must not be empty"


def test_a_reason_over_several_lines_becomes_one() -> None:
    text = "waivers:\n  - rule: low\n    file: a.csv\n    reason: |\n      One.\n      Two.\n    by: X\n    until: 2027-01-31\n"
    assert manifest_of(text).waivers[0].reason == "One. Two."


@pytest.mark.parametrize("until", ["2027-02-30", "31.01.2027", "2027-1-31", "2027-01-31 12:00:00", "'20270131'", "soon"])
def test_a_waiver_ends_on_a_real_day(until: str) -> None:
    entry = f"{PLACE}, reason: Agreed, by: J. Marsh, until: {until}"
    assert manifest_error(waiver(entry)) == "outcheck.yaml:2: 'until' must be a date such as 2027-01-31"


@pytest.mark.parametrize("cells", ["7C", "[C7, D]", "'C7:D8:E9'", "''"])
def test_cells_are_addresses(cells: str) -> None:
    message = "outcheck.yaml:2: 'cells' must be cell addresses or ranges, such as C7 or D9:D12"
    assert manifest_error(waiver(f"{PLACE}, cells: {cells}, {DECISION}")) == message


@pytest.mark.parametrize("fingerprint", ["3f2a", "3F2A90B1C4D5E6F7", "the first one"])
def test_a_fingerprint_is_given_in_full(fingerprint: str) -> None:
    message = "outcheck.yaml:2: 'fingerprint' must be the fingerprint that the report shows for the finding, in full"
    assert manifest_error(waiver(f"fingerprint: {fingerprint}, {DECISION}")) == message


def test_a_fingerprint_of_digits_alone_wants_quotes() -> None:
    message = "outcheck.yaml:2: 'fingerprint' must be a text; put it in quotes"
    assert manifest_error(waiver(f"fingerprint: 1234567812345678, {DECISION}")) == message


def test_a_misspelt_key_of_a_waiver_is_told_the_right_one() -> None:
    message = "outcheck.yaml:2: unknown key 'untill'; did you mean 'until'?"
    assert manifest_error(waiver(f"{PLACE}, {DECISION.replace('until', 'untill')}")) == message


def test_keys_with_nothing_but_comments_below_them_say_nothing() -> None:
    manifest = manifest_of('markers:\n  # "-": suppressed\ntables:\n  - file: a.csv\n    columns:\n      # n: count\n')
    assert manifest.hints == Hints((), (TableHint("a.csv", line=4),))


@pytest.mark.parametrize("empty", ["markers: ~", "markers: null", "tables:\n  - file: a.csv\n    columns: {columns: }"])
def test_no_other_value_may_be_left_out(empty: str) -> None:
    assert "has no value" in manifest_error(empty + "\n")


def test_the_spaces_of_a_sheet_name_are_part_of_it() -> None:
    assert manifest_of('tables:\n  - {file: a.xlsx, sheet: " Table  1"}\n').hints.tables[0].sheet == " Table  1"
