"""What a pack file and a manifest may say. Descriptions are shown by errors about missing keys and by JSON Schemas."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Discriminator, Field, JsonValue, Tag, field_validator, model_validator

from outcheck.model.evidence import Entity
from outcheck.model.rule import Certainty, Level
from outcheck.model.scopes import DataSource, Geography, Purpose
from outcheck.model.statistics import Statistic, Unit
from outcheck.packs.words import (
    CellArea,
    ColumnWord,
    Filter,
    Fingerprint,
    IsoDate,
    Line,
    MarkerText,
    Name,
    OneOrMany,
    ReleasePath,
    SheetName,
    SidePath,
    Url,
)

_BOTH_ENDS = 2
_MAY_BE_HOLLOW: list[JsonValue] = ["object", "null"]


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


MeaningWord: TypeAlias = Literal["suppressed", "not-applicable", "not-available"]


class SuppressedEntry(_Entry):
    """A marker that hides a number and says between which bounds it lies."""

    suppressed: list[float] = Field(
        description="the smallest and the largest number that the marker can hide, such as [1, 4]",
        json_schema_extra={"minItems": _BOTH_ENDS, "maxItems": _BOTH_ENDS},
    )
    source: OneOrMany[DataSource] | None = Field(default=None, description="data in whose tables it means this; all if left out")

    @field_validator("suppressed")
    @classmethod
    def _two_in_order(cls, ends: list[float]) -> list[float]:
        if len(ends) != _BOTH_ENDS or ends[0] > ends[1]:
            raise ValueError("must be the smallest and the largest number that the marker can hide, such as [1, 4]")
        return ends


class MeaningEntry(_Entry):
    """A marker that means this in the tables of one source only."""

    meaning: MeaningWord = Field(description="suppressed, not-applicable or not-available")
    source: OneOrMany[DataSource] = Field(description="data in whose tables it means this")


def _form_of_marker(value: object) -> str:
    if isinstance(value, list):
        return "several"
    if isinstance(value, dict):
        return "meaning" if "meaning" in value else "bounds"
    return "word"


OneMarker: TypeAlias = Annotated[
    Annotated[MeaningWord, Tag("word")] | Annotated[SuppressedEntry, Tag("bounds")] | Annotated[MeaningEntry, Tag("meaning")],
    Discriminator(_form_of_marker),
]
MarkerEntry: TypeAlias = Annotated[
    Annotated[MeaningWord, Tag("word")]
    | Annotated[SuppressedEntry, Tag("bounds")]
    | Annotated[MeaningEntry, Tag("meaning")]
    | Annotated[Annotated[list[OneMarker], Field(min_length=1)], Tag("several")],
    Discriminator(_form_of_marker),
]
Markers: TypeAlias = dict[MarkerText, MarkerEntry]


class SourceEntry(_Entry):
    """Where a rule comes from, and how sure that is."""

    title: Line = Field(description="the document or page that asks this")
    status: Certainty = Field(description="verified (read in the owner's own text), second-hand or unverified")
    date: IsoDate = Field(default="", description="date of the document")
    url: Url = Field(default="", description="where it can be read")
    note: Line = Field(default="", description="what is known and what is not: section, version, who quotes it")


class WhenEntry(_Entry):
    """When a rule is asked: every key that is given must fit. What is not known about a cell never exempts it."""

    unit: OneOrMany[Unit] | None = Field(default=None, description="who or what is counted or described")
    statistic: OneOrMany[Statistic] | None = Field(default=None, description="what the number is a statistic of")
    source: OneOrMany[DataSource] | None = Field(default=None, description="the data behind the table, as the manifest names it")
    purpose: OneOrMany[Purpose] | None = Field(default=None, description="clearance or publication, as the manifest says")
    geography: OneOrMany[Geography] | None = Field(default=None, description="how small an area the number is about")


class RuleEntry(_Entry):
    """A check with its parameters, and what a hit means."""

    check: str = Field(description="the check that is asked, such as low-count")
    level: Level = Field(description="what a hit means: block, review or note")
    parameters: dict[str, JsonValue] = Field(default={}, alias="with", description="parameters of the check")
    when: WhenEntry = Field(default=WhenEntry(), description="scope of the rule; asked of everything if left out")
    source: SourceEntry | None = Field(default=None, description="source of this rule where it differs from the pack's")
    locked: bool = Field(default=False, description="true forbids packs that extend this one to restate the rule")


class AttackerEntry(_Entry):
    """What somebody who works out hidden numbers is taken to know beside what is published."""

    name: Line = Field(default="outsider", description="a word for who that is")
    cap: float | None = Field(default=None, ge=0, description="the largest number a hidden cell can have, if that is known")
    zeros: Literal["known", "unknown"] = Field(default="unknown", description="whether it is known which counts are zero")
    range: list[float] | None = Field(
        default=None,
        min_length=2,
        max_length=2,
        description="two factors of its value between which each hidden number is known to lie, such as [0.5, 1.5]",
    )

    @field_validator("range")
    @classmethod
    def _holds_the_number_itself(cls, said: list[float] | None) -> list[float] | None:
        if said is not None and not 0 <= said[0] <= 1 <= said[1] < math.inf:
            raise ValueError("is two factors, the first from 0 to 1 and the second at least 1, such as [0.5, 1.5]")
        return said


class PackFile(_Entry):
    """A policy pack for outcheck: what one service or data owner asks of everything that leaves."""

    pack: Name = Field(description="name of the pack, such as ons-srs")
    version: int = Field(ge=1, description="a whole number from 1, raised with every change")
    title: Line = Field(description="the service or data owner in full")
    source: SourceEntry = Field(description="the document behind the rules: title, status, and date, url and note if known")
    extends: OneOrMany[Line] | None = Field(default=None, description="packs to build on: bundled names, or .yaml files")
    markers: Markers = Field(default={}, description="texts that stand where a number would, and what they mean")
    attacker: AttackerEntry | None = Field(
        default=None, description="what an attacker knows beforehand; that counts are whole and not negative, if left out"
    )
    rules: dict[Name, RuleEntry] = Field(
        default={}, description="rules by their ids", json_schema_extra={"additionalProperties": False}
    )


class JoinEntry(_Entry):
    """Another table whose columns are needed, with at most one row for each key."""

    table: Line = Field(description="name of the table, or path of its file from this file's folder")
    on: OneOrMany[Line] = Field(description="columns that both tables have, by which rows belong together")


class MicrodataEntry(_Entry):
    """The microdata that a table was made from, and how: evidence is computed from it."""

    table: Line = Field(description="name of the table in the database, or path of its file from this file's folder")
    database: Line = Field(default="", description="path of a DuckDB or SQLite file, or the URL of a server")
    join: list[JoinEntry] = Field(default=[], description="other tables whose columns are needed")
    where: dict[str, Filter] = Field(default={}, description="columns, and the value or values that rows must have there")
    by: dict[str, Line] = Field(default={}, description="dimensions of the table, and the column that each is")
    labels: dict[str, dict[str, str]] = Field(
        default={}, description="for a dimension: values of its column, and the label that each has in the table"
    )
    value: Line = Field(default="", description="column that sums and means add up")
    weight: Line = Field(default="", description="column of survey weights")
    person: Line = Field(default="", description="column by which persons are told apart; each row is one if left out")
    contributor: Line = Field(default="", description="column of whose contributions are ranked; each person or row if left out")
    holding: Line = Field(default="", description="column of the group that a contributor belongs to, if it belongs to one")
    holdings: dict[str, list[str]] = Field(default={}, description="names of groups, and the contributors that each holds")
    entities: dict[Entity, Line] = Field(
        default={}, description="kinds of bodies to be counted (employers, schools), and the column of each"
    )


class EvidenceEntry(_Entry):
    """Supporting facts about the cells of a table, in a side file that does not leave."""

    file: SidePath = Field(description="path of the side file (CSV or workbook) from this file's folder, outside the release")
    sheet: SheetName = Field(default="", description="sheet of the side file; its only one if left out")
    measures: OneOrMany[Line] | None = Field(default=None, description="headings that it is about; all of them if left out")
    microdata: MicrodataEntry | None = Field(default=None, description="what `outcheck evidence` makes the side file from")


class TableEntry(_Entry):
    """What is true of the tables of a file, or of one of its sheets."""

    file: ReleasePath = Field(description="path of the file inside the release, with /")
    sheet: SheetName = Field(default="", description="sheet that is described; every sheet if left out")
    columns: dict[str, ColumnWord] = Field(
        default={},
        description="headings, and the statistic that stands under each, or label",
        json_schema_extra={"type": _MAY_BE_HOLLOW},
    )
    unit: Unit | None = Field(default=None, description="who or what is counted or described")
    source: OneOrMany[DataSource] | None = Field(default=None, description="the data behind the table, such as HESA")
    population: Line = Field(default="", description="everybody the table is about")
    structural: OneOrMany[Line] | None = Field(
        default=None, description="headings or categories whose smallest and largest values are set by design"
    )
    evidence: EvidenceEntry | None = Field(default=None, description="supporting facts that stand behind the table")


class WaiverEntry(_Entry):
    """A person's decision that a finding may stand, by fingerprint or by rule and place."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["fingerprint"]}, {"required": ["rule", "file"]}]})

    reason: Line = Field(description="why the finding may stand")
    by: Line = Field(description="who decided")
    until: IsoDate = Field(description="last day on which it holds, such as 2027-01-31")
    fingerprint: Fingerprint = Field(default="", description="fingerprint of the finding, from the report")
    rule: Name = Field(default="", description="id of the rule")
    file: ReleasePath = Field(default="", description="path of the file inside the release, with /")
    sheet: SheetName = Field(default="", description="sheet; every sheet of the file if left out")
    cells: OneOrMany[CellArea] | None = Field(default=None, description="addresses or ranges; every cell if left out")

    @model_validator(mode="after")
    def _says_of_what(self) -> Self:
        place = bool(self.rule or self.file or self.sheet or self.cells)
        if self.fingerprint and place:
            raise ValueError("a waiver with a 'fingerprint' needs no 'rule', 'file', 'sheet' or 'cells'; remove those")
        if not self.fingerprint and not (self.rule and self.file):
            raise ValueError("a waiver needs a 'fingerprint', or a 'rule' and a 'file'; add what is missing")
        return self


