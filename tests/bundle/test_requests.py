from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from outcheck.bundle import BundleError, pack, unpack
from outcheck.cli.app import run
from outcheck.sealing import seal, verify

SAMPLE = Path(__file__).parents[2] / "samples" / "leo-clear" / "release"
TODAY = date(2026, 3, 2)
DATA = seal(SAMPLE, today=TODAY).data


@pytest.fixture
def request_file(tmp_path: Path) -> Path:
    place = tmp_path / "request.zip"
    place.write_bytes(DATA)
    return place


@pytest.fixture
def leaving(tmp_path: Path) -> Path:
    folder = tmp_path / "leaving"
    shutil.copytree(SAMPLE, folder)
    return folder


def changed(data: bytes, deed: Callable[[dict[str, bytes]], None]) -> bytes:
    parts = unpack(data)
    deed(parts)
    return pack(parts)


def test_the_same_release_is_sealed_in_the_same_bytes() -> None:
    assert seal(SAMPLE, today=TODAY).data == DATA


def test_a_sealed_request_is_proven_with_all_that_can_be_asked(request_file: Path, leaving: Path) -> None:
    proven = verify(request_file, against=leaving, again=True)
    assert proven.contents.verdict == "clear"
    assert (proven.against, proven.again, proven.signed) == (True, True, False)


def test_no_value_is_in_the_reports_of_a_request() -> None:
    parts = unpack(DATA)
    assert b'"values_shown": false' in parts["report.json"]
    assert b'"value": null' in parts["report.json"] or b'"findings": []' in parts["report.json"]


def forge_release(parts: dict[str, bytes]) -> None:
    parts["release/ks4-attainment-fsm.csv"] += b"North,3\n"


def forge_addition(parts: dict[str, bytes]) -> None:
    parts["release/more.csv"] = b"region,learners\nNorth,3\n"


def forge_loss(parts: dict[str, bytes]) -> None:
    del parts["report.html"]


def forge_verdict(parts: dict[str, bytes]) -> None:
    parts["report.json"] = parts["report.json"].replace(b'"verdict": "clear"', b'"verdict": "review"', 1)


def forge_contents(parts: dict[str, bytes]) -> None:
    parts["request.json"] = parts["request.json"].replace(b'"clear"', b'"blocked"')


def forge_spaces(parts: dict[str, bytes]) -> None:
    parts["request.json"] += b" "


@pytest.mark.parametrize("forge", [forge_release, forge_addition, forge_loss, forge_verdict, forge_contents, forge_spaces])
def test_a_request_in_which_one_thing_was_changed_is_refused(
    request_file: Path, forge: Callable[[dict[str, bytes]], None]
) -> None:
    request_file.write_bytes(changed(DATA, forge))
    with pytest.raises(BundleError, match=r"request\.zip"):
        verify(request_file)


def test_a_report_forged_with_all_its_digests_is_found_by_checking_again(request_file: Path) -> None:
    from outcheck.bundle import contents  # noqa: PLC0415  what a forger would use

    parts = unpack(DATA)
    held = contents.read(parts.pop("request.json"))
    parts["report.json"] = parts["report.json"].replace(b'"examined": ', b'"examined": 1', 1)
    forged = contents.Contents(held.tool_version, held.sealed, held.verdict, held.packs, contents.parts_of(parts))
    request_file.write_bytes(pack(parts | {"request.json": forged.written()}))
    assert verify(request_file).contents.verdict == "clear"
    with pytest.raises(BundleError, match="gives another report"):
        verify(request_file, again=True)


def test_what_is_about_to_leave_must_be_exactly_what_was_sealed(request_file: Path, leaving: Path) -> None:
    (leaving / "more.csv").write_text("region,learners\nNorth,3\n", encoding="utf-8")
    with pytest.raises(BundleError, match=r"more\.csv: it is in .* and was not sealed"):
        verify(request_file, against=leaving)
    (leaving / "more.csv").unlink()
    target = leaving / "ucas-entry-tariff.csv"
    kept = target.read_bytes()
    target.write_bytes(kept.replace(b"\r\n", b"\n") + b"\n")
    with pytest.raises(BundleError, match=r"ucas-entry-tariff\.csv: it is not what was sealed"):
        verify(request_file, against=leaving)
    target.unlink()
    with pytest.raises(BundleError, match=r"ucas-entry-tariff\.csv: it was sealed, and is not in"):
        verify(request_file, against=leaving)
    target.write_bytes(kept)
    verify(request_file, against=leaving)


