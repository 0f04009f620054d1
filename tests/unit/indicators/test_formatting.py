"""Figures are written as the council writes them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest

from indicators.formatting import figure_text, number_sort_key, number_text, printed
from indicators.periods import add_months, index_months, months_to_date, year_start
from indicators.vocabulary import Absence, Unit, YearBasis


@dataclass(frozen=True)
class Written:
    value: Decimal | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    rate: Decimal | None = None
    decimal_places: int = 0
    absence: str = ""
    wording: str = ""


@pytest.mark.parametrize(
    ("figure", "unit", "text"),
    [
        (Written(Decimal("97.000000")), Unit.PERCENTAGE, "97%"),
        (Written(Decimal("20.7"), decimal_places=1), Unit.PERCENTAGE, "20.7%"),
        (
            Written(Decimal("1.3"), Decimal("96.000000"), Decimal(7000), decimal_places=1),
            Unit.PERCENTAGE,
            "1.3% (96/7000)",
        ),
        (Written(Decimal(3422)), Unit.COUNT, "3,422"),
        (Written(Decimal(62), rate=Decimal("0.210000")), Unit.COUNT, "62 (rate: 0.21)"),
        (Written(rate=Decimal("0.02")), Unit.COUNT, "Rate: 0.02"),
        (Written(rate=Decimal("0.125")), Unit.COUNT, "Rate: 0.125"),
        (Written(absence=Absence.LOCAL_MEASURE, wording="Local Measure"), Unit.COUNT, "Local Measure"),
        (Written(absence=Absence.AWAITED), Unit.COUNT, "Awaited"),
    ],
)
def test_a_figure_is_written_whole(figure: Written, unit: Unit, text: str) -> None:
    assert figure_text(figure, unit) == text


def test_a_figure_of_nothing_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="cannot be written"):
        figure_text(Written(), Unit.COUNT)


@pytest.mark.parametrize(
    ("value", "places", "text"), [("0.5", 0, "1"), ("2.5", 0, "3"), ("-0.4", 0, "0"), ("1000", 1, "1,000.0")]
)
def test_numbers_are_rounded_half_up_and_never_minus_zero(value: str, places: int, text: str) -> None:
    assert number_text(Decimal(value), places) == text
    assert str(printed(Decimal(value), places)).replace(",", "") == text.replace(",", "")


def test_numbers_of_indicators_sort_as_numbers() -> None:
    numbers = ["22.10", "10", "2", "22.2", "1.1", "35.1", "22.1", "9"]
    assert sorted(numbers, key=number_sort_key) == ["1.1", "2", "9", "10", "22.1", "22.2", "22.10", "35.1"]


def test_an_academic_year_restarts_in_september_and_stands_in_the_financial_columns() -> None:
    assert year_start(date(2020, 8, 1), YearBasis.ACADEMIC) == date(2019, 9, 1)
    assert year_start(date(2020, 9, 1), YearBasis.ACADEMIC) == date(2020, 9, 1)
    assert index_months(2020, YearBasis.ACADEMIC) == index_months(2020, YearBasis.FINANCIAL)
    assert index_months(2020, YearBasis.CALENDAR)[0] == date(2020, 1, 1)


def test_the_months_to_date_are_those_of_the_year_so_far_or_none_where_it_began_before_the_columns() -> None:
    december = date(2020, 12, 1)
    assert months_to_date(2020, YearBasis.FINANCIAL, december) == tuple(
        add_months(date(2020, 4, 1), n) for n in range(9)
    )
    assert months_to_date(2020, YearBasis.ACADEMIC, december)[0] == date(2020, 9, 1)
    assert months_to_date(2020, YearBasis.ACADEMIC, date(2020, 7, 1)) == ()
    assert months_to_date(2020, YearBasis.CALENDAR, date(2021, 2, 1))[-1] == december
