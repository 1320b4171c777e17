"""The words by which tables say what their numbers are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from outcheck.layout.vocabulary import CURT, EXPLICIT, MONEY, PREFIXES, STRONG, UNITS, UNITS_BELOW, WEAK
from outcheck.model.labels import plain
from outcheck.model.statistics import Statistic, Unit

_TOTAL = re.compile(
    r"^(grand |sub ?)?total\b.*$|^all$|^all .*$|^overall$|^both( sexes)?$|^any$|^england$"
    r"|^everyone$|^sum$|^united kingdom$|^uk$"
    r"|^combined$|(?<!\bof )(?<!% )\btotal$|^row total$|^column total$"
)
_MODEL_SIZE = re.compile(r"^(n|nobs|n obs|sample size|(num\w* |no )?(of )?obs\w*( .*)?)$")
_DIFFERENCE = re.compile(
    r"\b(cohen s d|hedges g|effect sizes?|smd|std (mean )?diff\w*|standardi[sz]ed (mean )?diff\w*)\b|^diff(erence)?$|^diff\w* in "
)
_PEOPLE_FIRST = re.compile(r"^(learners|pupils|students|graduates|people|persons|apprentices|entrants|leavers|claimants) \w+")
_SEX = re.compile(r"^(fe)?males?$|^(wo)?men$|^boys$|^girls$")
_QUARTER = re.compile(r"\b(19|20)\d\d( \d\d)? q[1-4]\b|\bq[1-4] (19|20)\d\d\b|^q4$|^q[1-4] (jan|apr|jul|oct)")
"""A quarter of a year, not a quartile."""
_LABEL = re.compile(
    r"\b(years?|yr|time period|time identifier|period|quarter|month|date|cohort|wave|age|ages|age group|band|codes?|time"
    r"|urn|ukprn|laestab|estab|sic|soc|hecos|jacs|cah|ssa|level|decile|quintile|ventile|key stage|ks|rank|iteration|id|identifier"
    r"|ref|reference|yag|region|sex|gender|subject|sector|lad|dfe number|la number|grade|category|model|step|bin|row|weeks?"
    r"|dp|vars)$"
    r"|^(time|duration|follow ?up) (in )?(days|months)$"
    r"|^(time period|(year|month|week|day)s? (after|since))\b"
    r"|^(academic year|tax year|year|sic|soc|cah)\b|\bcode\b(?! of\b)|^unnamed\b|\b(sic|soc|hecos)\d*\b"
)
_CODE = re.compile(
    r"\b(codes?|urn|ukprn|laestab|estab|hecos|jacs|cah|ssa|id|identifier|lad|dfe number|la number|dp|vars)$"
    r"|\bcode\b(?! of\b)|^unnamed\b"
    r"|\b(sic|soc|hecos)\d*\b|^cah\b"
)
_NO_CODE = re.compile(r"\b(missing|no|not|without|invalid|unknown|other|any|valid|all)\b")
_VARIABLE = re.compile(
    r"((academic|calendar|tax|financial|school|fiscal|survey|birth|entry|census|data|snapshot|reporting)? ?(years?|yr)"
    r"|time|time (period|identifier)|quarter|month|date|weeks?|row|bin|step|model|iteration|rank|yag|ks|key stage|grade|category"
    r"|subject|sector|region|sex|gender|level|band|ages?|age (group|band|years|in years|range)|age at [a-z ]+|ref|reference"
    r"|((imd|idaci|income|deprivation|polar|tundra|(prior )?attainment|earnings|wealth|iod) )?(decile|quintile|ventile)"
    r"|(year|month|week|day)s? (after|since)\b[a-z ]*)"
)
"""The name of a variable alone: ``Sector`` is one, ``Private sector`` a category that counts may stand under."""
_AUTOMATIC = re.compile(r"_(TYPE|TABLE|PAGE|BREAK|OBS)_")
"""What SAS calls the columns with which it numbers its rows."""
_GAP = re.compile(
    r"^\W*(ref(erence)?|base(line)?|omitted|n/?a|n/?d|not \w+|low|small|too few|missing|supp)\b"
    r"|suppress|redact|withh|confid|hidden|disclos|remov|secret|mask",
    re.IGNORECASE,
)
_ENTRY = re.compile(r"(sheet|table|note|footnote|worksheet|tab|chapter|figure) (no|number|num|ref)")
"""The number of an entry in a list of contents or notes."""
_ANY_VARIABLE = re.compile(r"\b(characteristics?|variables?|categor(y|ies)|breakdown|groups?|items?|and|by|labels?)\b")
_LOOSE = re.compile(r"time|row|bin|step|model|iteration|grade|category|subject|sector|region|level|band|ref|reference")
"""Names of variables that may also be the heading of a category: ``Ref`` beside ``Treated``."""
_RANKED = re.compile(r"^(top|bottom|highest|lowest|upper|lower|first|last|most|least)\b")
_VERSION = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)|\b(polar|tundra|ks|nuts|itl|isced|icd|nqf|rqf)(?=\d)\d+")
_STEPS = re.compile(r"\b(years?|months?|weeks?|days?|time)\b.*\b(since|after|before|from)\b|^(age|month|week|time|day)s?$")
_PERSON_KEY = re.compile(
    r"^(id|pid|uid|guid|upn|uln|nino|husid|nhs number|aan|pmr|idaci id|leo id|edukey)$"
    r"|\b(person|pupil|student|learner|individual|record|member|case|participant|anon\w*|pseud\w*|matching|linkage?) ?"
    r"(id|ref|reference|no|number|key)$|\b(anon|pseud)\w*( id)?$"
)
_STATISTIC_COLUMN = re.compile(
    r"^(statistic|measure|indicator|metric|variable|stat|value type|measurement|figure|unit of measure)s?$"
)
_NOTE_COLUMN = re.compile(r"^(notes?|comments?|footnotes?|flags?|obs ?status|markers?|significance|stars|units?)$")
_CURRENCY = re.compile("[£$€]")
_PER_WORD = re.compile(r"[,;/|\[\](){}±+–]|\s-\s|\band\b|\bto\b")


@lru_cache(maxsize=8192)
def _words(text: str) -> str:
    """Plain words, with ``No.`` as the number it stands for and the power of ``R²`` kept."""
    return plain(re.sub(r"\b[nN]o\.(?=\s)|^[nN]os?\.$", "number", re.sub(r"(?<=\b[rR])²", "2", text)))


_N_OF = re.compile(
    r"^(of|in|with|valid|miss\w*|total|obs\w*|used|read|risk|events?|censored|cases|subjects|included|excluded|(un)?weighted|unique"
    r"|distinct|groups?|clusters|at|not|pct|percent|per|rows)\b"
)
_LETTERED = re.compile(r"^N ([A-Z][a-z].*)$")
_OF_PLACES = re.compile(
    r"^(ward|block|zone|section|sector|site|area|class|team|district|type|band|grade|stream|set|cluster|division|unit|group|option"
    r"|school|college|provider|region|panel|arm|route|village|programme|course|module|paper|room|house|hospital|firm|plot|tier)"
    r" [a-z]$"
)


@lru_cache(maxsize=8192)
def strong_statistic_in(text: str) -> Statistic | None:
    """The statistic that a text names by a statistical word, or None."""
    if _names_category(text):
        return None
    prefixed = PREFIXES.get(text[: text.find("_") + 1].casefold())
    words = _words(text)
    if prefixed is not None or _QUARTER.search(words):
        return prefixed
    return next((statistic for pattern, statistic in STRONG if pattern.search(words)), None)


@lru_cache(maxsize=8192)
def statistic_in(text: str) -> Statistic | None:
    """The statistic a heading or title names, if only by who is counted, or None."""
    strong = strong_statistic_in(text)
    if strong is not None:
        return strong
    words = _words(text)
    return next((statistic for pattern, statistic in WEAK if pattern.search(words)), None)


def _names_category(text: str) -> bool:
    """Whether an ``N`` is no number: ``N Administrative`` is a section of industry, ``Ward N`` a ward, ``n/a`` a gap."""
    if _words(text) == "n a":
        return True
    lettered = _LETTERED.match(text)
    if lettered:
        rest = _words(lettered[1]).partition(" ")[0]
        counted = any(pattern.search(rest) for pattern, _ in (*WEAK, *STRONG))
        return not counted and _N_OF.search(rest) is None
    return _OF_PLACES.match(_words(text)) is not None


def names_model_size(text: str) -> bool:
    """Whether a text announces the observations of a model rather than some other number of things."""
    return _MODEL_SIZE.search(_words(text)) is not None


def numbers_rows(text: str) -> bool:
    """Whether a heading announces the place of a row among others rather than a category."""
    words = _words(text)
    return words in ("rank", "vars", "row", "order", "position") or _ENTRY.fullmatch(words) is not None


def names_units(text: str) -> bool:
    """Whether a heading announces the units of the numbers of each row."""
    return plain(text) in ("unit", "units", "unit of measure")


def names_difference(text: str) -> bool:
    """Whether a text announces a difference of groups rather than a coefficient of a model."""
    return _DIFFERENCE.search(_words(text)) is not None


def counts_people(text: str) -> bool:
    """Whether a text begins with who is counted and says more of them: ``Learners in further education``."""
    return _PEOPLE_FIRST.match(_words(text)) is not None


def sums_money(text: str) -> bool:
    """Whether a sum is one of money, not of persons or events."""
    return _CURRENCY.search(text) is not None or MONEY.search(_words(text)) is not None


def is_explicit(text: str) -> bool:
    """Whether a text has a word that only statistics have."""
    prefixed = text[: text.find("_") + 1].casefold() in PREFIXES
    return prefixed or _CURRENCY.search(text) is not None or EXPLICIT.search(_words(text)) is not None


def curt_statistic(text: str) -> Statistic | None:
    """The statistic that a very short heading names, given that its neighbours name statistics of one estimate."""
    return CURT.get(text.strip().casefold()) or CURT.get(_words(text))


@lru_cache(maxsize=8192)
def statistics_in(text: str) -> tuple[Statistic, ...]:
    """Statistics named one after the other, as in ``n (%)``, ``Mean (SD)`` or ``Median [Q1, Q3]``."""
    parts = [part.strip() for part in _PER_WORD.split(re.sub(r"\b95 ?%\s*", "", text)) if part.strip()]
    named = [strong_statistic_in(part) or curt_statistic(part) for part in parts]
    return tuple(statistic for statistic in named if statistic is not None)


def unit_in(text: str) -> Unit | None:
    """Who is counted, as far as a heading or title says."""
    words = _words(text)
    return next((unit for pattern, unit in UNITS if pattern.search(words)), None)


def is_total(text: str) -> bool:
    """Whether a category stands for all others together, by its name."""
    return _TOTAL.search(_words(text)) is not None


def totals_in(labels: Sequence[str]) -> list[int]:
    """Places of the labels that stand for all others together: ``Persons`` does beside sexes, else it says who is counted.

    ``Total pay`` is all pay beside other money, and what ``Learners`` earn beside them.
    """
    sexes = any(_SEX.match(_words(label)) for label in labels)
    money = [place for place, label in enumerate(labels) if MONEY.search(_words(label))]
    return [
        place
        for place, label in enumerate(labels)
        if (is_total(label) and money != [place]) or (sexes and _words(label) in ("persons", "people"))
    ]


def names_labels(text: str) -> bool:
    """Whether a heading announces years, codes, bands or other labels that may look like numbers."""
    return _LABEL.search(_words(text)) is not None or names_person_key(text) or _AUTOMATIC.fullmatch(text) is not None


def names_codes(text: str) -> bool:
    """Whether a heading announces codes or identifiers, which are labels wherever they stand."""
    words = _words(text)
    if _AUTOMATIC.fullmatch(text):
        return True
    if any(sign.isdigit() for sign in _VERSION.sub(" ", words.replace("sic", " ").replace("soc", " "))):
        return False
    keys = names_person_key(text) and not words.endswith((" no", " number"))
    return (keys or _CODE.search(words) is not None) and _NO_CODE.search(words) is None


def names_variable(text: str) -> bool:
    """Whether a heading is the name of a variable such as ``Sector`` and not, as ``Private sector``, one of its categories."""
    words = " ".join(_VERSION.sub(" ", _words(text)).split())
    return _VARIABLE.fullmatch(words) is not None and _RANKED.match(words) is None


def is_gap_word(text: str) -> bool:
    """Whether words stand where a number would: a reference category, or a number that somebody kept back."""
    return _GAP.search(text) is not None


def stands_for_number(text: str) -> bool:
    """Whether a text is a letter or a word for a gap, which are no headings where nothing else stands beside them."""
    return (len(text) == 1 and text.isalpha()) or is_gap_word(text)


def names_unit(text: str) -> bool:
    """Whether a text is nothing but the unit of the numbers below it."""
    return text.casefold().strip("() ") in UNITS_BELOW


def names_any_variable(text: str) -> bool:
    """Whether a heading stands over categories of several variables, one below the other."""
    return _ANY_VARIABLE.search(_words(text)) is not None


def names_loosely(text: str) -> bool:
    """Whether the name of a variable may as well be that of a category."""
    return _LOOSE.fullmatch(_words(text)) is not None


def names_steps(text: str) -> bool:
    """Whether a heading announces steps of time, such as years since an event."""
    return _STEPS.search(_words(text)) is not None


def names_person_key(text: str) -> bool:
    """Whether a heading announces an identifier of persons or records."""
    return _PERSON_KEY.search(_words(text)) is not None


def names_statistic_column(text: str) -> bool:
    """Whether a heading announces that the column says what the numbers of its row are."""
    return _STATISTIC_COLUMN.match(_words(text)) is not None


def names_notes(text: str) -> bool:
    """Whether a heading announces remarks rather than categories."""
    return _NOTE_COLUMN.match(_words(text)) is not None
