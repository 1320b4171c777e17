"""Laws of releases of which everything is known: fixed, they pass, say every change, need no more, and withstand an attacker."""

from __future__ import annotations

import tempfile
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from attackers import Attacker
from drawn_worlds import Drawn, read_files, write_files
from protected import fixed, left_to_settle
from tied_tables import tied
from worlds import AMOUNT, COUNTS, TOTAL, WEIGHTED, Rows, Said, Table, World

from outcheck.clearance import Request, record
from outcheck.fixing import Fixed
from outcheck.model.finding import Finding
from outcheck.model.places import Area, Place
from outcheck.model.rule import Level
from outcheck.protect import Method, Together, Wishes

MINIMUM, WIDTH, PERCENT = 10, 5.0, 0.1
"""What the pack of the ONS service asks: the smallest count, and how wide a hidden count and a hidden sum must stay."""

SHARES = ((1, 0.4375), (2, 0.875))
"""What the largest contributions may come to at most, as a share of all."""

Told = tuple[Place, Said, bool]
"""Where a number stands, what it says, and whether it is printed."""
Texts = Mapping[tuple[str, str], list[list[str]]]
Files = Mapping[str, Mapping[str, Rows]]


def faults(drawn: Drawn, wishes: Wishes | None = None) -> list[str]:
    """What is wrong with a release once fixed; nothing, if all is well.

    What was rounded before need not add up, and what left before was not rounded: then true numbers may be told from rounded
    ones, and it is said so, unless they are small.
    """
    method = wishes.method if wishes is not None and wishes.method is not None else Method.SUPPRESS
    rounds = any(table.base for table in drawn.tables.values())
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        release = drawn.write(folder)
        ledger, known = _past(drawn, folder)
        once = fixed(release, folder / "once", wishes, ledger)
        out = {said.part.tobytes() for _, said, shown in known if shown}  # what left before cannot be hidden any more
        found = [f"left: {held}" for held in left_to_settle(once, lambda held: _left_before(drawn.files, held, out))]
        if method is Method.MERGE and once.plan.merged:
            # Rounded numbers add up to a number that need not be the rounded sum.
            told = [] if rounds else [*_merged(drawn, read_files(folder / "once", drawn.files), once.plan.merged)]
            found += [f"not true: {place}" for place, said, shown in told if shown and said.low > said.high]
        else:
            copies = read_files(folder / "once", drawn.files)
            told = [*_now(drawn.files, copies)]
            found += _unlogged(drawn.files, copies, once)
            told = _rounded(told, copies) if method is Method.ROUND else told
        assert once.report is not None
        findings = [held for held in once.report.findings if held.level is not Level.NOTE]
        named = {place for held in findings for place in (held.place, *held.related)}
        # Of tables that left and could not be compared the report says so, and a person decides about all of each.
        untold = [held.related for held in findings if held.check == "past-release" and held.undetermined]
        unsure = {place.file.partition(": ")[2] for related in untold for place in related}
        told = [held for held in told if held[2] or held[1].part.tobytes() not in out]
        able = method is Method.ROUND and not rounds and not drawn.before
        seen = [held for held in findings if held.check == "unpicked-rounding" and (able or held.level is Level.BLOCK)]
        found += [f"seen through: {held.place}" for held in seen]
        found += [fault for place, fault in _compared(drawn, told, known) if place not in named and place.file not in unsure]
        if drawn.manifest:
            (folder / "once" / "outcheck.yaml").write_text(drawn.manifest, encoding="utf-8")
        twice = fixed(folder / "once", folder / "twice", wishes, ledger)
        found += [f"again: {change.place}" for change in twice.plan.changes]
        found += [f"again: {held.place}" for held in twice.plan.renumbered]
        return found


def _left_before(files: Files, finding: Finding, out: Collection[bytes]) -> bool:
    """Whether a finding is about several counts of which the sum is printed in what left before: hiding more helps nobody."""
    about = {finding.place, *finding.related} if finding.cells > 1 else set()
    parts = [
        said.part
        for at, row, column, said in _cells(files)
        if isinstance(said, Said) and said.counts and _place(at, row, column) in about
    ]
    return len(parts) == finding.cells > 1 and np.sum(parts, axis=0).tobytes() in out


