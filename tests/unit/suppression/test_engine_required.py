"""The check: what must still seem possible of a figure that nobody shows, and what is excused."""

import pytest

from suppression.engine import Interval, Policy, Ratio, ReaderView, Series, SeriesKind, complement_key, step_key
from suppression.engine.facts import differences
from suppression.engine.required import Demand, Target, demand_of, targets

from .tables import POLICY


@pytest.mark.parametrize(
    ("low", "high", "met"),
    [
        (0, 6, True),
        (1, 6, True),
        (2, 6, False),
        (0, 5, False),
        (0, None, True),
        (None, 6, True),
        (None, None, True),
        (2, None, False),
        (-9, -1, False),
    ],
)
def test_a_small_count_must_seem_to_be_one_or_less_and_six_or_more(low, high, met):
    assert Demand(low=1, high=6).is_met(Interval(low, high)) is met


@pytest.mark.parametrize(
    ("low", "high", "met"),
    [(-6, 0, True), (-6, -1, True), (-6, -2, False), (-5, 0, False), (None, 0, True), (0, 6, False), (-6, None, True)],
)
def test_of_a_difference_below_zero_the_mirror_image_is_asked_for(low, high, met):
    assert Demand(low=1, high=6, rising=False, falling=True).is_met(Interval(low, high)) is met


def test_a_difference_that_may_go_either_way_needs_only_one_of_them():
    either = Demand(low=1, high=6, falling=True)
    assert either.is_met(Interval(-6, 0))
    assert either.is_met(Interval(0, 6))
    assert not either.is_met(Interval(-5, 5))


@pytest.mark.parametrize(
    ("low", "high", "excused"),
    [(6, 9, True), (5, 9, False), (-9, -6, True), (-9, -5, False), (6, None, True), (None, -6, True)],
)
def test_what_is_surely_large_is_excused(low, high, excused):
    assert Demand(low=1, high=20, excused_from=6).is_excused(Interval(low, high)) is excused
    assert not Demand(low=1, high=20).is_excused(Interval(low, high))


@pytest.mark.parametrize(("low", "high", "excused"), [(0, 0, True), (0, 1, False), (1, 1, False), (-1, 0, False)])
def test_what_is_surely_nobody_is_excused_where_it_may_be(low, high, excused):
    assert Demand(low=1, high=6, may_be_nobody=True).is_excused(Interval(low, high)) is excused
    assert not Demand(low=1, high=6).is_excused(Interval(low, high))


def test_what_nothing_limits_is_excused_where_it_may_be():
    assert Demand(low=1, high=6, may_be_endless=True).is_met(Interval(3, None))
    assert not Demand(low=1, high=6, may_be_endless=True).is_met(Interval(3, 9))
    assert not Demand(low=1, high=6).is_met(Interval(3, None))


def test_what_must_not_follow_exactly_must_not_even_if_it_is_large():
    never = Demand(low=1, high=6, excused_from=6, may_be_nobody=True, never_exactly=True)
    assert not never.is_met(Interval(7, 7))
    assert not never.is_met(Interval(0, 0))
    assert never.is_met(Interval(7, 8))
    assert Demand(never_exactly=True).is_met(Interval(7, 8))
    assert Demand(never_exactly=True).is_met(Interval(7, None))


# What each figure demands.


def target(value, people=True, latent=False, implied=False):
    return Target("a", "a", people, latent, implied, value)


HIDDEN = ReaderView({}, frozenset("a"))
HIDDEN_BEFORE = ReaderView({}, frozenset("a"), hidden_before=frozenset("a"))


def demanded(figure, view=HIDDEN, policy=POLICY, truth_is_known=True, is_large=False):
    return demand_of(figure, view, policy, truth_is_known, is_large)


@pytest.mark.parametrize(("count", "high", "knowing"), [(1, 6, 5), (2, 6, 6), (3, 7, 7), (5, 9, 9)])
def test_a_small_count_reaches_the_policys_six_and_its_value_and_four(count, high, knowing):
    assert demanded(target(count)) == Demand(1, high, knowing)
    assert demanded(target(-count)) == Demand(1, high, knowing, rising=False, falling=True)


@pytest.mark.parametrize("number", [0, 6, -6, 40])
def test_other_numbers_demand_nothing_unless_they_are_hidden_for_their_own_sake(number):
    assert demanded(target(number)) is None
    assert demanded(target(number), HIDDEN_BEFORE) == Demand(never_exactly=True)
    assert demanded(target(number, latent=True), HIDDEN_BEFORE) is None


def test_things_demand_nothing_unless_they_are_hidden_for_their_own_sake():
    assert demanded(target(3, people=False)) is None
    assert demanded(target(None, people=False)) == Demand(never_exactly=True), "it came suppressed"
    assert demanded(target(None, people=False), truth_is_known=False) is None


def test_what_came_suppressed_is_taken_for_five_unless_it_surely_is_none_or_large():
    assert demanded(target(None)) == Demand(
        1, 9, 9, falling=True, excused_from=6, may_be_nobody=True, never_exactly=True
    )
    assert demanded(target(None), is_large=True) == Demand(never_exactly=True)
    assert demanded(target(None, latent=True), is_large=True) is None


def test_what_is_never_shown_and_nobody_gave_us_may_be_had_exactly_if_it_is_large():
    assert demanded(target(None, latent=True)) == Demand(1, 9, 9, falling=True, excused_from=6, may_be_nobody=True)
    assert demanded(target(None, latent=True, implied=True)) == Demand(
        1, 9, 9, falling=True, excused_from=6, may_be_nobody=True, may_be_endless=True
    )


def test_where_no_truth_is_known_every_count_may_be_a_single_person():
    alone = Demand(1, 6, 5, falling=True, excused_from=6, may_be_nobody=True)
    assert demanded(target(None), truth_is_known=False) == alone
    assert demanded(target(None), HIDDEN_BEFORE, truth_is_known=False).never_exactly


def test_the_policy_says_how_far():
    assert demanded(target(3), policy=Policy(smallest_publishable_count=8, protection_width=2)) == Demand(1, 8, 5)
    assert demanded(target(7), policy=Policy(smallest_publishable_count=8, protection_width=2)) == Demand(1, 9, 9)


def test_levels_of_its_own_take_the_place_of_all_else():
    view = ReaderView({}, frozenset("a"), own_levels={"a": (2, 30)}, hidden_before=frozenset("a"))
    assert demanded(target(3), view) == Demand(2, 30)


def test_figures_that_nobody_shows_are_those_hidden_those_never_shown_and_the_differences():
    view = ReaderView(
        {"before": 40},
        frozenset({"after", "group", "n", "d", "r"}),
        series=(Series(SeriesKind.RUNNING_TOTAL, ("before", "after")),),
        ratios=(Ratio("r", "n", "d", "the percentage", printed=50),),
        latent=frozenset({"group", "n", "d"}),
        implied=frozenset({"n", "d"}),
        not_people=frozenset({"group"}),
        labels={"after": "May", "r": "indicator 24"},
    )
    found = {one.key: one for one in differences(view)}
    step, complement = step_key("after"), complement_key("r")
    listed = targets(view, found, {"after": 43, step: 3})
    assert listed == [
        Target("after", "May", True, False, False, 43),
        Target("d", "d", True, True, True, None),
        Target("group", "group", False, True, False, None),
        Target("n", "n", True, True, True, None),
        Target(step, "the step to May from the total before it", True, True, False, 3),
        Target(complement, "indicator 24, those not counted", True, True, True, None),
    ]
