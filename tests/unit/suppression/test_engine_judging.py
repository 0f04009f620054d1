"""The check: what is said of each figure that is given away, to which reader, and of a mark that stands alone."""

from dataclasses import replace

import pytest

from suppression.engine import Interval, Policy, Ratio, RatioKind, ReaderView, Relation, Series, SeriesKind, attack
from suppression.engine.blame import needed_for
from suppression.engine.company import without_company
from suppression.engine.facts import Fact

from .tables import POLICY, sum_of

WHO_KNOWS = "by a reader who knows that hidden is not zero."


def exposed(view, truth=None, large=()):
    return [one.sentence for one in attack(view, POLICY, truth, large).exposed]


def summing(total, **bounds):
    relation = (sum_of("all", "a", "b"),)
    return ReaderView({"all": total}, frozenset("ab"), relation, bounds=bounds, not_people=frozenset({"all"}))


def test_both_readers_are_told_of_where_each_is_left_with_too_little():
    assert exposed(summing(2), {"a": 1, "b": 1}) == [
        "a can be narrowed down too far.",
        f"a can be worked out exactly {WHO_KNOWS}",
        "b can be narrowed down too far.",
        f"b can be worked out exactly {WHO_KNOWS}",
    ]


def test_what_is_narrow_to_both_is_said_once():
    assert exposed(summing(5), {"a": 2, "b": 3}) == [
        "a can be narrowed down too far.",
        "b can be narrowed down too far.",
    ]
    assert exposed(summing(0), {"a": 0, "b": 0}) == []


@pytest.mark.parametrize(("total", "safe"), [(6, False), (7, True)])
def test_to_who_knows_that_the_other_is_not_zero_two_of_a_count_must_reach_six(total, safe):
    """2 must seem to be 6: of 7 in all, the other at least 1."""
    found = [one for one in exposed(summing(total), {"a": 2, "b": total - 2}) if one.startswith("a ")]
    assert found == ([] if safe else [f"a can be narrowed down too far {WHO_KNOWS}"])


def test_a_true_zero_is_not_known_not_to_be_one():
    assert exposed(summing(6), {"a": 0, "b": 6}) == []
    assert exposed(summing(6), {"a": 2, "b": 4}) != []


def test_what_is_not_people_or_never_shown_is_not_known_not_to_be_zero():
    view = summing(6)
    assert exposed(replace(view, not_people=frozenset({"all", "b"})), {"a": 2, "b": 4}) == []
    assert exposed(replace(view, latent=frozenset("b"), not_people=frozenset("b")), {"a": 2, "b": 4}) == []


def test_the_bounds_that_a_reader_knows_stay_where_they_are_higher():
    view = summing(9, b=(3, None))
    assert exposed(view, {"a": 2, "b": 7}) == []
    assert exposed(summing(8, b=(3, None)), {"a": 2, "b": 6}) == ["a can be narrowed down too far."]
    below = summing(6, b=(None, None))
    assert exposed(below, {"a": 2, "b": 4}) == [
        f"a can be narrowed down too far {WHO_KNOWS}",
        "b can be narrowed down too far.",
    ]


def test_only_a_figure_whose_number_nobody_has_can_be_called_large():
    upper = ReaderView({}, frozenset("a"), bounds={"a": (0, 8)})
    assert exposed(upper, {}) == ["a can be narrowed down too far."]
    assert exposed(upper, {}, {"a"}) == []
    assert exposed(upper, {}, {"b"}) != []
    five = ReaderView({}, frozenset("a"), bounds={"a": (0, 8)})
    assert exposed(five, {"a": 5}, {"a"}) == ["a can be narrowed down too far."]


def test_how_many_numbers_are_possible_is_counted_where_both_ends_are_near():
    view = ReaderView({}, frozenset("abcd"), bounds={"a": (3, 9), "b": (None, 9), "c": (3, None), "d": (900, 929)})
    check = attack(view, POLICY)
    assert check.possible == {"a": 7, "d": 30}
    assert check.intervals["b"] == Interval(None, 9)


PARITY = (Relation(tuple((key, 1) for key in "abcd"), 9), Relation((("a", 1), ("b", 1), ("c", -1), ("d", -1))))