def keys() -> tuple[bytes, bytes]:
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    return private, key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def test_a_signature_proves_who_sealed_and_nothing_less(request_file: Path) -> None:
    private, public = keys()
    request_file.write_bytes(seal(SAMPLE, today=TODAY, key=private).data)
    assert verify(request_file, key=public).signed
    with pytest.raises(BundleError, match="not signed by the owner"):
        verify(request_file, key=keys()[1])
    request_file.write_bytes(DATA)
    with pytest.raises(BundleError, match="not signed by the owner"):
        verify(request_file, key=public)


@pytest.mark.parametrize("key", [b"", b"no key", keys()[1]], ids=["empty", "words", "a public key"])
def test_what_is_no_private_key_is_an_error_that_says_so(key: bytes) -> None:
    with pytest.raises(BundleError, match="no private key"):
        seal(SAMPLE, today=TODAY, key=key)


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    page = io.BytesIO()
    with zipfile.ZipFile(page, "w", method) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return page.getvalue()


HOSTILE = {
    "empty": b"",
    "no zip": b"PK\x03\x04" + bytes(40),
    "a path upwards": zipped(("../outside.csv", b"x")),
    "an absolute path": zipped(("/etc/passwd", b"x")),
    "a drive": zipped(("C:/outside.csv", b"x")),
    "a backslash": zipped(("release\\..\\outside.csv", b"x")),
    "one name twice": zipped(("a.csv", b"x")) and DATA[:-22] + zipped(("a.csv", b"x"))[-22:],
    "a bomb": zipped(("a.csv", bytes(50_000_000)), method=zipfile.ZIP_DEFLATED),
    "bytes before": b"MZ" + DATA,
    "bytes behind": DATA + b"secret",
    "cut short": DATA[: len(DATA) // 2],
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_request_is_refused_and_nothing_is_written(data: bytes, tmp_path: Path) -> None:
    place = tmp_path / "request.zip"
    place.write_bytes(data)
    with pytest.raises(BundleError, match=r"request\.zip"):
        verify(place, again=True)
    assert sorted(tmp_path.iterdir()) == [place]


@settings(max_examples=200, deadline=None)
@given(at=st.integers(0, len(DATA) - 1), bit=st.integers(0, 7))
def test_no_bit_of_a_request_can_be_turned_unseen(at: int, bit: int) -> None:
    data = bytearray(DATA)
    data[at] ^= 1 << bit
    with pytest.raises(BundleError):
        unpack(bytes(data))


NAMES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)


@given(parts=st.dictionaries(NAMES, st.binary(max_size=30), max_size=5))
def test_parts_come_back_or_their_names_are_refused(parts: dict[str, bytes]) -> None:
    try:
        data = pack(parts)
    except BundleError:
        assert parts
        return
    assert unpack(data) == parts


def test_the_command_seals_with_the_verdict_as_its_exit_code_and_verifies(
    tmp_path: Path, leaving: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "r.zip"
    assert run(["bundle", str(leaving), "-o", str(place)]) == 0
    assert run(["verify", str(place), "--against", str(leaving), "--again"]) == 0
    assert "exactly the sealed files" in capsys.readouterr().out
    (leaving / "low.csv").write_text("region,learners\nNorth,3\nSouth,70\n", encoding="utf-8")
    assert run(["verify", str(place), "--against", str(leaving)]) == 2
    assert run(["bundle", str(leaving), "-o", str(place)]) == 1
    assert "blocked" in capsys.readouterr().out


def test_a_request_is_never_written_into_the_release(leaving: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bundle", str(leaving), "-o", str(leaving / "r.zip")]) == 2
    assert "become part of the release" in capsys.readouterr().err
    assert not (leaving / "r.zip").exists()


def test_a_key_that_is_not_there_is_one_clear_line(leaving: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["bundle", str(leaving), "-o", str(tmp_path / "r.zip"), "--sign", str(tmp_path / "none.pem")]) == 2
    assert "none.pem" in capsys.readouterr().err
