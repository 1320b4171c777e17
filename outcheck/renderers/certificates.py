"""Draws how a number can be worked out: the cells of each sum as boxes, linked to where they stand in the drawn tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from outcheck.model.deduction import Evidence, Proof
from outcheck.model.finding import Finding
from outcheck.model.places import Area, Place, address
from outcheck.renderers.drawings import Drawings
from outcheck.renderers.wording import beside

_MOST_TERMS = 12
_MOST_EQUATIONS = 4
_MOST_TARGETS = 6
_ONE = 1e-9
"""A factor that is no further from 1 than this is not written."""


@dataclass(frozen=True, slots=True)
class Term:
    """One box: the sign before it, its address, its text as the drawing shows it, and the headings that tell it from the others.

    ``target`` is the id of its drawn cell, empty where it is not drawn; ``sought`` says that it is what is worked out.
    """

    sign: str
    name: str
    target: str = ""
    text: str = ""
    labels: tuple[str, ...] = ()
    sought: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Equation:
    """Boxes in a row; ``left_out`` counts those not drawn."""

    terms: tuple[Term, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Certificate:
    """The equations that leave one number; ``left_out`` counts those not drawn."""

    equations: tuple[Equation, ...]
    left_out: int = 0


def certificate(finding: Finding, drawings: Drawings) -> Certificate | None:
    """Drawing of a finding's proof; None where it has none, or none that is made of equations."""
    proof = finding.proof
    if proof is None:
        return None
    sought = _sought(finding)
    if proof.exactly and len(sought) <= _MOST_TARGETS:
        signed = _combined(proof, sought)
        return Certificate((_equation(signed, sought, finding, drawings),))
    shown = proof.evidence[:_MOST_EQUATIONS]
    equations = tuple(_equation(list(_related(entry)), sought, finding, drawings) for entry in shown)
    return Certificate(equations, len(proof.evidence) - len(shown)) if equations else None


def _sought(finding: Finding) -> tuple[Place, ...]:
    """Cells that a finding is about, each by itself; more than ``_MOST_TARGETS`` where they are too many to draw."""
    places = [finding.place, *(finding.related if finding.cells > 1 else ())]
    return tuple(place for held in places for place in _single(held))


def _single(place: Place) -> Iterator[Place]:
    if not place.cell:
        return
    area = Area.parse(place.cell)
    cells = ((row, column) for row in range(area.top, area.bottom + 1) for column in range(area.left, area.right + 1))
    for _, (row, column) in zip(range(_MOST_TARGETS + 1), cells, strict=False):
        yield replace(place, cell=address(row, column))


def _combined(proof: Proof, sought: Sequence[Place]) -> list[tuple[str, Place | None]]:
    """What is sought, then the printed cells that add up to it. A difference between printed cells has a result and no cell."""
    whole: list[tuple[str, Place | None]] = [("+" if number else "", place) for number, place in enumerate(sought)]
    if any(place in sought for place, _ in proof.exactly):
        whole = [("", None)]
    terms = sorted(proof.exactly, key=lambda term: term[1] < 0)
    parts = [(_sign(factor, first=not number), place) for number, (place, factor) in enumerate(terms)]
    return [*whole, *parts]


def _sign(factor: float, *, first: bool) -> str:
    sign = "−" if factor < 0 else "+"
    size = abs(factor)
    times = "" if abs(size - 1) <= _ONE else f" {size:g} ×"
    return f"={' −' if factor < 0 else ''}{times}" if first else f"{sign}{times}"


_MIDDLES = {"share": "% of", "mean": "×", "rate": "×", "change": "+"}


def _related(entry: Evidence) -> Iterator[tuple[str, Place]]:
    """Cells of one relation with the signs that stand before them."""
    if entry.kind == "products":
        yield from _products(entry.whole, "")
        yield from _products(entry.parts, "=")
        return
    if entry.kind in _MIDDLES:
        middle = _MIDDLES[entry.kind]
        yield from _joined(entry.whole, "", "+")
        yield from _joined(entry.parts, "=", middle)
        return
    yield from _joined(entry.whole, "", "+")
    yield from _joined(entry.parts, "≥" if entry.kind == "part" else "=", "+")


def _joined(places: Iterable[Place], first: str, then: str) -> Iterator[tuple[str, Place]]:
    yield from ((then if number else first, place) for number, place in enumerate(places))


def _products(places: Sequence[Place], first: str) -> Iterator[tuple[str, Place]]:
    """Means and their bases in turn."""
    yield from ((first if not number else "×" if number % 2 else "+", place) for number, place in enumerate(places))


def _equation(
    signed: Sequence[tuple[str, Place | None]], sought: Sequence[Place], finding: Finding, drawings: Drawings
) -> Equation:
    shown = signed[:_MOST_TERMS]
    labels = _telling([drawings.labels_at(place) if place else () for _, place in shown], [place for _, place in shown])
    terms = tuple(_term(sign, place, told, sought, finding, drawings) for (sign, place), told in zip(shown, labels, strict=True))
    return Equation(terms, len(signed) - len(shown))


def _term(
    sign: str, place: Place | None, labels: tuple[str, ...], sought: Sequence[Place], finding: Finding, drawings: Drawings
) -> Term:
    if place is None:
        return Term(sign, "what is left", sought=True)
    cell = drawings.cell_at(place)
    return Term(
        sign=sign,
        name=beside(place, finding),
        target=drawings.id_at(place, place.cell),
        text=cell.text if cell else "",
        labels=labels,
        sought=place in sought,
        hidden=bool(cell and cell.role in ("gap", "empty")),
    )


def _telling(labels: Sequence[tuple[str, ...]], places: Sequence[Place | None]) -> list[tuple[str, ...]]:
    """Of each cell's headings those that tell it from the others of its sheet; all where it stands alone."""
    sheets = [(place.file, place.sheet) if place else None for place in places]
    told = []
    for mine, sheet in zip(labels, sheets, strict=True):
        others = [held for held, other in zip(labels, sheets, strict=True) if other == sheet]
        common = set.intersection(*(set(held) for held in others)) if len(others) > 1 else set()
        told.append(tuple(label for label in dict.fromkeys(mine) if label and label not in common))
    return told
