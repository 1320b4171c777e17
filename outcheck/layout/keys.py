"""Sorts and finds whole numbers below a known bound: by counting where they lie dense, else by comparing."""

from __future__ import annotations

import numpy as np

from outcheck.model.arrays import Indices

_DENSE = 4


def ascending(key: Indices, span: int) -> Indices:
    """Order that sorts keys below ``span``; equal keys stay as they stand."""
    if span <= _DENSE * len(key):
        place = np.full(span, -1, dtype=np.int32)
        place[key] = np.arange(len(key), dtype=np.int32)
        order = place[place >= 0]
        if len(order) == len(key):  # no key twice
            return order.astype(np.intp)
    return np.argsort(key, kind="stable")


def places_of(key: Indices, span: int, wanted: Indices) -> Indices:
    """Where wanted keys stand among ascending different keys, -1 for those that do not."""
    if span <= _DENSE * len(key):
        place = np.full(span, -1, dtype=np.int32)
        place[key] = np.arange(len(key), dtype=np.int32)
        return place[wanted].astype(np.intp)
    found = np.minimum(np.searchsorted(key, wanted), max(len(key) - 1, 0))
    return np.where(key[found] == wanted, found, -1) if len(key) else np.full(len(wanted), -1, dtype=np.intp)
