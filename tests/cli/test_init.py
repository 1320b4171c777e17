from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from outcheck.clearance import Request, check, understand_release
from outcheck.cli.app import run
from outcheck.packs import load_manifest
from outcheck.renderers import tables_json

ROOT = Path(__file__).parents[2]
TODAY = date(2026, 11, 24)
CLEAN = "region,learners\nNorth,120\nSouth,140\nTotal,260\n"
UNSURE = "region,var9\nNorth,120\nSouth,140\nWest,150\n"


def begun(*words: object) -> int:
    return run(["init", *map(str, words)])


def verdict(path: Path) -> str:
    return check(Request((path,)), today=TODAY).verdict.value


def sample(name: str, folder: Path) -> Path:
    copy = folder / "release"
    shutil.copytree(ROOT / "samples" / name / "release", copy)
    (copy / "outcheck.yaml").unlink()
    return copy


@pytest.mark.parametrize("name", ["leo-clear", "leo-release"])
def test_a_sample_without_its_manifest_gets_one_that_changes_no_reading(tmp_path: Path, name: str) -> None:
    release = sample(name, tmp_path)
    before = check(Request((release,)), today=TODAY)
    assert begun(release) == 0
    after = check(Request((release,)), today=TODAY)
    assert after.verdict is before.verdict
    assert after.findings == before.findings
    assert [table.numbers for table in after.tables] == [table.numbers for table in before.tables]


