"""A table that contradicts itself is refused, naming the figure."""

from dataclasses import fields

import pytest

from suppression.engine import (
    Cell,
    Condition,
    Policy,
    Ratio,
    RatioKind,
    Relation,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    Table,
    TableError,
    Weights,
    complement_key,
    printed_ratio,
    protect,
    reader_view,
    step_key,
)

from .tables import POLICY, counts, flow, running_total, sum_of, table_of


def test_a_year_to_date_that_is_not_the_sum_of_its_months_is_refused():
    cells = (Cell("june", 7, "June"), Cell("july", 8, "July"), Cell("ytd", 16, "the year to date"))
    with pytest.raises(TableError, match="the year to date"):
        Table(cells, series=(Series(SeriesKind.FLOW, ("june", "july"), "ytd"),))


def test_a_running_total_that_falls_is_refused_even_across_a_suppressed_month():
    with pytest.raises(TableError, match="starts, month 3"):
        table_of(running_total("starts", 8, None, 7))


def test_a_running_total_whose_year_to_date_is_not_its_latest_month_is_refused():
    with pytest.raises(TableError, match="contradict"):
        Table(counts({"a": 7, "b": 9, "ytd": 16}), series=(Series(SeriesKind.RUNNING_TOTAL, ("a", "b"), "ytd"),))


def test_parts_that_do_not_make_up_the_whole_are_refused():
    with pytest.raises(TableError, match="boys, girls, children"):
        Table(counts({"boys": 10, "girls": 11, "children": 20}), (sum_of("children", "boys", "girls"),))


def test_a_suppressed_part_that_would_have_to_be_negative_is_refused():
    with pytest.raises(TableError, match="no possible number for girls"):
        Table(counts({"boys": 21, "girls": None, "children": 20}), (sum_of("children", "boys", "girls"),))


def test_a_relation_that_speaks_of_an_unknown_cell_is_refused():
    with pytest.raises(TableError, match="girls"):
        Table(counts({"boys": 20, "children": 20}), (sum_of("children", "boys", "girls"),))


@pytest.mark.parametrize(
    "cells",
    [
        counts({"a": 7}) + counts({"a": 8}),
        (Cell("a", -1, "a"),),
        (Cell("a", 9, "a", upper=8),),
        (Cell("a", True, "a"),),
        (Cell("a", float("nan"), "a"),),  # type: ignore[arg-type]
        (Cell("a", 7.0, "a"),),  # type: ignore[arg-type]
        (Cell("a", 7, "a", weight=-1),),
        (Cell("a", 7, "a", weight=None),),  # type: ignore[arg-type]
        (Cell("a", 7, "a", lower=0.5),),  # type: ignore[arg-type]
        (Cell("a", 7, "a", upper=float("inf")),),  # type: ignore[arg-type]
        (Cell("a", 7, "a", must_reach=(1.5, 9)),),  # type: ignore[arg-type]
        (Cell("a", None, "a", public_since="the report of May"),),
        (Cell("a", None, "a", lower=5, upper=4),),
    ],
)
def test_a_cell_that_is_no_possible_whole_number_or_comes_twice_is_refused(cells):
    with pytest.raises(TableError, match="a"):
        Table(cells)


@pytest.mark.parametrize("relation", [Relation(()), Relation((("a", 0),)), Relation((("a", 1), ("a", -1)))])
def test_a_relation_without_meaning_is_refused(relation):
    with pytest.raises(TableError):
        Table(counts({"a": 7}), (relation,))


def test_kinds_that_the_engine_does_not_know_are_refused():
    stocks = Series("stocks", ("a", "b"))  # type: ignore[arg-type]
    gossip = Statement("s", "gossip", "s", ())  # type: ignore[arg-type]
    odds = Ratio("r", "a", "b", "r", kind="odds")  # type: ignore[arg-type]
    cells = counts({"a": 7, "b": 9})
    with pytest.raises(TableError, match="stocks"):
        Table(cells, series=(stocks,))
    with pytest.raises(TableError, match="odds"):
        Table(cells, ratios=(odds,))
    with pytest.raises(TableError, match="gossip"):
        Table(cells, statements=(gossip,))
    with pytest.raises(TableError, match="guess"):
        Table(cells, (Relation((("a", 1),), 7, kind="guess"),))  # type: ignore[arg-type]


