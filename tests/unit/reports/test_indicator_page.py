"""What the page about one indicator makes of a paper and the papers before it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import msgspec
import pytest

from indicators.variation import SpecialCause
from reports.chart_page import HIGH_AND_LOW, images_of
from reports.decoding import KEPT_IN_MEMORY, DecodedPapers
from reports.differences import definition_changes
from reports.indicator_page import indicator_context
from suppression.paper import Paper, PaperIndicator, Rated, Rebased, YearFigure, decode_part_1, encode
from tests.unit.reports.papers import AMBER, HIDDEN, NOT_RATED, RED, absent, indicator, measure, paper, shown

OCTOBER, NOVEMBER = date(2020, 10, 1), date(2020, 11, 1)


def as_at(month: date, *indicators: PaperIndicator) -> Paper:
    return msgspec.structs.replace(paper(*indicators), as_at=month)


# Ratings


def test_the_ratings_of_all_reports_stand_in_order_each_with_a_word() -> None:
    now = indicator("26", measure(shown("38%", "38")), rating=RED)
    earlier = [
        as_at(NOVEMBER, indicator("26", measure(HIDDEN), rating=HIDDEN)),
        as_at(OCTOBER, indicator("26", rating=NOT_RATED)),
        as_at(date(2020, 9, 1), indicator("26", rating=AMBER)),
        as_at(date(2020, 8, 1), indicator("1")),
    ]
    given = indicator_context(paper(now), now, earlier)["ratings"]
    assert [(each.as_at.month, each.kind, each.word) for each in given] == [
        (9, "amber", "AMBER"),
        (10, "none", "Not rated"),
        (11, "part-2", "Part 2 only"),
        (12, "red", "RED"),
    ]
    assert [each.is_this_report for each in given] == [False, False, False, True]


# The strip


def test_the_strip_sets_the_standing_figure_beside_own_years_england_and_london() -> None:
    benchmarks = (
        YearFigure("england", "", shown("62")),
        YearFigure("london", "", absent("Local Measure")),
        YearFigure("own", "2019/20", HIDDEN),
    )
    now = indicator("18", measure(shown("60"), benchmarks=benchmarks))
    (strip,) = indicator_context(paper(now), now)["strips"]
    assert [(item.name, item.period, item.line.kind) for item in strip.items] == [
        ("This council", "April 2020", "shown"),
        ("This council", "2019/20", "hidden"),
        ("England", "", "shown"),
        ("London", "", "absent"),
    ]
    total = indicator("18", measure(shown("60"), year_to_date=shown("99"), benchmarks=benchmarks))
    (strip,) = indicator_context(paper(total), total)["strips"]
    assert (strip.items[0].period, strip.items[0].line.text) == ("year to date", "99")


def test_each_of_several_measures_has_a_strip_and_one_without_comparison_none() -> None:
    compared = (YearFigure("england", "", shown("62")),)
    now = indicator("14", measure(shown("1"), name="initial", benchmarks=compared), measure(shown("2"), name="review"))
    assert [strip.name for strip in indicator_context(paper(now), now)["strips"]] == ["initial"]
    assert [chart.name for chart in indicator_context(paper(now), now)["charts"]] == ["Initial", "Review"]


def test_the_strip_says_where_its_figures_were_taken_from_and_when() -> None:
    tool = {"source": "Local Authority Interactive Tool", "taken_on": date(2021, 1, 4)}
    benchmarks = (
        YearFigure("england", "2019", shown("62"), **tool),
        YearFigure("london", "2019", shown("52"), **tool),
        YearFigure("own", "2019/20", shown("48"), source="Annual return"),
        YearFigure("own", "2018/19", shown("47")),
    )
    now = indicator("18", measure(shown("60"), benchmarks=benchmarks))
    (strip,) = indicator_context(paper(now), now)["strips"]
    assert strip.sources == (
        "This council: Annual return.",
        "England and London: Local Authority Interactive Tool, taken on 4 January 2021.",
    )


# Charts


def test_where_nothing_is_drawn_the_page_says_so() -> None:
    now = indicator("17", measure(HIDDEN))
    (image,) = images_of(paper(now), now, ())
    assert (image.url, image.words) == ("", "There is no chart: no month's figure is shown.")


def test_the_reason_of_a_rebasing_stands_beside_the_chart() -> None:
    rebased = (Rebased(date(2020, 5, 1), "A new team"),)
    now = indicator("17", msgspec.structs.replace(measure(shown("7"), shown("9")), rebased=rebased))
    (image,) = images_of(paper(now), now, ())
    assert [(each.from_month, each.reason) for each in image.rebased] == [("May 2020", "A new team")]
    assert image.words == "Upright: limits start anew."


def last_year(*figures: str) -> Paper:
    months = tuple(date(2019 + (place > 8), (place + 3) % 12 + 1, 1) for place in range(12))
    before = indicator("17", measure(*(shown(each) for each in figures), months=months))
    return msgspec.structs.replace(as_at(date(2020, 3, 1), before), months=months)


@pytest.mark.parametrize(
    ("figure", "said"),
    [
        ("12", "The figure of April 2020 lies within normal variation."),
        ("40", "The figure of April 2020 is above the process limits: more than normal variation."),
    ],
)
def test_the_page_says_whether_the_latest_figure_is_more_than_normal_variation(figure: str, said: str) -> None:
    now = indicator("17", measure(shown(figure)))
    (image,) = images_of(paper(now), now, [last_year(*["9", "15"] * 6)])
    assert image.variation == said
    (on_trial,) = images_of(paper(now), now, [last_year(*["9", "15"] * 5)])
    assert on_trial.variation == ""


@pytest.mark.parametrize("rule", SpecialCause)
def test_every_special_cause_has_words_for_either_direction(rule: SpecialCause) -> None:
    assert len(set(HIGH_AND_LOW[rule])) == 2


# Changes of the definition


def test_what_a_report_changed_of_the_definition_is_said_with_before_and_after() -> None:
    papers = [
        paper(indicator("26", target="24 weeks", title="Weeks")),
        as_at(NOVEMBER, indicator("26", target="26 weeks", title="Weeks")),
        as_at(OCTOBER, indicator("26", target="26 weeks", title="Weeks taken")),
    ]
    changes = [
        (each.as_at.month, each.label, each.before, each.after) for each in definition_changes(papers, "indicator-26")
    ]
    assert changes == [
        (12, "Target or range of acceptable performance", "26 weeks", "24 weeks"),
        (11, "Title", "Weeks taken", "Weeks"),
    ]


def test_figures_and_ratings_are_no_change_of_the_definition() -> None:
    papers = [
        paper(indicator("26", measure(shown("1")), rating=Rated("red", "RED", least=Decimal(1)))),
        as_at(OCTOBER, indicator("26", measure(HIDDEN), rating=HIDDEN)),
    ]
    assert list(definition_changes(papers, "indicator-26")) == []


# Papers that were read before


def test_a_paper_is_decoded_once_and_the_oldest_is_forgotten() -> None:
    documents = {
        number: encode(as_at(date(2000 + number, 1, 1), indicator("1"))) for number in range(KEPT_IN_MEMORY + 1)
    }
    asked: list[list[int]] = []

    def load(keys: list[int]) -> Iterable[tuple[int, bytes]]:
        asked.append(keys)
        return [(key, documents[key]) for key in reversed(keys)]

    papers = DecodedPapers(decode_part_1)
    first = papers.of({3: "c", 1: "a"}, load)
    assert [each.as_at.year for each in first] == [2003, 2001]
    assert papers.of({1: "a", 2: "b", 3: "c"}, load)[::2] == first[::-1]
    assert asked == [[3, 1], [2]]
    papers.of({number: f"sha {number}" for number in documents}, load)
    assert len(papers.kept) == KEPT_IN_MEMORY
    papers.of({3: "c"}, load)
    assert asked[-1] == [3]


def test_what_is_no_part_1_paper_is_not_remembered_as_one() -> None:
    papers = DecodedPapers(decode_part_1)
    exempt = encode(paper(indicator("1"), part=2))
    with pytest.raises(msgspec.ValidationError):
        papers.of({1: "a"}, lambda keys: [(1, exempt)])
    assert not papers.kept
