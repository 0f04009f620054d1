"""The check: what a reader can write down from the papers, and the truth against it."""

import pytest

from suppression.engine import (
    Condition,
    Ratio,
    RatioKind,
    ReaderView,
    Relation,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    complement_key,
    step_key,
)
from suppression.engine.facts import Difference, Fact, differences, facts
from suppression.engine.reading import Misread
from suppression.engine.truth import check_truth, true_figures

LABELS = {"apr": "April", "may": "May", "ytd": "the year to date", "r": "indicator 24"}


def written(**view):
    seen = ReaderView({}, frozenset(), labels=LABELS, **view)
    return facts(seen, differences(seen))


def test_a_relation_is_written_down_with_its_constant_and_what_cancels_is_left_out():
    relation = Relation((("apr", 2), ("may", 1), ("ytd", -1), ("may", -1)), 7)
    assert written(relations=(relation,)) == [Fact({"apr": 2, "ytd": -1}, 7, 7, "April, the year to date")]


def test_the_year_to_date_of_a_flow_is_the_sum_of_its_months():
    flow = Series(SeriesKind.FLOW, ("apr", "may"), "ytd")
    assert written(series=(flow,)) == [
        Fact({"apr": 1, "may": 1, "ytd": -1}, 0, 0, "April, May, the year to date"),
    ]
    assert written(series=(Series(SeriesKind.FLOW, ("apr", "may")),)) == []


def test_that_of_a_running_total_is_its_latest_and_each_step_is_a_number_of_its_own():
    totals = Series(SeriesKind.RUNNING_TOTAL, ("apr", "may"), "ytd")
    assert written(series=(totals,)) == [
        Fact({"may": 1, "ytd": -1}, 0, 0, "May, the year to date"),
        Fact({"may": 1, "apr": -1, step_key("may"): -1}, 0, 0, "May, April"),
    ]


def test_nothing_holds_between_the_months_of_a_stock():
    assert written(series=(Series(SeriesKind.STOCK, ("apr", "may"), "ytd"),)) == []


def test_a_printed_percentage_says_what_rounds_to_it_and_that_there_is_a_denominator():
    ratio = Ratio("r", "n", "d", "indicator 24", printed=13, decimals=1)
    complement = Fact({"d": 1, "n": -1, complement_key("r"): -1}, 0, 0, "d, n")
    assert written(ratios=(ratio,)) == [
        complement,
        Fact({"d": 1}, 1, None, "indicator 24"),
        Fact({"n": 2000, "d": -25}, 0, None, "indicator 24"),
        Fact({"n": 2000, "d": -27}, None, -1, "indicator 24"),
    ]
    hidden = Ratio("r", "n", "d", "indicator 24")
    assert written(ratios=(hidden,)) == [complement]


def test_those_not_counted_are_a_number_of_percentages_only():
    rate = Ratio("r", "n", "d", "r", kind=RatioKind.RATE, printed=5)
    assert len(written(ratios=(rate,))) == 3
    assert differences(ReaderView({}, frozenset(), ratios=(rate,))) == []


def test_what_is_said_of_figures_is_written_down_with_its_name():
    words = Statement("s", StatementKind.WORDS, "the words", (Condition((("apr", 1), ("may", -2)), 3, 9),))
    assert written(statements=(words,)) == [Fact({"apr": 1, "may": -2}, 3, 9, "the words")]


@pytest.mark.parametrize("implied", [{"n"}, {"d"}, {"n", "d"}, set()])
def test_those_not_counted_are_implied_where_a_number_behind_the_percentage_is(implied):
    ratio = Ratio("r", "n", "d", "r")
    (found,) = differences(ReaderView({}, frozenset(), ratios=(ratio,), implied=frozenset(implied)))
    assert found.implied is bool(implied)


def test_differences_of_things_are_things():
    totals = Series(SeriesKind.RUNNING_TOTAL, ("apr", "may"))
    ratio = Ratio("r", "n", "d", "r")
    people = ReaderView({}, frozenset(), series=(totals,), ratios=(ratio,))
    assert [one.counts_people for one in differences(people)] == [True, True]
    things = ReaderView({}, frozenset(), series=(totals,), ratios=(ratio,), not_people=frozenset({"may", "n"}))
    assert [one.counts_people for one in differences(things)] == [False, False]


# The truth.

STEP = Difference("step", "the step", "may", "apr", counts_people=True)


def true(shown, truth):
    return true_figures(ReaderView(shown, frozenset(), labels=LABELS), [STEP], truth)


def test_what_is_shown_is_true_and_so_is_each_difference():
    assert true({"apr": 40}, {"may": 43}) == {"apr": 40, "may": 43, "step": 3}
    assert true({"apr": 40, "may": 40}, {}) == {"apr": 40, "may": 40, "step": 0}
    assert true({"apr": 40}, {}) == {"apr": 40}
    assert true({"may": 40}, {"may": 40}) == {"may": 40}


@pytest.mark.parametrize(
    ("shown", "truth", "message"),
    [
        ({"apr": 40}, {"apr": 41}, "April is shown as 40, which is not its true number."),
        ({}, {"apr": 4.0}, "The true April is not a whole number."),
        ({}, {"apr": True}, "The true April is not a whole number."),
        ({}, {"apr": 40, "may": 39}, "The true May is below April."),
        ({}, {"apr": 40, "may": 43, "step": 4}, "the step is not the difference of the true figures."),
    ],
)
def test_a_true_number_that_cannot_be_is_named(shown, truth, message):
    with pytest.raises(Misread) as misread:
        true(shown, truth)
    assert str(misread.value) == message


VIEW = ReaderView({}, frozenset(), labels=LABELS)
SUM = [Fact({"apr": 1, "may": 2}, 3, 9, "the sum")]


@pytest.mark.parametrize(("may", "agrees"), [(0, False), (1, True), (4, True), (5, False)])
def test_the_truth_has_to_agree_with_every_fact(may, agrees):
    known = {"apr": 1, "may": may}
    if agrees:
        check_truth(known, SUM, {}, VIEW)
        return
    with pytest.raises(Misread, match=r"^The true figures do not agree with what is shown: the sum\.$"):
        check_truth(known, SUM, {}, VIEW)


def test_a_fact_of_which_a_true_number_is_not_known_is_not_judged():
    check_truth({"apr": 90}, SUM, {"may": (0, 3)}, VIEW)


@pytest.mark.parametrize(("number", "inside"), [(1, False), (2, True), (5, True), (6, False)])
def test_the_truth_lies_within_what_a_reader_takes_for_possible(number, inside):
    if inside:
        check_truth({"apr": number}, [], {"apr": (2, 5)}, VIEW)
        return
    with pytest.raises(Misread, match=r"^The true April lies outside what a reader takes for possible\.$"):
        check_truth({"apr": number}, [], {"apr": (2, 5)}, VIEW)
