"""What ACRO recorded of the numbers of an output, as hints for the reading of its files."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from math import isfinite

from outcheck.acro.folder import AcroFolder
from outcheck.model.grid import Grid
from outcheck.model.hints import ColumnHint, TableHint
from outcheck.model.release import ReleaseFile
from outcheck.model.statistics import Statistic

_STATISTICS = {
    "FrequencyTable": Statistic.COUNT,
    "Mean": Statistic.MEAN,
    "Sum": Statistic.SUM,
    "Median": Statistic.MEDIAN,
    "StandardDeviation": Statistic.STANDARD_DEVIATION,
}
"""Statistics by the names of ACRO's analyses, from version 1.0."""
_MARGIN = "All"
_WHY = "ACRO recorded it so"


def hints_of(folders: Iterable[AcroFolder], files: Iterable[ReleaseFile]) -> tuple[TableHint, ...]:
    """Hints for files that hold the result of one analysis."""
    hints = []
    held = {file.path: file.grids for file in files}
    for folder in folders:
        for output in folder.results.outputs if folder.results else ():
            statistic = _STATISTICS.get(output.analyses[0]) if len(output.analyses) == 1 else None
            grids = list(chain.from_iterable(held.get(folder.name_of(folder.path.parent / file), ()) for file in output.files))
            if statistic is None or output.kind != "table" or len(grids) != 1 or not _fits(statistic, grids[0]):
                continue
            headings = [heading for heading in output.headings if not heading.startswith("(")]
            columns = tuple(ColumnHint(name, statistic, why=_WHY) for name in dict.fromkeys((*headings, _MARGIN, "")))
            hints.append(TableHint(grids[0].file, columns=columns))
    return tuple(hints)


def _fits(statistic: Statistic, grid: Grid) -> bool:
    """Whether the numbers can be what was recorded: shares are no counts, and whole numbers alone could be counts."""
    numbers = [number for column in grid.columns for text in column if (number := _number(text)) is not None]
    whole = all(number.is_integer() and number >= 0 for number in numbers)
    return bool(numbers) and whole == (statistic is Statistic.COUNT)


def _number(value: object) -> float | None:
    try:
        number = float(str(value))
    except ValueError:
        return None
    return number if isfinite(number) else None
