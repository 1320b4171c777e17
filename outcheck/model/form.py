"""What a request says of itself: who asks for what, and what the reader of its files must know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FileNote:
    """What one file shows, and about whom: sample and number of observations."""

    path: str
    description: str
    sample: str


@dataclass(frozen=True, slots=True)
class Form:
    """The request form as the manifest fills it; an empty text is a field nobody filled."""

    title: str = ""
    project: str = ""
    purpose: str = ""
    by: str = ""
    datasets: tuple[str, ...] = ()
    relation: str = ""
    files: tuple[FileNote, ...] = ()
    variables: tuple[tuple[str, str], ...] = ()
