"""The first page: the latest report of each dataset with what is below expectation, those that come, a few before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from django.urls import reverse

from reports.addresses import changes_url, downloads_url, index_url, summary_url
from reports.pages import Card, Count, exceptions, other_exceptions, summary_counts
from reports.said import missing_commentary
from reports.wording import commentary_in_part_2, month_name, part_2_sentence
from suppression.paper import Part1Paper

MOST_EARLIER = 6
"""Reports of the list; the others are on a page of their own."""


class PublishedReport(Protocol):
    """What the first page needs of the record of a Part 1 paper."""

    pk: int
    dataset_slug: str
    dataset_name: str
    as_at: date
    published_at: datetime
    sha256: str


class Announcement(Protocol):
    """What the calendar needs of the record of a coming report."""

    dataset_slug: str
    dataset_name: str
    as_at: date
    expected_on: date
    meeting: str


@dataclass(frozen=True)
class LatestReport:
    """The latest report of a dataset. Addresses of changes are empty where there is nothing before it."""

    paper: Part1Paper
    published_at: datetime
    counts: tuple[Count, ...]
    exceptions: tuple[Card, ...]
    other_exceptions: tuple[Card, ...]
    sentences: tuple[str, ...]
    url: str
    summary_url: str
    changes_url: str
    corrections_url: str
    downloads_url: str
    last_report: str


@dataclass(frozen=True)
class EarlierReport:
    dataset: str
    as_at: date
    published_at: datetime
    url: str


def latest_of_each(reports: Iterable[PublishedReport]) -> list[PublishedReport]:
    """The latest report of each dataset, of reports in any order; the latest first."""
    latest: dict[str, PublishedReport] = {}
    for report in sorted(reports, key=lambda report: report.as_at, reverse=True):
        latest.setdefault(report.dataset_slug, report)
    return list(latest.values())


def home_context(
    reports: Sequence[PublishedReport], papers: Mapping[int, Part1Paper], coming: Sequence[Announcement] = ()
) -> dict[str, Any]:
    """Everything `reports/home.html` shows. `papers` are those of `latest_of_each(reports)`, by primary key."""
    latest = latest_of_each(reports)
    earlier = sorted((each for each in reports if each not in latest), key=lambda each: each.as_at, reverse=True)
    return {
        "latest": [_latest(papers[report.pk], report, reports) for report in latest],
        "earlier": [
            EarlierReport(report.dataset_name, report.as_at, report.published_at, _url(report))
            for report in earlier[:MOST_EARLIER]
        ],
        "coming": coming,
        "several_datasets": len({each.dataset_slug for each in reports} | {each.dataset_slug for each in coming}) > 1,
    }


def _latest(paper: Part1Paper, report: PublishedReport, reports: Iterable[PublishedReport]) -> LatestReport:
    before = max(
        (each.as_at for each in reports if each.dataset_slug == report.dataset_slug and each.as_at < report.as_at),
        default=None,
    )
    sentences = (missing_commentary(paper), commentary_in_part_2(paper), part_2_sentence(paper))
    return LatestReport(
        paper=paper,
        published_at=report.published_at,
        counts=tuple(summary_counts(paper.summary)),
        exceptions=tuple(exceptions(paper)),
        other_exceptions=tuple(other_exceptions(paper)),
        sentences=tuple(sentence for sentence in sentences if sentence),
        url=index_url(paper),
        summary_url=summary_url(paper),
        changes_url=changes_url(paper) if before else "",
        corrections_url=changes_url(paper) if paper.corrects else "",
        downloads_url=downloads_url(paper),
        last_report=month_name(before) if before else "",
    )


def _url(report: PublishedReport) -> str:
    return reverse("reports:index", kwargs={"dataset_slug": report.dataset_slug, "as_at": f"{report.as_at:%Y-%m}"})
