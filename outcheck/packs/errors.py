"""The one error of packs and manifests, and the nearest right word."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from outcheck.model.refused import Refused

_LONGEST_QUOTE = 40


class PackError(Refused):
    """A pack or manifest cannot be used; the message is one line: where, what, and what to do."""


def quoted(word: str) -> str:
    """Word in quotes, on one line and cut short: a file named by mistake may hold anything."""
    return repr(word if len(word) <= _LONGEST_QUOTE else f"{word[: _LONGEST_QUOTE - 1]}…")


def advice(word: str, words: Iterable[str], *, otherwise: str = "") -> str:
    """What to write in place of an unknown word: the nearest right one, or all there are."""
    known = tuple(words)
    folded = {each.casefold(): each for each in known}
    near = get_close_matches(word.casefold(), folded, n=1)
    if near:
        return f"did you mean {quoted(folded[near[0]])}?"
    if not known:
        return otherwise or "remove it"
    return f"use one of {', '.join(known)}{otherwise}"
