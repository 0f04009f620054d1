"""A table that contradicts itself is refused, naming the figure."""

from dataclasses import fields

import pytest

from suppression.engine import (
    Cell,
    Policy,
    Ratio,
    Relation,
    Series,
    SeriesKind,
    Table,
    TableError,
    Weights,
    reader_view,
    step_key,
)

from .tables import counts, flow, running_total, sum_of, table_of


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
    stock = Series("stock", ("a", "b"))  # type: ignore[arg-type]
    odds = Ratio("r", "a", "b", "r", kind="odds")  # type: ignore[arg-type]
    cells = counts({"a": 7, "b": 9})
    with pytest.raises(TableError, match="stock"):
        Table(cells, series=(stock,))
    with pytest.raises(TableError, match="odds"):
        Table(cells, ratios=(odds,))
    with pytest.raises(TableError, match="guess"):
        Table(cells, (Relation((("a", 1),), 7, kind="guess"),))  # type: ignore[arg-type]


def test_a_percentage_above_one_hundred_is_refused():
    with pytest.raises(TableError, match="numerator above"):
        Table(counts({"n": 31, "d": 30}), ratios=(Ratio("r", "n", "d", "r"),))


def test_a_percentage_of_a_figure_that_is_never_shown_is_refused():
    cells = (Cell("n", 10, "n", latent=True), Cell("d", 30, "d"))
    with pytest.raises(TableError, match="never shown"):
        Table(cells, ratios=(Ratio("r", "n", "d", "r"),))


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
