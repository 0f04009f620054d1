"""What the pages about publications show: from records and papers to the context of a template, without a query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from indicators.formatting import joined
from reports.addresses import changes_url
from reports.published import PublishedFile, PublishedPaper, WithdrawnReport
from reports.renderers import RENDERERS
from reports.site.editions import Edition
from reports.site.wording import CORRECTION, CORRECTION_MEANS
from suppression.paper import Part1Paper

Report = tuple[str, date]
"""A dataset's slug and the month as at which it was reported."""


@dataclass(frozen=True)
class Turn:
    """One publication of a report that a later one superseded: when it was published and where it is."""

    published_at: datetime
    url: str


@dataclass(frozen=True)
class ListedReport:
    """One report in the list of all: in force or withdrawn, with the publications that were corrected."""

    dataset: str
    as_at: date
    at: datetime
    url: str
    is_withdrawn: bool = False
    downloads_url: str = ""
    superseded: tuple[Turn, ...] = ()


@dataclass(frozen=True)
class Correction:
    """A correction in the public list. `kind` and `reason` are empty where the paper does not say them."""

    dataset: str
    as_at: date
    at: datetime
    url: str
    kind: str
    means: str
    reason: str
    corrected: Turn | None
    changes_url: str


@dataclass(frozen=True)
class Download:
    """A file of a paper. `size` is in bytes."""

    label: str
    description: str
    name: str
    url: str
    size: int
    sha256: str


def of_edition(request: HttpRequest, edition: Edition) -> dict[str, Any]:
    """What every page of a publication says of it: whether it was corrected or corrects another, and its address."""
    corrects = edition.paper.corrects
    return {
        "canonical": edition.canonical(request.path),
        "noindex": edition.is_superseded,
        "corrected_on": joined([_day(turn.published_at) for turn in edition.corrections]),
        "in_force_url": report_url(edition.in_force),
        "corrects": _corrects(edition),
        "correction_reason": corrects.reason if corrects else "",
        "corrected_url": turn_url(edition.corrected) if edition.corrected else "",
        "downloads_url": downloads_url(edition.published, edition.is_superseded),
    }


def reports_context(papers: Iterable[PublishedPaper], withdrawn: Iterable[WithdrawnReport]) -> dict[str, Any]:
    """All reports, the latest first. `papers` are those that may be read, `withdrawn` those that were taken back."""
    standing = by_report(papers)
    listed = [_listed(turns) for turns in standing.values()]
    taken_back = {(each.dataset_slug, each.as_at): each for each in sorted(withdrawn, key=lambda each: each.sequence)}
    listed += [
        ListedReport(each.dataset_name, each.as_at, each.withdrawn_at, report_url(each), is_withdrawn=True)
        for report, each in taken_back.items()
        if report not in standing
    ]
    return {"reports": sorted(listed, key=lambda each: (-each.as_at.toordinal(), each.dataset))}


def corrections_context(
    papers: Iterable[PublishedPaper], withdrawn: Iterable[WithdrawnReport], documents: Mapping[int, Part1Paper]
) -> dict[str, Any]:
    """Corrections and withdrawals, the latest first. `documents` are the papers of the corrections, by primary key."""
    corrections = [_correction(edition, documents[edition.published.pk]) for edition in corrections_among(papers)]
    return {
        "corrections": sorted(corrections, key=lambda each: each.at, reverse=True),
        "withdrawals": [
            {"report": each, "url": report_url(each)}
            for each in sorted(withdrawn, key=lambda each: each.withdrawn_at, reverse=True)
        ],
        "kinds": [(CORRECTION[kind], means) for kind, means in CORRECTION_MEANS.items()],
    }


def corrections_among(papers: Iterable[PublishedPaper]) -> list[Edition]:
    """Those publications that came after another of the same report."""
    return [
        Edition(paper, tuple(turns)) for turns in by_report(papers).values() for paper in turns if paper.sequence > 1
    ]


