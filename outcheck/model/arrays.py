"""Names for the arrays that tables and grids are made of."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int32]
Indices: TypeAlias = npt.NDArray[np.intp]
SmallArray: TypeAlias = npt.NDArray[np.int16]
BoolArray: TypeAlias = npt.NDArray[np.bool_]
RawArray: TypeAlias = npt.NDArray[Any]
"""One grid column: an object array of None, str, int, float, bool, date, datetime, time or timedelta."""
