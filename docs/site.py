"""Adds to the site a page for every check and every bundled pack, made from the code and the YAML."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

from outcheck.checks.index import entries, guide
from outcheck.model.rule import Pack, Rule
from outcheck.packs import bundled_packs, load_packs


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    """Put the pages into the navigation, before the last entry."""
    checks: list[Any] = ["checks/index.md", *(f"checks/{entry.name}.md" for entry in entries())]
    packs: list[Any] = ["packs/index.md", *(f"packs/{name}.md" for name in bundled_packs())]
    (config.nav or []).insert(-1, {"Checks": checks})
    (config.nav or []).insert(-1, {"Packs": packs})
    return config


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """Write the pages."""
    pages = {"checks/index.md": "\n".join(_checks()), "packs/index.md": "\n".join(_packs())}
    pages |= {f"checks/{entry.name}.md": guide(entry.name) for entry in entries()}
    pages |= {f"packs/{name}.md": "\n".join(_pack(load_packs([name])[0])) for name in bundled_packs()}
    for name, text in pages.items():
        files.append(File.generated(config, name, content=text))
    return files


def _checks() -> Iterator[str]:
    yield from ("# Checks", "", "What a rule of a pack can ask. `outcheck rule NAME` shows the same pages without a browser.", "")
    yield from ("| code | check | asks |", "|---|---|---|")
    yield from (f"| {entry.code} | [{entry.name}]({entry.name}.md) | {entry.asks} |" for entry in entries())


def _packs() -> Iterator[str]:
    yield from (
        "# Packs",
        "",
        "The policies that come with outcheck. [Write your own](../packs.md), or build on one.",
        "",
    )
    yield from ("| pack | of | how sure we are |", "|---|---|---|")
    for name in bundled_packs():
        pack = load_packs([name])[0]
        yield f"| [{name}]({name}.md) | {pack.title} | {pack.source.certainty.value} |"


def _pack(pack: Pack) -> Iterator[str]:
    yield from (f"# {pack.name}", "", f"{pack.title}, version {pack.version}.", "")
    yield from (f"Source: {pack.source.title} ({pack.source.certainty.value}). {pack.source.note}", "", "## Rules", "")
    yield from ("| rule | asks | level | source |", "|---|---|---|---|")
    yield from (_rule(rule) for rule in pack.rules)
    yield from ("", "## Markers", "", "| text | meaning |", "|---|---|")
    for marker in pack.markers:
        bounds = f", {marker.admits[0]:g} to {marker.admits[1]:g}" if marker.admits else ""
        yield f"| `{marker.text}` | {marker.meaning.value}{bounds} |"


def _rule(rule: Rule) -> str:
    given = ", ".join(f"{key} {value}" for key, value in rule.parameters.model_dump(exclude_none=True).items())
    asked = f"[{rule.check}](../checks/{rule.check}.md)" + (f": {given}" if given else "")
    source = f"{rule.source.certainty.value}: {rule.source.title}. {rule.source.note}"
    return f"| {rule.id} | {asked} | {rule.level.value} | {source.strip().replace('|', '/')} |"
