"""What a reader can work out from finished papers."""

from dataclasses import replace

import pytest

from suppression.engine import (
    Cell,
    Condition,
    Interval,
    Policy,
    Ratio,
    RatioKind,
    ReaderView,
    Relation,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    Table,
    attack,
    complement_key,
    inference,
    reader_view,
    step_key,
    system,
)
from suppression.engine.solver import SolverUncertain

from .tables import POLICY, check_of, counts, flow, running_total, sum_of, table_of


def truth_of(table):
    return {cell.key: cell.value for cell in table.cells if cell.value is not None}


def check_with_truth(table, hidden):
    return attack(reader_view(table, hidden), POLICY, truth_of(table))


def statement(key, label, kind=StatementKind.RATING, judges="", **ranges):
    """What is said of cells, each between two numbers."""
    conditions = tuple(Condition(((name, 1),), low, high) for name, (low, high) in ranges.items())
    return Statement(key, kind, label, conditions, judges=(judges,) if judges else ())


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


def test_two_hidden_months_that_sum_to_six_are_safe_as_far_as_a_paper_alone_can_say():
    assert check_of(table_of(flow("starts", 2, 4, 30)), {"starts m1", "starts m2"}).safe


def test_a_reader_who_knows_that_hidden_is_not_zero_is_always_considered():
    hidden = {"starts m1", "starts m2", "starts m3"}
    check = check_of(table_of(flow("starts", 2, 3, 2, 40)), hidden)
    assert check.intervals["starts m1"] == Interval(0, 7)
    assert check.safe, "with each at least 1, one of them may still be 5"
    check = check_of(table_of(flow("starts", 2, 3, 1, 40)), hidden)
    assert not check.safe
    assert "knows that hidden is not zero" in check.message
    assert check.exposed[0].interval == Interval(1, 4)


def test_a_paper_in_which_hidden_is_plainly_zero_has_no_reader_who_knows_better():
    shown = {"all": 12, "none": 0}
    relations = (sum_of("all", "a", "b", "c"), sum_of("none", "c"))
    check = attack(ReaderView(shown, frozenset("abc"), relations), POLICY)
    assert check.intervals["c"] == Interval(0, 0)
    assert check.safe


def test_a_small_count_reaches_its_own_number_and_the_protection_width_where_hidden_is_not_zero():
    table = table_of(flow("starts", 2, 6, 30))
    hidden = {"starts m1", "starts m2"}
    assert check_with_truth(table, hidden).safe
    table = table_of(flow("starts", 4, 4, 30))
    assert check_of(table, hidden).safe
    check = check_with_truth(table, hidden)
    assert [exposure.key for exposure in check.exposed] == ["starts m1", "starts m2"]
    assert "knows that hidden is not zero" in check.message
    assert check.exposed[0].interval == Interval(1, 7)


def test_a_true_zero_among_the_hidden_leaves_the_other_reader_more_room():
    hidden = {"starts m1", "starts m2"}
    assert check_with_truth(table_of(flow("starts", 5, 4, 30)), hidden).exposed
    cells = counts({"a": 5, "b": 0, "c": 5, "all": 10})
    assert check_with_truth(Table(cells, (sum_of("all", "a", "b", "c"),)), {"a", "b", "c"}).safe


def test_a_count_that_came_suppressed_is_taken_for_the_largest_small_one():
    for whole, safe in ((9, True), (8, False)):
        cells = counts({"a": None, "b": None, "all": whole})
        assert check_with_truth(Table(cells, (sum_of("all", "a", "b"),)), {"a", "b"}).safe is safe


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
    assert check.intervals == {"starts m2": Interval(19, 19), step_key("starts m2"): Interval(11, 11)}
    assert check.safe, "neither is a small count"


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


