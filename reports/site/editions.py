"""Which publication of a report an address means, and how it stands among the others of the same report."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.http import Http404

from reports.decoding import PART_1
from reports.published import PublishedPaper, WithdrawnReport
from reports.superseded import superseded
from suppression.paper import Part1Paper


class ReportWithdrawn(Exception):
    """What the address means was taken back. Its reader gets the public notice (`reports.site.withdrawn`)."""

    def __init__(self, report: WithdrawnReport) -> None:
        super().__init__(str(report))
        self.report = report


@dataclass(frozen=True)
class Edition:
    """One publication, and `turns`: all of the same report that may be read, the one in force first.

    None of their documents is loaded.
    """

    published: PublishedPaper
    turns: tuple[PublishedPaper, ...]

    @property
    def in_force(self) -> PublishedPaper:
        return self.turns[0]

    @property
    def is_superseded(self) -> bool:
        return self.published.sequence != self.in_force.sequence

    @property
    def corrections(self) -> list[PublishedPaper]:
        """Those that were published after this one, the first of them first."""
        return [turn for turn in reversed(self.turns) if turn.sequence > self.published.sequence]

    @property
    def corrected(self) -> PublishedPaper | None:
        """The one that this one corrects, where it may still be read."""
        return next((turn for turn in self.turns if turn.sequence < self.published.sequence), None)

    @property
    def hashes(self) -> list[str]:
        """Of everything that a page says of this publication: its own first, then the others'."""
        return [self.published.sha256, *(f"{turn.sequence}:{turn.sha256}" for turn in self.turns)]

    @cached_property
    def paper(self) -> Part1Paper:
        """The paper; one that is superseded knows that it is. At most one query."""
        (paper,) = PART_1.of({self.published.pk: self.published.sha256}, documents)
        return self.placed(paper)

    def placed(self, paper: Part1Paper) -> Part1Paper:
        """This publication's paper with the addresses of its turn, where it is superseded."""
        return superseded(paper, self.published.sequence) if self.is_superseded else paper

    def canonical(self, path: str) -> str:
        """The address under which a page is to be found: without its turn, as long as this one is in force."""
        return path if self.is_superseded else path.replace(f"/publications/{self.published.sequence}/", "/", 1)


def edition(dataset_slug: str, as_at: date, sequence: int | None = None) -> Edition:
    """The publication of that turn; the one in force where none is named. One query, two where there is none.

    Raises Http404 where nothing was ever published there, ReportWithdrawn where it was taken back.
    """
    standing = PublishedPaper.objects.standing().filter(dataset_slug=dataset_slug, as_at=as_at)
    return _meant(standing.defer("document").order_by("-sequence"), dataset_slug, as_at, sequence)


def edition_with_those_before(
    dataset_slug: str, as_at: date, sequence: int | None, most: int
) -> tuple[Edition, list[PublishedPaper]]:
    """The same, and at `most` so many publications in force of the reports before it, the latest first.

    One query, and it raises the same.
    """
    standing = PublishedPaper.objects.standing().filter(dataset_slug=dataset_slug, as_at__lte=as_at)
    by_report: dict[date, list[PublishedPaper]] = {}
    for each in standing.defer("document").order_by("-as_at", "-sequence"):
        by_report.setdefault(each.as_at, []).append(each)
    found = _meant(by_report.pop(as_at, []), dataset_slug, as_at, sequence)
    return found, [turns[0] for turns in by_report.values()][:most]


def _meant(standing: Iterable[PublishedPaper], dataset_slug: str, as_at: date, sequence: int | None) -> Edition:
    """The publication that is meant, of all of a report that stand, the last first."""
    turns = tuple(standing)
    meant = [turn for turn in turns if sequence in (None, turn.sequence)]
    if meant:
        return Edition(meant[0], turns)
    withdrawn = WithdrawnReport.objects.filter(dataset_slug=dataset_slug, as_at=as_at).order_by("sequence")
    covering = [each for each in withdrawn if sequence is None or 1 <= sequence <= each.sequence]
    if not covering:
        raise Http404
    raise ReportWithdrawn(covering[-1] if sequence is None else covering[0])


def documents(keys: list[int]) -> Iterable[tuple[int, bytes | memoryview]]:
    """The documents of papers with these primary keys. One query."""
    return PublishedPaper.objects.filter(pk__in=keys).values_list("pk", "document")
