"""Worlds are checked in plain integers, and what is possible is neither more nor less than they show."""

import pytest

from suppression.engine import Cell, Condition, Policy, Ratio, Statement, StatementKind, Table, worlds
from suppression.engine.components import connected_components
from suppression.engine.demands import demands_of
from suppression.engine.latent import written_out
from suppression.engine.solver import Answer, SolverUncertain, Status
from suppression.engine.worlds import Worlds

from .tables import POLICY, counts, running_total, sum_of, table_of


def component_of(table, policy=POLICY):
    (component,) = connected_components(written_out(table), (), (), policy)
    return component


def possible(table, hidden, knowing=False):
    """What is possible, and the column of each cell."""
    found = Worlds(component_of(table), POLICY)
    return found.given(frozenset(hidden), knowing), found.column


SUM = Table(counts({"a": 3, "b": 9, "all": 12}), (sum_of("all", "a", "b"),))


def test_a_cell_reaches_as_far_as_its_relation_allows_and_no_further():
    figures, column = possible(SUM, "ab")
    assert figures.reach(column["a"], 1, 12)
    assert not figures.reach(column["a"], 1, 13)
    assert figures.reach(column["b"], -1, 0)
    assert not figures.reach(column["b"], -1, -1)


def test_to_a_reader_who_knows_it_what_is_hidden_is_at_least_one():
    figures, column = possible(SUM, "ab", knowing=True)
    assert figures.reach(column["a"], 1, 11)
    assert not figures.reach(column["a"], 1, 12)


def test_nobody_knows_that_a_hidden_zero_is_not_zero():
    zero = Table(counts({"a": 3, "b": 0, "all": 3}), (sum_of("all", "a", "b"),))
    figures, column = possible(zero, "ab", knowing=True)
    assert figures.reach(column["a"], 1, 3)
    assert figures.reach(column["b"], -1, 0)


def test_nor_anything_of_things_or_of_what_came_suppressed():
    things = (Cell("a", 3, "a", counts_people=False), Cell("b", None, "b"), *counts({"all": 12}))
    figures, column = possible(Table(things, (sum_of("all", "a", "b"),)), "ab", knowing=True)
    assert figures.reach(column["a"], -1, 0)
    assert figures.reach(column["b"], -1, 0)


def test_a_figure_suppressed_at_source_has_no_value_to_show():
    with pytest.raises(ValueError, match="suppressed"):
        possible(Table(counts({"a": None})), "")


@pytest.mark.parametrize("world", [(4, 9, 12), (-1, 13, 12), (2, 10, 13), None])
def test_a_world_that_does_not_agree_with_the_figures_is_not_believed(monkeypatch, world):
    figures, column = possible(SUM, "ab")
    monkeypatch.setattr(worlds.Solver, "any", lambda solver: Answer(Status.FOUND, world))
    with pytest.raises(SolverUncertain):
        figures.reach(column["a"], 1, 12)


@pytest.mark.parametrize(("printed", "least", "most"), [(13, 90, 96), (0, 0, 3), (1000, 7129, 7132)])
def test_a_rounded_percentage_leaves_the_numbers_that_round_to_it(printed, least, most):
    """1.3 % of 7132 is 90 to 96."""
    cells = (Cell("n", None, "n", latent=True), Cell("d", 7132, "d"))
    table = Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=printed, decimals=1),))
    figures, column = possible(table, ())
    n = column["n"]
    assert figures.reach(n, -1, least)
    assert not figures.reach(n, -1, least - 1)
    assert figures.reach(n, 1, most)
    assert not figures.reach(n, 1, most + 1)
    figures, column = possible(table, {"r"})
    assert figures.reach(n, -1, 0)
    assert figures.reach(n, 1, 7132)
    assert not figures.reach(n, 1, 7133), "a numerator is part of its denominator"


def test_54_percent_of_at_most_20_is_7_of_13():
    """Linear programming alone would say up to 10."""
    cells = (Cell("n", None, "n", latent=True), Cell("d", None, "d", latent=True, upper=20))
    figures, column = possible(Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=54),)), ())
    for key, only in (("n", 7), ("d", 13)):
        assert figures.reach(column[key], 1, only)
        assert not figures.reach(column[key], 1, only + 1)
        assert not figures.reach(column[key], -1, only - 1)


def test_a_statement_leaves_what_it_says_while_it_is_shown():
    amber = Statement("amber", StatementKind.RATING, "amber", (Condition((("a", 2), ("b", -1)), 3, 9),))
    table = Table(counts({"a": 4, "b": 1}), statements=(amber,))
    figures, column = possible(table, {"a"})
    assert (figures.reach(column["a"], -1, 2), figures.reach(column["a"], -1, 1)) == (True, False)
    assert (figures.reach(column["a"], 1, 5), figures.reach(column["a"], 1, 6)) == (True, False)
    figures, column = possible(table, {"a", "amber"})
    assert figures.reach(column["a"], 1, 600)


# Demands: what is asked of the worlds.


