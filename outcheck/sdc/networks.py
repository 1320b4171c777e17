"""Networks: blocks in which every unknown adds to one relation and takes from another, as the hidden cells of a two-way table do.

Such a block is totally unimodular: with whole data, the extremes of its real solutions are whole. And an unknown is determined by
the equations alone if and only if its edge lies on no cycle (Gusfield 1988).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from outcheck.model.arrays import FloatArray, Indices
from outcheck.sdc.blocks import Block


@dataclass(frozen=True, slots=True)
class Network:
    """A block as a graph: relations are nodes, unknowns are edges between ``ends``; one node more stands for the outside.

    ``signs`` are the factors by which relations are multiplied so that each unknown enters its two with opposite signs.
    """

    signs: FloatArray
    ends: Indices
    """Shape (n, 2)."""


def as_network(block: Block) -> Network | None:
    """The graph of a block, or None where it is none."""
    columns = block.rows.tocsc()
    counts = np.diff(columns.indptr)
    if counts.max() > 2 or np.any(np.abs(columns.data) != 1):  # noqa: PLR2004  an edge has two ends
        return None
    m, n = len(block.relations), len(block.unknowns)
    ends = np.full((n, 2), m, dtype=np.intp)
    first = columns.indptr[:-1]
    ends[:, 0] = columns.indices[first]
    both = np.flatnonzero(counts == 2)  # noqa: PLR2004
    ends[both, 1] = columns.indices[first[both] + 1]
    same = columns.data[first[both]] == columns.data[first[both] + 1]
    signs = _balancing(m, ends[both, 0], ends[both, 1], np.asarray(same, dtype=np.intp))
    return None if signs is None else Network(signs, ends)


def _balancing(nodes: int, left: Indices, right: Indices, differs: Indices) -> FloatArray | None:
    """A sign for each node such that the ends of every edge agree, or differ where it says so; None where there is none.

    Every node is there twice, once with each sign; a sign is found if no node hangs together with its opposite.
    """
    links = coo_array(
        (
            np.ones(2 * len(left)),
            (np.concatenate([left, left + nodes]), np.concatenate([right + differs * nodes, right + (1 - differs) * nodes])),
        ),
        shape=(2 * nodes, 2 * nodes),
    )
    _, labels = connected_components(links, directed=False)
    if np.any(labels[:nodes] == labels[nodes:]):
        return None
    return np.where(labels[:nodes] < labels[nodes:], 1.0, -1.0)


def bridges(network: Network) -> list[tuple[int, Indices]]:
    """The edges on no cycle, each with the relations on its side away from the outside; linear time, but for listing those."""
    walk = _Walk(network)
    return [(edge, walk.below(node)) for edge, node in walk.bridges()]


class _Walk:
    """A depth-first walk from the outside (or from any node of a block that does not reach it)."""

    def __init__(self, network: Network) -> None:
        nodes = len(network.signs) + 1
        n = len(network.ends)
        heads = np.concatenate([network.ends[:, 0], network.ends[:, 1]])
        order = np.argsort(heads, kind="stable")
        self._next = np.concatenate([network.ends[:, 1], network.ends[:, 0]])[order].tolist()
        self._edge = np.tile(np.arange(n), 2)[order].tolist()
        self._start = np.searchsorted(heads[order], np.arange(nodes + 1)).tolist()
        self._order: list[int] = []
        self._entered = [-1] * nodes
        self._by = [-1] * nodes
        self._parent = [-1] * nodes
        self._walk(nodes - 1)
        for node in range(nodes - 1):
            self._walk(node)

    def _walk(self, root: int) -> None:
        if self._entered[root] >= 0:
            return
        stack, at = [root], list(self._start)
        self._enter(root)
        while stack:
            node = stack[-1]
            if at[node] == self._start[node + 1]:
                stack.pop()
                continue
            place = at[node]
            at[node] += 1
            other = self._next[place]
            if self._entered[other] < 0:
                self._by[other], self._parent[other] = self._edge[place], node
                self._enter(other)
                stack.append(other)

    def _enter(self, node: int) -> None:
        self._entered[node] = len(self._order)
        self._order.append(node)

    def bridges(self) -> list[tuple[int, int]]:
        """Each edge on no cycle, with its node further from the root."""
        low = list(self._entered)
        for node in reversed(self._order):
            for place in range(self._start[node], self._start[node + 1]):
                if self._edge[place] != self._by[node]:
                    other = self._next[place]
                    low[node] = min(low[node], low[other] if self._parent[other] == node else self._entered[other])
        return [(self._by[node], node) for node in self._order if self._by[node] >= 0 and low[node] == self._entered[node]]

    def below(self, root: int) -> Indices:
        """The nodes of the subtree under ``root``, itself included."""
        start = self._entered[root]
        inside = {root}
        for node in self._order[start + 1 :]:
            if self._parent[node] not in inside:
                break
            inside.add(node)
        return np.array(sorted(inside), dtype=np.intp)
