"""What can go wrong with a ledger, in one line without values."""

from __future__ import annotations

from outcheck.model.refused import Refused


class LedgerError(Refused):
    """The ledger cannot be used; the message says what happened, where, and what to do."""
