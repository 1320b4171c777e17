"""The words by which tables say what their numbers are."""

from __future__ import annotations

import re
from functools import lru_cache

from outcheck.model.statistics import Statistic, Unit

_S = Statistic
_PEOPLE = (
    r"learners?|pupils?|students?|graduates?|people|persons?|individuals?|entrants?|starts|achievements|enrolments?|applicants?"
    r"|acceptances?|claimants?|children|apprentices|apprenticeships|qualifiers|leavers|participants|respondents|employees"
    r"|residents|cohort|boys|girls"
)
_EMPLOYERS = r"employers?|firms?|businesses|business|companies|enterprises?|local units"
_PROVIDERS = r"providers?|schools?|colleges?|universities|institutions?|academies"
_HOUSEHOLDS = r"households?|families|dwellings"
_COUNTED = rf"{_PEOPLE}|{_EMPLOYERS}|{_PROVIDERS}|{_HOUSEHOLDS}"

_COUNTS = r"numbers?|counts?|headcount|freq\w*|base|denominator|numerator|n|nobs|obs|observations|population|volume|fpe|fte"

_STATISTICS: tuple[tuple[str, Statistic], ...] = (
    (r"^(number|count|total number|no) (of )?", _S.COUNT),
    (r"\bweighted (count|number|n|base|total|freq\w*)\b|^wt? ?count\b", _S.WEIGHTED_COUNT),
    (r"%|\b(percent(age)?s?|pct|perc|pc|pt|per cent|proportion|prop|share)\b", _S.PERCENTAGE),
    (r"\b(p ?values?|pval|pr z|pr t|p z|p t|sig)\b", _S.P_VALUE),
    (r"\b(std ?err\w*|standard errors?|s e|se)\b", _S.STANDARD_ERROR),
    (r"\b(sd|std ?dev\w*|std|standard deviations?|stdev)\b", _S.STANDARD_DEVIATION),
    (r"\b(ci|conf\w* (int\w*|limits?|low|high)|(lower|upper) (ci|limit|bound|95\w*)|lcl|ucl)\b", _S.CONFIDENCE_LIMIT),
    (r"\b(median|med|p50|q2)\b", _S.MEDIAN),
    (r"\b((lower|upper) quartiles?|quartiles?|(\d+(st|nd|rd|th) )?percentiles?|p\d\d?|q[13]|lq|uq|iqr|decile)\b", _S.QUANTILE),
    (r"\b(mean|average|avg|ave)\b", _S.MEAN),
    (r"\b(minimum|min|smallest|lowest)\b", _S.MINIMUM),
    (r"\b(maximum|max|largest|highest)\b", _S.MAXIMUM),
    (r"\b(r2|r squared|adj r2?|pseudo r2)\b", _S.R_SQUARED),
    (r"\b(degrees of freedom|d ?f|dof)\b", _S.DEGREES_OF_FREEDOM),
    (r"\b((odds|hazard|risk) ratios?|or|hr|rr)$", _S.RATIO),
    (r"\b(coef\w*|estimates?|beta)\b", _S.COEFFICIENT),
    (r"\b(t|z|f|chi2?) ?(stat\w*|values?|score)\b|\bstatistic$", _S.TEST_STATISTIC),
    (r"\bcorrelations?\b", _S.CORRELATION),
    (r"\brates?\b", _S.RATE),
    (r"\b(index|indices)\b", _S.INDEX),
    (r"\b(sum|total (earnings|income|pay|turnover|value|amount))\b", _S.SUM),
    (rf"\b({_COUNTS}|{_COUNTED})\b", _S.COUNT),
)
_COMPILED = tuple((re.compile(pattern), statistic) for pattern, statistic in _STATISTICS)
_UNITS = (
    (re.compile(rf"\b({_EMPLOYERS})\b"), Unit.EMPLOYER),
    (re.compile(rf"\b({_PROVIDERS})\b"), Unit.PROVIDER),
    (re.compile(rf"\b({_HOUSEHOLDS})\b"), Unit.HOUSEHOLD),
    (re.compile(rf"\b({_PEOPLE})\b"), Unit.PERSON),
)
_TOTAL = re.compile(r"^(grand |sub ?)?total\b.*$|^all$|^all .*$|^overall$|^both( sexes)?$|^any$|^england$|^persons$|^everyone$")
_LABEL = re.compile(
    r"\b(years?|yr|time period|time identifier|period|quarter|month|date|cohort|wave|age|ages|age group|band|code|codes"
    r"|urn|ukprn|laestab|estab|sic|soc|hecos|jacs|cah|ssa|level|decile|quintile|key stage|ks|rank|iteration|id|identifier"
    r"|ref|reference|yag|region|sex|gender|subject|sector)$"
    r"|^(time period|academic year|tax year|year)\b|\bcode\b"
)
_PERSON_KEY = re.compile(
    r"^(id|pid|uid|guid|upn|uln|nino|husid|nhs number|aan|pmr|idaci id|leo id|edukey)$"
    r"|\b(person|pupil|student|learner|individual|record|member|case|participant|anon\w*|pseud\w*|matching|linkage?) ?"
    r"(id|ref|reference|no|number|key)$|\b(anon|pseud)\w*( id)?$"
)
_STATISTIC_COLUMN = re.compile(r"^(statistic|measure|indicator|metric|variable|stat|value type)s?$")


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """A label in lower case with punctuation and underscores as single spaces; ``%`` stays."""
    return re.sub(r"[^a-z0-9%]+", " ", re.sub(r"([a-z])([A-Z])", r"\1 \2", text).lower()).strip()


@lru_cache(maxsize=8192)
def statistic_in(text: str) -> Statistic | None:
    """The statistic a heading or title names, or None."""
    words = plain(text)
    return next((statistic for pattern, statistic in _COMPILED if pattern.search(words)), None)


def unit_in(text: str) -> Unit | None:
    """Who is counted, as far as a heading or title says."""
    words = plain(text)
    return next((unit for pattern, unit in _UNITS if pattern.search(words)), None)


def is_total(text: str) -> bool:
    """Whether a category stands for all others together, by its name."""
    return _TOTAL.match(plain(text)) is not None


def names_labels(text: str) -> bool:
    """Whether a heading announces years, codes, bands or other labels that may look like numbers."""
    return _LABEL.search(plain(text)) is not None


def names_person_key(text: str) -> bool:
    """Whether a heading announces an identifier of persons or records."""
    return _PERSON_KEY.search(plain(text)) is not None


def names_statistic_column(text: str) -> bool:
    """Whether a heading announces that the column says what the numbers of its row are."""
    return _STATISTIC_COLUMN.match(plain(text)) is not None
