"""The synthetic microdata: the same whatever the chunk, linked, of nobody born before 1985, and dominated where it should be."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

pq = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow: python -m pip install outcheck[microdata]")
duckdb = pytest.importorskip("duckdb", reason="needs duckdb: python -m pip install outcheck[microdata]")

from duckdb import DuckDBPyConnection  # noqa: E402  only where it is

from samples.microdata.columns import Columns  # noqa: E402  only where pyarrow is
from samples.microdata.draws import Draws  # noqa: E402  likewise
from samples.microdata.make import TABLES, make  # noqa: E402  likewise
from samples.microdata.people import People, persons  # noqa: E402  likewise


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("microdata")
    make(folder, 20_000)
    return folder


def test_the_chunk_changes_nothing(folder: Path, tmp_path: Path) -> None:
    make(tmp_path, 20_000, chunk=3_333)
    for name in (*TABLES, "employers"):
        assert pq.read_table(folder / f"{name}.parquet").equals(pq.read_table(tmp_path / f"{name}.parquet")), name


def test_another_seed_is_another_people(folder: Path, tmp_path: Path) -> None:
    make(tmp_path, 20_000, seed=1, only=["persons"])
    assert not pq.read_table(folder / "persons.parquet").equals(pq.read_table(tmp_path / "persons.parquet"))


@pytest.fixture(scope="module")
def data(folder: Path) -> Iterator[DuckDBPyConnection]:
    with duckdb.connect() as connection:
        for path in folder.iterdir():
            connection.read_parquet(str(path)).create_view(path.stem)
        yield connection


def test_everybody_is_born_since_1985_and_known_in_every_table(data: DuckDBPyConnection) -> None:
    assert data.sql("SELECT min(birth_year) FROM persons").fetchall() == [(1985,)]
    known = data.table("persons").project("person_id")
    for name in TABLES:
        assert not data.table(name).project("person_id").distinct().except_(known).fetchall(), name


def test_every_employer_of_a_spell_is_known_with_its_sector_and_region(data: DuckDBPyConnection) -> None:
    unknown = (
        "SELECT count(*) FROM employment_spells s ANTI JOIN employers e "
        "ON s.employer_id = e.employer_id AND s.sector = e.sector AND s.workplace_region = e.region"
    )
    assert data.sql(unknown).fetchall() == [(0,)]


def test_some_sums_of_pay_are_dominated_and_most_are_not(data: DuckDBPyConnection) -> None:
    shares = data.sql(
        """WITH paid AS (SELECT sector, workplace_region, employer_id, sum(pay) AS pay, count(*) AS spells
                         FROM employment_spells GROUP BY ALL)
           SELECT max(pay) / sum(pay) FROM paid GROUP BY sector, workplace_region HAVING sum(spells) >= 10"""
    ).fetchall()
    dominated = sum(share > 0.4375 for (share,) in shares)
    assert 0 < dominated < len(shares) / 2


def test_profits_of_the_self_employed_can_be_losses(data: DuckDBPyConnection) -> None:
    ((lowest,),) = data.sql("SELECT min(self_employment_profit) FROM earnings").fetchall()

    assert lowest < 0


def test_an_interrupted_run_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(tmp_path, 100, only=["persons"])
    before = (tmp_path / "persons.parquet").read_bytes()

    def stops(who: People, draws: Draws) -> Iterator[Columns]:
        if who.ids[0]:
            raise KeyboardInterrupt
        yield persons(who, draws)

    monkeypatch.setitem(TABLES, "persons", stops)
    with pytest.raises(KeyboardInterrupt):
        make(tmp_path, 200, chunk=100, only=["persons"])
    assert [path.name for path in tmp_path.iterdir()] == ["persons.parquet"]
    assert (tmp_path / "persons.parquet").read_bytes() == before


@pytest.mark.parametrize(("everybody", "chunk"), [(0, 1), (1, 0)])
def test_nobody_and_nothing_at_a_time_are_refused(everybody: int, chunk: int, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        make(tmp_path, everybody, chunk=chunk)
