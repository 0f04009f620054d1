"""An index says what its dataset held, as at one month."""

from datetime import date

import pytest

from indicators.index import IndexFigure, IndexRelation
from indicators.models import Dataset, DefinitionRelation, IndicatorDefinition, Outturn
from indicators.vocabulary import BELOW_EXPECTATION, DefinitionRelationKind, RelationStatus
from reports.assemble import NothingToReport, assemble
from tests.factories.reports import DECEMBER

OCTOBER = date(2020, 10, 1)


def year_to_date(dataset: Dataset, as_at: date, number: str) -> IndexFigure | None:
    (indicator,) = [each for each in assemble(dataset, as_at).indicators if each.number == number]
    return indicator.measures[0].year_to_date


def test_the_exceptions_as_at_december_2020(dataset: Dataset) -> None:
    exceptions = {
        indicator.number: indicator.rating.rating.value
        for indicator in assemble(dataset, DECEMBER).indicators
        if indicator.rating.rating in BELOW_EXPECTATION
    }
    assert exceptions == {"22.2": "amber", "23": "amber", "26": "red", "29": "amber", "35.1": "amber"}


def test_indicators_come_in_the_order_of_the_index(dataset: Dataset) -> None:
    numbers = [indicator.number for indicator in assemble(dataset, DECEMBER).indicators]
    assert numbers[:4] == ["1.1", "1.2", "2", "3"]
    assert numbers[-2:] == ["35.1", "35.2"]
    assert len(numbers) == 38


def test_as_at_october_no_later_month_is_shown(dataset: Dataset) -> None:
    index = assemble(dataset, OCTOBER)
    figures = [
        (month, figure)
        for indicator in index.indicators
        for measure in indicator.measures
        for month, figure in measure.months
    ]
    assert {month for month, figure in figures if month > OCTOBER} != set(), "the columns of later months stay"
    assert [figure for month, figure in figures if month > OCTOBER and figure is not None] == []
    assert [figure for month, figure in figures if month == OCTOBER and figure is not None] != []


def test_as_at_october_the_year_to_date_ends_in_october(dataset: Dataset) -> None:
    referrals = year_to_date(dataset, OCTOBER, "9")
    assert referrals is not None
    assert referrals.value == 224 + 213 + 259 + 361 + 269 + 412 + 423
    assert referrals.text == "2,161"
    assert year_to_date(dataset, OCTOBER, "22.1") is None, "the typed one is December's"
    assert year_to_date(dataset, OCTOBER, "35.1") is None


def test_as_at_october_a_rating_is_of_octobers_figures_and_not_decembers_override(dataset: Dataset) -> None:
    ratings = {each.number: each.rating for each in assemble(dataset, OCTOBER).indicators}
    assert all(rating.reason == "" for rating in ratings.values())
    assert ratings["29"].text == "RED", "19 against 12 to 15"
    assert ratings["23"].text == "RED", "4 against 16"


def test_a_year_to_date_that_was_typed_is_shown_as_typed(dataset: Dataset) -> None:
    typed = Outturn.objects.get(
        measure__indicator__definitions__number="9",
        measure__indicator__dataset=dataset,
        period__kind="year_to_date",
    )
    typed.value = 2900
    typed.save()
    figure = year_to_date(dataset, DECEMBER, "9")
    assert figure is not None
    assert figure.text == "2,900"


def test_a_sum_is_not_made_up_where_a_month_has_no_figure(dataset: Dataset) -> None:
    Outturn.objects.filter(
        measure__indicator__definitions__number="9",
        measure__indicator__dataset=dataset,
        period__last_month="2020-06-01",
    ).update(value=None, absence="not_available", wording="Not available")
    assert year_to_date(dataset, OCTOBER, "9") is None


def test_figures_are_written_as_the_council_writes_them(dataset: Dataset) -> None:
    index = assemble(dataset, DECEMBER)
    texts = {
        (indicator.number, measure.name, f"{month:%Y-%m}"): figure.text
        for indicator in index.indicators
        for measure in indicator.measures
        for month, figure in measure.months
        if figure is not None
    }
    assert texts["3", "", "2020-12"] == "97%"
    assert texts["14", "review", "2020-06"] == "99%"
    assert texts["30", "", "2020-09"] == "1.3% (92/7051)"
    assert texts["17", "", "2020-09"] == "Data Not Published"


def test_the_calendar_year_table_has_its_own_months(dataset: Dataset) -> None:
    index = assemble(dataset, DECEMBER)
    assert (index.months[0], index.months[-1]) == (date(2020, 4, 1), date(2021, 3, 1))
    assert (index.calendar_months[0], index.calendar_months[-1]) == (date(2020, 1, 1), DECEMBER)
    (plans,) = [each for each in index.indicators if each.number == "35.1"]
    assert [f"{month:%b} {figure.text}" for month, figure in plans.measures[0].months if figure] == [
        "Mar 48%",
        "Jun 60%",
        "Sep 67%",
        "Dec 74%",
    ]


def test_a_year_without_definitions_has_nothing_to_report(dataset: Dataset) -> None:
    with pytest.raises(NothingToReport, match="no indicators for 2022/23"):
        assemble(dataset, date(2022, 5, 1))


def test_an_index_says_what_was_confirmed_and_nothing_that_was_not(dataset: Dataset) -> None:
    by_number = {each.number: each for each in IndicatorDefinition.objects.filter(indicator__dataset=dataset)}
    numerator, denominator = DefinitionRelationKind.NUMERATOR_IS, DefinitionRelationKind.DENOMINATOR_IS
    DefinitionRelation.objects.filter(definition__indicator__dataset=dataset).delete()
    for number, kind, other, status in (
        ("24", denominator, "19", RelationStatus.CONFIRMED),
        ("24", numerator, "12", RelationStatus.PROPOSED),
        ("25", denominator, "19", RelationStatus.DECLINED),
    ):
        DefinitionRelation.objects.create(
            definition=by_number[number], kind=kind, other=by_number[other], status=status
        )
    said = {each.number: each.relations for each in assemble(dataset, DECEMBER).indicators if each.relations}
    assert said == {"24": (IndexRelation(denominator, by_number["19"].indicator.key),)}


def test_an_index_takes_no_more_queries_with_more_indicators(dataset: Dataset, django_assert_max_num_queries) -> None:
    assert IndicatorDefinition.objects.filter(indicator__dataset=dataset).count() == 38
    with django_assert_max_num_queries(8):
        assemble(dataset, DECEMBER)
