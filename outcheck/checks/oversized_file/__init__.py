"""Files that are larger than a service takes, or than their cells explain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from outcheck.checks.base import Check, FileCheck, Note
from outcheck.checks.carried import carried
from outcheck.model.inspection import HiddenKind
from outcheck.model.release import ReleaseFile
from outcheck.model.rule import CheckParameters
from outcheck.model.statistics import Risk, Statbarn


class Parameters(CheckParameters):
    """What oversized-file is asked with."""

    most_bytes: Annotated[int, Field(ge=1)] | None = Field(default=None, description="The largest file that may leave, in bytes")
    most_rows: Annotated[int, Field(ge=1)] | None = Field(default=None, description="The longest sheet that may leave, in rows")


def find(file: ReleaseFile, parameters: Parameters) -> Iterator[Note]:
    """Notes of a file that exceeds a limit, of each sheet that does, and of bytes that nothing explains."""
    if parameters.most_bytes is not None and file.bytes > parameters.most_bytes:
        yield Note(f"it has more than {parameters.most_bytes:,} bytes", remedies=("split it, or leave out what is not needed",))
    for grid in file.grids:
        if parameters.most_rows is not None and grid.height > parameters.most_rows:
            message = f"it has more than {parameters.most_rows:,} rows"
            yield Note(message, sheet=grid.sheet, remedies=("release a summary of it, or a part",))
    yield from carried(file, HiddenKind.SIZE)


CHECK = Check(
    code="OC515",
    name="oversized-file",
    asks="Is a file larger than it may be, or than its cells explain?",
    risk=Risk.FILE_CONTENT,
    statbarn=Statbarn.NONE,
    parameters=Parameters,
    question=FileCheck(find),
    remedies=(
        "find what makes it large, and take that out",
        "rebuild the workbook from what it shows: outcheck clean",
    ),
)
