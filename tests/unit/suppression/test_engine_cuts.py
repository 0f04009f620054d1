"""The exact search: what every safe pattern must satisfy, and the cheapest pattern that does."""

from fractions import Fraction

import highspy
import pytest

from suppression.engine import Cell, Table
from suppression.engine.cheapest import Cheapest
from suppression.engine.components import connected_components
from suppression.engine.cut import LARGEST_SCALE, Cut, gain_of, in_whole_numbers
from suppression.engine.cuts import Cuts
from suppression.engine.demands import demands_of
from suppression.engine.latent import written_out
from suppression.engine.programme import Programme
from suppression.engine.safety import Safety
from suppression.engine.solver import SolverUncertain
from suppression.engine.together import Together
from suppression.engine.worlds import Worlds

from .tables import POLICY, counts, running_total, sum_of, table_of


def cuts_of(table, forced, hidden, **deadline):
    (component,) = connected_components(written_out(table), (), (), POLICY)
    worlds, kept = Worlds(component, POLICY), frozenset(forced)
    known = worlds.given(frozenset(cell.key for cell in component.cells if cell.value is None and not cell.latent))
    assert known.exist()
    safety = Safety(worlds, tuple(demands_of(component, worlds, known, kept, POLICY)), ())
    return list(Cuts(component, safety, kept, POLICY).violated_by(frozenset(hidden), **deadline))


def children(**boys):
    cells = (Cell("boys", 20, "boys", **boys), *counts({"girls": 3, "children": 23}))
    return Table(cells, (sum_of("children", "boys", "girls"),))


def test_a_small_count_needs_as_much_room_from_others_as_it_must_go():
    """Three girls must seem to be 1, two fewer, and 7, four more, to either reader."""
    assert cuts_of(children(), ["girls"], ["girls"]) == [
        Cut({"boys": 2, "children": 2}, 2),
        Cut({"boys": 4, "children": 4}, 4),
        Cut({"boys": 4, "children": 4}, 4),
    ]


def test_a_figure_with_little_room_counts_for_no_more_than_that():
    assert cuts_of(children(lower=19, upper=21), ["girls"], ["girls"]) == [
        Cut({"boys": 1, "children": 2}, 2),
        Cut({"boys": 1, "children": 4}, 4),
        Cut({"boys": 1, "children": 4}, 4),
    ]


def test_what_is_hidden_in_every_pattern_is_counted_before():
    """Of 2 and 3 hidden beside 40: the one can take the other's place, all of it or, if not zero, all but one."""
    table = Table(counts({"a": 2, "b": 3, "c": 40, "all": 45}), (sum_of("all", "a", "b", "c"),))
    assert cuts_of(table, "ab", "ab") == [
        Cut({"c": 1, "all": 1}, 1),
        Cut({"c": 2, "all": 2}, 2),
        Cut({"c": 2, "all": 2}, 2),
        Cut({"c": 3, "all": 3}, 3),
    ]


def test_a_pattern_that_hides_enough_is_not_cut_off():
    assert cuts_of(children(), ["girls"], ["girls", "boys"]) == []


def test_what_can_go_as_far_with_nothing_more_hidden_is_not_cut_off():
    table = Table(counts({"a": 5, "b": 5, "c": 40, "all": 50}), (sum_of("all", "a", "b", "c"),))
    assert cuts_of(table, "ab", "ab") == []


def test_a_step_is_protected_by_one_of_its_totals():
    steps = table_of(running_total("s", 40, 43, 60, year_to_date=False))
    assert cuts_of(steps, (), ()) == [
        Cut({"s m1": 2, "s m2": 2}, 2),
        Cut({"s m1": 4, "s m2": 4}, 4),
        Cut({"s m1": 4, "s m2": 4}, 4),
    ]


def test_after_its_time_no_more_are_looked_for():
    assert cuts_of(children(), ["girls"], ["girls"], deadline=0.0) == []


def test_a_table_with_a_number_that_came_suppressed_is_cut_from_a_world_of_it():
    table = Table(counts({"a": None, "b": 30, "all": 90}), (sum_of("all", "a", "b"),))
    assert cuts_of(table, "a", "a") == []
    small = Table(counts({"a": 3, "x": None, "all": 9}), (sum_of("all", "a", "x"),))
    assert all(cut.coefficients.keys() == {"all"} for cut in cuts_of(small, "ax", "ax"))


# One cut.


def test_a_cut_holds_where_what_is_hidden_comes_to_its_least():
    cut = Cut({"a": 2, "b": 3}, 3)
    assert [cut.holds_for(frozenset(hidden)) for hidden in ("", "a", "b", "ab", "c")] == [
        *(False, False, True, True, False)
    ]


def test_a_cut_is_scaled_to_whole_numbers_and_what_gains_nothing_is_left_out():
    fractions = {"a": Fraction(1, 2), "b": Fraction(2, 3), "c": Fraction(0)}
    assert in_whole_numbers(fractions, Fraction(5, 4)) == Cut({"a": 6, "b": 8}, 15)
    assert in_whole_numbers({"a": Fraction(3)}, Fraction(2)) == Cut({"a": 3}, 2)


def test_a_cut_that_would_need_numbers_too_large_for_the_solver_is_none():
    assert in_whole_numbers({"a": Fraction(1, LARGEST_SCALE)}, Fraction(1)) == Cut({"a": 1}, LARGEST_SCALE)
    assert in_whole_numbers({"a": Fraction(1, LARGEST_SCALE + 1)}, Fraction(1)) is None


