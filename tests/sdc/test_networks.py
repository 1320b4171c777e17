from __future__ import annotations

import numpy as np
from drawn_systems import Case, counts, small_tables, table_system, with_totals
from hypothesis import HealthCheck, given, settings
from scipy.linalg import null_space

from outcheck.sdc.blocks import Block, blocks
from outcheck.sdc.bounds import bounds
from outcheck.sdc.elimination import Equations
from outcheck.sdc.networks import as_network, bridges
from outcheck.sdc.proofs import prove
from outcheck.sdc.propagation import Box
from outcheck.sdc.system import System
from outcheck.sdc.verify import proves

_laws = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _parts(system: System) -> list[Block]:
    return blocks(system, Box(system.lower, system.upper))


def _fixed_by_equations(block: Block) -> list[int]:
    """Unknowns that no solution of the equations without limits moves."""
    free = null_space(block.rows.toarray())
    return np.flatnonzero(np.abs(free).max(axis=1, initial=0.0) < 1e-9).tolist()


@_laws
@given(small_tables())
def test_edges_on_no_cycle_are_the_unknowns_that_equations_determine(case: Case) -> None:
    for block in _parts(case.system):
        network = as_network(block)
        if network is not None:
            assert sorted(edge for edge, _ in bridges(network)) == _fixed_by_equations(block)


@_laws
@given(small_tables())
def test_equations_give_weights_for_the_unknowns_that_they_determine_and_no_others(case: Case) -> None:
    for block in _parts(case.system):
        equations = Equations(block)
        found = [place for place in range(len(block.unknowns)) if equations.weights_for(place) is not None]
        assert found == _fixed_by_equations(block)


def test_hidden_cells_of_a_two_way_table_are_a_network_and_of_a_three_way_table_are_not() -> None:
    flat, deep = counts((10, 8), 1), counts((5, 4, 4), 1)
    assert all(as_network(block) is not None for block in _parts(flat.system))
    assert any(as_network(block) is None for block in _parts(deep.system))


def test_a_cell_between_two_blocks_of_hidden_cells_is_one_signed_sum_of_lines() -> None:
    inner = np.full((4, 4), 20.0)
    table = with_totals(inner)
    hidden = np.zeros(table.shape, dtype=np.bool_)
    hidden[:2, :2] = hidden[2:4, 2:4] = True
    hidden[0, 2] = True
    case = table_system(table, hidden)
    found = bounds(case.system, case.hidden)
    place = case.hidden.tolist().index(2)
    assert found.determined().tolist() == [unknown == 2 for unknown in case.hidden.tolist()]
    for is_upper in (False, True):
        proof = prove(case.system, found, place, is_upper=is_upper)
        assert proof is not None
        assert len(proof.steps) == 1
        assert set(np.abs(proof.steps[0].weights)) == {1.0}
        assert proves(case.system, proof, 2, 20.0, is_upper=is_upper)
