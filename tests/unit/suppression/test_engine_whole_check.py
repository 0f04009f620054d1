"""The vocabulary as it stands, the whole check's answer, and the whole pattern from its components."""

import pytest

from suppression.engine import (
    Cell,
    Check,
    Exposure,
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
    printed_ratio,
    protect,
    protection,
    step_key,
)
from suppression.engine.primary import numbers_that_follow, unsafe_ratio
from suppression.engine.secondary import Hiding
from suppression.engine.solver import SolverUncertain

from .tables import POLICY, counts, flow, sum_of, table_of

THE_REPORT = "the report of May"


def test_a_figure_of_which_nothing_more_is_said_is_a_count_of_people_of_zero_or_more():
    cell = Cell("a", 9, "a")
    assert (cell.counts_people, cell.weight, cell.lower, cell.upper, cell.latent) == (True, 2, 0, None, False)
    ratio = Ratio("r", "n", "d", "r")
    assert (ratio.weight, ratio.kind, ratio.printed, ratio.decimals) == (4, RatioKind.PERCENTAGE, None, 0)
    assert Statement("s", StatementKind.WORDS, "s", ()).weight == 1
    assert Relation((("a", 1),)).constant == 0
    assert (step_key("m2"), complement_key("r")) == ("m2 (step)", "r (complement)")


@pytest.mark.parametrize(
    ("kind", "decimals", "scale"),
    [
        (RatioKind.PERCENTAGE, 0, 100),
        (RatioKind.PERCENTAGE, 2, 10_000),
        (RatioKind.RATE, 0, 10_000),
        (RatioKind.RATE, 1, 100_000),
        (RatioKind.AVERAGE, 0, 1),
        (RatioKind.AVERAGE, 3, 1000),
    ],
)
def test_a_ratio_is_printed_of_a_hundred_of_ten_thousand_or_of_one(kind, decimals, scale):
    assert Ratio("r", "n", "d", "r", kind=kind, decimals=decimals).scale == scale


@pytest.mark.parametrize(("numerator", "printed"), [(0, 0), (1, 1), (2, 1), (3, 2), (199, 100), (200, 100)])
def test_half_a_percent_is_rounded_up(numerator, printed):
    assert printed_ratio(numerator, 200, 100) == printed


def test_a_table_knows_its_figures_by_key_and_where_they_were_public():
    ratio = Ratio("r", "a", "b", "the ratio", public_since="the report of June")
    words = Statement("s", StatementKind.WORDS, "the words", (), public_since="the report of July")
    table = Table((Cell("a", 3, "April", public_since=THE_REPORT), Cell("b", 9, "May")), (), (), (ratio,), (words,))
    assert table.labels == {"a": "April", "b": "May", "r": "the ratio", "s": "the words"}
    assert [table.public_since(key) for key in ("a", "b", "r", "s", "x")] == [
        *(THE_REPORT, "", "the report of June", "the report of July", ""),
    ]
    assert table.values(("b", "a")) == (9, 3)
    assert table.by_key == {cell.key: cell for cell in table.cells}


# The check.


def test_a_safe_check_says_how_much_was_looked_at():
    view = ReaderView({"all": 30}, frozenset("ab"), (sum_of("all", "a", "b"),))
    assert attack(view, POLICY, {"a": 3, "b": 27}) == Check(
        True,
        True,
        {"a": Interval(0, 30), "b": Interval(0, 30)},
        (),
        "Safe: 2 figures checked, none can be worked out.",
    )


def test_a_check_of_papers_that_contradict_themselves_answers_nothing():
    view = ReaderView({"a": 9, "all": 7}, frozenset("b"), (sum_of("all", "a", "b"),))
    assert attack(view, POLICY) == Check(
        False, False, {}, (), "Refused. The figures shown contradict each other: a, b, all."
    )


def test_everything_that_is_given_away_is_in_the_message():
    view = ReaderView({"x": 3, "y": 4}, frozenset())
    check = attack(view, POLICY)
    assert check.message == "Not safe. x is a small count and is shown. y is a small count and is shown."
    assert [exposure.key for exposure in check.exposed] == ["x", "y"]
    assert (check.feasible, check.safe) == (True, False)


def test_the_step_between_a_total_that_is_shown_and_one_that_is_not_is_no_plain_one():
    totals = (Series(SeriesKind.RUNNING_TOTAL, ("a", "b", "c")),)
    check = attack(ReaderView({"a": 40, "b": 60}, frozenset("c"), series=totals), POLICY)
    assert check.intervals == {"c": Interval(60, None), step_key("c"): Interval(0, None)}


def test_a_shown_percentage_is_judged_by_numbers_that_were_found():
    """12 of 19: the denominator is hidden, and follows."""
    view = ReaderView(
        {"n": 12, "all": 31},
        frozenset("d"),
        (sum_of("all", "n", "d"),),
        ratios=(Ratio("r", "n", "d", "r", printed=63),),
    )
    assert "r has a denominator under 20 and is shown." in attack(view, POLICY).message
    hidden = ReaderView(dict(view.shown), frozenset("dr"), view.relations, ratios=(Ratio("r", "n", "d", "r"),))
    assert "r is hidden and can be worked out exactly." in attack(hidden, POLICY).message


