"""Makes the folders beside it with ACRO itself: run it with a Python that has ``acro``, once for each of its forms.

    python tests/acro/make_folders.py tests/acro/acro-1.0.2        with acro 1.0.2
    python tests/acro/make_folders.py tests/acro/acro-0.4.12       with acro 0.4.12 (numpy below 2, scipy below 1.14)

The numbers are drawn with a seed; no person stands behind them.
"""

import sys
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import statsmodels.api as sm
from acro import ACRO  # type: ignore[attr-defined]  # mypy takes this folder for it

warnings.filterwarnings("ignore")


def drawn(persons: int, west: float) -> pd.DataFrame:
    """Persons with region, sex, band and pay; ``west`` is the share of the smallest region."""
    rng = np.random.default_rng(1)
    region = rng.choice(["North", "South", "West"], persons, p=[0.55 - west / 2, 0.45 - west / 2, west])
    sex, band = rng.choice(["F", "M"], persons), rng.choice(["a", "b"], persons)
    return pd.DataFrame({"region": region, "sex": sex, "band": band, "pay": rng.gamma(2, 1000, persons).round(2)})


def clean(target: Path) -> None:
    """Counts that nothing stands against."""
    held, session = drawn(6000, 0.3), ACRO()
    session.crosstab(held.region, held.sex)
    session.finalise(str(target), "json")


def faults(target: Path) -> None:
    """Low counts, means, a model, a text, a request for an exception and a comment."""
    held, session = drawn(400, 0.05), ACRO()
    session.crosstab(held.region, [held.sex, held.band])
    session.crosstab([held.region, held.band], held.sex, margins=True)
    session.crosstab(held.region, held.sex, values=held.pay, aggfunc="mean")
    session.pivot_table(held, index=["region"], columns=["sex"], values=["pay"], aggfunc=["mean", "std"])
    session.ols(held.pay, sm.add_constant((held.sex == "F").astype(float)))
    session.add_exception("output_0", "published in the annex already, so 7 persons in West are known")
    session.add_comments("output_1", "please look at West")
    with TemporaryDirectory() as place:
        note = Path(place) / "note.txt"
        note.write_text("What the tables show, and why.\n", encoding="utf-8")
        session.custom_output(str(note), "prose")
        session.finalise(str(target), "json")


def shares(target: Path) -> None:
    """A crosstab of shares, which ACRO calls a table of frequencies too."""
    held, session = drawn(6000, 0.3), ACRO()
    session.crosstab(held.region, held.sex, normalize="index")
    session.finalise(str(target), "json")


if __name__ == "__main__":
    for make in (clean, faults, shares):
        make(Path(sys.argv[1]) / make.__name__)
