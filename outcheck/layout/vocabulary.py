"""The vocabulary of statistics: patterns over plain text and what they name. The first pattern that matches decides."""

from __future__ import annotations

import re

from outcheck.model.statistics import Statistic, Unit

_S = Statistic
_PEOPLE = (
    r"learners?|pupils?|students?|graduates?|grads?|people|persons?|individuals?|entrants?|starts|starters|achievements"
    r"|achievers|enrolments?|applicants?|acceptances?|claimants?|child|children|apprentices|apprenticeships|qualifiers|leavers"
    r"|participants|patients|inpatients|outpatients|beneficiaries|respondents|employees|workers|residents|cohort|boys|girls|men|women|completers"
)
_EMPLOYERS = r"employers?|firms?|businesses|business|companies|enterprises?|local units|organisations"
_PROVIDERS = r"providers?|schools?|colleges?|universities|institutions?|academies"
_HOUSEHOLDS = r"households?|families|dwellings"
_EVENTS = r"exclusions|suspensions|vacancies|jobs|claims|offences|deaths|births|placements|visits|entries"
COUNTED = rf"{_PEOPLE}|{_EMPLOYERS}|{_PROVIDERS}|{_HOUSEHOLDS}|{_EVENTS}"
"""What may be counted: persons, bodies, households, events."""
_MONEY = r"earnings|income|pay|wages?|turnover|value|amount|spend\w*|payments?|costs?|funding|loans?|fees"
_COUNTS = (
    r"numbers?|counts?|headcount|freq\w*|base|denominator|numerator|n|nobs|obs|observations?|population|volume|fpe|fte|unweighted"
    r"|events?|failures|unique|support|valid n|n of valid cases|valid n listwise"
)
_OF_PERSONS = (
    r"(un)?employment|worklessness|participation|(in)?activity|pass|success|(non )?completion|retention|achievement|progression"
    r"|continuation|graduation|drop ?out|take ?up|uptake|poverty|response"
)
"""Of what a rate is the percentage of persons; of others, such as crime or mortality, it is often per thousand."""

