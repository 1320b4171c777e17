"""The request form in Markdown, and what it still lacks: missing context is a frequent reason for a request to come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from outcheck.bundle.contents import Part
from outcheck.model.form import Form
from outcheck.model.report import Report
from outcheck.model.showing import in_markdown

_FIELDS = {
    "title": "title",
    "project": "project",
    "by": "who asks",
    "purpose": "purpose",
    "datasets": "datasets",
    "relation": "relation to earlier outputs",
}
_UNFILLED = "*not given*"


def missing(form: Form, report: Report) -> tuple[str, ...]:
    """What the form lacks, each by its name: fields, files without a description or sample, variables without a definition."""
    told = {note.path: note for note in form.files}
    lacking = [f"'{key}': {words}" for key, words in _FIELDS.items() if not getattr(form, key)]
    for file in report.files:
        note = told.get(file.path)
        lacking += [f"'description' of {file.path}"] * (note is None or not note.description)
        lacking += [f"'sample' of {file.path}: who is in it, and how many"] * (note is None or not note.sample)
    defined = dict(form.variables)
    lacking += [f"'variables': {name}" for name in _variables(report) if name not in defined]
    return tuple(lacking)


def written(form: Form, report: Report, evidence: Sequence[Part] = ()) -> str:
    """The form as Markdown, with everything that was asked, filled or not, and with what lies there that must not leave."""
    return "\n".join((*_lines(form, report), *_withheld(evidence))) + "\n"


def _lines(form: Form, report: Report) -> Iterator[str]:
    yield f"# {in_markdown(form.title) or 'Request'}"
    yield ""
    for key, words in _FIELDS.items():
        value = getattr(form, key)
        if key != "title":
            yield f"- {words}: {in_markdown(', '.join(value) if isinstance(value, tuple) else value) or _UNFILLED}"
    yield f"- verdict: {report.verdict.value}"
    told = {note.path: note for note in form.files}
    for file in report.files:
        note = told.get(file.path)
        yield from ("", f"## {in_markdown(file.path)}", "")
        yield f"- shows: {in_markdown(note.description) if note and note.description else _UNFILLED}"
        yield f"- sample: {in_markdown(note.sample) if note and note.sample else _UNFILLED}"
        tables = sum(table.file == file.path for table in report.tables)
        yield f"- holds: {tables} tables, {file.numbers.numbers} numbers; SHA-256 {file.sha256}"
    yield from _definitions(dict(form.variables), _variables(report))


def _withheld(evidence: Sequence[Part]) -> Iterator[str]:
    if evidence:
        yield from ("", "## Not for release", "", "Evidence for the checker, which leaves with nothing:", "")
        yield from (f"- {in_markdown(part.name)}, SHA-256 {part.sha256}" for part in evidence)


def _definitions(defined: Mapping[str, str], names: tuple[str, ...]) -> Iterator[str]:
    yield from ("", "## Variables", "")
    for name in dict.fromkeys((*names, *defined)):
        yield f"- {in_markdown(name)}: {in_markdown(defined.get(name, '')) or _UNFILLED}"


def _variables(report: Report) -> tuple[str, ...]:
    """Names of dimensions and measures as the files have them, each once."""
    names = [held.name for table in report.tables for held in table.dimensions]
    names += [held.name for table in report.tables for held in table.measures]
    return tuple(dict.fromkeys(name for name in names if name))
