"""The page about one indicator: from a paper and the papers before it to the context of a template, without a query.

Part 1 and Part 2 pages are made by the same functions; the papers say which part it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from indicators.formatting import joined
from indicators.vocabulary import Comparator
from reports.addresses import index_url, indicator_url
from reports.chart_page import ChartImage, images_of
from reports.differences import definition_changes
from reports.directions import directions
from reports.said import commentaries, exception_words, questions
from reports.tables import months_table
from reports.wording import (
    AnyIndicator,
    AnyMeasure,
    AnyPaper,
    Latest,
    Line,
    exemption_wording,
    facts,
    indicator_sentence,
    latest_figure,
    month_name,
    rating_reason,
    relation_name,
    year_to_date,
)
from suppression.paper import Hidden, Rated

REPORTS_IN_HISTORY = 60
"""Five years of monthly reports."""

COMPARED = (Comparator.OWN, Comparator.ENGLAND, Comparator.LONDON)


@dataclass(frozen=True)
class RelationLink:
    """Another indicator, and what it is to the one shown: `Part of`, `22`, its title, its page."""

    name: str
    number: str
    title: str
    url: str


@dataclass(frozen=True)
class StripItem:
    """One figure of the strip: whose it is, of which period, and the figure."""

    name: str
    period: str
    line: Line
    is_own: bool = False


@dataclass(frozen=True)
class Strip:
    """One measure beside what it is compared with. `name` is empty unless there are several.

    `sources` say where the figures were taken from, and when; those of which nobody recorded it are not among them.
    """

    name: str
    items: tuple[StripItem, ...]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class GivenRating:
    """What one report said: the rating, and the figure that stood for the indicator then."""

    as_at: date
    rating: Rated | Hidden
    latest: Latest | None
    url: str
    is_this_report: bool

    @property
    def kind(self) -> str:
        """`red`, `amber`, `green`, `none`, or `part-2` where it is hidden, whatever it is."""
        return "part-2" if isinstance(self.rating, Hidden) else self.rating.rating

    @property
    def word(self) -> str:
        if isinstance(self.rating, Hidden):
            return "Part 2 only"
        return self.rating.text if self.rating.rating != "none" else "Not rated"


def indicator_context(
    paper: AnyPaper,
    indicator: AnyIndicator,
    earlier: Sequence[AnyPaper] = (),
    published_at: datetime | None = None,
) -> dict[str, Any]:
    """Everything `reports/indicator.html` and `reports/part_2_indicator.html` show.

    `earlier` are the papers of the reports before, the latest first. `commentaries`, `outstanding` and `answered` are
    what people said, for `components/commentary.html`; actions and links are the indicator's own.
    """
    outstanding, answered = questions(paper, indicator_url, indicator.key)
    charts: list[ChartImage] = images_of(paper, indicator, earlier)
    return {
        "paper": paper,
        "published_at": published_at,
        "as_at": month_name(paper.as_at),
        "hidden_wording": paper.hidden_wording,
        "exemption": exemption_wording(paper) if paper.part == 2 else "",
        "index_url": index_url(paper),
        "indicator": indicator,
        "sentence": indicator_sentence(indicator, paper.hidden_wording),
        "rating_reason": rating_reason(indicator.rating),
        "words": exception_words(paper, indicator),
        "directions": directions(indicator),
        "charts": charts,
        "strips": list(_strips(indicator)),
        "months": months_table(indicator),
        "commentaries": commentaries(paper, indicator.key, earlier, indicator_url),
        "outstanding": outstanding,
        "answered": answered,
        "ratings": _ratings([paper, *earlier], indicator.key),
        "facts": facts(indicator),
        "relations": _relations(paper, indicator),
        "changes": list(definition_changes([paper, *earlier], indicator.key)),
    }


def _ratings(papers: Sequence[AnyPaper], key: str) -> list[GivenRating]:
    """What every report said of the indicator, the first report first."""
    given = [
        GivenRating(
            paper.as_at, indicator.rating, latest_figure(indicator), indicator_url(paper, key), paper is papers[0]
        )
        for paper in papers
        if (indicator := paper.indicator(key)) is not None
    ]
    return given[::-1]


def _strips(indicator: AnyIndicator) -> Iterator[Strip]:
    """Each measure's year to date or latest figure, its own years, England and London; none without the last three."""
    measures: Sequence[AnyMeasure] = indicator.measures
    latest, totals = latest_figure(indicator), year_to_date(indicator)
    for place, measure in enumerate(measures):
        if not measure.benchmarks:
            continue
        items = []
        if totals and measure.year_to_date is not None:
            items.append(StripItem("This council", "year to date", Line(measure.year_to_date), is_own=True))
        elif latest and latest.lines[place].figure is not None:
            items.append(
                StripItem("This council", month_name(latest.month), Line(latest.lines[place].figure), is_own=True)
            )
        for comparator in COMPARED:
            items += [
                StripItem(
                    "This council" if comparator == Comparator.OWN else comparator.label,
                    each.period,
                    Line(each.figure),
                    is_own=comparator == Comparator.OWN,
                )
                for each in measure.benchmarks
                if each.comparator == comparator
            ]
        yield Strip(measure.name if len(measures) > 1 else "", tuple(items), tuple(_sources(measure)))


def _sources(measure: AnyMeasure) -> Iterator[str]:
    """`England and London: Local Authority Interactive Tool, taken on 4 January 2021.`"""
    named: dict[str, list[str]] = {}
    for comparator in COMPARED:
        name = "This council" if comparator == Comparator.OWN else comparator.label
        for each in measure.benchmarks:
            if each.comparator == comparator and each.source:
                taken = f", taken on {each.taken_on.day} {each.taken_on:%B %Y}" if each.taken_on else ""
                whose = named.setdefault(f"{each.source}{taken}", [])
                if name not in whose:
                    whose.append(name)
    return (f"{joined(names)}: {source}." for source, names in named.items())


def _relations(paper: AnyPaper, indicator: AnyIndicator) -> list[RelationLink]:
    """The indicators of the paper to which this one is related, each with what it is to this one."""
    related = ((each.kind, paper.indicator(each.indicator)) for each in indicator.relations)
    return [
        RelationLink(relation_name(kind), other.number, other.title, indicator_url(paper, other.key))
        for kind, other in related
        if other is not None
    ]
