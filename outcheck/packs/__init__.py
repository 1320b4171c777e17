"""Packs and manifests: YAML files in, rules and hints out."""

from outcheck.packs.baseline import load_baseline
from outcheck.packs.draft import expressible, new_manifest, with_guesses
from outcheck.packs.errors import PackError
from outcheck.packs.guesses import Guess, guess_of
from outcheck.packs.load import load_packs
from outcheck.packs.locate import bundled_packs
from outcheck.packs.manifest import MANIFEST_NAME, Manifest, find_manifest, hints_for, load_manifest
from outcheck.packs.schemas import manifest_schema, pack_schema

__all__ = [
    "MANIFEST_NAME",
    "Guess",
    "Manifest",
    "PackError",
    "bundled_packs",
    "expressible",
    "find_manifest",
    "guess_of",
    "hints_for",
    "load_baseline",
    "load_manifest",
    "load_packs",
    "manifest_schema",
    "new_manifest",
    "pack_schema",
    "with_guesses",
]
