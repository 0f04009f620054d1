"""What a reader can work out from finished papers."""

import pytest

from suppression.engine import (
    Cell,
    Interval,
    Policy,
    Ratio,
    ReaderView,
    Relation,
    Series,
    SeriesKind,
    Table,
    attack,
    complement_key,
    inference,
    step_key,
)
from suppression.engine.solver import SolverUncertain

from .tables import POLICY, check_of, counts, flow, running_total, sum_of, table_of


def test_a_single_hidden_month_is_worked_out_from_the_year_to_date():
    check = check_of(table_of(flow("starts", 20, 3, 30)), {"starts m2"})
    assert check.feasible
    assert not check.safe
    assert check.intervals["starts m2"] == Interval(3, 3)
    assert check.message == "Not safe. starts, month 2 can be worked out exactly."


def test_a_hidden_figure_that_nothing_speaks_of_may_be_anything():
    check = check_of(Table(counts({"previous year": 4})), {"previous year"})
    assert check.safe
    assert check.intervals == {"previous year": Interval(0, None)}


def test_two_hidden_months_that_sum_to_too_little_are_not_safe():
    check = check_of(table_of(flow("starts", 2, 3, 30)), {"starts m1", "starts m2"})
    assert check.intervals["starts m1"] == Interval(0, 5)
    assert [exposure.key for exposure in check.exposed] == ["starts m1", "starts m2"]
    assert check.exposed[0].label == "starts, month 1"
    assert "narrowed down" in check.exposed[0].sentence


def test_two_hidden_months_that_sum_to_six_are_safe_where_no_zero_is_shown():
    assert check_of(table_of(flow("starts", 2, 4, 30)), {"starts m1", "starts m2"}).safe


def test_zeros_shown_tell_the_reader_that_hidden_is_not_zero():
    table = table_of(flow("starts", 2, 3, 2, 0, 40))
    check = check_of(table, {"starts m1", "starts m2", "starts m3"})
    assert check.intervals["starts m1"] == Interval(0, 7)
    assert check.safe, "with each at least 1, one of them may still be 5"
    table = table_of(flow("starts", 2, 3, 1, 0, 40))
    check = check_of(table, {"starts m1", "starts m2", "starts m3"})
    assert not check.safe
    assert "knows that hidden is not zero" in check.message


def test_a_zero_shown_elsewhere_tells_the_reader_nothing():
    table = table_of(flow("starts", 2, 3, 1, 40), flow("ends", 0, 7))
    assert check_of(table, {"starts m1", "starts m2", "starts m3"}).safe


def test_a_zero_numerator_speaks_for_the_figures_around_its_denominator():
    ratio = Ratio("r", "n", "d", "r")
    hidden = frozenset({"d", "e", "f", "r"})
    alone = ReaderView({"n": 0, "all": 6}, hidden - {"r"}, (sum_of("all", "d", "e", "f"),))
    beside = ReaderView({"n": 0, "all": 6}, hidden, (sum_of("all", "d", "e", "f"),), ratios=(ratio,))
    assert attack(alone, POLICY).safe
    assert "knows that hidden is not zero" in attack(beside, POLICY).message


def test_a_zero_of_things_tells_the_reader_nothing():
    cells = (*counts({"a": 2, "b": 3, "c": 1, "all": 6}), Cell("zero", 0, "things", counts_people=False))
    assert check_of(Table(cells, (sum_of("all", "a", "b", "c", "zero"),)), {"a", "b", "c"}).safe


def test_a_step_between_two_totals_that_are_shown_is_a_small_count_shown():
    check = check_of(table_of(running_total("starts", 40, 43, 60)))
    assert [exposure.key for exposure in check.exposed] == [step_key("starts m2")]
    assert check.exposed[0].interval == Interval(3, 3)


@pytest.mark.parametrize(("totals", "safe"), [((40, 40, 46), True), ((40, 41, 46), False), ((40, 45, 51), False)])
def test_steps_of_none_or_of_six_are_no_small_counts(totals, safe):
    assert check_of(table_of(running_total("starts", *totals))).safe is safe


def test_steps_around_a_hidden_total_share_what_lies_between():
    check = check_of(table_of(running_total("starts", 40, 43, 60)), {"starts m2"})
    assert check.intervals == {
        "starts m2": Interval(40, 60),
        step_key("starts m2"): Interval(0, 20),
        step_key("starts m3"): Interval(0, 20),
    }
    assert check.safe


