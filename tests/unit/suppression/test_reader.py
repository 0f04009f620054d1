"""What a reader has of a finished paper: its items, and nothing that the paper does not say."""

from decimal import Decimal

import msgspec
import pytest

from suppression.engine import Condition, Ratio, RatioKind, ReaderView, RelationKind, Series, SeriesKind
from suppression.paper import Absent, PartlyHidden, PublicFigure, Rated, Shown, Summary, YearFigure
from suppression.reader import Unreadable, reader_view_of
from tests.unit.suppression.readers_papers import HIDDEN, count, indicator, measure, of, paper, percentages

K = "24||2020-04"
N, D = f"{K} (numerator)", f"{K} (denominator)"


def relations(view: ReaderView, kind: RelationKind | None = None) -> list[dict[str, int]]:
    assert all(relation.constant == 0 for relation in view.relations)
    return [dict(relation.coefficients) for relation in view.relations if kind in (None, relation.kind)]


def ratio(view: ReaderView, key: str = K) -> Ratio:
    (found,) = [each for each in view.ratios if each.key == key]
    return found


def test_a_count_is_shown_or_hidden_at_months_the_year_to_date_and_own_years() -> None:
    row = indicator("5", measure(7, HIDDEN, total=1234, own={"2018/19": 9, "2019/20": HIDDEN}), accumulation="ratio")
    view = reader_view_of(paper(row))
    assert view.shown == {"5||2020-04": 7, "5||year to date": 1234, "5||own 2018/19": 9}
    assert view.hidden == {"5||2020-05", "5||own 2019/20"}
    assert not view.latent | view.implied | view.hidden_before
    assert not view.bounds
    assert view.label("5||2020-05") == "indicator 5, May 2020"
    assert view.label("5||year to date") == "indicator 5, year to date"
    assert view.label("5||own 2019/20") == "indicator 5, own previous year 2019/20"


def test_a_measure_with_a_name_is_named() -> None:
    view = reader_view_of(paper(indicator("5", measure(7, name="initial"))))
    assert view.label("5|initial|2020-04") == "indicator 5 (initial), April 2020"


def test_a_rate_beside_a_count_goes_with_it_and_a_rate_alone_is_no_count() -> None:
    with_rate = Shown("62 (rate: 0.21)", Decimal(62), rate=Decimal("0.21"))
    alone = Shown("Rate: 0.02", rate=Decimal("0.02"))
    view = reader_view_of(paper(indicator("5", measure(with_rate, alone))))
    assert view.shown == {"5||2020-04": 62}
    assert not view.hidden


def test_benchmarks_of_others_are_left_out() -> None:
    row = indicator("5", measure(7))
    (one,) = row.measures
    others = tuple(YearFigure(whose, "2019/20", count(3)) for whose in ("england", "london"))
    row = msgspec.structs.replace(row, measures=(msgspec.structs.replace(one, benchmarks=others),))
    assert reader_view_of(paper(row)).shown == {"5||2020-04": 7}


def test_a_percentage_and_its_numbers_are_three_items() -> None:
    view = reader_view_of(paper(percentages("24", measure(of(96, 7132, "1.3")))))
    assert view.shown == {N: 96, D: 7132}
    assert ratio(view) == Ratio(K, N, D, "indicator 24, April 2020", printed=13, decimals=1)
    assert view.label(N) == "indicator 24, April 2020, numerator"
    assert not view.hidden | view.latent


@pytest.mark.parametrize(
    ("figure", "shown", "hidden"),
    [
        (of(None, 7132, "1.3", "numerator"), {D: 7132}, {N}),
        (of(None, None, "1.3", "numerator", "denominator"), {}, {N, D}),
        (PartlyHidden("Data suppressed, see part 2 report (of 7132)", denominator=Decimal(7132)), {D: 7132}, {K, N}),
        (PartlyHidden("Data suppressed, see part 2 report (96)", numerator=Decimal(96)), {N: 96}, {K, D}),
    ],
)
def test_each_of_the_three_is_hidden_on_its_own(figure: PublicFigure, shown: dict, hidden: set) -> None:
    view = reader_view_of(paper(percentages("24", measure(figure))))
    assert view.shown == shown
    assert view.hidden == hidden
    assert not view.latent
    assert ratio(view).printed == (None if K in hidden else 13)


