"""The check: hidden percentages that follow from the rest, and what is shown against a rule."""

from dataclasses import replace

import pytest

from suppression.engine import (
    Condition,
    Exposure,
    Interval,
    Policy,
    Ratio,
    RatioKind,
    ReaderView,
    Relation,
    Statement,
    StatementKind,
    attack,
)
from suppression.engine.facts import Fact
from suppression.engine.groups import Group
from suppression.engine.hidden_ratios import follow_exactly, only_print
from suppression.engine.inference import Inference
from suppression.engine.plain import broken_rule, plainly_exposed, ratios_shown

from .tables import POLICY

RATIO = Ratio("r", "n", "d", "the percentage")
RATE = replace(RATIO, kind=RatioKind.RATE)
AVERAGE = replace(RATIO, kind=RatioKind.AVERAGE)


# Whether more than one number could be printed.


@pytest.mark.parametrize(
    ("numerator", "denominator", "only"),
    [
        ((8, 8), (19, 19), 42),
        ((8, 9), (19, 19), None),
        ((8, 8), (19, 20), None),
        ((400, 401), (1000, 1000), 40),
        ((0, 0), (0, None), 0),
        ((0, 0), (None, None), 0),
        ((None, 0), (5, 9), 0),
        ((0, 1), (5, 9), None),
        ((1, 1), (0, 1), 100),
        ((1, 1), (0, 2), None),
        ((8, 8), (19, None), None),
        ((0, None), (19, 19), None),
    ],
)
def test_one_number_can_be_printed_where_the_ends_of_both_print_the_same(numerator, denominator, only):
    """A denominator of 0 prints nothing, so that one of at most 1 is 1."""
    assert only_print(RATIO, {"n": numerator, "d": denominator}, {}) == only


def together(*facts, **bounds):
    """What a reader has of a numerator and a denominator that facts tie together."""
    keys = tuple(bounds)
    inference = Inference(Group(keys, facts), bounds, 5.0)
    left = {key: (one.low, one.high) for key in keys for one in [inference.interval(key)]}
    return left, dict.fromkeys(keys, inference)


def fact(least, most, **coefficients):
    return Fact(coefficients, least, most, "the table")


def test_a_numerator_that_is_half_of_its_denominator_is_half_whatever_both_are():
    assert only_print(RATIO, *together(fact(0, 0, n=2, d=-1), n=(0, None), d=(0, None))) == 50
    assert only_print(RATIO, *together(fact(0, 0, n=2, d=-1), n=(0, 9), d=(0, 18))) == 50


@pytest.mark.parametrize(
    ("facts", "only"),
    [
        ([fact(0, 1, n=2, d=-1)], None),
        ([fact(-1, 0, n=2, d=-1)], None),
        ([fact(0, 1, n=2, d=-1), fact(1000, None, d=1)], 50),
        ([fact(-1, 0, n=2, d=-1), fact(1000, None, d=1)], 50),
    ],
)
def test_about_half_is_half_where_it_rounds_to_nothing_else(facts, only):
    """One person more or less of fewer than a thousand shows."""
    assert only_print(RATIO, *together(*facts, n=(0, None), d=(0, None))) == only


def test_nothing_can_be_printed_where_there_can_be_no_denominator():
    facts = (fact(0, 0, d=1, e=-1), fact(0, 9, n=1, e=1))
    reader = Inference(Group(("n", "d", "e"), facts), dict.fromkeys("nde", (0, 9)), 5.0)
    nobody = reader.who_knows({"d": (0, 0)})
    assert only_print(RATIO, dict.fromkeys("nd", (0, 9)), dict.fromkeys("nd", nobody)) is None


def test_a_base_of_a_single_person_is_a_base():
    left, inferences = together(fact(0, 0, n=1, d=-1), n=(0, 1), d=(0, 1))
    assert only_print(RATIO, left, inferences) == 100


# Which must not follow.

VIEW = ReaderView({}, frozenset({"r", "n", "d"}), ratios=(RATIO,))


def following(view=VIEW, known=None, n=(8, 8), d=(19, 19)):
    return [one.key for one in follow_exactly(view, POLICY, known, {"n": n, "d": d}, {})]


def test_a_percentage_that_is_hidden_for_its_own_sake_must_not_follow():
    assert list(follow_exactly(VIEW, POLICY, {"n": 8, "d": 19}, {"n": (8, 8), "d": (19, 19)}, {})) == [
        Exposure("r", "the percentage", "the percentage is hidden and can be worked out exactly.", Interval(42, 42))
    ]
    assert following(known={"n": 8, "d": 19}, d=(19, 20)) == []


def test_one_that_is_hidden_for_others_may():
    assert following(known={"n": 30, "d": 60}, n=(30, 30), d=(60, 60)) == []
    before = replace(VIEW, hidden_before=frozenset("r"))
    assert following(before, {"n": 30, "d": 60}, (30, 30), (60, 60)) == ["r"]
    shown = replace(VIEW, hidden=frozenset("nd"))
    assert following(shown, {"n": 8, "d": 19}) == []


