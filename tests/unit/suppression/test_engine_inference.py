"""The check: groups of unknowns, and what one reader can infer about each."""

import pytest

from suppression.engine import Interval
from suppression.engine.facts import Fact
from suppression.engine.groups import Group, connected
from suppression.engine.inference import Inference
from suppression.engine.solver import Answer, SolverUncertain, Status
from suppression.engine.system import System, is_inside


def fact(least, most, **coefficients):
    return Fact(coefficients, least, most, "the table")


def group_of(*facts):
    return Group(tuple(dict.fromkeys(key for each in facts for key in each.coefficients)), facts)


def inferring(*facts, **bounds):
    return Inference(group_of(*facts), bounds, 5.0)


SUM = fact(9, 9, a=1, b=1)


# Groups.


@pytest.mark.parametrize(
    ("facts", "holes"),
    [
        ([fact(9, 9, a=1, b=1), fact(8, 8, b=1, c=1)], False),
        ([fact(0, 0, a=1, b=-1), fact(0, 0, b=1, c=-1), fact(0, 0, c=1, a=-1)], False),
        ([fact(9, 9, a=2, b=1)], True),
        ([fact(9, 9, a=1, b=-2)], True),
        ([fact(9, 9, a=1, b=1), fact(8, 8, b=1, c=1), fact(7, 7, c=1, a=1)], True),
        ([fact(9, 9, a=1, b=1), fact(1, 1, a=1, b=-1)], True),
        ([fact(9, 9, a=1, b=1), fact(9, 9, a=1, c=1), fact(9, 9, a=1, d=1)], True),
        ([fact(9, 9, a=1, b=1, c=-1), fact(9, 9, c=1, d=1), fact(9, 9, d=1, e=1)], False),
    ],
)
def test_a_number_between_two_possible_ones_may_be_impossible(facts, holes):
    assert group_of(*facts).may_have_holes is holes


def test_unknowns_that_no_fact_connects_are_apart():
    first, second = fact(9, 9, a=1, b=1), fact(8, 8, b=1, c=1)
    third = fact(3, 3, d=1, e=1)
    groups = connected("abcdef", [first, third, second])
    assert [set(group.unknowns) for group in groups] == [{"a", "b", "c"}, {"d", "e"}, {"f"}]
    assert [list(group.facts) for group in groups] == [[first, second], [third], []]


def test_groups_that_a_later_fact_connects_keep_the_facts_of_both():
    first, second, third = fact(9, 9, a=1, b=1), fact(8, 8, c=1, d=1), fact(7, 7, b=1, c=1)
    (group,) = connected("abcd", [first, second, third])
    assert sorted(group.unknowns) == ["a", "b", "c", "d"]
    assert len(group.facts) == 3
    assert all(one in group.facts for one in (first, second, third))


# What can be inferred.


def test_an_interval_reaches_as_far_as_some_world_does():
    reader = inferring(SUM, a=(0, 7), b=(0, None))
    assert reader.interval("a") == Interval(0, 7)
    assert reader.interval("b") == Interval(2, 9)
    endless = inferring(fact(0, 0, a=1, b=-1), a=(3, None), b=(None, None))
    assert endless.interval("b") == Interval(3, None)
    below = inferring(fact(0, 0, a=1, b=-1), a=(None, None), b=(None, 4))
    assert below.interval("a") == Interval(None, 4)


def test_an_unknown_that_no_fact_speaks_of_keeps_its_bounds():
    alone = Inference(Group(("a",), ()), {"a": (2, None)}, 5.0)
    assert alone.interval("a") == Interval(2, None)
    assert alone.exist()
    assert alone.can_be("a", 5, None)
    assert not alone.can_be("a", None, 1)
    assert alone.possible("a", 2, 9) == 8
    assert not Inference(Group(("a",), ()), {"a": (3, 2)}, 5.0).exist()


@pytest.mark.parametrize(
    ("least", "most", "possible"),
    [(None, 2, True), (None, 1, False), (7, None, True), (8, None, False), (3, 3, True), (None, None, True)],
)
def test_a_number_can_be_where_a_world_has_it(least, most, possible):
    for found in (False, True):
        reader = inferring(SUM, a=(2, 7), b=(0, None))
        if found:
            assert reader.exist()
        assert reader.can_be("a", least, most) is possible


