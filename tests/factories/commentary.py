"""What people say of figures: commentary, actions and questions in any state that they could have come to."""

from datetime import UTC, date, datetime
from typing import Any

from accounts.models import AuditEntry, User
from commentary.models import Action, Commentary, MembersQuestion, PaperLink
from commentary.prose.findings import Finding, Kind
from commentary.question_services import Asked
from commentary.workflow import ActionState, CommentaryState, QuestionState
from indicators.models import Dataset, Indicator
from indicators.revisions import create_with_revisions
from tests.factories.people import person_with
from tests.factories.workflow import JANUARY

WORDS = "Every referral is now read on the day on which it comes in."
EXEMPT = "The two families are known to the service."
COMMENT = "Please say what is done about it"
MEETING = "Children's Scrutiny Committee"
MET_ON = date(2020, 11, 17)
DUE = date(2021, 3, 31)
AGREED = (CommentaryState.AGREED, CommentaryState.PUBLISHED)


def indicator_of(dataset: Dataset, number: str = "9") -> Indicator:
    return Indicator.objects.get(dataset=dataset, definitions__number=number, definitions__reporting_year=2020)


def commentary(
    indicator: Indicator, state: CommentaryState = CommentaryState.DRAFT, as_at: date = JANUARY, **said: Any
) -> Commentary:
    """Commentary of the director's, agreed by the publisher where it is."""
    fields: dict[str, Any] = {
        "part_1": WORDS,
        "part_2": EXEMPT,
        "written_by": person_with("director"),
        "written_at": datetime(2021, 2, 1, 9, tzinfo=UTC),
        "agreed_by": person_with("publisher") if state in AGREED else None,
        "returned_because": COMMENT if state is CommentaryState.RETURNED else "",
    }
    return _created(Commentary(indicator=indicator, as_at=as_at, state=state, **fields | said))


def action(indicator: Indicator, state: ActionState = ActionState.OPEN, **said: Any) -> Action:
    """An action that the director raised."""
    fields: dict[str, Any] = {
        "as_at": JANUARY,
        "what": "Read every referral on the same day",
        "owner": "Head of Service",
        "due": DUE,
        "done_on": date(2021, 2, 26) if state is ActionState.DONE else None,
        "raised_by": person_with("director"),
    }
    return _created(Action(indicator=indicator, state=state, **fields | said))


def question(dataset: Dataset, state: QuestionState = QuestionState.OPEN, **said: Any) -> MembersQuestion:
    """A question that the publisher recorded, of the report as a whole unless its indicator is said."""
    fields: dict[str, Any] = {
        "kind": MembersQuestion.Kind.QUESTION,
        "meeting": MEETING,
        "met_on": MET_ON,
        "text": "Why are there fewer referrals than a year ago?",
        "for_whom": "Director of Children's Services",
        "recorded_by": person_with("publisher"),
    }
    if state is QuestionState.ANSWERED:
        fields |= {
            "answer": "Schools were closed",
            "answered_as_at": JANUARY,
            "answered_by": person_with("director"),
        }
    return _created(MembersQuestion(dataset=dataset, state=state, **fields | said))


def link(indicator: Indicator, **said: Any) -> PaperLink:
    """A link that the director added."""
    fields: dict[str, Any] = {
        "title": "Report on referrals",
        "address": "https://reports.example/referrals",
        "dated": date(2020, 9, 15),
        "added_by": person_with("director"),
    }
    return _created(PaperLink(indicator=indicator, **fields | said))


def asked(**said: Any) -> Asked:
    fields: dict[str, Any] = {
        "kind": MembersQuestion.Kind.ACTION_POINT,
        "meeting": "Cabinet",
        "met_on": date(2021, 1, 12),
        "text": "Compare the caseloads with our neighbours'",
        "for_whom": "Head of Service",
    }
    return Asked(**fields | said)


def finding(**said: Any) -> Finding:
    """Something that the check of prose could find; a person may keep it."""
    fields: dict[str, Any] = {
        "kind": Kind.CONTRADICTION,
        "rule": "another_value",
        "start": 0,
        "end": 5,
        "quote": "Every",
        "sentence": "The report says something else.",
        "advice": "Write what the report says.",
        "may_be_kept": True,
    }
    return Finding(**fields | said)


def trace(record: Any) -> tuple[Any, ...]:
    """A record as the database has it, how many revisions it has, and how many entries the audit trail has."""
    row = type(record).objects.filter(pk=record.pk).values_list().get()
    return (*row, record.history.count(), AuditEntry.objects.count())


def _created(record: Any, by: User | None = None) -> Any:
    create_with_revisions(type(record), [record], by=by or person_with("director"), reason="Made for a test")
    return record
