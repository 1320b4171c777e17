"""What is asked of a suppression pattern, and what is answered."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from outcheck.model.arrays import BoolArray, FloatArray, Indices
from outcheck.sdc.system import System


@dataclass(frozen=True, slots=True)
class Problem:
    """A release of ``n`` numbers that ``m`` relations link, ``t`` of whose sums must stay uncertain.

    Parameters
    ----------
    system : System
        The relations, and what an attacker knows of each unknown *if its number is hidden*: 0 or more, the bounds of a marker,
        a cap. Own bounds may be infinite.
    lower_shown, upper_shown : float64, shape (n,)
        What the printed number says: equal, or apart where it is rounded. NaN where no number is printed anywhere; such an
        unknown must be in ``hidden``.
    hidden : bool, shape (n,)
        Must be hidden: offends by itself, or is hidden already.
    fixed : bool, shape (n,)
        May never be hidden. No unknown is both.
    cost : float64, shape (n,)
        Of hiding each, above 0. Costs of those in ``hidden`` count for nothing.
    targets : csr_array, float64, shape (t, n)
        Sums that an attacker asks about: a row with a single 1 for a cell, several for a group.
    width : float64, shape (t,)
        How wide the attacker's interval of each sum must be, in its unit; 0 for any.
    below, above : float64, shape (t,)
        How far it must reach below and above what the printed numbers say of the sum; 0 for no such demand. Not asked where one
        of the parts is printed nowhere.
    """

    system: System
    lower_shown: FloatArray
    upper_shown: FloatArray
    hidden: BoolArray
    fixed: BoolArray
    cost: FloatArray
    targets: csr_array
    width: FloatArray
    below: FloatArray
    above: FloatArray

    def __post_init__(self) -> None:
        n, t = self.system.unknowns, self.targets.shape[0]
        shapes = [a.shape == (n,) for a in (self.lower_shown, self.upper_shown, self.hidden, self.fixed, self.cost)]
        if not all([*shapes, self.targets.shape == (t, n), *(a.shape == (t,) for a in (self.width, self.below, self.above))]):
            raise ValueError("the arrays of a suppression problem do not have the sizes of its system and targets")
        if np.any(self.hidden & self.fixed):
            raise ValueError("an unknown cannot be both hidden and never hidden")
        if np.any(np.isnan(self.lower_shown + self.upper_shown) & ~self.hidden):
            raise ValueError("an unknown that is printed nowhere is hidden")
        if not np.all(self.cost[~self.hidden & ~self.fixed] > 0):
            raise ValueError("hiding a number costs more than 0")


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a target cannot be protected: while these numbers stay printed, these relations pin it, whatever else is hidden.

    ``spared`` says that every one of the numbers was tried and none can be left out; otherwise some may be needless.
    """

    target: int
    relations: Indices
    unknowns: Indices
    irreducible: bool


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to hide.

    Parameters
    ----------
    hidden : bool, shape (n,)
        All that is to be hidden, what had to be included.
    cost : float
        Of what is hidden beyond that.
    bound : float
        Proven: no pattern that protects what this one protects costs less, for an attacker who takes real numbers.
    proven : bool
        Whether the two are equal.
    unprotected : intp, shape (u,)
        Targets that stay too narrow even if all that may be hidden is.
    reasons : tuple of Reason
        For each of these up to three that share no number, the one with the fewest first, as far as one was found.
    undetermined : intp, shape (d,)
        Targets that the audit could not show to be safe, or shows to be too narrow among whole numbers only.
    narrow : intp, shape (k,)
        Hidden unknowns that are not, or not shown to be, as wide as every hidden one was to be.
    timed_out : bool
        Whether the last resort, the clock, ended the search; then another run may answer otherwise.
    """

    hidden: BoolArray
    cost: float
    bound: float
    proven: bool
    unprotected: Indices
    reasons: tuple[Reason, ...]
    undetermined: Indices
    narrow: Indices
    timed_out: bool

    @property
    def gap(self) -> float:
        """How much of the cost might be spared at most, as a fraction; 0 where nothing is hidden beyond what had to be."""
        return (self.cost - self.bound) / self.cost if self.cost > 0 else 0.0
