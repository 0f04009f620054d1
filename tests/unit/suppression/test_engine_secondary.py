"""What must be hidden so that the rest cannot be worked out."""

import pytest

from suppression.engine import (
    Cell,
    Condition,
    Policy,
    Ratio,
    RatioKind,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    Table,
    protect,
)

from .tables import (
    POLICY,
    check_of,
    counts,
    flow,
    hidden_in,
    protect_and_check,
    ratio_of,
    running_total,
    shown_in,
    sum_of,
    table_of,
)


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


def test_a_group_that_came_suppressed_is_protected():
    cells = (*counts({"including": 47, "excluding": 45}), Cell("group", None, "the group", latent=True))
    assert len(hidden_in(Table(cells, (sum_of("including", "excluding", "group"),)))) == 1


def test_a_group_that_is_plainly_empty_needs_no_protection():
    cells = (*counts({"a": 3, "b": 3}), Cell("group", 0, "the group", latent=True, upper=0))
    assert hidden_in(Table(cells, (sum_of("b", "a", "group"),))) == {"a", "b"}


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


def test_the_pattern_names_the_policy_and_is_in_table_order():
    table = table_of(flow("starts", 20, 3, 30), flow("ends", 4, 50))
    pattern = protect(table, Policy(version="strict-2"))
    assert pattern.policy_version == "strict-2"
    assert list(pattern.hidden) == [cell.key for cell in table.cells if cell.key in pattern.hidden]
    assert pattern.proven_least is True


def test_a_hidden_month_cannot_be_had_from_the_year_to_date():
    table = table_of(flow("starts", 20, 3, 30))
    pattern, check = protect_and_check(table)
    assert "starts m2" in pattern.hidden
    assert "starts ytd" not in pattern.hidden
    assert pattern.loss == 4
    assert check.safe
    assert not check_of(table, {"starts m2"}).safe


def test_the_latest_month_may_be_hidden_and_the_year_to_date_shown():
    assert "starts ytd" not in hidden_in(table_of(flow("starts", 20, 30, 3)))


def test_a_zero_is_hidden_only_where_that_helps():
    assert hidden_in(table_of(flow("starts", 0, 3, 40, 50))) & {"starts m1"} == set()
    cells = (*counts({"a": 3}), Cell("zero", 0, "zero", weight=1), Cell("b", 9, "b", weight=5))
    table = Table((*cells, Cell("all", 12, "all", weight=9)), (sum_of("all", "a", "b", "zero"),))
    assert hidden_in(table) == {"a", "b"}, "3 of 3 must also reach 7"


def test_zeros_are_shown_where_the_policy_always_shows_them():
    cells = (*counts({"a": None, "all": 8}), Cell("zero", 0, "zero", weight=1), Cell("b", 8, "b", weight=2))
    table = Table(cells, (sum_of("all", "a", "b", "zero"),))
    assert "zero" not in protect(table, Policy(zeros_may_be_hidden=False)).hidden
    beside = Table((Cell("m1", 3, "m1"), Cell("m2", 0, "m2")), series=(Series(SeriesKind.STOCK, ("m1", "m2")),))
    assert set(protect(beside, POLICY).hidden) == {"m1", "m2"}
    assert set(protect(beside, Policy(zeros_may_be_hidden=False)).hidden) == {"m1"}


def test_a_year_to_date_that_came_suppressed_hides_the_latest_running_total():
    cells = (*counts({"m1": 3, "m2": 19}), Cell("ytd", None, "year to date"))
    table = Table(cells, series=(Series(SeriesKind.RUNNING_TOTAL, ("m1", "m2"), "ytd"),))
    assert hidden_in(table) == {"m1", "m2", "ytd"}


def test_what_came_suppressed_does_not_follow_exactly_even_if_it_is_large():
    cells = counts({"a": None, "b": 30, "all": 90})
    assert len(hidden_in(Table(cells, (sum_of("all", "a", "b"),)))) == 2
    things = (Cell("a", None, "a", counts_people=False), *counts({"b": 30, "all": 90}))
    assert len(hidden_in(Table(things, (sum_of("all", "a", "b"),)))) == 2


@pytest.mark.parametrize(("others", "hidden"), [(8, 3), (9, 2)])
def test_a_count_that_came_suppressed_is_protected_as_though_it_were_five(others, hidden):
    """Each of two that nobody gave us must seem possible at 9, which is 5 and 4."""
    table = Table(counts({"a": None, "e": None, "c": 40, "all": 40 + others}), (sum_of("all", "a", "e", "c"),))
    assert len(hidden_in(table)) == hidden


