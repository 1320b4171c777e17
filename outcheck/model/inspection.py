"""What a file carries beside the values that it shows, as found by inspection and before anybody asks whether it may leave."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HiddenKind(StrEnum):
    """What sort of thing it is; each word is the name of the check that asks about it."""

    SHEET = "hidden-sheet"
    TEXT = "hidden-text"
    PIVOT = "pivot-cache"
    CHART = "chart-cache"
    LINK = "external-link"
    COMMENT = "comment"
    OBJECT = "embedded-object"
    MACRO = "macro"
    FORMULA = "formula"
    PROPERTIES = "document-properties"
    XML = "custom-xml"
    SIZE = "oversized-file"
    TRAILING = "trailing-content"
    STRAY = "stray-part"
    VALIDATION = "data-validation-list"
    NAME = "defined-name"
    LABEL = "sensitivity-label"
    CONNECTION = "data-connection"
    UNEXAMINED = "unexamined-content"
    LEFTOVER = "leftover-data"
    WITHHELD = "not-for-release"


@dataclass(frozen=True, slots=True, order=True)
class Hidden:
    """One thing that a file carries beside its visible values, or that could not be looked into.

    ``what`` says it in words that may be shown: no content of the file, and no number that could be a count of persons.
    ``part`` is the part of the package that holds it, ``area`` an A1 range of its sheet; ``many`` counts cells or things alike.
    """

    kind: HiddenKind
    what: str
    sheet: str = ""
    area: str = ""
    part: str = ""
    many: int = 1
