"""An attacker who shares nothing with outcheck: knows how a world is divided and what is printed, and asks which worlds fit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import Bounds, LinearConstraint, milp
from worlds import Said, Vector

FREE = np.inf


class Attacker:
    """Whole numbers of people, amounts and weights that are not negative, and all that is printed about them."""

    def __init__(self, size: int, printed: Iterable[Said], *, whole: bool = True) -> None:
        rows, low, high = [], [], []
        for said in printed:
            if said.base is None:
                rows.append(said.part)
                low.append(said.low)
                high.append(said.high)
            else:
                rows += [said.part - said.low * said.base, said.part - said.high * said.base]
                low += [0.0, -FREE]
                high += [FREE, 0.0]
        self._size = size
        self._whole = whole
        self._rows = np.array(rows).reshape(len(rows), 3 * size)
        self._low, self._high = np.array(low), np.array(high)

    def intervals(self, asked: Sequence[Vector], enough: Sequence[float]) -> list[tuple[float, float]]:
        """The least and the largest each sum can be; not looked for any further once they are known to lie ``enough`` apart."""
        wanted = np.array(asked).reshape(len(asked), 3 * self._size)
        kinds = np.concatenate([self._rows, wanted]).T
        # Groups that nothing tells apart are one: their sum is as whole and as free as they are.
        kinds = np.column_stack([kinds, np.arange(len(kinds)) // self._size])
        _, first = np.unique(kinds, axis=0, return_index=True)
        rows, wanted = self._rows[:, first], wanted[:, first]
        whole = (first < self._size * self._whole).astype(np.int64)
        fits = LinearConstraint(rows, self._low, self._high) if len(rows) else ()
        lowest, highest = np.full(len(wanted), FREE), np.full(len(wanted), -FREE)

        def end(goal: Vector) -> float:
            for presolve in (True, False):  # which ends with an error now and then
                answer = milp(
                    goal,
                    constraints=fits,
                    integrality=whole,
                    bounds=Bounds(0, 1e7),
                    options={"mip_rel_gap": 0.0, "presolve": presolve},
                )
                if answer.status == 0:
                    break
            assert answer.status == 0, f"the attacker found no world: {answer.message}"
            found = np.where(whole > 0, np.round(answer.x), answer.x)
            np.minimum(lowest, wanted @ found, out=lowest)
            np.maximum(highest, wanted @ found, out=highest)
            return float(answer.fun)

        told = []
        for place, goal in enumerate(wanted):
            for sign in (-1.0, 1.0):
                if highest[place] - lowest[place] < enough[place] - 1e-6:
                    end(sign * goal)
            told.append((float(lowest[place]), float(highest[place])))
        return told


def tables_that_fit(rows: npt.NDArray[np.int64], totals: npt.NDArray[np.int64], largest: int) -> npt.NDArray[np.int64]:
    """Every vector of whole numbers from 0 to ``largest`` with ``rows @ x == totals``, by trying them one after the other."""
    count = rows.shape[1]
    partial = [np.zeros(count, dtype=np.int64)]
    for place in range(count):
        rest = np.clip(rows[:, place + 1 :], 0, None).sum(axis=1) * largest
        grown = []
        for held in partial:
            for value in range(largest + 1):
                one = held.copy()
                one[place] = value
                said = rows @ one
                if (said <= totals).all() and (said + rest >= totals).all():
                    grown.append(one)
        partial = grown
    return np.array(partial, dtype=np.int64).reshape(-1, count)
