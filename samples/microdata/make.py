"""Writes synthetic microdata with the structure of LEO: ``python -m samples.microdata.make --persons 100000 --to DIR``.

No person in it is real. Memory is bounded by the chunk; the content depends on the seed and the number of persons alone.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from samples.microdata.columns import Columns, batch
from samples.microdata.draws import Draws
from samples.microdata.people import (
    People,
    hesa_students,
    ilr_learning,
    npd_absence,
    npd_attainment,
    npd_exclusions,
    people,
    persons,
    social_care,
    ucas_applications,
)
from samples.microdata.work import benefits, earnings, employers, employment_spells

SEED = 20261125
_CHUNK = 500_000
_ROW_GROUP = 1_000_000

Maker: TypeAlias = Callable[[People, Draws], Iterable[Columns]]


def _once(maker: Callable[[People, Draws], Columns]) -> Maker:
    return lambda who, draws: [maker(who, draws)]


TABLES: dict[str, Maker] = {
    "persons": _once(persons),
    "npd_attainment": _once(npd_attainment),
    "npd_absence": _once(npd_absence),
    "npd_exclusions": _once(npd_exclusions),
    "social_care": _once(social_care),
    "ilr_learning": _once(ilr_learning),
    "ucas_applications": _once(ucas_applications),
    "hesa_students": _once(hesa_students),
    "employment_spells": employment_spells,
    "earnings": earnings,
    "benefits": benefits,
}


def make(folder: Path, everybody: int, *, seed: int = SEED, chunk: int = _CHUNK, only: Iterable[str] = ()) -> dict[str, int]:
    """Write tables as Parquet files; gives their numbers of rows. A file appears when it is whole."""
    if everybody < 1 or chunk < 1:
        raise ValueError("the number of persons and the chunk must be at least 1")
    folder.mkdir(parents=True, exist_ok=True)
    draws = Draws(seed)
    wanted = set(only) or {*TABLES, "employers"}
    written = {
        name: _write(folder, name, _rows(draws, everybody, chunk, maker)) for name, maker in TABLES.items() if name in wanted
    }
    if "employers" in wanted:
        rows = (pa.Table.from_batches([batch(columns)]) for columns in employers(draws, everybody))
        written["employers"] = _write(folder, "employers", rows)
    return written


def _rows(draws: Draws, everybody: int, chunk: int, maker: Maker) -> Iterator[pa.Table]:
    """Rows of every chunk in the order of persons, so that the chunk changes nothing."""
    for first in range(0, everybody, chunk):
        ids = np.arange(first, min(first + chunk, everybody), dtype=np.int64)
        rows = pa.Table.from_batches([batch(columns) for columns in maker(people(draws, ids, everybody), draws)])
        yield rows.take(np.argsort(rows["person_id"].to_numpy(), kind="stable"))


def _write(folder: Path, name: str, rows: Iterable[pa.Table]) -> int:
    """Write one file under another name first, so that an interrupted run leaves nothing half-written."""
    target, unfinished = folder / f"{name}.parquet", folder / f".{name}.parquet.part"
    count = 0
    try:
        with ExitStack() as open_file:
            writer = None
            for held in rows:
                writer = writer or open_file.enter_context(pq.ParquetWriter(unfinished, held.schema, compression="zstd"))
                writer.write_table(held, row_group_size=_ROW_GROUP)
                count += held.num_rows
        os.replace(unfinished, target)  # noqa: PTH105  the same on Windows, where the target may exist
    finally:
        unfinished.unlink(missing_ok=True)
    return count


def main() -> None:
    """Write what the arguments ask for and say how much it was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=100_000, help="how many (default: 100,000)")
    parser.add_argument("--to", type=Path, required=True, help="folder for the Parquet files")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--chunk", type=int, default=_CHUNK, help="persons in memory at a time; changes no content")
    parser.add_argument("--only", nargs="*", default=[], choices=[*TABLES, "employers"], help="tables to write (default: all)")
    given = parser.parse_args()
    if given.persons < 1 or given.chunk < 1:
        parser.error("--persons and --chunk must be at least 1")
    for name, count in make(given.to, given.persons, seed=given.seed, chunk=given.chunk, only=given.only).items():
        print(f"{name}.parquet: {count:,} rows, {(given.to / f'{name}.parquet').stat().st_size / 1e6:,.1f} MB")


if __name__ == "__main__":
    main()
