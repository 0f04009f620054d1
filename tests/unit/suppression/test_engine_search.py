"""The exact search, step by step, on patterns of which we say ourselves which are safe."""

from dataclasses import dataclass, field

import pytest

from suppression.engine.alone import Company
from suppression.engine.components import Component
from suppression.engine.demands import Demand
from suppression.engine.least import least_pattern
from suppression.engine.policy import Policy
from suppression.engine.solver import SolverUncertain
from suppression.engine.together import Together

POLICY = Policy(solver_seconds=7)
DEMAND = Demand("f", "the small figure", ())
FORCED = frozenset("f")


class NoCuts:
    """The solver's own cuts are left out, so that every step of the search is one of `least_pattern`."""

    def __init__(self, *arguments):
        pass

    def violated_by(self, hidden, deadline):
        return ()


@dataclass
class Worlds:
    uncertain: bool = False
    limits: list = field(default_factory=list)

    def limit(self, seconds):
        self.limits.append(seconds)


@dataclass
class Safety:
    """A pattern is safe if it hides one of the sets that are enough, and company for those who need it."""

    enough: tuple = ()
    company: Company | None = None
    out_of_time_with: str = ""
    worlds: Worlds = field(default_factory=Worlds)
    asked: list = field(default_factory=list)

    def first_objection(self, hidden):
        self.asked.append(hidden)
        if self.company is not None and hidden.isdisjoint(self.company.others):
            return self.company
        try:
            return None if self.is_met(DEMAND, hidden) else DEMAND
        except SolverUncertain:
            self.worlds.uncertain = True
            return DEMAND

    def is_met(self, demand, hidden):
        if self.out_of_time_with and self.out_of_time_with in hidden:
            raise SolverUncertain("out of time")
        return any(set(keys) <= hidden for keys in self.enough)


@pytest.fixture(autouse=True)
def _without_cuts(monkeypatch):
    monkeypatch.setattr("suppression.engine.least.Cuts", NoCuts)


def found(known, safety, pairs=(), policy=POLICY, **weights):
    component = Component({"f": 1, **weights}, (), (), (), tuple(pairs), ())
    pattern, proven = least_pattern(component, FORCED, FORCED | set(known), safety, policy)
    assert pattern >= FORCED
    return "".join(sorted(pattern - FORCED)), proven


def test_a_cheaper_safe_pattern_is_found_and_is_the_least():
    assert found("c", Safety(("b", "c")), a=1, b=2, c=4) == ("b", True)


def test_two_items_may_cost_less_than_one():
    assert found("c", Safety(("ab", "c")), a=1, b=2, c=4) == ("ab", True)


def test_the_known_pattern_is_kept_where_nothing_safe_costs_less():
    assert found("c", Safety(("c",)), a=1, b=2, c=4) == ("c", True)
    assert found("b", Safety(("b", "c")), b=4, c=4) == ("b", True), "one that costs the same is no better"


def test_what_is_hidden_for_its_own_sake_costs_nothing_here():
    safety = Safety(("",))
    assert found("", safety, a=1) == ("", True)
    assert safety.asked == [], "there is nothing that could be shown"


def test_what_is_hidden_together_is_hidden_in_the_least_pattern_too():
    pair = Together("b", "r", "because")
    assert found("c", Safety(("b", "c")), [pair], b=2, c=4, r=1) == ("br", True)
    assert found("c", Safety(("b", "c")), [pair], b=2, c=4, r=3) == ("c", True)


def test_a_company_is_hidden_with_the_small_count():
    company = Company("f", "the small figure", ("a", "b"))
    assert found("abc", Safety(("c",), company), a=3, b=2, c=1) == ("bc", True)
    assert found("abc", Safety(("a",), company), a=3, b=2, c=1) == ("a", True)


def test_where_the_solver_was_at_a_loss_nothing_is_proven():
    for known, enough, pattern in (("c", ("b", "c"), "b"), ("c", ("c",), "c")):
        assert found(known, Safety(enough, worlds=Worlds(uncertain=True)), a=1, b=2, c=4) == (pattern, False)


def test_patterns_of_which_the_solver_cannot_say_whether_they_are_safe_are_passed_over():
    safety = Safety(("c", "d"), out_of_time_with="z")
    assert found("d", safety, a=1, z=1, c=3, d=9) == ("c", False)


def test_each_search_has_what_is_left_of_the_time_and_later_ones_all_of_it_again():
    safety = Safety(("b", "c"))
    found("c", safety, a=1, b=2, c=4)
    assert all(0 < seconds <= 7 for seconds in safety.worlds.limits[:-1])
    assert safety.worlds.limits[-1] == 7
    assert len(safety.worlds.limits) >= 2


def test_a_search_that_fails_leaves_what_is_known_and_its_time(monkeypatch):
    def out_of_time(search, seconds):
        raise SolverUncertain("out of time")

    monkeypatch.setattr("suppression.engine.least.Cheapest.pattern", out_of_time)
    safety = Safety(("b", "c"))
    assert found("c", safety, b=2, c=4) == ("c", False)
    assert safety.worlds.limits[-1] == 7


def test_no_step_begins_after_the_time(monkeypatch):
    times = iter((0.0, 6.9, 6.9, 6.9, 7.1))
    monkeypatch.setattr("suppression.engine.least.time.monotonic", times.__next__)
    safety = Safety(("c",))
    assert found("c", safety, a=1, c=4) == ("c", False)
    assert len(safety.asked) == 1
