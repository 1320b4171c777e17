"""Releases drawn from a number: worlds, and files about them of the kinds that people release."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import openpyxl
from openpyxl.worksheet.worksheet import Worksheet
from worlds import AMOUNT, AREAS, MEAN, SECTORS, SEXES, SHARE, WEIGHTED, Rows, Said, Table, World, hidden, numbers

_FIELDS = ("n", "contributors", "negatives", "largest", "top_2", "sum", "absolute_sum")


@dataclass(frozen=True)
class Drawn:
    """Files of a release, each with its sheets (a text has one without a name), and the same of what left before."""

    world: World
    files: Mapping[str, Mapping[str, Rows]]
    before: Mapping[str, Mapping[str, Rows]] = field(default_factory=dict)
    tables: Mapping[tuple[str, str], Table] = field(default_factory=dict)
    manifest: str = ""
    evidence: str = ""

    def write(self, folder: Path) -> Path:
        """Write the files of the release into ``release`` of a folder, its manifest with them and its evidence beside."""
        into = folder / "release"
        write_files(into, self.files)
        if self.manifest:
            (into / "outcheck.yaml").write_text(self.manifest, encoding="utf-8")
        if self.evidence:
            (folder / "evidence.csv").write_text(self.evidence, encoding="utf-8")
        return into


def write_files(folder: Path, files: Mapping[str, Mapping[str, Rows]]) -> None:
    """Write texts and workbooks."""
    folder.mkdir(parents=True)
    for name, sheets in files.items():
        if name.endswith(".csv"):
            (text,) = sheets.values()
            out = io.StringIO()
            csv.writer(out, lineterminator="\n").writerows([[_text(cell) for cell in row] for row in text])
            (folder / name).write_text(out.getvalue(), encoding="utf-8", newline="")
            continue
        book = openpyxl.Workbook()
        book.remove(book.worksheets[0])
        for sheet, rows in sheets.items():
            page = book.create_sheet(sheet)
            for row, cells in enumerate(rows, 1):
                for column, cell in enumerate(cells, 1):
                    _store(page, row, column, cell)
        book.save(folder / name)


def _text(cell: str | Said) -> str:
    return cell.text if isinstance(cell, Said) else cell


def _store(page: Worksheet, row: int, column: int, cell: str | Said) -> None:
    text = _text(cell)
    if isinstance(cell, Said) and text.replace(".", "").isdigit():
        page.cell(row, column, float(text) if "." in text else int(text)).number_format = "0.0" if "." in text else "0"
    else:
        page.cell(row, column, text)


def read_files(folder: Path, names: Mapping[str, Mapping[str, Rows]]) -> dict[tuple[str, str], list[list[str]]]:
    """The texts of all cells of files as they are now."""
    found = {}
    for name, sheets in names.items():
        if name.endswith(".csv"):
            (sheet,) = sheets
            found[name, sheet] = list(csv.reader((folder / name).read_text(encoding="utf-8").splitlines()))
            continue
        book = openpyxl.load_workbook(folder / name)
        for sheet in sheets:
            found[name, sheet] = [["" if value is None else str(value) for value in row] for row in book[sheet].values]
    return found


def people(dice: np.random.Generator, *, nests: bool) -> World:
    """A world in which some groups are small, and some are empty or of one."""
    regions = [*AREAS][: int(dice.integers(2, 4))]
    areas = tuple((region, area) for region in regions for area in (AREAS[region] if nests else (region,)))
    if nests:
        areas = tuple(held for held in areas if held[1] not in ("Hull", "Bury"))
    sectors = SECTORS[: int(dice.integers(2, 5))]
    size = len(areas) * len(SEXES) * len(sectors)
    small, none = dice.choice([0.05, 0.15, 0.3, 0.5]), dice.choice([0.0, 0.0, 0.1])
    largest = int(dice.choice([40, 90, 400]))
    of = dice.choice(3, size=size, p=[1 - small - none, small, none])
    count = np.where(of == 0, dice.integers(10, largest, size), np.where(of == 1, dice.integers(1, 12, size), 0))
    count[dice.random(size) < dice.choice([0, 0.05])] = 1
    pay = [np.round(dice.lognormal(6, 0.8, int(held)), 0) for held in count]
    weights = np.array([float(np.round(held * dice.uniform(8, 12), 1)) for held in count])
    return World(areas, tuple(sectors), tuple(pay), weights)


def drawn(seed: int) -> Drawn:
    """A release of one of several kinds."""
    dice = np.random.default_rng(seed)
    if dice.random() < 0.12:
        return sales(dice)
    nests = bool(dice.random() < 0.35)
    world = people(dice, nests=nests)
    if dice.random() < 0.08:  # a small table does not show that it is rounded, and would contradict the others
        tables = [Table("", ("Region", "Sex", "Sector"), base=5)]
    else:
        tables = [table(dice, nests=nests) for _ in range(int(dice.integers(1, 4)))]
    rows = [held.rows(world) for held in dict.fromkeys(tables)]
    before: dict[str, Mapping[str, Rows]] = {}
    if dice.random() < 0.25:
        rows = [partly(dice, held) for held in rows]
    elif dice.random() < 0.25 and not tables[0].base:
        before = {"before.csv": {"": table(dice, nests=nests).rows(world)}}
    files, places = in_files(dice, rows)
    manifest = ""
    if dice.random() < 0.4:
        said = "".join(
            f"  - {{file: {name}{f', sheet: {sheet}' if sheet else ''}, unit: person, population: Learners in England}}\n"
            for name, sheet in places
        )
        manifest = f"pack: ons-srs\ntables:\n{said}"
    return Drawn(world, files, before, dict(zip(places, dict.fromkeys(tables), strict=True)), manifest)


def table(dice: np.random.Generator, *, nests: bool) -> Table:
    """A table of learners."""
    measures: tuple[str, ...] = ("Learners", *((SHARE,), (MEAN,), (WEIGHTED,), (), ())[int(dice.integers(0, 5))])
    kinds = (
        Table("Number of learners by region and sex", ("Region", "Sex"), crosstab=True, nested=nests),
        Table("Number of learners by sector and region", ("Sector", "Region"), crosstab=True),
        Table("Number of learners by sector and sex", ("Sector", "Sex"), crosstab=True),
        Table("", ("Region", "Sex", "Sector"), measures, totals=bool(dice.random() < 0.8)),
        Table("", ("Region", "Sector"), measures),
        Table("", ("Region",), measures, nested=nests),
        Table("Number of learners by region and sector", ("Region", "Sector"), crosstab=True, nested=nests),
        Table("Number of female learners by region and sector", ("Region", "Sector"), crosstab=True, only=(("Sex", "Female"),)),
    )
    return kinds[int(dice.integers(0, len(kinds)))]


def partly(dice: np.random.Generator, rows: Rows) -> Rows:
    """The same table, in which somebody hid what is small, or some numbers drawn at random."""
    said = numbers(rows)
    values = np.array([float(held.text) if held.counts else np.inf for held in said])
    small = (values > 0) & (values < 10)
    which = small if dice.random() < 0.5 else dice.random(len(said)) < 0.1
    return hidden(rows, which, "[c]")


def in_files(dice: np.random.Generator, tables: list[Rows]) -> tuple[dict[str, Mapping[str, Rows]], list[tuple[str, str]]]:
    """Each table in a text of its own, or all as sheets of one workbook."""
    if dice.random() < 0.3:
        sheets = {f"Table {number}": rows for number, rows in enumerate(tables, 1)}
        return {"all.xlsx": sheets}, [("all.xlsx", sheet) for sheet in sheets]
    files: dict[str, Mapping[str, Rows]] = {f"t{number}.csv": {"": rows} for number, rows in enumerate(tables, 1)}
    return files, [(name, "") for name in files]


def sales(dice: np.random.Generator) -> Drawn:
    """Sales of firms, some of which dominate, with evidence of the largest."""
    world = people(dice, nests=False)
    shown = Table("", ("Sector", "Region"), ("Firms", AMOUNT))
    kept = [
        np.concatenate([held, [held.sum() * 2]]) if len(held) and dice.random() < 0.15 else held for held in world.contributions
    ]
    world = World(world.areas, world.sectors, tuple(kept), world.weights)
    rows = shown.rows(world)
    side = [",".join(["Sector", "Region", *_FIELDS])]
    for row in rows[1:]:
        said = [cell for cell in row if isinstance(cell, Said)]
        inside = np.flatnonzero(world.mask(said[0].labels))
        all_of = np.sort(np.concatenate([kept[group] for group in inside]))[::-1] if inside.size else np.zeros(0)
        tops = [float(all_of[:1].sum()), float(all_of[:2].sum())]
        whole = float(all_of.sum())
        side.append(",".join(map(str, [row[0], row[1], len(all_of), len(all_of), 0, *tops, whole, whole])))
    told = "{file: sales.csv, unit: employer, population: Firms in England, evidence: {file: ../evidence.csv}}"
    manifest = f"pack: ons-srs\ntables:\n  - {told}\n"
    return Drawn(world, {"sales.csv": {"": rows}}, {}, {("sales.csv", ""): shown}, manifest, "\n".join(side) + "\n")
