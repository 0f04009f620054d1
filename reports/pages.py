"""What the pages show: from a paper to the context of a template, without a query and without arithmetic.

Part 1 and Part 2 pages are made by the same functions; the paper says which part it is.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.utils.text import slugify

from indicators.vocabulary import BELOW_EXPECTATION
from reports.addresses import downloads_url, index_url, indicator_url
from reports.directions import Direction, directions
from reports.said import ExceptionWords, exception_words, missing_commentary, questions
from reports.summary import minute_context
from reports.tables import index_tables
from reports.wording import (
    AnyIndicator,
    AnyPaper,
    Latest,
    Line,
    commentary_in_part_2,
    exemption_wording,
    has_target,
    latest_figure,
    month_name,
    part_2_sentence,
    reported_months,
    unit_to_say,
    year_to_date,
)
from suppression.paper import Hidden, Rated, Summary

PART_2_ONLY = "part-2"
RATING_FILTERS = {
    "red": "Red",
    "amber": "Amber",
    "green": "Green",
    "none": "Not rated",
    PART_2_ONLY: "Part 2 only",
}


@dataclass(frozen=True)
class Filters:
    """What a reader asked to see of the index. Empty means everything, as does a value that the paper has not."""

    section: str = ""
    rating: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> "Filters":
        return cls(section=query.get("section", ""), rating=query.get("rating", ""))


@dataclass(frozen=True)
class FilterLink:
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True)
class Count:
    number: int
    label: str


@dataclass(frozen=True)
class CardMonths:
    """What a card says of a month, or of adjacent hidden months together."""

    label: str
    lines: tuple[Line, ...]

    @property
    def is_hidden(self) -> bool:
        return all(line.is_hidden for line in self.lines)


@dataclass(frozen=True)
class Card:
    """One indicator as the phone and the list of exceptions show it: its last three months that say anything.

    `standing` is what its rating judges: the year to date, otherwise the latest figure, labelled with which.
    """

    number: str
    title: str
    url: str
    target: str
    rating: Rated | Hidden
    months: tuple[CardMonths, ...]
    standing: CardMonths | None
    words: ExceptionWords
    unit_to_say: str
    directions: tuple[Direction, ...]


@dataclass(frozen=True)
class Section:
    name: str
    cards: tuple[Card, ...] = field(default=())


def index_context(
    paper: AnyPaper,
    filters: Filters = Filters(),
    published_at: datetime | None = None,
    earlier: Sequence[AnyPaper] = (),
) -> dict[str, Any]:
    """Everything `reports/index.html` and `reports/part_2_index.html` show. Of `earlier`, the first is used."""
    chosen = chosen_sections(paper, filters)
    outstanding, answered = questions(paper, indicator_url)
    return minute_context(paper, earlier) | {
        "paper": paper,
        "published_at": published_at,
        "as_at": month_name(paper.as_at),
        "hidden_wording": paper.hidden_wording,
        "exemption": exemption_wording(paper) if paper.part == 2 else "",
        "counts": summary_counts(paper.summary),
        "exceptions": exceptions(paper),
        "other_exceptions": other_exceptions(paper),
        "missing_commentary": missing_commentary(paper),
        "commentary_in_part_2": commentary_in_part_2(paper),
        "outstanding": outstanding,
        "answered": answered,
        "part_2_sentence": part_2_sentence(paper),
        "index_url": index_url(paper),
        "downloads_url": downloads_url(paper),
        "section_links": _section_links(paper, filters),
        "rating_links": _rating_links(paper, filters),
        "tables": index_tables(paper, chosen, lambda key: indicator_url(paper, key)),
        "sections": [
            Section(name, tuple(card(paper, indicator) for indicator in indicators)) for name, indicators in chosen
        ],
    }


def summary_counts(summary: Summary) -> list[Count]:
    """How the indicators stand, in the paper's own numbers; Part 2 only is said where there is any."""
    counts = [
        Count(summary.indicators, "indicators"),
        Count(summary.on_track, "on track"),
        Count(summary.below_expectation, "below expectation"),
        Count(summary.part_two_only, "in Part 2 only"),
        Count(summary.not_rated, "not rated"),
    ]
    return [count for count in counts if count.number or count.label != "in Part 2 only"]


