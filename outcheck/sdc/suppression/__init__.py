"""Secondary suppression: the cheapest numbers to hide so that no attacker can work out the offending ones too closely."""

from outcheck.sdc.suppression.problem import Pattern, Problem, Reason
from outcheck.sdc.suppression.suppress import suppress

__all__ = ["Pattern", "Problem", "Reason", "suppress"]