def test_a_percentage_shown_without_its_numbers_says_what_rounding_says():
    ratio = Ratio("r", "n", "d", "indicator 6", printed=333, decimals=1)
    check = attack(ReaderView({}, frozenset("nd"), ratios=(ratio,), bounds={"d": (0, 12)}), POLICY)
    assert check.intervals == {"n": Interval(1, 4), "d": Interval(3, 12), complement_key("r"): Interval(2, 8)}
    assert check.possible == {"n": 4, "d": 4, complement_key("r"): 4}, "3, 6, 9 or 12: there are holes"


def test_a_percentage_with_nothing_printed_says_nothing():
    check = attack(ReaderView({"d": 20}, frozenset("n"), ratios=(Ratio("r", "n", "d", "r"),)), POLICY)
    assert check.intervals["n"] == Interval(0, 20)


def test_numbers_that_nobody_has_may_be_without_end():
    implied = frozenset("nd")
    ratio = Ratio("r", "n", "d", "indicator 6", printed=54)
    view = ReaderView({}, implied, ratios=(ratio,), latent=implied, implied=implied)
    assert attack(view, POLICY, truth={}).safe
    check = attack(replace(view, bounds={"d": (0, 20)}), POLICY, truth={})
    assert [exposure.key for exposure in check.exposed] == ["r"], "7 of 13: a percentage on too few"


def test_a_latent_group_may_be_plain_if_it_is_zero_or_large():
    for including, safe in ((47, True), (45, False), (41, True)):
        cells = (
            *counts({"including": including, "excluding": 41}),
            Cell("group", including - 41, "the group", latent=True),
        )
        assert check_of(Table(cells, (sum_of("including", "excluding", "group"),))).safe is safe


def test_a_large_figure_marked_as_hidden_and_yet_plain_is_not_safe_if_it_was_hidden_before():
    table = table_of(flow("starts", 20, 33, 30))
    assert check_of(table, {"starts m2"}).safe
    view = reader_view(table, {"starts m2"})
    check = attack(replace(view, hidden_before=frozenset({"starts m2"})), POLICY, truth_of(table))
    assert check.message == "Not safe. starts, month 2 can be worked out exactly."


def test_what_came_suppressed_must_not_follow_exactly_however_large():
    table = Table(counts({"a": None, "b": 20, "all": 60}), (sum_of("all", "a", "b"),))
    check = check_with_truth(table, {"a"})
    assert check.exposed[0].interval == Interval(40, 40)


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
        (ReaderView({}, frozenset("nd"), ratios=(Ratio("r", "n", "d", "54 %", printed=0.54),)), "54 % is printed"),  # type: ignore[arg-type]
        (ReaderView({}, frozenset("ndr"), ratios=(Ratio("r", "n", "d", "54 %", printed=54),)), "54 % is both shown"),
        (ReaderView({}, frozenset("ndr"), ratios=(Ratio("r", "n", "d", "54 %", kind="odds"),)), "of an unknown kind"),  # type: ignore[arg-type]
        (ReaderView({}, frozenset("ab"), (Relation((("a", 1), ("b", 1)), kind="odd"),)), "between a, b: 'odd'"),  # type: ignore[arg-type]
        (ReaderView({}, frozenset("a"), series=(Series("rise", ("a",)),)), "Unknown kind of series of a: 'rise'"),  # type: ignore[arg-type]
        (ReaderView({}, frozenset("a"), statements=(Statement("s", "smile", "a face", ()),)), "a face is a statement"),  # type: ignore[arg-type]
        (
            ReaderView({}, frozenset("as"), statements=(statement("s", "amber", a=(4, 6)),)),
            "amber is both shown and hidden",
        ),
        (ReaderView({}, frozenset("a"), statements=(statement("s", "amber", a=(4, 6), b=(0, 1)),)), "b is neither"),
        (ReaderView({}, frozenset("a"), bounds={"a": (0, float("nan"))}), "not whole numbers"),  # type: ignore[dict-item]
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
    monkeypatch.setattr(system.Solver, "any", lambda solver: system.Answer(system.Status.FOUND, (0, 0)))
    check = check_of(table_of(flow("starts", 20, 3, 30)), {"starts m1", "starts m2"})
    assert not check.safe
    assert "does not satisfy" in check.message


