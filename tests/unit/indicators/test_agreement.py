"""A figure is held to those of other indicators, as far as somebody has confirmed what holds between them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entry.around import Related, Series
from indicators.vocabulary import Accumulation, DefinitionRelationKind, Frequency
from tests.unit.indicators.series import COUNTS, DECEMBER, PERCENTAGES, AFigure, asked, before, figure, months

Kind = DefinitionRelationKind
NOVEMBER, JANUARY = date(2020, 11, 1), date(2021, 1, 1)


def counts(number: str, value: object = None, **said: object) -> Series:
    stored = {} if value is None else {DECEMBER: figure(value)}
    return replace(COUNTS, number=number, **{"months": stored} | said)


def percentages(number: str, value: AFigure | None = None) -> Series:
    return replace(PERCENTAGES, number=number, months={} if value is None else {DECEMBER: value})


def parts(whole: Series, *of: Series) -> tuple[Related, ...]:
    return tuple(Related(each, Kind.PART_OF, whole) for each in of)


# Parts and their whole


def test_parts_that_add_up_are_not_asked_about() -> None:
    whole, one, two = counts("22", 40), counts("22.1", 15), counts("22.2", 25)
    relations = parts(whole, one, two)
    assert asked(whole, 40, relations=relations) == asked(one, 15, relations=relations) == {}


def test_a_whole_that_its_parts_do_not_make_is_asked_about_and_so_is_a_part() -> None:
    whole, one, two = counts("22", 40), counts("22.1", 15), counts("22.2", 25)
    relations = parts(whole, one, two)
    assert asked(whole, 38, relations=relations) == {
        "parts_do_not_add_up": "22.1 and 22.2 add up to 40, but 22 is 38."
    }
    assert asked(two, 20, relations=relations) == {"parts_do_not_add_up": "22.1 and 22.2 add up to 35, but 22 is 40."}


def test_a_part_that_is_not_known_may_hold_the_rest_but_not_less_than_nothing() -> None:
    whole, one, two = counts("22", 40), counts("22.1"), counts("22.2", 25)
    relations = parts(whole, one, two)
    assert asked(whole, 30, relations=relations) == {}
    assert asked(whole, 24, relations=relations) == {
        "parts_do_not_add_up": "Those known of 22.1 and 22.2 add up to 25, but 22 is 24."
    }


def test_a_year_to_date_is_held_to_the_years_to_date_of_its_parts() -> None:
    whole, one = counts("22"), counts("22.1", 15, years_to_date={DECEMBER: figure(100)})
    assert asked(whole, 100, relations=parts(whole, one), is_year_to_date=True) == {}
    assert set(asked(whole, 90, relations=parts(whole, one), is_year_to_date=True)) == {"parts_do_not_add_up"}


def test_the_parts_of_another_whole_are_none_of_its_business() -> None:
    assert asked(counts("9"), 1, relations=parts(counts("22", 40), counts("22.1", 15))) == {}


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6), st.integers(0, 3000))
def test_a_whole_is_asked_about_exactly_where_it_is_not_the_sum(values: Sequence[int], total: int) -> None:
    whole = counts("22")
    relations = parts(whole, *(counts(f"22.{place}", value) for place, value in enumerate(values)))
    assert ("parts_do_not_add_up" in asked(whole, total, relations=relations)) == (total != sum(values))


# A count on one day, and those who join and leave


def children(joined: object = 20, left: object = 12, stock: object = 338) -> tuple[Series, tuple[Related, ...]]:
    looked_after = counts("19", months=before(330) | ({} if stock is None else {DECEMBER: figure(stock)}))
    joining = counts("19.1", joined, accumulation=Accumulation.FLOW)
    leaving = counts("19.2", left, accumulation=Accumulation.FLOW)
    return looked_after, (
        Related(joining, Kind.INFLOW_OF, looked_after),
        Related(leaving, Kind.OUTFLOW_OF, looked_after),
    )


def test_a_stock_fits_its_flows() -> None:
    looked_after, relations = children()
    assert asked(looked_after, 338, relations=relations) == {}
    assert asked(looked_after, 335, relations=relations) == {
        "stock_does_not_fit_its_flows": (
            "19 was 330 in November 2020; 20 joined (19.1) and 12 left (19.2), which makes 338 in December 2020, "
            "not 335."
        )
    }


@pytest.mark.parametrize(("number", "right", "wrong"), [("19.1", 20, 21), ("19.2", 12, 13)])
def test_a_flow_is_asked_about_too(number: str, right: int, wrong: int) -> None:
    _, relations = children()
    flow = next(each.this for each in relations if each.this.number == number)
    assert asked(flow, right, relations=relations) == {}
    assert set(asked(flow, wrong, relations=relations)) == {"stock_does_not_fit_its_flows"}


def test_the_month_after_starts_from_a_corrected_stock() -> None:
    looked_after, relations = children()
    assert asked(looked_after, 330, NOVEMBER, relations=relations) == {}
    assert (
        "in December 2020, not 338"
        in asked(looked_after, 331, NOVEMBER, relations=relations)["stock_does_not_fit_its_flows"]
    )


@pytest.mark.parametrize("missing", ["joined", "left"])
def test_nothing_is_asked_of_flows_that_are_not_known(missing: str) -> None:
    looked_after, relations = children(**{missing: None})
    assert asked(looked_after, 999, relations=relations) == {}


def test_nothing_is_asked_where_nobody_is_confirmed_to_leave() -> None:
    looked_after, relations = children()
    assert asked(looked_after, 999, relations=relations[:1]) == {}


def test_a_running_total_of_those_who_join_counts_by_what_it_adds() -> None:
    looked_after, (_, leaving) = children()
    joining = counts(
        "19.1", accumulation=Accumulation.RUNNING_TOTAL, months={NOVEMBER: figure(50), DECEMBER: figure(70)}
    )
    relations = (Related(joining, Kind.INFLOW_OF, looked_after), leaving)
    assert asked(looked_after, 338, relations=relations) == {}
    assert set(asked(looked_after, 388, relations=relations)) == {"stock_does_not_fit_its_flows"}


def test_a_quarter_starts_from_the_quarter_before() -> None:
    quarterly = {"frequency": Frequency.QUARTERLY}
    stock = counts("19", months=months(330, first=date(2020, 9, 1)), **quarterly)
    joining, leaving = (counts(n, v, accumulation=Accumulation.FLOW, **quarterly) for n, v in (("1", 5), ("2", 3)))
    relations = (Related(joining, Kind.INFLOW_OF, stock), Related(leaving, Kind.OUTFLOW_OF, stock))
    assert asked(stock, 332, relations=relations) == {}
    assert set(asked(stock, 333, relations=relations)) == {"stock_does_not_fit_its_flows"}


# A percentage, its numerator and its denominator


def test_a_percentage_is_held_to_the_indicators_that_it_is_made_of() -> None:
    share, top, bottom = percentages("20", figure(51)), counts("20.1", 42), counts("20.2", 82)
    relations = (Related(share, Kind.NUMERATOR_IS, top), Related(share, Kind.DENOMINATOR_IS, bottom))
    assert asked(share, 51, relations=relations) == asked(bottom, 82, relations=relations) == {}
    assert asked(share, 54, relations=relations) == {
        "percentage_contradicts_its_numbers": "The cell says 54%, but 42 of 82 is 51%."
    }
    assert asked(bottom, 90, relations=relations) == {
        "percentage_contradicts_its_numbers": "Of 20, the cell says 51%, but 42 of 90 is 47%."
    }


def test_a_typed_denominator_is_the_figure_of_the_indicator_that_it_is() -> None:
    share, bottom = percentages("20"), counts("20.2", 82)
    relations = (Related(share, Kind.DENOMINATOR_IS, bottom),)
    assert asked(share, figure(51, of=(42, 82)), relations=relations) == {}
    assert asked(share, figure(50, of=(42, 84)), relations=relations) == {
        "typed_number_is_not_the_other_figure": "The denominator of 20 is 84, but 20.2 is 82."
    }


# The others


def test_what_leaves_some_out_is_no_more_than_all() -> None:
    without, everybody = counts("35.1"), counts("35.2", 20)
    relations = (Related(without, Kind.EXCLUDES, everybody),)
    assert asked(without, 20, relations=relations) == {}
    assert asked(without, 21, relations=relations) == {
        "counts_more_than_what_it_is_taken_from": ("35.1 leaves out some of those in 35.2, but 21 is more than 20.")
    }


def test_those_who_do_and_those_who_do_not_make_100_as_far_as_they_are_printed() -> None:
    one, rest = percentages("1"), percentages("2", figure(34))
    relations = (Related(one, Kind.COMPLEMENT_OF, rest),)
    assert asked(one, 66, relations=relations) == asked(one, 67, relations=relations) == {}
    assert asked(one, 68, relations=relations) == {"complements_do_not_make_100": "1 and 2 make 102% (68% and 34%)."}


def test_the_same_figure_is_the_same() -> None:
    one, other = counts("1"), counts("2", 7)
    relations = (Related(other, Kind.SAME_AS, one),)
    assert asked(one, 7, relations=relations) == {}
    assert asked(one, 8, relations=relations) == {
        "same_figure_differs": "2 and 1 are the same figure, but one is 7 and the other 8."
    }
