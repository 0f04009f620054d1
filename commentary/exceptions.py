"""What needs commentary: the exceptions of one report, worked out from a paper and those before it.

From a Part 1 paper and earlier Part 1 papers it says what any reader could work out; from Part 2 papers, all of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from commentary.models import Kind
from indicators.variation import Point, Process, Signal, concern, is_common_cause, possible, process
from indicators.vocabulary import BELOW_EXPECTATION, Accumulation, Polarity, Rating, Unit
from suppression.paper import Hidden, Paper, PaperIndicator, PartTwoOnly, Rated, Shown
from suppression.paper_words import Because

AnyPaper = Paper[Any]
AnyIndicator = PaperIndicator[Any]
BELOW: Because = "below_expectation"
VARIATION: Because = "variation"
ADDED: Mapping[str, Because] = {Kind.CONCERN: "concern", Kind.GOOD_PERFORMANCE: "good_performance"}


@dataclass(frozen=True)
class ReportException:
    """An indicator on which a report wants commentary, and why.

    `reports` is for how many reports in a row, this one included, it has been RED or AMBER. `signal` is the special
    cause in the wrong direction of its latest point; `is_common_cause` says that its latest point shows none.
    """

    indicator: AnyIndicator
    because: tuple[Because, ...]
    reason: str
    reports: int
    signal: Signal | None
    is_common_cause: bool


def exceptions_of(
    paper: AnyPaper, earlier: Sequence[AnyPaper], added: Mapping[str, tuple[str, str]]
) -> list[ReportException]:
    """The exceptions of a report in the order of its index.

    `earlier` are the papers of earlier reports in force, the latest first. `added` are those that a director adds:
    kind and reason by the indicator's key. An indicator whose rating the paper hides is none, as nobody could know.
    """
    found = []
    for indicator in paper.indicators:
        if isinstance(indicator.rating, Hidden):
            continue
        kind, reason = added.get(indicator.key, ("", ""))
        processes = _processes(indicator, paper, earlier)
        signals = [concern(each, Polarity(indicator.polarity)) for each in processes]
        signal = next((each for each in signals if each is not None), None)
        because: list[Because] = []
        if is_below(indicator):
            because.append(BELOW)
        elif signal is not None and indicator.rating.rating == Rating.GREEN:
            because.append(VARIATION)
        if kind:
            because.append(ADDED[kind])
        if because:
            found.append(
                ReportException(
                    indicator=indicator,
                    because=tuple(because),
                    reason=reason,
                    reports=reports_below(indicator, earlier),
                    signal=signal,
                    is_common_cause=bool(processes) and all(is_common_cause(each) for each in processes),
                )
            )
    return found


def is_below(indicator: AnyIndicator) -> bool:
    """Whether its rating in force is RED or AMBER, as far as the paper shows it."""
    return isinstance(indicator.rating, Rated) and indicator.rating.rating in BELOW_EXPECTATION


def reports_below(indicator: AnyIndicator, earlier: Sequence[AnyPaper]) -> int:
    """For how many reports in a row, this one included, it has been RED or AMBER; a hidden rating ends the row."""
    if not is_below(indicator):
        return 0
    count = 1
    for paper in earlier:
        before = paper.indicator(indicator.key)
        if before is None or not is_below(before):
            break
        count += 1
    return count


def _processes(indicator: AnyIndicator, paper: AnyPaper, earlier: Sequence[AnyPaper]) -> list[Process]:
    """One of each measure with a figure. Running totals have none: each point contains the one before it."""
    if indicator.accumulation == Accumulation.RUNNING_TOTAL:
        return []
    found = []
    for measure in indicator.measures:
        points = points_of(indicator.key, measure.name, [paper, *earlier])
        if points:
            least, most = possible(Unit(indicator.unit), [point.value for point in points])
            rebased_from = [each.from_month for each in measure.rebased]
            found.append(process(points, rebased_from=rebased_from, least=least, most=most))
    return found


def points_of(key: str, measure: str, papers: Sequence[AnyPaper]) -> list[Point]:
    """A measure's monthly values that the papers show, in the order of time; of several, the latest paper's."""
    values: dict[date, Decimal | None] = {}
    for paper in papers:
        indicator = paper.indicator(key)
        for own in indicator.measures if indicator else ():
            if own.name == measure:
                for entry in own.months:
                    if entry.figure is not None:
                        values.setdefault(entry.month, _value(entry.figure))
    return [Point(month, value) for month, value in sorted(values.items()) if value is not None]


def _value(figure: object) -> Decimal | None:
    return figure.value if isinstance(figure, Shown | PartTwoOnly) else None