def test_a_world_outside_its_bounds_is_not_believed(monkeypatch):
    answer = system.Answer(system.Status.FOUND, (-1, 24))
    monkeypatch.setattr(system.Solver, "any", lambda solver: answer)
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


@pytest.mark.parametrize(
    ("view", "truth", "named"),
    [
        (ReaderView({"a": 7}, frozenset()), {"a": 8}, "a is shown as 7"),
        (ReaderView({"a": 7}, frozenset("b"), (sum_of("a", "b"),)), {"b": 8}, "what is shown: b, a"),
        (ReaderView({"d": 26}, frozenset("n"), ratios=(Ratio("r", "n", "d", "7.7 %", printed=8),)), {"n": 3}, "7.7 %"),
        (
            ReaderView({}, frozenset("a"), statements=(statement("s", "the amber rating", a=(4, 6)),)),
            {"a": 3},
            "the amber rating",
        ),
        (ReaderView({}, frozenset("a"), bounds={"a": (0, 5)}, labels={"a": "June"}), {"a": 6}, "The true June lies"),
        (ReaderView({}, frozenset("a")), {"a": 6.5}, "The true a is not a whole number"),
        (
            ReaderView({}, frozenset("ab"), series=(Series(SeriesKind.RUNNING_TOTAL, ("a", "b")),)),
            {"a": 9, "b": 8},
            "The true b is below a",
        ),
        (
            ReaderView({"all": 9, "both": 12}, frozenset("abc"), (sum_of("all", "a", "b"), sum_of("both", "b", "c"))),
            {"a": 1, "c": 1},
            "The true figures do not agree with everything shown: a, b, c",
        ),
    ],
)
def test_papers_that_the_truth_contradicts_were_misread(view, truth, named):
    check = attack(view, POLICY, truth)
    assert not check.feasible
    assert not check.safe
    assert check.message.startswith("Refused. ")
    assert named in check.message


def test_the_truth_never_narrows_what_a_reader_can_infer():
    table = table_of(flow("starts", 3, 9, 12, 30))
    hidden = {"starts m1", "starts m2", "starts m3"}
    assert check_with_truth(table, hidden).intervals == check_of(table, hidden).intervals


@pytest.mark.parametrize(
    ("ratio", "numbers", "why"),
    [
        (Ratio("r", "n", "d", "r"), (3, 40), "stands for a group of 1 to 5"),
        (Ratio("r", "n", "d", "r"), (37, 40), "leaves out a group of 1 to 5"),
        (Ratio("r", "n", "d", "r"), (8, 19), "has a denominator under 20"),
        (Ratio("r", "n", "d", "r"), (0, 9), "has a denominator under 10"),
        (Ratio("r", "n", "d", "r"), (9, 9), "has a denominator under 10"),
        (Ratio("r", "n", "d", "r"), (8, 20), None),
        (Ratio("r", "n", "d", "r"), (10, 10), None),
        (Ratio("r", "n", "d", "r", kind=RatioKind.RATE), (5, 63210), "stands for a group of 1 to 5"),
        (Ratio("r", "n", "d", "r", kind=RatioKind.RATE), (6, 63210), None),
        (Ratio("r", "n", "d", "r", kind=RatioKind.AVERAGE), (30, 7), "has too small a base"),
        (Ratio("r", "n", "d", "r", kind=RatioKind.AVERAGE), (2, 8), None),
    ],
)
def test_a_ratio_that_a_rule_hides_is_not_shown(ratio, numbers, why):
    table = Table(counts(dict(zip("nd", numbers, strict=True))), ratios=(ratio,))
    said = [exposure.sentence for exposure in check_with_truth(table, {"n", "d"}).exposed if exposure.key == "r"]
    assert said == ([] if why is None else [f"r {why}{' people' if 'group' in why else ''} and is shown."])
    assert "r" not in {exposure.key for exposure in check_with_truth(table, {"n", "d", "r"}).exposed}


