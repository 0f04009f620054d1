"""Protect against enumeration: every whole-number world and every pattern of some 1,400 small tables is tried."""

from random import Random

import pytest

from suppression.engine import protect

from .small_tables import ADDITIVE, WITH_RATIOS

TABLES_OF_A_SHAPE = 75


@pytest.mark.parametrize("shape", (*ADDITIVE, *WITH_RATIOS), ids=lambda shape: shape.__name__)
def test_what_is_hidden_is_safe_and_the_least_by_enumeration(shape):
    """Every small count keeps what the policy demands, for both readers; what is said to be least is the least."""
    for seed in range(TABLES_OF_A_SHAPE):
        case = shape(Random(f"{shape.__name__} {seed}"))
        pattern = protect(case.table, case.policy)
        hidden = frozenset(pattern.hidden)
        told = (seed, case.table, sorted(hidden))
        assert case.forced <= hidden <= case.weights.keys(), told
        assert pattern.unprotected.keys() == case.unprotected, told
        assert case.safe[case.bits(hidden)], told
        assert pattern.loss == sum(case.weights[key] for key in hidden), told
        assert pattern.proven_least or shape in WITH_RATIOS, told
        assert pattern.loss == case.least_loss or (pattern.loss > case.least_loss and not pattern.proven_least), told
