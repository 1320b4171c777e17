"""The words by which tables say what their numbers are."""

from __future__ import annotations

import re
from functools import lru_cache

from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic, Unit

_S = Statistic
_PEOPLE = (
    r"learners?|pupils?|students?|graduates?|people|persons?|individuals?|entrants?|starts|starters|achievements|achievers"
    r"|enrolments?|applicants?|acceptances?|claimants?|child|children|apprentices|apprenticeships|qualifiers|leavers"
    r"|participants|respondents|employees|workers|residents|cohort|boys|girls|men|women|completers"
)
_EMPLOYERS = r"employers?|firms?|businesses|business|companies|enterprises?|local units|organisations"
_PROVIDERS = r"providers?|schools?|colleges?|universities|institutions?|academies"
_HOUSEHOLDS = r"households?|families|dwellings"
_COUNTED = rf"{_PEOPLE}|{_EMPLOYERS}|{_PROVIDERS}|{_HOUSEHOLDS}"
_MONEY = r"earnings|income|pay|turnover|value|amount|spend\w*|payments?|costs?|funding|loans?|fees"
_COUNTS = (
    r"numbers?|counts?|headcount|freq\w*|base|denominator|numerator|n|nobs|obs|observations?|population|volume|fpe|fte|unweighted"
)

