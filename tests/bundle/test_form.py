from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from outcheck.bundle import unpack
from outcheck.sealing import Sealed, seal

TABLE = "region,learners\nNorth,40\nSouth,70\nTotal,110\n"
FORM = """request:
  title: Learners by region
  project: 2026-017
  by: A. Okafor
  purpose: a thesis
  datasets: [ILR]
  relation: nothing left before
  files:
    a.csv: {description: learners by region, sample: "110 learners of 2021/22"}
  variables: {region: region of study, learners: learners on the first day}
"""


def sealed(folder: Path, manifest: str = "") -> Sealed:
    (folder / "a.csv").write_text(TABLE, encoding="utf-8")
    if manifest:
        (folder / "outcheck.yaml").write_text(manifest, encoding="utf-8")
    return seal(folder, today=date(2026, 3, 2))


def test_a_form_that_nobody_filled_asks_for_every_field_by_name(tmp_path: Path) -> None:
    asked = sealed(tmp_path).missing
    assert [line.split("'")[1] for line in asked[:6]] == ["title", "project", "by", "purpose", "datasets", "relation"]
    assert "'description' of a.csv" in asked
    assert {"'variables': region", "'variables': learners"} <= set(asked)


def test_a_form_that_is_filled_asks_for_nothing_and_is_sealed_as_it_was_written(tmp_path: Path) -> None:
    request = sealed(tmp_path, FORM)
    assert request.missing == ()
    form = unpack(request.data)["request.md"].decode()
    for text in ("Learners by region", "A. Okafor", "a thesis", "ILR", "110 learners of 2021/22", "region of study"):
        assert text in form
    assert "not given" not in form


def test_a_form_formats_nothing_that_a_person_wrote_into_it(tmp_path: Path) -> None:
    hostile = FORM.replace("a thesis", "'<b>[x](http://y)</b>'")
    form = unpack(sealed(tmp_path, hostile).data)["request.md"].decode()
    assert "<b>" not in form.replace("\\<", "")
    assert "](" not in form.replace("\\]", "")


def test_the_digest_of_every_part_is_listed(tmp_path: Path) -> None:
    parts = unpack(sealed(tmp_path, FORM).data)
    listed = {part["name"] for part in json.loads(parts["request.json"])["parts"]}
    assert listed == parts.keys() - {"request.json"}
