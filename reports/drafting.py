"""Writes of a report on its way: begun, written, made ready, approved, given an hour. `services` publishes it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.services import record
from commentary.moving import Clash, Refused, create, locked, said_of, store, transition_of
from indicators.models import Dataset
from indicators.revisions import update_with_revisions
from reports.files import forget_files
from reports.front import TextRefused, sections_of, standing_text
from reports.making import MadePapers, last_publication, make_papers
from reports.models import ComingReport, Report, ReportTemplate
from reports.refusals import PublicationRefused
from reports.report_models import CorrectionKind
from reports.tasks import make_files_soon
from reports.words import writers_of
from reports.workflow import ENDED, REPORTS, ReportMove, ReportState
from suppression.paper import sha256

DETAILS = (
    "committee",
    "meeting_date",
    "number",
    "decision_type",
    "title",
    "contact_officer",
    "chief_officer",
    "ward",
    "text",
    "override_reason",
    "override_legal_basis",
    "correction_reason",
)
"""What a publisher types about a report."""
FRONT_SHEET = {
    "committee": "Scrutiny Committee",
    "decision_type": "Non-Urgent Non-Executive Non-Key",
    "title": "Performance reporting",
    "contact_officer": "Head of Performance",
    "chief_officer": "Director of Children’s Services",
    "ward": "All",
}
"""What the first report of a dataset begins with; each later one takes these over from the one before it."""
NOUN = "report"


@dataclass(frozen=True)
class Correction:
    """Why a published report changes."""

    kind: CorrectionKind
    reason: str


@transaction.atomic
def begin_report(*, dataset: Dataset, as_at: date, by: User, correction: Correction | None = None) -> Report:
    """A draft with the standing text, and what the last report of the dataset said on its front sheet.

    Raises PublicationRefused where one is on its way, or where it is published and nobody says what is corrected.
    """
    Dataset.objects.select_for_update().get(pk=dataset.pk)
    transition = transition_to(None, ReportMove.BEGIN, by)
    if Report.objects.filter(dataset=dataset, as_at=as_at).exclude(state__in=ENDED).exists():
        raise PublicationRefused(f"The report for {as_at:%B %Y} is begun already. Open it under Office, Reports.")
    report = Report(dataset=dataset, as_at=as_at, created_by=by, **FRONT_SHEET)
    published = last_publication(report)
    if published and correction is None:
        raise PublicationRefused(
            "This report is published. It changes only by a correction, with a class and a reason."
        )
    if correction and published is None:
        raise PublicationRefused("There is nothing to correct: this report was never published.")
    if correction:
        if not correction.reason.strip():
            raise PublicationRefused("Say why the report is corrected: the reason is published with it.")
        report.correction_kind, report.correction_reason = correction.kind, correction.reason.strip()
    template = ReportTemplate.objects.filter(dataset=dataset).first()
    report.text = template.text if template else standing_text()
    earlier = Report.objects.filter(dataset=dataset, publication__isnull=False)
    same, last = earlier.filter(as_at=as_at).first(), earlier.first()
    for name in FRONT_SHEET if (same or last) else ():
        setattr(report, name, getattr(same or last, name))
    if same:  # a correction keeps the words of the report that it corrects
        report.text, report.meeting_date, report.number = same.text, same.meeting_date, same.number
    create(report, by=by, said=transition.past)
    _record("began a report", report, by)
    return report


@transaction.atomic
def change_report(*, report: Report, version: int | None, by: User, **details: Any) -> Report:
    """Write some of DETAILS, a draft's alone. Raises PublicationRefused, and Clash."""
    stored = locked(report, version)
    transition = transition_to(stored.state, ReportMove.CHANGE, by)
    _readable(details.get("text", stored.text))
    changed = [name for name in DETAILS if name in details and getattr(stored, name) != details[name]]
    if not changed:
        return stored
    for name in changed:
        setattr(stored, name, details[name])
    store(stored, changed, by=by, said=transition.past)
    return stored