_STRONG: tuple[tuple[str, Statistic], ...] = (
    (r"^(number|count|total number|no) (of )?(?!.*\b(mean|average|median)\b)", _S.COUNT),
    (rf"^sum of ({_COUNTED})\b", _S.COUNT),
    (r"^t (?!stat|value|test|ratio|score)", _S.COUNT),
    (r"^std (mean )?diff\w*|\bsmd\b|\bstandardi[sz]ed (mean )?diff\w*", _S.COEFFICIENT),
    (r"\bweighted (counts?|numbers?|n|base|total|freq\w*)\b|^wt? ?(count|n)\b|\bsum of w(gt|eights)\b", _S.WEIGHTED_COUNT),
    (r"^(0 5|2 5|5|95|97 5|99 5) ?%$|^(min|max) ?\d{2}$|\bconf (low|high)\b", _S.CONFIDENCE_LIMIT),
    (
        (
            r"\b(\d+ )?% (ci|conf\w*)\b|\b(ci|conf\w* (int\w*|limits?)|(lower|upper) (ci|limit|bound"
            r"|\d+( ?%)?)|[lu]cl|ll|ul)\b|\bconf\w* interval"
        ),
        _S.CONFIDENCE_LIMIT,
    ),
    (r"\b(p ?values?|pval|pr \w|p [tz]|p chi2|sig)\b|^p$|^prob f$|^prob chi2$", _S.P_VALUE),
    (
        r"\b(std ?err\w*|standard errors?|s e|stderr|robust se)\b|\bse (of|mean)\b|^mean se$|^se_|\b(coef\w*|b|mean|est\w*) se$",
        _S.STANDARD_ERROR,
    ),
    (r"\b(sd|std ?dev\w*|std deviation|std|standard deviations?|stdev|root mse|rmse)\b", _S.STANDARD_DEVIATION),
    (r"\b(median|med|p50|q2|50th percentile)\b|^50 ?%$", _S.MEDIAN),
    (
        (
            r"\b((lower|upper|first|third|1st|3rd) quartiles?|(\d+(st|nd|rd|th) )?percentiles?|p\d\d?|q[13]"
            r"|lq|uq|iqr|\d+(st|nd|rd|th) decile)\b"
        ),
        _S.QUANTILE,
    ),
    (r"\b(mean squares?|ms|sums? of squares|ss)\b", _S.UNKNOWN),
    (r"\b(adj\w* )?(mean|average|avg|ave|averages|means)\b", _S.MEAN),
    (r"\b(minimum|min|smallest|lowest(?! (level|qual|attain|grade|award)))\b", _S.MINIMUM),
    (r"\b(maximum|max|largest|highest(?! (level|qual|attain|grade|award)))\b", _S.MAXIMUM),
    (r"\b(r ?2|r ?squared?|adj\w* r2?|pseudo r2|r sq|adjusted r square|within r2)\b|\br²", _S.R_SQUARED),
    (r"\b(degrees of freedom|d ?f|dof|df residual|df model)\b", _S.DEGREES_OF_FREEDOM),
    (r"\b(odds|hazard|risk|rate|incidence rate) ?ratios?\b|^(a?or|a?hr|a?rr|irr|exp b|exp coef)$|\b(aor|ahr) ?$", _S.RATIO),
    (r"\bcorrelations?\b|^(pearson|spearman)( s)?( r| rho)?$|^rho$", _S.CORRELATION),
    (r"\b(gini|theil|herfindahl|hhi|index|indices|atkinson)\b", _S.INDEX),
    (
        (
            r"\b(coef\w*|estimates?|beta|b se|marginal effects?|dy dx|std mean diff\w*|smd|std diff\w*"
            r"|standardi[sz]ed (mean )?diff\w*)\b"
        ),
        _S.COEFFICIENT,
    ),
    (
        (
            r"\b(t|z|f) (stat\w*|values?|score|ratio)$|\b(chi ?2?|chi squared?|wald|lr chi2?) ?(stat\w*|values?)?$"
            r"|\bstatistic$|\bchi2?\b|^wald\b"
        ),
        _S.TEST_STATISTIC,
    ),
    (r"%|\b(percent\w*|pct|perc|pc|pt|per cent|proportions?|prop|share|shares)\b|^cum$|^cumulative$", _S.PERCENTAGE),
    (r"\b(rates?|survival|survivor|surv|hazard|probability|prob|cumulative incidence)\b", _S.RATE),
    (r"\b(density|densities|per (sq )?km2?|per square kilometre)\b", _S.DENSITY),
    (
        rf"\b(sum|total ({_MONEY})|turnover|expenditure)\b",
        _S.SUM,
    ),
    (
        (
            rf"^({_COUNTS})$|\b(number of|count of|no of|no obs|nobs|number|n risk|n event|n censor|at risk"
            rf"|freq\w*|headcount|num|sample size)\b|^(n|num|count|nr) |^num|\b(n|count|counts|obs|observations|base)$"
            rf"|^(unweighted )?base\b"
        ),
        _S.COUNT,
    ),
)
_WEAK: tuple[tuple[str, Statistic], ...] = ((rf"\b({_COUNTS}|{_COUNTED})\b", _S.COUNT),)
_COMPILED = tuple((re.compile(pattern), statistic) for pattern, statistic in _STRONG)
_NOUNS = tuple((re.compile(pattern), statistic) for pattern, statistic in _WEAK)
_CURT = {
    "b": _S.COEFFICIENT, "t": _S.TEST_STATISTIC, "z": _S.TEST_STATISTIC, "f": _S.TEST_STATISTIC, "p": _S.P_VALUE,
    "n": _S.COUNT, "lower": _S.CONFIDENCE_LIMIT, "upper": _S.CONFIDENCE_LIMIT, "lb": _S.CONFIDENCE_LIMIT,
    "ub": _S.CONFIDENCE_LIMIT, "lo": _S.CONFIDENCE_LIMIT, "hi": _S.CONFIDENCE_LIMIT, "value": _S.TEST_STATISTIC,
    "low": _S.CONFIDENCE_LIMIT, "high": _S.CONFIDENCE_LIMIT, "exp(b)": _S.RATIO, "exp b": _S.RATIO,
    "se": _S.STANDARD_ERROR, "diff": _S.COEFFICIENT,
}  # fmt: skip
"""Words too short to mean anything but beside their like."""

