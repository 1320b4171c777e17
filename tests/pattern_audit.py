"""Whether a suppression pattern protects, asked of what shares no code with any search for one."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import BoolArray
from outcheck.sdc.bounds import bounds
from outcheck.sdc.suppression import Problem
from outcheck.sdc.system import System


def narrow(problem: Problem, hidden: BoolArray) -> int:
    """How many targets are not shown to be wide enough, asked of ``sdc.bounds`` for real numbers."""
    system = problem.system
    lower, upper = (np.where(hidden, known, problem.lower_shown) for known in (system.lower, system.upper))
    real = System(system.rows, system.at_least, system.at_most, lower, upper, np.zeros(len(lower), dtype=np.bool_))
    cells = np.flatnonzero(problem.hidden)
    return int((~bounds(real, cells, width=problem.width, seconds=600).wide_enough(problem.width)).sum())
