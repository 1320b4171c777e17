"""What can go wrong with a sealed request, in one line without values."""

from __future__ import annotations

from outcheck.model.refused import Refused


class BundleError(Refused):
    """The request cannot be sealed, or is not what was sealed; the message says what happened, where, and what to do."""
