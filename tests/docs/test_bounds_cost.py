from __future__ import annotations

import xml.etree.ElementTree as ET

from benchmarks.bounds_cost import DOCS, DRAWING, drawn, read, rows


def test_the_drawing_and_the_table_show_the_figures_that_were_measured() -> None:
    figures = read()
    assert DRAWING.read_text(encoding="utf-8") == drawn(figures)
    page = (DOCS / "bounds.md").read_text(encoding="utf-8")
    assert [line for line in page.splitlines() if line.startswith(("| 2-way", "| 3-way")) or "regional totals |" in line] == rows(
        figures
    )


def test_every_figure_is_a_point_inside_the_drawing() -> None:
    drawing = ET.fromstring(drawn(read()))  # noqa: S314  it was made here
    _, _, width, height = map(float, drawing.attrib["viewBox"].split())
    circles = [element.attrib for element in drawing.iter() if element.tag.endswith("circle")]
    assert len(circles) == 2 * len(read())
    assert all(0 < float(held["cx"]) < width and 0 < float(held["cy"]) < height for held in circles)
