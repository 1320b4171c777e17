"""A table as bytes and back. The format is plain: a line of JSON, then the arrays, little-endian, packed by zlib."""

from __future__ import annotations

import json
import zlib
from typing import Any

import numpy as np
import numpy.typing as npt

from outcheck.model.places import Area
from outcheck.model.statistics import Statistic, Unit
from outcheck.model.table import Dimension, Marker, Meaning, Measure, Reach, Rounding, Shape, Stated, Sums, Table

_FORMAT, _FORMAT_MARKED = 1, 2
_CELLS = {"value": "<f8", "decimals": "<i2", "marker": "<i2", "row": "<i4", "column": "<i4", "measure": "<i2", "base": "<i4"}
_SUMS = {"total": "<i8", "start": "<i8", "parts": "<i8", "addition": "<i2"}


def freeze(table: Table) -> bytes:
    """The table in canonical bytes: equal tables give equal ones."""
    arrays = [getattr(table, name).astype(kind) for name, kind in _CELLS.items()]
    arrays += [dimension.codes.astype("<i4") for dimension in table.dimensions]
    arrays += [getattr(table.sums, name).astype(kind) for name, kind in _SUMS.items()]
    head = {
        "format": _FORMAT if table.marked is None else _FORMAT_MARKED,
        "file": table.file,
        "sheet": table.sheet,
        "area": str(table.area),
        "body": str(table.body),
        "shape": table.shape.value,
        "title": table.title,
        "source": list(table.source),
        "population": table.population,
        "structural": list(table.structural),
        "dimensions": [[held.name, list(held.labels), held.total, list(held.parents)] for held in table.dimensions],
        "measures": [_measure(held) for held in table.measures],
        "markers": [
            [held.text, held.meaning.value, [repr(float(bound)) for bound in held.admits or ()]] for held in table.markers
        ],
        "lengths": [len(array) for array in arrays],
    }
    if table.stated:
        head["stated"] = [[held.row, held.column, held.number, held.reach.value] for held in table.stated]
    if table.marked is not None:  # who does not know of these must not take them for true totals
        head["marked"] = np.flatnonzero(table.marked).tolist()
    line = json.dumps(head, ensure_ascii=True, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return zlib.compress(line.encode("ascii") + b"\n" + b"".join(array.tobytes() for array in arrays), 6)


def thaw(data: bytes) -> Table:
    """The table of frozen bytes; raises ValueError, KeyError, TypeError or zlib.error where they are damaged."""
    line, _, body = zlib.decompress(data).partition(b"\n")
    head = json.loads(line)
    if head["format"] not in (_FORMAT, _FORMAT_MARKED):
        raise ValueError("the table was recorded by a newer outcheck")
    kinds = [*_CELLS.values(), *("<i4" for _ in head["dimensions"]), *_SUMS.values()]
    arrays = _split(body, kinds, head["lengths"])
    cells = dict(zip(_CELLS, arrays, strict=False))
    codes = arrays[len(_CELLS) : -len(_SUMS)]
    total, start, parts, addition = arrays[-len(_SUMS) :]
    return Table(
        file=head["file"],
        sheet=head["sheet"],
        area=Area.parse(head["area"]),
        body=Area.parse(head["body"]),
        shape=Shape(head["shape"]),
        title=head["title"],
        dimensions=tuple(
            Dimension(name, tuple(labels), code, total, tuple(parents))
            for (name, labels, total, parents), code in zip(head["dimensions"], codes, strict=True)
        ),
        measures=tuple(_thawed_measure(*held) for held in head["measures"]),
        markers=tuple(
            Marker(text, Meaning(meaning), (float(admits[0]), float(admits[1])) if admits else None)
            for text, meaning, admits in head["markers"]
        ),
        source=tuple(head["source"]),
        population=head["population"],
        structural=tuple(head.get("structural", ())),
        sums=Sums(total.astype(np.intp), start.astype(np.intp), parts.astype(np.intp), addition),
        stated=tuple(Stated(row, column, number, Reach(reach)) for row, column, number, reach in head.get("stated", ())),
        marked=_mask(head["marked"], len(cells["value"])) if "marked" in head else None,
        evidence=None,  # what stands behind a table does not leave with it
        **cells,
    )


def _mask(places: list[int], count: int) -> npt.NDArray[np.bool_]:
    mask = np.zeros(count, dtype=np.bool_)
    mask[places] = True
    return mask


def _measure(held: Measure) -> list[object]:
    rounding = [held.rounding.base, held.rounding.exceptions, *_more(held.rounding)] if held.rounding else None
    unit = held.unit.value if held.unit else None
    return [held.name, held.statistic.value, unit, held.sure, held.why, held.measured_in, rounding]


def _more(held: Rounding) -> list[object]:
    """What a rounding has beside its base and exceptions; nothing where it has nothing, as records had before."""
    return [True] if held.adds_up else []


def _thawed_measure(
    name: str, statistic: str, unit: str | None, sure: Any, why: str, measured_in: str, rounding: list[Any] | None
) -> Measure:
    rounded = Rounding(*rounding) if rounding else None
    return Measure(name, Statistic(statistic), Unit(unit) if unit else None, sure, why, measured_in, rounded)


def _split(body: bytes, kinds: list[str], lengths: list[int]) -> list[npt.NDArray[Any]]:
    arrays, start = [], 0
    for kind, length in zip(kinds, lengths, strict=True):
        array = np.frombuffer(body, dtype=kind, count=length, offset=start)
        start += array.nbytes
        arrays.append(array.astype(array.dtype.newbyteorder("=")))
    if start != len(body):
        raise ValueError("the table has more bytes than it says")
    return arrays
