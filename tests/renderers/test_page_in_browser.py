"""What Chromium and axe say of the page: nothing bars a reader, nothing is fetched, and much of it still opens at once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from renderers import reports

from outcheck.model.report import Report
from outcheck.renderers import render

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed (Debian: chromium)")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
SHOWN = {name: reports.EVERY[name] for name in ("full", "clear", "hostile", "real")}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


def opened(browser: Browser, report: Report, folder: Path, *, scheme: str = "light", width: int = 1280) -> Page:
    place = folder / "report.html"
    place.write_text(render(report, "html"), encoding="utf-8")
    colours: Literal["dark", "light"] = "dark" if scheme == "dark" else "light"
    # The page allows no script, and axe is one.
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=colours, bypass_csp=True)
    page.goto(place.as_uri())
    return page


@pytest.mark.parametrize(
    ("name", "scheme", "width"),
    [
        ("full", "light", 1280),
        ("full", "dark", 1280),
        ("hostile", "light", 400),
        ("clear", "dark", 400),
        pytest.param("real", "light", 1280, marks=pytest.mark.slow),
    ],
)
def test_axe_finds_no_barrier(browser: Browser, name: str, scheme: str, width: int, tmp_path: Path) -> None:
    page = opened(browser, SHOWN[name], tmp_path, scheme=scheme, width=width)
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


def test_ten_thousand_findings_take_less_than_twenty_megabytes(browser: Browser, tmp_path: Path) -> None:
    page = opened(browser, reports.many(10_000), tmp_path)
    page.reload()
    painted = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    page.close()
    size = (tmp_path / "report.html").stat().st_size / 2**20
    print(f"\n10,000 findings: {size:.1f} MB, first paint after {painted:.0f} ms")  # noqa: T201
    assert size < 20
