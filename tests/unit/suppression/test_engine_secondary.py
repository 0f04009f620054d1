"""What must be hidden so that the rest cannot be worked out."""

import pytest

from suppression.engine import (
    Cell,
    Policy,
    ProtectionImpossible,
    Ratio,
    ReasonKind,
    Relation,
    Series,
    SeriesKind,
    Table,
    protect,
    safety,
)
from suppression.engine.solver import SolverUncertain

from .tables import (
    POLICY,
    check_of,
    counts,
    flow,
    hidden_in,
    protect_and_check,
    running_total,
    shown_in,
    sum_of,
    table_of,
)


def test_a_hidden_month_cannot_be_had_from_the_year_to_date():
    table = table_of(flow("starts", 20, 3, 30))
    pattern, check = protect_and_check(table)
    assert set(pattern.hidden) == {"starts m1", "starts m2"}
    assert pattern.loss == 4
    assert check.safe
    assert not check_of(table, {"starts m2"}).safe


def test_the_reason_of_a_shielding_month_names_the_month_that_it_shields():
    reason = protect(table_of(flow("starts", 20, 3, 30)), POLICY).hidden["starts m1"]
    assert reason.kind is ReasonKind.SECONDARY
    assert reason.because_of == ("starts m2",)
    assert reason.sentence == "Hidden because, with the other figures shown, it would reveal starts, month 2."


def test_when_the_latest_month_of_a_flow_is_hidden_its_year_to_date_is_hidden_too():
    pattern, check = protect_and_check(table_of(flow("starts", 20, 30, 3)))
    assert set(pattern.hidden) == {"starts m3", "starts ytd"}
    assert "next report" in pattern.hidden["starts ytd"].sentence
    assert check.safe


def test_zero_is_hidden_where_other_months_of_the_same_series_are_hidden():
    pattern = protect(table_of(flow("starts", 0, 3, 40, 50), flow("ends", 0, 30, 40, 50)), POLICY)
    assert {"starts m1", "starts m2"} <= set(pattern.hidden)
    assert pattern.hidden["starts m1"].because_of == ("starts m2",)
    assert "ends m1" not in pattern.hidden


def test_figures_that_are_safe_are_all_shown():
    assert hidden_in(table_of(flow("referrals", 224, 213, 259, 361))) == set()
    assert hidden_in(table_of(running_total("exclusions", 25, 25, 25, 25, 25))) == set()
    assert hidden_in(table_of(running_total("primary exclusions", 0, 0, 0, 0))) == set()
    assert hidden_in(table_of(running_total("starts", 0, 0, 7, 13, 40))) == set()


def test_a_small_step_between_two_large_totals_is_protected_by_hiding_one_of_them():
    pattern, check = protect_and_check(table_of(running_total("starts", 40, 43, 60)))
    assert set(pattern.hidden) == {"starts m2"}
    assert pattern.loss == 2
    assert check.safe
    assert (check.intervals["starts m2"].low, check.intervals["starts m2"].high) == (40, 60)


def test_the_running_totals_of_the_leak_list_keep_their_year_to_date():
    assert "starts ytd" in shown_in(table_of(running_total("starts", 14, 16, 16)))


def test_small_steps_in_a_row_hide_earlier_totals_for_the_sake_of_the_year_to_date():
    pattern, check = protect_and_check(table_of(running_total("starts", 40, 42, 43)))
    assert set(pattern.hidden) == {"starts m1", "starts m2"}
    assert check.safe


def test_the_year_to_date_of_a_running_total_is_hidden_with_its_latest_month():
    hidden = protect(table_of(running_total("starts", 3, 9)), POLICY).hidden
    assert hidden["starts ytd"].because_of == ("starts m2",)


def test_a_year_to_date_that_came_suppressed_hides_the_latest_running_total():
    cells = (*counts({"m1": 8, "m2": 19}), Cell("ytd", None, "year to date"))
    table = Table(cells, series=(Series(SeriesKind.RUNNING_TOTAL, ("m1", "m2"), "ytd"),))
    hidden = protect(table, POLICY).hidden
    assert set(hidden) == {"m2", "ytd"}
    assert hidden["m2"].sentence == "Hidden because the year to date of a running total is its latest month."


