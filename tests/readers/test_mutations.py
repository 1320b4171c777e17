"""Files changed at random are read, or refused with a reason; they never crash the check, and never lose a value in silence.

The examples of a run are the same each time; ``-m slow`` asks for many more, different ones.
"""

from __future__ import annotations

import zipfile
from datetime import date
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from books import zipped
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sheets import WRITERS, Sheet

from outcheck.clearance import Request, check
from outcheck.model.release import ReleaseFile
from outcheck.readers import read_release

TABLE = Sheet(
    [["region", "start", "learners"], ["North", 2020, 3], ["South", 2021, 140.5], ["East", 2022, "#REF!"], ["é & <", 2023, 99]],
    merged="A5:A6",
    dates=frozenset({1}),
)
BASES = {kind: write(TABLE) for kind, write in WRITERS.items()}
BASES["xls"] = (Path(__file__).with_name("files") / "written_by_xlwt.xls").read_bytes()
PACKAGES = ("xlsx", "xlsb", "ods")
TELLING = (b"\xff\xff\xff\xff", bytes(4), b"\xff\xff\xff\x7f", b"999999", b"<!--", b"]]>", b"&amp;", b'"', b"\r\n", b"\x80\x01")

edits = st.lists(
    st.tuples(
        st.floats(0, 1),
        st.sampled_from(("put", "over", "cut", "flip")),
        st.sampled_from(TELLING) | st.binary(min_size=1, max_size=8),
    ),
    min_size=1,
    max_size=6,
)
few = settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
many = settings(few, max_examples=3_000, derandomize=False, phases=(Phase.generate, Phase.shrink))


def changed(data: bytes, drawn: list[tuple[float, str, bytes]]) -> bytes:
    held = bytearray(data)
    for place, how, new in drawn:
        at = int(place * max(len(held) - 1, 0))
        if how == "put":
            held[at:at] = new
        elif how == "over":
            held[at : at + len(new)] = new
        elif how == "cut":
            del held[at : at + 8 * len(new)]
        elif held:
            held[at] ^= 1 << new[0] % 8
    return bytes(held)


def changed_inside(data: bytes, which: float, drawn: list[tuple[float, str, bytes]]) -> bytes:
    """A whole package, with one part changed."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = list(parts)[int(which * (len(parts) - 1))]
    return zipped(parts | {name: changed(parts[name], drawn)})


def checked(kind: str, data: bytes) -> ReleaseFile:
    """The file as read; what it holds goes through the whole check."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a.{kind}"
        path.write_bytes(data)
        (file,) = read_release([path])
        report = check(Request((path,)), today=date(2026, 11, 24))
    numbers = report.totals.numbers
    assert numbers.numbers == numbers.checked + numbers.labels + numbers.unexplained
    assert report.files[0].unread == file.unread or not file.unread
    assert (report.exit_code == 2) == bool(report.files[0].unread)
    assert file.grids or file.unread or file.format not in BASES
    return file


def values(file: ReleaseFile) -> list[list[list[object]]]:
    return [[list(column) for column in grid.columns] for grid in file.grids]


def mutate(kind: str, example: settings) -> None:
    whole = values(checked(kind, BASES[kind]))

    @example
    @given(edits, st.floats(0, 1))
    def of_the_file(drawn: list[tuple[float, str, bytes]], _which: float) -> None:
        file = checked(kind, changed(BASES[kind], drawn))
        # The parts of a package are protected by checksums.
        assert kind not in PACKAGES or file.unread or values(file) == whole

    @example
    @given(edits, st.floats(0, 1))
    def of_a_part(drawn: list[tuple[float, str, bytes]], which: float) -> None:
        checked(kind, changed_inside(BASES[kind], which, drawn))

    of_the_file()
    if kind in PACKAGES:
        of_a_part()


@pytest.mark.parametrize("kind", BASES)
def test_a_changed_file_is_read_or_refused(kind: str) -> None:
    mutate(kind, few)


@pytest.mark.slow
@pytest.mark.parametrize("kind", BASES)
def test_many_changed_files_are_read_or_refused(kind: str) -> None:
    mutate(kind, many)


@pytest.mark.parametrize("kind", PACKAGES)
def test_a_package_cut_short_is_refused(kind: str) -> None:
    data = BASES[kind]
    assert all(checked(kind, data[:cut]).unread for cut in range(0, len(data), 97))
