"""Laws of fixed releases: they pass the check that would have caught them, say every change, and need nothing more."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from protected import differing, fixed, left_to_settle
from releases import Counts, crosstab, tidy, written

FILES = {
    "regions.csv": lambda counts: "Number of learners by region and sex\n" + crosstab(counts, "Region", "Sex"),
    "sectors.csv": lambda counts: "Number of learners by sector and region\n" + crosstab(counts, "Sector", "Region"),
    "all.csv": lambda counts: tidy(counts, ["Region", "Sex", "Sector"]),
    "shares.csv": lambda counts: tidy(counts, ["Region", "Sector"], percentages=True),
}


@st.composite
def releases(draw: st.DrawFn) -> dict[str, str]:
    """Up to four files of tables that count the same people: linked, with margins, percentages, zeros, ones."""
    shape = draw(st.integers(2, 4)), 2, draw(st.integers(2, 5))
    counts: Counts = np.array(
        draw(
            st.lists(
                st.one_of(st.integers(0, 12), st.integers(10, 90)), min_size=int(np.prod(shape)), max_size=int(np.prod(shape))
            )
        )
    ).reshape(shape)
    names = draw(st.lists(st.sampled_from(sorted(FILES)), min_size=1, max_size=4, unique=True))
    return {name: FILES[name](counts) for name in sorted(names)}


def holds(files: dict[str, str]) -> None:
    """Fix a release and see that the laws hold."""
    with tempfile.TemporaryDirectory() as made:
        folder = written(Path(made) / "release", files)
        once = fixed(folder, Path(made) / "once")
        assert left_to_settle(once) == []
        assert differing(folder, Path(made) / "once") == {(change.place.file, change.place.cell) for change in once.plan.changes}
        twice = fixed(Path(made) / "once", Path(made) / "twice")
        assert twice.plan.changes == ()


@given(releases())
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
def test_a_fixed_release_passes_names_every_change_and_needs_no_more(files: dict[str, str]) -> None:
    holds(files)


@pytest.mark.slow
@given(releases())
@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_thousand_fixed_releases_pass(files: dict[str, str]) -> None:
    holds(files)