def test_a_hidden_figure_that_cannot_be_small_may_be_narrowed_down():
    cells = (*counts({"a": 3, "all": 52}), Cell("b", 49, "b", lower=40))
    pattern, check = protect_and_check(Table(cells, (sum_of("all", "a", "b"),)))
    assert len(pattern.hidden) == 2
    assert check.safe


def test_those_not_counted_cannot_be_had_from_a_figure_that_is_not_of_people():
    n, d = Cell("n", 37, "n", lower=6), Cell("d", 40, "d", lower=6)
    cells = (n, d, Cell("gap", 3, "gap", counts_people=False, weight=9))
    table = Table(cells, (sum_of("d", "n", "gap"),), ratios=(Ratio("r", "n", "d", "r"),))
    assert {"gap", "r"} <= hidden_in(table)


# Percentage, numerator and denominator are items of their own.


def test_one_child_placed_far_away_is_not_told_by_97_6_percent():
    table = ratio_of(41, 42, decimals=1)
    pattern = protect(table, POLICY)
    assert "r" in pattern.hidden
    assert len(pattern.hidden) == 2, "41 or 42 may be shown, not both"
    assert pattern.proven_least


def test_a_percentage_stays_where_a_number_behind_it_is_hidden_for_others():
    cells = (*counts({"seen": 6000, "late": 3, "all": 7132}), Cell("listed", 6003, "listed", weight=20))
    ratio = Ratio("r", "seen", "all", "r", printed=84)
    assert hidden_in(Table(cells, (sum_of("listed", "seen", "late"),), ratios=(ratio,))) == {"seen", "late"}


def test_a_rounded_percentage_beside_its_denominator_confines_its_numerator():
    """1.3 % of 7132 leaves 90 to 96: a part of these that is 3 must not be had from the rest, which is 93."""
    cells = (*counts({"n": 96, "small": 3, "d": 7132}), Cell("rest", 93, "rest", weight=50))
    relations = (sum_of("n", "small", "rest"),)
    shown = {"rest", "d"}
    ratio = Ratio("r", "n", "d", "r", printed=13, decimals=1)
    hidden = hidden_in(Table(cells, relations, ratios=(ratio,)))
    assert {"small", "n"} < hidden
    assert len(hidden - {"small", "n"} & ({"r"} | shown)) >= 1


STOCK = 324


@pytest.mark.parametrize(
    ("printed", "shown"),
    [(0, False), (1, False), (2, False), (3, True), (50, True), (97, True), (98, False), (99, False), (100, False)],
)
def test_a_bare_percentage_of_a_stock_that_is_shown_elsewhere(printed, shown):
    """Denominator of indicator 24 is indicator 19: 1 % of 324 is 2, 3 or 4 children."""
    cells = (
        Cell("n", None, "indicator 24 (numerator)", latent=True),
        Cell("d", None, "indicator 24 (denominator)", latent=True),
        Cell("stock", STOCK, "indicator 19"),
    )
    same = Relation((("d", 1), ("stock", -1)), kind=RelationKind.SAME)
    ratio = Ratio("r", "n", "d", "indicator 24", printed=printed)
    hidden = hidden_in(Table(cells, (same,), ratios=(ratio,)))
    assert (hidden == set()) is shown
    assert hidden in (set(), {"r"}, {"stock"})


def test_a_bare_percentage_is_shown_where_nobody_knows_of_how_many():
    cells = (Cell("n", None, "n", latent=True), Cell("d", None, "d", latent=True))
    assert hidden_in(Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=1),))) == set()
    limited = (cells[0], Cell("d", None, "d", latent=True, upper=324))
    assert hidden_in(Table(limited, ratios=(Ratio("r", "n", "d", "r", printed=1),))) == {"r"}


def test_half_a_percent_is_rounded_up():
    """1 % of at most 200 may be one of 200, exactly half a percent: 0 % may not."""
    cells = (Cell("n", None, "n", latent=True), Cell("d", None, "d", latent=True), Cell("stock", 200, "stock"))
    same = Relation((("d", 1), ("stock", -1)), kind=RelationKind.SAME)
    half = Table(cells, (same,), ratios=(Ratio("r", "n", "d", "r", printed=0),))
    assert hidden_in(half) == set(), "0 % of 200 is nobody"
    more = (*cells[:2], Cell("stock", 201, "stock"))
    assert hidden_in(Table(more, (same,), ratios=(Ratio("r", "n", "d", "r", printed=0),))) != set()