def test_a_figure_hidden_as_a_whole_has_hidden_numbers_where_others_of_its_measure_have_numbers() -> None:
    view = reader_view_of(paper(percentages("24", measure(HIDDEN, of(96, 7132, "1.3")))))
    assert {K, N, D} <= view.hidden
    assert not view.latent
    assert ratio(view).printed is None


@pytest.mark.parametrize(
    ("unit", "text", "kind", "printed", "decimals"),
    [
        ("percentage", "97.0%", RatioKind.PERCENTAGE, 970, 1),
        ("percentage", "97%", RatioKind.PERCENTAGE, 97, 0),
        ("rate_per_10000", "0.50", RatioKind.RATE, 50, 2),
        ("weeks", "26.4", RatioKind.AVERAGE, 264, 1),
        ("average", "1,026", RatioKind.AVERAGE, 1026, 0),
    ],
)
def test_a_ratio_is_read_with_the_decimals_that_are_printed(
    unit: str, text: str, kind: RatioKind, printed: int, decimals: int
) -> None:
    figure = Shown(text, Decimal(text.rstrip("%").replace(",", "")))
    rows = percentages("24", measure(figure), unit=unit, denominator_is="19"), indicator("19", measure(304))
    found = ratio(reader_view_of(paper(*rows)))
    assert (found.kind, found.printed, found.decimals) == (kind, printed, decimals)


def test_behind_a_bare_percentage_are_numbers_that_nobody_gave() -> None:
    rows = percentages("24", measure(of(None, None, "33")), denominator_is="19"), indicator("19", measure(HIDDEN))
    view = reader_view_of(paper(*rows))
    assert view.latent == view.implied == {N, D}
    assert view.hidden == {N, D, "19||2020-04"}
    assert view.bound(N) == (0, None)


@pytest.mark.parametrize("figure", [of(None, None, "33"), HIDDEN])
def test_a_bare_percentage_of_whose_numbers_nothing_is_known_is_left_out(figure: PublicFigure) -> None:
    view = reader_view_of(paper(percentages("24", measure(figure))))
    assert not view.ratios
    assert not view.hidden | view.latent | view.implied | view.labels.keys()


@pytest.mark.parametrize("figure", [of(None, None, "120"), of(8, 7, "114"), of(0, 0, "0"), of(None, None, "-5")])
def test_what_is_no_share_of_people_is_left_out(figure: Shown) -> None:
    view = reader_view_of(paper(percentages("24", measure(figure), denominator_is="19"), indicator("19", measure(7))))
    assert view.shown == {"19||2020-04": 7}
    assert not view.ratios
    assert not view.relations


def test_a_percentage_that_is_not_what_its_numbers_give_says_nothing() -> None:
    view = reader_view_of(paper(percentages("24", measure(of(96, 7132, "1.2")))))
    assert view.shown == {N: 96, D: 7132}
    assert not view.ratios


def test_indicators_that_count_no_people_are_named_with_all_their_cells() -> None:
    rows = (
        indicator("5", measure(7), excludes="6"),
        indicator("6", measure(9)),
        percentages("24", measure(of(3, 60, "5"))),
    )
    view = reader_view_of(paper(*rows), frozenset({"5", "24"}))
    assert view.not_people == {"5||2020-04", "5||2020-04 (left out)", N, D}


# Ratings


def rated(**bounds: str) -> Rated:
    return Rated("green", "GREEN", **{name: Decimal(bound) for name, bound in bounds.items()})


def test_a_rating_is_an_item_that_judges_the_year_to_date_or_the_latest_month() -> None:
    rows = (
        indicator("26", measure(7, 8, total=15), rating=rated()),
        indicator("27", measure(7, 8), rating=rated()),
        indicator("28", measure(7, HIDDEN, Absent("awaited", "Awaited")), rating=HIDDEN),
        indicator("29", measure(7)),
        indicator("30", measure(7), has_target=True),
    )
    view = reader_view_of(paper(*rows))
    judged = {statement.key: statement.judges for statement in view.statements}
    assert judged == {
        "26||rating": ("26||year to date",),
        "27||rating": ("27||2020-05",),
        "28||rating": ("28||2020-05",),
        "30||rating": ("30||2020-04",),
    }
    assert "28||rating" in view.hidden
    assert view.label("26||rating") == "the rating of indicator 26"


