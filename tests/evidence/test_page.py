"""What the page about evidence shows is what the sample holds and what the code knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from drawn import drawn
from packs.written import manifest_of

from outcheck.evidence.columns import fact_name
from outcheck.evidence.side_file import read_side_file
from outcheck.packs.shapes import MicrodataEntry

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
SAMPLE = ROOT / "samples" / "leo-dominance"
BLOCKS = re.findall(r"```(\w*)\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("text", [text for language, text in BLOCKS if language == "yaml"])
def test_every_manifest_on_the_page_loads(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (hint,) = manifest_of(text).hints.tables
    assert hint.evidence is not None


def test_the_microdata_on_the_page_are_those_of_the_sample() -> None:
    shown = yaml.safe_load([text for language, text in BLOCKS if language == "yaml"][-1])
    held = yaml.safe_load((SAMPLE / "release" / "outcheck.yaml").read_text(encoding="utf-8"))
    assert shown["tables"][0]["evidence"] == held["tables"][0]["evidence"]


def test_the_side_file_on_the_page_is_part_of_the_samples_and_can_be_read() -> None:
    shown = next(text for language, text in BLOCKS if language == "text")
    held = (SAMPLE / "evidence" / "pay-by-sector.csv").read_text(encoding="utf-8").splitlines()
    assert set(shown.splitlines()) <= set(held)
    assert len(read_side_file(drawn(shown.replace(",", "|")))) == 2


def test_the_columns_on_the_page_are_known_and_every_key_of_microdata_is_there() -> None:
    facts, keys = (re.findall(r"^\| (`.*?) \|", part, re.MULTILINE) for part in PAGE.split("## From microdata"))
    for name in re.findall(r"`(\w+)`", " ".join(facts)):
        assert fact_name(name) == name
    assert set(re.findall(r"`(\w+)`", " ".join(keys))) >= set(MicrodataEntry.model_fields)
