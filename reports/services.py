"""Publishing what was approved, and taking back what was published."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from commentary.moving import Clash, Refused, locked, said_of, store
from commentary.services import publish_commentary
from indicators.models import Dataset
from indicators.workflow.moves import State
from indicators.workflow.services import lock_figures
from reports.assemble import NothingToReport
from reports.drafting import (
    Correction,
    approve_report,
    begin_report,
    change_report,
    make_ready,
    transition_to,
    unchanged_papers,
)
from reports.files import forget_files, make_file, missing_files, publish_files
from reports.making import is_withdrawn
from reports.models import Publication, PublishedPaper, Report, WithdrawnReport
from reports.override import Override
from reports.refusals import PublicationRefused
from reports.words import checker_of
from reports.workflow import REPORTS, ReportMove, ReportState
from suppression.models import SuppressionPolicy
from suppression.paper import decode_part_1, decode_part_2, sha256
from suppression.table import CannotProtect


def publish_report(*, report: Report, by: User, version: int | None = None) -> Publication:
    """Freeze what was approved, to the byte, with all its files. What is published is superseded, never changed.

    What the report shows is locked with it, its commentary said to be published. Raises PublicationRefused where a
    figure, a text or another report has changed since the report was made ready, and Clash. Files that nobody has made
    yet are made first, so that no lock is held meanwhile.
    """
    transition = REPORTS[ReportMove.PUBLISH]
    if report.part_1 is not None and report.state in transition.sources and by.may(transition.permission):
        for renderer in missing_files(bytes(report.part_1)):
            make_file(bytes(report.part_1), renderer)
    return _publish(report, by, version)


@transaction.atomic
def _publish(report: Report, by: User, version: int | None) -> Publication:
    stored = locked(report, version)
    transition = transition_to(stored.state, ReportMove.PUBLISH, by)
    if stored.prepared_by is None or stored.approved_by is None:
        raise PublicationRefused(
            "Nobody publishes alone: this report needs somebody who prepared and who approved it."
        )
    made = unchanged_papers(stored)
    now = timezone.now()
    publication = Publication.objects.create(
        dataset=stored.dataset,
        as_at=stored.as_at,
        sequence=made.supersedes.sequence + 1 if made.supersedes else 1,
        supersedes=made.supersedes,
        policy=SuppressionPolicy.objects.get(version=int(made.check.policy_version)),
        part_1=made.part_1,
        part_1_sha256=sha256(made.part_1),
        part_2=made.part_2,
        part_2_sha256=sha256(made.part_2),
        disclosure_check=asdict(made.check),
        published_at=now,
        published_by=stored.prepared_by,
        agreed_by=stored.approved_by,
        correction_kind=stored.correction_kind,
        correction_reason=stored.correction_reason,
        override_reason=stored.override_reason.strip(),
        override_legal_basis=stored.override_legal_basis.strip(),
    )
    if made.part_1_is_new:
        paper = decode_part_1(made.part_1)
        publish_files(
            PublishedPaper.objects.create(
                dataset_slug=paper.dataset_slug,
                dataset_name=paper.dataset,
                title=paper.title,
                as_at=paper.as_at,
                sequence=publication.sequence,
                published_at=now,
                document=made.part_1,
                sha256=publication.part_1_sha256,
            )
        )
    else:
        forget_files(made.part_1)
    to_lock = [outturn for outturn in made.figures if outturn.state == State.APPROVED]
    lock_figures(outturns=to_lock, by=by, reason=f"Published as at {stored.as_at:%B %Y}")
    try:
        publish_commentary(commentaries=made.worded.words.agreed.values(), by=by)
    except Clash as clash:
        raise PublicationRefused(
            "Commentary changed while the report was checked. Nothing was published; try again."
        ) from clash
    if made.supersedes:
        _end(Report.objects.filter(publication=made.supersedes), ReportMove.SUPERSEDE, by)
    stored.publication, stored.state = publication, transition.target
    store(stored, ["publication", "state"], by=by, said=transition.past)
    _record_publication(publication, by)
    return publication


def publish(
    *,
    dataset: Dataset,
    as_at: date,
    by: User,
    agreed_by: User,
    override: Override | None = None,
    correction: Correction | None = None,
) -> Publication:
    """The whole way at once, whole or not at all: `by` prepares and publishes, `agreed_by` approves.

    A report that is on its way is taken from where it stands as a draft. Raises what its steps raise.
    """
    if by == agreed_by:
        raise PublicationRefused("Nobody publishes alone: somebody else has to approve what you prepare.")
    with transaction.atomic():
        drafts = Report.objects.filter(dataset=dataset, as_at=as_at, state=ReportState.DRAFT)
        report = drafts.first() or begin_report(dataset=dataset, as_at=as_at, by=by, correction=correction)
        if override:
            report = change_report(
                report=report,
                version=None,
                by=by,
                override_reason=override.reason,
                override_legal_basis=override.legal_basis,
            )
        ready = make_ready(report=report, by=by)
        return publish_report(report=approve_report(report=ready, by=agreed_by), by=by)


@dataclass(frozen=True)
class Due:
    """A report that was due: published, or why it was not."""

    report: Report
    refusal: str = ""


def publish_due(now: datetime) -> list[Due]:
    """Publish every scheduled report whose hour has come, each in a transaction of its own; again changes nothing.

    One that is refused stays scheduled, so that whoever mends the reason has it published the next time.
    """
    due = Report.objects.filter(state=ReportState.SCHEDULED, scheduled_for__lte=now).order_by("scheduled_for", "pk")
    done: list[Due] = []
    for report in due.select_related("scheduled_by"):
        try:
            if report.scheduled_by is None:
                raise PublicationRefused("Nobody is named who scheduled this report.")
            publish_report(report=report, by=report.scheduled_by, version=report.version)
        except (Refused, NothingToReport, CannotProtect) as reason:
            record(action="could not publish a scheduled report", subject=str(report), by=None)
            done.append(Due(report, str(reason)))
        else:
            done.append(Due(report))
    return done


@transaction.atomic
def withdraw_report(*, publication: Publication, notice: str, by: User) -> WithdrawnReport:
    """Take a report back in one step: every part and turn of it is gone from the public, who read `notice` instead.

    One person is enough: nobody should wait for a second one while a wrong figure is public. What was published is
    kept in the office, and stays known to the disclosure check. Raises PublicationRefused, also where the notice gives
    away a hidden figure or names a person.
    """
    Dataset.objects.select_for_update().get(pk=publication.dataset_id)
    transition_to(ReportState.PUBLISHED, ReportMove.WITHDRAW, by, notice)
    last = Publication.objects.filter(dataset=publication.dataset, as_at=publication.as_at).latest("sequence")
    if is_withdrawn(last):
        raise PublicationRefused("This report is withdrawn already.")
    paper = decode_part_1(bytes(last.part_1))
    checker = checker_of(last.dataset, last.as_at, paper, decode_part_2(bytes(last.part_2)))
    for found in checker.check(notice, "", 1):
        if not found.may_be_kept:
            raise PublicationRefused(f"The public would read what it must not. {found.sentence} {found.advice}")
    withdrawn = WithdrawnReport.objects.create(
        dataset_slug=paper.dataset_slug,
        dataset_name=paper.dataset,
        title=paper.title,
        as_at=paper.as_at,
        sequence=last.sequence,
        notice=notice.strip(),
        withdrawn_at=timezone.now(),
    )
    of_report = Report.objects.filter(dataset=publication.dataset, as_at=publication.as_at)
    _end(of_report, ReportMove.WITHDRAW, by, notice)
    record(action="withdrew a report", subject=str(publication), by=by, up_to_publication=last.sequence)
    return withdrawn


def _end(reports: QuerySet[Report], move: ReportMove, by: User, reason: str = "") -> None:
    """Move on those of the reports that stand where the move starts."""
    transition = REPORTS[move]
    for report in reports.filter(state__in=transition.sources):
        report.state = transition.target
        store(report, ["state"], by=by, said=said_of(transition, reason))


def _record_publication(publication: Publication, by: User) -> None:
    overridden = {"reason": publication.override_reason, "legal_basis": publication.override_legal_basis}
    is_override = bool(publication.override_reason)
    action = "published a correction" if publication.correction_kind else "published a report"
    record(
        action=f"{action} in spite of its check" if is_override else action,
        subject=str(publication),
        by=by,
        put_forward_by=publication.published_by.username,
        agreed_by=publication.agreed_by.username,
        part_1_sha256=publication.part_1_sha256,
        part_2_sha256=publication.part_2_sha256,
        **(overridden if is_override else {}),
    )