def test_a_hidden_percentage_must_not_follow_from_its_numbers():
    table = Table(
        counts({"n": 8, "d": 19, "all": 27}), (sum_of("all", "n", "d"),), ratios=(Ratio("r", "n", "d", "r"),)
    )
    check = check_with_truth(table, {"r"})
    assert check.exposed[-1].sentence == "r is hidden and can be worked out exactly."
    assert check.exposed[-1].interval == Interval(42, 42)
    assert check_with_truth(table, {"r", "n", "d"}).safe


def test_a_hidden_percentage_may_follow_though_neither_number_does():
    ratio = Ratio("r", "n", "d", "r")
    view = ReaderView({"n": 0}, frozenset("rd"), ratios=(ratio,), not_people=frozenset("nd"))
    check = attack(view, POLICY)
    assert check.exposed[0].interval == Interval(0, 0)
    assert attack(replace(view, shown={"n": 1}), POLICY).safe
    half = Relation((("n", 2), ("d", -1)))
    view = ReaderView({}, frozenset("rnd"), (half,), ratios=(ratio,), not_people=frozenset("nd"))
    assert attack(view, POLICY).exposed[0].interval == Interval(50, 50)
    assert attack(replace(view, relations=()), POLICY).safe


def test_a_percentage_hidden_for_the_sake_of_another_may_follow():
    table = Table(counts({"n": 30, "d": 60}), ratios=(Ratio("r", "n", "d", "r"),))
    assert check_with_truth(table, {"r"}).safe
    view = replace(reader_view(table, {"r"}), hidden_before=frozenset("r"))
    assert [exposure.key for exposure in attack(view, POLICY, truth_of(table)).exposed] == ["r"]


def test_what_was_hidden_before_is_not_shown():
    view = ReaderView({"a": 20}, frozenset(), hidden_before=frozenset("ab"))
    assert attack(view, POLICY).message == "Not safe. a was hidden in an earlier paper of the year and is shown."
    assert attack(ReaderView({}, frozenset("a"), hidden_before=frozenset("a")), POLICY).safe
    rated = (statement("s", "the rating", a=(6, None)),)
    view = ReaderView({"a": 20}, frozenset(), statements=rated, hidden_before=frozenset("s"))
    assert attack(view, POLICY).exposed[0].label == "s"


def test_a_rating_of_a_hidden_figure_shows_only_if_the_policy_says_so():
    rated = (statement("s", "the rating", judges="a", a=(0, None)),)
    view = ReaderView({}, frozenset("a"), statements=rated)
    assert attack(view, POLICY).message == "Not safe. the rating is shown and judges a, which is hidden."
    assert attack(view, Policy(rating_of_hidden_may_show=True)).safe
    hidden = (statement("s", "the rating", judges="a"),)
    assert attack(ReaderView({}, frozenset("as"), statements=hidden), POLICY).safe


def test_a_rating_that_is_shown_is_used():
    view = ReaderView({}, frozenset("a"), statements=(statement("s", "the rating", a=(4, 6)),))
    assert attack(view, POLICY).intervals["a"] == Interval(4, 6)


def test_own_levels_are_what_is_demanded_of_a_figure():
    for levels, safe in (((20, 40), True), ((19, 40), False), ((20, 41), False)):
        view = ReaderView({}, frozenset("a"), bounds={"a": (20, 40)}, own_levels={"a": levels})
        assert attack(view, POLICY, {"a": 30}).safe is safe
    assert not attack(ReaderView({"a": 30}, frozenset(), own_levels={"a": (20, 40)}), POLICY).safe


@pytest.mark.parametrize(("least", "safe"), [(-7, True), (-6, False)])
def test_a_small_correction_downwards_is_protected_as_well(least, safe):
    view = ReaderView({}, frozenset("x"), latent=frozenset("x"), bounds={"x": (least, 20)})
    assert attack(view, POLICY, {"x": -3}).safe is safe
    assert not attack(replace(view, bounds={"x": (least, -2)}), POLICY, {"x": -3}).safe