_NO_OTHER = r"^(?!.*(%|\b(mean|average|avg|median|percent\w*|pct|proportion|share|rate|ratio|per|sd|se|p\d\d)\b))"
_STRONG: tuple[tuple[str, Statistic], ...] = (
    (r"\biter(ations)?$|\bfunction evaluations$", _S.UNKNOWN),
    (rf"{_NO_OTHER}.*(?<!un )\bweighted ({COUNTED})\b", _S.WEIGHTED_COUNT),
    (rf"{_NO_OTHER}.*\b(numbers?|counts?|n|{COUNTED})\b.*(?<!un )\bweighted$", _S.WEIGHTED_COUNT),
    (r"^(number|count|total number) (of )?(?!.*\b(mean|average|median)\b)|^no of\b", _S.COUNT),
    (rf"^sum of ({COUNTED})\b", _S.COUNT),
    (r"^t (?!stat|value|test|ratio|score)", _S.COUNT),
    (
        (
            r"^diff\w* in (means?|medians?|proportions|percentages?|rates?)$|^std (mean )?diff\w*|\bsmd\b"
            r"|\bstandardi[sz]ed (mean )?diff\w*|\bcohen s d\b|\bhedges g\b|\beffect sizes?\b"
            r"|^((average|marginal|treatment|estimated) )*effects?$"
        ),
        _S.COEFFICIENT,
    ),
    (r"(?<!un)\bweighted (counts?|numbers?|n|base|total|freq\w*)\b|^wt? ?(count|n)\b|\bsum of w(gt|eights)\b", _S.WEIGHTED_COUNT),
    (r"^(0 5|2 5|5|95|97 5|99 5) ?%$|^0 (025|975)$|^(min|max) ?\d{2}$|\bconf (low|high)\b|^conf$", _S.CONFIDENCE_LIMIT),
    (
        (
            r"\b(\d+ )?% (ci|conf\w*)\b|\b(ci|conf\w* (int\w*|limits?)|(lower|upper) (ci|limit|bound"
            r"|cl|\d+( ?%)?)|[lu]cl|[lu]ci|ll|ul)\b|\bconf\w* interval"
        ),
        _S.CONFIDENCE_LIMIT,
    ),
    (
        (
            r"\b(p ?values?|pval|pr (\w|chi ?sq|f|t|z)|p [tz]|p chi2|sig)\b|^p$|^prob (?!of\b|density)\w+|\bsignificance\b"
            r"|\b(one|two|1|2) (sided|tailed) p$|^hansen j p$"
        ),
        _S.P_VALUE,
    ),
    (r"\b(std|standard) ?err\w* of the estimate\b|^residual (std|standard) ?err\w*|^sigma$|^mad$", _S.STANDARD_DEVIATION),
    (
        r"\b(std ?err\w*|standard errors?|s e|stderr|robust se)\b|\bse (of|mean)\b|^mean se$|^se_|\b(coef\w*|b|mean|est\w*) se$",
        _S.STANDARD_ERROR,
    ),
    (r"\b(sd|std ?dev\w*|std deviation|std|standard deviations?|stdev|root mse|rmse)\b", _S.STANDARD_DEVIATION),
    (
        (
            r"^mode$|^(mode|modal) (value|\w*( ?age| ?score| ?grade| ?band| ?level| ?number))$"
            r"|^most (common|frequent) (value|age|score|grade)$"
        ),
        _S.MODE,
    ),
    (r"\b(median|med|p50|q2|50th percentile)\b|^50 ?%$", _S.MEDIAN),
    (r"\bp\d\d p\d\d\b|^coeff\w* (of )?var\w*$|^cv$", _S.RATIO),
    (
        (
            r"\b((lower|upper|first|third|1st|3rd) quartiles?|(\d+(st|nd|rd|th) )?percentiles?|p\d\d?|q[13]"
            r"|lq|uq|iqr|\d+(st|nd|rd|th) decile|quantiles?|(lower|upper) threshold)\b"
        ),
        _S.QUANTILE,
    ),
    (r"\b(skew\w*|kurtosis|(?<!of )variance|moment)\b(?! (explained|inflation|components?))|^var$", _S.MOMENT),
    (
        (
            r"\b(mean squares?|ms|sums? of squares|ss|aicc?|bic|log ?lik\w*|deviance|eigenvalues?"
            r"|eform|bandwidth|polynomial order|cond no|condition number)\b|^range$"
        ),
        _S.UNKNOWN,
    ),
    (r"\b(adj\w* )?(mean|average|avg|ave|averages|means|emmeans?|lsmeans?)\b|^trimmed$", _S.MEAN),
    (r"\b(minimum|min)\b|^(smallest|lowest)( (value|observation|score|earnings|income|pay|wage|age))?$", _S.MINIMUM),
    (r"\b(maximum|max)\b|^(largest|highest)( (value|observation|score|earnings|income|pay|wage|age))?$", _S.MAXIMUM),
    (r"\b(r ?2|r ?squ(ared?)?|adj\w* r2?|pseudo r2|r sq|adjusted r square|within r2)\b", _S.R_SQUARED),
    (r"\b(degrees of freedom|d ?f[12]?|dof|df residual|df model)\b", _S.DEGREES_OF_FREEDOM),
    (
        r"\b(odds|haz\w*|risk|rate|incidence rate) ?ratios?\b|^(a?or|a?hr|a?rr|irr|exp b|exp coef)$|\b(aor|ahr|or|hr|irr) ?$",
        _S.RATIO,
    ),
    (r"\bcorrelations?\b|^(pearson|spearman)( s)?( r| rho)?$|^rho$|^icc$|\bcramer s v\b|^phi$", _S.CORRELATION),
    (r"\b(gini|theil|herfindahl|hhi|index|indices|atkinson|auc|brier)\b", _S.INDEX),
    (
        (
            r"\b(coef\w*|estimates?|beta|b se|marginal effects?|dy dx|std mean diff\w*|smd|std diff\w*"
            r"|standardi[sz]ed (mean )?diff\w*)\b"
        ),
        _S.COEFFICIENT,
    ),
    (
        (
            r"\b(t|z|f) (stat\w*|values?|score|ratio|change)$|\b(chi ?2?|chi squared?|wald|lr chi2?) ?(stat\w*|values?)?$"
            r"|\bstatistic$|\bchi2?\b|^wald\b|\bchi square$|^likelihood ratio$|^linear by linear\b|\bfirst stage f$"
            r"|^(durbin watson|jarque bera|omnibus|hansen j|sargan|crit)\b"
        ),
        _S.TEST_STATISTIC,
    ),
    (r"\b(probability density|density|densities|per (sq )?km2?|per square kilometre)\b", _S.DENSITY),
    (r"\bproportion terminating\b|\bsurviv\w*\b", _S.RATE),
    (r"\bsust (emp\w*|dest\w*)", _S.PERCENTAGE),
    (rf"\b(({_OF_PERSONS}) rates?|rates? of ({_OF_PERSONS}))\b(?!.*\b(per|ratio|change)\b)", _S.PERCENTAGE),
    (
        (
            r"%|\b(percent\w*|pct|perc|per cent|proportions?|prop|share|shares)\b"
            r"|\b(row|col|cell|cum|col\w*)(pct|percent)\w*|^cum$|^cumulative$"
        ),
        _S.PERCENTAGE,
    ),
    (
        (
            r"\b(rates?|survival|survivor|surv|hazard|probability|prob|cumulative incidence"
            r"|precision|recall|f1( score)?|accuracy|sensitivity|specificity|ppv|npv)\b"
        ),
        _S.RATE,
    ),
    (
        rf"\b(sum|total ({_MONEY})|turnover|expenditure)\b",
        _S.SUM,
    ),
    (
        (
            rf"^({_COUNTS})$|\b(number of|count of|no of|no obs|nobs|number|n risk|n event|n censor|at risk"
            rf"|freq\w*|headcount|num|sample size)\b|^(n|num|count|nr) |^num|\b(n|count|counts|obs|observations|base)$"
            rf"|^(unweighted )?base\b|\bincluded?$"
        ),
        _S.COUNT,
    ),
)
_WEAK: tuple[tuple[str, Statistic], ...] = ((rf"\b({_COUNTS}|{COUNTED}|confusion matrix)\b", _S.COUNT),)
STRONG = tuple((re.compile(pattern), statistic) for pattern, statistic in _STRONG)
"""Words of statistics."""
WEAK = tuple((re.compile(pattern), statistic) for pattern, statistic in _WEAK)
"""Words for who is counted."""
PREFIXES = {"pt_": _S.PERCENTAGE, "pc_": _S.PERCENTAGE, "n_": _S.COUNT, "t_": _S.COUNT}
"""How official column codes begin; without the underscore ``PT`` is part-time."""
MONEY = re.compile(rf"\b({_MONEY})\b")
EXPLICIT = re.compile(
    r"%|\b(mean|average|avg|emmeans?|lsmeans?|median"
    r"|percent\w*|pct|per cent|proportions?|standard|std (dev|err|diff)\w*|stdev|sd|deviation"
    r"|quartiles?|quantiles?|percentiles?|[pq]\d\d|p ?values?|coef\w*|estimates?|confidence|conf (low|high|int\w*)|ci|odds"
    r"|hazard ratio|r ?squ(ared?)?|r2|variance|skew\w*|kurtosis|per|expenditure|significance|effect sizes?|degrees of freedom"
    r"|chi squared?"
    r"|^mode$|^modal \w+|^most (common|frequent) (value|age|score|grade)$"
    rf"|(minimum|maximum|smallest|largest|lowest|highest|total) ({_MONEY}|salary|age|score))\b"
)
"""Words that only statistics have; ``share``, ``rate``, ``max`` or ``index`` also stand in names of categories."""
CURT = {
    "b": _S.COEFFICIENT, "t": _S.TEST_STATISTIC, "z": _S.TEST_STATISTIC, "f": _S.TEST_STATISTIC, "p": _S.P_VALUE,
    "n": _S.COUNT, "lower": _S.CONFIDENCE_LIMIT, "upper": _S.CONFIDENCE_LIMIT, "lb": _S.CONFIDENCE_LIMIT,
    "ub": _S.CONFIDENCE_LIMIT, "lo": _S.CONFIDENCE_LIMIT, "hi": _S.CONFIDENCE_LIMIT, "value": _S.TEST_STATISTIC,
    "low": _S.CONFIDENCE_LIMIT, "high": _S.CONFIDENCE_LIMIT, "exp(b)": _S.RATIO, "exp b": _S.RATIO,
    "se": _S.STANDARD_ERROR, "diff": _S.COEFFICIENT, "difference": _S.COEFFICIENT, "m": _S.MEAN, "r": _S.CORRELATION,
}  # fmt: skip
"""Words too short to mean anything but beside their like."""

UNITS = (
    (re.compile(rf"\b({_EMPLOYERS})\b"), Unit.EMPLOYER),
    (re.compile(rf"\b({_PROVIDERS})\b"), Unit.PROVIDER),
    (re.compile(rf"\b({_HOUSEHOLDS})\b"), Unit.HOUSEHOLD),
    (re.compile(rf"\b({_PEOPLE})\b"), Unit.PERSON),
)
UNITS_BELOW = frozenset(
    {"£", "£s", "%", "000s", "£000s", "thousands", "per cent", "£ per week", "£ per year", "£m", "$", "€", "years", "days"}
)
"""What a row of units says, in lower case and without brackets."""
