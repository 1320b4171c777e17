"""Words that every report for people shares: what a verdict means, why it was given, what to do now."""

from __future__ import annotations

from outcheck.model import showing
from outcheck.model.deduction import Looked
from outcheck.model.finding import Finding
from outcheck.model.places import Place
from outcheck.model.record import Record
from outcheck.model.report import AskedRule, FileReport, Outcome, Report, Verdict
from outcheck.model.rule import Level

HEADLINES = {
    Verdict.CLEAR: "No rule stops this release: it may be submitted with this report.",
    Verdict.REVIEW: "A person must decide on what follows before anything leaves.",
    Verdict.BLOCKED: "This release may not leave as it is: correct it and check again.",
    Verdict.INCOMPLETE: "Not everything could be examined, so nothing is cleared.",
}
LEVELS = {
    Level.BLOCK: "must be corrected",
    Level.REVIEW: "needs a decision",
    Level.NOTE: "for information",
}
plain = showing.plain
CONFIDENTIAL = "This report shows confidential values. It must not leave the service."


def counted(number: int, noun: str) -> str:
    """A number and its noun: ``1 finding``, ``1,204 findings``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def rules_with(report: Report, outcome: Outcome) -> list[AskedRule]:
    """Rules with one outcome, in the report's order."""
    return [rule for rule in report.rules if rule.outcome is outcome]


def reasons(report: Report) -> list[str]:
    """Why the verdict is what it is: one sentence a fact, the gravest first."""
    totals, numbers, rules = report.totals, report.totals.numbers, counted(len(report.rules), "rule")
    unread = sum(len(file.unread) for file in report.files)
    unanswered, left_out = len(rules_with(report, Outcome.UNDETERMINED)), len(rules_with(report, Outcome.NOT_ASKED))
    accounted = report.verdict is Verdict.CLEAR and numbers.numbers and not numbers.unexplained
    facts = (
        (not totals.files, "There was nothing to check."),
        (unread, f"{counted(unread, 'part')} of the release could not be examined."),
        (totals.blocked, f"{counted(totals.blocked, 'finding')} must be corrected."),
        (totals.review, f"A decision is needed on {counted(totals.review, 'finding')}."),
        (unanswered, f"{unanswered:,} of {rules} could not be answered in full."),
        (left_out, f"The run left out {left_out:,} of {rules}."),
        (numbers.unexplained, f"Nothing explains {numbers.unexplained:,} of {counted(numbers.numbers, 'number')}."),
        (accounted, f"Every number of the release is accounted for, {numbers.numbers:,} in all."),
        (totals.notes, f"{counted(totals.notes, 'finding')} for information only."),
        (totals.waived, f"Waivers cover {counted(totals.waived, 'finding')}."),
        *((True, sentence) for sentence in _known(report)),
        *((len(held.aside), _set_aside(held)) for held in report.records),
    )
    return [sentence for holds, sentence in facts if holds]


def _known(report: Report) -> list[str]:
    """What a baseline has of the report, and what it is worth."""
    if report.compared is None:
        return []
    held = report.compared
    said = f"The baseline knows {held.known:,} of these, {held.new:,} are new: the exit code follows the new ones alone."
    return [said, f"It has {len(held.stale):,} more that fit nothing now: write it again."] if held.stale else [said]


def standing(report: Report, finding: Finding) -> str:
    """Whether a baseline has a finding, to be said behind its message; nothing where there is no baseline."""
    if report.compared is None or finding.waived is not None or finding.level is Level.NOTE:
        return ""
    return ", known" if finding.known else ", NEW"


def _set_aside(record: Record) -> str:
    files = counted(len(record.aside), "file")
    return f"{files} of the record {record.path} ({record.tool}) were set aside, not examined: they must not leave."


def steps(report: Report) -> list[str]:
    """What to do now, in order; the last step is to check again, or to submit."""
    totals = report.totals
    open_rules = {finding.rule for finding in report.findings if finding.waived is None}
    lacking = any(rule.rule not in open_rules for rule in rules_with(report, Outcome.UNDETERMINED))
    unsaid = totals.numbers.unexplained and not totals.blocked + totals.review and report.verdict is not Verdict.CLEAR
    todo = (
        (not totals.files, "Name the files or folders that are to leave."),
        (any(file.unread for file in report.files), "Make what was not examined readable, or take it out of the release."),
        (totals.blocked, "Correct every finding marked BLOCK; each says how."),
        (
            totals.review,
            "For every finding marked REVIEW, correct the table, or have whoever decides record a waiver in outcheck.yaml.",
        ),
        (lacking, "Give the rules that could not be answered what they lack."),
        (unsaid, "Say in outcheck.yaml what the numbers not understood are."),
        (rules_with(report, Outcome.NOT_ASKED), "Ask every rule: leave out --select and --ignore."),
    )
    said = [sentence for holds, sentence in todo if holds]
    if said:
        return [*said, "Check again. Submit nothing until the verdict is clear."]
    if report.verdict is not Verdict.CLEAR:
        return ["Have a person look at this report before anything leaves."]
    if report.values_shown:
        return ["Make this report again without --show-values, and submit the files together with that one."]
    if any(record.aside for record in report.records):
        return ["Submit the files together with this report, without those that were set aside."]
    return ["Submit the files together with this report."]


def hidden_cells(looked: Looked) -> str:
    """What became of the hidden cells, and for whom."""
    told = f"{counted(looked.cells, 'hidden cell')} looked at: {looked.exact:,} can be worked out, {looked.narrow:,} nearly"
    real = f" Of the rest, {looked.fractional:,} were bounded in real numbers: whole ones might tell more."
    return (
        f"{told}, {looked.undetermined:,} could not be settled.{real if looked.fractional else ''} Attacker: {looked.attacker}."
    )


def place_name(path: str, sheet: str = "", cells: str = "") -> str:
    """Where something stands, in words."""
    return ", ".join(part for part in (path, sheet and f"sheet {sheet}", cells) if part)


def beside(place: Place, finding: Finding) -> str:
    """A related place, said as shortly as the finding's own place allows."""
    if place.file != finding.place.file:
        return place_name(place.file, place.sheet, place.cell)
    return place.cell if place.sheet == finding.place.sheet and place.cell else place_name("", place.sheet, place.cell)


def value_of(finding: Finding, report: Report) -> str:
    """The value of a finding, or the words of a person, where the report may show them, else nothing."""
    if not report.values_shown or finding.value is None:
        return finding.said if report.values_shown else ""
    return f"{finding.value:.0f}" if finding.value.is_integer() else repr(finding.value)


def quiet_files(report: Report) -> list[FileReport]:
    """Files that were read whole and about which no rule found anything."""
    spoken = {finding.place.file for finding in report.findings}
    return [file for file in report.files if file.path not in spoken and not file.unread]
