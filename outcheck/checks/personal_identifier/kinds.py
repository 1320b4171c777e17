"""The identifiers that are looked for: their shape, what checks them, and the headings that say what they are."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from outcheck.checks.personal_identifier.checksums import (
    is_learner_number,
    is_nhs_number,
    is_pupil_number,
    is_tax_reference,
)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of identifier.

    Under a ``heading`` that names it, ``least`` different cells of its ``shape`` are enough. Under any other, ``alone`` of them
    have to be there (0: it is then never recognised), all passing ``valid`` where there is a check. ``within`` finds one in a
    running text, where its shape and check are unmistakable.
    """

    name: str
    words: str
    shape: re.Pattern[str]
    heading: re.Pattern[str] | None = None
    valid: Callable[[str], bool] | None = None
    alone: int = 0
    within: re.Pattern[str] | None = None
    least: int = 1

    def is_named_by(self, heading: str) -> bool:
        """Whether a text is a heading of such a column: the words for it, with one more before and after at most."""
        plain = _MARKS.sub(" ", _CAMEL.sub(" ", _BRACKETS.sub("", heading)))
        return self.heading is not None and self.heading.fullmatch(plain.strip()) is not None


_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_BRACKETS = re.compile(r"\([^)]*\)")
_MARKS = re.compile(r"[\s_.,:*#/-]+")


def _heading(*words: str) -> re.Pattern[str]:
    return re.compile(r"(?:\w+ )?(?:" + "|".join(words) + r")(?: \w+)?", re.IGNORECASE)


_NINO = r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]"
_UPN = r"[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]"
_TEN = re.compile(r"\d{10}|\d{3}[ -]\d{3}[ -]\d{4}|\d{5} \d{5}")
_AREA = r"(?:[A-PR-UWYZ]\d[\dA-HJKPS-UW]?|[A-PR-UWYZ][A-HK-Y]\d[\dABEHMNPRV-Y]?)"
_UNIT = r"\d[ABD-HJLNP-UW-Z]{2}"
_DAY = r"(?:\d{4}-\d{2}-\d{2}(?:[ T].*)?|\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}|\d{1,2}[ -][A-Za-z]{3,9}[ -]\d{2,4})"
_WORD = r"[^\W\d_](?:[^\W\d_]|['’.-])*"

KINDS: tuple[Kind, ...] = (
    Kind(
        "nhs-number",
        "NHS numbers",
        _TEN,
        _heading("nhs (?:number|no|num)", "nhsnumber", "nhsno", "chi number"),
        is_nhs_number,
        5,
        re.compile(r"(?<![\d-])\d{3} \d{3} \d{4}(?![\d-])"),
    ),
    Kind(
        "national-insurance-number",
        "National Insurance numbers",
        re.compile(_NINO + "?", re.IGNORECASE),
        _heading("ni ?no", "nino", "ni number", "national insurance(?: (?:number|no))?"),
        None,
        0,
        re.compile(rf"(?<![A-Za-z0-9]){_NINO}(?![A-Za-z0-9])"),
    ),
    Kind(
        "pupil-number",
        "unique pupil numbers",
        re.compile(_UPN),
        _heading("upn", "unique pupil (?:number|no)"),
        is_pupil_number,
        1,
        re.compile(rf"(?<![A-Za-z0-9]){_UPN}(?![A-Za-z0-9])"),
    ),
    Kind(
        "learner-number",
        "unique learner numbers",
        _TEN,
        _heading("uln", "unique learner (?:number|no)"),
        is_learner_number,
        5,
    ),
    Kind(
        "tax-reference",
        "taxpayer references",
        _TEN,
        _heading("utr", "(?:unique )?tax ?payer(?:'?s)? ref(?:erence)?(?: number)?"),
        is_tax_reference,
        5,
    ),
    Kind("passport", "passport numbers", re.compile(r"[A-Z]{0,2}\d{7,9}"), _heading("passport(?: (?:number|no))?")),
    Kind(
        "postcode",
        "full postcodes",
        re.compile(rf"{_AREA} ?{_UNIT}", re.IGNORECASE),
        _heading("post ?codes?", "pcds?", "pcd[78]?"),
        lambda text: " " in text and text.isupper(),
        1,
    ),
    Kind("date-of-birth", "dates of birth", re.compile(_DAY), _heading("dob", "date of birth", "birth ?dates?", "born on")),
    Kind(
        "name",
        "names of persons",
        re.compile(rf"{_WORD}(?:[ ,]+{_WORD}){{0,4}}"),
        _heading(
            "(?:first|last|family|given|middle) ?names?",
            "surnames?",
            "fore ?names?",
            "(?:pupil|learner|student|person|patient|employee|staff|teacher|child)(?:'?s)? names?",
            "names? of (?:the )?(?:pupil|learner|student|person|patient|employee|teacher|child)",
        ),
    ),
    Kind(
        "e-mail",
        "e-mail addresses",
        re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"),
        _heading("e ?mails?(?: address(?:es)?)?"),
        None,
        2,
    ),
    Kind(
        "phone",
        "telephone numbers",
        re.compile(r"(?:\+44 ?(?:\(0\))?|0)7\d{3}[ -]?\d{3}[ -]?\d{3}|(?:\+\d{2} ?|0)\d[\d ()-]{8,13}"),
        _heading("(?:tele)?phones?(?: (?:number|no))?", "mobiles?(?: (?:number|no))?", "tel(?: no)?"),
        lambda text: re.fullmatch(r"(?:\+44 ?(?:\(0\))?|0)7\d{3}[ -]?\d{3}[ -]?\d{3}", text) is not None,
        2,
    ),
    Kind(
        "ip-address",
        "IP addresses",
        re.compile(r"\d{1,3}(?:\.\d{1,3}){3}"),
        _heading("ip(?: address(?:es)?)?"),
        # Numbers of sections and versions look alike, but count from one.
        lambda text: max(parts := [int(part) for part in text.split(".")]) > 30 and max(parts) < 256,  # noqa: PLR2004
        2,
    ),
    Kind(
        "person-key",
        "keys of persons",
        re.compile(r"(?=.*\d)[A-Za-z0-9_-]{4,40}"),
        _heading(
            "(?:pupil|learner|student|person|individual|patient|employee|candidate|child) ?(?:ids?|ref|reference|key|identifier)",
            "pupil ?matching ?ref(?:erence)?(?: anonymous)?",
            "edukey",
            "aern",
        ),
        least=5,
    ),
    Kind(
        "employer-reference",
        "employer references",
        re.compile(r"\d{3}/[A-Za-z0-9]{1,10}"),
        _heading("paye(?: ref(?:erence)?)?", "employer ref(?:erence)?"),
        lambda text: re.fullmatch(r"\d{3}/[A-Z]{1,2}\d{2,6}", text) is not None,
        2,
    ),
    Kind(
        "provider-number",
        "numbers of single schools or providers",
        re.compile(r"1\d{5}|100\d{5}|\d{3}/?\d{4}"),
        _heading("urn", "ukprn", "la ?estab", "estab(?:lishment)? (?:number|code|no)"),
    ),
)
NAMES = tuple(kind.name for kind in KINDS)
