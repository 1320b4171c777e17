"""Proofs as they are drawn: the boxes are the cells of the proof, and with their numbers they add up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from renderers import reports
from renderers.pieces import EARNINGS

from outcheck.clearance import Request, check
from outcheck.model.deduction import Evidence, Proof
from outcheck.model.finding import Finding
from outcheck.model.places import Place
from outcheck.model.report import Drawing, DrawnCell, Report, Role
from outcheck.renderers.certificates import Certificate, certificate
from outcheck.renderers.drawings import Drawings
from outcheck.renderers.grouping import gather
from outcheck.renderers.html import render

RELEASE = reports.ROOT / "samples" / "leo-release" / "release"
SIGNS = {"=": 1, "+": 1, "−": -1}


def drawn(finding: Finding, report: Report) -> Certificate:
    made = certificate(finding, Drawings(report, gather(report).groups))
    assert made is not None
    return made


def at(cell: str) -> Place:
    return Place(EARNINGS, "Table 1", cell)


def proven(proof: Proof, *, related: tuple[Place, ...] = (), cells: int = 1) -> tuple[Finding, Report]:
    """The full report, its first finding in the earnings proven so."""
    report = reports.full()
    number = next(number for number, held in enumerate(report.findings) if held.place == at("D7"))
    held = replace(report.findings[number], proof=proof, related=related, cells=cells)
    return held, replace(report, findings=(*report.findings[:number], held, *report.findings[number + 1 :]))


def written(made: Certificate) -> list[str]:
    return [" ".join(f"{term.sign} {term.name}".strip() for term in equation.terms) for equation in made.equations]


def test_the_numbers_in_the_boxes_add_up_to_the_bounds_of_what_is_sought() -> None:
    report = check(Request(paths=(RELEASE,), show_values=True), today=date(2026, 11, 24))
    bounds = {held.place: held for looked in report.looked for table in looked.tables for held in table.bounds}
    proofs = [held for held in report.findings if held.proof and held.proof.exactly]
    assert len(proofs) > 5
    for held in proofs:
        (equation,) = drawn(held, report).equations
        sought, *terms = equation.terms
        assert (sought.sought, sought.name) == (True, held.place.cell)
        total = sum(SIGNS[term.sign] * float(term.text) for term in terms)
        assert bounds[held.place].lower <= total <= bounds[held.place].upper


def test_boxes_link_to_their_cells_and_say_what_tells_them_apart() -> None:
    report = reports.EVERY["real"]
    held = next(held for held in report.findings if held.place == Place("apprenticeships-attainment.csv", "", "C7"))
    (equation,) = drawn(held, report).equations
    assert [(term.name, term.labels) for term in equation.terms] == [
        ("C7", ("Higher (level 4 and above)",)),
        ("apprenticeships-sector.csv, E4", ("Arts, Media and Publishing", "Total")),
        ("C5", ("Intermediate (level 2)",)),
        ("C6", ("Advanced (level 3)",)),
    ]
    page = render(report)
    assert all(f'id="{term.target}"' in page for term in equation.terms)
    assert not any(letter.isdigit() for term in equation.terms for letter in term.text)


def test_a_difference_between_printed_cells_leaves_something_that_has_no_cell() -> None:
    proof = Proof("D7 − D8", ((at("D7"), 1.0), (at("D8"), -1.0)), (), "outsider")
    assert written(drawn(*proven(proof))) == ["what is left = D7 − D8"]


def test_what_cells_come_to_together_is_drawn_as_their_sum() -> None:
    proof = Proof("D7 + D8 = D12 − 2 × D9", ((at("D12"), 1.0), (at("D9"), -2.0)), (), "outsider")
    finding, report = proven(proof, related=(at("D8"),), cells=2)
    assert written(drawn(finding, report)) == ["D7 + D8 = D12 − 2 × D9"]


def test_relations_that_leave_one_solution_are_drawn_one_below_the_other_and_the_rest_is_counted() -> None:
    row = Evidence("sum", (at("D12"),), tuple(at(f"D{number}") for number in range(6, 12)))
    share = Evidence("share", (at("D7"),), (Place("other.csv", "", "B2"), at("D12")))
    means = Evidence("products", (at("E12"), at("D12")), (at("E7"), at("D7"), at("E8"), at("D8")))
    made = drawn(*proven(Proof("They have no other solution", (), (row, share, means, row, row, row), "outsider")))
    assert written(made)[:3] == [
        "D12 = D6 + D7 + D8 + D9 + D10 + D11",
        "D7 = other.csv, B2 % of D12",
        "E12 × D12 = E7 × D7 + E8 × D8",
    ]
    assert (len(made.equations), made.left_out) == (4, 2)


def test_of_a_long_sum_the_first_boxes_are_drawn_and_the_others_counted() -> None:
    terms = tuple((Place("long.csv", "", f"B{row}"), -1.0) for row in range(2, 42))
    (equation,) = drawn(*proven(Proof("D7 is the rest", ((at("D12"), 1.0), *terms), (), "outsider"))).equations
    assert len(equation.terms) + equation.left_out == 42
    assert len(equation.terms) == 12


def test_a_finding_that_speaks_of_more_cells_than_can_be_drawn_keeps_its_words() -> None:
    finding, report = proven(Proof("in words", ((at("D12"), 1.0),), (), "outsider"), related=(at("B6:E12"),), cells=29)
    assert certificate(finding, Drawings(report, gather(report).groups)) is None
    assert "<td>in words</td>" in render(report)


def test_what_is_under_a_merged_cell_is_told_by_its_text_and_by_no_neighbour() -> None:
    report = reports.clear()
    table = report.tables[0]

    def cell(address: str, text: str, across: int = 1, down: int = 1, role: Role = Role.HEADING) -> DrawnCell:
        return DrawnCell(text, role, address, (), across, down)

    number = Role.NUMBER
    headings = (
        (cell("A1", "Region", 1, 2), cell("B1", "Female", 2), cell("C1", "", 0, 0), cell("D1", "Total", 1, 2)),
        (cell("A2", "", 0, 0), cell("B2", "Care"), cell("C2", "Building"), cell("D2", "", 0, 0)),
    )
    rows = (
        (cell("A3", "North", 1, 2), *(cell(f"{letter}3", "•••", role=number) for letter in "BCD")),
        (cell("A4", "", 0, 0), *(cell(f"{letter}4", "•••", role=number) for letter in "BCD")),
    )
    drawings = Drawings(replace(report, tables=(replace(table, drawing=Drawing(headings, rows)),)), ())
    labels = {name: drawings.labels_at(Place(table.file, table.sheet, name)) for name in ("B3", "C4", "D4")}
    assert labels == {"B3": ("North", "Female", "Care"), "C4": ("North", "Female", "Building"), "D4": ("North", "Total")}
