"""A figure is held to the limits of its own history, and to the same month last year."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.entry.variation import MOST_POINTS, limits_around
from indicators.periods import add_months
from indicators.variation import LEAST_POINTS
from indicators.vocabulary import Accumulation, Frequency, Unit
from tests.unit.indicators.series import COUNTS, DECEMBER, PERCENTAGES, around, asked, before, figure, months

LAST_YEAR = date(2019, 12, 1)
RUNNING = replace(COUNTS, accumulation=Accumulation.RUNNING_TOTAL)
counts = st.lists(st.integers(0, 5000).map(Decimal), min_size=LEAST_POINTS, max_size=MOST_POINTS)


def test_fewer_than_12_other_months_make_no_limits() -> None:
    assert limits_around(around(replace(COUNTS, months=before(*[1] * 11)), 1)) is None
    assert limits_around(around(replace(COUNTS, months=before(*[1] * 12)), 1)) is not None


@given(counts, st.integers(0, 9000))
def test_a_figure_is_asked_about_exactly_where_it_is_outside_the_limits_and_the_sentence_says_so(
    history: list[Decimal], value: int
) -> None:
    series = replace(COUNTS, months=before(*history))
    limits = limits_around(around(series, value))
    assert limits is not None
    said = asked(series, value)
    assert ("outside_natural_limits" in said) == (not limits.lower <= value <= limits.upper)
    assert not {"outside_natural_limits", "jump_against_last_year"} <= set(said)
    sentence = said.get("outside_natural_limits", "").replace(",", "")
    if "limits" in sentence:
        words = sentence.partition(" of its own")[0].split()
        low, high = Decimal(words[-3]), Decimal(words[-1])
        assert limits.lower <= low <= high <= limits.upper
        assert not low <= value <= high


@given(counts)
def test_what_stands_in_the_figures_own_place_does_not_move_its_limits(history: list[Decimal]) -> None:
    series = replace(COUNTS, months=before(*history))
    stored = replace(series, months=series.months | {DECEMBER: figure(9999)})
    assert limits_around(around(series, 5)) == limits_around(around(stored, 5))


def test_the_sentence_says_the_figure_its_run_and_its_limits() -> None:
    series = replace(COUNTS, months=before(310, *[390, 410] * 6))
    assert asked(series, 315) == {
        "outside_natural_limits": (
            "315 is lower than the last 12 months, and outside the limits 327 to 459 of its own history."
        )
    }


def test_a_figure_above_only_the_last_month_says_no_run() -> None:
    series = replace(COUNTS, months=before(*[10, 12] * 9, 26, 12))
    said = asked(series, 25)["outside_natural_limits"]
    assert said.startswith("25 is outside the limits 7 to 17 of its own history")


def test_the_figures_of_a_quarter_are_not_called_months() -> None:
    series = replace(
        COUNTS,
        frequency=Frequency.QUARTERLY,
        months=months(*[10, 12] * 6, first=date(2017, 12, 1), step=3),
    )
    assert "higher than the last 12 figures" in asked(series, 99)["outside_natural_limits"]


def test_a_figure_that_never_changed_is_asked_about_when_it_does() -> None:
    series = replace(PERCENTAGES, months=before(*[100] * 14))
    assert asked(series, 99) == {"outside_natural_limits": "99% is not 100%, as all 14 figures nearest to it are."}
    assert asked(series, 100) == {}


def test_the_same_month_last_year_is_said_in_the_one_sentence() -> None:
    series = replace(COUNTS, months=before(*[390, 410] * 6))
    assert asked(series, 304) == {
        "outside_natural_limits": (
            "304 is lower than the last 12 months, and outside the limits 347 to 453 of its own history; in December "
            "2019 it was 390."
        )
    }


def test_limits_come_from_the_nearest_24_months() -> None:
    series = replace(COUNTS, months=before(*[1000] * 60, *[10, 12] * 12))
    limits = limits_around(around(series, 11))
    assert limits is not None
    assert limits.mean == 11
    early = limits_around(around(series, 1000, month=add_months(DECEMBER, -84)))
    assert early is not None
    assert early.mean == 1000


def test_a_percentage_goes_above_100_only_where_it_has_done_so() -> None:
    limits = limits_around(around(replace(PERCENTAGES, months=before(*[95, 100] * 6)), 97))
    assert limits is not None and limits.upper == 100
    limits = limits_around(around(replace(PERCENTAGES, months=before(*[95, 101] * 6)), 97))
    assert limits is not None and limits.upper > 100


def test_what_goes_below_nothing_is_not_clipped_there() -> None:
    limits = limits_around(around(replace(COUNTS, unit=Unit.AVERAGE, months=before(*[-3, 3] * 6)), 0))
    assert limits is not None and limits.lower < -3


def test_a_running_total_is_held_to_what_it_adds_in_a_month() -> None:
    year = [1, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16, 18]
    series = replace(RUNNING, months=months(*year, *year[:8], first=date(2019, 4, 1)))
    assert asked(series, 13) == {}
    assert asked(series, 30) == {
        "outside_natural_limits": (
            "December 2020 adds 18 to the running total, which is higher than the last 20 months, and outside the "
            "limits 0 to 4 of its own history."
        )
    }


def test_a_year_to_date_has_no_limits() -> None:
    series = replace(COUNTS, months=before(*[10, 12] * 8))
    assert limits_around(around(series, 500, is_year_to_date=True)) is None


# The same month last year


@pytest.mark.parametrize(
    ("unit", "last", "now", "said"),
    [
        (Unit.COUNT, "340", "460", "460 is 120 more than in December 2019 (340)."),
        (Unit.COUNT, "340", "420", ""),  # more than chance, but less than a quarter
        (Unit.COUNT, "4", "9", ""),  # more than twice, but chance
        (Unit.COUNT, "0", "10", "10 is 10 more than in December 2019 (0)."),
        (Unit.COUNT, "0", "9", ""),
        (Unit.PERCENTAGE, "98", "86", "86% is 12 percentage points less than in December 2019 (98%)."),
        (Unit.PERCENTAGE, "98", "88", ""),
        (Unit.AVERAGE, "16", "21", "21 is 5 more than in December 2019 (16)."),
        (Unit.AVERAGE, "16", "20", ""),
        (Unit.WEEKS, "28", "20", "20 is 8 less than in December 2019 (28)."),
    ],
)
def test_a_large_change_since_last_year_is_asked_about(unit: Unit, last: str, now: str, said: str) -> None:
    series = replace(COUNTS, unit=unit, months={LAST_YEAR: figure(last)})
    assert asked(series, now) == ({"jump_against_last_year": said} if said else {})


def test_a_change_that_few_people_make_is_chance() -> None:
    few = replace(PERCENTAGES, months={LAST_YEAR: figure(50, of=(4, 8))})
    assert asked(few, figure(25, of=(2, 8))) == {}
    many = replace(PERCENTAGES, months={LAST_YEAR: figure(50, of=(400, 800))})
    assert set(asked(many, figure(25, of=(200, 800)))) == {"jump_against_last_year"}


def test_a_measure_with_a_history_is_held_to_how_far_it_varies_by_itself() -> None:
    drift = [100, 101, 103, 102, 104, 107, 109, 111, 113, 115, 117, 119]
    series = replace(COUNTS, months=before(*drift))
    said = asked(series, 111)
    assert said == {
        "jump_against_last_year": (
            "111 is 11 more than in December 2019 (100); by its own history it varies by up to 7."
        )
    }
    assert asked(series, 106) == {}


def test_the_year_to_date_is_held_to_that_of_last_year() -> None:
    series = replace(COUNTS, accumulation=Accumulation.FLOW, years_to_date={LAST_YEAR: figure(1000)})
    assert set(asked(series, 1500, is_year_to_date=True)) == {"jump_against_last_year"}
    assert asked(series, 1100, is_year_to_date=True) == {}


def test_another_month_of_last_year_is_no_comparison() -> None:
    assert asked(replace(COUNTS, months={date(2019, 11, 1): figure(10)}), 1000) == {}