@transaction.atomic
def keep_template(*, dataset: Dataset, text: str, by: User, version: int | None = None) -> ReportTemplate:
    """The standing text with which the dataset's reports begin from now on. Raises PublicationRefused, and Clash.

    `version` is the one that was seen: 0 where nobody had written one, None whichever is stored.
    """
    Dataset.objects.select_for_update().get(pk=dataset.pk)
    transition_to(None, ReportMove.BEGIN, by)
    _readable(text)
    template = ReportTemplate.objects.filter(dataset=dataset).first()
    if template and version is not None and template.version != version:
        raise Clash(template)
    if template is None:
        template = create(ReportTemplate(dataset=dataset, text=text), by=by, said="Wrote the standing text")
    else:
        template.text = text
        update_with_revisions(ReportTemplate, [template], ["text"], by=by, reason="Changed the standing text")
    record(action="changed the standing text of reports", subject=str(dataset), by=by)
    return template


@transaction.atomic
def announce_report(*, dataset: Dataset, as_at: date, expected_on: date, meeting: str, by: User) -> ComingReport:
    """Put a report into the public calendar, or change its day. Raises PublicationRefused."""
    transition_to(None, ReportMove.BEGIN, by)
    coming, _ = ComingReport.objects.update_or_create(
        dataset_slug=dataset.slug,
        as_at=as_at,
        defaults={"dataset_name": dataset.name, "expected_on": expected_on, "meeting": meeting.strip()},
    )
    subject = f"{dataset}, {as_at:%B %Y}"
    record(action="announced a report", subject=subject, by=by, expected_on=expected_on.isoformat())
    return coming


@transaction.atomic
def unannounce_report(*, dataset: Dataset, as_at: date, by: User) -> None:
    """Take a report out of the public calendar. Raises PublicationRefused."""
    transition_to(None, ReportMove.BEGIN, by)
    ComingReport.objects.filter(dataset_slug=dataset.slug, as_at=as_at).delete()
    record(action="took a report out of the calendar", subject=f"{dataset}, {as_at:%B %Y}", by=by)


@transaction.atomic
def give_up_report(*, report: Report, by: User, version: int | None = None) -> Report:
    """Leave a draft; another one can be begun, and what was published stays. Raises PublicationRefused, and Clash."""
    stored = locked(report, version)
    transition = transition_to(stored.state, ReportMove.GIVE_UP, by)
    stored.state = transition.target
    store(stored, ["state"], by=by, said=transition.past)
    _record("gave up a report", stored, by)
    return stored


@transaction.atomic
def make_ready(*, report: Report, by: User, version: int | None = None) -> Report:
    """Make both papers, exactly as they would be published, for somebody else to approve.

    Raises PublicationRefused with what is missing, and what `check` raises.
    """
    stored = locked(report, version)
    transition = transition_to(stored.state, ReportMove.MAKE_READY, by)
    stored.made_on = timezone.localdate()
    made = make_papers(stored, stored.made_on)
    stored.part_1, stored.part_2, stored.disclosure_check = made.part_1, made.part_2, asdict(made.check)
    stored.prepared_by, stored.state = by, transition.target
    fields = ["made_on", "part_1", "part_2", "disclosure_check", "prepared_by", "state"]
    store(stored, fields, by=by, said=transition.past)
    _record("made a report ready", stored, by, part_1_sha256=sha256(made.part_1), part_2_sha256=sha256(made.part_2))
    make_files_soon(stored)
    return stored


@transaction.atomic
def take_back(*, report: Report, by: User, version: int | None = None) -> Report:
    """Make it a draft again, and forget its papers and its approval. Raises PublicationRefused and Clash."""
    return _back_to_draft(locked(report, version), ReportMove.TAKE_BACK, by)


@transaction.atomic
def return_report(*, report: Report, reason: str, by: User, version: int | None = None) -> Report:
    """Send it back with a reason instead of approving it. Raises PublicationRefused and Clash."""
    return _back_to_draft(locked(report, version), ReportMove.RETURN, by, reason)


@transaction.atomic
def approve_report(*, report: Report, by: User, version: int | None = None) -> Report:
    """Four eyes: by somebody who neither prepared it nor wrote all of its commentary. Raises PublicationRefused."""
    stored = locked(report, version)
    transition = transition_to(stored.state, ReportMove.APPROVE, by)
    if refusal := why_not_theirs(stored, by):
        raise PublicationRefused(refusal)
    unchanged_papers(stored)
    stored.approved_by, stored.state = by, transition.target
    store(stored, ["approved_by", "state"], by=by, said=transition.past)
    _record("approved a report", stored, by)
    return stored


