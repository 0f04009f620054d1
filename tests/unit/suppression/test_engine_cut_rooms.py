"""The exact search: cuts where coefficients are not 1, and where what is shown leaves some room already."""

import pytest

from suppression.engine import Cell, Condition, Relation, Statement, StatementKind, Table
from suppression.engine.cut import Cut
from suppression.engine.facts import Fact
from suppression.engine.groups import Group

from .tables import counts
from .test_engine_cuts import cuts_of


def test_a_figure_that_counts_twice_is_half_of_what_it_makes_room_for():
    """2 a + b = 15: for a to go from 3 to 7, b or the sum has to move by 8, which is 4 of a."""
    table = Table(counts({"a": 3, "b": 9, "all": 15}), (Relation((("a", 2), ("b", 1), ("all", -1))),))
    found = cuts_of(table, "a", "a")
    assert Cut({"b": 4, "all": 4}, 4) in found
    assert Cut({"b": 2, "all": 2}, 2) in found


def test_what_words_leave_open_while_they_are_shown_need_not_come_from_elsewhere():
    """a and b are 10 to 15 together: a may go from 3 to 6 as it is, and to 7 with one of the two that b can give."""
    words = Statement("w", StatementKind.WORDS, "w", (Condition((("a", 1), ("b", 1)), 10, 15),))
    table = Table((Cell("a", 3, "a"), Cell("b", 9, "b", lower=7)), statements=(words,))
    found = cuts_of(table, "a", "a")
    assert all(cut.holds_for(frozenset("ab")) for cut in found)
    assert Cut({"w": 1, "b": 1}, 1) in found


@pytest.mark.parametrize("sign", [1, -1])
def test_facts_that_a_later_one_ties_together_can_still_be_put_on_two_sides(sign):
    facts = (
        Fact({"a": 1, "b": 1}, 9, 9, "the first"),
        Fact({"c": 1, "d": 1}, 9, 9, "the second"),
        Fact({"b": 1, "c": sign}, 5, 5, "the third"),
    )
    assert Group(("a", "b", "c", "d"), facts).may_have_holes is False
