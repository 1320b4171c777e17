"""What rules can be scoped by beside units and statistics: the data behind a table, the purpose, the level of geography."""

from __future__ import annotations

from enum import StrEnum


class DataSource(StrEnum):
    """Data whose owners have rules of their own. A fixed list: a misspelt source would exempt a table from its owner's rules."""

    NPD = "NPD"
    SOCIAL_CARE = "social-care"
    ILR = "ILR"
    APPRENTICESHIPS = "apprenticeships"
    HESA = "HESA"
    UCAS = "UCAS"
    OFS = "OfS"
    HMRC = "HMRC"
    DWP = "DWP"
    ONS = "ONS"
    IDBR = "IDBR"
    HES = "HES"
    OTHER = "other"


class Purpose(StrEnum):
    """Whether outputs leave for the project's own use, or to be published."""

    CLEARANCE = "clearance"
    PUBLICATION = "publication"


class Geography(StrEnum):
    """How small an area a number is about, largest first."""

    NATIONAL = "national"
    REGION = "region"
    LOCAL_AUTHORITY = "local-authority"
    SMALL_AREA = "small-area"
    INSTITUTION = "institution"