def test_a_rating_of_several_measures_judges_each() -> None:
    row = indicator("26", measure(7, name="initial"), measure(8, name="review"), rating=rated())
    (statement,) = reader_view_of(paper(row)).statements
    assert statement.judges == ("26|initial|2020-04", "26|review|2020-04")


def test_a_rating_confines_the_count_that_it_judges() -> None:
    row = indicator("26", measure(HIDDEN), rating=rated(least="2.5", most="8.5"))
    (statement,) = reader_view_of(paper(row)).statements
    assert statement.conditions == (Condition((("26||2020-04", 1),), 3, 8),)


def test_a_rating_confines_a_percentage_with_half_a_printed_unit_of_slack() -> None:
    row = percentages("24", measure(of(None, None, "97.0")), rating=rated(least="95.5", most="98.25"))
    view = reader_view_of(paper(row))
    (statement,) = view.statements
    assert statement.conditions == (
        Condition(((N, 2_000), (D, -1_909)), least=0),
        Condition(((N, 2_000), (D, -1_966)), most=0),
    )
    assert view.implied == {N, D}, "the percentage is kept for its rating"


def test_a_bound_with_more_decimals_than_are_printed_is_the_nearest_that_can_be() -> None:
    row = percentages("24", measure(of(None, None, "98")), rating=rated(least="95.75", most="98.25"))
    (statement,) = reader_view_of(paper(row)).statements
    assert statement.conditions == (
        Condition(((N, 200), (D, -191)), least=0),
        Condition(((N, 200), (D, -197)), most=0),
    ), "printed without decimals, it is at least 96 and at most 98: with a half of slack 95.5 and 98.5"


def test_a_rating_of_a_hidden_percentage_is_read_with_the_decimals_of_its_other_months() -> None:
    row = percentages("24", measure(of(None, None, "97.0"), HIDDEN), rating=rated(least="95"))
    (statement,) = reader_view_of(paper(row)).statements
    assert dict(statement.conditions[0].coefficients)["24||2020-05 (numerator)"] == 20 * 100


def test_a_hidden_rating_says_nothing() -> None:
    (statement,) = reader_view_of(paper(indicator("26", measure(HIDDEN), rating=HIDDEN))).statements
    assert statement.conditions == ()


def test_bounds_that_the_figure_shown_contradicts_say_nothing() -> None:
    (statement,) = reader_view_of(paper(indicator("26", measure(9), rating=rated(most="8")))).statements
    assert statement.conditions == ()


# Series


def series(view: ReaderView) -> list[Series]:
    return list(view.series)


def test_a_flow_and_a_running_total_are_series_with_their_year_to_date() -> None:
    for kind in (SeriesKind.FLOW, SeriesKind.RUNNING_TOTAL):
        row = indicator("5", measure(3, HIDDEN, total=HIDDEN), accumulation=kind.value.replace(" ", "_"))
        assert series(reader_view_of(paper(row))) == [Series(kind, ("5||2020-04", "5||2020-05"), "5||year to date")]


def test_a_year_that_restarts_among_the_columns_is_two_series_and_the_first_has_no_year_to_date() -> None:
    row = indicator("5", measure(9, 9, 9, 9, 9, 3, 4, total=7), year_basis="academic")
    first, second = series(reader_view_of(paper(row)))
    assert (len(first.cells), first.year_to_date) == (5, None)
    assert second == Series(SeriesKind.FLOW, ("5||2020-09", "5||2020-10"), "5||year to date")


def test_a_year_that_began_before_the_columns_has_no_year_to_date() -> None:
    row = indicator("5", measure(9, HIDDEN, total=40), year_basis="academic")
    assert series(reader_view_of(paper(row)))[0].year_to_date is None


