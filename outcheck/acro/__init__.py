"""Folders of ACRO: read for what they record about outputs, and written so that SACRO Viewer opens them."""

from outcheck.acro.folder import AcroFolder, read_folders
from outcheck.acro.meanings import hints_of
from outcheck.acro.viewer import ViewerError, viewer_record

__all__ = ["AcroFolder", "ViewerError", "hints_of", "read_folders", "viewer_record"]
