"""Every way we know to carry something out of sight in a workbook, each beside an innocent twin that must stay quiet."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Literal

import numpy as np
from books import saved, strings_xml
from hidden.making import (
    BOOK,
    MAIN,
    SHEET,
    added,
    book,
    edited,
    parts,
    plain,
    png,
    related,
    two_sheets,
    with_chart,
    with_picture,
)
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat
from openpyxl.worksheet.datavalidation import DataValidation

DASH_FOR_ZERO = '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)'


@dataclass(frozen=True)
class Case:
    """What a check must find, and what it must not."""

    check: str
    name: str
    guilty: Callable[[], bytes]
    innocent: Callable[[], bytes] = plain
    suffix: str = "xlsx"

    def __str__(self) -> str:
        return f"{self.check}: {self.name}"


def styled(cell: str = "B2", value: str | float | None = None, **looks: object) -> bytes:
    """The small table with one cell in a style of its own, and another value where one is given."""
    made, sheet = book()
    for name, look in looks.items():
        setattr(sheet[cell], name, look)
    if value is not None:
        sheet[cell] = value
    return saved(made)


def fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def hidden_row(**looks: object) -> bytes:
    made, sheet = book()
    for name, look in looks.items():
        setattr(sheet.row_dimensions[3], name, look)
    return saved(made)


def hidden_column(**looks: object) -> bytes:
    made, sheet = book()
    for name, look in looks.items():
        setattr(sheet.column_dimensions["B"], name, look)
    return saved(made)


def filtered(*, out: bool) -> bytes:
    made, sheet = book()
    sheet.auto_filter.ref = "A1:B4"
    sheet.auto_filter.add_filter_column(0, ["North", "England"] if out else ["North", "South", "England"])
    sheet.row_dimensions[3].hidden = out
    return saved(made)


def without_height(row: int) -> bytes:
    return edited(with_note_below(), SHEET, f'<row r="{row}"', f'<row r="{row}" ht="0" customHeight="1"')


def without_width(column: int) -> bytes:
    cols = f'<cols><col min="{column}" max="{column}" width="0" customWidth="1"/></cols>'
    return edited(plain(), SHEET, "<sheetData>", f"{cols}<sheetData>")


def with_note_below() -> bytes:
    """The table, an empty row that is written out, and a note."""
    made, sheet = book()
    sheet["A7"] = "Source: a survey"
    sheet.row_dimensions[6].height = 5
    data = saved(made)
    return edited(data, SHEET, '<row r="6" ht="5" customHeight="1"', '<row r="6"')


def hidden_chart_sheet(state: Literal["visible", "hidden"]) -> bytes:
    made, _ = book()
    made.create_chartsheet("Chart1").sheet_state = state
    return saved(made)


def conditional(style: DifferentialStyle) -> bytes:
    made, sheet = book()
    rule = FormulaRule(formula=["B2<200"])  # type: ignore[no-untyped-call]
    rule.dxf = style
    sheet.conditional_formatting.add("B2:B4", rule)
    return saved(made)


def conditional_colour(text: str, background: str) -> bytes:
    made, sheet = book()
    rule = CellIsRule(operator="lessThan", formula=["200"], font=Font(color=text), fill=PatternFill(bgColor=background))  # type: ignore[no-untyped-call]
    sheet.conditional_formatting.add("B2:B4", rule)
    return saved(made)


def data_bar(show: str) -> bytes:
    rule = (
        f'<conditionalFormatting sqref="B2:B4"><cfRule type="dataBar" priority="1"><dataBar showValue="{show}">'
        '<cfvo type="min"/><cfvo type="max"/><color rgb="FF638EC6"/></dataBar></cfRule></conditionalFormatting>'
    )
    return edited(plain(), SHEET, "<pageMargins", f"{rule}<pageMargins")


def newer_conditional(look: str) -> bytes:
    """A condition that looks at another sheet, which Excel 2010 and later keep beside the old ones, its look within it."""
    rule = (
        '<extLst><ext xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main" '
        'uri="{78C0D931-6437-407d-A8EE-F0AAD7539E65}"><x14:conditionalFormattings>'
        '<x14:conditionalFormatting xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
        '<x14:cfRule type="expression" priority="1" id="{0A6A0F2B-4B2C-4B6B-8F3B-000000000001}"><xm:f>B2&lt;200</xm:f>'
        f"<x14:dxf>{look}</x14:dxf></x14:cfRule><xm:sqref>B2:B4</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst>"
    )
    return edited(plain(), SHEET, "</worksheet>", f"{rule}</worksheet>")


def rich_text(colour: str) -> bytes:
    run = f'<r><t>No</t></r><r><rPr><color rgb="{colour}"/></rPr><t>rth</t></r>'
    return edited(plain(), SHEET, "<t>North</t>", run)


def shared_rich_text(colour: str) -> bytes:
    run = f'<r><t>No</t></r><r><rPr><color rgb="{colour}"/></rPr><t>rth</t></r>'
    return with_shared(run)


def with_shared(first: str, *more: str) -> bytes:
    """The table with the text of A2 in the list of shared texts, where it is the first."""
    data = edited(plain(), SHEET, '<c r="A2" t="inlineStr"><is><t>North</t></is></c>', '<c r="A2" t="s"><v>0</v></c>')
    return related(data, "sharedStrings", "xl/sharedStrings.xml", strings_xml(first, *more))


def pivot(definition: str, records: str = "") -> bytes:
    data = related(plain(), "pivotCacheDefinition", "xl/pivotCache/pivotCacheDefinition1.xml", definition)
    if not records:
        return data
    holder = "xl/pivotCache/pivotCacheDefinition1.xml"
    return related(data, "pivotCacheRecords", "xl/pivotCache/pivotCacheRecords1.xml", records, holder=holder)


FIELDS = (
    f'<pivotCacheDefinition xmlns="{MAIN}"><cacheSource type="worksheet"/>'
    '<cacheFields><cacheField name="Region"><sharedItems>{items}</sharedItems></cacheField></cacheFields></pivotCacheDefinition>'
)
RECORDS = f'<pivotCacheRecords xmlns="{MAIN}"><r><s v="North"/></r></pivotCacheRecords>'


def linked_book(content: str) -> bytes:
    link = f'<externalLink xmlns="{MAIN}"><externalBook>{content}</externalBook></externalLink>'
    return related(plain(), "externalLink", "xl/externalLinks/externalLink1.xml", link)


def hyperlink(target: str) -> bytes:
    made, sheet = book()
    sheet["A6"] = "Source"
    sheet["A6"].hyperlink = target
    return saved(made)


def formula(text: str = "SUM(B2:B3)") -> bytes:
    data = edited(plain(), SHEET, '<c r="B4" t="n"><v>250</v></c>', f'<c r="B4"><f>{text}</f><v>250</v></c>')
    return edited(data, BOOK, ' fullCalcOnLoad="1"', "")


def commented() -> bytes:
    made, sheet = book()
    sheet["B2"].comment = Comment("was seven", "J. Smith")
    return saved(made)


def properties(**said: str) -> bytes:
    made, _ = book()
    for name, text in said.items():
        setattr(made.properties, name, text)
    return saved(made)


def custom_property(name: str) -> bytes:
    made, _ = book()
    made.custom_doc_props.append(StringProperty(name=name, value="x"))  # type: ignore[attr-defined]
    return saved(made)


def footer(text: str) -> bytes:
    made, sheet = book()
    sheet.oddFooter.center.text = text  # type: ignore[union-attr]
    return saved(made)


def validated(formula1: str, *, data: bytes | None = None) -> bytes:
    if data is not None:
        found = f'<dataValidations><dataValidation type="list" sqref="A2:A3"><formula1>{formula1}</formula1></dataValidation>'
        return edited(data, SHEET, "<pageMargins", f"{found}</dataValidations><pageMargins")
    made, sheet = book()
    validation = DataValidation(type="list", formula1=formula1)
    validation.add("A2:A3")
    sheet.add_data_validation(validation)
    return saved(made)


def newer_validation(reference: str) -> bytes:
    listed = (
        '<extLst><ext><x14:dataValidations xmlns:x14="urn:x14" xmlns:xm="urn:xm"><x14:dataValidation type="list">'
        f"<x14:formula1><xm:f>{reference}</xm:f></x14:formula1><xm:sqref>A2</xm:sqref></x14:dataValidation>"
        "</x14:dataValidations></ext></extLst></worksheet>"
    )
    return edited(plain(), SHEET, "</worksheet>", listed)


def named(text: str, name: str = "areas", *, hidden: bool = False, state: str = "visible") -> bytes:
    said = ' hidden="1"' if hidden else ""
    entry = f'<definedNames><definedName name="{name}"{said}>{text}</definedName></definedNames>'
    return edited(two_sheets(state), BOOK, "</sheets>", f"</sheets>{entry}")


def commented_zip() -> bytes:
    stream = io.BytesIO(plain())
    with zipfile.ZipFile(stream, "a") as archive:
        archive.comment = b"left by a program"
    return stream.getvalue()


def gap_in_zip() -> bytes:
    """Bytes between the last part and the list of parts, which is then moved."""
    data = plain()
    at = data.rfind(b"PK\x05\x06")
    start = int.from_bytes(data[at + 16 : at + 20], "little")
    hidden = b"nobody reads this"
    moved = data[at : at + 16] + (start + len(hidden)).to_bytes(4, "little") + data[at + 20 :]
    return data[:start] + hidden + data[start:at] + moved


def shape(text: str) -> bytes:
    body = f"<xdr:txBody><a:p><a:r>{text}</a:r></a:p></xdr:txBody>"
    drawing = f'<xdr:wsDr xmlns:xdr="urn:d" xmlns:a="urn:a"><xdr:sp>{body}</xdr:sp></xdr:wsDr>'
    return related(plain(), "drawing", "xl/drawings/drawing1.xml", drawing, holder=SHEET)


def random_bytes(size: int) -> bytes:
    return np.random.default_rng(6).bytes(size)


def many_cells() -> bytes:
    made, sheet = book()
    numbers = np.random.default_rng(6).integers(100, 10**6, 6000).tolist()
    for row in range(6, 6000):
        sheet.append([f"Area {row}", numbers[row] * 10])
    return saved(made)


def ghosts() -> bytes:
    """Thousands of cells without content whose styles and names alone make the file large."""
    noise = random_bytes(9000 * 30).hex()
    cells = "".join(f'<row r="{row}"><c r="A{row}" zz="{noise[60 * row : 60 * row + 60]}"/></row>' for row in range(10, 8990))
    return edited(plain(), SHEET, "</sheetData>", f"{cells}</sheetData>")


def beside_cells(element: str) -> bytes:
    return edited(plain(), SHEET, "<pageMargins", f"{element}<pageMargins")


def in_book(element: str) -> bytes:
    return edited(plain(), BOOK, "</sheets>", f"</sheets>{element}")


WHITE_FONT = Font(color="FFFFFFFF")
AGREEING = (120, 130, 250)
VISIBLE = "'Table 1'!$B$2:$B$4"


def cases() -> Iterator[Case]:
    """All of them."""
    yield from _of_sheets_and_cells()
    yield from _of_texts()
    yield from _of_caches()
    yield from _of_links_and_objects()
    yield from _of_documents()
    yield from _of_packages()


def _of_sheets_and_cells() -> Iterator[Case]:
    yield Case("hidden-sheet", "a hidden sheet", lambda: two_sheets("hidden"), two_sheets)
    yield Case("hidden-sheet", "a very hidden sheet", lambda: two_sheets("veryHidden"), two_sheets)
    yield Case(
        "hidden-sheet", "a hidden sheet of a chart", lambda: hidden_chart_sheet("hidden"), lambda: hidden_chart_sheet("visible")
    )
    yield Case("hidden-cells", "a hidden row", lambda: hidden_row(hidden=True), lambda: hidden_row(height=20))
    yield Case("hidden-cells", "a row without height", lambda: without_height(3), lambda: without_height(6))
    yield Case("hidden-cells", "a hidden column", lambda: hidden_column(hidden=True), lambda: hidden_column(width=3))
    yield Case("hidden-cells", "a column without width", lambda: without_width(2), lambda: without_width(9))
    yield Case("hidden-cells", "a row that a filter leaves out", lambda: filtered(out=True), lambda: filtered(out=False))
    yield Case(
        "hidden-cells",
        "a collapsed group",
        lambda: hidden_row(outlineLevel=1, hidden=True),
        lambda: hidden_row(outlineLevel=1),
    )
    for shown, value, whole in (("0", 120.4, 120), ("0.0", 120.46, 120.5), ("0%", 1.204, 1.2), ("#,##0,", 120400, 120000)):
        yield Case(
            "hidden-precision",
            f"{value} in the format {shown}",
            partial(styled, value=value, number_format=shown),
            partial(styled, value=whole, number_format=shown),
        )


def _of_texts() -> Iterator[Case]:
    yield Case(
        "hidden-text", "white on white", lambda: styled(font=WHITE_FONT), lambda: styled(font=WHITE_FONT, fill=fill("FF1F3864"))
    )
    yield Case(
        "hidden-text",
        "grey on the same grey",
        lambda: styled(font=Font(color="FFD9D9D9"), fill=fill("FFD9D9D9")),
        lambda: styled(font=Font(color="FF808080"), fill=fill("FFD9D9D9")),
    )
    yield Case(
        "hidden-text",
        "the theme's background as the colour of text",
        lambda: styled(font=Font(color=Color(theme=0))),
        lambda: styled(font=Font(color=Color(theme=1))),
    )
    yield Case(
        "hidden-text",
        "an indexed white",
        lambda: styled(font=Font(color=Color(indexed=9))),
        lambda: styled(font=Font(color=Color(indexed=8))),
    )
    yield Case("hidden-text", "text of one point", lambda: styled(font=Font(size=1)), lambda: styled(font=Font(size=8)))
    yield Case("hidden-text", "a number shown as nothing", lambda: styled(number_format=";;;"), lambda: styled(number_format="0"))
    yield Case(
        "hidden-text",
        "a text shown as nothing",
        lambda: styled("A2", number_format=";;;"),
        lambda: styled("A2", number_format="0;-0;0;@"),
    )
    yield Case(
        "hidden-text",
        "a small number shown as a marker",
        lambda: styled(number_format='[<200]"[c]";0'),
        lambda: styled(number_format='[<100]"[c]";0'),
    )
    yield Case("hidden-text", "any number shown as a marker", lambda: styled(number_format='"[c]"'), lambda: styled(value="[c]"))
    yield Case(
        "hidden-text",
        "a negative number shown as nothing",
        lambda: styled(value=-120, number_format="0;;0"),
        lambda: styled(number_format=DASH_FOR_ZERO),
    )
    yield Case(
        "hidden-text",
        "a conditional format that shows nothing",
        lambda: conditional(DifferentialStyle(numFmt=NumberFormat(200, ";;;"))),
        lambda: conditional(DifferentialStyle(font=Font(bold=True))),
    )
    yield Case(
        "hidden-text",
        "a conditional format in one colour",
        lambda: conditional_colour("FFFF0000", "FFFF0000"),
        lambda: conditional_colour("FF9C0006", "FFFFC7CE"),
    )
    yield Case(
        "hidden-text",
        "a conditional format of newer Excel in white",
        lambda: newer_conditional('<font><color rgb="FFFFFFFF"/></font>'),
        lambda: newer_conditional(
            '<font><color rgb="FF9C0006"/></font><fill><patternFill><bgColor rgb="FFFFC7CE"/></patternFill></fill>'
        ),
    )
    yield Case(
        "hidden-text",
        "a conditional format of newer Excel in the colour of the theme",
        lambda: newer_conditional('<font><color theme="0"/></font>'),
        lambda: newer_conditional('<font><color theme="1"/></font>'),
    )
    yield Case(
        "hidden-text",
        "a conditional format of newer Excel that shows nothing",
        lambda: newer_conditional('<numFmt numFmtId="164" formatCode=";;;"/>'),
        lambda: newer_conditional('<numFmt numFmtId="164" formatCode="0.0"/>'),
    )
    yield Case("hidden-text", "bars in place of numbers", lambda: data_bar("0"), lambda: data_bar("1"))
    yield Case("hidden-text", "a part of a text in white", lambda: rich_text("FFFFFFFF"), lambda: rich_text("FFFF0000"))
    yield Case(
        "hidden-text", "a shared text in white", lambda: shared_rich_text("FFFFFFFF"), lambda: shared_rich_text("FFFF0000")
    )


def _of_caches() -> Iterator[Case]:
    yield Case("pivot-cache", "records", lambda: pivot(FIELDS.format(items='<s v="North"/>'), RECORDS))
    yield Case("pivot-cache", "distinct values", lambda: pivot(FIELDS.format(items='<s v="North"/>')))
    yield Case("pivot-cache", "names of fields", lambda: pivot(FIELDS.format(items="")))
    yield Case("pivot-cache", "a slicer", lambda: related(plain(), "slicerCache", "xl/slicerCaches/slicerCache1.xml"))

    def agreeing() -> bytes:
        return with_chart(VISIBLE, AGREEING)

    hidden = "Workings!$B$2:$B$4"
    yield Case(
        "chart-cache",
        "numbers of a hidden sheet",
        lambda: with_chart(hidden, AGREEING, sheets=two_sheets("hidden")),
        lambda: with_chart(hidden, AGREEING, sheets=two_sheets()),
    )
    yield Case(
        "unexamined-content",
        "a chart whose title says a count",
        lambda: with_chart(VISIBLE, AGREEING, title="Learners by region, N = 253"),
        lambda: with_chart(VISIBLE, AGREEING, title="Key stage 4 learners by region, 2019 to 2024"),
    )
    yield Case("chart-cache", "numbers of a deleted sheet", lambda: with_chart("Extract!$B$2:$B$4", AGREEING), agreeing)
    yield Case("chart-cache", "numbers of another workbook", lambda: with_chart("[1]Data!$B$2:$B$4", AGREEING), agreeing)
    yield Case("chart-cache", "other numbers than the cells hold", lambda: with_chart(VISIBLE, (117, 133, 250)), agreeing)
    yield Case("chart-cache", "numbers of no cell", lambda: with_chart("", (117,), literal=True), agreeing)
    yield Case("chart-cache", "numbers of a broken reference", lambda: with_chart("#REF!", AGREEING), agreeing)
    yield Case(
        "chart-cache",
        "numbers of a hidden row",
        lambda: with_chart(VISIBLE, AGREEING, sheets=hidden_row(hidden=True)),
        lambda: with_chart(VISIBLE, AGREEING, sheets=hidden_row(height=20)),
    )
    yield Case(
        "chart-cache",
        "numbers behind a defined name",
        lambda: with_chart("areas", AGREEING, sheets=named("Workings!$B$2:$B$4", state="hidden")),
        lambda: with_chart("areas", AGREEING, sheets=named("Workings!$B$2:$B$4")),
    )
    yield Case(
        "chart-cache",
        "a list of two places, one of them gone",
        lambda: with_chart("('Table 1'!$B$2,Extract!$B$3)", (120,)),
        lambda: with_chart("('Table 1'!$B$2,'Table 1'!$B$4)", (120, 250)),
    )


def _of_links_and_objects() -> Iterator[Case]:
    kept = '<sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1"><v>7</v></cell></row></sheetData></sheetDataSet>'
    yield Case("external-link", "values of another workbook", lambda: linked_book(kept))
    yield Case("external-link", "another workbook", lambda: linked_book("<sheetNames/>"))
    yield Case("external-link", "another program", lambda: linked_book("</externalBook><ddeLink/><externalBook>"))
    for target in ("file:///C:/Users/jsmith/extract.csv", r"\\server\project\extract.csv", "../secret/extract.xlsx"):
        yield Case(
            "external-link",
            f"a hyperlink to {target[:7]}",
            partial(hyperlink, target),
            lambda: hyperlink("https://www.example.org/source"),
        )
    yield Case(
        "external-link",
        "a picture from outside",
        lambda: related(plain(), "image", "file:///C:/a.png", holder=SHEET, mode="External"),
        lambda: hyperlink("mailto:statistics@example.org"),
    )
    yield Case("comment", "a note", commented)
    threads = (
        '<ThreadedComments xmlns="urn:t"><threadedComment ref="B2"><text>was seven</text></threadedComment></ThreadedComments>'
    )
    yield Case(
        "comment",
        "a thread of comments",
        lambda: related(plain(), "threadedComment", "xl/threadedComments/t1.xml", threads, holder=SHEET),
    )
    yield Case(
        "comment",
        "a list of persons",
        lambda: related(plain(), "person", "xl/persons/person.xml", '<personList><person displayName="J. Smith"/></personList>'),
        lambda: related(plain(), "person", "xl/persons/person.xml", "<personList/>"),
    )
    for kind, part in (("oleObject", "oleObject1.bin"), ("package", "Workbook1.xlsx"), ("control", "activeX1.xml")):
        yield Case(
            "embedded-object",
            kind,
            partial(related, plain(), kind, f"xl/embeddings/{part}", b"\x00x", holder=SHEET),
        )
    yield Case("embedded-object", "a form", lambda: related(plain(), "ctrlProp", "xl/ctrlProps/ctrlProp1.xml", holder=SHEET))
    yield Case(
        "macro", "a project of macros", lambda: related(plain(), "vbaProject", "xl/vbaProject.bin", b"\x00"), suffix="xlsm"
    )
    yield Case("macro", "a ribbon", lambda: related(plain(), "extensibility", "customUI/customUI.xml", holder=""))
    yield Case("macro", "a web add-in", lambda: related(plain(), "webextension", "xl/webextensions/w1.xml", holder=""))
    yield Case("macro", "a sheet of macros", lambda: related(plain(), "xlMacrosheet", "xl/macrosheets/sheet1.xml"))
    yield Case(
        "stray-part",
        "a sheet that the workbook does not list",
        lambda: related(plain(), "worksheet", "xl/worksheets/sheet7.xml", parts(plain())[SHEET]),
    )
    yield Case(
        "unexamined-content",
        "data that only bears the name of something harmless",
        lambda: related(plain(), "calcChain", "xl/calcChain.xml", RECORDS),
        lambda: related(plain(), "calcChain", "xl/calcChain.xml", f'<?xml version="1.0"?><calcChain xmlns="{MAIN}"/>'),
    )
    yield Case(
        "hidden-text",
        "phonetic aids",
        lambda: with_shared('<t>North</t><rPh sb="0" eb="1"><t>Ashfield</t></rPh>'),
        lambda: with_shared('<t>North</t><phoneticPr fontId="1"/>'),
    )
    yield Case("formula", "a sum", formula)
    for kind, part in (("connections", "xl/connections.xml"), ("model", "xl/model/item.data")):
        yield Case("data-connection", kind, partial(related, plain(), kind, part))
    yield Case("data-connection", "a query table", lambda: related(plain(), "queryTable", "xl/queryTables/q1.xml", holder=SHEET))
    mashup = "<DataMashup>AAAA</DataMashup>".encode("utf-16")
    yield Case("data-connection", "Power Query", lambda: related(plain(), "customXml", "customXml/item1.xml", mashup))


def _of_documents() -> Iterator[Case]:
    yield Case("document-properties", "an author", lambda: properties(creator="J. Smith"), lambda: properties(creator="openpyxl"))
    yield Case("document-properties", "the last one who changed it", lambda: properties(lastModifiedBy="J. Smith"))
    yield Case("document-properties", "a remark", lambda: properties(description="seven hidden in North"))
    yield Case("document-properties", "keywords", lambda: properties(keywords="police"))
    yield Case(
        "document-properties",
        "a company",
        lambda: edited(plain(), "docProps/app.xml", "</Properties>", "<Company>A Ltd</Company></Properties>"),
        lambda: edited(plain(), "docProps/app.xml", "</Properties>", "<Company></Company></Properties>"),
    )
    yield Case("document-properties", "a property of somebody's own", lambda: custom_property("Checked by"))
    yield Case(
        "document-properties",
        "the folder it lay in",
        lambda: in_book(r'<x15ac:absPath xmlns:x15ac="urn:x15ac" url="C:\Users\jsmith\extract\"/>'),
    )
    yield Case(
        "document-properties", "a printer", lambda: related(plain(), "printerSettings", "xl/p1.bin", b"\x00", holder=SHEET)
    )
    yield Case("document-properties", "a footer with the folder", lambda: footer("&Z&F"), lambda: footer("&P"))
    yield Case("custom-xml", "data of a form", lambda: related(plain(), "customXml", "customXml/item1.xml", "<form/>"))
    yield Case("custom-xml", "maps", lambda: related(plain(), "xmlMaps", "xl/xmlMaps.xml"))
    yield Case(
        "custom-xml", "a property of a sheet", lambda: related(plain(), "customProperty", "xl/c1.bin", b"\x00", holder=SHEET)
    )
    yield Case("sensitivity-label", "in a property", lambda: custom_property("MSIP_Label_0a1b_Name"))
    yield Case(
        "sensitivity-label",
        "in a part of its own",
        lambda: related(plain(), "classificationlabels", "docMetadata/LabelInfo.xml", "<labels><label/></labels>", holder=""),
    )
    yield Case(
        "data-validation-list",
        "kept with the cells",
        lambda: validated('"North,South,Ashfield"'),
        lambda: validated("$A$2:$A$3"),
    )
    yield Case(
        "data-validation-list",
        "of a hidden sheet",
        lambda: validated("Workings!$A$2:$A$4", data=two_sheets("hidden")),
        lambda: validated("Workings!$A$2:$A$4", data=two_sheets()),
    )
    yield Case(
        "data-validation-list",
        "of a hidden column",
        lambda: validated("$B$2:$B$4", data=hidden_column(hidden=True)),
        lambda: validated("$B$2:$B$4", data=hidden_column(width=9)),
    )
    yield Case(
        "data-validation-list",
        "in the newer form",
        lambda: newer_validation("Extract!$A$2:$A$4"),
        lambda: newer_validation("'Table 1'!$A$2:$A$4"),
    )
    yield Case(
        "defined-name",
        "of a hidden sheet",
        lambda: named("Workings!$A$1:$B$4", state="hidden"),
        lambda: named("Workings!$A$1:$B$4"),
    )
    yield Case("defined-name", "of a deleted place", lambda: named("#REF!$A$1"), lambda: named("Workings!$A:$B"))
    yield Case("defined-name", "of another workbook", lambda: named("[1]Data!$A$1"), lambda: named("Workings!$1:$4"))
    yield Case("defined-name", "with values of its own", lambda: named("{7,3,5}"), lambda: named("Workings!$A$1,Workings!$B$2"))
    yield Case(
        "defined-name",
        "that is hidden",
        lambda: named("Workings!$A$1:$B$4", hidden=True),
        lambda: named("Workings!$A$1:$B$4", "_xlnm._FilterDatabase", hidden=True),
    )


def _of_packages() -> Iterator[Case]:
    yield Case("oversized-file", "pictures that nobody needs", lambda: with_picture(png() + random_bytes(400_000)), many_cells)
    yield Case("oversized-file", "thousands of empty cells", ghosts, many_cells)
    yield Case("trailing-content", "a remark in the package", commented_zip)
    yield Case("trailing-content", "bytes after the package", lambda: plain() + b"nobody reads this")
    yield Case("trailing-content", "bytes between parts", gap_in_zip)
    yield Case("trailing-content", "bytes after a picture", lambda: with_picture(png() + b"an archive"))
    yield Case("stray-part", "a sheet that was removed by half", lambda: added(plain(), {"xl/worksheets/sheet9.xml": "<x/>"}))
    yield Case("stray-part", "records of a removed pivot table", lambda: added(plain(), {"xl/pivotCache/r1.xml": RECORDS}))
    yield Case("stray-part", "a file that is none of Excel's", lambda: added(plain(), {"extract.csv": "a,b"}))
    yield Case(
        "leftover-data",
        "texts of deleted cells",
        lambda: with_shared("<t>North</t>", "<t>Ashfield High</t>"),
        lambda: with_shared("<t>North</t>", "<t>South</t>"),
    )
    scenario = '<scenarios><scenario name="s"><inputCells r="B2" val="117"/></scenario></scenarios>'
    yield Case("leftover-data", "a scenario", lambda: beside_cells(scenario))
    yield Case("leftover-data", "a log of changes", lambda: related(plain(), "revisionHeaders", "xl/revisions/h.xml"))
    yield Case(
        "leftover-data",
        "a view of one user",
        lambda: in_book('<customWorkbookViews><customWorkbookView name="J"/></customWorkbookViews>'),
    )
    yield Case("leftover-data", "linked data types", lambda: related(plain(), "rdRichValue", "xl/richData/rdrichvalue.xml"))
    yield Case("unexamined-content", "a picture", lambda: with_picture(png((b"Software", b"Matplotlib"))))
    yield Case(
        "unexamined-content",
        "text in a shape",
        lambda: shape("<a:t>117 in North</a:t>"),
        lambda: shape("<a:t></a:t>"),
    )
    yield Case("unexamined-content", "a diagram", lambda: related(plain(), "diagramData", "xl/diagrams/d1.xml", holder=SHEET))
    yield Case("unexamined-content", "a footer", lambda: footer("117 in North"), lambda: footer("Page &P of &N - &F"))
    yield Case("unexamined-content", "a part of an unknown type", lambda: related(plain(), "holoDeck", "xl/holo.xml"))
    yield Case("unexamined-content", "a preview", lambda: related(plain(), "thumbnail", "docProps/t.wmf", b"\x00", holder=""))
    yield Case(
        "unexamined-content",
        "a damaged part",
        lambda: related(plain(), "comments", "xl/comments1.xml", "<comments", holder=SHEET),
        lambda: related(plain(), "comments", "xl/comments1.xml", "<comments/>", holder=SHEET),
    )
    yield Case("document-properties", "a remark in a picture", lambda: with_picture(png((b"Author", b"J. Smith"))))
