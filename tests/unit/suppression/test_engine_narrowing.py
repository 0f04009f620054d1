"""The check: what follows from one fact at a time, and what then still ties figures together."""

import pytest

from suppression.engine.facts import Fact
from suppression.engine.narrowing import in_unknowns, narrowed
from suppression.engine.reading import Misread

ANY, COUNT = (None, None), (0, None)


def fact(least, most, **coefficients):
    return Fact(coefficients, least, most, "the table")


@pytest.mark.parametrize(
    ("said", "bounds", "left"),
    [
        (fact(7, 7, a=2, b=3), {"a": COUNT, "b": COUNT}, {"a": (2, 2), "b": (1, 1)}),
        (fact(9, 9, a=1, b=1), {"a": COUNT, "b": (2, None)}, {"a": (0, 7), "b": (2, 9)}),
        (fact(None, 9, a=1, b=1), {"a": COUNT, "b": (2, None)}, {"a": (0, 7), "b": (2, 9)}),
        (fact(5, None, a=1, b=1), {"a": (0, 3), "b": COUNT}, {"a": (0, 3), "b": (2, None)}),
        (fact(3, None, a=1, b=-1), {"a": (0, 10), "b": COUNT}, {"a": (3, 10), "b": (0, 7)}),
        (fact(None, 3, a=1, b=-1), {"a": COUNT, "b": (0, 4)}, {"a": (0, 7), "b": (0, 4)}),
        (fact(3, 9, a=-2), {"a": ANY}, {"a": (-4, -2)}),
        (fact(3, 9, a=2), {"a": ANY}, {"a": (2, 4)}),
        (fact(None, 9, a=-2), {"a": ANY}, {"a": (-4, None)}),
        (fact(3, None, a=-2), {"a": ANY}, {"a": (None, -2)}),
        (fact(None, 4, a=0, b=1), {"a": ANY, "b": ANY}, {"a": ANY, "b": (None, 4)}),
        (fact(18, 18, a=1, b=1), {"a": (0, 9), "b": (0, 9)}, {"a": (9, 9), "b": (9, 9)}),
        (fact(None, None, a=1), {"a": COUNT}, {"a": COUNT}),
    ],
)
def test_a_fact_leaves_of_each_figure_what_the_others_allow(said, bounds, left):
    assert narrowed([said], bounds) == left


@pytest.mark.parametrize("unlimited", ["a", "b"])
def test_beside_a_figure_without_limit_only_that_figure_is_limited(unlimited):
    other = {"a": "b", "b": "a"}[unlimited]
    bounds = {unlimited: ANY, other: (2, 5)}
    assert narrowed([fact(10, 12, a=1, b=1)], bounds) == {unlimited: (5, 10), other: (2, 5)}


def test_two_figures_without_limit_limit_nothing():
    bounds = {"a": ANY, "b": ANY, "c": (1, 2)}
    assert narrowed([fact(10, 12, a=1, b=1, c=1)], bounds) == bounds


def test_what_one_fact_says_goes_on_to_the_next():
    facts = [fact(0, 0, b=1, c=-1), fact(0, 0, a=1, b=-1), fact(5, 5, a=1)]
    assert narrowed(facts, dict.fromkeys("abc", COUNT)) == dict.fromkeys("abc", (5, 5))


def test_what_leaves_no_number_is_named():
    with pytest.raises(Misread, match=r"^The figures shown contradict each other: the table\.$"):
        narrowed([fact(19, 19, a=1, b=1)], {"a": (0, 9), "b": (0, 9)})
    with pytest.raises(Misread, match="the table"):
        narrowed([fact(1, 1, a=2)], {"a": COUNT})


def test_two_facts_that_chase_each_other_without_end_are_left_alone():
    chase = [fact(1, None, a=1, b=-1), fact(1, None, a=-1, b=1)]
    left = narrowed(chase, {"a": COUNT, "b": COUNT})
    assert min(left["a"][0], left["b"][0]) > 20


@pytest.mark.parametrize(
    ("said", "tied"),
    [
        (fact(7, 7, a=2, b=4, c=1), fact(3, 3, a=1, b=2)),
        (fact(6, 9, a=2, b=4, c=1), fact(3, 4, a=1, b=2)),
        (fact(5, None, a=2, b=-2), fact(3, None, a=1, b=-1)),
        (fact(None, 5, a=2, b=-2), fact(None, 2, a=1, b=-1)),
        (fact(3, 5, a=1, b=2, c=-1), fact(4, 6, a=1, b=2)),
    ],
)
def test_what_is_known_is_put_in_and_common_factors_are_taken_out(said, tied):
    assert in_unknowns([said], {"a": COUNT, "b": COUNT, "c": (1, 1)}) == [tied]


def test_what_speaks_of_one_unknown_or_none_ties_nothing():
    bounds = {"a": COUNT, "c": (1, 1), "d": (2, 2)}
    assert in_unknowns([fact(3, 3, a=1, c=1), fact(3, 3, c=1, d=1), fact(2, None, d=1)], bounds) == []


@pytest.mark.parametrize(
    "said", [fact(4, 4, c=1, d=1), fact(4, None, c=1, d=1), fact(None, 2, c=1, d=1), fact(4, 4, a=2, b=2, c=1)]
)
def test_what_no_whole_numbers_satisfy_is_named(said):
    with pytest.raises(Misread, match="contradict each other: the table"):
        in_unknowns([said], {"a": COUNT, "b": COUNT, "c": (1, 1), "d": (2, 2)})
