"""For which months figures are expected, and when they are due."""

from datetime import date

import pytest

from indicators.entry.due import due_on, expected_months, months_due
from indicators.models import Dataset, Indicator, IndicatorDefinition
from indicators.vocabulary import Frequency, YearBasis

DATASET = Dataset(name="A dataset", days_to_submit=15)


def definition(
    frequency: Frequency = Frequency.MONTHLY,
    basis: YearBasis = YearBasis.FINANCIAL,
    retired_from: date | None = None,
) -> IndicatorDefinition:
    return IndicatorDefinition(
        indicator=Indicator(retired_from=retired_from), reporting_year=2020, frequency=frequency, year_basis=basis
    )


def months(of: IndicatorDefinition, today: date) -> list[str]:
    return [f"{month:%Y-%m}" for month in months_due(of, DATASET, today)]


def test_the_latest_month_that_has_ended_is_due() -> None:
    assert months(definition(), date(2020, 6, 1)) == ["2020-04", "2020-05"]
    assert months(definition(), date(2020, 4, 30)) == []


def test_the_day_of_submission_is_the_last_in_time() -> None:
    assert due_on(DATASET, date(2020, 12, 1)) == date(2021, 1, 15)


def test_an_earlier_month_is_due_when_its_day_has_passed() -> None:
    slow = Dataset(name="A slow dataset", days_to_submit=45)
    assert [f"{month:%Y-%m}" for month in months_due(definition(), slow, date(2020, 6, 14))] == ["2020-05"]
    assert [f"{month:%Y-%m}" for month in months_due(definition(), slow, date(2020, 6, 15))] == ["2020-04", "2020-05"]


def test_a_quarterly_figure_is_due_for_the_last_month_of_each_quarter() -> None:
    assert months(definition(Frequency.QUARTERLY), date(2021, 2, 20)) == ["2020-06", "2020-09", "2020-12"]


def test_an_annual_figure_is_due_for_no_month() -> None:
    assert months(definition(Frequency.ANNUAL), date(2021, 6, 1)) == []


def test_a_retired_indicator_owes_nothing_from_then_on() -> None:
    assert months(definition(retired_from=date(2020, 6, 1)), date(2021, 6, 1)) == ["2020-04", "2020-05"]


@pytest.mark.parametrize(
    ("basis", "first"), [(YearBasis.CALENDAR, 1), (YearBasis.FINANCIAL, 4), (YearBasis.ACADEMIC, 4)]
)
def test_the_months_are_those_of_the_index(basis: YearBasis, first: int) -> None:
    assert expected_months(2020, basis, Frequency.MONTHLY, None)[0] == date(2020, first, 1)
    assert len(expected_months(2020, basis, Frequency.MONTHLY, None)) == 12
