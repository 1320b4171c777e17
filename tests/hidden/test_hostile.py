"""Workbooks made to overwhelm, mislead or crash whoever inspects them: told, bounded in time, and never clear."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path

import pytest
from books import zipped
from hidden.making import BOOK, SHEET, added, edited, parts, plain, png, related, two_sheets, with_chart, with_picture

from outcheck.clearance import Request, check
from outcheck.model.report import Report, Verdict
from outcheck.renderers import render

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
DEEP = "<x>" * 100_000 + "</x>" * 100_000
LONGEST = 60.0  # generous, since other work may share the machine; a hang is what it tells


def checked(data: bytes, folder: Path) -> Report:
    path = folder / "regions.xlsx"
    path.write_bytes(data)
    begun = time.perf_counter()
    report = check(Request(paths=(path,)), today=date(2026, 11, 24))
    assert time.perf_counter() - begun < LONGEST
    return report


@pytest.mark.parametrize(
    ("kind", "part", "holder"),
    [
        ("comments", "xl/comments1.xml", SHEET),
        ("drawing", "xl/drawings/drawing1.xml", SHEET),
        ("chart", "xl/charts/chart1.xml", SHEET),
        ("pivotCacheDefinition", "xl/pivotCache/d1.xml", BOOK),
        ("externalLink", "xl/externalLinks/e1.xml", BOOK),
        ("sharedStrings", "xl/sharedStrings.xml", BOOK),
        ("custom-properties", "docProps/custom.xml", ""),
    ],
)
@pytest.mark.parametrize("content", [BOMB, "<x", "", "\x00\x01", "<?xml version='1.0' encoding='utf-16'?><x/>"], ids=range(5))
def test_a_part_that_cannot_be_parsed_is_told_and_expands_to_nothing(
    kind: str, part: str, holder: str, content: str, tmp_path: Path
) -> None:
    report = checked(related(plain(), kind, part, content, holder=holder), tmp_path)
    assert report.verdict is not Verdict.CLEAR


@pytest.mark.parametrize("kind", ["comments", "drawing", "chart", "custom-properties", "sharedStrings"])
def test_deep_nesting_neither_crashes_nor_hangs(kind: str, tmp_path: Path) -> None:
    checked(
        related(plain(), kind, "xl/deep.xml", DEEP, holder=SHEET if kind in ("comments", "drawing", "chart") else BOOK), tmp_path
    )


def test_relations_in_a_circle_are_followed_once(tmp_path: Path) -> None:
    data = with_chart("'Table 1'!$B$2:$B$4", (120, 130, 250))
    data = related(
        data, "drawing", "xl/drawings/drawing1.xml", parts(data)["xl/drawings/drawing1.xml"], holder="xl/charts/chart1.xml"
    )
    assert checked(data, tmp_path).verdict is Verdict.CLEAR


def test_names_that_mean_each_other_are_followed_a_few_steps(tmp_path: Path) -> None:
    names = '<definedNames><definedName name="a">b</definedName><definedName name="b">a</definedName></definedNames>'
    report = checked(edited(plain(), BOOK, "</sheets>", f"</sheets>{names}"), tmp_path)
    assert {finding.check for finding in report.findings} == {"defined-name"}


@pytest.mark.parametrize(
    "name", ["../../outside.txt", "/etc/passwd", "xl\\..\\..\\x", "C:/Windows/x", "a\nb\x1b[31m.xml", "<b>.xml"]
)
def test_a_part_whose_name_leads_away_is_stray_and_steers_no_report(name: str, tmp_path: Path) -> None:
    report = checked(added(plain(), {name: "x"}), tmp_path)
    assert "stray-part" in {finding.check for finding in report.findings}
    for form in ("terminal", "json", "html"):
        text = render(report, form)
        assert "\x1b" not in text
        assert "<b>.xml" not in text
    assert not (tmp_path.parent / "outside.txt").exists()


def test_a_hundred_thousand_styles_take_their_time_and_no_more(tmp_path: Path) -> None:
    data = plain()
    style = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 100_000
    styles = parts(data)["xl/styles.xml"].decode()
    at = styles.index("</cellXfs>")
    held = {**parts(data), "xl/styles.xml": (styles[:at] + style + styles[at:]).encode()}
    assert checked(zipped(held), tmp_path).verdict is Verdict.CLEAR


def test_thousands_of_parts_and_names_take_their_time_and_no_more(tmp_path: Path) -> None:
    many = {f"xl/x{number}.xml": "<x/>" for number in range(5000)}
    report = checked(added(plain(), many), tmp_path)
    assert [finding.cells for finding in report.findings if finding.check == "stray-part"] == [5000]


def test_a_list_of_formulas_as_long_as_a_sheet_takes_its_time_and_no_more(tmp_path: Path) -> None:
    cells = "".join(f'<row r="{row}"><c r="A{row}"><f>1+1</f><v>2</v></c></row>' for row in range(10, 100_000))
    report = checked(edited(plain(), SHEET, "</sheetData>", f"{cells}</sheetData>"), tmp_path)
    assert "formula" in {finding.check for finding in report.findings} or report.verdict is Verdict.INCOMPLETE


SEEDS: list[Callable[[], bytes]] = [
    plain,
    two_sheets,
    lambda: with_picture(png()),
    lambda: with_chart("'Table 1'!$B$2:$B$4", (120, 130, 250)),
]


def mutated(data: bytes, seed: int) -> bytes:
    """The file with a few bytes changed, taken out or doubled; or one of its parts, the package being mended."""
    chance = random.Random(seed)  # noqa: S311  the same each time
    if chance.random() < 0.5:
        held = parts(data)
        name = chance.choice(sorted(held))
        return zipped({**held, name: _damaged(held[name], chance)})
    return _damaged(data, chance)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    content = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        at = chance.randrange(len(content) or 1)
        match chance.randrange(4):
            case 0:
                content[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del content[at : at + chance.randrange(1, 40)]
            case 2:
                content[at:at] = content[at : at + chance.randrange(1, 40)]
            case _:
                content[at : at + 1] = chance.choice([b"<", b">", b"&", b"\x00", b"\xff", b'"', b"]]>", b"9" * 20])
    return bytes(content)


@lru_cache(maxsize=len(SEEDS))
def original(number: int) -> bytes:
    """One of the seeds, made once."""
    return SEEDS[number]()


def bounded(seed: int, folder: Path) -> None:
    report = checked(mutated(original(seed % len(SEEDS)), seed), folder)
    for file in report.files:
        assert report.verdict is Verdict.INCOMPLETE or not file.unread


@pytest.mark.parametrize("start", range(0, 120, 20))
def test_damaged_workbooks_neither_crash_nor_hang_nor_clear_unread(start: int, tmp_path: Path) -> None:
    for seed in range(start, start + 20):
        bounded(seed, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1000, 11_000, 500))
def test_ten_thousand_damaged_workbooks_neither_crash_nor_hang_nor_clear_unread(start: int, tmp_path: Path) -> None:
    for seed in range(start, start + 500):
        bounded(seed, tmp_path)
