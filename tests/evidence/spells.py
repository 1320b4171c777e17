"""A few spells of employment, and what a plain loop says of any group of them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from random import Random

COLUMNS = ("person", "sex", "sector", "area", "year", "firm", "holding", "weight", "pay")
Spell = tuple[int, str, str, str, int, str, str, float, float]
AREAS = ("Coast", "Hills", "Town")
SECTORS = ("Farming", "Retail", "Research")


def spells(*, losses: bool = False) -> list[Spell]:
    """Four hundred spells; every firm is in one sector, and few firms farm."""
    draw = Random(11)  # noqa: S311  no secret
    made: list[Spell] = []
    for _ in range(400):
        sector = draw.choices(SECTORS, (1, 4, 2))[0]
        number = draw.randrange(3 if sector == "Farming" else 20)
        pay = round(draw.lognormvariate(5, 1) - (60 if losses else 0), 2)
        made.append(
            (
                draw.randrange(150),
                draw.choice("FM"),
                sector,
                draw.choice(AREAS),
                draw.choice((2021, 2022)),
                f"{sector[:3]}{number}",
                f"G{number // 2}" if sector == "Research" else "",
                draw.choice((0.5, 1.0, 2.5)),
                pay,
            )
        )
    return made


def written_csv(path: Path, rows: Iterable[Spell]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([COLUMNS, *rows])


def facts(rows: Iterable[Spell], who: Callable[[Spell], object], *, weighted: bool = False) -> tuple[float, ...]:
    """n, contributors, negatives, largest, the two largest, sum and absolute sum, by plain loops."""
    rows = list(rows)
    paid: dict[object, float] = defaultdict(float)
    for row in rows:
        paid[who(row)] += row[8] * (row[7] if weighted else 1)
    sizes = sorted((abs(pay) for pay in paid.values()), reverse=True)
    negatives = sum(pay < 0 for pay in paid.values())
    return (len(rows), len(paid), negatives, sum(sizes[:1]), sum(sizes[:2]), sum(paid.values()), sum(sizes))
