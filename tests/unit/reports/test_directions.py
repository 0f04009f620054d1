"""Which way an indicator goes, of figures that are shown."""

from decimal import Decimal

import pytest

from reports.directions import directions, way
from suppression.paper import ExemptFigure, PartlyHidden
from tests.unit.reports.papers import HIDDEN, absent, in_part_2, indicator, measure, shown


def words(*figures: ExemptFigure | None, **said: object) -> list[tuple[str, str, str]]:
    found = directions(indicator("9", measure(*figures), **said))
    return [(each.word, each.arrow, each.since) for each in found]


@pytest.mark.parametrize(
    ("polarity", "latest", "direction"),
    [
        ("high", "8", ("improving", "up", "April 2020")),
        ("high", "6", ("worsening", "down", "April 2020")),
        ("low", "8", ("worsening", "up", "April 2020")),
        ("low", "6", ("improving", "down", "April 2020")),
        ("low", "7", ("steady", "level", "April 2020")),
        ("neither", "8", ("higher", "up", "April 2020")),
        ("neither", "6", ("lower", "down", "April 2020")),
    ],
)
def test_polarity_says_which_way_is_better(polarity: str, latest: str, direction: tuple[str, str, str]) -> None:
    assert words(shown("7"), shown(latest), polarity=polarity) == [direction]


@pytest.mark.parametrize(
    ("before", "after", "word"),
    [("20", "18", "improving"), ("18", "20", "worsening"), ("10", "11", "improving"), ("13", "14", "higher")],
)
def test_where_neither_way_is_better_nearer_to_the_target_range_is(before: str, after: str, word: str) -> None:
    ranged = {"target_low": Decimal(12), "target_high": Decimal(15), "has_target": True, "polarity": "neither"}
    caseloads = indicator("29", measure(), accumulation="latest", **ranged)
    assert way(caseloads, Decimal(before), Decimal(after)) == word


@pytest.mark.parametrize("hidden", [HIDDEN, PartlyHidden("[c] (of 42)", denominator=Decimal(42))])
def test_nothing_is_said_where_either_figure_is_hidden(hidden: ExemptFigure) -> None:
    assert words(shown("7"), hidden) == []
    assert words(hidden, shown("7")) == []
    assert words(shown("9"), hidden, shown("7")) == [], "nor of a month before the hidden one"
    assert words(hidden, shown("9"), shown("7")) == [("improving", "down", "May 2020")]


def test_months_that_are_not_due_or_not_available_are_passed_over() -> None:
    assert words(shown("9"), None, absent("Not available"), shown("7")) == [("improving", "down", "April 2020")]


def test_a_total_so_far_has_no_direction() -> None:
    assert words(shown("7"), shown("9"), accumulation="running_total") == []


def test_one_month_has_no_direction() -> None:
    assert words(shown("7")) == []


def test_each_of_several_measures_has_its_own() -> None:
    initial, review = measure(shown("1"), shown("2"), name="initial"), measure(HIDDEN, shown("2"), name="review")
    assert [(each.name, each.word) for each in directions(indicator("14", initial, review))] == [
        ("initial", "worsening")
    ]


def test_part_2_sees_what_it_shows() -> None:
    assert words(shown("9"), in_part_2("4")) == [("improving", "down", "April 2020")]
