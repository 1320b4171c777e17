"""What ``outcheck fix`` is asked to keep, to prefer and to weigh: done where it can be, and a slip named with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from outcheck.cli.app import run

TABLE = """\
Number of learners by region and sex
Region,Female,Male,Total
North,4,40,44
South,30,50,80
East,35,20,55
West,31,25,56
Total,100,135,235
"""
HEAD = "file,sheet,cell,weight\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "release").mkdir()
    (tmp_path / "release" / "a.csv").write_text(TABLE)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def hidden(folder: Path) -> set[str]:
    lines = [line.split(",") for line in (folder / "copies" / "a.csv").read_text().splitlines()]
    return {f"{'ABCD'[at]}{row}" for row, line in enumerate(lines, 1) for at, text in enumerate(line) if text == "[c]"}


@pytest.mark.parametrize(
    ("weights", "rows"),
    [
        ("", {3, 5}),
        ("a.csv,,A5:C5,5\n", {3, 6}),
        ("a.csv,,A5:C6,5\n", {3, 4}),
        ("a.csv,,A4:C4,0.1\n", {3, 4}),
        ("a.csv,,,7\n", {3, 5}),
        ("a.csv,,,7\na.csv,,B6:C6,1\n", {3, 6}),
    ],
)
def test_what_weighs_more_is_hidden_later_and_the_last_line_about_a_cell_counts(here: Path, weights: str, rows: set[int]) -> None:
    (here / "weights.csv").write_text(HEAD + weights)
    assert run(["fix", "release", "--to", "copies", "--weights", "weights.csv"]) == 0
    assert hidden(here) == {f"{column}{row}" for column in "BC" for row in rows}


def test_a_weight_may_break_a_tie_with_what_is_preferred(here: Path) -> None:
    (here / "weights.csv").write_text(HEAD + "a.csv,,B4:C4,10\n")
    run(["fix", "release", "--to", "copies", "--weights", "weights.csv", "--prefer", "a.csv!A4:C4"])
    assert hidden(here) == {"B3", "C3", "B5", "C5"}


def test_the_log_of_changes_with_a_column_of_weights_is_a_file_of_weights(here: Path) -> None:
    assert run(["fix", "release", "--to", "copies"]) == 0
    log = (here / "copies-changes.csv").read_text().splitlines()
    (here / "weights.csv").write_text("\n".join([f"{log[0]},Weight", *(f"{line},20" for line in log[1:])]))
    assert run(["fix", "release", "--to", "second", "--weights", "weights.csv"]) == 0
    (here / "copies" / "a.csv").write_bytes((here / "second" / "a.csv").read_bytes())
    assert "B3" in hidden(here)
    assert not hidden(here) & {"B5", "C5"}


def test_weights_move_with_cells_when_categories_are_merged(here: Path) -> None:
    (here / "weights.csv").write_text(HEAD + "a.csv,,B6:C6,0.1\n")
    assert run(["fix", "release", "--to", "copies", "--weights", "weights.csv", "--method", "merge"]) == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("file,sheet,weight\na.csv,,2\n", "weights.csv:1: there is no column cell; begin with the line file,sheet,cell,weight"),
        (HEAD + "a.csv,,C3,2\na.csv,,nowhere,2\n", "weights.csv:3: nowhere is not a cell or range such as C7 or C7:D9"),
        (HEAD + "a.csv,,C3,much\n", "weights.csv:2: the weight much is no number from 0.01 to 100"),
        (HEAD + "a.csv,,C3,nan\n", "weights.csv:2: the weight nan is no number"),
        (HEAD + "a.csv,,C3,0\n", "weights.csv:2: the weight 0 is no number"),
        (
            HEAD + "\na.csv,,C3,2\nb.csv,,C3,2\n",
            "weights.csv:4: b.csv!C3: no file of the release has this name; did you mean a.csv?",
        ),
        (HEAD + "a.csv,Table 1,C3,2\n", "weights.csv:2: a.csv!Table 1!C3: no sheet of this file with a table has this name"),
        (HEAD + "a.csv,,A1,2\n", "weights.csv:2: a.csv!A1: no number of a table stands there"),
        ("\x00\x01", "weights.csv"),
    ],
)
def test_a_slip_in_the_weights_is_named_with_its_line_and_nothing_is_written(
    here: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    (here / "weights.csv").write_text(text)
    assert run(["fix", "release", "--to", "copies", "--weights", "weights.csv"]) == 2
    assert said in capsys.readouterr().err
    assert sorted(path.name for path in here.iterdir()) == ["release", "weights.csv"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--weights", "nosuch.csv"], "nosuch.csv: No such file or directory; check its path"),
        (["--keep", "release/a.csv!C3"], "no file of the release has this name; did you mean a.csv?"),
        (["--keep", "a.csv!Z9"], "a.csv!Z9: no number of a table stands there"),
        (["--prefer", "a.csv!A1:D2"], "a.csv!A1:D2: no number of a table stands there"),
        (["--keep", "b.csv", "--method", "merge"], "b.csv: no file of the release has this name"),
    ],
)
def test_a_place_that_the_release_does_not_have_is_refused_since_it_would_keep_nothing(
    here: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert run(["fix", "release", "--to", "copies", *words]) == 2
    assert said in capsys.readouterr().err
    assert [path.name for path in here.iterdir()] == ["release"]
