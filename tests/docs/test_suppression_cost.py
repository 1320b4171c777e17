from __future__ import annotations

from benchmarks.suppression_cost import FIGURES, read, rows


def test_the_table_shows_the_figures_that_were_measured() -> None:
    page = FIGURES.with_name("suppression.md").read_text(encoding="utf-8")
    assert "\n".join(rows(read())) in page