def test_where_there_are_holes_the_possible_numbers_are_counted_one_by_one():
    reader = inferring(fact(12, 12, a=2, b=3), a=(0, None), b=(0, None))
    assert reader.possible("a", 0, 6) == 3, "0, 3 and 6"
    assert inferring(SUM, a=(0, None), b=(0, None)).possible("a", 0, 9) == 10


def test_a_reader_who_knows_more_is_left_with_less():
    reader = inferring(SUM, a=(0, None), b=(0, None))
    assert reader.interval("a") == Interval(0, 9)
    knowing = reader.who_knows({"b": (1, None)})
    assert knowing.interval("a") == Interval(0, 8)
    assert knowing.interval("b") == Interval(1, 9)
    assert reader.interval("a") == Interval(0, 9), "the first reader knows no more than before"
    assert not reader.who_knows({"a": (10, None)}).exist()
    assert not knowing.who_knows({"a": (9, None)}).exist()


def test_a_reader_who_is_told_a_fact_is_left_with_less():
    reader = inferring(SUM, a=(0, None), b=(0, None))
    assert reader.interval("a") == Interval(0, 9)
    told = reader.with_fact(fact(5, None, a=1, b=-1))
    assert told.interval("a") == Interval(7, 9)
    assert reader.interval("a") == Interval(0, 9)


@pytest.mark.parametrize(
    ("known", "agrees"),
    [
        ({"a": 4, "b": 5}, True),
        ({"a": 4, "b": 6}, False),
        ({"a": 9}, True),
        ({"a": 10}, False),
        ({"a": -1, "b": 10}, False),
        ({}, True),
    ],
)
def test_the_truth_agrees_where_it_is_a_world_or_part_of_one(known, agrees):
    reader = inferring(SUM, a=(0, None), b=(0, None))
    assert reader.agrees_with(known) is agrees


def test_worlds_once_found_are_worlds_of_the_reader():
    reader = inferring(SUM, a=(0, None), b=(0, None))
    reader.agrees_with({"a": 4})
    reader.agrees_with({"a": 3, "b": 6})
    assert reader.found == [(4, 5), (3, 6)]
    assert reader.who_knows({"a": (4, None)}).found == [(4, 5)]
    assert reader.with_fact(fact(None, 3, a=1)).found == [(3, 6)]


# What the solver says is not simply believed.


def test_a_world_lies_within_its_bounds_and_satisfies_every_fact():
    assert is_inside((2, 5), [(2, 5), (None, 5)])
    assert not is_inside((1, 5), [(2, 5), (None, 5)])
    assert not is_inside((2, 6), [(2, 5), (None, 5)])
    system = System(group_of(SUM), [fact(None, 4, a=1)], 5.0)
    assert system.holds_in((4, 5))
    assert not system.holds_in((5, 4)), "the fact that was added counts"
    assert not system.holds_in((4, 4))


def test_the_bounds_are_those_of_the_last_question():
    system = System(group_of(SUM), (), 5.0)
    assert system.least([(2, None), (0, None)], 0) == (2, 7)
    assert system.most([(0, None), (0, None)], 0) == (9, 0)
    assert system.least([(0, None), (3, None)], 1) == (6, 3)
    assert system.any([(10, None), (0, None)]) is None
    assert system.any([(9, None), (0, None)]) == (9, 0)


def test_there_is_no_end_to_what_nothing_limits():
    system = System(group_of(fact(0, 0, a=1, b=-1)), (), 5.0)
    assert system.most([(0, None), (0, None)], 0) is None
    assert system.least([(None, None), (None, 3)], 0) is None


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (Answer(Status.FOUND), "gave no world"),
        (Answer(Status.FOUND, (10, -1)), "outside its bounds"),
        (Answer(Status.FOUND, (4, 4)), "does not satisfy"),
        (Answer(Status.IMPOSSIBLE), "found a world, and then none"),
    ],
)
def test_an_answer_that_is_no_world_is_not_believed(monkeypatch, answer, message):
    monkeypatch.setattr("suppression.engine.system.Solver.least", lambda solver, column: answer)
    monkeypatch.setattr("suppression.engine.system.Solver.any", lambda solver: answer)
    system, bounds = System(group_of(SUM), (), 5.0), [(0, None), (0, None)]
    with pytest.raises(SolverUncertain, match=message):
        system.least(bounds, 0)
    if answer.status is Status.FOUND:
        with pytest.raises(SolverUncertain, match=message):
            system.any(bounds)
    else:
        assert system.any(bounds) is None
