"""The suppression of G-Confid (``gconfid``), asked for one of our problems."""

from __future__ import annotations

import importlib

import numpy as np
import pandas as pd

from outcheck.model.arrays import BoolArray
from outcheck.sdc.suppression import Problem


def suppression(problem: Problem) -> BoolArray:
    """Its pattern: one linear program for each number that must go, in which what is hidden already costs nothing.

    It takes no zeros, and no line in which but one part is not zero. It asks each number that must go to move by half of its
    sensitivity, while all others move by at most half of their values. The sensitivity is cut to the value, so that small numbers
    are asked for less than the width.
    """
    entries = problem.system.rows.tocoo()
    shown = problem.lower_shown[entries.col] > 0
    line, cell, weight = entries.row[shown], entries.col[shown], entries.data[shown]
    several = np.bincount(line, minlength=problem.system.relations)[line] > 2
    line, cell, weight = line[several], cell[several], weight[several]
    ids = np.unique(cell)
    width = np.zeros(problem.system.unknowns)
    width[problem.targets.indices] = problem.width
    value, must = problem.lower_shown[ids], problem.hidden[ids]
    cells = pd.DataFrame(
        {
            "CellId": ids + 1.0,
            "TotalNoise": value,
            "Sensitivity": np.where(must, np.minimum(width[ids], value), -1.0),
            "Status": np.where(must, "S", "V"),
            "Type": "C",
        }
    )
    lines = pd.DataFrame({"ConstraintId": line + 1.0, "CellId": cell + 1.0, "Coefficient": weight})
    found = importlib.import_module("gconfid").Suppression(cells, lines, outsuppress="pandas", capture=True).outsuppress
    hidden = problem.hidden.copy()
    hidden[found["CellId"][found["OutStatus"] == "X"].to_numpy().astype(np.intp) - 1] = True
    return hidden