def test_a_group_that_cannot_be_judged_is_one_exposure_without_an_interval(monkeypatch):
    def out_of_time(reader, key):
        raise SolverUncertain("out of time")

    monkeypatch.setattr(inference.Inference, "interval", out_of_time)
    view = ReaderView({"all": 30}, frozenset("ab"), (sum_of("all", "a", "b"),), labels={"a": "June"})
    check = attack(view, POLICY)
    assert check.exposed == (Exposure("a", "June", "June could not be judged: out of time"),)
    assert check.intervals == {}
    latent = ReaderView({"all": 30}, frozenset("ab"), (sum_of("all", "a", "b"),), latent=frozenset("ab"))
    assert attack(latent, POLICY).exposed[0].key == "a"


# The pattern.


def test_one_component_that_is_not_proven_leaves_the_whole_unproven(monkeypatch):
    answers = iter((True, False, True))
    monkeypatch.setattr(
        protection, "hide_least", lambda component, forced, policy: Hiding({}, {}, next(answers), frozenset())
    )
    table = Table(counts({"a": 3, "b": 4, "c": 5}))
    assert protect(table, POLICY).proven_least is False


def test_the_large_figures_of_all_components_are_named():
    """Of 50 and of 60 in all, 8 and 9 are known: the rest came suppressed and is surely large."""
    cells = counts({"a": None, "b": 8, "all": 50, "x": None, "y": 9, "both": 60})
    table = Table(cells, (sum_of("all", "a", "b"), sum_of("both", "x", "y")))
    assert protect(table, POLICY).large == {"a", "x"}
    small = Table(counts({"a": None, "b": 46, "all": 50}), (sum_of("all", "a", "b"),))
    assert protect(small, POLICY).large == frozenset()


def test_what_hiding_costs_is_what_the_hidden_items_cost():
    table = table_of(flow("starts", 20, 3, 30), flow("ends", 200, 300))
    pattern = protect(table, POLICY)
    assert pattern.loss == sum(table.by_key[key].weight for key in pattern.hidden) > 0
    chosen = protect(Table(counts({"a": 3, "b": 50})), POLICY, also_hide=["b"])
    assert chosen.loss == 4
    assert chosen.hidden["b"].because_of == ("b",)


def test_a_publishers_choice_does_not_take_the_place_of_a_rule():
    assert (
        protect(Table(counts({"a": 3})), POLICY, also_hide=["a"])
        .hidden["a"]
        .sentence.startswith("Hidden because a counts between 1 and 5")
    )


def test_a_publishers_choice_hides_the_rating_too():
    rating = Statement("rating", StatementKind.RATING, "the rating", (), judges=("a",))
    table = Table(counts({"a": 30}), statements=(rating,))
    assert protect(table, POLICY, also_hide=["a"]).hidden.keys() == {"a", "rating"}
    assert protect(table, Policy(rating_of_hidden_may_show=True), also_hide=["a"]).hidden.keys() == {"a"}


# Primary rules, at their edges.


def test_a_ratio_of_an_unknown_kind_is_never_taken_for_a_percentage():
    table = Table(counts({"n": 30, "d": 60}), ratios=(Ratio("r", "n", "d", "r"),))
    with pytest.raises(ValueError, match="A ratio is of an unknown kind: 'odds'"):
        unsafe_ratio(Ratio("r", "n", "d", "r", kind="odds"), table, {"n": 30, "d": 60}, POLICY)


def test_a_number_follows_only_where_one_is_missing():
    two = Table(counts({"a": None, "b": None, "all": 20}), (sum_of("all", "a", "b"),))
    assert numbers_that_follow(two) == {"all": 20}
    weighed = Table(counts({"a": None, "b": 4, "c": 5}), (Relation((("a", 3), ("b", 2), ("c", -1)), 9),))
    assert numbers_that_follow(weighed)["a"] == 2


@pytest.mark.parametrize("public", [3, 6])
def test_only_a_small_count_that_is_public_is_named_as_such(public):
    cells = (Cell("a", public, "a", public_since=THE_REPORT), Cell("b", 3, "b"))
    assert protect(Table(cells), POLICY).unprotected.keys() == ({"a"} if public == 3 else set())


def test_a_ratio_that_came_suppressed_and_is_public_is_not_named_as_one_of_few_people():
    cells = (Cell("n", None, "n"), Cell("d", 60, "d"))
    ratio = Ratio("r", "n", "d", "r", printed=50, public_since=THE_REPORT)
    assert "r" not in protect(Table(cells, ratios=(ratio,)), POLICY).unprotected
    few = Ratio("r", "n", "d", "r", printed=95, public_since=THE_REPORT)
    table = Table(counts({"n": 57, "d": 60}), ratios=(few,))
    assert protect(table, POLICY).unprotected["r"].startswith("r stands for too few people and was shown in")
