"""What variation says of an exception begins where a person let the limits start anew."""

from datetime import date

import msgspec
import pytest

from commentary.exceptions import exceptions_of
from indicators.periods import add_months
from suppression.paper import Paper, Rebased
from tests.unit.reports.papers import GREEN, MONTHS, indicator, measure, paper, shown

LAST_YEAR = tuple(add_months(month, -12) for month in MONTHS)
NUMBERS = ["9", "15"] * 6


def papers(rebased: tuple[Rebased, ...]) -> list[Paper]:
    """GREEN, and above the limits of the year before."""
    of_this_year = msgspec.structs.replace(measure(shown("40")), rebased=rebased)
    now = paper(indicator("17", of_this_year, rating=GREEN))
    before = measure(*(shown(each) for each in NUMBERS), months=LAST_YEAR)
    return [now, msgspec.structs.replace(paper(indicator("17", before)), as_at=LAST_YEAR[-1], months=LAST_YEAR)]


@pytest.mark.parametrize(
    ("rebased", "numbers"),
    [((), ["17"]), ((Rebased(MONTHS[0], "Counted anew"),), []), ((Rebased(date(2019, 4, 1), "Begun"),), ["17"])],
)
def test_a_special_cause_is_an_exception_until_the_limits_start_anew(
    rebased: tuple[Rebased, ...], numbers: list[str]
) -> None:
    now, before = papers(rebased)
    assert [each.indicator.number for each in exceptions_of(now, [before], {})] == numbers
