"""What outcheck writes into a file that must not leave, so that it knows the file again."""

from __future__ import annotations

NOT_FOR_RELEASE = "Not for release"
"""Begins the first cell of the first sheet, stands in the properties, and ends the name."""