def test_a_part_cannot_be_had_from_the_whole_and_the_other_part():
    table = Table(counts({"boys": 20, "girls": 3, "children": 23}), (sum_of("children", "boys", "girls"),))
    pattern, check = protect_and_check(table)
    assert "girls" in pattern.hidden
    assert len(pattern.hidden) == 2
    assert check.safe


def test_the_cheaper_of_two_shielding_figures_is_hidden():
    cells = (
        Cell("boys", 20, "boys", weight=9),
        Cell("girls", 3, "girls"),
        Cell("children", 23, "children", weight=5),
    )
    assert hidden_in(Table(cells, (sum_of("children", "boys", "girls"),))) == {"girls", "children"}


def test_a_group_between_including_and_excluding_is_protected_though_it_is_never_shown():
    cells = (*counts({"including": 47, "excluding": 45}), Cell("group", 2, "the group", latent=True))
    pattern, check = protect_and_check(Table(cells, (sum_of("including", "excluding", "group"),)))
    assert len(pattern.hidden) == 1
    assert "group" not in pattern.hidden
    assert check.safe


def test_a_group_of_six_between_including_and_excluding_hides_nothing():
    cells = (*counts({"including": 47, "excluding": 41}), Cell("group", 6, "the group", latent=True))
    assert hidden_in(Table(cells, (sum_of("including", "excluding", "group"),))) == set()


def test_months_of_parts_and_whole_protect_each_other():
    parts = flow("initial", 9, 12, 14), flow("review", 3, 20, 30), flow("all", 12, 32, 44)
    relations = [sum_of(f"all {month}", f"initial {month}", f"review {month}") for month in ("m1", "m2", "m3", "ytd")]
    pattern, check = protect_and_check(table_of(*parts, relations=relations))
    assert "review m1" in pattern.hidden
    assert check.safe


def test_a_hidden_numerator_hides_its_percentage_and_denominator():
    cells = (*counts({"seen": 30, "not due": 3, "all": 100}), Cell("listed", 33, "listed", weight=20))
    table = Table(cells, (sum_of("listed", "seen", "not due"),), ratios=(Ratio("percentage", "seen", "all", "%"),))
    assert hidden_in(table) == {"not due", "seen", "percentage", "all"}


def test_those_not_counted_cannot_be_had_from_a_figure_that_is_not_of_people():
    n, d = Cell("n", 37, "n", lower=6), Cell("d", 40, "d", lower=6)
    cells = (n, d, Cell("gap", 3, "gap", counts_people=False))
    table = Table(cells, (sum_of("d", "n", "gap"),), ratios=(Ratio("r", "n", "d", "r"),))
    assert "gap" in hidden_in(table)


def test_things_have_no_small_groups():
    n, d = Cell("n", 37, "n", counts_people=False), Cell("d", 40, "d", counts_people=False)
    assert hidden_in(Table((n, d), ratios=(Ratio("r", "n", "d", "r"),))) == set()
    totals = tuple(Cell(f"m{total}", total, "schools", counts_people=False) for total in (40, 43, 60))
    series = (Series(SeriesKind.RUNNING_TOTAL, tuple(cell.key for cell in totals)),)
    assert hidden_in(Table(totals, series=series)) == set()


def test_small_counts_that_sum_to_too_little_take_their_sum_along():
    table = Table(counts({"a": 2, "b": 3, "c": 40, "all": 45}), (sum_of("all", "a", "b", "c"),))
    assert len(hidden_in(table)) == 3


@pytest.mark.parametrize(
    ("first", "second", "hidden"), [(5, 3, 3), (5, 4, 3), (5, 5, 2), (2, 4, 3), (1, 4, 3), (4, 5, 3)]
)
def test_a_small_count_may_be_larger_by_four_in_the_eyes_of_who_knows_that_it_is_not_zero(first, second, hidden):
    cells = counts({"a": first, "b": second, "c": 40, "all": first + second + 40})
    assert len(hidden_in(Table(cells, (sum_of("all", "a", "b", "c"),)))) == hidden


@pytest.mark.parametrize(("second", "hidden"), [(3, 4), (4, 3)])
def test_where_a_zero_is_hidden_nobody_knows_that_hidden_is_not_zero(second, hidden):
    table = table_of(flow("starts", 0, 5, second, 40))
    assert len(hidden_in(table)) == hidden, "5 must reach 9"


