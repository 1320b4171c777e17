"""What left before: an append-only record of released tables, in SQLite."""

from __future__ import annotations

from outcheck.ledger.errors import LedgerError
from outcheck.ledger.record import Departure, Left, Receipt
from outcheck.ledger.store import Ledger, entry_name

__all__ = ["Departure", "Ledger", "LedgerError", "Left", "Receipt", "entry_name"]
