"""Tables drawn as text, with the few markers that every test knows."""

from __future__ import annotations

from outcheck.model.grid import Grid
from outcheck.model.stored import StoredColumn
from outcheck.model.table import Marker, Meaning

MARKERS = (
    Marker("c", Meaning.SUPPRESSED),
    Marker("[c]", Meaning.SUPPRESSED),
    Marker("*", Meaning.SUPPRESSED),
    Marker("<10", Meaning.SUPPRESSED, (0, 9)),
    Marker("low", Meaning.SUPPRESSED, (1, 4)),
    Marker("z", Meaning.NOT_APPLICABLE),
    Marker("[z]", Meaning.NOT_APPLICABLE),
    Marker("x", Meaning.NOT_AVAILABLE),
    Marker("[x]", Meaning.NOT_AVAILABLE),
)


def drawn(text: str) -> Grid:
    """Grid of a drawing: one line a row, ``|`` between cells, all text as in a CSV; lines without ``|`` have one cell."""
    rows = [[cell.strip() for cell in line.split("|")] for line in text.strip("\n").splitlines()]
    width = max(len(row) for row in rows)
    columns = ([row[column] if column < len(row) else "" for row in rows] for column in range(width))
    return Grid("drawn.csv", "", tuple(map(StoredColumn.of, columns)))
