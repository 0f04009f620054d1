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
    assert hidden_in(table) == {"m2", "ytd"}


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
    cells = counts({"seen": 30, "not seen": 3, "all": 33})
    ratio = Ratio("percentage", "seen", "all", "percentage", weight=0)
    hidden = hidden_in(Table(cells, (sum_of("all", "seen", "not seen"),), ratios=(ratio,)))
    assert hidden == {"not seen", "percentage", "seen", "all"}


def test_small_counts_that_sum_to_too_little_take_their_sum_along():
    table = Table(counts({"a": 2, "b": 3, "c": 40, "all": 45}), (sum_of("all", "a", "b", "c"),))
    assert len(hidden_in(table)) == 3


def test_a_small_count_may_be_larger_by_four_in_the_readers_eyes():
    five_and_three = Table(counts({"a": 5, "b": 3, "c": 40, "all": 48}), (sum_of("all", "a", "b", "c"),))
    assert len(hidden_in(five_and_three)) == 3, "5 must reach 9, and 5 + 3 is 8"
    five_four_and_three = Table(
        counts({"a": 5, "b": 4, "c": 3, "d": 40, "all": 52}), (sum_of("all", "a", "b", "c", "d"),)
    )
    assert len(hidden_in(five_four_and_three)) == 3, "5 reaches 10 when each of the others is at least 1"


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
    assert hidden_in(table) == everything


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
    assert pattern.proven_least is False