def test_where_no_numbers_agree_three_of_the_figures_are_named():
    view = ReaderView({}, frozenset("abcd"), PARITY)
    assert attack(view, POLICY).message == "Refused. No whole numbers agree with everything shown: a, b, c."
    assert attack(view, POLICY, {"a": 1}).message == (
        "Refused. The true figures do not agree with everything shown: a, b, c."
    )


# A mark that stands alone in its row.


def alone(shown, hidden, truth=None, policy=POLICY, written=(), kind=SeriesKind.STOCK, **more):
    row = tuple(key for key in "abcd" if key in shown or key in hidden)
    view = ReaderView(shown, frozenset(hidden), series=(Series(kind, row),), labels={"a": "June"}, **more)
    return [one.sentence for one in without_company(view, policy, list(written), truth)]


ALONE = ["June is the only figure hidden in its row, which says that it is small."]


def test_a_small_count_hidden_alone_says_that_it_is_small():
    assert alone({"b": 30}, "a") == ALONE
    assert alone({"b": 30}, "a", {"a": 3}) == ALONE
    assert alone({"b": 30}, "a", {"a": 6}) == []
    assert alone({"b": 30}, "a", {}) == [], "it came suppressed"
    assert alone({"b": 30}, "a", not_people=frozenset("a")) == []


def test_it_has_company_in_another_that_is_hidden_and_not_small():
    assert alone({"c": 30}, "ab") == []
    assert alone({"c": 30}, "ab", {"a": 3, "b": 6}) == []
    assert alone({"c": 30}, "ab", {"a": 3, "b": 5}) == [*ALONE, ALONE[0].replace("June", "b")]
    assert alone({"d": 30}, "abc", {"a": 3, "b": 5, "c": 0}) == []
    assert alone({"c": 30}, "ab", {"a": 3}) == ALONE, "what came suppressed is no company"
    assert alone({"c": 30}, "ab", {"a": 3, "b": 5}, not_people=frozenset("b")) == []


def test_none_is_asked_for_where_none_could_be_hidden():
    assert alone({"b": 4}, "a") == []
    assert alone({"b": 4, "c": 30}, "a") == ALONE
    assert alone({"b": 4}, "a", not_people=frozenset("b")) == ALONE
    assert alone({"b": 30}, "a", public_before=frozenset("b")) == []
    assert alone({"b": 30, "c": 9}, "a", public_before=frozenset("b")) == ALONE
    assert alone({"b": 0}, "a") == ALONE
    assert alone({"b": 0}, "a", policy=Policy(zeros_may_be_hidden=False)) == []
    assert alone({"b": 0, "c": 9}, "a", policy=Policy(zeros_may_be_hidden=False)) == ALONE
    assert alone({}, "a") == []


def test_what_is_spoken_of_elsewhere_may_stand_alone():
    assert alone({"b": 30}, "a", written=[Fact({"a": 1, "x": 1}, 9, 9, "the table")]) == []
    assert alone({"b": 30}, "a", written=[Fact({"b": 1, "x": 1}, 39, 39, "the table")]) == ALONE
    for numerator, denominator in (("a", "x"), ("x", "a")):
        rate = Ratio("r", numerator, denominator, "r", kind=RatioKind.RATE)
        assert alone({"b": 30}, "a", ratios=(rate,)) == []


# Who is to blame.


def test_of_those_that_bring_trouble_together_none_is_named_in_vain():
    def trouble(keys):
        return {"b", "d"} <= keys or {"a", "c", "e"} <= keys

    assert needed_for(trouble, "abcde") == {"b", "d"}
    assert needed_for(trouble, "abd") == {"b", "d"}
    assert needed_for(lambda keys: "a" in keys, iter("xay")) == {"a"}


def test_figures_are_named_in_an_interval_in_words():
    assert [str(Interval(*ends)) for ends in ((3, 9), (3, 3), (3, None), (None, 9), (None, None))] == [
        *("3 to 9", "3 to 3", "3 or more", "9 or less", "any number"),
    ]
    assert [Interval(*ends).is_single for ends in ((3, 9), (3, 3), (3, None), (None, 9), (None, None))] == [
        *(False, True, False, False, False),
    ]
