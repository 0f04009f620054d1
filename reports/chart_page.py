"""How the charts of an indicator stand in its page: their addresses, their words, and what they say of variation."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from indicators.formatting import opening
from indicators.variation import Process, Signal, SpecialCause, is_common_cause
from reports.addresses import page_name
from reports.chart_data import chart_of, history_of, process_of
from reports.charts import NARROW, WIDE, Chart
from reports.wording import AnyIndicator, AnyMeasure, AnyPaper, month_name

HIGH_AND_LOW = {
    SpecialCause.OUTSIDE: ("is above the process limits", "is below the process limits"),
    SpecialCause.SHIFT: (
        "is one of seven or more in a row above the mean",
        "is one of seven or more in a row below the mean",
    ),
    SpecialCause.TREND: ("is one of seven or more in a row that rise", "is one of seven or more in a row that fall"),
    SpecialCause.TWO_OF_THREE: (
        "is near the upper limit, as another of three in a row",
        "is near the lower limit, as another of three in a row",
    ),
}


@dataclass(frozen=True)
class RebasedLimits:
    from_month: str
    reason: str


@dataclass(frozen=True)
class ChartImage:
    """One measure's chart. `url` is empty where there is nothing to draw, and `words` say so.

    `variation` is what the process says of the latest figure; `rebased` the paper's rebasings with their reasons.
    """

    name: str
    words: str
    url: str = ""
    narrow_url: str = ""
    alternative: str = ""
    variation: str = ""
    rebased: tuple[RebasedLimits, ...] = ()
    size: tuple[int, int] = WIDE
    narrow_size: tuple[int, int] = NARROW


def images_of(paper: AnyPaper, indicator: AnyIndicator, earlier: Sequence[AnyPaper]) -> list[ChartImage]:
    """The charts of an indicator's measures, in their order."""
    measures: Sequence[AnyMeasure] = indicator.measures
    return [_image(paper, indicator, place, earlier) for place in range(len(measures))]


def _image(paper: AnyPaper, indicator: AnyIndicator, place: int, earlier: Sequence[AnyPaper]) -> ChartImage:
    measure: AnyMeasure = indicator.measures[place]
    name = opening(measure.name)
    chart = chart_of(paper, indicator, measure, earlier)
    if chart is None:
        return ChartImage(name, "There is no chart: no month's figure is shown.")
    in_page = {"key": indicator.key, "place": place}
    wide, arguments = page_name("chart", paper)
    narrow = wide.replace(":", ":narrow_")
    return ChartImage(
        name=name,
        words=_words(chart),
        url=reverse(wide, kwargs=arguments | in_page),
        narrow_url=reverse(narrow, kwargs=arguments | in_page),
        alternative=f"Chart: {chart.description}",
        variation=_variation(process_of(indicator, history_of(paper, indicator, measure, earlier)), chart),
        rebased=tuple(RebasedLimits(month_name(each.from_month), each.reason) for each in measure.rebased),
    )


def _words(chart: Chart) -> str:
    """What the signs of a drawing mean, of those that it has."""
    words = []
    if chart.target:
        words.append("Green: the target.")
    if chart.limits:
        words.append("Dashed: the limits of normal variation, with their mean.")
    if any(point.is_special for point in chart.points):
        words.append("Diamond: more than normal variation.")
    if chart.rebased:
        words.append("Upright: limits start anew.")
    return " ".join(words)


def _variation(process: Process, chart: Chart) -> str:
    """What variation says of the latest figure that is shown; nothing of limits on trial."""
    month = month_name(chart.points[-1].month)
    if is_common_cause(process):
        return f"The figure of {month} lies within normal variation."
    said = [_said(signal) for signal in process.latest_signals]
    return f"The figure of {month} {'; it '.join(said)}: more than normal variation." if said else ""


def _said(signal: Signal) -> str:
    high, low = HIGH_AND_LOW[signal.rule]
    return high if signal.direction > 0 else low
