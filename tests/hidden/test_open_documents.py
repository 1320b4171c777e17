"""OpenDocument spreadsheets, and what LibreOffice itself makes of workbooks: found where guilty, quiet where innocent."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from books import open_document

from outcheck.clearance import Request, check

MADE = Path(__file__).parent / "libreoffice"


def row(*cells: str, style: str = "") -> str:
    said = f' table:style-name="{style}"' if style else ""
    return "<table:table-row>" + "".join(_cell(cell, said) for cell in cells) + "</table:table-row>"


def _cell(text: str, said: str) -> str:
    kind = f'office:value-type="float" office:value="{text}"' if text.isdigit() else 'office:value-type="string"'
    return f"<table:table-cell{said} {kind}><text:p>{text}</text:p></table:table-cell>"


ROWS = row("Region", "Learners") + row("North", "120") + row("South", "130")


def coloured(text: str, background: str) -> str:
    looks = f'<style:table-cell-properties fo:background-color="{background}"/><style:text-properties fo:color="{text}"/>'
    return f'<style:style style:name="ce1" style:family="table-cell">{looks}</style:style>'


def told(data: bytes, folder: Path) -> set[str]:
    path = folder / "regions.ods"
    path.write_bytes(data)
    report = check(Request(paths=(path,)), today=date(2026, 11, 24))
    return {finding.check for finding in report.findings if finding.code.startswith("OC5")} - {"file-type"}


def named(place: str) -> str:
    entry = f'<table:named-range table:name="n" table:cell-range-address="{place}"/>'
    return f"<table:named-expressions>{entry}</table:named-expressions>"


def listed(condition: str) -> str:
    entry = f'<table:content-validation table:name="v" table:condition="cell-content-is-in-list({condition})"/>'
    return f"<table:content-validations>{entry}</table:content-validations>"


FORMULA = ROWS.replace('office:value="130"', 'office:value="130" table:formula="of:=[.B2]+10"')
NOTE = ROWS.replace("<text:p>130</text:p>", "<text:p>130</text:p><office:annotation><text:p>was 7</text:p></office:annotation>")
PILOT = '<table:data-pilot-tables><table:data-pilot-table table:name="p"/></table:data-pilot-tables>'
SHAPE = "<table:shapes><draw:custom-shape xmlns:draw='urn:d'><text:p>117</text:p></draw:custom-shape></table:shapes>"
META = (
    '<office:document-meta xmlns:office="urn:o" xmlns:dc="urn:d"><office:meta><dc:creator>{}</dc:creator></office:meta>'
    "</office:document-meta>"
)


@pytest.mark.parametrize(
    ("name", "guilty", "innocent"),
    [
        ("formula", open_document({"T": FORMULA}), open_document({"T": ROWS})),
        ("comment", open_document({"T": NOTE}), open_document({"T": ROWS})),
        (
            "hidden-text",
            open_document({"T": ROWS + row("West", "140", style="ce1")}, styles=coloured("#ffffff", "#ffffff")),
            open_document({"T": ROWS + row("West", "140", style="ce1")}, styles=coloured("#ffffff", "#1f3864")),
        ),
        ("pivot-cache", open_document({"T": ROWS}, around=PILOT), open_document({"T": ROWS})),
        (
            "defined-name",
            open_document({"T": ROWS}, around=named("$Gone.$A$1")),
            open_document({"T": ROWS}, around=named("$T.$A$1:.$B$3")),
        ),
        (
            "data-validation-list",
            open_document({"T": ROWS}, around=listed("&quot;North&quot;;&quot;Ashfield&quot;")),
            open_document({"T": ROWS}, around=listed("[$T.$A$2:.$A$3]")),
        ),
        ("unexamined-content", open_document({"T": SHAPE + ROWS}), open_document({"T": ROWS})),
        (
            "document-properties",
            open_document({"T": ROWS}, parts={"meta.xml": META.format("J. Smith")}),
            open_document({"T": ROWS}, parts={"meta.xml": META.format("")}),
        ),
    ],
)
def test_what_an_open_document_carries_is_found_and_its_twin_is_quiet(
    name: str, guilty: bytes, innocent: bytes, tmp_path: Path
) -> None:
    assert name in told(guilty, tmp_path)
    assert told(innocent, tmp_path) == set()


def test_a_part_that_the_manifest_does_not_list_is_stray(tmp_path: Path) -> None:
    manifest = (
        '<m:manifest xmlns:m="urn:m"><m:file-entry m:full-path="content.xml" m:media-type="text/xml"/>'
        '<m:file-entry m:full-path="extract.csv" m:media-type="text/csv"/></m:manifest>'
    )
    data = open_document({"T": ROWS}, parts={"META-INF/manifest.xml": manifest, "extract.csv": "a,b"})
    assert "stray-part" not in told(data, tmp_path)
    data = open_document({"T": ROWS}, parts={"META-INF/manifest.xml": manifest, "other.csv": "a,b"})
    assert "stray-part" in told(data, tmp_path)


@pytest.mark.parametrize(
    ("file", "wanted"),
    [
        (
            "guilty.ods",
            {"hidden-sheet", "comment", "formula", "data-validation-list", "hidden-cells", "unexamined-content", "chart-cache"},
        ),
        ("guilty.xlsx", {"hidden-sheet", "comment", "formula", "data-validation-list", "hidden-cells", "chart-cache"}),
        ("guilty.xls", {"hidden-sheet", "comment", "formula", "data-validation-list", "hidden-cells", "unexamined-content"}),
        ("innocent.ods", {"unexamined-content"}),  # the preview picture that LibreOffice puts into each file
        ("innocent.xlsx", set()),
        ("innocent.xls", {"unexamined-content"}),  # old workbooks can be examined only in part, which is said
    ],
)
def test_files_that_libreoffice_made_are_told_as_they_are(file: str, wanted: set[str]) -> None:
    report = check(Request(paths=(MADE / file,)), today=date(2026, 11, 24))
    assert {finding.check for finding in report.findings if finding.code.startswith("OC5")} - {"file-type"} == wanted
