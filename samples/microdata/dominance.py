"""Makes the data and the table of ``samples/leo-dominance``: ``python -m samples.microdata.dominance``.

The side file beside them is made by ``outcheck evidence samples/leo-dominance/release``.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow.parquet as pq

from samples.microdata.make import make

SAMPLE = Path(__file__).parents[1] / "leo-dominance"
_PERSONS = 20_000
_REGION, _YEAR = "North West", 2022
_SHOWN = "CFGHIJKMPQ"
"""Letters of the sectors shown: large enough in this region, and only finance is dominated by one employer."""


def texts() -> dict[str, str]:
    """Files of the sample by their paths."""
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder), _PERSONS, only=["employment_spells"])
        columns = ["person_id", "tax_year", "employer_id", "sector", "workplace_region", "pay"]
        rows = pq.read_table(Path(folder) / "employment_spells.parquet", columns=columns).to_pylist()
    # Another year is left in, so that the filter of the manifest has something to do.
    rows = [row for row in rows if row["workplace_region"] == _REGION and row["sector"][0] in _SHOWN and row["tax_year"] >= _YEAR]
    spells = [",".join(columns), *(",".join(str(row[name]) for name in columns) for row in rows)]
    table = ["Sector,Employees,Sum of pay (£),Mean pay (£)"]
    for sector in sorted({row["sector"] for row in rows}):
        pay = [row["pay"] for row in rows if row["sector"] == sector and row["tax_year"] == _YEAR]
        table.append(f"{sector},{len(pay)},{sum(pay):.0f},{sum(pay) / len(pay):.0f}")
    return {"microdata/spells.csv": "\n".join([*spells, ""]), "release/pay-by-sector.csv": "\n".join([*table, ""])}


def main() -> None:
    """Write the files."""
    for name, text in texts().items():
        (SAMPLE / name).parent.mkdir(exist_ok=True)
        (SAMPLE / name).write_text(text, encoding="utf-8", newline="\n")
        print(f"{name}: {text.count(chr(10))} lines")


if __name__ == "__main__":
    main()
