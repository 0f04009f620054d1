"""The charts of an indicator, from a paper and the papers before it: what they show, and nothing else.

Limits and special causes of a Part 1 chart come from figures that are shown. Nothing is known here of a hidden one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.http import Http404, HttpResponse

from indicators.formatting import joined, number_text
from indicators.periods import add_months
from indicators.variation import Point, Process, possible, process
from indicators.vocabulary import Accumulation, Comparator, Frequency, Polarity, Unit
from reports.charts import HIDDEN_NOTE, Chart, ChartLimits, ChartMark, ChartPoint, ChartTarget, chart_svg
from reports.wording import AnyIndicator, AnyMeasure, AnyPaper, month_name, unit_name
from suppression.paper import ExemptFigure, Hidden, PartlyHidden, PartTwoOnly, Shown

EARLIER_MONTHS = 24
"""How far before a paper's own months a chart begins; limits come from every month that is known."""

BETTER = {Polarity.HIGH: 1, Polarity.LOW: -1, Polarity.NEITHER: 0}
POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""Of a drawing that is opened by itself: it fetches nothing and runs nothing."""
TABLE_BESIDE = "The table of the same figures stands beside it."
"""The last sentence of a description: where the figures are for who cannot see the drawing."""
MARKED = (Comparator.ENGLAND, Comparator.LONDON, Comparator.OWN)


@dataclass(frozen=True)
class MeasureHistory:
    """A measure's figures by month, those of this paper and of the months before it in earlier ones."""

    measure: AnyMeasure
    figures: dict[date, ExemptFigure | None]
    rebased: tuple[date, ...]

    @property
    def points(self) -> list[tuple[date, Decimal]]:
        """The months whose figure is shown, in order."""
        shown = ((month, shown_value(figure)) for month, figure in sorted(self.figures.items()))
        return [(month, value) for month, value in shown if value is not None]


def history_of(
    paper: AnyPaper, indicator: AnyIndicator, measure: AnyMeasure, earlier: Sequence[AnyPaper]
) -> MeasureHistory:
    """What this paper and earlier ones (the latest first) say of a measure, month by month.

    Of each month the latest paper that has it counts, whatever it says: what is hidden now is not drawn because an
    earlier paper showed it. Earlier papers add months before this one's, as long as the unit is the same.
    """
    figures: dict[date, ExemptFigure | None] = {entry.month: entry.figure for entry in measure.months}
    rebased = {each.from_month for each in measure.rebased}
    first = min(figures)
    for other in earlier:
        before = _same_measure(other, indicator, measure)
        if before is None:
            continue
        added = {
            entry.month: entry.figure for entry in before.months if entry.month < first and entry.month not in figures
        }
        figures |= added
        rebased |= {each.from_month for each in before.rebased if each.from_month in added}
    return MeasureHistory(measure, figures, tuple(sorted(rebased)))


def process_of(indicator: AnyIndicator, history: MeasureHistory) -> Process:
    """The measure's process by what is shown. None of a running total, whose months are not measured alike."""
    if indicator.accumulation == Accumulation.RUNNING_TOTAL:
        return process([])
    points = history.points
    least, most = possible(Unit(indicator.unit), [value for _, value in points])
    return process(
        [Point(month, value) for month, value in points], rebased_from=history.rebased, least=least, most=most
    )


def chart_of(
    paper: AnyPaper, indicator: AnyIndicator, measure: AnyMeasure, earlier: Sequence[AnyPaper]
) -> Chart | None:
    """The chart of a measure; None where no month's figure is shown."""
    history = history_of(paper, indicator, measure, earlier)
    found = process_of(indicator, history)
    special = {signal.month for signal in found.signals}
    months = _months(history)
    points = tuple(
        ChartPoint(month, value, run, month in special)
        for month, value, run in _runs(history, months, indicator.frequency)
    )
    if not points:
        return None
    chart = Chart(
        title=_title(indicator, measure),
        description="",
        unit=unit_name(indicator.unit),
        suffix="%" if indicator.unit == Unit.PERCENTAGE else "",
        decimals=_decimals(history),
        months=months,
        points=points,
        hidden=tuple(month for month in months if _is_hidden(history.figures.get(month))),
        target=target_of(indicator),
        limits=tuple(
            ChartLimits(
                max(each.first_month, months[0]),
                each.last_month,
                each.limits.mean,
                each.limits.lower,
                each.limits.upper,
            )
            for each in found.segments
            if not each.is_trial and each.last_month >= months[0]
        ),
        rebased=tuple(month for month in history.rebased if month in months),
        marks=tuple(_marks(indicator, measure)),
    )
    return replace(chart, description=_description(chart))


def chart_response(
    paper: AnyPaper, earlier: Sequence[AnyPaper], key: str, place: int, is_narrow: bool
) -> HttpResponse:
    """The drawing of a measure, counted from 0. Raises Http404 where the paper has no such measure, or no chart."""
    indicator = paper.indicator(key)
    measures: Sequence[AnyMeasure] = indicator.measures if indicator else ()
    chart = chart_of(paper, indicator, measures[place], earlier) if indicator and place < len(measures) else None
    if chart is None:
        raise Http404
    drawing = chart_svg(replace(chart, is_narrow=is_narrow))
    return HttpResponse(drawing, content_type="image/svg+xml", headers={"Content-Security-Policy": POLICY})


