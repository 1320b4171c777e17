"""Checks research outputs for statistical disclosure before they leave."""

from __future__ import annotations

__version__ = "0.1.0"
