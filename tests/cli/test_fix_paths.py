"""``outcheck fix`` with several paths, and places that cannot be read or written: all there or nothing, and each named."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from outcheck.cli.app import run

TABLE = """\
Number of learners by region and sex
Region,Female,Male,Total
North,4,40,44
South,30,50,80
East,35,20,55
Total,69,110,179
"""
OTHER = TABLE.replace("4,40,44", "14,40,54").replace("69,110,179", "79,110,189").replace("region", "county")
MANIFEST = "pack: ons-srs\ntables:\n  - file: a.csv\n  - file: b.csv\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of two releases, each with a file of the same name."""
    for folder, text in (("one", TABLE), ("two", OTHER)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.csv").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def everything(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_files_of_one_name_in_two_folders_keep_their_folders_in_the_copies_and_the_log(here: Path) -> None:
    assert run(["fix", "one", "two", "--to", "copies"]) == 0
    assert everything(here / "copies") == ["one/a.csv", "two/a.csv"]
    assert "4,40" not in (here / "copies" / "one" / "a.csv").read_text()
    assert (here / "copies" / "two" / "a.csv").read_text() == OTHER
    lines = (here / "copies-changes.csv").read_text().splitlines()[1:]
    assert {line.split(",")[0] for line in lines} == {"one/a.csv"}


def test_what_is_hidden_under_one_path_is_hidden_under_the_other(here: Path) -> None:
    (here / "b.csv").write_text(TABLE.replace("North,4,40,44\n", "North,4,40,44\n").replace("Region", "Area"))
    assert run(["fix", "one", "b.csv", "--to", "copies"]) == 0
    one, other = ((here / "copies" / name).read_text().splitlines() for name in ("a.csv", "b.csv"))
    assert one[2:] == other[2:]
    assert "[c]" in one[2]


def test_a_path_given_twice_and_one_inside_another_are_copied_once(here: Path) -> None:
    assert run(["fix", "one", "one/a.csv", "one", "--to", "copies"]) == 0
    assert everything(here / "copies") == ["a.csv"]


def test_merged_categories_are_merged_under_every_path(here: Path) -> None:
    ages = TABLE.replace("Region", "Age").replace("North", "16-19").replace("South", "20-24").replace("East", "25-34")
    for folder in ("one", "two"):
        (here / folder / "a.csv").write_text(ages)
    assert run(["fix", "one", "two", "--to", "copies", "--method", "merge"]) == 0
    assert [line[:5] for line in (here / "copies" / "two" / "a.csv").read_text().splitlines()[2:4]] == ["16-24", "25-34"]
    assert (here / "copies" / "one" / "a.csv").read_text() == (here / "copies" / "two" / "a.csv").read_text()


def test_a_file_beside_others_that_the_manifest_describes_is_checked_by_itself(here: Path) -> None:
    (here / "one" / "b.csv").write_text(OTHER)
    (here / "one" / "outcheck.yaml").write_text(MANIFEST)
    assert run(["fix", "one/a.csv", "--to", "copies"]) == 0
    assert run(["clean", "one/b.csv", "--to", "clean"]) == 0


def test_a_name_in_the_manifest_that_no_file_has_keeps_the_copies_incomplete(here: Path) -> None:
    (here / "one" / "figure.svg").write_text("<svg/>")
    (here / "one" / "outcheck.yaml").write_text(MANIFEST)
    assert run(["fix", "one", "--to", "copies"]) == 2
    (here / "one" / "outcheck.yaml").write_text(MANIFEST.replace("b.csv", "figure.svg"))
    assert run(["fix", "one", "--to", "others"]) == 1


@pytest.mark.parametrize("command", ["fix", "clean"])
def test_what_the_manifest_says_of_a_file_it_says_of_a_copy_with_another_name(here: Path, command: str) -> None:
    with gzip.open(here / "one" / "a.csv.gz", "wt", encoding="utf-8") as stream:
        stream.write(OTHER)
    (here / "one" / "a.csv").unlink()
    (here / "one" / "outcheck.yaml").write_text("pack: ons-srs\ntables:\n  - {file: a.csv.gz, unit: person}\n")
    assert run([command, "one", "--to", "copies"]) == 0
    assert everything(here / "copies") == ["a.csv"]


def test_two_files_whose_copies_would_have_one_name_do_not_overwrite_each_other(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "one" / "A.csv").write_text(OTHER)
    if len(everything(here / "one")) == 1:
        pytest.skip("this file system takes both names for one")
    assert run(["fix", "one", "--to", "copies"]) == 1
    assert "a.csv: left out, because its copy would have the name of that of A.csv" in capsys.readouterr().err
    assert (here / "copies" / "A.csv").read_text() == OTHER


def test_a_file_that_cannot_be_read_is_left_out_and_named_and_the_others_are_fixed(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "one" / "bad.xlsx").write_bytes(b"PK\x03\x04 no workbook")
    assert run(["fix", "one", "--to", "copies"]) == 1
    said = capsys.readouterr()
    assert "bad.xlsx: left out, because it could not be read" in said.err
    assert "A check of the copies says: clear" in said.out
    assert everything(here / "copies") == ["a.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["one", "nosuch", "--to", "copies"], "nosuch: there is no such file or folder"),
        (["one", "two", "--to", "two/copies"], "two/copies: the copies would become part of the release"),
        (["one", "copies-changes.csv", "--to", "copies"], "copies-changes.csv: "),
        (["one", "--to", "one/a.csv"], "would become part of the release"),
        (["one", "--to", "copies"], "copies-changes.csv: the log of other copies is there already"),
        (["one", "--to", "two"], "is there already, and not an empty folder"),
        (["one", "--to", "two/a.csv/copies"], "two/a.csv"),
    ],
)
def test_a_place_that_cannot_be_used_is_named_and_nothing_is_written(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    (here / "copies-changes.csv").write_text(OTHER)
    before = everything(here)
    assert run(["fix", *words]) == 2
    assert said in capsys.readouterr().err.replace("\\", "/")
    assert everything(here) == before


def test_a_folder_that_may_not_be_written_to_is_named(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def denied(**_: object) -> str:
        raise PermissionError(13, "Permission denied", str(here / "copies"))

    monkeypatch.setattr("outcheck.writers.folders.tempfile.mkdtemp", denied)
    assert run(["fix", "one", "--to", "copies"]) == 2
    assert "copies: Permission denied" in capsys.readouterr().err
    assert everything(here) == ["one/a.csv", "two/a.csv"]


def test_a_log_that_cannot_be_written_takes_the_copies_with_it(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write = Path.write_text

    def full(self: Path, text: str, **how: str) -> int:
        if self.name != "copies-changes.csv":
            return write(self, text, **how)
        write(self, text[:5], **how)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert run(["fix", "one", "--to", "copies"]) == 2
    assert "copies-changes.csv: No space left on device" in capsys.readouterr().err
    assert everything(here) == ["one/a.csv", "two/a.csv"]
    assert not (here / "copies").exists()


@pytest.mark.parametrize("method", ["suppress", "merge"])
def test_a_full_disk_names_what_was_to_be_written_and_not_where_it_was_made(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], method: str
) -> None:
    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    monkeypatch.setattr("outcheck.merging.shutil.copyfile", full)
    assert run(["fix", "one", "--method", method, "--to", "copies"]) == 2
    said = capsys.readouterr().err
    assert "No space left on device; nothing was written; choose another place" in said
    assert said.startswith(str(here / "copies" / "a.csv") if method == "suppress" else f"{here}:")
    assert everything(here) == ["one/a.csv", "two/a.csv"]


def test_who_stops_it_is_told_that_nothing_is_left(
    here: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_bytes", stopped)
    assert run(["fix", "one", "--to", "copies"]) == 130
    assert "nothing half-written is left" in capsys.readouterr().err
    assert everything(here) == ["one/a.csv", "two/a.csv"]


def test_the_log_is_silent_about_files_of_which_there_is_no_copy(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "one" / "b.csv.gz").write_bytes(gzip.compress(TABLE.encode()))
    (here / "one" / "b.csv").write_text(TABLE)
    assert run(["fix", "one", "--to", "copies"]) == 1
    assert "b.csv.gz: left out, because its copy would have the name of that of b.csv" in capsys.readouterr().err
    assert "b.csv.gz" not in (here / "copies-changes.csv").read_text()


def test_what_is_left_is_said_once_though_the_copy_has_another_name(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "one" / "a.csv").unlink()
    (here / "one" / "a.csv.gz").write_bytes(gzip.compress(TABLE.replace("50,80", ",80").encode()))
    assert run(["fix", "one", "--to", "copies"]) == 1
    said = capsys.readouterr().out
    assert said.count("(unexplained-marker)") == 1
    assert "a.csv.gz: copied as a.csv, the text that it packs" in said
