from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from drawn_systems import Case, counts, small_tables, table_system, with_totals
from hypothesis import HealthCheck, given, settings
from scipy.sparse import csr_array

from outcheck.sdc.bounds import bounds
from outcheck.sdc.proofs import prove
from outcheck.sdc.system import Proof, Step, System
from outcheck.sdc.verify import proves, solves

_laws = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def _all_proven(system: System, cells: np.ndarray[tuple[int], np.dtype[np.intp]]) -> None:
    found = bounds(system, cells)
    for place, unknown in enumerate(cells.tolist()):
        for is_upper in (False, True):
            bound = float((found.upper if is_upper else found.lower)[place])
            proof = prove(system, found, place, is_upper=is_upper)
            assert (proof is not None) == np.isfinite(bound)
            if proof is not None:
                assert proves(system, proof, unknown, bound, is_upper=is_upper)
                assert not proves(system, proof, unknown, bound + (-1 if is_upper else 1), is_upper=is_upper)


@_laws
@given(small_tables())
def test_every_bound_of_a_table_has_a_proof_that_holds_in_exact_fractions(case: Case) -> None:
    _all_proven(case.system, case.hidden)


@pytest.mark.parametrize("shape", [(10, 8), (5, 4, 4)])
def test_every_bound_of_a_medium_table_has_a_proof(shape: tuple[int, ...]) -> None:
    case = counts(shape, 5)
    _all_proven(case.system, case.hidden)


def test_a_cell_beside_its_total_is_one_relation() -> None:
    table = with_totals(np.array([[3.0, 50.0], [20.0, 70.0]]))
    hidden = table == 3
    case = table_system(table, hidden)
    proof = prove(case.system, bounds(case.system, case.hidden), 0, is_upper=True)
    assert proof is not None
    (step,) = proof.steps
    assert (step.relations.tolist(), step.weights.tolist(), step.divisor, step.bound) == ([0], [1.0], 1.0, 3.0)


def test_a_cell_determined_through_columns_is_one_sum_of_lines() -> None:
    hidden = np.zeros((4, 4), dtype=np.bool_)
    hidden[0, :2] = hidden[1, :2] = hidden[2, 0] = True
    hidden[2, 1] = False
    table = with_totals(np.array([[3.0, 5.0, 9.0], [2.0, 7.0, 9.0], [4.0, 9.0, 9.0]]))
    hidden[2, 2] = True
    case = table_system(table, hidden)
    found = bounds(case.system, case.hidden)
    place = int(np.flatnonzero(case.hidden == 8)[0])
    proof = prove(case.system, found, place, is_upper=True)
    assert found.determined()[place]
    assert proof is not None
    assert len(proof.steps) == 1


def test_whole_numbers_are_a_step_of_their_own() -> None:
    rows = csr_array(np.array([[2.0, 2.0]]))
    system = System(rows, np.array([3.0]), np.array([5.0]), np.zeros(2), np.full(2, 9.0), np.ones(2, dtype=np.bool_))
    found = bounds(system, np.array([0]))
    proof = prove(system, found, 0, is_upper=True)
    assert found.upper[0] == 2
    assert proof is not None
    assert proof.steps[-1].whole
    assert proves(system, proof, 0, 2.0, is_upper=True)
    assert not proves(replace(system, integral=np.zeros(2, dtype=np.bool_)), proof, 0, 2.0, is_upper=True)


def test_a_proof_that_claims_too_much_is_refused() -> None:
    rows = csr_array(np.array([[1.0, 1.0]]))
    system = System(rows, np.array([3.0]), np.array([3.0]), np.zeros(2), np.full(2, 9.0), np.ones(2, dtype=np.bool_))
    honest = Step(0, is_upper=True, relations=np.array([0]), weights=np.array([1.0]), whole=False, bound=3.0)
    assert proves(system, Proof((honest,)), 0, 3.0, is_upper=True)
    assert not proves(system, Proof((replace(honest, bound=2.0),)), 0, 2.0, is_upper=True)
    assert not proves(system, Proof((replace(honest, weights=np.array([-1.0])),)), 0, 3.0, is_upper=True)
    assert not proves(system, Proof((replace(honest, divisor=-1.0),)), 0, 3.0, is_upper=True)
    assert not proves(system, Proof(()), 0, 3.0, is_upper=True)
    assert not proves(system, Proof((honest,)), 1, 3.0, is_upper=True)


def test_a_point_is_a_solution_only_within_bounds_relations_and_whole_numbers() -> None:
    rows = csr_array(np.array([[1.0, 1.0]]))
    system = System(rows, np.array([3.0]), np.array([3.0]), np.zeros(2), np.full(2, 9.0), np.array([True, False]))
    assert solves(system, np.array([1.0, 2.0]), 1e-6)
    assert not solves(system, np.array([1.0, 2.1]), 1e-6)
    assert not solves(system, np.array([-1.0, 4.0]), 1e-6)
    assert not solves(system, np.array([0.5, 2.5]), 1e-6)