@pytest.mark.parametrize(
    ("number", "low", "high", "gain"),
    [
        (2, 0, 9, 8),
        (2, 0, None, None),
        (2, None, 9, 8),
        (2, 0, 4, 0),
        (-2, 1, 9, 8),
        (-2, None, 9, None),
        (-2, 1, None, 8),
        (-2, 7, 9, 0),
    ],
)
def test_a_figure_of_five_gains_what_its_bounds_leave(number, low, high, gain):
    assert gain_of(Fraction(number), 5, low, high) == gain


# The cheapest pattern.


def cheapest(weights, *cuts, pairs=(), below=100):
    search = Cheapest(weights, pairs, below)
    for cut in cuts:
        search.add(cut)
    return search


ONE_OF_TWO = Cut({"a": 1, "b": 1}, 1)


def test_the_cheapest_items_that_satisfy_every_cut_are_hidden():
    weights = {"a": 3, "b": 2, "c": 9}
    assert cheapest(weights).pattern(5.0) == frozenset()
    search = cheapest(weights, ONE_OF_TWO)
    assert search.pattern(5.0) == {"b"}
    search.add(Cut({"a": 2, "b": 1}, 2))
    assert search.pattern(5.0) == {"a"}
    search.add(Cut({"b": 1, "c": 1}, 2))
    assert search.pattern(5.0) == {"a", "b", "c"}


def test_a_pattern_has_to_cost_less_than_the_one_that_is_known():
    assert cheapest({"a": 3, "b": 2}, ONE_OF_TWO, below=3).pattern(5.0) == {"b"}
    assert cheapest({"a": 3, "b": 2}, ONE_OF_TWO, below=2).pattern(5.0) is None


def test_what_is_hidden_together_costs_together():
    pair = Together("b", "c", "because")
    weights = {"a": 3, "b": 2, "c": 2}
    assert cheapest(weights, ONE_OF_TWO, pairs=[pair]).pattern(5.0) == {"a"}
    assert cheapest(weights | {"a": 5}, ONE_OF_TWO, pairs=[pair]).pattern(5.0) == {"b", "c"}
    assert cheapest(weights, Cut({"c": 1}, 1), pairs=[pair]).pattern(5.0) == {"c"}, "not the other way round"


@pytest.mark.parametrize("pair", [Together("known", "c", "because"), Together("b", "known", "because")])
def test_a_pair_of_which_one_is_hidden_anyway_costs_no_more(pair):
    assert cheapest({"a": 3, "b": 2, "c": 2}, ONE_OF_TWO, pairs=[pair]).pattern(5.0) == {"b"}


class Lost:
    """HiGHS where it loses its way."""

    def __init__(self, status, solution=()):
        self.status, self.solution, self.options = status, solution, {}

    def setOptionValue(self, name, value):  # noqa: N802
        self.options[name] = value

    def getRunTime(self):  # noqa: N802
        return 40.0

    def run(self):
        pass

    def getModelStatus(self):  # noqa: N802
        return self.status

    def getSolution(self):  # noqa: N802
        return type("Solution", (), {"col_value": self.solution})


def lost(status, solution=()):
    search = cheapest({"a": 3, "b": 2}, ONE_OF_TWO)
    search.highs = Lost(status, solution)
    return search


def test_a_search_without_an_answer_says_so():
    with pytest.raises(SolverUncertain, match=r"stopped without an answer \(kTimeLimit\)"):
        lost(highspy.HighsModelStatus.kTimeLimit).pattern(5.0)
    with pytest.raises(SolverUncertain, match="does not satisfy the cuts"):
        lost(highspy.HighsModelStatus.kOptimal, [0.4, 0.4]).pattern(5.0)
    assert lost(highspy.HighsModelStatus.kOptimal, [0.9999999, 1e-7]).pattern(5.0) == {"a"}


def test_a_search_has_its_seconds_from_when_it_starts():
    search = lost(highspy.HighsModelStatus.kInfeasible)
    assert search.pattern(5.0) is None
    assert search.highs.options["time_limit"] == 45.0


# The multipliers.


def test_the_equations_limit_a_figure_whose_others_are_shown_and_no_other():
    (component,) = connected_components(written_out(children()), (), (), POLICY)
    programme = Programme(Worlds(component, POLICY), 5.0)
    programme.bound([(20, 20), (0, None), (23, 23)])
    assert programme.multipliers(1, 1) == [Fraction(-1)]
    assert programme.multipliers(1, -1) == [Fraction(1)]
    programme.bound([(0, None), (0, None), (0, None)])
    assert programme.multipliers(1, 1) is None
    assert programme.multipliers(1, -1) is not None, "nothing is below 0"


def test_a_limit_search_has_its_seconds_from_when_it_starts():
    (component,) = connected_components(written_out(children()), (), (), POLICY)
    programme = Programme(Worlds(component, POLICY), 5.0)

    class Stopped(Lost):
        def changeColCost(self, column, cost):  # noqa: N802
            pass

        def getSolution(self):  # noqa: N802
            return type("Solution", (), {"row_dual": [0.5]})

    programme.highs = Stopped(highspy.HighsModelStatus.kTimeLimit)
    assert programme.multipliers(1, 1) is None
    assert programme.highs.options["time_limit"] == 45.0
    programme.highs = Stopped(highspy.HighsModelStatus.kOptimal)
    assert programme.multipliers(1, 1) == [Fraction(1, 2)]