def exceptions(paper: AnyPaper) -> list[Card]:
    """Indicators whose rating in this part is red or amber, in the order of the index."""
    return [card(paper, indicator) for indicator in paper.indicators if _is_below(indicator)]


def other_exceptions(paper: AnyPaper) -> list[Card]:
    """Indicators that are reported by exception although their rating does not ask for it."""
    return [card(paper, each) for each in paper.indicators if each.commentary and not _is_below(each)]


def _is_below(indicator: AnyIndicator) -> bool:
    return isinstance(indicator.rating, Rated) and indicator.rating.rating in BELOW_EXPECTATION


def card(paper: AnyPaper, indicator: AnyIndicator) -> Card:
    total, latest = year_to_date(indicator), latest_figure(indicator)
    standing = CardMonths(month_name(latest.month), latest.lines) if latest else None
    return Card(
        number=indicator.number,
        title=indicator.title,
        url=indicator_url(paper, indicator.key),
        target=indicator.target if has_target(indicator) else "",
        rating=indicator.rating,
        months=tuple(_card_months(reported_months(indicator)[:3])),
        standing=CardMonths("year to date", total) if total else standing,
        words=exception_words(paper, indicator),
        unit_to_say=unit_to_say(indicator),
        directions=directions(indicator),
    )


def chosen_sections(paper: AnyPaper, filters: Filters) -> list[tuple[str, list[AnyIndicator]]]:
    """The sections with the indicators that a reader asked for, in the order of the index; empty ones left out."""
    section_slugs = {slugify(section.name) for section in paper.sections}
    section_wanted = filters.section if filters.section in section_slugs else ""
    rating_wanted = filters.rating if filters.rating in RATING_FILTERS else ""
    chosen: list[tuple[str, list[AnyIndicator]]] = []
    for section in paper.sections:
        if section_wanted in ("", slugify(section.name)):
            indicators: list[AnyIndicator] = [
                indicator
                for indicator in section.indicators
                if rating_wanted in ("", _rating_filter(indicator.rating))
            ]
            chosen.append((section.name, indicators))
    return [(name, indicators) for name, indicators in chosen if indicators]


def _card_months(reported: Sequence[Latest]) -> list[CardMonths]:
    months: list[CardMonths] = []
    until = ""
    for latest in reported:
        said = CardMonths(month_name(latest.month), latest.lines)
        if said.is_hidden and months and months[-1].is_hidden:
            months[-1] = CardMonths(f"{said.label} to {until}", months[-1].lines)
        else:
            until = said.label
            months.append(said)
    return months


def _rating_filter(rating: Rated | Hidden) -> str:
    """The filter under which a rating is found. A hidden one is found as that and as nothing else."""
    return PART_2_ONLY if isinstance(rating, Hidden) else rating.rating


def _section_links(paper: AnyPaper, filters: Filters) -> list[FilterLink]:
    names = {"": "All"} | {slugify(section.name): section.name for section in paper.sections}
    return [
        FilterLink(name, _filtered_url(paper, Filters(slug, filters.rating)), filters.section == slug)
        for slug, name in names.items()
    ]


def _rating_links(paper: AnyPaper, filters: Filters) -> list[FilterLink]:
    present = {_rating_filter(indicator.rating) for indicator in paper.indicators}
    names = {"": "All"} | {rating: name for rating, name in RATING_FILTERS.items() if rating in present}
    return [
        FilterLink(name, _filtered_url(paper, Filters(filters.section, rating)), filters.rating == rating)
        for rating, name in names.items()
    ]


def _filtered_url(paper: AnyPaper, filters: Filters) -> str:
    query = {name: value for name, value in (("section", filters.section), ("rating", filters.rating)) if value}
    return f"{index_url(paper)}{'?' + urlencode(query) if query else ''}#whole-index"