_UNITS = (
    (re.compile(rf"\b({_EMPLOYERS})\b"), Unit.EMPLOYER),
    (re.compile(rf"\b({_PROVIDERS})\b"), Unit.PROVIDER),
    (re.compile(rf"\b({_HOUSEHOLDS})\b"), Unit.HOUSEHOLD),
    (re.compile(rf"\b({_PEOPLE})\b"), Unit.PERSON),
)
_TOTAL = re.compile(
    r"^(grand |sub ?)?total\b.*$|^all$|^all .*$|^overall$|^both( sexes)?$|^any$|^england$|^persons$"
    r"|^everyone$|^sum$|^united kingdom$|^uk$"
    r"|\btotal$|^row total$|^column total$"
)
_LABEL = re.compile(
    r"\b(years?|yr|time period|time identifier|period|quarter|month|date|cohort|wave|age|ages|age group|band|codes?|time"
    r"|urn|ukprn|laestab|estab|sic|soc|hecos|jacs|cah|ssa|level|decile|quintile|ventile|key stage|ks|rank|iteration|id|identifier"
    r"|ref|reference|yag|region|sex|gender|subject|sector|lad|dfe number|la number|grade|category|model|step|bin|row|weeks?|dp)$"
    r"|^(time period|years? (after|since)|academic year|tax year|year|sic|soc|cah)\b|\bcode\b|^unnamed\b|\b(sic|soc|hecos)\d*\b"
)
_PERSON_KEY = re.compile(
    r"^(id|pid|uid|guid|upn|uln|nino|husid|nhs number|aan|pmr|idaci id|leo id|edukey)$"
    r"|\b(person|pupil|student|learner|individual|record|member|case|participant|anon\w*|pseud\w*|matching|linkage?) ?"
    r"(id|ref|reference|no|number|key)$|\b(anon|pseud)\w*( id)?$"
)
_STATISTIC_COLUMN = re.compile(
    r"^(statistic|measure|indicator|metric|variable|stat|value type|measurement|figure|unit of measure)s?$"
)
_NOTE_COLUMN = re.compile(r"^(notes?|comments?|footnotes?|flags?|obs ?status|markers?|significance|stars|units?)$")
_PER_WORD = re.compile(r"[,;/|\[\](){}±+–-]|\band\b|\bto\b")


@lru_cache(maxsize=8192)
@lru_cache(maxsize=8192)
def strong_statistic_in(text: str) -> Statistic | None:
    """The statistic that a text names by a statistical word, or None."""
    words = plain(text)
    return next((statistic for pattern, statistic in _COMPILED if pattern.search(words)), None)


@lru_cache(maxsize=8192)
def statistic_in(text: str) -> Statistic | None:
    """The statistic a heading or title names, if only by who is counted, or None."""
    strong = strong_statistic_in(text)
    if strong is not None:
        return strong
    words = plain(text)
    return next((statistic for pattern, statistic in _NOUNS if pattern.search(words)), None)


def curt_statistic(text: str) -> Statistic | None:
    """The statistic that a very short heading names, given that its neighbours name statistics of one estimate."""
    return _CURT.get(text.strip().casefold()) or _CURT.get(plain(text))


@lru_cache(maxsize=8192)
def statistics_in(text: str) -> tuple[Statistic, ...]:
    """Statistics named one after the other, as in ``n (%)``, ``Mean (SD)`` or ``Median [Q1, Q3]``."""
    parts = [part.strip() for part in _PER_WORD.split(re.sub(r"\b95 ?%\s*", "", text)) if part.strip()]
    named = [strong_statistic_in(part) or curt_statistic(part) for part in parts]
    return tuple(statistic for statistic in named if statistic is not None)


def unit_in(text: str) -> Unit | None:
    """Who is counted, as far as a heading or title says."""
    words = plain(text)
    return next((unit for pattern, unit in _UNITS if pattern.search(words)), None)


def is_total(text: str) -> bool:
    """Whether a category stands for all others together, by its name."""
    return _TOTAL.search(plain(text)) is not None


def names_labels(text: str) -> bool:
    """Whether a heading announces years, codes, bands or other labels that may look like numbers."""
    return _LABEL.search(plain(text)) is not None


def names_person_key(text: str) -> bool:
    """Whether a heading announces an identifier of persons or records."""
    return _PERSON_KEY.search(plain(text)) is not None


def names_statistic_column(text: str) -> bool:
    """Whether a heading announces that the column says what the numbers of its row are."""
    return _STATISTIC_COLUMN.match(plain(text)) is not None


def names_notes(text: str) -> bool:
    """Whether a heading announces remarks rather than categories."""
    return _NOTE_COLUMN.match(plain(text)) is not None
