"""Checks research outputs for statistical disclosure before they leave."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outcheck.api import assert_clear, check

__version__ = "0.1.0"
__all__ = ["__version__", "assert_clear", "check"]


def __getattr__(name: str) -> Any:
    """Import the Python interface when it is first asked for: the command line answers `--version` without it."""
    if name not in __all__:
        raise AttributeError(f"module 'outcheck' has no attribute {name!r}")
    from outcheck import api  # noqa: PLC0415  heavy, see above

    return getattr(api, name)
