"""The checks: one folder each, listed in ``catalogue``."""
