"""What is impossible about a figure is refused, what is odd is asked in a sentence that says what it saw."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from indicators.entry.questions import QUERIED, REFUSED
from indicators.vocabulary import Accumulation, Frequency, Unit, YearBasis
from tests.unit.indicators.series import (
    APRIL,
    COUNTS,
    DECEMBER,
    PERCENTAGES,
    AFigure,
    asked,
    before,
    figure,
    months,
    refused,
)

FLOW = replace(COUNTS, accumulation=Accumulation.FLOW)
RUNNING = replace(COUNTS, accumulation=Accumulation.RUNNING_TOTAL)
JANUARY = date(2021, 1, 1)


def test_every_rule_says_what_it_is_under_a_name_of_its_own() -> None:
    rules = (*REFUSED, *QUERIED)
    assert all(rule.__doc__ for rule in rules)
    assert len({rule.__name__ for rule in rules}) == len(rules)


def test_an_ordinary_figure_is_neither_refused_nor_asked_about() -> None:
    series = replace(COUNTS, months=before(*[400, 410] * 10))
    assert (refused(series, 405), asked(series, 405)) == ({}, {})


def test_an_absence_is_asked_nothing() -> None:
    absent = AFigure(None, absence="awaited", wording="Awaited")
    series = replace(RUNNING, months=months(5, 3) | before(*[1] * 20))
    assert (refused(series, absent, JANUARY), asked(series, absent, JANUARY)) == ({}, {})


# Refused


@pytest.mark.parametrize(
    ("unit", "value", "said"),
    [
        (Unit.COUNT, "-3", {"negative_count": "A count cannot be -3."}),
        (Unit.COUNT, "2.5", {"count_is_not_whole": "2.5 is no count of people."}),
        (Unit.RATE_PER_10000, "-1", {"negative_rate": "A figure in rate per 10,000 cannot be -1."}),
        (Unit.WEEKS, "-1", {"negative_rate": "A figure in weeks cannot be -1."}),
        (Unit.PERCENTAGE, "100.1", {"percentage_beyond_100": "100.1% is not between 0% and 100%."}),
        (Unit.PERCENTAGE, "-1", {"percentage_beyond_100": "-1% is not between 0% and 100%."}),
        (Unit.AVERAGE, "-1", {}),
        (Unit.AVERAGE, "17.5", {}),
        (Unit.COUNT, "0", {}),
        (Unit.COUNT, "3.000000", {}),
        (Unit.PERCENTAGE, "100", {}),
        (Unit.PERCENTAGE, "0", {}),
    ],
)
def test_what_cannot_be_is_refused(unit: Unit, value: str, said: dict[str, str]) -> None:
    assert refused(replace(COUNTS, unit=unit), value) == said


def test_a_numerator_over_its_denominator_is_refused() -> None:
    assert refused(PERCENTAGES, figure(98, of=(50, 49))) == {
        "numerator_is_not_part_of_denominator": "50 of 49 is no part of a whole."
    }
    assert refused(PERCENTAGES, figure(100, of=(49, 49))) == {}


def test_what_an_average_divides_may_be_more_than_by_what() -> None:
    averages = replace(COUNTS, unit=Unit.AVERAGE)
    assert refused(averages, figure(18, of=(360, 20))) == {}
    assert set(refused(averages, figure(18, of=(360, 0)))) == {"denominator_is_nothing"}


def test_a_percentage_beyond_100_is_asked_about_where_the_measure_has_been_there_before() -> None:
    series = replace(PERCENTAGES, months=before(99, 103))
    assert refused(series, 104) == {}
    assert asked(series, 104) == {"percentage_beyond_100_as_before": "104% is not between 0% and 100%."}
    assert set(refused(series, -4)) == {"percentage_beyond_100"}


def test_a_percentage_beyond_100_is_right_where_its_target_is_there() -> None:
    series = replace(PERCENTAGES, target_low=Decimal(101), target_high=Decimal(101))
    assert refused(series, figure(104, of=(104, 100))) == {}
    assert asked(series, figure(104, of=(104, 100))) == {}


def test_what_stands_in_the_figures_own_place_is_no_history() -> None:
    series = replace(PERCENTAGES, months={DECEMBER: figure(120)})
    assert set(refused(series, 110)) == {"percentage_beyond_100"}


# Asked


def test_a_month_after_the_one_that_figures_are_as_at_is_asked_about() -> None:
    assert asked(COUNTS, 4, JANUARY) == {
        "figure_after_as_at": "January 2021 is later than December 2020, the month that figures are as at."
    }
    assert asked(COUNTS, 4, DECEMBER) == {}


@pytest.mark.parametrize(
    ("typed", "places", "said"),
    [("51", 0, ""), ("51.2", 1, ""), ("51.21951", 1, ""), ("54", 0, "51%"), ("51.3", 1, "51.2%")],
)
def test_a_percentage_is_held_to_its_numbers_at_the_printed_rounding(typed: str, places: int, said: str) -> None:
    found = asked(PERCENTAGES, figure(typed, of=(42, 82), decimal_places=places))
    sentence = f"The cell says {typed}%, but 42 of 82 is {said}."
    assert found == ({"percentage_contradicts_its_numbers": sentence} if said else {})


def test_a_running_total_that_falls_is_asked_about() -> None:
    series = replace(RUNNING, months=before(5, 9))
    assert asked(series, 8) == {
        "running_total_falls": "The running total falls from 9 in November 2020 to 8 in December 2020."
    }
    assert asked(series, 9) == {}


def test_a_running_total_above_the_next_month_is_asked_about() -> None:
    series = replace(RUNNING, months={JANUARY: figure(12)})
    assert asked(series, 13) == {
        "running_total_falls": "The running total falls from 13 in December 2020 to 12 in January 2021."
    }


def test_a_running_total_starts_again_with_its_year() -> None:
    academic = replace(RUNNING, year_basis=YearBasis.ACADEMIC, months=months(30, first=date(2020, 8, 1)))
    assert asked(academic, 2, date(2020, 9, 1)) == {}


@pytest.mark.parametrize("accumulation", [Accumulation.FLOW, Accumulation.RUNNING_TOTAL])
def test_a_year_to_date_that_falls_is_asked_about(accumulation: Accumulation) -> None:
    series = replace(COUNTS, accumulation=accumulation, years_to_date={date(2020, 11, 1): figure(20)})
    said = asked(series, 19, is_year_to_date=True)
    assert said == {
        "year_to_date_falls": "The year to date falls from 20 up to November 2020 to 19 up to December 2020."
    }
    assert asked(series, 20, is_year_to_date=True) == {}


def test_a_year_to_date_that_its_months_do_not_make_is_asked_about() -> None:
    series = replace(FLOW, months=months(1, 2, 3))
    june = date(2020, 6, 1)
    assert asked(series, 6, june, is_year_to_date=True) == {}
    assert asked(series, 7, june, is_year_to_date=True) == {
        "year_to_date_is_not_the_sum": "The year to date is 7, but its months add up to 6."
    }


def test_a_month_is_held_to_every_year_to_date_that_it_is_part_of() -> None:
    august = date(2020, 8, 1)
    totals = {date(2020, 6, 1): figure(6), august: figure(10), date(2020, 4, 1): figure(1)}
    series = replace(FLOW, months=months(1, None, 3, 2, 2), years_to_date=totals)
    may = date(2020, 5, 1)
    assert asked(series, 2, may) == {}
    found = asked(replace(series, years_to_date={august: figure(10)}), 3, may)
    assert found == {
        "year_to_date_is_not_the_sum": "The year to date up to August 2020 is 10, but its months add up to 11."
    }


def test_a_year_to_date_with_a_month_unknown_may_be_more_than_the_sum() -> None:
    series = replace(FLOW, months=months(1, None, 3))
    assert asked(series, 9, date(2020, 6, 1), is_year_to_date=True) == {}
    assert "year_to_date_is_not_the_sum" in asked(series, 3, date(2020, 6, 1), is_year_to_date=True)


def test_of_a_quarter_only_its_last_month_is_due() -> None:
    series = replace(FLOW, frequency=Frequency.QUARTERLY, months=months(5, 6, first=date(2020, 6, 1), step=3))
    assert asked(series, 11, date(2020, 9, 1), is_year_to_date=True) == {}
    assert set(asked(series, 12, date(2020, 9, 1), is_year_to_date=True)) == {"year_to_date_is_not_the_sum"}


def test_the_months_of_the_year_before_are_no_part_of_a_year_to_date() -> None:
    series = replace(FLOW, months=months(100, first=date(2020, 3, 1)))
    assert asked(series, 4, APRIL, is_year_to_date=True) == {}
    assert asked(replace(series, years_to_date={APRIL: figure(4)}), 4, APRIL) == {}


def test_the_year_to_date_of_a_stock_is_its_last_month() -> None:
    series = replace(COUNTS, months=before(8, 9), years_to_date={DECEMBER: figure(9)})
    assert asked(series, 8) == {
        "year_to_date_is_not_the_last": "The year to date is 9, but December 2020, its last month, is 8."
    }
    later = replace(series, months=series.months | {DECEMBER: figure(7)})
    assert asked(later, 8, date(2020, 11, 1)) == {}, "the last month is to blame, and is asked by itself"


def test_the_year_to_date_of_a_percentage_lies_among_its_months() -> None:
    series = replace(PERCENTAGES, months=months(40, 60))
    assert asked(series, 61, date(2020, 5, 1), is_year_to_date=True) == {
        "year_to_date_is_outside_its_months": "The year to date is 61%, but its months lie between 40% and 60%."
    }
    assert asked(series, 52, date(2020, 5, 1), is_year_to_date=True) == {}
