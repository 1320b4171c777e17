"""Texts as YAML that reads back as the same text, whatever a file's headings hold."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"[A-Za-z£][A-Za-z0-9_£]*([ ./-]+[A-Za-z0-9_()£%]+)*")
_WORDS = frozenset(["true", "false", "yes", "no", "on", "off", "null", "y", "n"])
_BYTE, _PAIR = 0xFF, 0xFFFF


def scalar(text: str) -> str:
    """The text plain where nothing in it means anything to YAML, else in double quotes, on one line."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _WORDS:
        return text
    return '"' + "".join(_escaped(sign) for sign in text) + '"'


def remark(text: str) -> str:
    """The text as a comment may hold it: one line, nothing that steers a screen."""
    return " ".join("".join(sign if sign.isprintable() else " " if sign.isspace() else _escaped(sign) for sign in text).split())


def _escaped(sign: str) -> str:
    code = ord(sign)
    if sign in '"\\':
        return "\\" + sign
    if sign.isprintable():
        return sign
    if sign == "\n":
        return "\\n"
    if code <= _BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _PAIR else f"\\U{code:08x}"