def test_a_hidden_total_between_two_close_totals_is_not_safe():
    check = check_of(table_of(running_total("starts", 40, 42, 44)), {"starts m2"})
    assert check.intervals[step_key("starts m2")] == Interval(0, 4)
    assert not check.safe


def test_the_year_to_date_of_a_running_total_gives_its_latest_month_away():
    check = check_of(table_of(running_total("starts", 8, 19)), {"starts m2"})
    assert check.intervals["starts m2"] == Interval(19, 19)
    assert not check.safe


def test_a_small_count_that_is_shown_is_not_safe():
    assert check_of(Table(counts({"a": 5}))).message == "Not safe. a is a small count and is shown."
    assert check_of(Table(counts({"a": 6, "b": 0}))).safe
    assert check_of(Table((Cell("schools", 3, "schools", counts_people=False),))).safe


def test_those_not_counted_in_a_percentage_are_people():
    table = Table(counts({"n": 41, "d": 42}), ratios=(Ratio("r", "n", "d", "97.6 %"),))
    check = check_of(table)
    assert check.exposed[0].key == complement_key("r")
    assert "97.6 %" in check.message
    assert check_of(table, {"r", "n", "d"}).safe


def test_those_not_counted_are_narrowed_down_by_the_denominator_of_another_indicator():
    cells = (*counts({"n": 41, "d": 42}), Cell("stock", 42, "children looked after"))
    table = Table(cells, (Relation((("d", 1), ("stock", -1))),), ratios=(Ratio("r", "n", "d", "r"),))
    check = check_of(table, {"r", "n", "d"})
    assert check.intervals["d"] == Interval(42, 42)
    assert check.intervals[complement_key("r")] == Interval(0, 42)


def test_a_percentage_shown_without_its_numbers_is_refused():
    table = Table(counts({"n": 41, "d": 82}), ratios=(Ratio("r", "n", "d", "indicator 6"),))
    check = check_of(table, {"n"})
    assert not check.feasible
    assert "indicator 6" in check.message


def test_a_latent_group_may_be_plain_if_it_is_zero_or_large():
    for including, safe in ((47, True), (45, False), (41, True)):
        cells = (
            *counts({"including": including, "excluding": 41}),
            Cell("group", including - 41, "the group", latent=True),
        )
        assert check_of(Table(cells, (sum_of("including", "excluding", "group"),))).safe is safe


def test_a_large_figure_marked_as_hidden_and_yet_plain_is_not_safe():
    assert not check_of(table_of(flow("starts", 20, 33, 30)), {"starts m2"}).safe


def test_a_hidden_figure_that_is_surely_large_needs_no_more_protection():
    cells = (Cell("a", 60, "a", lower=50, upper=70), *counts({"b": 9}))
    assert check_of(Table(cells), {"a"}).safe
    assert not check_of(Table((Cell("a", 7, "a", lower=5, upper=70),)), {"a"}).safe


def test_bounds_that_a_reader_knows_count():
    assert check_of(Table((Cell("a", 3, "a", upper=6),)), {"a"}).safe
    assert not check_of(Table((Cell("a", 3, "a", upper=5),)), {"a"}).safe
    assert check_of(Table((Cell("a", 3, "a", lower=1),)), {"a"}).safe
    assert not check_of(Table((Cell("a", 3, "a", lower=2),)), {"a"}).safe


def test_whole_numbers_narrow_more_than_a_linear_programme_says():
    relation = Relation((("a", 2), ("b", 3)), 7)
    check = attack(ReaderView({}, frozenset("ab"), (relation,)), POLICY)
    assert check.intervals == {"a": Interval(2, 2), "b": Interval(1, 1)}


def test_an_equation_that_only_fractions_satisfy_is_infeasible():
    check = attack(ReaderView({}, frozenset("ab"), (Relation((("a", 2), ("b", 4)), 7),)), POLICY)
    assert not check.feasible
    assert not check.safe


