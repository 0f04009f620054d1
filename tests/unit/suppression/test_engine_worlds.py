"""Worlds are checked in plain integers, and what is possible is neither more nor less than they show."""

import pytest

from suppression.engine import Cell, worlds
from suppression.engine.solver import Answer, SolverUncertain, Status
from suppression.engine.worlds import Worlds

from .tables import POLICY, counts, sum_of


def possible(*cells, hidden, relations=(), nothing_hidden_is_zero=False):
    return Worlds(cells, relations, POLICY).given(frozenset(hidden), nothing_hidden_is_zero)


@pytest.mark.parametrize(("lower", "upper", "only"), [(6, 7, None), (7, 8, None), (7, 7, 7)])
def test_a_cell_is_one_number_only_if_no_other_is_possible(lower, upper, only):
    assert possible(Cell("a", 7, "a", lower=lower, upper=upper), hidden="a").only("a") == only


def test_a_cell_reaches_as_far_as_its_relation_allows_and_no_further():
    figures = possible(*counts({"a": 3, "b": 9, "all": 12}), hidden="ab", relations=(sum_of("all", "a", "b"),))
    assert figures.reach_up("a", 12)
    assert not figures.reach_up("a", 13)
    assert figures.reach_down("b", 0)
    assert not figures.reach_down("b", -1)


def test_for_the_reader_who_knows_that_hidden_is_not_zero_the_others_are_at_least_one():
    cells, relations = counts({"a": 3, "b": 9, "all": 12}), (sum_of("all", "a", "b"),)
    figures = possible(*cells, hidden="ab", relations=relations, nothing_hidden_is_zero=True)
    assert figures.reach_up("a", 11)
    assert not figures.reach_up("a", 12)


def test_a_figure_suppressed_at_source_has_no_value_to_show():
    with pytest.raises(ValueError, match="suppressed"):
        possible(*counts({"a": None}), hidden="")


@pytest.mark.parametrize("world", [(4, 9, 12), (-1, 13, 12), (2, 10, 13), None])
def test_a_world_that_does_not_agree_with_the_figures_is_not_believed(monkeypatch, world):
    figures = possible(*counts({"a": 3, "b": 9, "all": 12}), hidden="ab", relations=(sum_of("all", "a", "b"),))
    monkeypatch.setattr(worlds.Solver, "any", lambda solver: Answer(Status.FOUND, world))
    with pytest.raises(SolverUncertain):
        figures.reach_up("a", 12)