def test_a_flow_that_lacks_a_month_has_no_year_to_date_and_a_running_total_still_has() -> None:
    months = (9, Absent("awaited", "Awaited"), 12)
    flow = indicator("5", measure(*months, total=HIDDEN))
    total = indicator("6", measure(*months, total=HIDDEN), accumulation="running_total")
    found = [each.year_to_date for each in series(reader_view_of(paper(flow, total)))]
    assert found == [None, "6||year to date"]


def test_months_that_are_shown_and_do_not_make_up_their_year_to_date_are_no_series() -> None:
    flow = indicator("5", measure(9, 12, total=22))
    total = indicator("6", measure(9, 8), accumulation="running_total")
    assert series(reader_view_of(paper(flow, total))) == []


@pytest.mark.parametrize("accumulation", ["stock", "latest"])
def test_figures_on_one_day_stand_in_a_row_and_so_do_own_years(accumulation: str) -> None:
    row = indicator("5", measure(9, 2, own={"2018/19": 3, "2019/20": HIDDEN}), accumulation=accumulation)
    assert series(reader_view_of(paper(row))) == [
        Series(SeriesKind.STOCK, ("5||2020-04", "5||2020-05")),
        Series(SeriesKind.STOCK, ("5||own 2018/19", "5||own 2019/20")),
    ]


def test_one_own_year_is_no_row() -> None:
    row = indicator("5", measure(9, own={"2019/20": HIDDEN}), accumulation="ratio")
    assert series(reader_view_of(paper(row))) == []


# Relations


def test_parts_add_up_to_their_whole_at_every_place_where_all_exist() -> None:
    whole = indicator("22", measure(9, HIDDEN, total=20, own={"2019/20": 30}))
    parts = [
        indicator(number, measure(*months, total=HIDDEN, own=own), part_of="22")
        for number, months, own in (("22.1", (4, HIDDEN), {"2019/20": HIDDEN}), ("22.2", (5,), {}))
    ]
    found = relations(reader_view_of(paper(whole, *parts)), RelationKind.PARTS)
    assert found == [
        {f"22||{place}": -1, f"22.1||{place}": 1, f"22.2||{place}": 1} for place in ("2020-04", "year to date")
    ]


def test_parts_that_are_all_shown_and_do_not_add_up_are_left_out() -> None:
    rows = indicator("22", measure(9)), indicator("22.1", measure(8), part_of="22")
    assert relations(reader_view_of(paper(*rows))) == []


def test_what_is_left_out_makes_up_the_difference() -> None:
    rows = indicator("22", measure(9, 12), excludes="23"), indicator("23", measure(HIDDEN, 11))
    view = reader_view_of(paper(*rows))
    group = "22||2020-04 (left out)"
    assert relations(view, RelationKind.GROUP) == [{"22||2020-04": 1, group: 1, "23||2020-04": -1}]
    assert view.latent == {group}, "in May more are left than there were: nothing follows from it"
    assert not view.implied


def test_figures_that_leave_out_two_groups_have_two() -> None:
    rows = [indicator("22", measure(9), relations=()), indicator("23", measure(12)), indicator("24", measure(14))]
    both = msgspec.structs.replace(
        rows[0],
        relations=tuple(relation for other in ("23", "24") for relation in indicator("22", excludes=other).relations),
    )
    view = reader_view_of(paper(both, *rows[1:]))
    assert len(view.latent) == len(relations(view, RelationKind.GROUP)) == 2


def test_a_numerator_or_denominator_is_another_indicator() -> None:
    rows = (
        percentages("24", measure(of(None, None, "33"), of(3, 9, "33"), own={"2019/20": HIDDEN}), denominator_is="19"),
        percentages("25", measure(of(None, None, "33"), total=of(None, None, "50")), numerator_is="19"),
        indicator("19", measure(9, 10, total=HIDDEN, own={"2019/20": 8}), accumulation="stock"),
    )
    found = relations(reader_view_of(paper(*rows)), RelationKind.SAME)
    assert sorted(found, key=str) == [
        {D: 1, "19||2020-04": -1},
        {"24||own 2019/20 (denominator)": 1, "19||own 2019/20": -1},
        {"25||2020-04 (numerator)": 1, "19||2020-04": -1},
        {"25||year to date (numerator)": 1, "19||year to date": -1},
    ]


