"""Edges that whole tables seldom reach."""

from fractions import Fraction

import pytest

from suppression.engine import Interval, ReaderView, Series, SeriesKind, attack
from suppression.engine.cut import gain_of, in_whole_numbers

from .tables import POLICY


@pytest.mark.parametrize(("number", "gain"), [(Fraction(1, 2), 2), (Fraction(-1, 2), Fraction(5, 2))])
def test_half_of_a_figure_gains_half_of_its_room(number, gain):
    assert gain_of(number, 5, 0, 9) == gain


def test_a_cut_in_ten_thousandths_is_taken_and_none_finer():
    assert in_whole_numbers({"a": Fraction(1, 10_000)}, Fraction(1)).least == 10_000
    assert in_whole_numbers({"a": Fraction(1, 10_001)}, Fraction(1)) is None


@pytest.mark.parametrize(("most", "counted"), [(28, 29), (29, 30), (30, None)])
def test_the_possible_numbers_of_a_figure_are_counted_where_they_are_thirty_or_fewer(most, counted):
    check = attack(ReaderView({}, frozenset("a"), bounds={"a": (0, most)}), POLICY)
    assert check.possible.get("a") == counted


def test_a_running_total_of_one_month_has_no_step():
    check = attack(ReaderView({}, frozenset("a"), series=(Series(SeriesKind.RUNNING_TOTAL, ("a",)),)), POLICY)
    assert check.intervals == {"a": Interval(0, None)}
