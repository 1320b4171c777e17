"""What headings say of the numbers of a 2x2 table, and of the ratio made from them."""

from __future__ import annotations

import re

from outcheck.sdc.two_by_two import Kind

_ODDS = re.compile(r"\bodds\b|\bc?or\b", re.IGNORECASE)
_RISK = re.compile(r"\b(risk|prevalence) ratios?\b|\brelative risks?\b|\bc?rr\b|\bpr\b", re.IGNORECASE)
_OTHER = re.compile(r"\b(hazard|rate ratio|incidence|hr|irr|coefficient\w* of variation|cv)\b", re.IGNORECASE)
_ADJUSTED = re.compile(r"(?<!un)\badjust|\badj\b|\baor\b|\barr\b|multivari|mutually|fully controlled", re.IGNORECASE)
_CRUDE = re.compile(r"\bcrude\b|unadjusted|univari|\bcor\b|bivariate", re.IGNORECASE)

_UNEXPOSED = re.compile(
    r"\b(un|not |non )(exposed|treated)\b|\b(control|comparison|reference) group\b|\bcomparators?\b|\bplacebo\b"
    r"|\bwithout (the )?exposure\b",
    re.IGNORECASE,
)
_EXPOSED = re.compile(r"\b(exposed|treated)\b|\b(treatment|intervention) group\b|\bwith (the )?exposure\b", re.IGNORECASE)
_NO_OUTCOME = re.compile(r"\b(non ?cases?|non ?events?|no event|without (the )?(outcome|event))\b", re.IGNORECASE)
_CONTROLS = re.compile(r"\bcontrols?\b", re.IGNORECASE)
_OUTCOME = re.compile(r"\b(events?|cases?|with (the )?(outcome|event)|deaths?)\b", re.IGNORECASE)
_REFERENCE = re.compile(r"\bref(erence)?\b\.?|\bbaseline\b", re.IGNORECASE)
_DASH = re.compile(r"^[-–—]+$")
_PERCENT = re.compile(r"(\d{2}(?:\.\d+)?) ?%")


def kind_of(name: str, title: str) -> Kind | None:
    """What is divided, by the heading of a ratio, else by the title of its table; None for hazards, rates and the like."""
    for text in (_plain(name), _plain(title)):
        if _OTHER.search(text):
            return None
        if _ODDS.search(text) or _RISK.search(text) or _ADJUSTED.search(text):
            return None if _ADJUSTED.search(text) else Kind.ODDS if _ODDS.search(text) else Kind.RISK
    return None


def is_crude(text: str) -> bool:
    """Whether a text says that a ratio is adjusted for nothing."""
    return _CRUDE.search(_plain(text)) is not None


def group_and_outcome(text: str, *, case_control: bool) -> tuple[str, str]:
    """Which group a heading speaks of (``exposed``, ``unexposed`` or neither), and which outcome (``outcome``, ``none``)."""
    words = _plain(text)
    control = _CONTROLS.search(words) is not None
    if _UNEXPOSED.search(words) or (control and not case_control):
        group = "unexposed"
    else:
        group = "exposed" if _EXPOSED.search(words) else ""
    if _NO_OUTCOME.search(words) or (control and case_control):
        return group, "none"
    return group, "outcome" if _OUTCOME.search(words) else ""


def says_controls(text: str) -> bool:
    """Whether a heading speaks of controls."""
    return _CONTROLS.search(_plain(text)) is not None


def is_reference(text: str) -> bool:
    """Whether a category, or what stands in place of a ratio, says that others are compared with it."""
    return _REFERENCE.search(_plain(text)) is not None or _DASH.match(text.strip()) is not None


def confidence(names: str) -> float:
    """Confidence of an interval by its headings, 0.95 where they do not say it."""
    found = [float(text) for text in _PERCENT.findall(names) if float(text) >= 50]  # noqa: PLR2004  no interval is weaker
    return found[0] / 100 if found and found[0] < 100 else 0.95  # noqa: PLR2004  a whole in per cent


def _plain(text: str) -> str:
    return " ".join(re.sub(r"[_().,:;/\[\]-]", " ", text).split())