def test_a_percentage_above_one_hundred_is_refused():
    with pytest.raises(TableError, match="numerator above"):
        Table(counts({"n": 31, "d": 30}), ratios=(Ratio("r", "n", "d", "r"),))


def test_a_percentage_behind_which_nobody_gave_us_the_numbers_is_fit():
    cells = (Cell("n", None, "n", latent=True), Cell("d", None, "d", latent=True))
    Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=54),))


def test_a_key_that_would_be_taken_for_a_step_is_refused():
    cells = counts({"a": 7, "b": 9, step_key("b"): 3})
    with pytest.raises(TableError, match="twice"):
        Table(cells, series=(Series(SeriesKind.RUNNING_TOTAL, ("a", "b")),))


def test_a_figure_suppressed_at_source_cannot_be_put_before_a_reader():
    table = table_of(flow("starts", 8, None))
    with pytest.raises(ValueError, match="came to us suppressed"):
        reader_view(table, ())
    with pytest.raises(KeyError, match="nonsense"):
        reader_view(table, ("nonsense",))


@pytest.mark.parametrize(
    "parameter",
    [
        "smallest_publishable_count",
        "smallest_percentage_denominator",
        "smallest_all_or_nothing_denominator",
        "smallest_average_base",
        "protection_width",
        "solver_seconds",
    ],
)
def test_a_policy_that_could_hide_nothing_is_refused(parameter):
    with pytest.raises(ValueError):
        Policy(**{parameter: 0})


@pytest.mark.parametrize("seconds", [61, float("inf"), float("nan")])
def test_a_solver_without_a_limit_is_refused(seconds):
    with pytest.raises(ValueError, match="at most 60"):
        Policy(solver_seconds=seconds)


@pytest.mark.parametrize("weight", [-1, 1.5])
@pytest.mark.parametrize("parameter", [field.name for field in fields(Weights)])
def test_a_weight_by_which_hiding_more_would_be_better_is_refused(parameter, weight):
    with pytest.raises(ValueError, match=parameter):
        Weights(**{parameter: weight})


# Stocks.


def test_the_months_of_a_stock_may_rise_and_fall_but_have_no_year_to_date():
    cells = counts({"a": 9, "b": 7, "ytd": 7})
    Table(cells, series=(Series(SeriesKind.STOCK, ("a", "b")),))
    with pytest.raises(TableError, match="stock has no year to date: ytd"):
        Table(cells, series=(Series(SeriesKind.STOCK, ("a", "b"), "ytd"),))


def test_a_series_of_nothing_or_of_what_is_never_shown_is_refused():
    cells = (Cell("group", 4, "the group", latent=True), *counts({"ytd": 4}))
    with pytest.raises(TableError, match="the group"):
        Table(cells, series=(Series(SeriesKind.FLOW, ("group",)),))
    with pytest.raises(TableError, match="ytd"):
        Table(cells, series=(Series(SeriesKind.FLOW, (), "ytd"),))


# Ratios.


@pytest.mark.parametrize(
    ("numerator", "denominator", "kind", "decimals", "printed"),
    [
        (41, 42, RatioKind.PERCENTAGE, 1, 976),
        (96, 7132, RatioKind.PERCENTAGE, 1, 13),
        (1, 200, RatioKind.PERCENTAGE, 0, 1),
        (1, 201, RatioKind.PERCENTAGE, 0, 0),
        (3, 63_210, RatioKind.RATE, 1, 5),
        (7, 3, RatioKind.AVERAGE, 2, 233),
        (5, 2, RatioKind.AVERAGE, 0, 3),
    ],
)
def test_ratios_are_printed_rounding_half_up(numerator, denominator, kind, decimals, printed):
    ratio = Ratio("r", "n", "d", "r", kind=kind, decimals=decimals, printed=printed)
    assert printed_ratio(numerator, denominator, ratio.scale) == printed
    Table(counts({"n": numerator, "d": denominator}), ratios=(ratio,))
    for other in (printed - 1, printed + 1):
        with pytest.raises(TableError, match="r"):
            wrong = Ratio("r", "n", "d", "r", kind=kind, decimals=decimals, printed=other)
            Table(counts({"n": numerator, "d": denominator}), ratios=(wrong,))


