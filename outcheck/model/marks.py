"""What outcheck writes into files so that it knows it again."""

from __future__ import annotations

NOT_FOR_RELEASE = "Not for release"
"""Of a file that must not leave it begins the first cell of the first sheet, stands in the properties, and ends the name."""

OF_WHAT_IS_SHOWN = "[t]"
"""Stands behind a total that leaves out what is hidden: it adds up what is shown, and no more."""