@pytest.mark.parametrize(("others", "hidden"), [(8, 3), (10, 2)])
def test_a_count_suppressed_at_source_is_protected_as_though_it_were_five(others, hidden):
    table = Table(counts({"a": None, "b": 2, "c": 40, "all": 40 + others}), (sum_of("all", "a", "b", "c"),))
    assert len(hidden_in(table)) == hidden


def test_a_group_that_came_suppressed_is_protected():
    cells = (*counts({"including": 47, "excluding": 45}), Cell("group", None, "the group", latent=True))
    assert len(hidden_in(Table(cells, (sum_of("including", "excluding", "group"),)))) == 1


def test_a_group_that_is_zero_or_one_cannot_be_protected():
    cells = (*counts({"a": 3, "b": 3}), Cell("group", 0, "the group", latent=True, upper=1))
    with pytest.raises(ProtectionImpossible, match="the group"):
        protect(Table(cells, (sum_of("b", "a", "group"),)), POLICY)


def test_a_group_that_is_plainly_empty_needs_no_protection():
    cells = (*counts({"a": 3, "b": 3}), Cell("group", 0, "the group", latent=True, upper=0))
    assert hidden_in(Table(cells, (sum_of("b", "a", "group"),))) == {"a", "b"}


def test_a_figure_that_would_look_like_a_small_count_of_five_or_more_is_shown():
    cells = (*counts({"a": 3}), Cell("all", 12, "all", lower=6), Cell("b", 9, "b", lower=5, weight=0))
    assert hidden_in(Table(cells, (sum_of("all", "a", "b"),))) == {"a", "all"}


def test_figures_that_nothing_gains_from_hiding_are_shown_though_each_gives_the_other():
    cells = (*counts({"a": 3, "b": 20, "x": 10, "y": 13}), Cell("whole", 23, "whole", weight=9))
    table = Table(cells, (sum_of("whole", "a", "b"), sum_of("whole", "x", "y")))
    assert hidden_in(table) == {"a", "b"}


def test_a_reader_who_knows_that_hidden_is_not_zero_is_reckoned_with():
    ones = {f"m{number}": 1 for number in range(1, 7)}
    table = Table((*counts(ones), *counts({"zero": 0, "c": 40, "all": 46})), (sum_of("all", *ones, "zero", "c"),))
    assert len(hidden_in(table) & {"c", "all"}) == 1, "six hidden months that sum to six are six ones"


def test_components_are_protected_alone():
    alone = hidden_in(table_of(flow("starts", 20, 3, 30)))
    beside = hidden_in(table_of(flow("starts", 20, 3, 30), flow("ends", 200, 300)))
    assert alone == beside


def test_what_cannot_be_protected_is_refused_naming_the_figure():
    with pytest.raises(ProtectionImpossible, match="workers"):
        protect(Table((Cell("w", 3, "workers", upper=5),)), POLICY)


def test_a_relation_that_pins_a_small_count_whatever_is_hidden_is_refused():
    table = Table(counts({"a": 3}), (Relation((("a", 1),), 3),))
    with pytest.raises(ProtectionImpossible, match="a cannot be protected"):
        protect(table, POLICY)


def test_what_the_solver_cannot_say_to_be_safe_stays_hidden(monkeypatch):
    table = table_of(flow("starts", 20, 3, 30, 40))
    everything = {cell.key for cell in table.cells}
    search = safety.Worlds.search

    def out_of_time(worlds, bounds):
        if any(low == high for low, high in bounds):
            raise SolverUncertain("out of time")
        return search(worlds, bounds)

    monkeypatch.setattr(safety.Worlds, "search", out_of_time)
    pattern = protect(table, POLICY)
    assert set(pattern.hidden) == everything
    assert not pattern.proven_least


def test_a_solver_without_any_answer_refuses_the_table(monkeypatch):
    def out_of_time(worlds, bounds):
        raise SolverUncertain("out of time")

    monkeypatch.setattr(safety.Worlds, "search", out_of_time)
    with pytest.raises(ProtectionImpossible, match="starts"):
        protect(table_of(flow("starts", 20, 3, 30)), POLICY)


def test_the_pattern_names_the_policy_and_is_in_table_order():
    table = table_of(flow("starts", 20, 3, 30), flow("ends", 4, 50))
    pattern = protect(table, Policy(version="strict-2"))
    assert pattern.policy_version == "strict-2"
    assert list(pattern.hidden) == [cell.key for cell in table.cells if cell.key in pattern.hidden]
    assert pattern.proven_least is True
