from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from outcheck.model.release import ReleaseFile
from outcheck.readers import Limits, read_release
from outcheck.readers.delimited import read_delimited
from outcheck.readers.delimiters import Delimiter
from outcheck.readers.refusal import Refusal

TABLE = [["Région", "Count"], ["North, East", "1,5"], ["“Quoted” – £", "c"]]


def read(folder: Path, data: bytes | str, name: str = "t.csv", limits: Limits | None = None) -> ReleaseFile:
    (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    (file,) = read_release([folder / name], limits=limits or Limits())
    return file


def rows(file: ReleaseFile) -> list[list[object]]:
    assert file.unread == ()
    (grid,) = file.grids
    return grid_rows(grid.columns)


def grid_rows(columns: Sequence[Iterable[object]]) -> list[list[object]]:
    return [list(row) for row in zip(*columns, strict=True)]


def delimited(records: Sequence[Sequence[str]], delimiter: str, line_end: str = "\r\n") -> str:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end, quoting=csv.QUOTE_ALL).writerows(records)
    return text.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_any_delimiter_in_any_encoding_reads_alike(tmp_path: Path, delimiter: str, encoding: str, line_end: str) -> None:
    assert rows(read(tmp_path, delimited(TABLE, delimiter, line_end).encode(encoding))) == TABLE


def test_utf_16_with_the_most_significant_byte_first_is_known_by_its_mark(tmp_path: Path) -> None:
    assert rows(read(tmp_path, b"\xfe\xff" + delimited(TABLE, ",").encode("utf-16-be"))) == TABLE


def test_titles_above_and_notes_below_keep_their_rows_and_do_not_decide_the_delimiter(tmp_path: Path) -> None:
    text = (
        "Table 1: Learners, by region, sex, and age\n\nRegion;2019;2020\nNorth;1,5;2,5\nSouth;3,5;c\n\n"
        "Notes, all of them:\nSource: DfE, 2020\nc, suppressed\nx, unknown\n"
    )
    grid = rows(read(tmp_path, text))
    assert grid[0] == ["Table 1: Learners, by region, sex, and age", "", ""]
    assert grid[1] == ["", "", ""]
    assert grid[3] == ["North", "1,5", "2,5"]
    assert grid[9] == ["x, unknown", "", ""]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("1,5;2,5\n3,5;4,5\n", ["1,5", "2,5"]),
        ("North\t1,234\t2,345\nSouth\t3,456\t4,567\n", ["North", "1,234", "2,345"]),
        ("code,label\n1,a; b\n2,c; d\n3,e; f\n", ["code", "label"]),
        ("code,label\n1,A|B\n2,C|D\n", ["code", "label"]),
        ("a | b | c\n5 | 6 | 7\n", ["a ", " b ", " c"]),
        ("x;y\nc;[z]\n", ["x", "y"]),
    ],
    ids=["decimal commas alone", "thousands", "semicolons in texts", "pipes in texts", "spaces around", "no number"],
)
def test_the_delimiter_is_the_one_that_lays_bare_the_numbers(tmp_path: Path, text: str, first: list[str]) -> None:
    assert rows(read(tmp_path, text))[0] == first


def test_a_first_line_that_names_the_delimiter_decides_and_stays_row_1(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "sep=;\r\na,1;b,2\r\n")) == [["sep=", ""], ["a,1", "b,2"]]
    assert rows(read(tmp_path, "SEP=^\na^1,2\n")) == [["SEP=", ""], ["a", "1,2"]]


def test_every_cell_is_text_and_nothing_is_taken_for_missing_or_a_number(tmp_path: Path) -> None:
    written = ["NA", "nan", "", "null", "007", "1.0", "1e5", "True", " 5 ", "#N/A", "-"]
    (row,) = rows(read(tmp_path, ",".join(written)))
    assert row == written
    assert all(type(cell) is str for cell in row)


def test_records_are_rows_through_blank_lines_ragged_rows_and_quoted_line_breaks(tmp_path: Path) -> None:
    text = '\n"two\nlines",5\n\na,"say ""hi""",7,8\nb\n'
    grid = rows(read(tmp_path, text))
    assert grid == [
        ["", "", "", ""],
        ["two\nlines", "5", "", ""],
        ["", "", "", ""],
        ["a", 'say "hi"', "7", "8"],
        ["b", "", "", ""],
    ]


