"""Reads a baseline file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from outcheck.model.baseline import Baseline, KnownDoubt, KnownFinding
from outcheck.model.rule import Level
from outcheck.packs.document import parse_document, read_bytes, shown_path
from outcheck.packs.validate import validated

_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
_Mark = Annotated[str, Field(pattern=r"^[0-9a-f]{16}(-[0-9]+)?$")]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class _FindingEntry(_Entry):
    """A finding that was known."""

    fingerprint: _Mark = Field(description="mark of the finding, as reports show it")
    pack: str = Field(description="pack of the rule")
    rule: str = Field(description="rule that found it")
    level: Level = Field(description="block or review, as it was")
    file: str = Field(description="file that it was about")
    cells: _Digest | Literal[""] = Field(default="", description="digest of the cells that it spoke of")


class _DoubtEntry(_Entry):
    """A table of which a rule could not tell."""

    pack: str = Field(description="pack of the rule")
    rule: str = Field(description="rule that could not tell")
    table: str = Field(description="table, as reports name it")


class _BaselineFile(_Entry):
    """The file as a whole."""

    baseline: Literal[1] = Field(description="1, the form of this file")
    findings: list[_FindingEntry] = Field(default_factory=list, description="findings that were known")
    unanswered: list[_DoubtEntry] = Field(default_factory=list, description="tables of which a rule could not tell")


def load_baseline(path: Path) -> Baseline:
    """Baseline at a path; raises PackError with file and line for anything it may not say."""
    shown = shown_path(path)
    document = parse_document(read_bytes(path, shown), shown)
    file = validated(_BaselineFile, document.data, document)
    return Baseline(
        tuple(KnownFinding(held.fingerprint, held.pack, held.rule, held.level, held.file, held.cells) for held in file.findings),
        tuple(KnownDoubt(held.pack, held.rule, held.table) for held in file.unanswered),
    )
