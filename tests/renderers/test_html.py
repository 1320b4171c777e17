from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise

from renderers import reports
from renderers.pieces import EARNINGS
from renderers.reports import every_report

from outcheck.model.report import Report
from outcheck.renderers import render
from outcheck.renderers.html import render as page_of
from outcheck.renderers.wording import CONFIDENTIAL, HEADLINES

VOID = {"meta", "br", "link", "img", "input", "hr", "base", "source"}
STEERING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


class Page(HTMLParser):
    """The elements of a page in order, its visible text, and every element that was not closed where it should be."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.misnested: list[str] = []
        self._open: list[str] = []
        self._said: list[str] = []
        self.feed(page)
        self.close()
        self.misnested += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.misnested.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self._open):
            self._said.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self._said).split())

    def every(self, name: str) -> list[str]:
        return [attributes[name] for _, attributes in self.elements if name in attributes]


@every_report
def test_the_page_is_one_file_that_fetches_nothing_and_sends_nothing(report: Report) -> None:
    page = render(report, "html")
    read = Page(page)
    tags = {tag for tag, _ in read.elements}
    assert not tags & {"link", "img", "iframe", "object", "embed", "base", "use", "image", "foreignobject"}
    assert not read.every("src") + read.every("style") + read.every("action") + read.every("formaction")
    assert not [name for _, attributes in read.elements for name in attributes if name.startswith("on")]
    assert all(target.startswith("#") for target in read.every("href"))
    style, script = texts(page)
    assert "url(" not in style
    assert "@import" not in style
    assert not re.search(r"fetch|XMLHttp|import|eval|Function\(|innerHTML|https?:|storage|cookie", script, re.IGNORECASE)


def texts(page: str) -> tuple[str, str]:
    """The one style and the one script of a page."""
    (style,), (script,) = (re.findall(f"<{tag}>(.*?)</{tag}>", page, re.DOTALL) for tag in ("style", "script"))
    return style, script


@every_report
def test_the_page_allows_its_own_style_and_script_by_digest_and_nothing_else(report: Report) -> None:
    page = render(report, "html")
    (policy,) = (held["content"] for _, held in Page(page).elements if held.get("http-equiv") == "Content-Security-Policy")
    style, script = ("sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts(page))
    assert policy == (f"default-src 'none'; style-src '{style}'; script-src '{script}'; base-uri 'none'; form-action 'none'")


def test_the_script_is_the_same_on_every_page_whatever_its_files_are_called() -> None:
    assert len({texts(render(report, "html"))[1] for report in reports.EVERY.values()}) == 1


@every_report
def test_every_element_closes_where_it_should(report: Report) -> None:
    assert Page(render(report, "html")).misnested == []


@every_report
def test_every_link_lands_on_an_id_and_every_id_is_there_once(report: Report) -> None:
    read = Page(render(report, "html"))
    ids = read.every("id")
    assert len(ids) == len(set(ids))
    named = [*(target.removeprefix("#") for target in read.every("href")), *read.every("aria-labelledby")]
    assert set(named) <= set(ids)


@every_report
def test_headings_go_down_one_step_at_a_time_from_one_verdict(report: Report) -> None:
    steps = [int(tag[1]) for tag, _ in Page(render(report, "html")).elements if re.fullmatch(r"h[1-6]", tag)]
    assert steps[0] == 1
    assert steps.count(1) == 1
    assert all(below <= above + 1 for above, below in pairwise(steps))


@every_report
def test_the_verdict_comes_first_then_what_was_not_examined_then_findings_rules_and_provenance(report: Report) -> None:
    read = Page(render(report, "html"))
    order = [
        "verdict",
        "unread",
        "files",
        "maps",
        "findings",
        "waived",
        "quiet",
        "hidden",
        "why",
        "rules",
        "numbers",
        "provenance",
    ]
    sections = [attributes["aria-labelledby"] for tag, attributes in read.elements if tag == "section"]
    assert [name for name in sections if name in order] == [name for name in order if name in sections]
    assert {"verdict", "findings", "rules", "numbers", "provenance"} <= set(sections)
    assert ("unread" in sections) == any(file.unread for file in report.files)
    assert ("files" in sections) == bool(report.files)
    assert HEADLINES[report.verdict] in read.text


@every_report
def test_every_rule_is_listed_with_its_outcome_and_how_sure_we_are_of_it(report: Report) -> None:
    page = render(report, "html")
    rows = re.findall(r'<tr id="rule-\d+">(.*?)</tr>', page)
    assert len(rows) == len(report.rules)
    for row, rule in zip(rows, report.rules, strict=True):
        said = Page(row).text
        for word in (rule.rule, rule.code, rule.pack, rule.level.value, rule.outcome.value.replace("-", " ")):
            assert word in said
        assert rule.source.certainty.value in said
    assert f"For {len(report.unverified_rules)} of them" in Page(page).text


@every_report
def test_the_provenance_names_the_tool_and_the_digest_of_every_pack_and_file(report: Report) -> None:
    page = render(report, "html")
    provenance = page[page.index('id="provenance"') :]
    assert f"outcheck {report.tool_version}" in provenance
    for pack in report.packs:
        assert pack.sha256 in provenance
    for file in report.files:
        assert (file.sha256 or "unknown") in provenance


@every_report
def test_every_finding_is_on_the_page_by_its_fingerprint(report: Report) -> None:
    page = render(report, "html")
    assert all(f"<code>{finding.fingerprint}</code>" in page for finding in report.findings)


@every_report
def test_nothing_on_the_page_steers_a_screen(report: Report) -> None:
    page = render(report, "html")
    assert STEERING.findall(page) == []
    page.encode("utf-8")


def test_hostile_names_are_shown_as_text() -> None:
    read = Page(render(reports.hostile(), "html"))
    assert "<script>alert(1)</script>" in read.text
    assert "</style></title><script>alert(2)</script>" in read.text
    assert "<img src=x onerror=alert(1)>" in read.text
    assert "\\u202e" in read.text


def test_a_value_is_on_the_page_only_where_a_person_asked_and_then_the_page_says_so_first() -> None:
    hidden, shown = page_of(reports.valued(shown=False)), page_of(reports.valued(shown=True))
    assert reports.SECRET_TEXT not in hidden
    assert CONFIDENTIAL not in Page(hidden).text
    assert shown.count(reports.SECRET_TEXT) == 2
    assert shown.index(CONFIDENTIAL) < shown.index("<main")
    assert "numbers hidden" not in Page(shown).text
    assert f'@top-center {{ content: "{CONFIDENTIAL}"' in shown, "every printed sheet says so, not the first alone"
    assert "@top-center" not in hidden


def test_findings_stand_under_their_file_and_mark_the_cells_of_its_drawing() -> None:
    page = render(reports.full(), "html")
    findings = page[page.index('id="findings"') : page.index('id="waived"')]
    part = next(part for part in findings.split('<section class="file"') if f">{EARNINGS} <" in part)
    number = re.search(r'id="finding-(\d+)"(?:(?!id="finding-).)*count below 10', part, re.DOTALL)
    assert number
    assert re.search(rf'<td id="t1-B11" class="number flagged block">•••<sup><a[^>]*href="#finding-{number[1]}"', part)


def test_what_a_person_waived_is_told_apart_with_who_and_until_when() -> None:
    page = render(reports.full(), "html")
    waived = Page(page[page.index('<section aria-labelledby="waived">') : page.index('<section aria-labelledby="rules">')]).text
    assert "J. Marsh, output checker, until 2027-03-31" in waived
    assert "by design" in waived


def test_a_long_list_of_findings_is_folded_and_complete() -> None:
    page = render(reports.many(300), "html")
    assert "All 300 findings, with fingerprints" in page
    assert all(f"School {row:05d}" in page for row in range(0, 600, 2))


def test_rules_that_were_not_asked_or_not_answered_are_said_right_after_the_verdict() -> None:
    page = render(reports.full(), "html")
    top = Page(page[: page.index('aria-labelledby="unread"')]).text
    assert "1 rule of 11 not asked: rounding" in top
    assert "1 rule of 11 could not be answered in full: low-base" in top


def test_a_clear_page_says_to_submit_it_and_an_empty_run_says_there_was_nothing() -> None:
    assert "Submit the files together with this report." in Page(render(reports.clear(), "html")).text
    assert "There was nothing to check." in Page(render(reports.nothing(), "html")).text
