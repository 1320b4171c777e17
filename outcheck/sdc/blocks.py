"""Independent parts of a system: once known unknowns are put in, unknowns that no relation links need not be solved together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import connected_components

from outcheck.model.arrays import FloatArray, Indices
from outcheck.sdc.propagation import Box
from outcheck.sdc.system import System


@dataclass(frozen=True, slots=True)
class Block:
    """Open unknowns that relations link, with those relations and what is left of them once known unknowns are put in."""

    unknowns: Indices
    relations: Indices
    rows: csr_array
    at_least: FloatArray
    at_most: FloatArray


def blocks(system: System, box: Box) -> list[Block]:
    """The independent blocks of open unknowns, in the order of their first unknown. Unknowns in no relation are in none."""
    is_open = box.lower < box.upper
    known = np.where(is_open, 0.0, box.lower)
    put_in = system.rows @ known
    rows = system.rows.tocoo()
    kept = (rows.data != 0) & is_open[rows.col]
    m, n = system.relations, system.unknowns
    links = coo_array((np.ones(int(kept.sum())), (rows.row[kept], rows.col[kept] + m)), shape=(m + n, m + n))
    _, labels = connected_components(links, directed=False)
    used = np.unique(rows.col[kept])
    relations = np.unique(rows.row[kept])
    made = []
    names, first = np.unique(labels[m + used], return_index=True)
    by_unknown, by_relation = _grouped(labels[m + used], used), _grouped(labels[relations], relations)
    for name in names[np.argsort(first)]:
        columns, lines = by_unknown[int(name)], by_relation[int(name)]
        inside = csr_array(system.rows[lines][:, columns])
        made.append(
            Block(columns, lines, inside, system.at_least[lines] - put_in[lines], system.at_most[lines] - put_in[lines]),
        )
    return made


def _grouped(labels: Indices, members: Indices) -> dict[int, Indices]:
    order = np.argsort(labels, kind="stable")
    cuts = np.flatnonzero(np.diff(labels[order])) + 1
    return {int(labels[part[0]]): members[part] for part in np.split(order, cuts) if len(part)}