def test_two_indicators_are_the_same_figure() -> None:
    rows = (
        indicator("5", measure(HIDDEN), same_as="6"),
        indicator("6", measure(HIDDEN, 4), same_as="5"),
    )
    assert relations(reader_view_of(paper(*rows))) == [{"5||2020-04": 1, "6||2020-04": -1}]


def test_two_percentages_make_up_the_whole() -> None:
    rows = (
        percentages("24", measure(of(None, None, "33")), complement_of="25"),
        percentages("25", measure(of(None, None, "67"))),
    )
    other = "25||2020-04"
    view = reader_view_of(paper(*rows))
    assert relations(view, RelationKind.SAME) == [{D: 1, f"{other} (denominator)": -1}]
    assert relations(view, RelationKind.PARTS) == [{N: 1, f"{other} (numerator)": 1, D: -1}]


def test_a_stock_changes_by_those_who_come_and_those_who_go() -> None:
    rows = (
        indicator("9", measure(30, HIDDEN, 33, None, 35), accumulation="stock"),
        indicator("10", measure(4, 5, 6), inflow_of="9"),
        indicator("11", measure(4, 3, HIDDEN), outflow_of="9"),
    )
    view = reader_view_of(paper(*rows))
    assert relations(view, RelationKind.STOCK) == [
        {"9||2020-04": 1, "10||2020-05": 1, "11||2020-05": -1, "9||2020-05": -1},
        {"9||2020-05": 1, "10||2020-06": 1, "11||2020-06": -1, "9||2020-06": -1},
    ]
    assert not view.latent


def test_where_nobody_counts_those_who_left_they_are_latent() -> None:
    rows = indicator("9", measure(30, 33), accumulation="stock"), indicator("10", measure(4, 5), inflow_of="9")
    view = reader_view_of(paper(*rows))
    left = "9||2020-05 (left)"
    assert relations(view, RelationKind.STOCK) == [{"9||2020-04": 1, "10||2020-05": 1, left: -1, "9||2020-05": -1}]
    assert view.latent == {left}
    rows = indicator("9", measure(30, 33), accumulation="stock"), indicator("11", measure(4, 5), outflow_of="9")
    assert reader_view_of(paper(*rows)).latent == {"9||2020-05 (came)"}


def test_a_running_total_of_those_who_come_counts_with_what_it_grew_by() -> None:
    rows = (
        indicator("9", measure(30, 33), accumulation="stock"),
        indicator("10", measure(4, 9), inflow_of="9", accumulation="running_total"),
    )
    (found,) = relations(reader_view_of(paper(*rows)), RelationKind.STOCK)
    assert (found["10||2020-05"], found["10||2020-04"]) == (1, -1)


def test_a_stock_without_a_month_of_those_who_come_has_no_relation() -> None:
    rows = (
        indicator("9", measure(30, 33), accumulation="stock"),
        indicator("10", measure(4), inflow_of="9"),
        indicator("11", measure(4, 5), outflow_of="9"),
    )
    assert relations(reader_view_of(paper(*rows))) == []


# Refusals


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"unit": "furlongs"}, "Indicator 5: the unit “furlongs”"),
        ({"accumulation": "guess"}, "Indicator 5: the accumulation “guess”"),
        ({"year_basis": "lunar"}, "Indicator 5: the kind of year “lunar”"),
        ({"rhymes_as": "6"}, "Indicator 5: the kind of relation “rhymes_as”"),
        ({"rating": Rated("purple", "PURPLE")}, "rating of indicator 5 is “purple”"),
        ({"rating": Rated("green", "GREEN", reason="both siblings")}, "rating of indicator 5 stands with its reason"),
        ({"rating": Rated("none", "fewer than 5")}, "rating of indicator 5: “fewer than 5” holds a number"),
        ({"rating": Rated("green", "GREEN", least=Decimal("NaN"))}, "rating of indicator 5 has a bound"),
    ],
)
def test_an_indicator_that_is_not_understood_is_refused_by_name(said: dict, words: str) -> None:
    with pytest.raises(Unreadable, match=words):
        reader_view_of(paper(indicator("5", measure(7), **said)))


