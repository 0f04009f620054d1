"""What is unsafe by itself."""

import pytest

from suppression.engine import Cell, Policy, Ratio, RatioKind, ReasonKind, Table, protect
from suppression.engine.primary import primary_reasons

from .tables import POLICY, counts, flow, hidden_in, running_total, table_of


@pytest.mark.parametrize(("count", "hidden"), [(0, False), (1, True), (4, True), (5, True), (6, False), (9, False)])
def test_a_count_of_one_to_five_people_is_hidden(count, hidden):
    table = Table(counts({"previous year": count}))
    assert hidden_in(table) == ({"previous year"} if hidden else set())


def test_the_policy_says_what_is_small():
    table = Table(counts({"a": 5, "b": 7}))
    assert set(protect(table, Policy(smallest_publishable_count=5)).hidden) == set()
    assert set(protect(table, Policy(smallest_publishable_count=8)).hidden) == {"a", "b"}


def test_a_small_count_of_anything_but_people_is_shown():
    assert hidden_in(Table((Cell("schools", 3, "schools", counts_people=False),))) == set()


def test_a_figure_suppressed_at_source_stays_hidden():
    pattern = protect(Table(counts({"a": None, "b": 9})), POLICY)
    assert pattern.hidden["a"].kind is ReasonKind.SUPPRESSED_AT_SOURCE
    assert "b" not in pattern.hidden


@pytest.mark.parametrize(
    ("numerator", "denominator", "hidden"),
    [
        (5, 100, True),
        (6, 100, False),
        (95, 100, True),
        (94, 100, False),
        (9, 19, True),
        (10, 20, False),
        (0, 100, False),
        (0, 9, True),
        (0, 10, False),
        (12, 12, False),
        (9, 9, True),
        (41, 42, True),
    ],
)
def test_a_percentage_of_few_people_or_on_a_small_denominator_is_hidden_with_its_numbers(
    numerator, denominator, hidden
):
    table = Table(counts({"n": numerator, "d": denominator}), ratios=(Ratio("r", "n", "d", "r"),))
    pattern = protect(table, POLICY)
    assert set(pattern.hidden) == ({"r", "n", "d"} if hidden else set())
    assert not hidden or pattern.hidden["r"].kind is ReasonKind.PRIMARY


@pytest.mark.parametrize(("numerator", "hidden"), [(5, True), (6, False)])
def test_a_rate_is_hidden_if_its_numerator_is_small(numerator, hidden):
    ratio = Ratio("r", "n", "d", "r", kind=RatioKind.RATE)
    assert ("r" in hidden_in(Table(counts({"n": numerator, "d": 8}), ratios=(ratio,)))) is hidden


@pytest.mark.parametrize(("base", "hidden"), [(7, True), (8, False)])
def test_an_average_on_a_base_under_eight_is_hidden(base, hidden):
    ratio = Ratio("r", "n", "d", "r", kind=RatioKind.AVERAGE)
    assert ("r" in hidden_in(Table(counts({"n": 120, "d": base}), ratios=(ratio,)))) is hidden


def test_a_ratio_of_things_is_not_hidden_for_few_people():
    cells = (Cell("n", 3, "n", counts_people=False), Cell("d", 40, "d", counts_people=False))
    assert hidden_in(Table(cells, ratios=(Ratio("r", "n", "d", "r"),))) == set()


def test_a_ratio_of_which_a_number_came_suppressed_is_hidden_as_a_whole():
    table = Table(counts({"n": None, "d": 40}), ratios=(Ratio("r", "n", "d", "r"),))
    assert hidden_in(table) == {"r", "n", "d"}


def test_a_running_total_that_has_been_hidden_stays_hidden_until_it_restarts():
    table = table_of(running_total("before", 7, 7, year_to_date=False), running_total("after", 4, 9, 30))
    pattern = protect(table, POLICY)
    assert set(pattern.hidden) == {"after m1", "after m2", "after m3", "after ytd"}
    assert pattern.hidden["after m3"].kind is ReasonKind.CARRIED


def test_a_flow_that_has_been_hidden_may_be_shown_again():
    assert "starts m3" not in hidden_in(table_of(flow("starts", 4, 9, 30)))


def test_the_sentence_of_a_small_count_does_not_hold_the_count():
    sentence = protect(Table((Cell("a", 4, "indicator nine"),)), POLICY).hidden["a"].sentence
    assert sentence == "Hidden because indicator nine counts between 1 and 5 people."


def test_a_figure_that_is_never_shown_is_not_called_hidden():
    assert primary_reasons(Table((Cell("group", 4, "the group", latent=True),)), POLICY) == {}
