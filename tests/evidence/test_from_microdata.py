"""Evidence from microdata is what a plain loop says, in every kind of database, and what is wrong is told with its line."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from evidence.releases import PACK, checked
from evidence.spells import AREAS, SECTORS, Spell, facts, spells, written_csv
from ledger.test_postgres import BINARIES, server  # noqa: F401  a fixture

from outcheck.clearance import Request
from outcheck.evidence.aggregates import amounts as real
from outcheck.model.report import Verdict
from outcheck.packs import PackError
from outcheck.supporting import Supported, support

ibis = pytest.importorskip("ibis", reason="needs ibis-framework: python -m pip install outcheck[microdata]")
duckdb = pytest.importorskip("duckdb", reason="needs duckdb: python -m pip install outcheck[microdata]")

FROM = """\
        by: {Sector: sector, Area: area}
        where: {year: 2022}
        value: pay
        contributor: firm
        entities: {employers: firm}
"""


def manifest(microdata: str, place: str = "table: ../data/spells.csv", more: str = "") -> str:
    return (
        "pack: ../pack.yaml\ntables:\n  - file: pay.csv\n    unit: person\n    evidence:\n"
        f"      file: ../side/pay.csv\n{more}      microdata:\n        {place}\n{microdata}"
    )


def table(rows: list[Spell]) -> str:
    """The released table: sectors by areas, with a total of areas."""
    lines = ["Sector,Area,Learners,Sum of pay"]
    for sector in SECTORS:
        for area in (*AREAS, "Total"):
            pay = [row[8] for row in rows if row[2] == sector and area in (row[3], "Total")]
            lines.append(f"{sector},{area},{len(pay)},{sum(pay):.2f}")
    return "\n".join(lines) + "\n"


def release(folder: Path, rows: list[Spell], text: str, *, shown: str | None = None) -> Path:
    for name in ("release", "data"):
        (folder / name).mkdir(exist_ok=True)
    written_csv(folder / "data" / "spells.csv", rows)
    (folder / "pack.yaml").write_text(PACK, encoding="utf-8")
    used = [row for row in rows if row[4] == 2022]
    (folder / "release" / "pay.csv").write_text(table(used) if shown is None else shown, encoding="utf-8")
    (folder / "release" / "outcheck.yaml").write_text(text, encoding="utf-8")
    return folder / "release"


def supported(path: Path) -> Supported:
    (done,) = support(Request((path,)))
    return done


def side(folder: Path) -> dict[tuple[str, ...], dict[str, str]]:
    """Rows of the side file by their first two labels."""
    with (folder / "side" / "pay.csv").open(encoding="utf-8", newline="") as file:
        return {tuple(list(row.values())[:2]): row for row in csv.DictReader(file)}


def told(row: dict[str, str]) -> tuple[float, ...]:
    names = ("n", "contributors", "negatives", "largest", "top_2", "sum", "absolute_sum")
    return tuple(float(row[name]) for name in names)


def group(rows: list[Spell], sector: str, area: str) -> list[Spell]:
    return [row for row in rows if row[4] == 2022 and row[2] == sector and area in (row[3], "Total")]


@pytest.mark.parametrize("losses", [False, True])
def test_every_group_and_total_is_what_a_plain_loop_says(losses: bool, tmp_path: Path) -> None:  # noqa: FBT001  a parameter
    rows = spells(losses=losses)
    done = supported(release(tmp_path, rows, manifest(FROM)))
    assert (done.rows, done.compared, done.mismatched, done.unsure, done.unshown) == (12, 24, (), (), 0)
    held = side(tmp_path)
    for sector in SECTORS:
        for area in (*AREAS, "Total"):
            mine = group(rows, sector, area)
            assert told(held[sector, area]) == pytest.approx(facts(mine, lambda row: row[5]), abs=1e-5)
            assert int(held[sector, area]["employers"]) == len({row[5] for row in mine})


def test_the_check_then_finds_what_is_dominated(tmp_path: Path) -> None:
    path = release(tmp_path, spells(), manifest(FROM))
    assert checked(path).verdict is Verdict.INCOMPLETE
    supported(path)
    report = checked(path)
    assert report.verdict is Verdict.BLOCKED
    dominated = {dict(found.labels)["Sector"] for found in report.findings if found.check == "dominant-contributors"}
    assert "Farming" in dominated


def test_numbers_that_the_data_contradict_are_named_by_their_cells(tmp_path: Path) -> None:
    rows = spells()
    shown = table([row for row in rows if row[4] == 2022]).splitlines()
    shown[2] = shown[2].replace(shown[2].split(",")[2], "999", 1)
    done = supported(release(tmp_path, rows, manifest(FROM), shown="\n".join(shown)))
    assert done.mismatched == ("C3",)


def test_two_firms_of_a_holding_are_one_by_column_or_by_name(tmp_path: Path) -> None:
    rows = spells()
    supported(release(tmp_path, rows, manifest(FROM + "        holding: holding\n")))
    by_column = side(tmp_path)["Research", "Total"]
    expected = facts(group(rows, "Research", "Total"), lambda row: row[6])
    assert told(by_column) == pytest.approx(expected, abs=1e-5)
    assert int(by_column["employers"]) == len({row[6] for row in group(rows, "Research", "Total")})
    named = "        holdings: {Alpha: [Res0, Res1, Res2, Res3]}\n"
    supported(release(tmp_path, rows, manifest(FROM + named)))
    members = {"Res1", "Res2", "Res3"}
    expected = facts(group(rows, "Research", "Total"), lambda row: "Res0" if row[5] in members else row[5])
    assert told(side(tmp_path)["Research", "Total"]) == pytest.approx(expected, abs=1e-5)


def test_weights_multiply_contributions_but_not_n(tmp_path: Path) -> None:
    rows = spells()
    supported(release(tmp_path, rows, manifest(FROM + "        weight: weight\n")))
    held = side(tmp_path)["Retail", "Coast"]
    mine = group(rows, "Retail", "Coast")
    assert told(held) == pytest.approx(facts(mine, lambda row: row[5], weighted=True), abs=1e-5)
    assert float(held["weighted_n"]) == pytest.approx(sum(row[7] for row in mine))


def test_persons_are_counted_once_and_contribute_once(tmp_path: Path) -> None:
    rows = spells()
    supported(release(tmp_path, rows, manifest(FROM.replace("contributor: firm", "person: person"))))
    held = side(tmp_path)["Retail", "Total"]
    mine = group(rows, "Retail", "Total")
    assert int(held["n"]) == len({row[0] for row in mine})
    assert told(held)[1:] == pytest.approx(facts(mine, lambda row: row[0])[1:], abs=1e-5)


def test_without_a_contributor_every_row_contributes_for_itself(tmp_path: Path) -> None:
    rows = spells()
    supported(release(tmp_path, rows, manifest(FROM.replace("        contributor: firm\n", ""))))
    largest = sorted((row[8] for row in group(rows, "Retail", "Total")), reverse=True)
    assert float(side(tmp_path)["Retail", "Total"]["top_2"]) == pytest.approx(sum(largest[:2]))


def test_labels_translate_and_merge_the_values_of_a_column(tmp_path: Path) -> None:
    rows = spells()
    shown = "Sector,Sex,Learners,Sum of pay\n"
    used = [row for row in rows if row[4] == 2022]
    for sector, words in (("Land", ("Farming",)), ("Other", ("Retail", "Research"))):
        for sex in ("Female", "Male"):
            pay = [row[8] for row in used if row[2] in words and row[1] == sex[0]]
            shown += f"{sector},{sex},{len(pay)},{sum(pay):.2f}\n"
    translated = FROM.replace("Area: area", "Sex: sex") + (
        "        labels:\n          Sex: {F: Female, M: Male}\n"
        "          Sector: {Farming: Land, Retail: Other, Research: Other}\n"
    )
    done = supported(release(tmp_path, rows, manifest(translated), shown=shown))
    assert (done.compared, done.mismatched) == (8, ())
    mine = [row for row in used if row[2] != "Farming" and row[1] == "F"]
    assert told(side(tmp_path)["Other", "Female"]) == pytest.approx(facts(mine, lambda row: row[5]), abs=1e-5)


def test_categories_that_are_part_of_another_are_grouped_under_it(tmp_path: Path) -> None:
    rows = spells()
    used = [row for row in rows if row[4] == 2022]
    parts = {"Country": ("Coast", "Hills"), "Coast": ("Coast",), "Hills": ("Hills",), "Town": ("Town",), "Total": AREAS}
    shown = "Sector,Area,Learners,Sum of pay\n"
    for sector in SECTORS:
        for area in ("Country", "Coast", "Hills", "Town", "Total"):
            pay = [row[8] for row in used if row[2] == sector and row[3] in parts[area]]
            shown += f"{sector},{area},{len(pay)},{sum(pay):.2f}\n"
    done = supported(release(tmp_path, rows, manifest(FROM), shown=shown))
    assert (done.rows, done.mismatched, done.unshown) == (15, (), 0)
    mine = group(rows, "Retail", "Coast") + group(rows, "Retail", "Hills")
    assert told(side(tmp_path)["Retail", "Country"]) == pytest.approx(facts(mine, lambda row: row[5]), abs=1e-5)


def test_columns_of_another_table_are_joined(tmp_path: Path) -> None:
    rows = spells()
    place = "table: ../data/short.csv\n        join: [{table: ../data/firms.csv, on: firm}]"
    path = release(tmp_path, rows, manifest(FROM, place))
    with (tmp_path / "data" / "short.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("area", "year", "firm", "pay"), *((row[3], row[4], row[5], row[8]) for row in rows)])
    with (tmp_path / "data" / "firms.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("firm", "sector"), *sorted({(row[5], row[2]) for row in rows})])
    assert supported(path).mismatched == ()
    assert told(side(tmp_path)["Farming", "Hills"]) == pytest.approx(
        facts(group(rows, "Farming", "Hills"), lambda row: row[5]), abs=1e-5
    )


def test_a_joined_table_with_two_rows_for_a_key_is_refused(tmp_path: Path) -> None:
    place = "table: ../data/spells.csv\n        join: [{table: ../data/firms.csv, on: firm}]"
    path = release(tmp_path, spells(), manifest(FROM, place))
    (tmp_path / "data" / "firms.csv").write_text("firm,size\nRet1,9\nRet1,10\n", encoding="utf-8")
    with pytest.raises(PackError, match=r"outcheck\.yaml:9: .* joins a table that has several rows for one key"):
        support(Request((path,)))


def test_values_that_differ_in_case_alone_are_not_taken_for_one(tmp_path: Path) -> None:
    rows = spells()
    shown = table([row for row in rows if row[4] == 2022])
    rows[0] = (*rows[0][:3], rows[0][3].upper(), 2022, *rows[0][5:])
    with pytest.raises(PackError, match="has values that differ in case or spaces alone"):
        support(Request((release(tmp_path, rows, manifest(FROM), shown=shown),)))


def test_a_group_that_the_data_do_not_have_has_nobody(tmp_path: Path) -> None:
    rows = [row for row in spells() if (row[2], row[3]) != ("Farming", "Hills")]
    done = supported(release(tmp_path, rows, manifest(FROM)))
    assert done.mismatched == ()
    assert side(tmp_path)["Farming", "Hills"]["n"] == "0"


@pytest.fixture
def parquet(tmp_path: Path) -> str:
    duckdb.sql(f"COPY (FROM '{tmp_path}/data/spells.csv') TO '{tmp_path}/data/spells.parquet'")
    return "table: ../data/spells.parquet"


@pytest.fixture
def duckdb_file(tmp_path: Path) -> str:
    with duckdb.connect(str(tmp_path / "data" / "spells.duckdb")) as connection:
        connection.execute(f"CREATE TABLE spells AS FROM '{tmp_path}/data/spells.csv'")
    return "table: spells\n        database: ../data/spells.duckdb"


@pytest.fixture
def sqlite(tmp_path: Path) -> str:
    connection = ibis.sqlite.connect(tmp_path / "data" / "spells.db")
    connection.create_table("spells", ibis.duckdb.connect().read_csv(str(tmp_path / "data" / "spells.csv")).to_pyarrow())
    connection.disconnect()
    return "table: spells\n        database: ../data/spells.db"


@pytest.fixture
def postgres(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    if not BINARIES:
        pytest.skip("no PostgreSQL server is installed (Debian: postgresql)")
    url = f"{request.getfixturevalue('server')}/postgres"
    connection = ibis.connect(url)
    rows = ibis.duckdb.connect().read_csv(str(tmp_path / "data" / "spells.csv")).to_pyarrow()
    connection.create_table("spells", rows, overwrite=True)
    connection.disconnect()
    return f"table: spells\n        database: {url}"


@pytest.fixture
def spark() -> Iterator[str]:
    pytest.importorskip("pyspark", reason="needs pyspark: python -m pip install outcheck[spark]")
    if shutil.which("java") is None:
        pytest.skip("no Java is installed, which Spark needs")
    from pyspark.sql import SparkSession  # noqa: PLC0415  only where it is

    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    session = builder.config("spark.sql.shuffle.partitions", "1").getOrCreate()
    yield "table: ../data/spells.csv\n        database: spark://local[1]"
    session.stop()


KINDS = ("parquet", "duckdb_file", "sqlite", "postgres", "spark")


@pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning", "ignore::ResourceWarning")
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_database_says_the_same(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    rows = spells(losses=True)
    more = FROM + "        weight: weight\n        holding: holding\n        labels: {Area: {Coast: Coast}}\n"
    supported(release(tmp_path, rows, manifest(more)))
    expected = side(tmp_path)
    place = request.getfixturevalue(kind)
    supported(release(tmp_path, rows, manifest(more, place)))
    found = side(tmp_path)
    assert found.keys() == expected.keys()
    for key, row in expected.items():
        assert told(found[key]) == pytest.approx(told(row), abs=1e-5), key
        assert found[key]["employers"] == row["employers"]


@pytest.mark.parametrize("kind", ["duckdb_file", "sqlite", "postgres"])
def test_a_database_is_opened_to_be_read_only(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    from outcheck.evidence.sources import opened  # noqa: PLC0415  only where Ibis is

    release(tmp_path, spells(), manifest(FROM))
    place = request.getfixturevalue(kind).partition("database: ")[2]
    with opened(place, tmp_path / "release") as source, pytest.raises(Exception, match=r"(?i)read.?only|readonly"):
        source.connection.raw_sql("CREATE TABLE stolen (n INTEGER)")


WRONG = {
    "a misspelt value column": (FROM.replace("value: pay", "value: pya"), 11, "has no column 'pya'"),
    "a misspelt grouping column": (FROM.replace("Area: area", "Area: aera"), 9, "has no column 'aera'"),
    "a misspelt filter column": (FROM.replace("year:", "yaer:"), 10, "has no column 'yaer'"),
    "a misspelt dimension": (FROM.replace("Area: area", "Aera: area"), 9, "groups by a dimension that the table does not have"),
    "a dimension left out": (FROM.replace(", Area: area", ""), 9, "has no column for the dimension 'Area'"),
    "a filter that selects nothing": (FROM.replace("2022", "1999"), 10, "selects no rows"),
    "a filter of the wrong kind": (FROM.replace("2022", "last"), 10, "compares a column of numbers with a text"),
    "a sum of words": (FROM.replace("value: pay", "value: firm"), 11, "adds up a column that holds no numbers"),
    "an entity without a column": (FROM.replace("employers: firm", "employers: company"), 13, "has no column 'company'"),
    "a label the table does not have": (FROM + "        labels: {Area: {Coast: Sea}}\n", 14, "translates a value to a label"),
}


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_wrong_is_told_with_its_line_and_nothing_is_written(fault: str, tmp_path: Path) -> None:
    text, line, words = WRONG[fault]
    path = release(tmp_path, spells(), manifest(text))
    with pytest.raises(PackError) as told_of:
        support(Request((path,)))
    assert str(told_of.value).startswith(f"outcheck.yaml:{line}: evidence for pay.csv ")
    assert words in str(told_of.value)
    assert not (tmp_path / "side").exists()


PLACES = {
    "no such file": ("table: ../data/speels.csv", "needs a table or file that does not exist"),
    "no such database": ("table: spells\n        database: ../data/none.duckdb", "needs a database that does not exist"),
    "a database of another kind": ("table: spells\n        database: ../data/spells.csv", "neither DuckDB nor SQLite"),
    "a server that is not there": ("table: spells\n        database: postgresql://u:secret@127.0.0.1:1/x", "cannot be reached"),
    "a SQL server that is not there": ("table: spells\n        database: mssql://u:secret@127.0.0.1:1/x", "server that"),
    "a server of an unknown kind": ("table: spells\n        database: ftp://secret/x", "a server of an unknown kind"),
}


@pytest.mark.parametrize("fault", PLACES)
def test_data_that_cannot_be_opened_are_a_clear_error_without_the_address(fault: str, tmp_path: Path) -> None:
    place, words = PLACES[fault]
    with pytest.raises(PackError) as told_of:
        support(Request((release(tmp_path, spells(), manifest(FROM, place)),)))
    assert words in str(told_of.value)
    assert "secret" not in str(told_of.value)


def test_a_failure_halfway_leaves_the_old_side_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = release(tmp_path, spells(), manifest(FROM))
    supported(path)
    before = (tmp_path / "side" / "pay.csv").read_bytes()

    def drops(*_: object) -> None:
        raise ConnectionError("server closed the connection; last row was 48211.5")

    monkeypatch.setattr("outcheck.evidence.microdata.amounts", drops)
    with pytest.raises(PackError, match="could not be computed \\(ConnectionError\\)") as told_of:
        support(Request((path,)))
    assert "48211" not in str(told_of.value)
    assert (tmp_path / "side" / "pay.csv").read_bytes() == before
    assert [file.name for file in (tmp_path / "side").iterdir()] == ["pay.csv"]


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_server_that_ends_the_connection_halfway_is_told_and_nothing_is_written(
    tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = release(tmp_path, spells(), manifest(FROM))
    place = request.getfixturevalue("postgres")
    (path / "outcheck.yaml").write_text(manifest(FROM, place), encoding="utf-8")
    url = place.partition("database: ")[2]

    def amounts(*given: Any) -> Any:
        other = ibis.connect(url)
        with other.con.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        other.disconnect()
        return real(*given)

    monkeypatch.setattr("outcheck.evidence.microdata.amounts", amounts)
    with pytest.raises(
        PackError, match=r"outcheck\.yaml:\d+: evidence for pay\.csv could not be computed \(\w+\); check .* still there"
    ):
        support(Request((path,)))
    assert not (tmp_path / "side").exists()


@pytest.mark.parametrize(
    ("odd", "column"), [("nan", "value: pay"), ("inf", "value: pay"), ("nan", "value: pay\n        weight: weight")]
)
def test_values_that_are_not_numbers_are_a_clear_error(odd: str, column: str, tmp_path: Path) -> None:
    rows = spells()
    path = release(tmp_path, rows, manifest(FROM.replace("value: pay", column), "table: ../data/spells.parquet"))
    which = "weight" if "weight" in column else "pay"
    query = f"SELECT * REPLACE (CASE WHEN person = {rows[5][0]} THEN '{odd}'::DOUBLE ELSE {which} END AS {which})"
    duckdb.sql(f"COPY ({query} FROM '{tmp_path}/data/spells.csv') TO '{tmp_path}/data/spells.parquet'")
    with pytest.raises(PackError, match=r"outcheck\.yaml:11: .* adds up values that are not numbers \(NaN\) or infinite"):
        support(Request((path,)))
    assert not (tmp_path / "side").exists()


def test_a_side_file_inside_the_release_is_refused(tmp_path: Path) -> None:
    text = manifest(FROM).replace("../side/pay.csv", "side.csv")
    with pytest.raises(PackError, match="would lie inside the release"):
        support(Request((release(tmp_path, spells(), text),)))


def test_a_manifest_without_microdata_says_so(tmp_path: Path) -> None:
    with pytest.raises(PackError, match="no table of the manifest names microdata"):
        support(Request((release(tmp_path, spells(), "pack: ../pack.yaml\n"),)))


def test_amounts_without_a_contributor_are_refused(tmp_path: Path) -> None:
    rows = [(*row[:5], "" if number == 3 else row[5], *row[6:]) for number, row in enumerate(spells())]
    text = FROM.replace("        where: {year: 2022}\n", "")
    with pytest.raises(PackError, match="has amounts without a contributor"):
        support(Request((release(tmp_path, rows, manifest(text)),)))
