from __future__ import annotations

import subprocess
import sys


def test_solving_prints_nothing() -> None:
    code = (
        "import numpy as np; from scipy.sparse import csr_array; from outcheck.sdc.bounds import bounds; "
        "from outcheck.sdc.system import System; "
        "rows, two = csr_array(np.array([[1.0, 1.0]])), np.array([2.0]); "
        "bounds(System(rows, two, two, np.zeros(2), np.full(2, 9.0), np.ones(2, dtype=bool)), np.arange(2))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout + done.stderr == ""