def test_bounds_of_more_than_one_figure_are_refused() -> None:
    row = indicator("5", measure(7, name="initial"), measure(8, name="review"), rating=rated(least="2"))
    with pytest.raises(Unreadable, match="rating of indicator 5 has bounds"):
        reader_view_of(paper(row))


@pytest.mark.parametrize(
    ("unit", "figure"),
    [
        ("count", Shown("7", Decimal(8))),
        ("count", Shown("7 (3)", Decimal(7))),
        ("count", Shown("7.5", Decimal("7.5"))),
        ("count", Shown("-7", Decimal(-7))),
        ("count", Shown("NaN", Decimal("NaN"))),
        ("count", Shown("some")),
        ("count", Shown("7 (3/9)", Decimal(7), Decimal(3), Decimal(9))),
        ("count", Shown("7", Decimal(7), numbers_hidden=("numerator",))),
        ("count", PartlyHidden("of 9", denominator=Decimal(9))),
        ("count", Absent("because", "Because")),
        ("count", Absent("suppressed", "x (rate: 0.00)")),
        ("count", Absent("not_available", "fewer than 5 children")),
        ("percentage", Shown("33% (3/9)", Decimal(33), Decimal(3))),
        ("percentage", Shown("33% (3.5/9)", Decimal(33), Decimal("3.5"), Decimal(9))),
        ("percentage", Shown("33% (rate: 0.2)", Decimal(33), rate=Decimal("0.2"))),
        ("percentage", PartlyHidden("7 of 9", denominator=Decimal(9))),
    ],
)
def test_a_figure_that_is_not_understood_is_refused_by_indicator_and_period(unit: str, figure: PublicFigure) -> None:
    with pytest.raises(Unreadable, match="Indicator 5, May 2020"):
        reader_view_of(paper(indicator("5", measure(None, figure), unit=unit)))


@pytest.mark.parametrize(
    "text",
    [
        "Data to be published November 2021",
        "New measure 2020/21",
        "New measure 20/21",
        "Data not available",
        "Due in Q3",
    ],
)
def test_an_absence_may_say_when(text: str) -> None:
    assert reader_view_of(paper(indicator("5", measure(Absent("awaited", text))))).shown == {}


def test_a_figure_that_stands_twice_is_refused() -> None:
    with pytest.raises(Unreadable, match="Indicator 5, April 2020 stands in the paper twice"):
        reader_view_of(paper(indicator("5", measure(7), measure(8))))


def test_a_figure_of_nobody_known_is_refused() -> None:
    row = indicator("5", measure(7, own={"2019/20": 3}))
    (one,) = row.measures
    theirs = (YearFigure("kent", "2019/20", count(3)),)
    row = msgspec.structs.replace(row, measures=(msgspec.structs.replace(one, benchmarks=theirs),))
    with pytest.raises(Unreadable, match="Indicator 5, 2019/20"):
        reader_view_of(paper(row))


def test_a_summary_that_counts_hidden_ratings_is_refused() -> None:
    whole = paper(indicator("5", measure(HIDDEN), rating=HIDDEN))
    told = msgspec.structs.replace(whole, summary=Summary(1, 0, 1, 0, 0))
    with pytest.raises(Unreadable, match="summary"):
        reader_view_of(told)


def test_a_paper_of_the_first_version_is_read_as_one_of_the_second() -> None:
    now = paper(indicator("5", measure(7)))
    then = msgspec.structs.replace(now, schema_version=1)
    assert reader_view_of(then) == reader_view_of(now)


def test_part_2_and_papers_of_another_version_are_refused() -> None:
    for changed in ({"part": 2}, {"schema_version": 3}):
        with pytest.raises(Unreadable, match="Part 1 papers"):
            reader_view_of(msgspec.structs.replace(paper(indicator("5", measure(7))), **changed))
