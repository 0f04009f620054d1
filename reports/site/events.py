"""What happened on the public site, for the feed: publications, corrections and withdrawals, without a figure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from django.conf import settings

from reports.published import PublishedPaper, WithdrawnReport
from reports.site.pages import by_report, report_url, turn_url
from reports.wording import month_name


@dataclass(frozen=True)
class Event:
    """One entry. `key` is the same for good, wherever the site is."""

    key: str
    at: datetime
    title: str
    summary: str
    url: str


def events(papers: Iterable[PublishedPaper], withdrawn: Iterable[WithdrawnReport]) -> list[Event]:
    """The latest first. A reason or a notice is somebody's prose, which may name a figure: its page has it."""
    happened = [_withdrawal(each) for each in withdrawn]
    for turns in by_report(papers).values():
        happened += [_publication(paper, is_in_force=paper is turns[0]) for paper in turns]
    return sorted(happened, key=lambda event: (event.at, event.key), reverse=True)


def _publication(paper: PublishedPaper, is_in_force: bool) -> Event:
    name = f"{paper.dataset_name}: {month_name(paper.as_at)}"
    is_correction = paper.sequence > 1
    return Event(
        key=_key(f"{paper.sha256} {paper.sequence}"),
        at=paper.published_at,
        title=f"{name}, corrected" if is_correction else name,
        summary=(
            "A correction was published. What was corrected and why is on its page."
            if is_correction
            else "A report was published: how the council’s services for children stand against their targets."
        ),
        url=report_url(paper) if is_in_force else turn_url(paper),
    )


def _withdrawal(report: WithdrawnReport) -> Event:
    return Event(
        key=_key(f"{report.dataset_slug} {report.as_at} {report.sequence} withdrawn"),
        at=report.withdrawn_at,
        title=f"{report.dataset_name}: {month_name(report.as_at)}, withdrawn",
        summary="A report was withdrawn. Its page says why.",
        url=report_url(report),
    )


def _key(what: str) -> str:
    return f"urn:uuid:{uuid5(NAMESPACE_OID, f'{settings.COUNCIL_NAME} {what}')}"