def test_a_record_that_turns_wide_after_a_long_table_is_not_cut(tmp_path: Path) -> None:
    grid = rows(read(tmp_path, "a,b\n" + "1,2\n" * 40_000 + "1,2,3,4\n1,2\n"))
    assert len(grid) == 40_003
    assert grid[40_001] == ["1", "2", "3", "4"]
    assert grid[40_002] == ["1", "2", "", ""]


def test_a_wide_first_record_is_not_taken_for_an_index(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "a,b,c\n1,2\n3,4\n")) == [["a", "b", "c"], ["1", "2", ""], ["3", "4", ""]]
    assert rows(read(tmp_path, "a,b\n1,2,\n3,4,\n")) == [["a", "b", ""], ["1", "2", ""], ["3", "4", ""]]


def test_a_csv_of_one_column_is_still_a_table(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "count\n5\n\n7\n")) == [["count"], ["5"], [""], ["7"]]


def test_a_header_alone_is_read(tmp_path: Path) -> None:
    assert rows(read(tmp_path, "region,count\n")) == [["region", "count"]]


@pytest.mark.parametrize("text", ["\n", "\n\n", "\r\n\r\n"])
def test_blank_lines_alone_are_empty_rows(tmp_path: Path, text: str) -> None:
    assert rows(read(tmp_path, text)) == [[""]] * text.count("\n")


@pytest.mark.parametrize("suffix", ["tsv", "tab", "txt", "log", "CSV"])
def test_other_endings_of_delimited_text_are_csv(tmp_path: Path, suffix: str) -> None:
    file = read(tmp_path, "a\tb\n1\t2\n", f"t.{suffix}")
    assert (file.format, rows(file)) == ("csv", [["a", "b"], ["1", "2"]])


@pytest.mark.parametrize("text", ["The model was fitted.\nIt converged.\n", "\n\n", "count   5\nmean    7.5\n"])
def test_a_text_without_a_delimiter_is_no_table_and_left_to_the_rule_about_file_types(tmp_path: Path, text: str) -> None:
    for name in ("t.txt", "t.log"):
        file = read(tmp_path, text, name)
        assert (file.format, file.grids, file.unread) == ("txt", (), ())


def test_one_delimited_line_with_numbers_makes_a_text_a_table(tmp_path: Path) -> None:
    assert read(tmp_path, "Learners by sex\nmale, 5, 7\n", "t.txt").format == "csv"


def test_grids_of_text_have_the_path_and_no_sheet_or_formats(tmp_path: Path) -> None:
    (grid,) = read(tmp_path, "a,b\n1,2\n").grids
    assert (grid.file, grid.sheet, grid.height, grid.width, grid.number_format(1, 1)) == ("t.csv", "", 2, 2, "General")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "it is empty (0 bytes)"),
        (b"\xef\xbb\xbf", "the file holds no text"),
        (b"a,b\n1,2\n3\x00,4\n" * 9, "there is a NUL byte in line 3, so this is not plain text"),
        (b"a,b\n\x81,2\n", "its text is neither UTF-8, UTF-16 nor Windows (cp1252)"),
        (b"\xff\xfea\x00,", "its text is neither UTF-8, UTF-16 nor Windows (cp1252)"),
        (b'a,b\n1,2\n"3,4\n5,6\n', "the quotation marks of the record that begins in line 3 do not close properly"),
        (b'a,b\n1,2\n"3\n"x,4\n5,6\n', "the quotation marks of the record that begins in line 3 do not close properly"),
        (b"PK\x03\x04 and no more", "its name ends in .csv, but its content is a zip archive"),
        (b"\x89PNG\r\n\x1a\n", "its name ends in .csv, but its content is of the kind png"),
    ],
)
def test_bad_text_is_unread_in_one_clear_line(tmp_path: Path, data: bytes, what: str) -> None:
    file = read(tmp_path, data)
    assert file.grids == ()
    assert [unread.what for unread in file.unread] == [what]
    assert file.unread[0].todo


def test_a_quote_that_swallows_lines_is_unread_even_if_another_closes_it(tmp_path: Path) -> None:
    swallowing = 'a,b\n"North,1\nSouth,2\n"East,3\n'
    assert "line 2" in read(tmp_path, swallowing).unread[0].what


