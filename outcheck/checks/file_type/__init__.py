"""Files of a kind that may not leave."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from outcheck.checks.base import Check, FileCheck, Note
from outcheck.model.release import ReleaseFile
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn

Format = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9+-]*$")]


class Parameters(CheckParameters):
    """What file-type is asked with: the formats that may leave, or those that may not."""

    allowed: list[Format] | None = Field(
        default=None, min_length=1, description="File formats that may leave, such as csv; all others may not"
    )
    refused: list[Format] | None = Field(
        default=None, min_length=1, description="File formats that may not leave, such as svg; all others may"
    )

    @model_validator(mode="after")
    def _one_of_two(self) -> Self:
        if (self.allowed is None) == (self.refused is None):
            raise ValueError("give either 'allowed' or 'refused'")
        return self


def find(file: ReleaseFile, parameters: Parameters) -> Iterator[Note]:
    """One note for a file of a format that may not leave.

    A path that could not be read has no digest and is not asked about, nor is an unread file whose kind nobody knows.
    """
    if not file.sha256 or (file.format in _OPEN and any(not entry.sheet for entry in file.unread)):
        return
    if parameters.allowed is not None and file.format not in parameters.allowed:
        remedies = (f"save what it holds as one of: {', '.join(sorted(parameters.allowed))}", *_LEAVE_OUT)
        yield Note(f"files of type {file.format} may not leave", remedies=remedies)
    elif parameters.refused is not None and file.format in parameters.refused:
        yield Note(f"files of type {file.format} may not leave")


# What remains where the bytes do not say what a file is. Being unread, it is incomplete, whatever this check would find.
_OPEN = frozenset({"txt", "unknown", "encrypted"})
_LEAVE_OUT = ("leave the file out of the release",)

CHECK = Check(
    code="OC501",
    name="file-type",
    asks="Is a file of a kind that may not leave?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=FileCheck(find),
    remedies=("save what it holds as a type that may leave", *_LEAVE_OUT),
)