class FileNoteEntry(_Entry):
    """What one file of a request shows, and about whom."""

    description: Line = Field(default="", description="what the file shows")
    sample: Line = Field(default="", description="who is in it, and how many")


class RequestEntry(_Entry):
    """The request form: what a checker must know that the files do not say."""

    title: Line = Field(default="", description="what is asked for, in a few words")
    project: Line = Field(default="", description="project by number and name")
    by: Line = Field(default="", description="who asks")
    purpose: Line = Field(default="", description="what the outputs are for: a paper, a talk, a thesis")
    datasets: OneOrMany[Line] | None = Field(default=None, description="the data behind the outputs")
    relation: Line = Field(default="", description="how they differ from what left before, or that nothing did")
    files: dict[ReleasePath, FileNoteEntry] = Field(default={}, description="the files by their paths inside the release")
    variables: dict[str, Line] = Field(default={}, description="names that stand in the files, and what each means")


class ManifestFile(_Entry):
    """A release's own outcheck.yaml: its packs, what its tables are, and what was decided about its findings."""

    pack: OneOrMany[Line] | None = Field(default=None, description="packs to apply: bundled names, or .yaml files")
    markers: Markers = Field(
        default={},
        description="texts that stand where a number would, and what they mean here",
        json_schema_extra={"type": _MAY_BE_HOLLOW},
    )
    purpose: Purpose | None = Field(default=None, description="what the release is for: clearance or publication")
    tables: list[TableEntry] = Field(default=[], description="what the reading could not know")
    waivers: list[WaiverEntry] = Field(default=[], description="findings that may stand, with reason, name and expiry")
    request: RequestEntry = Field(default=RequestEntry(), description="the request form that `outcheck bundle` seals")
