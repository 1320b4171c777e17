from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from inline_snapshot import snapshot
from renderers import reports
from renderers.pieces import ATTAINMENT
from renderers.reports import every_report
from rich.cells import cell_len
from rich.console import Console

from outcheck.model.report import Outcome, Report
from outcheck.model.rule import Certainty
from outcheck.renderers.terminal import print_report, render
from outcheck.renderers.wording import CONFIDENTIAL, HEADLINES

STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def unwrapped(text: str) -> str:
    return " ".join(text.split())


@every_report
@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal_or_ends_in_space(report: Report, width: int) -> None:
    lines = render(report, width=width).split("\n")
    assert max(map(cell_len, lines)) <= width
    assert [line for line in lines if line != line.rstrip()] == []


@every_report
def test_nothing_in_a_pipe_steers_a_screen(report: Report) -> None:
    text = render(report)
    assert STEERING.findall(text) == []
    text.encode("utf-8")


@every_report
def test_colour_adds_codes_and_changes_no_word(report: Report) -> None:
    colour = render(report, color=True)
    bare = re.sub(r"\x1b\[[0-9;]*m", "", colour)
    assert colour != bare
    assert bare == render(report)


def test_a_terminal_without_colour_gets_no_codes_for_colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    page = io.StringIO()
    print_report(reports.full(), Console(file=page, width=80, force_terminal=True, legacy_windows=False))
    codes = {code for codes in re.findall(r"\x1b\[([0-9;]*)m", page.getvalue()) for code in codes.split(";")}
    assert codes <= {"0", "1", "2"}


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "ascii"])
def test_a_screen_that_lacks_signs_gets_words_it_can_show(encoding: str) -> None:
    page = io.BytesIO()
    stream = io.TextIOWrapper(page, encoding=encoding, errors="strict", newline="\n")
    print_report(reports.hostile(), Console(file=stream, width=80, legacy_windows=False))
    stream.flush()
    lines = page.getvalue().decode(encoding).split("\n")
    assert max(map(cell_len, lines)) <= 80


@every_report
def test_the_verdict_is_the_first_word_and_what_to_do_the_last(report: Report) -> None:
    text = render(report)
    assert text.startswith(f"{report.verdict.value.upper()}  {HEADLINES[report.verdict][:20]}")
    titles = [line.split(" ─")[0] for line in text.splitlines() if line.endswith("──")]
    order = ["Not examined", "Findings", "Waived", "Rules", "Numbers", "What to do now"]
    assert titles == [title for title in order if title in titles]
    assert titles[-1] == "What to do now"


@every_report
def test_rules_that_nobody_verified_are_counted_and_those_that_found_something_named(report: Report) -> None:
    said = unwrapped(render(report))
    for certainty in (Certainty.SECOND_HAND, Certainty.UNVERIFIED):
        unsure = [rule for rule in report.unverified_rules if rule.source.certainty is certainty]
        assert f"{certainty.value} source {len(unsure)} rule" in said
        found = ", ".join(rule.rule for rule in unsure if rule.outcome in (Outcome.HIT, Outcome.UNDETERMINED))
        assert not found or f"these found something: {found}" in said


def test_of_many_files_without_findings_the_first_are_named_and_the_rest_counted() -> None:
    report = reports.clear()
    files = tuple(replace(report.files[0], path=f"table-{number:03d}.csv") for number in range(200))
    said = unwrapped(render(replace(report, files=files)))
    assert "table-011.csv and 188 more files" in said


def test_no_two_empty_lines_follow_each_other() -> None:
    assert all("\n\n\n" not in render(report) for report in reports.EVERY.values())


@every_report
def test_every_rule_not_asked_or_not_answered_is_named(report: Report) -> None:
    said = unwrapped(render(report))
    for rule in report.rules:
        if rule.outcome in (Outcome.NOT_ASKED, Outcome.UNDETERMINED):
            assert f"{rule.outcome.value.replace('-', ' ')} {rule.rule}" in said


@every_report
def test_every_open_finding_has_its_cells_counted_and_its_first_remedy(report: Report) -> None:
    said = unwrapped(render(report))
    for finding in report.findings:
        assert finding.message in said
        if finding.waived is None and finding.remedies:
            assert finding.remedies[0] in said


def test_a_value_is_printed_only_where_a_person_asked_and_then_the_second_line_says_so() -> None:
    hidden, shown = render(reports.valued(shown=False)), render(reports.valued(shown=True))
    assert reports.SECRET_TEXT not in hidden
    assert CONFIDENTIAL not in hidden
    assert f"value {reports.SECRET_TEXT}" in unwrapped(shown)
    assert shown.splitlines()[1] == CONFIDENTIAL


def test_markup_in_names_is_printed_not_obeyed() -> None:
    said = unwrapped(render(reports.hostile(), width=200))
    assert "[bold red]Who[/]" in said
    assert "Sex\\x1b[31m" in said
    assert "a\\u202eb\\x9b2J" in said


def test_a_clear_release_is_said_in_a_few_lines() -> None:
    assert render(reports.clear()) == snapshot("""\
CLEAR  No rule stops this release: it may be submitted with this report.

  Every number of the release is accounted for, 36 in all.
  Checked 1 file, 1 table, 36 numbers under ons-srs 2, outcheck 0.1.0.

Findings ───────────────────────────────────────────────────────────────────────
Nothing found in  benefits-region.xlsx

Rules ──────────────────────────────────────────────────────────────────────────
  ons-srs 2           ONS Secure Research Service; second-hand source: SRS
                      Output Checking Guidance Document, v1.1, 2023-06-12
  10 rules            9 clear, 1 not applicable
  second-hand source  4 rules
  unverified source   6 rules

Numbers ────────────────────────────────────────────────────────────────────────
  36 = 36 checked + 0 labels + 0 not understood

What to do now ─────────────────────────────────────────────────────────────────
  1. Submit the files together with this report.
""")


def test_a_file_that_was_not_read_is_named_with_what_to_do() -> None:
    text = render(reports.incomplete())
    assert text[text.index("Not examined") : text.index("Findings")] == snapshot("""\
Not examined ───────────────────────────────────────────────────────────────────
scratch/wages.xlsx
          the workbook is protected by a password
          → save it without a password and check again

""")


def test_a_run_without_files_says_so_and_clears_nothing() -> None:
    assert render(reports.nothing()).split("\n\nRules")[0] == snapshot("""\
INCOMPLETE  Not everything could be examined, so nothing is cleared.

  There was nothing to check.
  Checked 0 files, 0 tables, 0 numbers under ons-srs 2, outcheck 0.1.0.\
""")


def test_many_findings_stand_on_few_lines_in_a_narrow_window_too() -> None:
    text = render(reports.many(300), width=40)
    assert text[text.index(ATTAINMENT) : text.index("Nothing found")] == snapshot("""\
ks4-attainment.csv, A1:E64
  BLOCK   with its base it gives away a
          group below 10, 300 cells
          (OC105 implied-count of
          ons-srs)
          D2, D4, D6, D8, D10, D12, D14,
          D16 and 292 more cells
          all: FSM: Eligible
          → compute the percentage from
            rounded counts

""")


def test_findings_on_many_cells_each_are_counted_as_findings_and_as_cells() -> None:
    said = unwrapped(render(reports.EVERY["real"]))
    assert "no base shown beside it, 2 findings on 38 cells, could not be determined" in said
    assert "based on fewer than 10, 4 cells" in said
