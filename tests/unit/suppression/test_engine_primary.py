"""What is unsafe by itself, and what stays hidden or public whatever it is."""

from dataclasses import replace

import pytest

from suppression.engine import (
    Cell,
    Policy,
    Ratio,
    RatioKind,
    ReasonKind,
    Statement,
    StatementKind,
    Table,
    protect,
)
from suppression.engine.primary import primary_reasons

from .tables import POLICY, counts, hidden_in, ratio_of

THE_REPORT = "the report of October 2020"


def primary_in(table, policy=POLICY):
    return set(primary_reasons(table, policy))


@pytest.mark.parametrize(("count", "hidden"), [(0, False), (1, True), (4, True), (5, True), (6, False), (9, False)])
def test_a_count_of_one_to_five_people_is_hidden(count, hidden):
    assert hidden_in(Table(counts({"previous year": count}))) == ({"previous year"} if hidden else set())


def test_the_policy_says_what_is_small():
    table = Table(counts({"a": 5, "b": 7}))
    assert primary_in(table, Policy(smallest_publishable_count=5)) == set()
    assert primary_in(table, Policy(smallest_publishable_count=8)) == {"a", "b"}


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
        (96, 7132, False),
    ],
)
def test_a_percentage_of_few_people_or_on_a_small_denominator_is_hidden(numerator, denominator, hidden):
    table = ratio_of(numerator, denominator)
    assert ("r" in primary_in(table)) is hidden
    assert hidden or hidden_in(table) == set()


@pytest.mark.parametrize(("numerator", "hidden"), [(0, False), (1, True), (5, True), (6, False)])
def test_a_rate_is_hidden_if_its_numerator_is_small(numerator, hidden):
    table = ratio_of(numerator, 63_210, RatioKind.RATE, decimals=1)
    assert ("r" in primary_in(table)) is hidden


@pytest.mark.parametrize(("base", "hidden"), [(7, True), (8, False)])
def test_an_average_on_a_base_under_eight_is_hidden(base, hidden):
    assert ("r" in primary_in(ratio_of(120, base, RatioKind.AVERAGE))) is hidden


def test_a_ratio_of_things_is_not_hidden_for_few_people():
    cells = (Cell("n", 3, "n", counts_people=False), Cell("d", 40, "d", counts_people=False))
    assert hidden_in(Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=8),))) == set()


def test_a_ratio_of_which_a_number_came_suppressed_is_hidden_with_it():
    table = Table(counts({"n": None, "d": 40}), ratios=(Ratio("r", "n", "d", "r"),))
    reasons = primary_reasons(table, POLICY)
    assert set(reasons) == {"n", "r"}
    assert reasons["r"].sentence == "Hidden because a number behind r came to us suppressed."


def test_the_rules_say_nothing_of_a_percentage_whose_numbers_nobody_gave_us():
    cells = (Cell("n", None, "n", latent=True), Cell("d", None, "d", latent=True))
    assert hidden_in(Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=1),))) == set()


def test_what_an_earlier_paper_hid_stays_hidden_whatever_it_is():
    cells = tuple(replace(cell, hidden_since=THE_REPORT) for cell in counts({"a": 90, "b": 0}))
    ratio = Ratio("r", "n", "d", "r", printed=50, hidden_since=THE_REPORT)
    arrow = Statement("arrow", StatementKind.DIRECTION, "the arrow", (), hidden_since=THE_REPORT)
    pattern = protect(
        Table((*cells, *counts({"n": 20, "d": 40})), ratios=(ratio,), statements=(arrow,)),
        Policy(zeros_may_be_hidden=False),
    )
    assert {key for key, reason in pattern.hidden.items() if reason.kind is ReasonKind.CARRIED} == {
        *("a", "b", "r", "arrow")
    }
    expected = f"Hidden because it was hidden in {THE_REPORT}, and stays hidden through the year."
    assert pattern.hidden["arrow"].sentence == expected


def test_what_is_public_is_not_called_hidden():
    cells = tuple(replace(cell, public_since=THE_REPORT) for cell in counts({"a": 3, "n": 5, "d": 40}))
    ratio = Ratio("r", "n", "d", "r", printed=13, public_since=THE_REPORT, hidden_since="another report")
    assert hidden_in(Table(cells, ratios=(ratio,))) == set()


def test_the_sentence_of_a_small_count_does_not_hold_the_count():
    sentence = protect(Table((Cell("a", 4, "indicator nine"),)), POLICY).hidden["a"].sentence
    assert sentence == "Hidden because indicator nine counts between 1 and 5 people."


def test_a_percentage_says_why_it_is_hidden():
    assert primary_reasons(ratio_of(41, 42, decimals=1), POLICY)["r"].sentence == (
        "Hidden because the percentage stands for a group of 1 to 5 people."
    )
    assert primary_reasons(ratio_of(9, 19), POLICY)["r"].sentence == (
        "Hidden because the percentage has a denominator under 20."
    )


def test_a_figure_that_is_never_shown_is_not_called_hidden():
    assert primary_in(Table((Cell("group", 4, "the group", latent=True),))) == set()


def test_a_figure_with_levels_of_its_own_is_hidden_and_says_so():
    table = Table((Cell("turnover", 22, "turnover", counts_people=False, must_reach=(18, 28)),))
    assert primary_reasons(table, POLICY)["turnover"].sentence == (
        "Hidden because turnover must seem possible at 18 and at 28."
    )


def test_a_publisher_may_hide_more_and_the_reason_says_who_chose():
    table = Table(counts({"a": 90, "b": 50}))
    pattern = protect(table, POLICY, also_hide=["a"])
    assert set(pattern.hidden) == {"a"}
    assert pattern.hidden["a"].kind is ReasonKind.CHOSEN
    assert pattern.hidden["a"].sentence == "Hidden because a publisher chose to hide a."
    with pytest.raises(KeyError):
        protect(table, POLICY, also_hide=["nonsense"])