def test_a_rate_beside_a_population_gives_its_count_away():
    """0.5 per 10,000 of 63,210 people is 3."""
    cells = (Cell("n", None, "n", latent=True), Cell("population", 63_210, "population", weight=9))
    rate = Ratio("r", "n", "population", "r", kind=RatioKind.RATE, printed=5, decimals=1)
    assert hidden_in(Table(cells, ratios=(rate,))) == {"r"}


# Relations of every kind.

OTHERS = {
    RelationKind.STOCK: ({"before": 412, "came": 9, "went": 2, "after": 419}, (1, 1, -1, -1), {"went"}),
    RelationKind.QUARTER_TO_DATE: ({"q2": 15, "jul": 12, "sep": 3}, (-1, 1, 1), {"sep"}),
    RelationKind.YEAR_TO_DATE: ({"ytd": 61, "earlier": 58, "jun": 3}, (-1, 1, 1), {"jun"}),
    RelationKind.PARTS: ({"22": 23, "22.1": 20, "22.2": 3}, (-1, 1, 1), {"22.2"}),
    RelationKind.SAME: ({"here": 3, "there": 3}, (1, -1), {"here", "there"}),
}


@pytest.mark.parametrize("kind", OTHERS)
def test_a_small_count_cannot_be_had_through_a_relation(kind):
    values, signs, small = OTHERS[kind]
    relation = Relation(tuple(zip(values, signs, strict=True)), kind=kind)
    alone = hidden_in(Table(counts(values)))
    assert alone == small
    pattern, check = protect_and_check(Table(counts(values), (relation,)))
    assert check.safe
    assert small <= set(pattern.hidden)
    assert len(pattern.hidden) == 2


LATENT = {
    RelationKind.GROUP: ({"excluding": 45, "group": 2, "including": 47}, (1, 1, -1)),
    RelationKind.STEP: ({"before": 40, "step": 3, "after": 43}, (1, 1, -1)),
    RelationKind.COMPLEMENT: ({"n": 41, "others": 1, "d": 42}, (1, 1, -1)),
    RelationKind.REVISION: ({"was": 9, "late": 2, "now": 11}, (1, 1, -1)),
}


@pytest.mark.parametrize("kind", LATENT)
def test_a_small_count_that_nobody_shows_is_protected_through_a_relation(kind):
    values, signs = LATENT[kind]
    first, latent, last = values
    cells = tuple(Cell(key, number, key, latent=key == latent) for key, number in values.items())
    table = Table(cells, (Relation(tuple(zip(values, signs, strict=True)), kind=kind),))
    assert hidden_in(table) in ({first}, {last})
    assert hidden_in(Table(cells)) == set(), "without the relation nothing tells of it"


def test_a_revision_that_takes_some_back_is_a_small_group_too():
    cells = (
        Cell("was", 40, "was", public_since="the first report"),
        Cell("now", 37, "now"),
        Cell("late", -3, "the late revision", latent=True, lower=-40),
    )
    revision = Relation((("now", 1), ("was", -1), ("late", -1)), kind=RelationKind.REVISION)
    pattern = protect(Table(cells, (revision,)), POLICY)
    assert set(pattern.hidden) == {"now"}
    assert pattern.unprotected == {}
    larger = (cells[0], Cell("now", 34, "now"), Cell("late", -6, "the late revision", latent=True, lower=-40))
    assert hidden_in(Table(larger, (revision,))) == set()


def test_a_difference_that_nobody_gave_us_may_go_either_way():
    """Of what came suppressed before, now 7: up to 7 fewer or any number more."""
    cells = (
        Cell("was", None, "was"),
        Cell("now", 7, "now"),
        Cell("late", None, "the late revision", latent=True, lower=None),
    )
    revision = Relation((("now", 1), ("was", -1), ("late", -1)), kind=RelationKind.REVISION)
    assert hidden_in(Table(cells, (revision,))) == {"was"}


# Ratings, arrows and what else is said of figures.


def a_rating(**condition):
    return Statement("rating", StatementKind.RATING, "the rating", (Condition(**condition),), judges=("latest",))


def test_the_rating_of_a_hidden_outturn_is_hidden_unless_the_policy_lets_it_show():
    table = Table(counts({"latest": 4}), statements=(a_rating(coefficients=(("latest", 1),), least=0),))
    pattern = protect(table, POLICY)
    assert set(pattern.hidden) == {"latest", "rating"}
    assert pattern.hidden["rating"].sentence == "Hidden because the figure that it judges is hidden."
    assert set(protect(table, Policy(rating_of_hidden_may_show=True)).hidden) == {"latest"}


