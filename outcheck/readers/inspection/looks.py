"""Which cell styles make text that nobody sees: in the colour of its background, or too small to read."""

from __future__ import annotations

import colorsys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias
from xml.etree.ElementTree import Element

from outcheck.readers.package import local_name, number_in

Colour: TypeAlias = tuple[int, int, int]
_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)
WHITE_RUN = "a part of a text is written in white"
_ALIKE = 12
_SMALLEST = 3.0
# The default theme, in the order that themes are numbered in: light and dark change places in the first two pairs.
_OFFICE_THEME = ("FFFFFF", "000000", "E7E6E6", "44546A", "4472C4", "ED7D31", "A5A5A5", "FFC000", "5B9BD5", "70AD47")
_THEME_ORDER = ("lt1", "dk1", "lt2", "dk2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
# ECMA-376 part 1, 18.8.27: colours by number; 64 and 65 are the system's.
_INDEXED = [
    "000000", "FFFFFF", "FF0000", "00FF00", "0000FF", "FFFF00", "FF00FF", "00FFFF", "000000", "FFFFFF", "FF0000", "00FF00",
    "0000FF", "FFFF00", "FF00FF", "00FFFF", "800000", "008000", "000080", "808000", "800080", "008080", "C0C0C0", "808080",
    "9999FF", "993366", "FFFFCC", "CCFFFF", "660066", "FF8080", "0066CC", "CCCCFF", "000080", "FF00FF", "FFFF00", "00FFFF",
    "800080", "800000", "008080", "0000FF", "00CCFF", "CCFFFF", "CCFFCC", "FFFF99", "99CCFF", "FF99CC", "CC99FF", "FFCC99",
    "3366FF", "33CCCC", "99CC00", "FFCC00", "FF9900", "FF6600", "666699", "969696", "003366", "339966", "003300", "333300",
    "993300", "993366", "333399", "333333", "000000", "FFFFFF",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours that a workbook names by number."""

    theme: Mapping[int, Colour]
    indexed: Mapping[int, Colour]

    def colour(self, entry: Element | None) -> Colour | None:
        """Colour of an element; None where it is left to the program."""
        if entry is None or entry.get("auto") in ("1", "true"):
            return None
        if entry.get("rgb"):
            return _rgb(entry.get("rgb", ""))
        if entry.get("theme", "").isdecimal():
            number = int(entry.get("theme", ""))
            default = _rgb(_OFFICE_THEME[number]) if number < len(_OFFICE_THEME) else None
            return _tinted(self.theme.get(number, default), entry.get("tint", "0"))
        if entry.get("indexed", "").isdecimal():
            number = int(entry.get("indexed", ""))
            return self.indexed.get(number, _rgb(_INDEXED[number]) if number < len(_INDEXED) else None)
        return None

    def fill(self, entry: Element | None) -> Colour | None:
        """Background of a fill: white where there is none, None where it cannot be told."""
        pattern = next((part for part in entry if local_name(part) == "patternFill"), None) if entry is not None else None
        if entry is None or (pattern is not None and pattern.get("patternType", "none") == "none"):
            return _WHITE
        if pattern is None or pattern.get("patternType") != "solid":
            return None
        return self.colour(_child(pattern, "fgColor"))


@dataclass(frozen=True, slots=True)
class InvisibleStyles:
    """Numbers of cell styles whose text nobody sees, and whether each conditional look (dxf) can make it so."""

    cells: frozenset[int]
    conditional: tuple[bool, ...]
    palette: Palette

    def hides(self, look: Element) -> bool:
        """Whether a conditional look, which newer Excel keeps with its condition, can make text unseen."""
        return _conditional(look, self.palette)


def invisible_styles(styles: Element, theme: Element | None) -> InvisibleStyles:
    """Styles of a workbook that hide what their cells hold; number formats are left to the grids, which have them."""
    palette = Palette(_theme_colours(theme), _indexed(styles))
    groups = {local_name(group): list(group) for group in styles}
    fonts, fills = groups.get("fonts", []), groups.get("fills", [])
    hidden = {
        number
        for number, style in enumerate(groups.get("cellXfs", []))
        if _unseen(_at(fonts, style.get("fontId")), palette.fill(_at(fills, style.get("fillId"))), palette)
    }
    return InvisibleStyles(frozenset(hidden), tuple(_conditional(look, palette) for look in groups.get("dxfs", [])), palette)


def is_white(colour: Element) -> bool:
    """Whether a colour, as a run of rich text has it, is that of an ordinary background."""
    return Palette({}, {}).colour(colour) == _WHITE


def _unseen(font: Element | None, background: Colour | None, palette: Palette) -> bool:
    if font is None:
        return False
    size = _child(font, "sz")
    if size is not None and number_in(size.get("val", "11"), "the size of a font") < _SMALLEST:
        return True
    return _alike(palette.colour(_child(font, "color")) or _BLACK, background)


def _conditional(look: Element, palette: Palette) -> bool:
    """Whether a conditional look can hide: by its number format, or by the same colour for text and background."""
    form = _child(look, "numFmt")
    if form is not None and form.get("formatCode", "").strip().startswith(";;"):
        return True
    font, fill = _child(look, "font"), _child(look, "fill")
    colour = palette.colour(_child(font, "color")) if font is not None else None
    if colour is None:
        return False
    return _alike(colour, _conditional_fill(fill, palette) if fill is not None else _WHITE)


def _conditional_fill(fill: Element, palette: Palette) -> Colour | None:
    """Background of a conditional look, whose solid colour stands where other fills have the second one."""
    pattern = _child(fill, "patternFill")
    if pattern is None or pattern.get("patternType", "solid") != "solid":
        return None
    return palette.colour(_child(pattern, "bgColor")) or palette.colour(_child(pattern, "fgColor"))


def _alike(one: Colour, other: Colour | None) -> bool:
    return other is not None and all(abs(first - second) <= _ALIKE for first, second in zip(one, other, strict=True))


def _tinted(colour: Colour | None, tint: str) -> Colour | None:
    """Colour made lighter or darker, as ECMA-376 part 1, 18.8.19 has it."""
    share = number_in(tint, "the tint of a colour")
    if colour is None or not share:
        return colour
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    light = light * (1 + share) if share < 0 else light * (1 - share) + share
    red, green, blue = colorsys.hls_to_rgb(hue, min(max(light, 0), 1), saturation)
    return round(red * 255), round(green * 255), round(blue * 255)


def _rgb(text: str) -> Colour | None:
    digits = text[-6:]
    try:
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:6], 16)
    except ValueError:
        return None


def _theme_colours(theme: Element | None) -> dict[int, Colour]:
    scheme = next((part for part in theme.iter() if local_name(part) == "clrScheme"), None) if theme is not None else None
    if scheme is None:
        return {}
    named = {local_name(entry): entry for entry in scheme}
    colours = ((number, named[name]) for number, name in enumerate(_THEME_ORDER) if name in named)
    return {number: colour for number, entry in colours for value in entry if (colour := _of_theme(value)) is not None}


def _of_theme(value: Element) -> Colour | None:
    return _rgb(value.get("lastClr") or value.get("val") or "")


def _indexed(styles: Element) -> dict[int, Colour]:
    entries = (
        entry for group in styles if local_name(group) == "colors" for entry in group if local_name(entry) == "indexedColors"
    )
    return {number: colour for entry in entries for number, colour in _numbered(entry)}


def _numbered(entry: Element) -> Iterator[tuple[int, Colour]]:
    for number, part in enumerate(entry):
        colour = _rgb(part.get("rgb", ""))
        if colour is not None:
            yield number, colour


def _child(entry: Element | None, name: str) -> Element | None:
    return next((part for part in entry if local_name(part) == name), None) if entry is not None else None


def _at(entries: list[Element], number: str | None) -> Element | None:
    text = number or "0"
    return entries[int(text)] if text.isdecimal() and int(text) < len(entries) else None
