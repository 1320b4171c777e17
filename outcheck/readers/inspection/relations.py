"""Which part of an office package leads to which: what a program that opens it can reach, and what it cannot."""

from __future__ import annotations

import posixpath
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from outcheck.readers.package import Package, local_name
from outcheck.readers.refusal import Refusal

_ROOT = "_rels/.rels"
_TYPES = "[content_types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """One relation: the part that has it, its name there, the last word of its type, and the part or place it leads to."""

    holder: str
    id: str
    type: str
    target: str
    external: bool


@dataclass(frozen=True, slots=True)
class Graph:
    """Relations by holder, the parts they reach with the relation that first did, and lists of relations that are damaged."""

    by_holder: dict[str, list[Relation]]
    reached: dict[str, Relation]
    damaged: list[str] = field(default_factory=list)

    def of(self, part: str) -> list[Relation]:
        """Relations of a part."""
        return self.by_holder.get(part.casefold(), [])

    def all(self) -> Iterator[Relation]:
        """Every relation of every part that is reached."""
        for relations in self.by_holder.values():
            yield from relations

    def below(self, part: str) -> Iterator[Relation]:
        """Relations of a part and of every part that it leads to, each once."""
        seen, waiting = {part.casefold()}, deque([part.casefold()])
        while waiting:
            for relation in self.by_holder.get(waiting.popleft(), []):
                yield relation
                if not relation.external and relation.target not in seen:
                    seen.add(relation.target)
                    waiting.append(relation.target)

    def stray(self, package: Package) -> list[str]:
        """Parts that nothing leads to, by the names that the package gives them."""
        return sorted(
            info.filename
            for name, info in package.parts.items()
            if name not in self.reached and name != _TYPES and not name.endswith("/") and not _lists_relations(name, self)
        )


def relations_of(package: Package) -> Graph:
    """Graph of a package, from its root on. Circles are harmless: each part is visited once."""
    graph = Graph({}, {})
    waiting = deque([""])
    seen = {""}
    while waiting:
        holder = waiting.popleft()
        try:
            found = _relations(package, holder)
        except Refusal:
            graph.damaged.append(_list_of(holder))
            continue
        graph.by_holder[holder] = found
        for relation in found:
            if relation.external or not package.has(relation.target):
                continue
            graph.reached.setdefault(relation.target, relation)
            if relation.target not in seen:
                seen.add(relation.target)
                waiting.append(relation.target)
    return graph


def _relations(package: Package, holder: str) -> list[Relation]:
    name = _list_of(holder)
    if not package.has(name):
        return []
    return [_relation(holder, entry) for entry in package.xml(name) if local_name(entry) == "Relationship"]


def _relation(holder: str, entry: Element) -> Relation:
    external = entry.get("TargetMode", "").casefold() == "external"
    target = entry.get("Target", "")
    kind = entry.get("Type", "").rpartition("/")[2]
    return Relation(holder, entry.get("Id", ""), kind, target if external else _resolved(holder, target), external)


def _resolved(holder: str, target: str) -> str:
    """Name of the part, in lower case, that a target written in ``holder`` means."""
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    joined = path if path.startswith("/") else posixpath.join("/", posixpath.dirname(holder), path)
    return posixpath.normpath(joined).lstrip("/").casefold()


def _list_of(holder: str) -> str:
    """Part that lists the relations of ``holder``."""
    folder, name = posixpath.split(holder)
    return posixpath.join(folder, "_rels", f"{name}.rels") if holder else _ROOT


def _lists_relations(name: str, graph: Graph) -> bool:
    """Whether a part lists the relations of a part that is there and is reached."""
    folder, file = posixpath.split(name)
    if posixpath.basename(folder) != "_rels" or not file.endswith(".rels"):
        return False
    holder = posixpath.join(posixpath.dirname(folder), file.removesuffix(".rels"))
    return name == _ROOT or holder in graph.by_holder
