from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outcheck.acro.commands import analysis_of


@pytest.mark.parametrize(
    ("command", "analysis"),
    [
        ("acro.crosstab(df.region, df.sex)", "FrequencyTable"),
        ("safe = session.crosstab(df.region, [df.sex, df.band], margins=True)", "FrequencyTable"),
        ('acro.crosstab(df.region, df.sex, values=df.pay, aggfunc="mean")', "Mean"),
        ('acro.pivot_table(df, index=["region"], values=["pay"], aggfunc=["sum"])', "Sum"),
        ('acro.crosstab(df.region, df.sex, values=df.pay, aggfunc="count")', "FrequencyTable"),
        ('acro.pivot_table(df, index=["region"], values=["pay"], aggfunc=["mean", "std"])', ""),
        ('acro.crosstab(df.region, df.sex, normalize="index")', ""),
        ("acro.crosstab(df.region, df.sex, df.pay)", ""),
        ("acro.crosstab(df.region, df.sex, **given)", ""),
        ("acro.crosstab(*given)", ""),
        ("acro.crosstab(df.region, df.sex, values=df.pay, aggfunc=np.mean)", ""),
        ("acro.crosstab(df.region, df.sex); acro.hist(df)", ""),
        ("safe = acro.crosstab(", ""),
        ("crosstab(a, b)", ""),
        (r"acro.crosstab(df[df.a.str.match('\d')].a, df.b)", "FrequencyTable"),
        ("table region sex", ""),
        ("custom", ""),
        ("", ""),
    ],
)
def test_a_command_says_what_it_computed_where_it_is_plain(command: str, analysis: str) -> None:
    assert analysis_of(command) == analysis


@given(st.text(max_size=60))
def test_any_text_is_read_or_says_nothing(command: str) -> None:
    assert isinstance(analysis_of(command), str)
