"""Writes of the reports room: publishing."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.roles import Permission
from accounts.services import record
from indicators.models import Dataset
from reports.assemble import assemble
from reports.models import Publication, PublishedPaper
from reports.override import Override, why_refused
from suppression.choices import chosen
from suppression.known import known_elsewhere
from suppression.models import SuppressionPolicy
from suppression.paper import Part1Paper, decode_part_1, encode, sha256
from suppression.services import ProtectedIndex, protect


class PublicationRefused(Exception):
    """The report cannot be published; the message says why."""


def check(dataset: Dataset, as_at: date) -> ProtectedIndex:
    """Both papers and the disclosure check as a publication would have them now. Writes nothing.

    Raises NothingToReport or CannotProtect, with a message for the publisher.
    """
    published = PublishedPaper.objects.filter(dataset_slug=dataset.slug).order_by("as_at", "sequence")
    papers = [decode_part_1(bytes(document)) for document in published.values_list("document", flat=True)]
    return judge(dataset, as_at, SuppressionPolicy.objects.latest("version"), papers)


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


@transaction.atomic
def publish(
    *, dataset: Dataset, as_at: date, by: User, agreed_by: User, override: Override | None = None
) -> Publication:
    """Freeze both papers of a report. A report that is published already is superseded, never changed.

    Four eyes: `by` publishes, somebody else agrees. Raises PublicationRefused where the disclosure check is not safe
    and they do not override it or cannot, the people may not, or nothing has changed since the publication in force;
    and what `check` raises.
    """
    if by == agreed_by:
        raise PublicationRefused("Nobody publishes alone: somebody else has to agree.")
    if not by.may(Permission.PUBLISH):
        raise PublicationRefused(f"{by.first_name or by} is not a publisher.")
    if not agreed_by.may(Permission.AGREE_PUBLICATION):
        raise PublicationRefused(f"{agreed_by.first_name or agreed_by} may not agree to a publication.")
    Dataset.objects.select_for_update().get(pk=dataset.pk)
    protected = check(dataset, as_at)
    refusal = why_refused(protected.check, override)
    if refusal:
        raise PublicationRefused(refusal)
    part_1, part_2 = encode(protected.part_1), encode(protected.part_2)
    superseded = Publication.objects.filter(dataset=dataset, as_at=as_at).order_by("sequence").last()
    if superseded and (superseded.part_1_sha256, superseded.part_2_sha256) == (sha256(part_1), sha256(part_2)):
        raise PublicationRefused("This report is published already, and nothing in it has changed.")
    sequence = superseded.sequence + 1 if superseded else 1
    now = timezone.now()
    publication = Publication.objects.create(
        dataset=dataset,
        as_at=as_at,
        sequence=sequence,
        supersedes=superseded,
        policy=SuppressionPolicy.objects.get(version=int(protected.check.policy_version)),
        part_1=part_1,
        part_1_sha256=sha256(part_1),
        part_2=part_2,
        part_2_sha256=sha256(part_2),
        disclosure_check=asdict(protected.check),
        published_at=now,
        published_by=by,
        agreed_by=agreed_by,
        override_reason=override.reason.strip() if override else "",
        override_legal_basis=override.legal_basis.strip() if override else "",
    )
    if superseded is None or superseded.part_1_sha256 != publication.part_1_sha256:
        # Where only Part 2 changed the public paper stays: a new date would say that a hidden figure changed.
        PublishedPaper.objects.create(
            dataset_slug=dataset.slug,
            dataset_name=dataset.name,
            title=protected.part_1.title,
            as_at=as_at,
            sequence=sequence,
            published_at=now,
            document=part_1,
            sha256=publication.part_1_sha256,
        )
    overridden = {"reason": publication.override_reason, "legal_basis": publication.override_legal_basis}
    record(
        action="published a report in spite of its check" if override else "published a report",
        subject=str(publication),
        by=by,
        agreed_by=agreed_by.username,
        part_1_sha256=publication.part_1_sha256,
        part_2_sha256=publication.part_2_sha256,
        **(overridden if override else {}),
    )
    return publication
