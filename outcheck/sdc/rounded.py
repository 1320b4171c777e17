"""Rounds numbers as a policy says, and works percentages and means out again from the rounded ones."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from outcheck.model.arrays import FloatArray, IntArray, SmallArray
from outcheck.sdc.rounding import Method, Policy

LEAST_SECRET = 16
"""Bytes of the shortest secret: one that can be guessed is none."""

_BITS = 53
"""Of a digest that make a draw: as many as a float64 holds exactly."""


def draws(statements: Sequence[bytes], secret: bytes) -> FloatArray:
    """A draw from [0, 1) for each statement, the same whenever and wherever the statement is made.

    ``u = blake2b(statement, key=sha256(secret))``, its first 53 bits as a fraction. Were draws made anew for each table, whoever
    collects tables could average the noise away; were they made from the number, a number that changes by one might move to the
    other side for no reason. With one draw a statement the shown number never falls when the true one rises, and repeating a
    statement tells nothing new.

    Parameters
    ----------
    statements : sequence of bytes, length n
        What each number says, in one spelling: statistic, population, one category per dimension. Not the number.
    secret : bytes
        At least ``LEAST_SECRET``, chosen at random, the same for everything that may be put side by side. Whoever knows it
        knows all draws; random rounding then leaves open no more than rounding to the nearest multiple, ``base`` numbers
        instead of ``2 base - 1``. A wrong guess shows in totals that it cannot explain, so that a short one can be found.

    Returns
    -------
    float64, shape (n,)

    Raises
    ------
    ValueError
        If the secret is too short.
    """
    if len(secret) < LEAST_SECRET:
        raise ValueError(f"a secret of {len(secret)} bytes can be guessed; take {LEAST_SECRET} or more, chosen at random")
    keyed = hashlib.blake2b(key=hashlib.sha256(secret).digest(), digest_size=8)
    digests = bytearray()
    for statement in statements:
        one = keyed.copy()
        one.update(statement)
        digests += one.digest()
    return np.asarray((np.frombuffer(digests, dtype="<u8") >> np.uint64(64 - _BITS)) / 2.0**_BITS)


def round_to(values: FloatArray, policy: Policy, *, draw: FloatArray | None = None) -> FloatArray:
    """Each number as the policy shows it. Negative ones are rounded by their size, NaN stays.

    With base ``b`` of the tier that ``x`` stands in: ``nearest`` gives ``b * floor(x / b + 1/2)``, halves to even multiples
    where the policy says so; ``random`` gives ``b * ceil(x / b)`` where ``x / b - floor(x / b) > draw``, else
    ``b * floor(x / b)``, so that its expectation is ``x``; ``midpoint`` gives ``b * ceil(x / b) - floor(b / 2)``, and 0 for 0.

    Parameters
    ----------
    values : float64, shape (n,)
        True numbers, whole or not.
    policy : Policy
        Where it leaves open which way halves go, they go up.
    draw : float64, shape (n,), optional
        From [0, 1), as ``draws`` makes them. Only ``random`` needs them.

    Returns
    -------
    float64, shape (n,)
        Numbers that fit the policy, within whose ``bounds`` the true whole numbers lie.

    Raises
    ------
    ValueError
        If draws are needed and missing, or if a tier rounds a number to one that the next tier cannot give.

    References
    ----------
    Fellegi, I. P. (1975). Controlled random rounding. Survey Methodology 1(2), 123-133.
    OpenSAFELY documentation, commit 41030f3, ``roundmid_any``.
    """
    size = np.abs(values)
    base = np.full(size.shape, policy.tiers[0][1]) if policy.method is Method.MIDPOINT else policy.unit(size)
    times = size / base
    whole = np.floor(times)
    if policy.method is Method.MIDPOINT:
        found = np.where(size == 0, 0.0, np.ceil(times) * base - base // 2)
    elif policy.method is Method.RANDOM:
        if draw is None:
            raise ValueError("random rounding needs a draw for each number; make them of its statement and a secret")
        found = (whole + (times - whole > draw)) * base
    else:
        up = (times - whole > 0.5) | ((times - whole == 0.5) & ((whole % 2 == 1) | (policy.half_even is not True)))  # noqa: PLR2004
        found = (whole + up) * base
    if not np.all(policy.fits(found) | ~np.isfinite(found)):
        raise ValueError("the tiers of this rounding do not meet: let each begin at a multiple of the base below")
    return np.where(np.isfinite(values), np.copysign(found, values) + 0.0, values)


def derived(
    numerator: FloatArray, base: FloatArray, decimals: SmallArray | IntArray, *, times: float | FloatArray = 1.0
) -> FloatArray:
    """``times * numerator / base`` with as many decimals as shown, halves away from zero: what a reader would work out.

    Parameters
    ----------
    numerator, base : float64, shape (n,)
        As they are shown. A sum over a number makes a mean; with ``times`` 100, a count over its base a percentage.
    decimals : int, shape (n,)
        At least 0.
    times : float, or float64 of shape (n,)
        100 for percentages.

    Returns
    -------
    float64, shape (n,)
        NaN where either is NaN or the base is 0: nothing can be shown there. A percentage may exceed 100 where the count was
        rounded up and its base down, which random rounding and midpoints can do.
    """
    unit = np.float_power(10.0, decimals.astype(np.float64))
    with np.errstate(divide="ignore", invalid="ignore"):
        last = times * numerator * unit / np.where(base == 0, np.nan, base)
    return np.copysign(np.floor(np.abs(last) + 0.5) / unit, last) + 0.0
