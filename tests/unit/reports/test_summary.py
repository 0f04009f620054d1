"""A report in a minute and in pictures."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from msgspec.structs import replace

from indicators.vocabulary import Comparator
from reports.compared import compared_with
from reports.multiples import rating_strip, sparkline
from reports.summary import minute_context, persistent, rating_counts, summary_context
from suppression.paper import ExemptFigure, Paper, PaperIndicator, Rated, YearFigure
from suppression.paper_words import PaperCommentary
from tests.unit.reports.papers import AMBER, GREEN, HIDDEN, NOT_RATED, RED, absent, indicator, measure, paper, shown

OCTOBER = date(2020, 10, 1)


def october(*indicators: PaperIndicator) -> Paper:
    return replace(paper(*indicators), as_at=OCTOBER)


def below(number: str, rating: Rated, reports: int) -> PaperIndicator:
    commentary = PaperCommentary(because=("below_expectation",), text="So it is.", reports=reports)
    return indicator(number, rating=rating, commentary=commentary)


def html_of(whole: Paper, *earlier: Paper) -> str:
    return render_to_string("components/summary_body.html", summary_context(whole, earlier))


# Counts, movers, what stays below


def test_indicators_are_counted_by_rating_and_hidden_ones_apart() -> None:
    ratings = (GREEN, RED, HIDDEN, NOT_RATED, GREEN)
    counts = rating_counts(paper(*(indicator(str(number), rating=rating) for number, rating in enumerate(ratings))))
    assert [(each.kind, each.number, each.start) for each in counts] == [
        ("red", 1, 0),
        ("green", 2, 1),
        ("part-2", 1, 3),
        ("none", 1, 4),
    ]


def test_movers_are_those_of_the_report_before() -> None:
    now = paper(indicator("1", rating=RED), indicator("2", rating=GREEN), indicator("3", rating=HIDDEN))
    before = october(indicator("1", rating=GREEN), indicator("2", rating=AMBER), indicator("3", rating=RED))
    context = minute_context(now, [before])
    assert [each.number for each in context["worse"]] == ["1"]
    assert [each.number for each in context["better"]] == ["2"]
    assert [each.number for each in context["other_moves"]] == ["3"]
    assert context["last_report"] == "October 2020"


def test_a_first_report_has_no_movers() -> None:
    assert "This is the first report." in html_of(paper(indicator("1")))


def test_what_stays_below_expectation_longest_stands_first() -> None:
    found = persistent(paper(below("1", AMBER, 2), below("2", RED, 1), below("3", RED, 5)))
    assert [(each.number, each.row) for each in found] == [("3", "5th report in a row"), ("1", "2nd report in a row")]


# Beside England


def rated_with(figure: ExemptFigure, england: ExemptFigure, **said: object) -> PaperIndicator:
    ratio = {"unit": "percentage", "accumulation": "ratio"}
    benchmarks = (YearFigure("england", "2018", shown("1%", "1")), YearFigure("england", "2019", england))
    return indicator("26", measure(figure, benchmarks=benchmarks), **(ratio | said))


@pytest.mark.parametrize(("polarity", "place"), [("high", "worse"), ("low", "better")])
def test_polarity_says_who_stands_better(polarity: str, place: str) -> None:
    beside = compared_with(paper(rated_with(shown("38%"), shown("50%"), polarity=polarity)), Comparator.ENGLAND)
    (found,) = getattr(beside, place)
    assert (found.ours.text, found.when, found.theirs.text, found.period) == ("38%", "April 2020", "50%", "2019")
    assert not beside.left_out


def test_the_same_figure_is_neither_better_nor_worse() -> None:
    beside = compared_with(paper(rated_with(shown("50%"), shown("50%"))), Comparator.ENGLAND)
    assert len(beside.same) == 1 and not beside.better and not beside.worse


def test_the_year_to_date_is_compared_where_there_is_one() -> None:
    plan = measure(shown("74%"), year_to_date=shown("62%"), benchmarks=(YearFigure("london", "2019", shown("65%")),))
    plans = indicator("35.1", plan, unit="percentage", accumulation="ratio", polarity="high")
    (found,) = compared_with(paper(plans), Comparator.LONDON).worse
    assert (found.ours.text, found.when) == ("62%", "year to date")


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (rated_with(HIDDEN, shown("50%")), "where a figure is hidden"),
        (rated_with(shown("38%"), HIDDEN), "where a figure is hidden"),
        (rated_with(shown("38%"), absent("Local Measure")), "no figure to compare"),
        (rated_with(absent("Awaited"), shown("50%")), "no figure to compare"),
        (rated_with(shown("38"), shown("646120"), unit="count", accumulation="stock"), "count people or events"),
        (rated_with(shown("38"), shown("50"), accumulation="flow"), "add up over a year"),
        (rated_with(shown("38%"), shown("50%"), polarity="neither"), "neither higher nor lower is better"),
    ],
)
def test_what_cannot_be_compared_is_left_out_and_said(said: PaperIndicator, reason: str) -> None:
    beside = compared_with(paper(said), Comparator.ENGLAND)
    assert not beside.better and not beside.same and not beside.worse
    (sentence,) = beside.left_out
    assert sentence.startswith("26, ")
    assert reason in sentence


# Pictures


def test_a_hidden_month_is_a_bar_and_has_no_part_in_the_scale() -> None:
    drawn = sparkline(indicator("9"), measure(shown("10"), HIDDEN, shown("20"), shown("15")))
    assert drawn is not None
    assert drawn.hidden == ("12",)
    assert drawn.lines == ("30,5.0 42,20.0",)
    assert drawn.dots == (("6", "35.0"),)
    assert "Hidden: May 2020." in drawn.words
    assert "between 10 and 20" in drawn.words


def test_adjacent_hidden_months_are_said_together() -> None:
    drawn = sparkline(indicator("9"), measure(HIDDEN, HIDDEN, shown("7"), HIDDEN))
    assert drawn is not None and drawn.words == "7 in June 2020. Hidden: April 2020 to May 2020 and July 2020."
    assert sparkline(indicator("9"), measure(absent("Awaited"))) is None
    everything = sparkline(indicator("9"), measure(HIDDEN, HIDDEN))
    assert everything is not None and (everything.lines, everything.last) == ((), None)


def test_quarters_are_joined_and_months_with_a_gap_are_not() -> None:
    figures = (shown("1"), None, None, shown("2"))
    quarterly, monthly = (
        sparkline(indicator("9", frequency=frequency), measure(*figures)) for frequency in ("quarterly", "monthly")
    )
    assert quarterly is not None and len(quarterly.lines) == 1
    assert monthly is not None and (monthly.lines, len(monthly.dots)) == ((), 2)


def test_figures_that_are_all_the_same_lie_in_the_middle() -> None:
    drawn = sparkline(indicator("9"), measure(shown("7"), shown("7")))
    assert drawn is not None and drawn.last == ("18", "20")


def test_the_target_is_a_band_where_it_is_one_of_months() -> None:
    ranged = {"target_low": Decimal(10), "target_high": Decimal(20), "has_target": True, "accumulation": "ratio"}
    drawn = sparkline(indicator("9", **ranged), measure(shown("0")))
    assert drawn is not None and drawn.target == ("4.0", "17.0")


def test_the_strip_of_ratings_runs_from_the_earliest_report_and_is_read_in_words() -> None:
    papers = [
        paper(indicator("26", rating=RED)),
        october(indicator("26", rating=HIDDEN)),
        replace(paper(indicator("26", rating=NOT_RATED)), as_at=date(2020, 9, 1)),
        replace(paper(indicator("1")), as_at=date(2020, 8, 1)),
    ]
    assert [(each.month, each.kind, each.word) for each in rating_strip(papers, "indicator-26")] == [
        ("Sep 20", "none", "not rated"),
        ("Oct 20", "part-2", "in Part 2 only"),
        ("Dec 20", "red", "RED"),
    ]


def test_every_picture_has_words_and_no_two_sections_one_name() -> None:
    html = html_of(paper(indicator("1", measure(shown("7"), HIDDEN)), indicator("2")))
    assert html.count('role="img"') == 2
    assert all(re.findall(r'aria-label="([^"]*)"', html))
    identifiers = re.findall(r'\sid="([^"]*)"', html)
    assert len(identifiers) == len(set(identifiers))