def test_without_the_truth_the_rules_go_by_what_follows_and_what_does_not_is_taken_for_unsafe():
    assert following(n=(30, 30), d=(60, 60)) == [], "30 of 60 break no rule"
    assert following(n=(8, 8), d=(19, 19)) == ["r"]
    assert following(n=(300, 301), d=(1000, 1000)) == ["r"], "not known, and 30 % whichever it is"
    assert following(known={"d": 60}, n=(30, 30), d=(60, 60)) == ["r"], "a number behind it came suppressed"


# What is shown against a rule.


@pytest.mark.parametrize(
    ("ratio", "known", "why"),
    [
        (RATIO, {"n": 5, "d": 40}, "stands for a group of 1 to 5 people"),
        (RATIO, {"n": 5}, "stands for a group of 1 to 5 people"),
        (RATIO, {"n": 6, "d": 40}, None),
        (RATIO, {"n": 35, "d": 40}, "leaves out a group of 1 to 5 people"),
        (RATIO, {"n": 34, "d": 40}, None),
        (RATIO, {"n": 13, "d": 19}, "has a denominator under 20"),
        (RATIO, {"n": 13, "d": 20}, None),
        (RATIO, {"n": 0, "d": 9}, "has a denominator under 10"),
        (RATIO, {"n": 0, "d": 10}, None),
        (RATIO, {"n": 9, "d": 9}, "has a denominator under 10"),
        (RATIO, {"d": 4}, None),
        (RATE, {"n": 5, "d": 4}, "stands for a group of 1 to 5 people"),
        (RATE, {"n": 6, "d": 7}, None),
        (AVERAGE, {"d": 7}, "has too small a base"),
        (AVERAGE, {"n": 3, "d": 8}, None),
        (AVERAGE, {}, None),
    ],
)
def test_the_rules_of_a_ratio_as_far_as_its_numbers_are_known(ratio, known, why):
    view = ReaderView(dict(known), frozenset(), ratios=(ratio,))
    assert broken_rule(ratio, view, POLICY, known) == why
    said = [one.sentence for one in ratios_shown(view, POLICY, known)]
    assert said == ([] if why is None else [f"the percentage {why} and is shown."])
    assert list(ratios_shown(replace(view, hidden=frozenset("r")), POLICY, known)) == []


@pytest.mark.parametrize("known", [{"n": 5, "d": 40}, {"n": 35, "d": 40}])
def test_few_things_are_not_few_people(known):
    assert broken_rule(RATIO, ReaderView({}, frozenset(), not_people=frozenset("n")), POLICY, known) is None


def sentences(policy=POLICY, **view):
    labels = {"a": "June", "s": "the rating"}
    view.setdefault("hidden", frozenset())
    view.setdefault("shown", {})
    return [one.sentence for one in plainly_exposed(ReaderView(labels=labels, **view), policy)]


@pytest.mark.parametrize(("number", "exposed"), [(0, 0), (1, 1), (5, 1), (6, 0), (-5, 1), (-6, 0)])
def test_a_small_count_that_is_shown_is_exposed(number, exposed):
    assert sentences(shown={"a": number}) == ["June is a small count and is shown."] * exposed
    assert sentences(shown={"a": number}, not_people=frozenset("a")) == []


def test_what_has_levels_of_its_own_is_not_shown():
    assert sentences(shown={"a": 30}, own_levels={"a": (20, 40), "b": (2, 4)}) == [
        "June is to be hidden and is shown."
    ]


def test_what_was_hidden_before_is_not_shown_be_it_a_figure_a_ratio_or_words():
    before = frozenset("arsx")
    said = "{} was hidden in an earlier paper of the year and is shown.".format
    words = Statement("s", StatementKind.WORDS, "the words", (Condition((("a", 1),), 4),))
    shown = replace(RATIO, printed=50)
    assert sentences(shown={"a": 30}, ratios=(shown,), statements=(words,), hidden_before=before) == [
        *map(said, ("June", "r", "the rating")),
    ]
    silent = replace(words, conditions=())
    assert sentences(ratios=(RATIO,), statements=(silent,), hidden_before=before) == []
    hidden = frozenset("ars")
    assert sentences(hidden=hidden, ratios=(RATIO,), statements=(silent,), hidden_before=before) == []


def rated(kind=StatementKind.RATING, judges="ab", **more):
    return sentences(statements=(Statement("s", kind, "the rating", (), judges=tuple(judges)),), **more)


def test_a_rating_is_not_shown_beside_any_hidden_figure_that_it_judges():
    shown = ["the rating is shown and judges June, which is hidden."]
    assert rated(hidden=frozenset("a")) == shown
    assert rated(hidden=frozenset("a"), judges="ba") == shown
    assert rated(hidden=frozenset("x")) == []
    assert rated(hidden=frozenset("as")) == []
    assert rated(hidden=frozenset("a"), public_before=frozenset("s")) == []
    assert rated(StatementKind.WORDS, hidden=frozenset("a")) == []
    assert rated(policy=Policy(rating_of_hidden_may_show=True), hidden=frozenset("a")) == []


def test_a_hidden_percentage_that_is_half_of_whatever_is_exposed_by_the_whole_check():
    half = Relation((("n", 2), ("d", -1)))
    view = ReaderView({}, frozenset("rnd"), (half,), ratios=(RATIO,), not_people=frozenset("nd"))
    check = attack(view, POLICY)
    assert [one.key for one in check.exposed] == ["r"]