def demanded(table, forced=(), policy=POLICY):
    """What is demanded of each figure: the numbers that must be in reach, ≤ or ≥, a star for who knows."""
    component = component_of(table, policy)
    found = Worlds(component, policy)
    known = found.given(frozenset(cell.key for cell in component.cells if cell.value is None and not cell.latent))
    assert known.exist()
    names = {column: key for key, column in found.column.items()}
    return {
        f"{names.get(demand.goals[0].column, demand.key)} "
        + " or ".join(f"{'≥' if goal.sign > 0 else '≤'}{goal.level}" for goal in demand.goals)
        + "*" * demand.knowing
        for demand in demands_of(component, found, known, frozenset(forced), policy)
    }


@pytest.mark.parametrize(("count", "high", "knowing"), [(1, 6, 5), (2, 6, 6), (5, 9, 9)])
def test_a_small_count_may_be_one_and_publishable_and_larger_by_four(count, high, knowing):
    assert demanded(Table(counts({"a": count})), "a") == {"a ≤1", f"a ≥{high}", f"a ≥{knowing}*"}


def test_the_policy_says_how_far():
    policy = Policy(smallest_publishable_count=8, protection_width=2)
    assert demanded(Table(counts({"a": 3})), "a", policy) == {"a ≤1", "a ≥8", "a ≥5*"}


def test_nothing_is_demanded_of_large_figures_that_are_hidden_for_others():
    assert demanded(SUM, "a") == {"a ≤1", "a ≥7", "a ≥7*"}


def test_what_is_hidden_for_its_own_sake_must_not_follow_exactly():
    assert demanded(Table(counts({"a": 9})), "a") == {"a ≥10 or ≤8"}
    assert demanded(Table((Cell("a", 3, "a", counts_people=False),)), "a") == {"a ≥4 or ≤2"}


def test_levels_of_its_own_take_the_place_of_the_policys():
    assert demanded(Table((Cell("a", 3, "a", must_reach=(2, 4)),)), "a") == {"a ≤2", "a ≥4"}


def test_a_difference_below_zero_is_mirrored():
    cells = (Cell("late", -3, "late", latent=True, lower=-40),)
    assert demanded(Table(cells)) == {"late ≥-1", "late ≤-7", "late ≤-7*"}


def test_small_steps_are_protected_and_others_are_not():
    assert demanded(table_of(running_total("s", 40, 43, 60, year_to_date=False))) == {
        *("s m2 (step) ≤1", "s m2 (step) ≥7", "s m2 (step) ≥7*")
    }


@pytest.mark.parametrize(
    ("all_of_them", "demands"),
    [
        (44, {"a ≤1", "a ≥9", "a ≥9*"}),
        (46, {"a ≥7 or ≤5"}),
        (40, {"a ≥1 or ≤-1"}),
    ],
)
def test_what_came_suppressed_is_small_unless_we_can_tell_otherwise(all_of_them, demands):
    table = Table(counts({"a": None, "b": 40, "all": all_of_them}), (sum_of("all", "a", "b"),))
    assert demanded(table, "a") == demands


def test_a_number_behind_a_percentage_that_nothing_limits_demands_nothing():
    cells = (Cell("n", None, "n", latent=True), Cell("d", None, "d", latent=True))
    assert demanded(Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=1),))) == set()
    cells = (Cell("n", None, "n", latent=True), Cell("d", 324, "d"))
    assert demanded(Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=1),))) == {"n ≤1", "n ≥9", "n ≥9*"}


def test_a_percentage_that_is_hidden_for_its_own_sake_may_print_more_than_one_number():
    table = Table(counts({"n": 9, "d": 19}), ratios=(Ratio("r", "n", "d", "r", printed=47),))
    assert len([demand for demand in demanded(table, "r") if demand.startswith("r ")]) == 1


def goals_of(table, key, forced=()):
    """What is asked for a figure or ratio: column, sign, level, and the column that must then be 1 or more."""
    component = component_of(table)
    found = Worlds(component, POLICY)
    known = found.given(frozenset())
    demands = [each for each in demands_of(component, found, known, frozenset(forced), POLICY) if each.key == key]
    return [[(goal.column, goal.sign, goal.level, goal.positive) for goal in each.goals] for each in demands], found


def test_each_level_of_its_own_is_asked_for_on_its_side():
    goals, found = goals_of(Table((Cell("a", 3, "a", must_reach=(2, 4)),)), "a", "a")
    assert found.column["a"] == 0
    assert goals == [[(0, -1, 2, None)], [(0, 1, 4, None)]]


def test_a_hidden_percentage_may_be_just_below_or_just_above_what_would_be_printed():
    """47 %: 200 n − 93 D is 0 or more and 200 n − 95 D is −1 or less; one further breaks either."""
    table = Table(counts({"n": 9, "d": 19}), ratios=(Ratio("r", "n", "d", "r", printed=47),))
    goals, found = goals_of(table, "r", "r")
    below, above = (column for _, column, _ in found.sums)
    assert goals == [[(below, -1, -1, None), (above, 1, 0, found.column["d"])]]
