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


def test_threads_that_someone_else_chose_for_the_solver_do_not_stop_it() -> None:
    code = (
        "import highspy; other = highspy.Highs(); other.setOptionValue('output_flag', False); "
        "other.setOptionValue('threads', 2); other.addVar(0.0, 1.0); other.run(); "
        "import numpy as np; from scipy.sparse import csr_array; from outcheck.sdc.bounds import bounds; "
        "from outcheck.sdc.system import System; "
        "rows, two = csr_array(np.array([[1.0, 1.0]])), np.array([2.0]); "
        "found = bounds(System(rows, two, two, np.zeros(2), np.full(2, 9.0), np.ones(2, dtype=bool)), np.arange(2)); "
        "assert found.seen_upper.tolist() == [2.0, 2.0], found"
    )
    subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
