"""The policy is what docs/disclosure.md says, and every bound of it is where it should be."""

import pytest

from suppression.engine import Policy, Weights


def test_the_policy_is_the_documented_one():
    policy = Policy()
    assert policy.smallest_publishable_count == 6
    assert policy.smallest_percentage_denominator == 20
    assert policy.smallest_all_or_nothing_denominator == 10
    assert policy.smallest_average_base == 8
    assert policy.protection_width == 4
    assert policy.zeros_may_be_hidden is True
    assert policy.rating_of_hidden_may_show is False
    assert policy.solver_seconds == 5
    assert policy.largest_hidden_count == 5


def test_hiding_costs_what_is_documented():
    assert Weights() == Weights(
        month=2,
        quarter_to_date=5,
        year_to_date=6,
        percentage=4,
        year_to_date_percentage=8,
        previous_year=6,
        number_behind_a_ratio=1,
        rating=1,
    )


@pytest.mark.parametrize(
    "parameter",
    [
        "smallest_publishable_count",
        "smallest_percentage_denominator",
        "smallest_all_or_nothing_denominator",
        "smallest_average_base",
        "protection_width",
    ],
)
def test_one_is_allowed_and_nothing_below(parameter):
    assert getattr(Policy(**{parameter: 1}), parameter) == 1
    with pytest.raises(ValueError, match=r"must be at least 1\."):
        Policy(**{parameter: 0})


def test_a_search_of_a_minute_is_allowed_and_one_of_no_time_is_not():
    assert Policy(solver_seconds=60).solver_seconds == 60
    assert Policy(solver_seconds=0.5).solver_seconds == 0.5
    with pytest.raises(ValueError, match="must be above 0 and at most 60"):
        Policy(solver_seconds=0)
    with pytest.raises(ValueError, match="must be above 0 and at most 60"):
        Policy(solver_seconds=60.5)


def test_hiding_may_cost_nothing_but_not_less():
    assert Weights(rating=0).rating == 0
    with pytest.raises(ValueError, match="rating must be a whole number of 0 or more"):
        Weights(rating=-1)
    with pytest.raises(ValueError, match="month must be a whole number"):
        Weights(month=True)


@pytest.mark.parametrize(("count", "small"), [(-6, False), (-5, True), (-1, True), (0, False), (1, True), (6, False)])
def test_one_to_five_people_are_few_whichever_way_a_difference_goes(count, small):
    assert Policy().is_small(count) is small
