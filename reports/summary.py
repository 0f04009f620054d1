"""What a member grasps in a minute: how many stand how, what moved, what stays below, how others do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators.vocabulary import Comparator
from reports.addresses import changes_url, index_url, indicator_url, summary_url
from reports.compared import compared_with
from reports.differences import Move, RatingMove, changes_between
from reports.multiples import multiples
from reports.wording import AnyIndicator, AnyPaper, exemption_wording, month_name, reports_in_a_row
from suppression.paper import Hidden, Rated

REPORTS_IN_STRIP = 8
"""As many as fit beside an indicator on a telephone."""

RATINGS = (
    ("red", "RED"),
    ("amber", "AMBER"),
    ("green", "GREEN"),
    ("part-2", "Part 2 only"),
    ("none", "Not rated"),
)


@dataclass(frozen=True)
class RatingCount:
    """How many indicators have a rating. `kind` as in a strip of ratings; `start` is where its part begins."""

    kind: str
    word: str
    number: int
    start: int


@dataclass(frozen=True)
class Mover:
    """A rating that moved since the report before."""

    number: str
    title: str
    url: str
    before: Rated | Hidden
    after: Rated | Hidden
    move: str


@dataclass(frozen=True)
class Persistent:
    """An indicator that was below expectation in this report and in the one before it, and for how long."""

    number: str
    title: str
    url: str
    rating: Rated | Hidden
    reports: int
    row: str


def minute_context(paper: AnyPaper, earlier: Sequence[AnyPaper] = ()) -> dict[str, Any]:
    """What `components/minute.html` shows. `earlier` are the reports before, the latest first; only one is needed."""
    moves = list(_movers(paper, earlier[0])) if earlier else []
    return {
        "rating_counts": rating_counts(paper),
        "last_report": month_name(earlier[0].as_at) if earlier else "",
        "worse": [each for each in moves if each.move == Move.WORSE],
        "better": [each for each in moves if each.move == Move.BETTER],
        "other_moves": [each for each in moves if each.move not in (Move.WORSE, Move.BETTER)],
        "persistent": persistent(paper),
        "beside": [compared_with(paper, comparator) for comparator in (Comparator.ENGLAND, Comparator.LONDON)],
        "changes_url": changes_url(paper) if earlier else "",
        "summary_url": summary_url(paper),
    }


def summary_context(
    paper: AnyPaper, earlier: Sequence[AnyPaper] = (), published_at: datetime | None = None
) -> dict[str, Any]:
    """Everything `reports/summary.html` shows. `earlier` are the reports before, the latest first."""
    return minute_context(paper, earlier) | {
        "paper": paper,
        "published_at": published_at,
        "as_at": month_name(paper.as_at),
        "hidden_wording": paper.hidden_wording,
        "exemption": exemption_wording(paper) if paper.part == 2 else "",
        "index_url": index_url(paper),
        "sections": multiples(paper, earlier[: REPORTS_IN_STRIP - 1]),
    }


def rating_counts(paper: AnyPaper) -> list[RatingCount]:
    """How many indicators have which rating, those below expectation first; ratings that nothing has left out."""
    kinds = [rating_kind(indicator) for indicator in paper.indicators]
    counts, start = [], 0
    for kind, word in RATINGS:
        number = kinds.count(kind)
        if number:
            counts.append(RatingCount(kind, word, number, start))
            start += number
    return counts


def persistent(paper: AnyPaper) -> list[Persistent]:
    """Indicators below expectation for more than one report in a row, the longest first."""
    found = [
        Persistent(
            number=indicator.number,
            title=indicator.title,
            url=indicator_url(paper, indicator.key),
            rating=indicator.rating,
            reports=indicator.commentary.reports,
            row=reports_in_a_row(indicator.commentary.reports),
        )
        for indicator in paper.indicators
        if indicator.commentary is not None and indicator.commentary.reports > 1
    ]
    return sorted(found, key=lambda each: -each.reports)


def rating_kind(indicator: AnyIndicator) -> str:
    """`red`, `amber`, `green`, `none`, or `part-2` where it is hidden, whatever it is."""
    return "part-2" if isinstance(indicator.rating, Hidden) else indicator.rating.rating


def _movers(paper: AnyPaper, earlier: AnyPaper) -> Iterator[Mover]:
    moves: tuple[RatingMove, ...] = changes_between(paper, earlier).ratings
    for each in moves:
        subject = each.subject
        yield Mover(
            subject.number, subject.title, indicator_url(paper, subject.key), each.before, each.after, each.move
        )