@pytest.mark.parametrize("name", ["leo-clear", "leo-release"])
def test_a_second_run_changes_no_byte(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    release = sample(name, tmp_path)
    begun(release)
    first = (release / "outcheck.yaml").read_bytes()
    assert begun(release) == 0
    assert (release / "outcheck.yaml").read_bytes() == first
    assert "nothing was changed" in capsys.readouterr().out


def test_the_manifests_of_the_samples_are_left_as_they_are(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "samples" / "leo-clear" / "release", tmp_path / "release")
    before = (tmp_path / "release" / "outcheck.yaml").read_bytes()
    assert begun(tmp_path / "release") == 0
    assert (tmp_path / "release" / "outcheck.yaml").read_bytes() == before


def test_a_guess_stays_unsure_until_a_person_confirms_it(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(UNSURE, encoding="utf-8")
    begun(tmp_path)
    manifest = tmp_path / "outcheck.yaml"
    written = manifest.read_text(encoding="utf-8")
    assert "# var9: count  # unsure: nothing names the statistic" in written
    assert load_manifest(manifest).hints.tables[0].columns == ()
    assert verdict(tmp_path) == "review"
    manifest.write_text(written.replace("# var9:", "var9:"), encoding="utf-8")
    (table,) = understand_release(Request((tmp_path,))).release.tables
    assert (table.measures[0].sure, table.measures[0].why) == (True, "said in the manifest")


def test_a_correction_of_one_word_wins(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CLEAN, encoding="utf-8")
    begun(tmp_path)
    manifest = tmp_path / "outcheck.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("learners: count", "learners: median"), encoding="utf-8")
    (table,) = understand_release(Request((tmp_path,))).release.tables
    assert table.measures[0].statistic.value == "median"


def test_what_nobody_can_guess_must_be_filled_before_it_loads(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("region,var9\nNorth,12.5\nSouth,-1.5\nWest,15.25\n", encoding="utf-8")
    begun(tmp_path)
    manifest = tmp_path / "outcheck.yaml"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace("# var9:", "var9:"), encoding="utf-8")
    assert run(["tables", str(tmp_path)]) == 2


def test_markers_that_no_pack_explains_wait_for_a_meaning(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("region,learners\nNorth,~\nSouth,140\nWest,150\n", encoding="utf-8")
    begun(tmp_path)
    manifest = tmp_path / "outcheck.yaml"
    written = manifest.read_text(encoding="utf-8")
    assert '# "~": unknown  # in 1 cell' in written
    assert load_manifest(manifest).hints.markers == ()
    manifest.write_text(written.replace('# "~": unknown', '"~": suppressed'), encoding="utf-8")
    assert [marker.text for marker in load_manifest(manifest).hints.markers] == ["~"]


HAND = """\
# Request 2026-017; do not touch
waivers:   # decided on the telephone
  - {rule: people-low-count, file: a.csv, reason: Agreed, by: J. Marsh, until: 2027-01-31}
tables:
- file: a.csv   # first
  columns: {learners:   median}
  # var9: count
# about packs
pack:  ons-srs   # ours
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("last", [True, False])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_what_a_person_wrote_stays_byte_for_byte(tmp_path: Path, ending: str, mark: str, *, last: bool) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(CLEAN, encoding="utf-8")
    hand = (mark + (HAND if last else HAND.removesuffix("\n")).replace("\n", ending)).encode("utf-8")
    manifest = tmp_path / "outcheck.yaml"
    manifest.write_bytes(hand)
    assert begun(tmp_path) == 0
    added = manifest.read_bytes()
    at = next(number for number in range(len(hand) + 1) if added[: number + 1] != hand[: number + 1])
    kept = len(hand) - at
    assert added[:at] + added[len(added) - kept :] == hand
    assert added.index(b"# var9: count") < added.index(b"- file: b.csv") < added.index(b"# about packs")
    assert added.count(b"\r") == (added.count(b"\n") if ending == "\r\n" else 0)
    assert [hint.file for hint in load_manifest(manifest).hints.tables] == ["a.csv", "b.csv"]
    begun(tmp_path)
    assert manifest.read_bytes() == added


def test_a_manifest_without_tables_gets_them_at_its_end(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "outcheck.yaml").write_text("pack: acro-default # mine", encoding="utf-8")
    assert begun(tmp_path) == 0
    assert (
        (tmp_path / "outcheck.yaml")
        .read_text(encoding="utf-8")
        .startswith("pack: acro-default # mine\ntables:\n  - file: a.csv\n")
    )


def test_a_new_sheet_is_added_beside_one_that_was_described(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for name in ("One", "Two"):
        sheet = book.create_sheet(name)
        for row in (["region", "learners"], ["North", 120], ["South", 140]):
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    (tmp_path / "outcheck.yaml").write_text("tables:\n  - file: a.xlsx\n    sheet: One\n", encoding="utf-8")
    assert begun(tmp_path) == 0
    assert [hint.sheet for hint in load_manifest(tmp_path / "outcheck.yaml").hints.tables] == ["One", "Two"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("pack: ons-srs\ntabels: []\n", "outcheck.yaml:2: unknown key"),
        ("tables: [{file: b.csv}]\n", "outcheck.yaml:1: 'tables' is written in brackets"),
        ("{pack: ons-srs}\n", "outcheck.yaml:1: the file is written in braces"),
        ("tables:\n  - file: gone.csv\n", "outcheck.yaml:2 describes a file that is not in the release"),
        (
            "tables:\n  - file: b.csv\n    columns: {gone: count}\n",
            "outcheck.yaml:3 corrects a column that no table of this file",
        ),
        ("tables:\n  - file: b.csv\n    sheet: Gone\n", "outcheck.yaml:2 describes a sheet that this file does not have"),
    ],
)
def test_nothing_is_written_over_an_error_and_its_line_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, message: str
) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(CLEAN, encoding="utf-8")
    (tmp_path / "outcheck.yaml").write_text(text, encoding="utf-8")
    assert begun(tmp_path) == 2
    assert message in capsys.readouterr().err
    assert (tmp_path / "outcheck.yaml").read_text(encoding="utf-8") == text
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "b.csv", "outcheck.yaml"]


def test_a_manifest_further_up_is_not_hidden_by_a_new_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "a.csv").write_text(CLEAN, encoding="utf-8")
    (tmp_path / "outcheck.yaml").write_text("pack: ons-srs\n", encoding="utf-8")
    assert begun(tmp_path / "inner") == 2
    assert "speaks for this path already" in capsys.readouterr().err
    assert not (tmp_path / "inner" / "outcheck.yaml").exists()


def test_there_must_be_something_to_describe(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.txt").write_text("Nothing to see\n", encoding="utf-8")
    assert begun(tmp_path) == 2
    assert begun(tmp_path / "nowhere") == 2
    assert "no such file" in capsys.readouterr().err
    assert not (tmp_path / "outcheck.yaml").exists()


def test_a_file_gets_its_manifest_beside_it(tmp_path: Path) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(CLEAN, encoding="utf-8")
    assert begun(tmp_path / "a.csv") == 0
    assert [hint.file for hint in load_manifest(tmp_path / "outcheck.yaml").hints.tables] == ["a.csv"]
    assert begun(tmp_path / "b.csv") == 0
    assert [hint.file for hint in load_manifest(tmp_path / "outcheck.yaml").hints.tables] == ["a.csv", "b.csv"]
    assert verdict(tmp_path) == "clear"


def test_a_pack_is_written_and_an_old_manifest_keeps_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "a.csv").write_text(CLEAN, encoding="utf-8")
    own = "pack: mine\nversion: 1\ntitle: Mine\nsource: {title: A, status: verified}\nextends: ons-srs\n"
    (tmp_path / "mine.yaml").write_text(own, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert begun("release", "-p", "mine.yaml", "-p", "acro-default") == 0
    assert load_manifest(Path("release/outcheck.yaml")).packs == ("../mine.yaml", "acro-default")
    assert begun("release", "-p", "ons-srs") == 2


def test_no_label_of_a_persons_row_is_written(tmp_path: Path) -> None:
    rows = "".join(f"K{number}x,Name{number},{98317 + number}\n" for number in range(12))
    (tmp_path / "a.csv").write_text(f"person_id,forename,earnings\n{rows}K99x,Zebedee,Confided\n", encoding="utf-8")
    assert begun(tmp_path) == 0
    written = (tmp_path / "outcheck.yaml").read_text(encoding="utf-8")
    assert "one row per person" in written
    for secret in ("98317", "Name1", "Zebedee", "Confided"):
        assert secret not in written


HOSTILE = [
    "learners: all",
    'learners "quoted"',
    "learners 'quoted'",
    "# learners",
    "learners\n# and: more",
    "- learners",
    "{learners}",
    "[learners, n]",
    "*learners",
    "&learners",
    "!learners",
    "? learners",
    "| learners",
    "%learners",
    "learners \\ n",
    "Lernende ñ 学生 🎓",
    "learners\u2028more",
    "learners\u202emore",
    "no",
    "null",
    "=",
    "<<",
    "pack",
    "columns",
    "learners " + "x" * 1500,
]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_heading_survives_the_way_through_the_manifest(tmp_path: Path, name: str) -> None:
    quoted = name.replace('"', '""')
    text = f'region,"{quoted}",learners\nNorth,120,150\nSouth,140,160\nWest,150,170\n'
    (tmp_path / "a.csv").write_text(text, encoding="utf-8", newline="")
    before = tables_json.render(understand_release(Request((tmp_path,))).release)
    assert begun(tmp_path) == 0
    manifest = load_manifest(tmp_path / "outcheck.yaml")
    assert {"learners", name} >= {column.name for column in manifest.hints.tables[0].columns}
    after = tables_json.render(understand_release(Request((tmp_path,))).release)
    assert after.replace("said in the manifest", "named so") == before
    first = (tmp_path / "outcheck.yaml").read_bytes()
    begun(tmp_path)
    assert (tmp_path / "outcheck.yaml").read_bytes() == first


@pytest.mark.parametrize("name", ["it's.csv", "a # b.csv", "ñ 学.csv", "- a.csv", "a, b.csv", "{a}.csv", "no.csv", "2018.csv"])
def test_any_file_name_survives_the_way_through_the_manifest(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(CLEAN, encoding="utf-8")
    assert begun(tmp_path) == 0
    assert load_manifest(tmp_path / "outcheck.yaml").hints.tables[0].file == name
    assert verdict(tmp_path) == "clear"


def test_a_name_that_no_manifest_can_hold_is_told_and_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    for name in ("A\u202eB", " two  spaces "):
        sheet = book.create_sheet(name)
        for row in (["region", "learners"], ["North", 120], ["South", 140]):
            sheet.append(row)
    book.save(tmp_path / "a.xlsx")
    assert begun(tmp_path) == 0
    assert "a manifest cannot name it" in capsys.readouterr().err
    assert [hint.sheet for hint in load_manifest(tmp_path / "outcheck.yaml").hints.tables] == [" two  spaces "]
