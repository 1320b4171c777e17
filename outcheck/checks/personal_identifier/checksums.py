"""Check digits and letters of identifiers, so that an ordinary number of the same length is told apart."""

from __future__ import annotations

_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_FALLING = range(10, 1, -1)
_UTR_WEIGHTS = (6, 7, 8, 9, 10, 5, 4, 3, 2)
_UTR_CHECKS = (2, 1, 9, 8, 7, 6, 5, 4, 3, 2, 1)


def is_nhs_number(text: str) -> bool:
    """Whether the last of ten digits checks the others, as in NHS numbers (weights 10 to 2, modulus 11)."""
    digits = _digits(text)
    return len(set(digits)) > 1 and digits[9] == (11 - _weighted(digits[:9], _FALLING) % 11) % 11


def is_learner_number(text: str) -> bool:
    """Whether the last of ten digits checks the others, as in unique learner numbers."""
    digits = _digits(text)
    rest = _weighted(digits[:9], _FALLING) % 11
    return len(set(digits)) > 1 and rest != 0 and digits[9] == 10 - rest


def is_tax_reference(text: str) -> bool:
    """Whether the first of ten digits checks the others, as in unique taxpayer references."""
    digits = _digits(text)
    return len(set(digits)) > 1 and digits[0] == _UTR_CHECKS[_weighted(digits[1:], _UTR_WEIGHTS) % 11]


def is_pupil_number(text: str) -> bool:
    """Whether the first letter checks what follows, as in unique pupil numbers (modulus 23); the last may be a letter too."""
    values = [int(character) if character.isdigit() else _UPN_LETTERS.find(character) for character in text[1:]]
    return len(set(values)) > 1 and min(values) >= 0 and text[0] == _UPN_LETTERS[_weighted(values, range(2, 14)) % 23]


def _digits(text: str) -> list[int]:
    return [int(character) for character in text if character.isdigit()]


def _weighted(values: list[int], weights: range | tuple[int, ...]) -> int:
    return sum(value * weight for value, weight in zip(values, weights, strict=True))