def test_quotes_inside_a_field_stand_for_themselves(tmp_path: Path) -> None:
    assert rows(read(tmp_path, 'size,n\n5" pipe,7\n')) == [["size", "n"], ['5" pipe', "7"]]


def test_a_table_beyond_the_limit_of_cells_is_unread(tmp_path: Path) -> None:
    limits = Limits(cells=99)
    assert read(tmp_path, "a,b\n" * 49, limits=limits).unread == ()
    assert "more than 99 cells" in read(tmp_path, "a,b\n" * 50, limits=limits).unread[0].what
    late = "a\n" * 60 + "," * 40
    assert "more than 99 cells" in read(tmp_path, late, limits=limits).unread[0].what


def test_a_crash_names_its_kind_and_no_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*_: object) -> None:
        raise KeyError("Confidential Ltd")

    monkeypatch.setattr("outcheck.readers.files.find_delimiter", crash)
    file = read(tmp_path, "a,b\n")
    assert file.grids == ()
    assert file.unread[0].what == "reading it failed (KeyError)"
    assert "Confidential" not in str(file)


pieces = st.sampled_from(
    ["a", "1", ",", ",", '"', "\n", "\r\n", "\r", " ", '"x"', ',"y\nz",', "é", '""', "\ufeff", "\u2028", "\x85", "12345678"]
)


def without_mark(parts: list[str]) -> str:
    """Text as it is after its byte order mark has been taken away."""
    return "".join(parts).lstrip("\ufeff")


@settings(max_examples=600, deadline=None)
@given(st.lists(pieces, min_size=1, max_size=25).map(without_mark).filter(bool), st.integers(1, 4))
@example("\r,", 1)
@example("a,b,c\nd", 1)
@example('a"b""c",d\n', 2)
def test_the_grid_is_what_the_csv_module_reads_padded_or_the_quotes_are_refused(text: str, guess: int) -> None:
    records = list(csv.reader(io.StringIO(text, newline="")))
    width = max(1, *map(len, records))
    first = len(records[0])
    try:
        columns = read_delimited(text.encode(), Delimiter(",", max(guess, first)), Limits())
    except Refusal:
        with pytest.raises(csv.Error):
            list(csv.reader(io.StringIO(text, newline=""), strict=True))
        return
    padded = max(width, len(columns))
    assert len(columns) == padded
    assert padded <= max(width, guess)
    assert grid_rows(columns) == [record + [""] * (padded - len(record)) for record in records]


def test_bytes_that_are_utf_8_are_read_so_though_they_could_be_cp1252(tmp_path: Path) -> None:
    assert "é££".encode("cp1252") == b"\xe9\xa3\xa3"
    assert rows(read(tmp_path, b"region,learners\n\xe9\xa3\xa3,7\n")) == [["region", "learners"], ["\u98e3", "7"]]


def is_ambiguous(text: str) -> bool:
    """Whether the bytes of a text in cp1252 are those of another text in UTF-8."""
    data = text.encode("cp1252")
    try:
        return not data.isascii() and bool(data.decode("utf-8"))
    except UnicodeDecodeError:
        return False


fields = st.text(st.sampled_from(["a", "7", ".", " ", ";", "\t", "|", ",", '"', "\n", "\r", "£", "é", "–"]), max_size=6)


@settings(max_examples=200, deadline=None)
@given(
    records=st.lists(st.lists(fields, min_size=1, max_size=5), min_size=1, max_size=8),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    line_end=st.sampled_from(["\n", "\r\n", "\r"]),
)
@example(records=[["é£", "7"]], delimiter=",", encoding="cp1252", line_end="\n")
def test_what_was_written_is_read_whatever_the_encoding(
    tmp_path_factory: pytest.TempPathFactory,
    records: list[list[str]],
    delimiter: str,
    encoding: str,
    line_end: str,
) -> None:
    declared = [[f"sep={delimiter}"], *records]
    text = f"sep={delimiter}{line_end}" + delimited(records, delimiter, line_end)
    assume(encoding != "cp1252" or not is_ambiguous(text))
    grid = rows(read(tmp_path_factory.getbasetemp(), text.encode(encoding), "law.csv"))
    width = max(2, *map(len, declared))
    assert grid == [["sep=", *[""] * (width - 1)], *[record + [""] * (width - len(record)) for record in records]]
