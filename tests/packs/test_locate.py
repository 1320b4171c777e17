from __future__ import annotations

from pathlib import Path

import pytest
from packs.written import HEAD, RULE, write

from outcheck.packs import PackError, bundled_packs, load_packs, locate


def test_packs_inside_an_installed_package_are_found_before_those_beside_it(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locate, "_PACKAGE", here / "outcheck")
    write(HEAD + RULE, "rules/mine.yaml")
    assert bundled_packs() == ("mine",)
    write(HEAD.replace("mine", "theirs") + RULE, "outcheck/_rules/theirs.yaml")
    assert bundled_packs() == ("theirs",)
    assert [pack.name for pack in load_packs(["theirs"])] == ["theirs"]


def test_an_installation_without_packs_says_so(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locate, "_PACKAGE", here / "outcheck")
    with pytest.raises(PackError, match=r"^the packs that come with outcheck are missing; install outcheck again$"):
        load_packs(["ons-srs"])


def test_a_bundled_pack_is_found_from_any_folder(here: Path) -> None:
    assert [pack.name for pack in load_packs(["ons-srs"], start=here / "nowhere")] == ["ons-srs"]
