"""Folders of ACRO: read for what they record about outputs, and written so that SACRO Viewer opens them."""

from outcheck.acro.folder import AcroFolder, read_folders
from outcheck.acro.meanings import hints_of

__all__ = ["AcroFolder", "hints_of", "read_folders"]