def why_not_theirs(report: Report, by: User) -> str:
    """Why a report that is ready is not this person's to approve; empty where it is."""
    if by.pk in (report.prepared_by_id, report.created_by_id):
        return "Nobody publishes alone: you prepared this report, so somebody else has to approve it."
    if writers_of(report.dataset, report.as_at) == {by.pk}:
        return "You wrote all of its commentary, so somebody else has to approve this report."
    return ""


@transaction.atomic
def schedule_report(*, report: Report, at: datetime, by: User, version: int | None = None) -> Report:
    """Publish it at that hour (`publish_due`). Raises PublicationRefused for an hour that has passed."""
    stored = locked(report, version)
    transition = transition_to(stored.state, ReportMove.SCHEDULE, by)
    if at <= timezone.now():
        raise PublicationRefused("This hour has passed. Choose a later one, or publish the report now.")
    stored.scheduled_for, stored.scheduled_by, stored.state = at, by, transition.target
    store(stored, ["scheduled_for", "scheduled_by", "state"], by=by, said=transition.past)
    _record("scheduled a report", stored, by, at=at.isoformat())
    return stored


@transaction.atomic
def unschedule_report(*, report: Report, by: User, version: int | None = None) -> Report:
    """Approved, and no hour set. Raises PublicationRefused and Clash."""
    stored = locked(report, version)
    transition = transition_to(stored.state, ReportMove.UNSCHEDULE, by)
    stored.scheduled_for, stored.scheduled_by, stored.state = None, None, transition.target
    store(stored, ["scheduled_for", "scheduled_by", "state"], by=by, said=transition.past)
    _record("cancelled the schedule of a report", stored, by)
    return stored


def transition_to(state: str | None, move: ReportMove, by: User, reason: str = "") -> Any:
    """The transition from a state, None for what does not exist yet. Raises PublicationRefused."""
    if not by.may(REPORTS[move].permission):
        raise PublicationRefused(f"{by.first_name or by} may not {move.label} a report.")
    try:
        known = ReportState(state) if state else None
        return transition_of(REPORTS, move, state=known, by=by, reason=reason, noun=NOUN)
    except Refused as refusal:
        raise PublicationRefused(str(refusal)) from refusal


def _back_to_draft(stored: Report, move: ReportMove, by: User, reason: str = "") -> Report:
    transition = transition_to(stored.state, move, by, reason)
    forget_files(bytes(stored.part_1 or b""))
    emptied: Mapping[str, None] = dict.fromkeys(
        (
            "part_1",
            "part_2",
            "disclosure_check",
            "made_on",
            "prepared_by",
            "approved_by",
            "scheduled_for",
            "scheduled_by",
        )
    )
    for name, nothing in emptied.items():
        setattr(stored, name, nothing)
    stored.state = transition.target
    store(stored, [*emptied, "state"], by=by, said=said_of(transition, reason))
    _record(f"{transition.past.lower()} a report", stored, by)
    return stored


def unchanged_papers(report: Report) -> MadePapers:
    """The papers made again, which have to be those that were made ready. Raises PublicationRefused."""
    if report.made_on is None or report.part_1 is None or report.part_2 is None:
        raise PublicationRefused("The papers of this report are not made yet. Make it ready first.")
    made = make_papers(report, report.made_on)
    if (made.part_1, made.part_2) != (bytes(report.part_1), bytes(report.part_2)):
        raise PublicationRefused(
            "A figure, a text or another report has changed since this report was made ready. "
            "Nothing was published. Take the report back, and make it ready again."
        )
    return made


def _readable(text: str) -> None:
    try:
        sections_of(text) if text.strip() else ()
    except TextRefused as reason:
        raise PublicationRefused(str(reason)) from reason


def _record(action: str, report: Report, by: User, **detail: object) -> None:
    record(action=action, subject=str(report), by=by, **detail)
