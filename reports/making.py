"""Makes the papers of a report as they would be published: protected, worded, the committee's report around them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

import msgspec
from django.utils import timezone

from indicators.models import Dataset, Outturn
from reports.approval import approved_figures
from reports.assemble import assemble
from reports.front import TextRefused, front_of
from reports.models import Publication, PublishedPaper, Report
from reports.override import Override, why_refused
from reports.refusals import PublicationRefused
from reports.words import (
    Draft,
    WordedReport,
    protected_report,
    public_papers,
    why_missing_is_refused,
    why_words_are_refused,
    with_words,
)
from suppression.check import DisclosureCheck
from suppression.choices import chosen
from suppression.known import known_elsewhere
from suppression.models import SuppressionPolicy
from suppression.paper import Part1Paper, decode_part_1, decode_part_2, encode, says_the_same
from suppression.paper_words import CorrectionKind, PaperCorrection
from suppression.services import ProtectedIndex, protect


@dataclass(frozen=True)
class MadePapers:
    """Both papers as documents, what the check found, and what went into them.

    Where Part 1 says what it said before, `part_1` is the document that is published already: a new one would say that
    something hidden has changed.
    """

    part_1: bytes
    part_2: bytes
    check: DisclosureCheck
    worded: WordedReport
    figures: Sequence[Outturn]
    supersedes: Publication | None

    @property
    def part_1_is_new(self) -> bool:
        return self.supersedes is None or bytes(self.supersedes.part_1) != self.part_1


def check(dataset: Dataset, as_at: date) -> ProtectedIndex:
    """Both papers and the disclosure check as a publication would have them now. Writes nothing.

    Raises NothingToReport or CannotProtect, with a message for the publisher.
    """
    published = PublishedPaper.objects.filter(dataset_slug=dataset.slug).order_by("as_at", "sequence")
    papers = public_papers(published)
    policy = SuppressionPolicy.objects.latest("version")
    index, exemption = assemble(dataset, as_at), dataset.exemption_paragraph
    return protected_report(index, policy, exemption, papers, known_elsewhere(dataset), chosen(dataset, as_at))


def judge(
    dataset: Dataset, as_at: date, policy: SuppressionPolicy, already_published: Sequence[Part1Paper]
) -> ProtectedIndex:
    """Both papers and their check under any policy, beside any papers. Writes nothing; raises what `check` raises."""
    return protect(
        assemble(dataset, as_at),
        policy,
        dataset.exemption_paragraph,
        already_published,
        known_elsewhere(dataset),
        extra_hidden=chosen(dataset, as_at),
    )


def make_papers(report: Report, made_on: date) -> MadePapers:
    """The papers of a report as it stands now; what was raised and is due is seen from the day `made_on`.

    Keeps the report's figures from being changed until the transaction ends. Raises PublicationRefused where a figure
    is not approved, an exception has no agreed commentary, a text says what must not be said or cannot be read, the
    disclosure check is not safe and is not overridden, or nothing has changed; and what `check` raises.
    """
    dataset, as_at = report.dataset, report.as_at
    Dataset.objects.select_for_update().get(pk=dataset.pk)
    approved = approved_figures(dataset, as_at)
    protected = check(dataset, as_at)
    if approved_figures(dataset, as_at) != approved:
        raise PublicationRefused("Figures came in while the report was checked. Nothing was published; try again.")
    if refusal := why_refused(protected.check, override_of(report)):
        raise PublicationRefused(refusal)
    before = last_publication(report)
    worded = words_around(report, protected, made_on, before)
    if refusal := why_words_are_refused(worded) or why_missing_is_refused(worded):
        raise PublicationRefused(refusal)
    part_1, part_2 = encode(worded.part_1), encode(worded.part_2)
    if (
        before is not None
        and not is_withdrawn(before)
        and says_the_same(worded.part_1, decode_part_1(bytes(before.part_1)))
    ):
        part_1 = bytes(before.part_1)
        if says_the_same(worded.part_2, decode_part_2(bytes(before.part_2))):
            raise PublicationRefused("This report is published already, and nothing in it has changed.")
    return MadePapers(part_1, part_2, protected.check, worded, approved, before)


def words_around(
    report: Report, protected: ProtectedIndex | Draft, made_on: date, before: Publication | None
) -> WordedReport:
    """Both papers with all words: people's, the committee's report, what is corrected. Raises PublicationRefused."""
    try:
        front = front_of(report)
    except TextRefused as reason:
        raise PublicationRefused(f"The report's text cannot be read. {reason}") from reason
    around = {
        "report": front if front.sections else None,
        "made_on": made_on,
        "sequence": before.sequence + 1 if before else 1,
        "corrects": _correction(report, before),
    }
    return with_words(
        report.dataset,
        report.as_at,
        msgspec.structs.replace(protected.part_1, **around),
        msgspec.structs.replace(protected.part_2, **around),
        today=_as_seen_from(before) or made_on,
    )


def last_publication(report: Report) -> Publication | None:
    """The last publication of the same report, withdrawn or not; None where it was never published."""
    of_report = Publication.objects.filter(dataset=report.dataset, as_at=report.as_at)
    return of_report.order_by("sequence").last()


def is_withdrawn(publication: Publication) -> bool:
    return not Publication.objects.standing().filter(pk=publication.pk).exists()


def override_of(report: Report) -> Override | None:
    if not (report.override_reason or report.override_legal_basis):
        return None
    return Override(report.override_reason, report.override_legal_basis)


def _correction(report: Report, before: Publication | None) -> PaperCorrection | None:
    if before is None or not report.correction_kind:
        return None
    return PaperCorrection(
        sequence=before.sequence,
        published_on=timezone.localdate(before.published_at),
        kind=cast(CorrectionKind, report.correction_kind),
        reason=report.correction_reason,
    )


def _as_seen_from(before: Publication | None) -> date | None:
    """The day of the paper that is corrected: what fell due since is no correction of it."""
    if before is None:
        return None
    return decode_part_2(bytes(before.part_2)).made_on or timezone.localdate(before.published_at)
