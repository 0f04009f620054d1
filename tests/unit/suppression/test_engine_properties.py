"""Hiding against enumeration: for random small tables of every kind, by code that shares nothing with the engine."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suppression.engine import attack, protect, reader_view

from .enumeration import Enumeration
from .shapes import FIGURES, SHAPES, SMALL, is_true, table_of_shape

RATING = 25  # the place of a shape's statement; a public rating whose outturn is hidden now is refused
WORLDS = {name: list(shape.worlds()) for name, shape in SHAPES.items()}


@pytest.mark.parametrize("name", SHAPES)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_what_is_hidden_is_safe_and_not_in_vain_and_the_least(name, data):
    """Safe for every world and both readers; nothing can be shown again; no safe pattern costs less."""
    shape = SHAPES[name]
    truth = data.draw(st.sampled_from([world for world in WORLDS[name] if is_true(shape, world)]))
    policy = replace(
        SMALL, zeros_may_be_hidden=data.draw(st.booleans()), rating_of_hidden_may_show=data.draw(st.booleans())
    )
    table = table_of_shape(shape, truth, data.draw(FIGURES))
    expected = Enumeration(table, WORLDS[name], policy)
    pattern = protect(table, policy)
    hidden = frozenset(pattern.hidden)
    assert expected.forced <= hidden <= expected.hideable
    assert expected.is_safe(hidden)
    assert expected.could_be_shown_again(hidden) == []
    assert pattern.proven_least
    assert pattern.loss == expected.loss(hidden) == expected.least_loss()
    small_and_public = {
        cell.key for cell in table.cells if cell.public_since and cell.counts_people and policy.is_small(cell.value)
    }
    small_and_public |= {
        ratio.key for ratio in table.ratios if ratio.public_since and expected.breaks_a_rule_by_its_numbers(ratio)
    }
    assert pattern.unprotected.keys() == expected.unprotected | small_and_public


@pytest.mark.parametrize("name", SHAPES)
@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_what_is_hidden_withstands_the_check_and_what_cannot_be_protected_does_not(name, data):
    shape = SHAPES[name]
    truth = data.draw(st.sampled_from([world for world in WORLDS[name] if is_true(shape, world)]))
    figures = data.draw(FIGURES)
    table = table_of_shape(shape, truth, replace(figures, public=figures.public - {RATING}))
    pattern = protect(table, SMALL)
    known = {cell.key: cell.value for cell in table.cells if cell.value is not None}
    check = attack(reader_view(table, pattern.hidden), SMALL, known, pattern.large)
    assert check.feasible, check.message
    assert check.safe is (not pattern.unprotected), (check.message, pattern.unprotected)
