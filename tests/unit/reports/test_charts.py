"""The chart of a measure: what a paper shows is drawn, what it hides is a gap and a note."""

import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from django.conf import settings

from indicators.periods import add_months
from reports.chart_data import EARLIER_MONTHS, chart_of
from reports.chart_scale import apart, named_months, runs_of, scale_of
from reports.charts import HIDDEN_NOTE, Chart, ChartMark, ChartPoint, ChartTarget, chart_svg
from suppression.paper import Paper, PartlyHidden, Rebased, YearFigure
from tests.unit.reports.papers import HIDDEN, MONTHS, absent, in_part_2, indicator, measure, paper, shown

APRIL, MAY, JUNE, JULY, AUGUST = MONTHS[:5]
SVG = "{http://www.w3.org/2000/svg}"


def chart(*figures: Any, **said: Any) -> Chart:
    made = drawn(*figures, **said)
    assert made is not None
    return made


def drawn(
    *figures: Any, earlier: tuple[Paper, ...] = (), benchmarks: tuple[YearFigure, ...] = (), **said: Any
) -> Chart | None:
    of_it = indicator("17", measure(*figures, benchmarks=benchmarks), **said)
    return chart_of(paper(of_it), of_it, of_it.measures[0], earlier)


def last_year(*figures: Any, first: date = date(2019, 4, 1), **said: Any) -> Paper:
    """A paper of the year before, with these figures from its first month on."""
    months = tuple(add_months(first, place) for place in range(12))
    of_it = indicator("17", measure(*figures, months=months), **said)
    return msgspec.structs.replace(paper(of_it), as_at=add_months(first, 11), months=months)


def texts_of(svg: bytes) -> list[str]:
    root = ElementTree.fromstring(svg)
    return [each.text for kind in ("text", "tspan") for each in root.iter(f"{SVG}{kind}") if each.text]


# From papers


def test_every_figure_that_is_shown_is_a_point() -> None:
    made = chart(shown("7"), shown("9"))
    assert [(point.month, point.value, point.run) for point in made.points] == [(APRIL, 7, 0), (MAY, 9, 0)]
    assert made.months == MONTHS


@pytest.mark.parametrize("gap", [HIDDEN, PartlyHidden("(of 60)", denominator=Decimal(60))])
def test_a_hidden_month_is_a_gap_and_a_note(gap: Any) -> None:
    made = chart(shown("7"), gap, shown("9"))
    assert [(point.month, point.run) for point in made.points] == [(APRIL, 0), (JUNE, 1)]
    assert made.hidden == (MAY,)
    assert f"{HIDDEN_NOTE}: May 2020." in made.description
    assert f"[c] {HIDDEN_NOTE}" in texts_of(chart_svg(made))


def test_an_absence_is_a_gap_without_the_note() -> None:
    made = chart(shown("7"), absent("To be published"), shown("9"))
    assert [point.run for point in made.points] == [0, 1]
    assert made.hidden == () and HIDDEN_NOTE not in made.description
    assert "[c]" not in texts_of(chart_svg(made))


def test_the_months_between_quarters_are_no_gap() -> None:
    figures = (None, None, shown("7"), None, None, shown("9"))
    assert [point.run for point in chart(*figures, frequency="quarterly").points] == [0, 0]
    assert [point.run for point in chart(*figures, frequency="monthly").points] == [2, 4]


def test_where_no_month_is_shown_there_is_no_chart() -> None:
    assert drawn(HIDDEN, HIDDEN) is None
    assert drawn() is None


def test_part_2_draws_what_only_it_has() -> None:
    assert [point.value for point in chart(in_part_2("3"), shown("9")).points] == [3, 9]


def test_earlier_papers_add_the_months_before() -> None:
    made = chart(shown("9"), earlier=(last_year(shown("4"), HIDDEN, *[shown("5")] * 10),))
    assert made.months[0] == date(2019, 4, 1) and len(made.months) == 24
    assert (made.points[0].month, made.points[0].value) == (date(2019, 4, 1), 4)
    assert made.hidden == (date(2019, 5, 1),)
    assert made.points[-1].run == made.points[-2].run, "the line goes on from March to April"


def test_what_is_hidden_now_is_not_drawn_because_an_earlier_paper_showed_it() -> None:
    october = paper(indicator("17", measure(shown("7"), shown("8"))))
    made = chart(shown("7"), HIDDEN, earlier=(october,))
    assert [point.month for point in made.points] == [APRIL]
    assert made.hidden == (MAY,)