@pytest.mark.parametrize(
    "view",
    [
        ReaderView({"a": 7, "b": 8, "c": 16}, frozenset(), (sum_of("c", "a", "b"),)),
        ReaderView({"a": 7, "c": 6}, frozenset("b"), (sum_of("c", "a", "b"),)),
        ReaderView({"a": 7, "b": 6}, frozenset(), series=(Series(SeriesKind.RUNNING_TOTAL, ("a", "b")),)),
        ReaderView({"a": 9, "c": 7}, frozenset("b"), series=(Series(SeriesKind.RUNNING_TOTAL, ("a", "b", "c")),)),
        ReaderView({"a": 9, "b": 7}, frozenset(), series=(Series(SeriesKind.RUNNING_TOTAL, ("a",), "b"),)),
        ReaderView({"n": 9, "d": 7}, frozenset(), ratios=(Ratio("r", "n", "d", "r"),)),
        ReaderView({"a": 9}, frozenset(), bounds={"a": (0, 8)}),
        ReaderView({}, frozenset("a"), bounds={"a": (9, 8)}),
    ],
)
def test_papers_that_contradict_themselves_are_refused(view):
    check = attack(view, POLICY)
    assert not check.feasible
    assert not check.safe


@pytest.mark.parametrize(
    ("view", "named"),
    [
        (ReaderView({"a": 7}, frozenset("a"), labels={"a": "June"}), "June is both shown and hidden"),
        (ReaderView({"a": 7}, frozenset(), (sum_of("b", "a"),)), "b is neither shown nor hidden"),
        (ReaderView({"a": 7}, frozenset(), series=(Series(SeriesKind.FLOW, ("a",), "b"),)), "b is neither"),
        (ReaderView({"a": 7}, frozenset(), ratios=(Ratio("r", "a", "b", "r"),)), "b is neither"),
        (ReaderView({"a": 7.5}, frozenset()), "a is not a whole number"),  # type: ignore[dict-item]
    ],
)
def test_papers_that_cannot_be_read_are_refused_naming_the_figure(view, named):
    check = attack(view, POLICY)
    assert not check.safe
    assert named in check.message


def test_a_solver_without_an_answer_refuses_naming_the_figure(monkeypatch):
    def out_of_time(reader, key):
        raise SolverUncertain("out of time")

    monkeypatch.setattr(inference.Inference, "interval", out_of_time)
    check = check_of(table_of(flow("starts", 20, 3, 30)), {"starts m1", "starts m2"})
    assert not check.safe
    assert "starts, month 1 could not be judged: out of time" in check.message


def test_a_solver_that_loses_its_way_is_asked_again():
    """HiGHS 1.14.0, started from its last basis, answers "unknown" for one of these figures."""
    parts = flow("a", 0, 13, 4, 1, 0), flow("b", 10, 2, 12, 6, 0), flow("c", 10, 15, 16, 7, 0)
    relations = [sum_of(f"c {month}", f"a {month}", f"b {month}") for month in ("m1", "m2", "m3", "m4", "m5", "ytd")]
    shown = {"a m2", "b m1", "b m3", "b m4"}
    table = table_of(*parts, relations=relations)
    check = check_of(table, {cell.key for cell in table.cells} - shown)
    assert check.safe, check.message


def test_a_world_that_does_not_satisfy_the_equations_is_not_believed(monkeypatch):
    monkeypatch.setattr(
        inference.Solver, "least", lambda solver, column: inference.Answer(inference.Status.FOUND, (0, 0))
    )
    check = check_of(table_of(flow("starts", 20, 3, 30)), {"starts m1", "starts m2"})
    assert not check.safe
    assert "does not satisfy" in check.message


def test_a_world_outside_its_bounds_is_not_believed(monkeypatch):
    answer = inference.Answer(inference.Status.FOUND, (-1, 24))
    monkeypatch.setattr(inference.Solver, "least", lambda solver, column: answer)
    check = check_of(table_of(flow("starts", 20, 3, 30)), {"starts m1", "starts m2"})
    assert not check.safe
    assert "outside its bounds" in check.message


def test_the_policy_decides_what_is_narrow():
    table = table_of(flow("starts", 4, 3, 30))
    assert check_of(table, {"starts m1", "starts m2"}).safe
    assert not attack_with(table, Policy(smallest_publishable_count=8))


def attack_with(table, policy):
    view = ReaderView(
        {cell.key: cell.value for cell in table.cells if cell.value not in (3, 4)},
        frozenset(cell.key for cell in table.cells if cell.value in (3, 4)),
        series=table.series,
    )
    return attack(view, policy).safe
