"""What reports say of deductions, and what a pack says of the attacker."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import jsonschema
import numpy as np
import pytest
from inference.releases import found, report_on, words
from releases import tidy

from outcheck.model.rule import Level
from outcheck.renderers import render

ROOT = Path(__file__).parents[2]
TABLE = """
    Number of learners by region and sex
    Region     | Female | Male | Other | Total
    North East | [c]    | 2712 | 1931  | 4650
    North West | 5524   | 3831 | 1204  | 10559
"""
PAIR = """
    Number of learners by region and sex
    Region | Female | Male | Other | Total
    North  | [c]    | [c]  | 40    | 42
    South  | 25     | 31   | 51    | 107
"""


def test_the_json_proof_fits_the_schema_and_names_cells_without_their_numbers(tmp_path: Path) -> None:
    report = report_on(tmp_path, {"a.csv": TABLE})
    text = render(report, "json")
    document = json.loads(text)
    schema = json.loads((ROOT / "docs" / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema, cls=jsonschema.Draft202012Validator)
    (held,) = (held for held in document["findings"] if held["code"] == "OC301")
    assert held["proof"]["exactly"] == [
        {"file": "a.csv", "sheet": "", "cell": cell, "times": times} for cell, times in (("C3", -1.0), ("D3", -1.0), ("E3", 1.0))
    ]
    assert document["deductions"] == [
        {
            "attacker": "outsider: knows what is published, that counts are whole and not negative",
            "cells": 1,
            "exact": 1,
            "narrow": 0,
            "undetermined": 0,
            "tables": [
                {"table": "a.csv!A2:E4", "cells": 1, "exact": 1, "narrow": 0, "undetermined": 0, "bounds": None},
            ],
            "fractional": 0,
        }
    ]
    assert not any(number in text for number in ("2712", "1931", "4650"))


@pytest.mark.parametrize("form", ["terminal", "html", "markdown"])
def test_every_report_for_people_says_how_and_for_whom(tmp_path: Path, form: str) -> None:
    text = " ".join(render(report_on(tmp_path, {"a.csv": TABLE}), form).split())
    assert "B3 = E3 − C3 − D3" in text
    assert "1 hidden cell looked at: 1 can be worked out" in text


def test_a_report_says_how_many_wide_cells_were_bounded_in_real_numbers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.random.default_rng(3).poisson(9, (4, 2, 5))
    lines = tidy(counts, ("Region", "Sex", "Sector")).splitlines()
    hidden = [line if "Total" in line else ",".join([*line.split(",")[:-1], "[c]"]) for line in lines[1:]]
    text = "\n".join(["Number of learners by region and sex and sector", lines[0], *hidden]).replace(",", " | ")
    assert report_on(tmp_path / "whole", {"a.csv": text}).looked[0].fractional == 0
    monkeypatch.setattr("outcheck.sdc.block_search.MOST_WHOLE", 0)
    monkeypatch.setattr("outcheck.sdc.block_search._LARGE", 1)
    report = report_on(tmp_path / "real", {"a.csv": text})
    (looked,) = report.looked
    assert 0 < looked.fractional <= looked.cells - looked.exact - looked.narrow - looked.undetermined
    assert f"{looked.fractional} were bounded in real numbers" in " ".join(render(report, "terminal").split())


def test_a_release_that_hides_nothing_says_nothing_of_hidden_cells(tmp_path: Path) -> None:
    assert report_on(tmp_path, {"a.csv": TABLE.replace("[c] ", "1007")}).looked == ()


def test_an_attacker_who_knows_the_zeros_knows_more(tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    pack.write_text(
        "pack: mine\nversion: 1\ntitle: Mine\nsource: {title: Mine, status: unverified}\nextends: ons-srs\n"
        "attacker: {name: colleague, zeros: known}\n",
        encoding="utf-8",
    )
    assert found(report_on(tmp_path / "out", {"a.csv": PAIR}), "OC301") == {}
    report = report_on(tmp_path / "out", {"a.csv": PAIR}, pack=str(pack))
    assert set(found(report, "OC301", Level.BLOCK)) == {"a.csv!B3", "a.csv!C3"}
    assert report.looked[0].attacker.startswith("colleague: ")
    assert report.looked[0].attacker.endswith("which counts are zero")


def test_a_cap_on_every_hidden_number_narrows_bounds(tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    pack.write_text(
        "pack: mine\nversion: 1\ntitle: Mine\nsource: {title: Mine, status: unverified}\nextends: ons-srs\nattacker: {cap: 9}\n",
        encoding="utf-8",
    )
    table = PAIR.replace("| 42", "| 58")
    assert found(report_on(tmp_path / "out", {"a.csv": table}), "OC301") == {}
    assert set(found(report_on(tmp_path / "out", {"a.csv": table}, pack=str(pack)), "OC301")) == {"a.csv!B3", "a.csv!C3"}


def test_the_order_of_rows_columns_and_files_changes_no_answer(tmp_path: Path) -> None:
    sexes = {"Female": ("[c]", "60", "[c]", "133"), "Male": ("41", "72", "77", "190"), "Total": ("45", "132", "[c]", "323")}
    ages = {"16-18": ("20", "40", "57", "117"), "19+": ("25", "92", "89", "206"), "Total": ("45", "132", "146", "323")}

    def drawn_in(columns: Mapping[str, tuple[str, ...]], what: str, order: list[int]) -> str:
        rows = ["North", "South", "East", "Total"]
        lines = [f"Number of learners by region and {what}", " | ".join(["Region", *columns])]
        return "\n".join([*lines, *(" | ".join([rows[row], *(column[row] for column in columns.values())]) for row in order)])

    def answers(folder: str, names: tuple[str, str], order: list[int]) -> set[tuple[object, ...]]:
        turned = dict(reversed(sexes.items())) if order[0] else sexes
        files = {names[0]: drawn_in(turned, "sex", order), names[1]: drawn_in(ages, "age", order)}
        report = report_on(tmp_path / folder, files)
        return {
            (held.code, held.level, *(label for _, label in held.labels)) for held in report.findings if held.code[:3] == "OC3"
        }

    told = answers("one", ("a.csv", "b.csv"), [0, 1, 2, 3])
    assert {code for code, *_ in told} == {"OC301", "OC304"}
    assert answers("two", ("b.csv", "a.csv"), [2, 0, 1, 3]) == told


def test_the_manifest_says_that_two_tables_are_of_the_same_people(tmp_path: Path) -> None:
    files = {
        "a.csv": "Learners by region\nRegion | Learners\nNorth | [c]\nSouth | 52\nEast | [c]",
        "b.csv": "Learners by region\nRegion | Learners\nNorth | 4\nSouth | [c]\nEast | 38",
    }
    manifest = "pack: ons-srs\ntables:\n" + "".join(f"  - {{file: {name}, population: Learners of 2024}}\n" for name in files)
    assert found(report_on(tmp_path / "one", files), "OC304") == {}
    report = report_on(tmp_path / "two", {**files, "outcheck.yaml": manifest})
    assert set(found(report, "OC304", Level.BLOCK)) == {"a.csv!B3"}
    assert words(report, "OC304", "a.csv!B3") == "B3 is printed in `b.csv` B3"


def test_a_marker_that_leaves_one_number_hides_nothing(tmp_path: Path) -> None:
    table = "Learners by region\nRegion | Learners\nNorth | <1\nSouth | 52\nEast | 38"
    report = report_on(tmp_path, {"a.csv": table})
    assert set(found(report, "OC301", Level.BLOCK)) == {"a.csv!B3"}
    assert words(report, "OC301", "a.csv!B3") == "B3 can be one number only, by its own marker"