def test_of_two_earlier_papers_the_later_one_counts() -> None:
    early, late = last_year(shown("4")), last_year(HIDDEN, shown("6"))
    made = chart(shown("9"), earlier=(late, early))
    assert made.points[0] == ChartPoint(date(2019, 5, 1), Decimal(6), made.points[0].run)
    assert made.hidden == (date(2019, 4, 1),)


def test_months_of_long_ago_and_of_another_unit_are_left_out() -> None:
    assert chart(shown("9"), earlier=(last_year(shown("4"), unit="percentage"),)).months == MONTHS
    long_ago = last_year(*[shown("4")] * 12, first=date(2017, 4, 1))
    assert EARLIER_MONTHS == 24 and chart(shown("9"), earlier=(long_ago,)).months == MONTHS
    assert drawn(earlier=(long_ago,)) is None


def test_limits_come_from_months_that_are_not_drawn_too() -> None:
    long_ago = last_year(*[shown(number) for number in ("9", "15") * 6], first=date(2017, 4, 1))
    made = chart(shown("40"), earlier=(long_ago,))
    (limits,) = made.limits
    assert (limits.first_month, limits.last_month) == (APRIL, APRIL)
    assert [point.is_special for point in made.points] == [True]
    assert chart_svg(made)


def test_limits_and_special_causes_come_from_figures_that_are_shown() -> None:
    before = last_year(*[shown(number) for number in ("9", "15") * 6])
    made = chart(shown("40"), HIDDEN, earlier=(before,))
    assert [point.month for point in made.points if point.is_special] == [APRIL]
    (limits,) = made.limits
    assert (limits.first_month, limits.last_month) == (date(2019, 4, 1), APRIL)
    assert "Special cause: April 2020." in made.description
    assert not chart(shown("30")).limits, "on trial"


def test_a_running_total_has_no_limits() -> None:
    before = last_year(*[shown(f"{number}") for number in range(1, 13)], accumulation="running_total")
    assert not chart(shown("30"), earlier=(before,), accumulation="running_total").limits


def test_limits_start_anew_where_a_paper_says_so() -> None:
    rebased = (Rebased(MAY, "A new team"),)
    of_it = indicator("17", msgspec.structs.replace(measure(shown("7"), shown("9")), rebased=rebased))
    made = chart_of(paper(of_it), of_it, of_it.measures[0], ())
    assert made is not None and made.rebased == (MAY,)
    assert "new limits" in texts_of(chart_svg(made))


def test_england_london_and_the_latest_own_year_are_marked_where_they_are_shown() -> None:
    benchmarks = (
        YearFigure("own", "2018/19", shown("30")),
        YearFigure("own", "2019/20", shown("31")),
        YearFigure("england", "2019/20", HIDDEN),
        YearFigure("london", "", shown("33")),
    )
    made = chart(shown("28"), benchmarks=benchmarks)
    assert made.marks == (ChartMark("London", Decimal(33)), ChartMark("2019/20", Decimal(31)))
    assert "London 33" in texts_of(chart_svg(made)) and "London" in texts_of(chart_svg(replace(made, is_narrow=True)))


def test_a_year_is_not_drawn_among_months_that_add_up_to_it() -> None:
    bounds: dict[str, Any] = {"has_target": True, "target_low": Decimal(26), "target_high": Decimal(26)}
    target = ChartTarget(Decimal(26), Decimal(26), -1)
    benchmarks = (YearFigure("own", "2019/20", shown("300")),)
    summed = indicator("1", measure(shown("28"), year_to_date=shown("28"), benchmarks=benchmarks), **bounds)
    summed = msgspec.structs.replace(summed, accumulation="flow")
    made = chart_of(paper(summed), summed, summed.measures[0], ())
    assert made is not None and made.target is None and made.marks == ()
    assert chart(shown("28"), **bounds).target == target


# The drawing


BOOK = Chart(
    title="17 Weeks <taken>, by month",
    description="It says & means this.",
    unit="weeks",
    suffix="",
    decimals=0,
    months=MONTHS,
    points=(ChartPoint(APRIL, Decimal(28), 0), ChartPoint(JULY, Decimal(24), 1, is_special=True)),
    hidden=(MAY, JUNE),
    target=ChartTarget(Decimal(26), Decimal(26), -1),
    marks=(ChartMark("England", Decimal(33)), ChartMark("London", Decimal(33))),
)


