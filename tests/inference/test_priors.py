"""An attacker who knows each hidden number to within two multiples of it, as evidence says what it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from checks.tables import built
from hypothesis import given, settings
from hypothesis import strategies as st
from inference.releases import report_on

from outcheck.clearance import Request, understand_release
from outcheck.inference.deductions import Deductions
from outcheck.inference.known import Known
from outcheck.inference.statements import if_hidden
from outcheck.model.evidence import Evidence
from outcheck.model.rule import Attacker
from outcheck.model.statistics import Statistic
from outcheck.model.table import Table
from outcheck.packs import PackError, load_packs

COLLEAGUE = Attacker("colleague", range=(0.5, 1.5))
PACK = "pack: mine\nversion: 1\ntitle: Mine\nsource: {title: Mine, status: unverified}\nextends: ons-srs\n"


def _evidence(counts: list[float]) -> Evidence:
    nothing = np.full(len(counts), np.nan)
    n = np.array(counts)
    return Evidence(n, nothing, nothing, (), nothing, nothing, nothing.reshape(-1, 1), nothing, nothing, nothing)


def _understood(folder: Path, text: str, counts: list[float] | None) -> Table:
    path = folder / "a.csv"
    path.write_text(text, encoding="utf-8")
    (table,) = understand_release(Request((path,))).release.tables
    return table if counts is None else replace(table, evidence=_evidence(counts))


ONE_LINE = "Number of learners by region\nRegion,Learners\nNorth,c\nSouth,c\nEast,217\nTotal,300\n"


def test_hidden_numbers_lie_in_the_range_and_fit_their_total(tmp_path: Path) -> None:
    held = Deductions([_understood(tmp_path, ONE_LINE, [23, 60, 217, 300])], COLLEAGUE, width=10)
    # 11.5 to 34.5 and 30 to 90 beforehand, 83 together
    assert held.interval((0, 0)) == (12, 34)
    assert held.interval((0, 1)) == (49, 71)
    assert held.known((0, 0)) is Known.WIDE


def test_without_evidence_what_seems_wide_is_undetermined(tmp_path: Path) -> None:
    table = _understood(tmp_path, ONE_LINE, [np.nan, np.nan, 217, 300])
    assert Deductions([table], COLLEAGUE, width=10).known((0, 0)) is Known.UNDETERMINED
    assert Deductions([table], Attacker(), width=10).known((0, 0)) is Known.WIDE


def test_evidence_that_contradicts_a_marker_is_no_prior_knowledge(tmp_path: Path) -> None:
    table = _understood(tmp_path, ONE_LINE.replace("North,c", "North,<10"), [40, 60, 217, 300])
    assert Deductions([table], COLLEAGUE, width=10).interval((0, 0)) == (0, 9)


def test_hiding_more_cells_gives_the_attacker_a_range_around_their_numbers(tmp_path: Path) -> None:
    held = Deductions([_understood(tmp_path, ONE_LINE, [23, 60, 217, 300])], COLLEAGUE, width=10)
    lower, upper = if_hidden(held.statements, held.blocks, COLLEAGUE)
    unknown = [held.unknown((0, cell)) for cell in range(4)]
    assert lower[unknown].tolist() == [12, 30, 109, 150]
    assert upper[unknown].tolist() == [34, 90, 325, 450]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=3, max_size=6), st.floats(0, 1), st.floats(1, 3))
def test_the_truth_lies_inside_and_knowing_more_never_widens(counts: list[int], least: float, most: float) -> None:
    names = [*(f"Region {number}" for number in range(len(counts))), "Total"]
    texts = ["c"] * len(counts) + [str(sum(counts))]
    table = built({"Region": names, "Learners": texts}, {"Learners": Statistic.COUNT})
    told = replace(table, evidence=_evidence([*map(float, counts), float(sum(counts))]))
    plain = Deductions([told], Attacker(), width=np.inf)
    knowing = Deductions([told], Attacker(range=(least, most)), width=np.inf)
    for cell, count in enumerate(counts):
        lower, upper = knowing.interval((0, cell))
        assert lower <= count <= upper
        assert plain.interval((0, cell))[0] <= lower
        assert upper <= plain.interval((0, cell))[1]


def test_a_pack_names_the_range_and_every_report_prints_it(tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    pack.write_text(PACK + "attacker: {name: colleague, range: [0.5, 1.5]}\n", encoding="utf-8")
    text = "Region | Learners\nNorth | c\nSouth | c\nEast | 217\nTotal | 300\n"
    report = report_on(tmp_path / "out", {"a.csv": f"Number of learners by region\n{text}"}, pack=str(pack))
    assert report.looked[0].attacker.endswith("each hidden number to between 0.5 and 1.5 times what it is")
    assert report.looked[0].undetermined == 2


@pytest.mark.parametrize("said", ["[1.2, 1.5]", "[0.5, 0.9]", "[0.5]", "0.5"])
def test_a_range_that_leaves_out_the_number_itself_is_refused(said: str, tmp_path: Path) -> None:
    pack = tmp_path / "mine.yaml"
    pack.write_text(f"{PACK}attacker: {{range: {said}}}\n", encoding="utf-8")
    with pytest.raises(PackError, match="range"):
        load_packs((str(pack),))
