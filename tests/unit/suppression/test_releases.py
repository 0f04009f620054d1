"""A reader keeps earlier papers: nothing hidden in any of them follows from all of them together."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import accumulate, pairwise

import pytest

from indicators.index import (
    Index,
    IndexBenchmark,
    IndexFigure,
    IndexIndicator,
    IndexMeasure,
    IndexRating,
    IndexRelation,
    IndexSection,
)
from indicators.periods import add_months
from indicators.vocabulary import (
    Accumulation,
    Comparator,
    DefinitionRelationKind,
    Frequency,
    Polarity,
    Rating,
    Unit,
    YearBasis,
)
from suppression.engine import attack
from suppression.models import SuppressionPolicy
from suppression.paper import Hidden, Part1Paper, Shown
from suppression.reader import reader_view_of
from suppression.services import ProtectedIndex, protect
from suppression.table import CannotProtect

APRIL = date(2020, 4, 1)


def figure(number: int) -> IndexFigure:
    return IndexFigure(text=str(number), value=Decimal(number))


def index_of(numbers: Sequence[int], kind: Accumulation = Accumulation.FLOW, first: date = APRIL) -> Index:
    """One indicator as at the last of the months given, April first, with its year to date."""
    columns = tuple(add_months(first, number) for number in range(12))
    months = tuple(
        (month, figure(numbers[place]) if place < len(numbers) else None) for place, month in enumerate(columns)
    )
    total = sum(numbers) if kind is Accumulation.FLOW else numbers[-1]
    indicator = IndexIndicator(
        key="entrants",
        number="32",
        title="First time entrants",
        why_it_is_important="",
        polarity=Polarity.LOW,
        target="",
        has_target=False,
        unit=Unit.COUNT,
        frequency=Frequency.MONTHLY,
        year_basis=YearBasis.FINANCIAL,
        accumulation=kind,
        counts_people=True,
        rating=IndexRating(Rating.NONE, "This is not a target measure"),
        measures=(IndexMeasure("", months, figure(total), ()),),
    )
    return Index(
        council="Example",
        dataset="Example",
        dataset_slug="example",
        title="Example",
        as_at=columns[len(numbers) - 1],
        months=columns,
        calendar_months=(),
        sections=(IndexSection("All", (indicator,)),),
    )


def with_own_year(index: Index, year: str, total: int) -> Index:
    (section,) = index.sections
    (indicator,) = section.indicators
    (measure,) = indicator.measures
    measure = replace(measure, benchmarks=(IndexBenchmark(Comparator.OWN, year, figure(total)),))
    return replace(index, sections=(replace(section, indicators=(replace(indicator, measures=(measure,)),)),))


def published(numbers: Sequence[int] | Index, earlier: Sequence[Part1Paper] = ()) -> ProtectedIndex:
    index = numbers if isinstance(numbers, Index) else index_of(numbers)
    protected = protect(index, SuppressionPolicy(version=1), "", earlier)
    assert protected.check.safe, protected.check.message
    return protected


def hidden_months(paper: Part1Paper) -> list[int]:
    """Places of the hidden months, 0 for April; 12 for the year to date."""
    (measure,) = paper.indicators[0].measures
    figures = [*(month.figure for month in measure.months), measure.year_to_date]
    return [place for place, each in enumerate(figures) if isinstance(each, Hidden)]


NUMBERS = [10, 12, 11, 14, 9, 13, 12, 3, 11]


def test_a_month_that_is_public_already_is_no_partner_for_a_hidden_one() -> None:
    papers: list[Part1Paper] = []
    for last in (7, 8, 9):
        paper = published(NUMBERS[:last], papers).part_1
        assert not set(hidden_months(paper)) & set(range(7)), "what was public stays public"
        papers.append(paper)
    assert 7 in hidden_months(papers[-1])
    assert len(hidden_months(papers[-1])) > 1


def test_without_the_earlier_papers_the_check_would_miss_what_they_show() -> None:
    numbers = [10, 12, 11, 14, 9, 13, 12, 3, 0]  # only a month that was public by October can hide November
    october = published(numbers[:7]).part_1
    december = published(numbers).part_1  # made as if nothing had been published before
    policy = SuppressionPolicy(version=1).for_engine()
    assert attack(reader_view_of(december), policy).safe
    found = attack(reader_view_of(december, earlier=[october]), policy)
    assert not found.safe
    assert "November 2020" in found.message


def test_two_years_to_date_do_not_give_the_month_between_away() -> None:
    numbers = [20, 30, 25, 4, 28]
    papers: list[Part1Paper] = []
    for last in (3, 4, 5):
        papers.append(published(numbers[:last], papers).part_1)
    assert all(3 in hidden_months(paper) for paper in papers[1:])
    shown = [
        paper.indicators[0].measures[0].year_to_date.value
        for paper in papers
        if isinstance(paper.indicators[0].measures[0].year_to_date, Shown)
    ]
    assert Decimal(4) not in {later - before for before, later in pairwise(shown)}


def test_what_was_hidden_stays_hidden_through_the_year() -> None:
    first = published([20, 3, 30]).part_1
    again = published([20, 3, 30, 40, 50, 60], [first]).part_1
    assert set(hidden_months(first)) - {12} <= set(hidden_months(again))


def test_a_small_count_that_is_public_already_is_refused_by_name() -> None:
    lenient = SuppressionPolicy(version=1, smallest_publishable_count=2)
    paper = protect(index_of([20, 3, 30]), lenient, "").part_1
    found = protect(index_of([20, 3, 30, 40]), SuppressionPolicy(version=2), "", [paper]).check
    assert not found.safe
    assert [exposed.sentence for exposed in found.exposed] == ["indicator 32, May 2020 is a small count and is shown."]
    (where,) = found.unprotected
    assert "indicator 32, May 2020" in where
    assert "the report of June 2020" in where


def test_a_year_that_is_shown_as_our_own_previous_year_does_not_give_its_hidden_month_away() -> None:
    """Last year's total was hidden for the sake of a month; this year's index has it as a benchmark."""
    numbers = [8, 9, 7, 8, 9, 7, 8, 9, 7, 8, 9, 2]
    last_year = published(numbers).part_1
    hidden = hidden_months(last_year)
    assert 11 in hidden
    index = with_own_year(index_of([20, 30, 40], first=date(2021, 4, 1)), "2020/21", sum(numbers))
    alone, both = published(index).part_1, published(index, [last_year]).part_1
    own = [isinstance(paper.indicators[0].measures[0].benchmarks[0].figure, Shown) for paper in (alone, both)]
    assert own == [True, 12 not in hidden]


@pytest.mark.parametrize("total", [113, 109])
def test_a_year_that_was_recorded_late_is_hidden_for_the_sake_of_those_few(total: int) -> None:
    numbers = [10, 9, 8, 9, 10, 9, 8, 9, 10, 9, 8, 12]
    last_year = published(numbers).part_1
    assert not hidden_months(last_year)
    index = with_own_year(index_of([20, 30, 40], first=date(2021, 4, 1)), "2020/21", total)
    (benchmark,) = published(index, [last_year]).part_1.indicators[0].measures[0].benchmarks
    assert isinstance(benchmark.figure, Hidden)


def test_a_late_revision_of_a_few_is_not_to_be_had_from_two_reports() -> None:
    """The first quarter was 34 in June and is 36 in July: two were recorded late."""
    june = published([10, 12, 12]).part_1
    july = published([10, 14, 12, 15], [june]).part_1
    assert 1 in hidden_months(july)
    as_though_new = published([10, 14, 12, 15]).part_1
    policy = SuppressionPolicy(version=1).for_engine()
    found = attack(reader_view_of(as_though_new, earlier=[june]), policy)
    assert not found.safe
    assert "since the report of June 2020" in found.message or "recorded late" in found.message


def test_a_large_revision_hides_nothing() -> None:
    june = published([10, 12, 12]).part_1
    assert not hidden_months(published([10, 40, 12, 15], [june]).part_1)


def test_every_report_of_a_year_of_small_counts_is_safe_beside_all_others() -> None:
    numbers = [7, 6, 9, 2, 0, 8, 12, 5, 6, 7, 1, 9]
    papers: list[Part1Paper] = []
    for last in range(1, 13):
        papers.append(published(numbers[:last], papers).part_1)
    policy = SuppressionPolicy(version=1).for_engine()
    for paper in papers:
        others = [other for other in papers if other is not paper]
        assert attack(reader_view_of(paper, earlier=others), policy).safe


def test_a_running_total_is_safe_month_after_month() -> None:
    papers: list[Part1Paper] = []
    totals = list(accumulate([8, 9, 2, 0, 7, 12, 3]))
    for last in range(1, 8):
        index = index_of(totals[:last], Accumulation.RUNNING_TOTAL)
        protected = protect(index, SuppressionPolicy(version=1), "", papers)
        assert protected.check.safe, protected.check.message
        papers.append(protected.part_1)


def test_figures_that_the_engine_cannot_take_are_a_refusal_and_no_crash() -> None:
    index = index_of([20, 30])
    (indicator,) = index.indicators
    (measure,) = indicator.measures
    (april, first), *others = measure.months
    assert first is not None
    twice = replace(first, numerator=Decimal(20), denominator=Decimal(30))  # a count that is a ratio as well
    odd = replace(indicator, measures=(replace(measure, months=((april, twice), *others)),))
    with pytest.raises(CannotProtect):
        protect(replace(index, sections=(IndexSection("All", (odd,)),)), SuppressionPolicy(version=1), "")


def test_figures_that_contradict_each_other_are_refused_where_one_of_them_has_to_be_hidden() -> None:
    """May is 9 less 2 in the other part, and is hidden; the months come to one less than the year to date says.

    From the year to date a reader would take May for 8, and those in the other part for 1.
    """
    index = index_of([20, 7, 30])
    (section,) = index.sections
    (indicator,) = section.indicators
    (measure,) = indicator.measures
    named = DefinitionRelationKind.PART_OF
    part = replace(
        indicator,
        measures=(replace(measure, year_to_date=figure(58)),),
        relations=(IndexRelation(named, "whole"),),
    )
    rest = index_of([30, 2, 40]).indicators[0]
    other = replace(rest, key="other", number="33", relations=(IndexRelation(named, "whole"),))
    other = replace(other, measures=(replace(other.measures[0], year_to_date=None),))
    whole = replace(rest, key="whole", number="31")
    months = index_of([50, 9, 70]).indicators[0].measures[0].months
    whole = replace(whole, measures=(replace(measure, months=months, year_to_date=None),))
    contradictory = replace(index, sections=(replace(section, indicators=(whole, part, other)),))
    with pytest.raises(CannotProtect, match=r"contradict each other, and some have to be hidden: .*May 2020"):
        protect(contradictory, SuppressionPolicy(version=1), "")
