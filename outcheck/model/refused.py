"""What stops outcheck until a person mends it."""

from __future__ import annotations


class Refused(Exception):  # noqa: N818  it is an answer, not a fault of ours
    """Something cannot be done as asked; the message says what happened, where, and what to do, without a confidential value."""