def shown_value(figure: ExemptFigure | None) -> Decimal | None:
    """The value that a reader of the paper sees; None where there is none, or it is hidden from them."""
    return figure.value if isinstance(figure, Shown | PartTwoOnly) else None


def _is_hidden(figure: ExemptFigure | None) -> bool:
    return isinstance(figure, Hidden | PartlyHidden)


def _same_measure(paper: AnyPaper, indicator: AnyIndicator, measure: AnyMeasure) -> AnyMeasure | None:
    other = paper.indicator(indicator.key)
    if other is None or (other.unit, other.accumulation) != (indicator.unit, indicator.accumulation):
        return None
    measures: Sequence[AnyMeasure] = other.measures
    return next((each for each in measures if each.name == measure.name), None)


def _months(history: MeasureHistory) -> tuple[date, ...]:
    """Every month from the first of which anything is said, or the paper's first, to the paper's last."""
    own = [entry.month for entry in history.measure.months]
    begin = add_months(own[0], -EARLIER_MONTHS)
    said = [month for month, figure in history.figures.items() if figure is not None and month >= begin]
    month, months = min([own[0], *said]), []
    while month <= own[-1]:
        months.append(month)
        month = add_months(month, 1)
    return tuple(months)


def _runs(history: MeasureHistory, months: Sequence[date], frequency: str) -> Iterator[tuple[date, Decimal, int]]:
    """The points, each with the number of its run. A figure that is hidden, absent or missing ends a run.

    Between the quarters of a quarterly measure nothing is missing.
    """
    run = 0
    for month in months:
        figure = history.figures.get(month)
        value = shown_value(figure)
        if value is not None:
            yield month, value, run
        elif figure is not None or frequency == Frequency.MONTHLY:
            run += 1


def target_of(indicator: AnyIndicator) -> ChartTarget | None:
    """The target, where it is one of months: that of a flow is judged by the year to date."""
    low, high = indicator.target_low, indicator.target_high
    if not indicator.has_target or low is None or high is None or _is_added_up(indicator):
        return None
    return ChartTarget(low, high, BETTER[Polarity(indicator.polarity)])


def _marks(indicator: AnyIndicator, measure: AnyMeasure) -> Iterator[ChartMark]:
    """England, London and the latest own year; none beside the months of a flow, which are not years."""
    if _is_added_up(indicator):
        return
    for comparator in MARKED:
        of_it = [each for each in measure.benchmarks if each.comparator == comparator]
        latest = max(of_it, key=lambda each: each.period, default=None)
        value = shown_value(latest.figure) if latest else None
        if latest is not None and value is not None:
            yield ChartMark(latest.period if comparator == Comparator.OWN else comparator.label, value)


def _is_added_up(indicator: AnyIndicator) -> bool:
    """Whether a year's figure is the sum of its months, so that no month is comparable with a year."""
    measures: Sequence[AnyMeasure] = indicator.measures
    return indicator.accumulation == Accumulation.FLOW and any(each.year_to_date is not None for each in measures)


def _decimals(history: MeasureHistory) -> int:
    exponents = [value.as_tuple().exponent for _, value in history.points]
    return max((-each for each in exponents if isinstance(each, int)), default=0)


def _title(indicator: AnyIndicator, measure: AnyMeasure) -> str:
    name = f" ({measure.name})" if measure.name else ""
    return f"{indicator.number} {indicator.title}{name}, by month"


def _description(chart: Chart) -> str:
    """What the drawing says, in sentences made of what is drawn."""

    def said(value: Decimal, places: int = chart.decimals) -> str:
        return f"{number_text(value, places)}{chart.suffix}"

    values, last = [point.value for point in chart.points], chart.points[-1]
    sentences = [
        f"Months from {month_name(chart.months[0])} to {month_name(chart.months[-1])}. The figures shown lie between "
        f"{said(min(values))} and {said(max(values))}; the last is {said(last.value)}, {month_name(last.month)}."
    ]
    if chart.target:
        low, high = chart.target.low, chart.target.high
        ends = f"{low:,f}{chart.suffix}" if low == high else f"{low:,f}{chart.suffix} to {high:,f}{chart.suffix}"
        sentences.append(f"Target {ends}.")
    for limits in chart.limits[-1:]:
        places = chart.decimals + 1
        ends = f"{said(limits.lower, places)} to {said(limits.upper, places)}"
        sentences.append(f"Process limits {ends}, mean {said(limits.mean, places)}.")
    special = [month_name(point.month) for point in chart.points if point.is_special]
    if special:
        sentences.append(f"Special cause: {joined(special)}.")
    if chart.rebased:
        sentences.append(f"Limits start anew from {joined([month_name(month) for month in chart.rebased])}.")
    if chart.hidden:
        sentences.append(f"{HIDDEN_NOTE}: {joined([month_name(month) for month in chart.hidden])}.")
    return " ".join([*sentences, TABLE_BESIDE])
