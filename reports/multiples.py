"""Small multiples: every indicator's months as one small line, all alike, and its rating in the last reports.

A drawing is a few numbers of an inline SVG, worked out here from what the paper shows. A hidden month is a grey bar of
the full height: its place is seen, and nothing of it has a part in the scale.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from indicators.formatting import joined
from indicators.vocabulary import Frequency
from reports.addresses import indicator_url
from reports.chart_data import shown_value, target_of
from reports.directions import Direction, directions
from reports.wording import AnyIndicator, AnyMeasure, AnyPaper, Latest, latest_figure, month_name, unit_to_say
from suppression.paper import ExemptFigure, Hidden, PartlyHidden, Rated

STEP, HEIGHT, EDGE = 12, 40, 5
"""In a drawing's units: between two months, from top to bottom, above the highest and below the lowest figure."""


@dataclass(frozen=True)
class Sparkline:
    """The months of one measure. `lines` are the points of each unbroken run, `dots` and `hidden` places of months.

    `target` is the top and the height of the target's band, empty without one.
    """

    name: str
    words: str
    width: int
    lines: tuple[str, ...]
    dots: tuple[tuple[str, str], ...]
    hidden: tuple[str, ...]
    last: tuple[str, str] | None
    target: tuple[str, str] | None
    height: int = HEIGHT
    hidden_width: int = STEP


@dataclass(frozen=True)
class StripRating:
    """The rating of one report: `kind` as a square is drawn, `word` as it is read."""

    month: str
    kind: str
    word: str


@dataclass(frozen=True)
class Multiple:
    """One indicator among the small multiples."""

    number: str
    title: str
    url: str
    rating: Rated | Hidden
    latest: Latest | None
    latest_month: str
    unit_to_say: str
    directions: tuple[Direction, ...]
    sparklines: tuple[Sparkline, ...]
    strip: tuple[StripRating, ...]


@dataclass(frozen=True)
class MultipleSection:
    name: str
    multiples: tuple[Multiple, ...]


def multiples(paper: AnyPaper, earlier: Sequence[AnyPaper]) -> list[MultipleSection]:
    """Every indicator by section. `earlier` are the reports of the strips, the latest first."""
    return [
        MultipleSection(section.name, tuple(_multiple(paper, indicator, earlier) for indicator in section.indicators))
        for section in paper.sections
    ]


def rating_strip(papers: Sequence[AnyPaper], key: str) -> tuple[StripRating, ...]:
    """What each paper said of an indicator's rating, the earliest first; `papers` come the latest first."""
    said = ((paper.as_at, paper.indicator(key)) for paper in reversed(papers))
    return tuple(
        StripRating(f"{as_at:%b %y}", *_rating(indicator.rating)) for as_at, indicator in said if indicator is not None
    )


def sparkline(indicator: AnyIndicator, measure: AnyMeasure) -> Sparkline | None:
    """The months of the paper's own year; None where no figure is shown and none is hidden."""
    figures: list[ExemptFigure | None] = [entry.figure for entry in measure.months]
    shown = [(place, value) for place, figure in enumerate(figures) if (value := shown_value(figure)) is not None]
    hidden = [place for place, figure in enumerate(figures) if isinstance(figure, Hidden | PartlyHidden)]
    if not shown and not hidden:
        return None
    target = target_of(indicator)
    ends = [target.low, target.high] if target else []
    scale = _Scale([value for _, value in shown] + ends)
    points = {place: (f"{place * STEP + STEP // 2}", scale.down(value)) for place, value in shown}
    lines = [
        [points[place] for place in run]
        for run in _runs(figures, set(points), is_monthly=indicator.frequency == Frequency.MONTHLY)
    ]
    return Sparkline(
        name=measure.name,
        words=_words(measure, shown, hidden),
        width=len(measure.months) * STEP,
        lines=tuple(" ".join(f"{x},{y}" for x, y in run) for run in lines if len(run) > 1),
        dots=tuple(run[0] for run in lines if len(run) == 1),
        hidden=tuple(f"{place * STEP}" for place in hidden),
        last=points[shown[-1][0]] if shown else None,
        target=scale.band(target.low, target.high) if target and shown else None,
    )


class _Scale:
    """From the lowest to the highest of what is shown, on the height of the drawing."""

    def __init__(self, values: Sequence[Decimal]) -> None:
        self.low, self.high = (min(values), max(values)) if values else (Decimal(0), Decimal(0))

    def down(self, value: Decimal) -> str:
        """How far below the top a figure lies; in the middle where all are the same."""
        if self.low == self.high:
            return f"{HEIGHT // 2}"
        share = (self.high - value) / (self.high - self.low)
        return f"{EDGE + share * (HEIGHT - 2 * EDGE):.1f}"

    def band(self, low: Decimal, high: Decimal) -> tuple[str, str]:
        """The top and the height of a band; a single value is a thin one."""
        top, bottom = Decimal(self.down(high)), Decimal(self.down(low))
        return f"{top - 1:.1f}", f"{bottom - top + 2:.1f}"


def _multiple(paper: AnyPaper, indicator: AnyIndicator, earlier: Sequence[AnyPaper]) -> Multiple:
    measures: Sequence[AnyMeasure] = indicator.measures
    latest = latest_figure(indicator)
    return Multiple(
        number=indicator.number,
        title=indicator.title,
        url=indicator_url(paper, indicator.key),
        rating=indicator.rating,
        latest=latest,
        latest_month=month_name(latest.month) if latest else "",
        unit_to_say=unit_to_say(indicator),
        directions=directions(indicator),
        sparklines=tuple(drawn for measure in measures if (drawn := sparkline(indicator, measure)) is not None),
        strip=rating_strip([paper, *earlier], indicator.key),
    )


def _rating(rating: Rated | Hidden) -> tuple[str, str]:
    if isinstance(rating, Hidden):
        return "part-2", "in Part 2 only"
    return rating.rating, rating.text if rating.rating != "none" else "not rated"


def _runs(figures: Sequence[ExemptFigure | None], shown: set[int], is_monthly: bool) -> Iterator[list[int]]:
    """The places of shown months without anything hidden or missing between them.

    Between the quarters of a quarterly measure nothing is missing.
    """
    run: list[int] = []
    for place, figure in enumerate(figures):
        if place in shown:
            run.append(place)
        elif run and (figure is not None or is_monthly):
            yield run
            run = []
    if run:
        yield run


def _words(measure: AnyMeasure, shown: Sequence[tuple[int, Decimal]], hidden: Sequence[int]) -> str:
    """What the line says, for those who do not see it."""
    sentences = []
    if shown:
        (first, _), (last, _) = shown[0], shown[-1]
        values = [value for _, value in shown]
        months = [month_name(measure.months[place].month) for place in (first, last)]
        said = f"{values[0]:,f} in {months[0]}" + (f", {values[-1]:,f} in {months[1]}" if first != last else "")
        sentences.append(f"{said}; between {min(values):,f} and {max(values):,f}." if len(values) > 2 else f"{said}.")
    if hidden:
        sentences.append(f"Hidden: {joined(_spans(measure, hidden))}.")
    return " ".join(sentences)


def _spans(measure: AnyMeasure, places: Sequence[int]) -> list[str]:
    """`April 2020 to June 2020`: adjacent months together."""
    runs = [[each for _, each in run] for _, run in groupby(enumerate(places), key=lambda pair: pair[1] - pair[0])]
    ends = [[month_name(measure.months[place].month) for place in dict.fromkeys((run[0], run[-1]))] for run in runs]
    return [" to ".join(months) for months in ends]
