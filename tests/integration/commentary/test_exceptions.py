"""What needs commentary: ratings in force, what a director adds, what variation says although the rating does not."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from commentary.exceptions import ReportException, exceptions_of, points_of
from commentary.models import Kind
from indicators.models import Dataset
from reports.models import Publication
from suppression.paper import Paper, PaperIndicator, decode_part_1, decode_part_2
from tests.factories.reports import published
from tests.integration.commentary.papers import DECEMBER, OCTOBER, public, row
from tests.unit.reports.papers import AMBER, GREEN, HIDDEN, NOT_RATED, RED, absent, in_part_2, measure, shown

MONTHS = tuple(date(2020, month, 1) for month in range(1, 13))
FALLING = ["20", "21", "20", "21", "20", "19", "18", "17", "16", "15", "14", "13"]
STEADY = ["20", "21"] * 6


def of(paper: Paper, *earlier: Paper, added: dict[str, tuple[str, str]] | None = None) -> list[ReportException]:
    return exceptions_of(paper, earlier, added or {})


def numbers(found: list[ReportException]) -> list[str]:
    return [each.indicator.number for each in found]


def varying(rating: Any, figures: list[str], polarity: str = "high", **said: Any) -> PaperIndicator:
    months = measure(*(shown(each) for each in figures), months=MONTHS)
    return row("9", rating, months, polarity=polarity, accumulation="stock", **said)


# The example


def test_the_exceptions_of_the_example_in_december_2020(unpublished: Dataset) -> None:
    """After October's report, whose hidden figures December must not give away."""
    papers = [published(unpublished, month) for month in (OCTOBER, DECEMBER)]
    public_october, public_december = (decode_part_1(bytes(each.part_1)) for each in papers)
    exempt_october, exempt_december = (decode_part_2(bytes(each.part_2)) for each in papers)
    in_part_1, in_part_2 = of(public_december, public_october), of(exempt_december, exempt_october)
    assert numbers(in_part_1) == ["26", "29", "35.1"]
    assert numbers(in_part_2) == ["22.2", "23", "26", "29", "35.1"]
    assert [each.reports for each in in_part_1] == [2, 2, 1]
    assert [each.reports for each in in_part_2] == [2, 2, 2, 2, 1]
    assert {each.because for each in (*in_part_1, *in_part_2)} == {("below_expectation",)}


def test_part_1_has_those_of_part_2_whose_rating_it_shows(publication: Publication) -> None:
    """Without an earlier report the rating of 22.2 in December can be shown."""
    part_1, part_2 = decode_part_1(bytes(publication.part_1)), decode_part_2(bytes(publication.part_2))
    assert numbers(of(part_2)) == ["22.2", "23", "26", "29", "35.1"]
    assert numbers(of(part_1)) == ["22.2", "26", "29", "35.1"]


# By the rating


@pytest.mark.parametrize(
    ("rating", "because"),
    [(RED, ("below_expectation",)), (AMBER, ("below_expectation",)), (GREEN, None), (NOT_RATED, None)],
)
def test_red_and_amber_are_exceptions(rating: Any, because: tuple[str, ...] | None) -> None:
    assert [each.because for each in of(public(row("9", rating)))] == ([because] if because else [])


def test_a_hidden_rating_is_no_exception_whatever_a_director_adds() -> None:
    assert of(public(row("9", HIDDEN)), added={"small-9": (Kind.CONCERN, "A new team")}) == []


def test_exceptions_stand_in_the_order_of_the_index() -> None:
    assert numbers(of(public(row("23", RED), row("10", GREEN), row("9", AMBER)))) == ["23", "9"]


@pytest.mark.parametrize("kind", Kind)
def test_a_director_adds_one_with_a_reason(kind: Kind) -> None:
    (added,) = of(public(row("9", GREEN), row("10", GREEN)), added={"small-9": (kind, "A new team")})
    assert (added.because, added.reason, added.reports) == ((kind.value,), "A new team", 0)


def test_reports_in_a_row_end_where_it_was_not_below() -> None:
    papers = [public(row("9", each), as_at=OCTOBER) for each in (AMBER, RED, GREEN, RED)]
    assert [each.reports for each in of(public(row("9", RED)), *papers)] == [3]


# By its variation


def test_a_special_cause_in_the_wrong_direction_is_an_exception_although_it_is_green() -> None:
    (found,) = of(public(varying(GREEN, FALLING)))
    assert found.because == ("variation",)
    assert found.signal is not None
    assert (found.signal.month, found.signal.direction) == (DECEMBER, -1)
    assert not found.is_common_cause


@pytest.mark.parametrize(
    ("figures", "polarity"), [(FALLING, "low"), (STEADY, "high"), (FALLING[1:], "high")], ids=["good", "none", "few"]
)
def test_what_varies_for_the_better_or_by_itself_or_too_shortly_is_none(figures: list[str], polarity: str) -> None:
    assert of(public(varying(GREEN, figures, polarity))) == []


def test_red_with_normal_variation_says_so() -> None:
    (found,) = of(public(varying(RED, STEADY)))
    assert (found.because, found.signal, found.is_common_cause) == (("below_expectation",), None, True)


def test_a_running_total_has_no_variation_of_its_own() -> None:
    months = measure(*(shown(each) for each in FALLING), months=MONTHS)
    assert of(public(row("9", GREEN, months, polarity="high", accumulation="running_total"))) == []


def test_the_months_of_earlier_reports_count_as_the_latest_paper_has_them() -> None:
    now = public(row("9", GREEN, measure(shown("7"), None, in_part_2("9"), months=MONTHS[1:4])))
    before = public(row("9", GREEN, measure(shown("5"), shown("6"), absent("n/a"), months=MONTHS[:3])), as_at=OCTOBER)
    assert [(each.month, each.value) for each in points_of("small-9", "", [now, before])] == [
        (MONTHS[0], Decimal(5)),
        (MONTHS[1], Decimal(7)),
        (MONTHS[3], Decimal(9)),
    ]
    assert points_of("small-10", "", [now]) == []
    assert now.as_at == DECEMBER
