"""Exit codes beside those of a verdict."""

from __future__ import annotations

BROKEN = 2
"""Bad usage, a bad pack, nothing to check, or a crash: never mistaken for a verdict."""
