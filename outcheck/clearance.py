"""The way of a release: read, understand, assess. Everything public calls this."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from outcheck.engine.assess import Terms, assess
from outcheck.ledger import Departure, Ledger, LedgerError, Receipt
from outcheck.model.finding import Waiver
from outcheck.model.release import Unread
from outcheck.model.report import Report
from outcheck.packs import load_baseline
from outcheck.understanding import Request, Understood, beside_others, understand_release

__all__ = ["Request", "Understood", "check", "examine", "record", "terms_of", "understand_release", "with_past"]

_MOST_PAST = 500
"""The most tables that left before with which a release is compared."""


def check(request: Request, *, today: date) -> Report:
    """Check a release and report, beside what left before where a ledger is named. Writes and changes nothing.

    Raises PackError, and LedgerError for a ledger that cannot be used.
    """
    return examine(request, today=today)[1]


def examine(request: Request, *, today: date) -> tuple[Understood, Report]:
    """Like ``check``, with the release as it was understood."""
    understood = with_past(request, understand_release(request))
    return understood, assess(understood.release, terms_of(request, understood, today))


def with_past(request: Request, understood: Understood) -> Understood:
    """A release beside the tables of the ledger that can touch it, where one is named. Raises LedgerError.

    Where there are so many that not all are compared, no file with a table was examined whole.
    """
    if not request.ledger:
        return understood
    with Ledger(request.ledger) as ledger:
        past, left_out = ledger.touching(understood.release.tables, most=_MOST_PAST)
    release = replace(understood.release, past=past)
    if left_out:
        holding = {table.file for table in release.tables}
        what = f"of tables that left and touch it, the latest {_MOST_PAST:,} were compared; {left_out:,} earlier ones were not"
        told = Unread(what, "submit it in parts that each say less, or have a person compare it with what left")
        files = (replace(file, unread=(*file.unread, told)) if file.path in holding else file for file in release.files)
        release = replace(release, files=tuple(files))
    return replace(understood, release=release)


def terms_of(request: Request, understood: Understood, today: date) -> Terms:
    """On what terms a request asks to be assessed."""
    return Terms(
        packs=understood.packs,
        waivers=_waivers(request, understood),
        today=today,
        purpose=understood.manifest.purpose if understood.manifest else None,
        select=request.select,
        ignore=request.ignore,
        show_values=request.show_values,
        fail_on_blocked_only=request.fail_on_blocked_only,
        baseline=load_baseline(request.baseline) if request.baseline is not None else None,
    )


def record(request: Request, place: str, *, who: str, why: str, now: datetime) -> Receipt:
    """Record a release in a ledger as it leaves, with the verdict on it. Raises LedgerError, also where a part was not read."""
    understood = understand_release(request)
    unread = next(((file.path, entry) for file in understood.release.files for entry in file.unread), None)
    if unread is not None:
        path, entry = unread
        raise LedgerError(f"{path}: {entry.what}, so nothing was recorded; {entry.todo}")
    report = assess(understood.release, terms_of(request, understood, now.date()))
    packs = tuple(f"{pack.name} {pack.version} {pack.sha256}" for pack in understood.packs)
    departure = Departure(who=who, when=now, why=why, verdict=report.verdict.value, packs=packs, files=())
    with Ledger(place, create=True) as ledger:
        return ledger.add(understood.release, departure)


def _waivers(request: Request, understood: Understood) -> tuple[Waiver, ...]:
    """Waivers of the manifest. Those for a file outside the request cannot waive anything in it, nor be called stale."""
    if understood.manifest is None:
        return ()
    waivers = understood.manifest.waivers
    if not beside_others(request, understood.manifest):
        return waivers
    paths = {file.path for file in understood.release.files}
    return tuple(waiver for waiver in waivers if not waiver.file or waiver.file in paths)