def test_a_drawing_has_a_title_a_description_and_no_width_of_its_own() -> None:
    root = ElementTree.fromstring(chart_svg(BOOK))
    assert root.findtext(f"{SVG}title") == BOOK.title
    assert root.findtext(f"{SVG}desc") == BOOK.description
    assert root.get("viewBox") == "0 0 620 300" and root.get("width") is None and root.get("role") == "img"


def test_equal_charts_give_equal_bytes_and_others_do_not() -> None:
    first = chart_svg(BOOK)
    chart_svg(replace(BOOK, unit="number"))
    chart_svg.cache_clear()
    assert chart_svg(replace(BOOK)) == first
    moved = replace(BOOK, points=(replace(BOOK.points[0], value=Decimal(29)), BOOK.points[1]))
    assert chart_svg(moved) != first


def test_a_drawing_refers_to_nothing_and_runs_nothing() -> None:
    svg = chart_svg(BOOK).decode()
    assert not re.search(r"<script|<style|<foreignObject|<image|\son\w+=|href=|url\(|style=|@import", svg)
    assert re.findall(r"https?://[^\"]*", svg) == ["http://www.w3.org/2000/svg"]


def test_every_month_and_mark_is_written_once() -> None:
    texts = texts_of(chart_svg(BOOK))
    for word in ("Apr", "Dec", "Mar", "England 33", "London 33", "Target 26", "[c]", "Weeks"):
        assert texts.count(word) == 1, word
    assert texts.count("2020") == texts.count("2021") == 1


def contrast_with_white(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in parts)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def test_every_colour_that_says_something_has_a_contrast_of_three_to_one() -> None:
    from reports import chart_drawing

    svg = chart_svg(BOOK).decode()
    colours = set(re.findall(r"(?:fill|stroke)=\"(#[0-9a-f]{6})\"", svg)) - {"#ffffff", chart_drawing.GRID}
    assert {chart_drawing.INK, chart_drawing.ACCENT, chart_drawing.TARGET, chart_drawing.QUIET} >= colours
    assert all(contrast_with_white(colour) >= 3 for colour in colours)


def test_a_special_cause_has_a_shape_of_its_own() -> None:
    accent = settings.THEME["accent"]
    plain = replace(BOOK, points=tuple(replace(point, is_special=False) for point in BOOK.points))
    for each, dots, diamonds in ((BOOK, 1, 1), (plain, 2, 0)):
        svg = chart_svg(each).decode()
        assert svg.count(f'fill="{accent}"') == dots
        assert svg.count(f'fill="#ffffff" stroke="{accent}"') == diamonds


# Where things lie


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (("28", "24"), ("24", "28", "1")),
        (("0", "3"), ("0", "3", "1")),
        (("97.2", "98.9"), ("97", "99", "0.5")),
        (("412", "1340"), ("0", "1500", "500")),
        (("7", "7"), ("6", "8", "0.5")),
        (("-3", "4"), ("-4", "4", "2")),
    ],
)
def test_the_scale_has_round_ends_around_what_is_drawn(values: tuple[str, ...], expected: tuple[str, ...]) -> None:
    points = tuple(ChartPoint(APRIL, Decimal(value), 0) for value in values)
    scale = scale_of(replace(BOOK, points=points, target=None, marks=()))
    assert (scale.low, scale.high, scale.step) == tuple(Decimal(each) for each in expected)
    assert scale.ticks[0] == scale.low and scale.ticks[-1] == scale.high


def test_labels_are_as_near_as_there_is_room() -> None:
    far = [Decimal(10), Decimal(60)]
    assert apart(far, Decimal(14), Decimal(200)) == far
    assert apart([Decimal(50), Decimal(50), Decimal(40)], Decimal(14), Decimal(200)) == [54, 68, 40]
    assert apart([Decimal(199), Decimal(198)], Decimal(14), Decimal(200)) == [200, 186]


def test_long_charts_name_fewer_months_and_april_among_them() -> None:
    long = replace(BOOK, months=tuple(add_months(APRIL, place - 24) for place in range(36)))
    assert named_months(BOOK) == list(range(12))
    assert {long.months[place].month for place in named_months(long)} == {1, 4, 7, 10}
    assert {long.months[place].month for place in named_months(replace(long, is_narrow=True))} == {4}


def test_adjacent_hidden_months_are_one_run() -> None:
    assert runs_of(replace(BOOK, hidden=(MAY, JUNE, AUGUST))) == [(1, 2), (4, 4)]
