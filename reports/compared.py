"""How a council stands beside England and London: by the figures that its paper shows, and by polarity.

A comparison is made where it is one of like with like; what is left out is said, and why.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from indicators.formatting import joined
from indicators.vocabulary import Accumulation, Comparator, Polarity, Unit
from reports.addresses import indicator_url
from reports.chart_data import shown_value
from reports.directions import way
from reports.wording import AnyIndicator, AnyMeasure, AnyPaper, Line, latest_figure, month_name
from suppression.paper import ExemptFigure, Hidden, PartlyHidden


class LeftOut(StrEnum):
    """Why an indicator is not compared, in the words that follow its number."""

    NEITHER = "where neither higher nor lower is better"
    NOT_ALIKE = "which count people or events, or add up over a year that is not over"
    HIDDEN = "where a figure is hidden"
    NONE = "for which there is no figure to compare"


@dataclass(frozen=True)
class Comparison:
    """One measure beside one comparator. `when` says of which time our figure speaks, `period` of which theirs."""

    number: str
    title: str
    url: str
    ours: Line
    when: str
    theirs: Line
    period: str


@dataclass(frozen=True)
class Beside:
    """Everything compared with England, or with London. `left_out` are sentences."""

    name: str
    better: tuple[Comparison, ...]
    same: tuple[Comparison, ...]
    worse: tuple[Comparison, ...]
    left_out: tuple[str, ...]


def compared_with(paper: AnyPaper, comparator: Comparator) -> Beside:
    """Each indicator's year to date, or latest figure, beside the comparator's latest."""
    found: dict[str, list[Comparison]] = {"improving": [], "steady": [], "worsening": []}
    left_out: dict[LeftOut, list[str]] = {reason: [] for reason in LeftOut}
    for indicator in paper.indicators:
        reasons = []
        for outcome in _outcomes(paper, indicator, comparator):
            if isinstance(outcome, LeftOut):
                reasons.append(outcome)
            else:
                word, comparison = outcome
                found[word].append(comparison)
        for reason in dict.fromkeys(reasons):
            left_out[reason].append(indicator.number)
    return Beside(
        name=comparator.label,
        better=tuple(found["improving"]),
        same=tuple(found["steady"]),
        worse=tuple(found["worsening"]),
        left_out=tuple(f"{joined(numbers)}, {reason}" for reason, numbers in left_out.items() if numbers),
    )


def _outcomes(
    paper: AnyPaper, indicator: AnyIndicator, comparator: Comparator
) -> Iterator[LeftOut | tuple[str, Comparison]]:
    measures: Sequence[AnyMeasure] = indicator.measures
    for measure in measures:
        theirs = max(
            (each for each in measure.benchmarks if each.comparator == comparator),
            key=lambda each: each.period,
            default=None,
        )
        if theirs is None or not Line(theirs.figure).has_number:
            yield LeftOut.NONE
        elif not _is_alike(indicator):
            yield LeftOut.NOT_ALIKE
        elif indicator.polarity == Polarity.NEITHER:
            yield LeftOut.NEITHER
        else:
            yield _outcome(paper, indicator, measure, Line(theirs.figure), theirs.period)


def _outcome(
    paper: AnyPaper, indicator: AnyIndicator, measure: AnyMeasure, theirs: Line, period: str
) -> LeftOut | tuple[str, Comparison]:
    figure, when = _standing(indicator, measure)
    if isinstance(figure, Hidden | PartlyHidden) or isinstance(theirs.figure, Hidden | PartlyHidden):
        return LeftOut.HIDDEN
    ours_value, their_value = shown_value(figure), shown_value(theirs.figure)
    if ours_value is None or their_value is None:
        return LeftOut.NONE
    comparison = Comparison(
        number=indicator.number,
        title=indicator.title,
        url=indicator_url(paper, indicator.key),
        ours=Line(figure, measure.name),
        when=when,
        theirs=theirs,
        period=period,
    )
    return way(indicator, their_value, ours_value), comparison


def _standing(indicator: AnyIndicator, measure: AnyMeasure) -> tuple[ExemptFigure | None, str]:
    """The figure that a rating judges, and when: the year to date, otherwise the latest month with a number."""
    if measure.year_to_date is not None:
        return measure.year_to_date, "year to date"
    latest = latest_figure(indicator)
    if latest is None:
        return None, ""
    figure = next((entry.figure for entry in measure.months if entry.month == latest.month), None)
    return figure, month_name(latest.month)


def _is_alike(indicator: AnyIndicator) -> bool:
    """Whether a figure of ours can be set beside a year of a larger place: no count, no part of a year's sum."""
    unit, accumulation = Unit(indicator.unit), Accumulation(indicator.accumulation)
    if unit == Unit.COUNT or accumulation == Accumulation.FLOW:
        return False
    return not (unit == Unit.RATE_PER_10000 and accumulation == Accumulation.RUNNING_TOTAL)
