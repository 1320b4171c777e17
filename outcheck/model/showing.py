"""Texts from files and persons as they may be shown: on a screen, and in Markdown."""

from __future__ import annotations

import re

_SPECIAL = re.compile(r"([\\`*_\[\]<>#|~@&]|:(?=//)|(?<=www)\.|^[-+]|(?<=^\d)[.)])")


def plain(text: str) -> str:
    """Text that cannot steer a screen: white space becomes spaces, any other unprintable character its escape."""
    if text.isprintable():
        return text
    return "".join(
        letter if letter.isprintable() else " " if letter.isspace() else letter.encode("unicode_escape").decode("ascii")
        for letter in text
    )


def in_markdown(text: str) -> str:
    """Text that shows in Markdown as it is, on one line: it can neither format nor link nor call anybody."""
    return _SPECIAL.sub(r"\\\1", plain(" ".join(text.split())))
