"""What the pages of a report on its way show."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from commentary.history import history_of
from indicators.models import Dataset
from reports.drafting import why_not_theirs
from reports.files import files_made, renderers
from reports.making import is_withdrawn, last_publication
from reports.models import Publication, Report, WithdrawnReport
from reports.publishing.checklist import Checklist, checklist
from reports.publishing.forms import LABELS
from reports.publishing.returned import returned_because
from reports.workflow import ENDED, FROZEN, REPORTS, ReportMove, ReportState

_State, _Move = ReportState, ReportMove
BUTTONS = (
    (_Move.MAKE_READY, "Make it ready to approve", True),
    (_Move.APPROVE, "Approve", True),
    (_Move.PUBLISH, "Publish now", True),
    (_Move.UNSCHEDULE, "Cancel the schedule", False),
    (_Move.TAKE_BACK, "Take it back to draft", False),
    (_Move.GIVE_UP, "Give this draft up", False),
)
"""The moves that need no more than a press, their button, and whether it is the one that stands out."""
DONE = {
    _Move.MAKE_READY: "Both papers are made. Somebody else approves them now.",
    _Move.APPROVE: "Approved. It can be scheduled or published.",
    _Move.PUBLISH: "Published.",
    _Move.UNSCHEDULE: "The schedule is cancelled. It is approved.",
    _Move.TAKE_BACK: "It is a draft again. Its papers and its approval are gone.",
    _Move.GIVE_UP: "Given up. Another one can be begun.",
    _Move.SCHEDULE: "Scheduled.",
    _Move.RETURN: "Returned, with your reason.",
}
STEPS = (
    (_State.DRAFT, "Draft"),
    (_State.READY, "Ready to approve"),
    (_State.APPROVED, "Approved"),
    (_State.SCHEDULED, "Scheduled"),
    (_State.PUBLISHED, "Published"),
)


@dataclass(frozen=True)
class Row:
    """A report in the list. `published` is its last publication, if any."""

    dataset: str
    as_at: date
    standing: str
    when: datetime | None
    url: str


def rows() -> list[Row]:
    """Every report that is on its way or was published, the latest month first. Three queries."""
    on_way = Report.objects.exclude(state__in=ENDED).select_related("dataset")
    found = {
        (each.dataset_id, each.as_at): _row(each.dataset, each.as_at, each.get_state_display(), each.scheduled_for)
        for each in on_way
    }
    withdrawn = {(each.dataset_slug, each.as_at): each for each in WithdrawnReport.objects.all()}
    for publication in (
        Publication.objects.select_related("dataset")
        .defer("part_1", "part_2", "disclosure_check")
        .order_by("-sequence")
    ):
        key = (publication.dataset_id, publication.as_at)
        taken_back = withdrawn.get((publication.dataset.slug, publication.as_at))
        is_gone = taken_back is not None and taken_back.sequence >= publication.sequence
        standing = "Withdrawn" if is_gone else "Corrected" if publication.sequence > 1 else "Published"
        found.setdefault(key, _row(publication.dataset, publication.as_at, standing, publication.published_at))
    return sorted(found.values(), key=lambda row: (row.as_at, row.dataset), reverse=True)


def _row(dataset: Dataset, as_at: date, standing: str, when: datetime | None) -> Row:
    return Row(dataset.name, as_at, standing, when, reverse("publishing:report", args=[dataset.slug, as_at]))


def current_report(dataset: Dataset, as_at: date) -> Report | None:
    """The one that is on its way, otherwise the last that ended; None where nobody began one."""
    of_report = Report.objects.filter(dataset=dataset, as_at=as_at).select_related(
        "dataset", "prepared_by", "approved_by", "scheduled_by", "created_by"
    )
    return of_report.exclude(state__in=ENDED).first() or of_report.exclude(state=_State.GIVEN_UP).first()


def report_url(dataset: Dataset, as_at: date) -> str:
    """The page of a report that was begun or published; of another month the list, where one is begun."""
    of_report = {"dataset": dataset, "as_at": as_at}
    if any(model.objects.filter(**of_report).exists() for model in (Report, Publication)):
        return reverse("publishing:report", args=[dataset.slug, as_at])
    return reverse("publishing:reports")


def report_context(report: Report, user: User) -> dict[str, Any]:
    """Everything the page of one report shows to this person."""
    state = ReportState(report.state)
    is_on_way = state not in ENDED
    listed: Checklist | None = checklist(report) if is_on_way else None
    files = _files(report) if state in FROZEN else []
    not_theirs = why_not_theirs(report, user) if state is _State.READY else ""
    return {
        "report": report,
        "steps": _steps(report),
        "checklist": listed,
        "is_frozen": state in FROZEN,
        "is_on_way": is_on_way,
        "buttons": _buttons(report, user, listed, not_theirs),
        "not_theirs": not_theirs,
        "may": {move.value: _may(move, state, user) for move in ReportMove},
        "files": files,
        "files_missing": not all(each["is_made"] for each in files),
        **published_context(last_publication(report), user),
        "history": history_of(report, LABELS, {}),
        "last_reason": returned_because(report) if state is _State.DRAFT else "",
    }


def published_context(publication: Publication | None, user: User) -> dict[str, Any]:
    """What was published of a report, if anything was, and whether this person may correct and withdraw it."""
    return {
        "publication": publication,
        "publications": _publications(publication),
        "is_withdrawn": publication is not None and is_withdrawn(publication),
        "may_publish": user.may(REPORTS[_Move.PUBLISH].permission),
    }


def _publications(last: Publication | None) -> list[tuple[Publication, str]]:
    """Every publication of a report, the latest first, and how each stands."""
    if last is None:
        return []
    of_report = Publication.objects.filter(dataset=last.dataset, as_at=last.as_at)
    standing = set(of_report.standing().values_list("pk", flat=True))
    return [
        (each, "withdrawn" if each.pk not in standing else "in force" if each.pk == last.pk else "superseded")
        for each in of_report.defer("part_1", "part_2", "disclosure_check").order_by("-sequence")
    ]


def _may(move: ReportMove, state: ReportState, user: User) -> bool:
    transition = REPORTS[move]
    return state in transition.sources and user.may(transition.permission)


def _buttons(report: Report, user: User, listed: Checklist | None, not_theirs: str) -> list[tuple[str, str, bool]]:
    state = ReportState(report.state)
    offered = [(move, label, main) for move, label, main in BUTTONS if _may(move, state, user)]
    if listed and listed.errors:
        offered = [each for each in offered if each[0] is not _Move.MAKE_READY]
    if not_theirs:
        offered = [each for each in offered if each[0] is not _Move.APPROVE]
    return [(move.value, label, main) for move, label, main in offered]


def _steps(report: Report) -> list[dict[str, Any]]:
    """The way to the public with where this report stands on it; its hour is a step only where one is set."""
    state = ReportState(report.state)
    end = (state, state.label) if state in ENDED else STEPS[-1]
    steps = [*(each for each in STEPS[:-1] if each[0] is not _State.SCHEDULED or report.scheduled_for), end]
    place = [each[0] for each in steps].index(state)
    return [
        {"label": label, "is_done": number < place, "is_current": number == place}
        for number, (_, label) in enumerate(steps)
    ]


def _files(report: Report) -> list[dict[str, Any]]:
    made = files_made(bytes(report.part_1 or b""))
    return [{"renderer": each, "is_made": each.kind in made} for each in renderers()]