def test_a_missing_denominator_is_refused_naming_the_percentage():
    with pytest.raises(TableError, match=r"indicator 6, May 2020 \(r\) has a denominator of 0"):
        Table(counts({"n": 0, "d": 0}), ratios=(Ratio("r", "n", "d", "indicator 6, May 2020"),))


@pytest.mark.parametrize(
    "numbers", [{"printed": 12.5}, {"printed": -1}, {"decimals": -1}, {"decimals": 0.5}, {"weight": None}]
)
def test_a_ratio_printed_in_broken_numbers_is_refused(numbers):
    with pytest.raises(TableError, match="the percentage"):
        Table(counts({"n": 7, "d": 9}), ratios=(Ratio("r", "n", "d", "the percentage", **numbers),))


def test_a_ratio_of_strangers_or_of_one_cell_is_refused():
    with pytest.raises(TableError, match="stranger"):
        Table(counts({"n": 7}), ratios=(Ratio("r", "n", "stranger", "r"),))
    with pytest.raises(TableError, match="twice"):
        Table(counts({"n": 7}), ratios=(Ratio("r", "n", "n", "r"),))


def test_a_key_that_would_be_taken_for_a_complement_is_refused():
    cells = counts({"n": 7, "d": 9, complement_key("r"): 2})
    with pytest.raises(TableError, match="twice"):
        Table(cells, ratios=(Ratio("r", "n", "d", "r"),))


# Statements.


def said(*conditions, **more):
    return Statement("arrow", StatementKind.DIRECTION, "the arrow of June", conditions, **more)


def test_a_statement_that_is_not_true_is_refused():
    cells = counts({"may": 9, "june": 7})
    Table(cells, statements=(said(Condition((("may", 1), ("june", -1)), least=1)),))
    for untrue in (Condition((("may", 1), ("june", -1)), most=1), Condition((("may", 1), ("june", -1)), least=3)):
        with pytest.raises(TableError, match="the arrow of June"):
            Table(cells, statements=(said(untrue),))
    unknown = (Cell("may", None, "May"), *counts({"june": 7}))
    Table(unknown, statements=(said(Condition((("may", 1), ("june", -1)), most=1)),))


@pytest.mark.parametrize(
    "statement",
    [
        said(Condition((("stranger", 1),), least=1)),
        said(Condition((), least=1)),
        said(Condition((("may", 0),), least=0)),
        said(Condition((("may", 0.5),), least=1)),  # type: ignore[arg-type]
        said(Condition((("may", 1),), least=0.5)),  # type: ignore[arg-type]
        said(weight=-1),
        said(judges=("stranger",)),
        said(judges=("group",)),
    ],
)
def test_a_statement_without_meaning_is_refused_naming_it(statement):
    cells = (*counts({"may": 9}), Cell("group", 9, "group", latent=True))
    with pytest.raises(TableError, match="the arrow of June"):
        Table(cells, statements=(statement,))


# What only all figures together show.


def test_figures_that_no_whole_numbers_satisfy_are_refused_naming_only_these():
    cells = counts({"a": None, "b": None, "all": 20, "also all": 21, "stranger": 9, "sum": None})
    relations = (sum_of("all", "a", "b"), sum_of("also all", "a", "b"), sum_of("sum", "stranger", "a"))
    with pytest.raises(TableError, match=r"The figures contradict each other: all, also all\."):
        protect(Table(cells, relations), POLICY)


def test_a_percentage_that_its_stated_denominator_cannot_give_is_refused():
    cells = (Cell("n", None, "n", latent=True), Cell("d", 3, "indicator 19"))
    with pytest.raises(TableError, match="indicator 19, indicator 24"):
        protect(Table(cells, ratios=(Ratio("r", "n", "d", "indicator 24", printed=54),)), POLICY)