def test_a_single_hidden_figure_of_a_stock_says_that_it_is_small():
    series = (Series(SeriesKind.STOCK, ("a", "b", "c")),)
    truth = {"a": 3, "b": 4, "c": 30}
    alone = ReaderView({"b": 12, "c": 30}, frozenset("a"), series=series)
    assert "only figure hidden in its row" in attack(alone, POLICY).message
    assert attack(ReaderView({"c": 30}, frozenset("ab"), series=series), POLICY).safe
    check = attack(ReaderView({"c": 30}, frozenset("ab"), series=series), POLICY, truth)
    assert [exposure.key for exposure in check.exposed] == ["a", "b"]
    assert attack(ReaderView({}, frozenset("abc"), series=series), POLICY, truth).safe
    public = ReaderView({"c": 30}, frozenset("ab"), series=series, public_before=frozenset("c"))
    assert attack(public, POLICY, truth).safe, "nothing is left that could be hidden"


def test_large_coefficients_do_not_trouble_the_solver():
    ratio = Ratio("r", "n", "d", "0.5 per 10,000", kind=RatioKind.RATE, printed=5, decimals=1)
    check = attack(ReaderView({"d": 63210}, frozenset("n"), ratios=(ratio,)), POLICY)
    assert check.intervals["n"] == Interval(3, 3)
    relation = sum_of("all", "n", "m")
    check = attack(ReaderView({"d": 63210, "all": 40}, frozenset("nm"), (relation,), ratios=(ratio,)), POLICY)
    assert check.intervals == {"m": Interval(37, 37), "n": Interval(3, 3)}


@pytest.mark.parametrize(("printed", "possible"), [(12, None), (13, Interval(1, 1))])
def test_a_half_is_printed_rounded_up(printed, possible):
    """1 of 8 is 12.5 % and stands as 13 %."""
    view = ReaderView({"d": 8}, frozenset("n"), ratios=(Ratio("r", "n", "d", "r", printed=printed),))
    check = attack(view, POLICY)
    assert check.intervals.get("n") == possible
    assert check.feasible is (possible is not None)


@pytest.mark.parametrize(("most", "possible"), [(29, {"a": 30}), (30, {})])
def test_possible_numbers_are_counted_where_they_are_few(most, possible):
    assert attack(ReaderView({}, frozenset("a"), bounds={"a": (0, most)}), POLICY).possible == possible


def test_a_rating_that_is_public_already_is_no_new_exposure():
    rated = (statement("s", "the rating", judges="a"),)
    view = ReaderView({"b": 20}, frozenset({"a"}), statements=rated, public_before=frozenset({"s"}))
    assert attack(view, POLICY, {"a": 47, "b": 20}).safe
    assert not attack(replace(view, public_before=frozenset()), POLICY, {"a": 47, "b": 20}).safe


def test_what_is_plain_from_figures_that_are_shown_is_not_called_hidden():
    """Two totals and nothing else: their step is their difference."""
    assert check_of(table_of(running_total("starts", 40, 60, year_to_date=False))).intervals == {}


def test_a_group_that_cannot_be_judged_is_named_by_a_figure_of_the_paper_if_it_has_one(monkeypatch):
    def out_of_time(reader, key):
        raise SolverUncertain("out of time")

    monkeypatch.setattr(inference.Inference, "interval", out_of_time)
    group = Relation((("group", 1), ("excluding", 1), ("including", -1)))
    view = ReaderView({"including": 47}, frozenset({"group", "excluding"}), (group,), latent=frozenset({"group"}))
    assert attack(view, POLICY).exposed[0].key == "excluding"
    behind = frozenset("nd")
    bare = ReaderView({}, behind, ratios=(Ratio("r", "n", "d", "r", printed=54),), latent=behind, implied=behind)
    assert attack(bare, POLICY).exposed[0].key == "d", "not those that are not counted"