def test_a_rating_that_tells_too_much_is_hidden_even_if_ratings_may_show():
    """Amber is 4 to 6: beside a hidden 4 it leaves three numbers."""
    amber = a_rating(coefficients=(("latest", 1),), least=4, most=6)
    table = Table(counts({"latest": 4}), statements=(amber,))
    assert set(protect(table, Policy(rating_of_hidden_may_show=True)).hidden) == {"latest", "rating"}


def test_a_rating_of_a_shown_outturn_is_shown():
    amber = a_rating(coefficients=(("latest", 1),), least=40, most=60)
    assert hidden_in(Table(counts({"latest": 44}), statements=(amber,))) == set()


@pytest.mark.parametrize(
    ("kind", "coefficients", "least", "most"),
    [
        (StatementKind.DIRECTION, (("june", 1), ("may", -1)), 1, None),
        (StatementKind.ORDER, (("may", 1), ("june", -1)), None, -1),
        (StatementKind.CHART_POINT, (("june", 200),), 500, 700),
        (StatementKind.WORDS, (("june", 1),), 2, 4),
    ],
)
def test_what_is_said_of_a_hidden_figure_is_hidden_where_it_says_too_much(kind, coefficients, least, most):
    """An arrow up from 2, a place above it in a sorted table, the height of a bar, words: June is 2 or more."""
    said = Statement("said", kind, "what is said", (Condition(coefficients, least, most),))
    cells = (Cell("may", 2, "May", public_since="the report of May"), Cell("june", 3, "June"))
    assert hidden_in(Table(cells, statements=(said,))) == {"june", "said"}
    assert hidden_in(Table(cells)) == {"june"}


# Figures that stand alone.


def stock(**values):
    return Table(counts(values), series=(Series(SeriesKind.STOCK, tuple(values)),))


def test_a_small_count_that_stands_alone_is_hidden_in_company():
    pattern = protect(stock(m1=30, m2=4, m3=50), POLICY)
    assert len(pattern.hidden) == 2
    (company,) = pattern.hidden.keys() - {"m2"}
    assert pattern.hidden[company].sentence == (
        "Hidden because m2 would otherwise be hidden alone, and so could only be a small count."
    )


def test_other_small_counts_are_no_company():
    assert len(hidden_in(stock(m1=30, m2=4, m3=5, m4=60))) == 3
    assert hidden_in(stock(m1=3, m2=4)) == {"m1", "m2"}, "there is no company to be had"
    assert hidden_in(stock(m1=None, m2=30)) == {"m1"}, "it is not known to be small"


def test_what_is_public_already_is_no_company():
    cells = (Cell("m1", 30, "m1", public_since="the first report"), *counts({"m2": 4, "m3": 40}))
    table = Table(cells, series=(Series(SeriesKind.STOCK, ("m1", "m2", "m3")),))
    assert hidden_in(table) == {"m2", "m3"}


def test_what_something_else_depends_on_needs_no_company():
    table = Table(
        counts({"m1": 30, "m2": 4, "b": 50, "all": 54}),
        (sum_of("all", "m2", "b"),),
        (Series(SeriesKind.STOCK, ("m1", "m2")),),
    )
    assert "m1" not in hidden_in(table)


def test_an_arrow_is_no_reason_to_be_hidden_alone():
    arrow = Statement("arrow", StatementKind.DIRECTION, "arrow", (Condition((("m2", 1), ("m1", -1)), most=-1),))
    table = Table(
        counts({"m1": 30, "m2": 4, "m3": 50}),
        series=(Series(SeriesKind.STOCK, ("m1", "m2", "m3")),),
        statements=(arrow,),
    )
    assert len(hidden_in(table) & {"m1", "m3"}) == 1


# Levels of protection of its own.


def test_a_figure_with_levels_of_its_own_reaches_them_and_no_more_is_hidden():
    cells = (
        Cell("a", 22, "a", counts_people=False, must_reach=(18, 28)),
        *(Cell(key, number, key, counts_people=False) for key, number in {"b": 5, "c": 12}.items()),
        Cell("all", 39, "all", counts_people=False, weight=9),
    )
    table = Table(cells, (sum_of("all", "a", "b", "c"),))
    assert hidden_in(table) == {"a", "c"}, "with b alone it could not be more than 27"
    assert hidden_in(Table((Cell("a", 3, "a", must_reach=(3, 4)),))) == {"a"}


# Several processes.


def test_several_processes_find_the_same_pattern():
    parts = [flow(f"starts {number}", 20, 3, 30 + number) for number in range(3)]
    parts += [running_total(f"totals {number}", 40, 43, 60 + number) for number in range(2)]
    table = table_of(*parts)
    assert protect(table, POLICY, processes=2) == protect(table, POLICY)
