"""Renders what was understood as JSON: a promise to machines, so it only grows."""

from __future__ import annotations

import json
import re
from dataclasses import asdict

from outcheck import __version__
from outcheck.model.release import Release
from outcheck.renderers.tables_summary import FileSeen, MeasureSeen, TableSeen, see

SCHEMA = "outcheck/tables/1"
_STEERING = re.compile("[\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff]")


def render(release: Release) -> str:
    """Render as JSON with the documented keys in the documented order."""
    seen = see(release)
    document = {
        "schema": SCHEMA,
        "tool": {"name": "outcheck", "version": __version__},
        "exit_code": seen.exit_code,
        "totals": {
            "files": len(seen.files),
            "tables": sum(len(file.tables) for file in seen.files),
            **asdict(seen.numbers),
            "unsure_measures": seen.unsure,
            "unexplained_gaps": seen.unexplained,
            "unread": seen.unread,
        },
        "files": [_file(file) for file in seen.files],
        "tables": [_table(table) for file in seen.files for table in file.tables],
    }
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    return _STEERING.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _file(held: FileSeen) -> dict[str, object]:
    return {
        "path": held.path,
        "format": held.format,
        **asdict(held.numbers),
        "not_understood_at": [
            {"sheet": sheet, "range": str(entry.area), "numbers": entry.numbers, "why": entry.why} for sheet, entry in held.lost
        ],
        "unread": [{"sheet": entry.sheet, "what": entry.what, "todo": entry.todo} for entry in held.unread],
    }


def _table(held: TableSeen) -> dict[str, object]:
    table = held.table
    confirmed, untested, broken = held.sums
    return {
        "id": table.id,
        "file": table.file,
        "sheet": table.sheet,
        "range": str(table.area),
        "shape": table.shape.value,
        "rows_of_persons": table.rows_of_persons,
        "title": table.title,
        "source": list(table.source),
        "population": table.population,
        "dimensions": [
            {"name": seen.name, "categories": seen.categories, "total": seen.total or None, "nested": seen.nested}
            for seen in held.dimensions
        ],
        "measures": [_measure(seen) for seen in held.measures],
        "sums": {"confirmed": confirmed, "untested": untested, "broken": broken},
        "gaps": [
            {
                "marker": gap.text,
                "meaning": gap.meaning.value,
                "admits": list(map(_end, gap.admits)) if gap.admits else None,
                "cells": gap.cells,
            }
            for gap in held.gaps
        ],
    }


def _end(number: float) -> float | None:
    """A bound, or null where the marker bounds nothing on that side."""
    return number if abs(number) != float("inf") else None


def _measure(held: MeasureSeen) -> dict[str, object]:
    return {
        "name": held.name,
        "statistic": held.statistic.value,
        "unit": held.unit or None,
        "measured_in": held.measured_in,
        "weighted": held.weighted,
        "cells": held.cells,
        "gaps": held.gaps,
        "with_base": held.with_base,
        "rounding": asdict(held.rounding) if held.rounding else None,
        "sure": held.sure,
        "why": held.why,
    }
