"""Evidence in a sealed request: it lies apart, is listed as not for release, and never has to leave."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

import pytest
from acro.folders import copied

from outcheck.bundle import BundleError, pack, unpack
from outcheck.cli.app import run
from outcheck.sealing import Sealed, seal, verify

TODAY = date(2026, 3, 2)
SAMPLE = Path(__file__).parents[2] / "samples" / "leo-dominance"
MANIFEST = """pack: ons-srs
tables:
  - file: pay-by-sector.csv
    unit: person
    evidence: {file: ../evidence/pay-by-sector.csv}
"""
SIDE = "evidence/1/pay-by-sector.csv"


@pytest.fixture
def release(tmp_path: Path) -> Path:
    folder = tmp_path / "release"
    folder.mkdir()
    shutil.copy(SAMPLE / "release" / "pay-by-sector.csv", folder)
    shutil.copytree(SAMPLE / "evidence", tmp_path / "evidence")
    (folder / "outcheck.yaml").write_text(MANIFEST, encoding="utf-8")
    return folder


def written(sealed: Sealed, place: Path) -> Path:
    request = place / "request.zip"
    request.write_bytes(sealed.data)
    return request


def test_side_files_lie_apart_and_are_listed_as_not_for_release(release: Path) -> None:
    parts = unpack(seal(release, today=TODAY).data)
    assert parts[SIDE] == (SAMPLE / "evidence" / "pay-by-sector.csv").read_bytes()
    leaves = {part["name"]: part["leaves"] for part in json.loads(parts["request.json"])["parts"]}
    assert [name for name, does in leaves.items() if does] == ["release/pay-by-sector.csv"]
    assert leaves[SIDE] is False
    form = parts["request.md"].decode()
    assert "## Not for release" in form
    assert SIDE in form.replace("\\", "")


def test_a_request_with_evidence_is_proven_with_all_that_can_be_asked(release: Path, tmp_path: Path) -> None:
    request = written(seal(release, today=TODAY), tmp_path)
    shutil.rmtree(tmp_path / "evidence")  # the checker has the request alone
    proven = verify(request, against=release, again=True)
    assert (proven.against, proven.again) == (True, True)


def test_checking_again_uses_the_evidence_of_the_request(release: Path, tmp_path: Path) -> None:
    from outcheck.bundle import contents  # noqa: PLC0415  what a forger would use

    parts = unpack(seal(release, today=TODAY).data)
    held = contents.read(parts.pop("request.json"))
    lines = parts[SIDE].decode().splitlines(keepends=True)
    parts[SIDE] = "".join([*lines[:1], *lines[2:]]).encode()
    forged = contents.Contents(held.tool_version, held.sealed, held.verdict, held.packs, contents.parts_of(parts))
    request = tmp_path / "request.zip"
    request.write_bytes(pack(parts | {"request.json": forged.written()}))
    with pytest.raises(BundleError, match="gives another report"):
        verify(request, again=True)


def test_evidence_that_came_to_lie_among_what_leaves_is_refused(release: Path, tmp_path: Path) -> None:
    request = written(seal(release, today=TODAY), tmp_path)
    shutil.copy(tmp_path / "evidence" / "pay-by-sector.csv", release / "side.csv")
    with pytest.raises(BundleError, match=r"side\.csv: it is in .*, and was not sealed"):
        verify(request, against=release)


def test_evidence_inside_the_release_is_not_sealed_with_it(release: Path) -> None:
    shutil.copy(SAMPLE / "evidence" / "pay-by-sector.csv", release / "side.csv")
    manifest = release / "outcheck.yaml"
    manifest.write_text(MANIFEST.replace("../evidence/pay-by-sector.csv", "side.csv"), encoding="utf-8")
    with pytest.raises(BundleError, match="inside the release and would leave with it"):
        seal(release, today=TODAY)


def test_evidence_that_is_not_there_makes_the_request_incomplete_and_stays_so(release: Path, tmp_path: Path) -> None:
    shutil.rmtree(tmp_path / "evidence")
    sealed = seal(release, today=TODAY)
    assert sealed.report.verdict.value == "incomplete"
    assert verify(written(sealed, tmp_path), against=release, again=True).again


def test_the_record_of_acro_is_evidence_and_must_not_leave(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = copied("acro-1.0.2", "faults", tmp_path)
    (folder.parent / "outcheck.yaml").write_text("pack: ons-srs\n", encoding="utf-8")
    sealed = seal(folder, today=TODAY)
    parts = unpack(sealed.data)
    assert "evidence/record/results.json" in parts
    assert "evidence/record/checksums/output_0_0.csv.txt" in parts
    assert {name for name in parts if name.startswith("release/")} == {f"release/{file.path}" for file in sealed.report.files}
    request = written(sealed, tmp_path)
    assert verify(request, again=True).again
    with pytest.raises(BundleError, match="is evidence for the checker, not for release; take it out"):
        verify(request, against=folder)
    leaving = tmp_path / "leaving"
    for name, data in parts.items():
        if name.startswith("release/"):
            place = leaving / name.removeprefix("release/")
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
    assert verify(request, against=leaving, again=True).against
    assert run(["verify", str(request), "--against", str(leaving)]) == 0
    assert "files of evidence, unchanged since, not for release" in capsys.readouterr().out


def test_a_request_without_evidence_says_nothing_of_it(release: Path) -> None:
    (release / "outcheck.yaml").write_text("pack: ons-srs\n", encoding="utf-8")
    parts = unpack(seal(release, today=TODAY).data)
    assert not [name for name in parts if name.startswith("evidence/")]
    assert "Not for release" not in parts["request.md"].decode()


def test_a_request_under_a_pack_of_ones_own_is_checked_again_with_its_file(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "project")
    request = written(seal(tmp_path / "project" / "release", today=TODAY), tmp_path)
    own = tmp_path / "desk" / "project.yaml"
    own.parent.mkdir()
    (tmp_path / "project" / "project.yaml").rename(own)
    with pytest.raises(BundleError, match="name its file with --pack"):
        verify(request, again=True)
    assert verify(request, again=True, packs=(str(own),)).again
    own.write_text(own.read_text(encoding="utf-8") + "\n# another digest\n", encoding="utf-8")
    with pytest.raises(BundleError, match="are not the ones it was sealed with"):
        verify(request, again=True, packs=(str(own),))