def downloads_context(edition: Edition, files: Iterable[PublishedFile]) -> dict[str, Any]:
    """The files of one publication, in the order in which kinds of files are offered."""
    order = {kind: place for place, kind in enumerate(RENDERERS)}
    return {
        "downloads": [
            _download(edition, each) for each in sorted(files, key=lambda file: (order.get(file.kind, 99), file.name))
        ],
        "report": edition.published,
        "paper_sha256": edition.published.sha256,
        "report_url": edition_url(edition),
    }


def by_report(papers: Iterable[PublishedPaper]) -> dict[Report, list[PublishedPaper]]:
    """The publications of each report, the latest first."""
    turns: dict[Report, list[PublishedPaper]] = {}
    for paper in sorted(papers, key=lambda paper: paper.sequence, reverse=True):
        turns.setdefault((paper.dataset_slug, paper.as_at), []).append(paper)
    return turns


def report_url(report: PublishedPaper | WithdrawnReport) -> str:
    """The address of a report, whichever of its publications is in force."""
    return reverse("reports:index", kwargs=_arguments(report))


def turn_url(paper: PublishedPaper) -> str:
    """The address of one publication of a report."""
    return reverse("reports:earlier_index", kwargs=_arguments(paper) | {"sequence": paper.sequence})


def edition_url(edition: Edition) -> str:
    """The address of this publication: the report's own while it is in force."""
    return turn_url(edition.published) if edition.is_superseded else report_url(edition.published)


def downloads_url(paper: PublishedPaper, is_superseded: bool = False) -> str:
    if is_superseded:
        return reverse("reports:earlier_downloads", kwargs=_arguments(paper) | {"sequence": paper.sequence})
    return reverse("reports:downloads", kwargs=_arguments(paper))


def _arguments(report: PublishedPaper | WithdrawnReport) -> dict[str, Any]:
    return {"dataset_slug": report.dataset_slug, "as_at": f"{report.as_at:%Y-%m}"}


def _listed(turns: list[PublishedPaper]) -> ListedReport:
    latest = turns[0]
    return ListedReport(
        dataset=latest.dataset_name,
        as_at=latest.as_at,
        at=latest.published_at,
        url=report_url(latest),
        downloads_url=downloads_url(latest),
        superseded=tuple(Turn(turn.published_at, turn_url(turn)) for turn in turns[1:]),
    )


def _correction(edition: Edition, paper: Part1Paper) -> Correction:
    published, corrected, said = edition.published, edition.corrected, paper.corrects
    return Correction(
        dataset=published.dataset_name,
        as_at=published.as_at,
        at=published.published_at,
        url=edition_url(edition),
        kind=CORRECTION[said.kind] if said else "",
        means=CORRECTION_MEANS[said.kind] if said else "",
        reason=said.reason if said else "",
        corrected=Turn(corrected.published_at, turn_url(corrected)) if corrected else None,
        changes_url=changes_url(edition.placed(paper)),
    )


def _download(edition: Edition, file: PublishedFile) -> Download:
    renderer = RENDERERS.get(file.kind)
    arguments = _arguments(edition.published) | {"name": file.name}
    if edition.is_superseded:
        url = reverse("reports:earlier_file", kwargs=arguments | {"sequence": edition.published.sequence})
    else:
        url = reverse("reports:file", kwargs=arguments)
    return Download(
        label=renderer.label if renderer else file.kind,
        description=renderer.description if renderer else "",
        name=file.name,
        url=url,
        size=file.size,
        sha256=file.sha256,
    )


def _corrects(edition: Edition) -> str:
    """`This corrects the report published on 2 March 2021, because …`; empty where it corrects none."""
    said, corrected = edition.paper.corrects, edition.corrected
    if said:
        day = date_format(said.published_on, "j F Y")
        return f"This corrects the report published on {day}, because {CORRECTION_MEANS[said.kind]}."
    return f"This corrects the report published on {_day(corrected.published_at)}." if corrected else ""


def _day(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), "j F Y")