def _compared(drawn: Drawn, told: Sequence[Told], known: Sequence[Told]) -> list[tuple[Place, str]]:
    """What an attacker finds who compares tables as the page on differencing says: not those that share no number.

    Who compares all of them is asked first; only where that one finds something does it matter.
    """
    every = [*told, *known]
    found = attacked(drawn.world, every)
    if not found:
        return found
    tables = [(before, (place.file, place.sheet)) for before, held in enumerate((told, known)) for place, _, _ in held]
    names = [*dict.fromkeys(tables)]
    cells = [[(said, shown) for at, (_, said, shown) in zip(tables, every, strict=True) if at == name] for name in names]
    declared = [number for number, (before, _) in enumerate(names) if drawn.manifest and not before]
    past = [number for number, (before, _) in enumerate(names) if before]
    group = dict(zip(names, tied(drawn.world, cells, declared, past), strict=True))
    together = [[held for at, held in zip(tables, every, strict=True) if group[at] == number] for number in set(group.values())]
    return [fault for held in together for fault in attacked(drawn.world, held)]


def _past(drawn: Drawn, folder: Path) -> tuple[str, list[Told]]:
    """What left before, protected in its time: the ledger, and what it told."""
    if not drawn.before:
        return "", []
    write_files(folder / "before", drawn.before)
    fixed(folder / "before", folder / "left")
    ledger, left = str(folder / "left.db"), Request((folder / "left",), ("ons-srs",))
    record(left, ledger, who="J. Marsh", why="request 1", now=datetime(2026, 1, 1, tzinfo=UTC))
    return ledger, [*_now(drawn.before, read_files(folder / "left", drawn.before))]


def _now(files: Files, copies: Texts) -> Iterator[Told]:
    """Every number that there was, and whether it is still there."""
    for (name, sheet), row, column, cell in _cells(files):
        if isinstance(cell, Said) and cell.text != "[z]":
            yield _place((name, sheet), row, column), cell, _number(copies[name, sheet][row][column])


def _cells(files: Files) -> Iterator[tuple[tuple[str, str], int, int, str | Said]]:
    for name, sheets in files.items():
        for sheet, rows in sheets.items():
            for row, cells in enumerate(rows):
                yield from (((name, sheet), row, column, cell) for column, cell in enumerate(cells))


def _place(at: tuple[str, str], row: int, column: int) -> Place:
    return Place(*at, f"{'ABCDEFGHIJ'[column]}{row + 1}")


def _number(text: str) -> bool:
    return text.replace(".", "").isdigit()


def _unlogged(files: Files, copies: Texts, made: Fixed) -> Iterator[str]:
    """Cells that differ without being logged, and the other way round."""
    changed = set()
    for (name, sheet), row, column, cell in _cells(files):
        was, now = cell.text if isinstance(cell, Said) else cell, copies[name, sheet][row][column]
        if was != now and not (_number(was) and _number(now) and float(was) == float(now)):
            changed.add(_place((name, sheet), row, column))
    logged = {change.place for change in made.plan.changes} | {held.place for held in made.plan.renumbered}
    yield from (f"not logged: {place}" for place in sorted(changed - logged))
    yield from (f"logged, not changed: {place}" for place in sorted(logged - changed))


def _rounded(told: Sequence[Told], copies: Texts) -> list[Told]:
    """What numbers say that were rounded to tens with their sums kept; what was computed from them says no more.

    A table that shows any other number was not rounded, since what left before tells its counts, and says what it said.
    """
    texts = {
        place: copies[place.file, place.sheet][area.top][area.left] for place, _, _ in told if (area := Area.parse(place.cell))
    }
    exact = {(place.file, place.sheet) for place, said, shown in told if shown and said.counts and float(texts[place]) % 10}
    found = []
    for place, said, shown in told:
        if not shown or said.measure == AMOUNT or (place.file, place.sheet) in exact:
            found.append((place, said, shown))
        elif said.measure in (*COUNTS, WEIGHTED):
            value, far = float(texts[place]), 9.0 if said.counts else 10.0
            found.append((place, replace(said, text=texts[place], low=value - far, high=value + far), shown))
    return found


