"""What one method does to a release, to be held against others."""

from __future__ import annotations

from dataclasses import dataclass

from outcheck.protect.wishes import Method


@dataclass(frozen=True, slots=True)
class Weighed:
    """What one method does to a release.

    ``lost`` numbers are hidden, or no longer shown by themselves; ``share`` is what counts among them come to, of all counts, and
    what totals leave out. ``change`` is the most that a number may have changed, as a share of what it is now, so far as the way
    of rounding tells; None where it is not said, since it would tell what totals leave out. ``left`` findings stay. ``why`` says
    why there is no plan. ``recalculated`` says that totals are worked out again from what is shown.
    """

    method: Method
    lost: int = 0
    share: float = 0.0
    change: float | None = 0.0
    left: int = 0
    why: str = ""
    recalculated: bool = False
