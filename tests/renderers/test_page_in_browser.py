"""What Chromium and axe say of the page: nothing bars a reader, nothing is fetched, and much of it still opens at once."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright
from renderers import reports
from renderers.test_plots import looking

from outcheck.model.report import Report
from outcheck.renderers import render

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: chromium)")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOWN = {name: reports.EVERY[name] for name in ("full", "clear", "hostile", "real")} | {"bounds": looking(shown=True)}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


def opened(
    browser: Browser,
    report: Report,
    folder: Path,
    *,
    scheme: str = "light",
    width: int = 1280,
    script: bool = True,
    csp: bool = True,
) -> Page:
    place = folder / "report.html"
    place.write_text(render(report, "html"), encoding="utf-8")
    colours: Literal["dark", "light"] = "dark" if scheme == "dark" else "light"
    size: ViewportSize = {"width": width, "height": 900}
    page = browser.new_page(viewport=size, color_scheme=colours, bypass_csp=not csp, java_script_enabled=script)
    page.on("console", lambda message: pytest.fail(f"the console says: {message.text}"))
    page.on("pageerror", lambda error: pytest.fail(f"the script fails: {error}"))
    page.set_default_timeout(30_000)
    page.goto(place.as_uri())
    return page


@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [
        ("full", "light", 1280),
        ("full", "dark", 1280),
        ("hostile", "light", 400),
        ("clear", "dark", 400),
        ("bounds", "light", 1280),
        pytest.param("bounds", "dark", 1280, marks=pytest.mark.slow),
        pytest.param("real", "light", 1280, marks=pytest.mark.slow),
        pytest.param("real", "dark", 400, marks=pytest.mark.slow),
    ],
)
def test_axe_finds_no_barrier(browser: Browser, name: str, scheme: str, width: int, tmp_path: Path) -> None:
    # The page allows no script but its own, and axe is another.
    page = opened(browser, SHOWN[name], tmp_path, scheme=scheme, width=width, csp=False)
    page.evaluate("document.querySelectorAll('details').forEach((held) => { held.open = true; })")
    page.add_style_tag(content="* { content-visibility: visible !important; }")  # axe sees only what is drawn
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": LEVELS}})
    page.close()
    assert results.violations_count == 0, results.generate_report()


def test_the_page_fetches_nothing_and_is_as_wide_as_its_window(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, reports.full(), tmp_path, width=400)
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.reload()
    assert fetched == [page.url]
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.close()


def shown(page: Page) -> list[str]:
    """Numbers of the findings that can be seen."""
    ids = page.locator(".finding[data-level]").evaluate_all(
        "held => held.filter((one) => one.checkVisibility()).map((one) => one.id)"
    )
    return [str(name) for name in ids]


def choose(page: Page, text: str) -> None:
    option = page.locator(f"option:has-text('{text} (')")
    page.locator("select", has=option).select_option(option.get_attribute("value"))


@pytest.mark.parametrize("script", [True, False])
def test_findings_are_narrowed_by_level_check_and_file_also_without_a_script(
    browser: Browser, tmp_path: Path, *, script: bool
) -> None:
    page = opened(browser, reports.full(), tmp_path, script=script)
    every = shown(page)
    note = page.locator(".narrowed-note")
    assert not note.is_visible()
    page.uncheck("#level-block")
    assert note.is_visible(), "a page that leaves findings out says so"
    milder = shown(page)
    assert set(milder) < set(every)
    assert page.locator(".finding.block").evaluate_all("held => held.every((one) => !one.checkVisibility())")
    page.click("button[type=reset]")
    assert shown(page) == every
    choose(page, "OC101 low-count")
    assert page.locator(".finding:visible").all_inner_texts()
    assert all("OC101" in text for text in page.locator(".finding[data-level]:visible").all_inner_texts())
    page.click("button[type=reset]")
    choose(page, "figure1.svg")
    assert page.locator(".file h3:visible").all_inner_texts() == ["figure1.svg Review"]
    page.close()


def test_paper_shows_every_finding_whatever_the_screen_was_narrowed_to(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, reports.full(), tmp_path)
    every = shown(page)
    page.uncheck("#level-block")
    page.fill("#search input", "nothing of the kind")
    expect(page.locator("#shown")).to_contain_text("0 of")
    assert shown(page) == []
    page.emulate_media(media="print")
    assert shown(page) == every
    page.close()


def test_a_search_finds_one_row_among_many_and_counts_what_it_shows(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, reports.many(300), tmp_path)
    assert page.inner_text("#shown") == "All 300 findings shown."
    page.fill("#search input", "school 00042")
    expect(page.locator("#shown")).to_have_text("1 of 300 findings shown.")
    assert page.locator(".cells tbody tr:visible").count() == 1
    page.click("button[type=reset]")
    expect(page.locator("#shown")).to_have_text("All 300 findings shown.")
    page.close()


def focused(page: Page) -> str:
    return str(page.evaluate("(document.activeElement.closest('[id]') || {}).id || ''"))


@pytest.mark.parametrize("script", [True, False])
def test_keys_lead_from_a_finding_to_its_cell_and_back(browser: Browser, tmp_path: Path, *, script: bool) -> None:
    page = opened(browser, reports.full(), tmp_path, script=script)
    link = page.locator(".finding .cells a").first
    finding, cell = link.evaluate("held => [held.closest('.finding').id, held.hash]")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape(cell) + "$"))
    if not script:
        page.keyboard.press("Tab")  # the next stop after a cell is the mark in it
    assert focused(page) == cell[1:]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(f"#{finding}$"))
    if script:
        assert focused(page) == finding
    page.close()


def test_single_keys_go_through_the_findings_and_can_be_switched_off(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, reports.full(), tmp_path)
    page.keyboard.press("n")
    first = focused(page)
    page.keyboard.press("n")
    assert [first, focused(page)] == shown(page)[:2]
    page.keyboard.press("p")
    assert focused(page) == first
    page.keyboard.press("/")
    page.keyboard.type("pnp/")
    assert page.input_value("#search input") == "pnp/", "a field takes its keys"
    page.fill("#search input", "")
    expect(page.locator("#shown")).to_contain_text("All")
    page.uncheck("#keys input")
    page.focus(f"#{first}")
    page.keyboard.press("n")
    assert focused(page) == first
    page.close()


def test_a_link_to_what_was_left_out_or_folded_brings_it_back(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, reports.real(), tmp_path)
    target = page.locator(".maps li:has(.block) a").first.get_attribute("href")
    page.uncheck("#level-block")
    page.uncheck("#level-review")
    page.locator(".maps li:has(.block) a").first.click()
    assert page.is_checked("#level-block")
    assert page.locator(str(target)).is_visible()
    quiet = page.locator(".maps li:has-text('no findings') a").first
    quiet.click()
    assert page.locator(f"{quiet.get_attribute('href')} .drawn").is_visible()
    page.close()


@pytest.mark.slow
def test_ten_thousand_findings_in_two_hundred_tables_stay_small_and_paint_within_two_seconds(
    browser: Browser, tmp_path: Path
) -> None:
    page = opened(browser, reports.crowded(tables=200, findings=10_000), tmp_path)
    paints = []
    for _ in range(3):
        page.reload()
        paints.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
    size = (tmp_path / "report.html").stat().st_size / 2**20
    page.fill("#search input", "schools-042")
    expect(page.locator("#shown")).to_have_text("50 of 10,000 findings shown.")
    page.close()
    print(f"\n10,000 findings, 200 tables: {size:.1f} MB, first paint after {sorted(paints)[1]:.0f} ms")  # noqa: T201
    assert size < 20
    assert sorted(paints)[1] < 2000