def _merged(drawn: Drawn, copies: Texts, merged: Sequence[Together]) -> Iterator[Told]:
    """What the numbers of a release say whose categories were merged, by their labels; one that is not true has no room.

    Tables whose rows nest are left out: two regions may each have their others.
    """
    for (name, sheet), table in drawn.tables.items():
        if table.nested:
            continue
        texts = copies[name, sheet]
        first = 2 if table.title else 1
        for row, cells in enumerate(texts[first:], first):
            for column in range(1 if table.crosstab else len(table.variables), len(texts[first - 1])):
                said = _said(drawn.world, table, cells, column, texts[first - 1], merged)
                if said is None or cells[column] in ("[z]", "[x]"):
                    continue
                true = not _number(cells[column]) or float(cells[column]) == float(said.text)
                yield (
                    _place((name, sheet), row, column),
                    said if true else replace(said, low=1.0, high=0.0),
                    _number(cells[column]),
                )


def _said(
    world: World, table: Table, cells: Sequence[str], column: int, header: Sequence[str], merged: Sequence[Together]
) -> Said | None:
    """What a cell says by its labels; None for one below the table."""
    if not cells[0] or " = " in cells[0]:
        return None
    labels: dict[str, tuple[str, ...]] = {variable: (held,) for variable, held in table.only}
    shown = zip(table.variables, (cells[0], header[column]) if table.crosstab else cells, strict=False)
    for variable, label in shown:
        if label != TOTAL:
            known = set(world.categories(variable))
            labels[variable] = _parts(label, {held.now: held.labels for held in merged if set(held.labels) <= known})
    return world.says(labels, table.measures[0] if table.crosstab else header[column], base=table.base, first=table.variables[0])


def _parts(label: str, merged: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Categories of the world that a label stands for now."""
    return merged.get(label, (label,))


def attacked(world: World, told: Sequence[Told], *, whole: bool = True) -> list[tuple[Place, str]]:
    """What somebody who knows how the world is divided can tell of numbers that are hidden or should be, by place."""
    small = [place for place, said, shown in told if shown and said.counts and 0 < float(said.text) < MINIMUM]
    found = [(place, f"small and shown: {place}") for place in small]
    attacker = Attacker(len(world.weights), [said for _, said, shown in told if shown], whole=whole)
    targets: dict[tuple[bytes, bool], tuple[Place, Said]] = {}
    for place, said, shown in told:
        if not shown and said.base is None:
            targets.setdefault((said.part.tobytes(), said.counts), (place, said))
    asked = [said for _, said in targets.values()]
    if not asked:
        return found
    enough = [WIDTH if said.counts else np.inf for said in asked]
    intervals = attacker.intervals([said.part for said in asked], enough)
    for (place, said), (low, high) in zip(targets.values(), intervals, strict=True):
        truth = float(said.part @ world.truth)
        if why := too_close(said, low, high) or dominated(world, said, truth - low, high - truth):
            found.append((place, f"{why}: {place} ({said.measure}) is {truth:g} in {low:g} to {high:g}"))
    return found


def too_close(said: Said, low: float, high: float) -> str:
    """What the pack has against an interval of a hidden number; nothing where it is wide."""
    if said.counts:
        exact, narrow = high - low < 0.5, high - low < WIDTH - 1e-6 and low < MINIMUM
    else:
        exact, narrow = high - low <= 0.005 * (high + low) / 2, high - low < PERCENT * (high + low) * (1 - 1e-6)
    return "exact" if exact else "narrow" if narrow else ""


def dominated(world: World, said: Said, below: float, above: float) -> str:
    """Whether the interval of a hidden sum ends so near to it that the contributions of the largest are told too well."""
    if said.measure != AMOUNT:
        return ""
    inside = np.flatnonzero(world.mask(said.labels))
    held = np.sort(np.concatenate([world.contributions[group] for group in inside]))[::-1]
    far = max((float(held[:most].sum()) / share - float(held.sum()) for most, share in SHARES), default=0.0)
    near = min(below, above) if below < float(held.sum()) - 1 else above
    return "dominated" if far > 0 and near < far - 1 else ""
