"""What a start page says of commentary, questions and actions: how many wait, in which dataset."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse

from accounts.models import User
from accounts.roles import Permission
from commentary.models import Action, Commentary, MembersQuestion
from commentary.workflow import ActionState, CommentaryState, QuestionState
from indicators.models import IndicatorDefinition
from indicators.permissions import sections_of

WAITS = {
    CommentaryState.SUBMITTED: "submitted, for you to agree or return",
    CommentaryState.RETURNED: "returned to you",
    CommentaryState.DRAFT: "begun and not submitted",
}


@dataclass(frozen=True)
class Waiting:
    """A line of the start page, and where it leads."""

    words: str
    url: str


def words_home(user: User, today: date) -> tuple[Waiting, ...]:
    """Commentary by report, outstanding questions, overdue actions: a director's own, a publisher's all.

    A publisher is told of what was submitted, a director of drafts and what was returned. Three queries, or none.
    """
    if not user.may(Permission.READ_COMMENTARY):
        return ()
    is_publisher = user.may(Permission.AGREE_COMMENTARY)
    waiting = (CommentaryState.SUBMITTED,) if is_publisher else (CommentaryState.RETURNED, CommentaryState.DRAFT)
    texts: QuerySet[Any] = Commentary.objects.filter(state__in=waiting)
    questions: QuerySet[Any] = MembersQuestion.objects.filter(state=QuestionState.OPEN)
    actions: QuerySet[Any] = Action.objects.filter(state=ActionState.OPEN, due__lt=today)
    if not is_publisher:
        latest = IndicatorDefinition.objects.filter(indicator=OuterRef("indicator")).order_by("-reporting_year")
        section = Subquery(latest.values("section")[:1])
        theirs = Q(section__in=user.responsibilities.values("section"))
        of_all = Q()
        if (reached := sections_of(user, Permission.READ_COMMENTARY)) is not None:
            theirs, of_all = theirs & Q(section__in=reached), Q(pk__in=[])
        whole = Q(indicator__isnull=True) & of_all
        questions = questions.annotate(section=section).filter(theirs | whole)
        actions = actions.annotate(section=section).filter(theirs)
        texts = texts.annotate(section=section).filter(theirs)
    return (
        *_texts(texts),
        *_counted(questions, "dataset", ("question outstanding", "questions outstanding"), "commentary:questions_of"),
        *_counted(actions, "indicator__dataset", ("action overdue", "actions overdue"), "commentary:actions_of"),
    )


def _texts(texts: QuerySet[Any]) -> list[Waiting]:
    """`Children's Scrutiny Dataset, December 2020: 2 commentaries submitted`, for each report and state."""
    dataset = "indicator__dataset"
    counts = texts.order_by().values_list(f"{dataset}__name", f"{dataset}__slug", "as_at", "state")
    return [
        Waiting(
            f"{name}, {as_at:%B %Y}: {count} {'commentary' if count == 1 else 'commentaries'} {WAITS[state]}",
            reverse("commentary_of_report:report", args=[slug, as_at]),
        )
        for name, slug, as_at, state, count in counts.annotate(count=Count("pk")).order_by(
            f"{dataset}__name", "as_at", "-state"
        )
    ]


def _counted(records: QuerySet[Any], dataset: str, nouns: tuple[str, str], page: str) -> list[Waiting]:
    counts = records.order_by().values_list(f"{dataset}__name", f"{dataset}__slug").annotate(count=Count("pk"))
    return [
        Waiting(f"{name}: {count} {nouns[count != 1]}", reverse(page, args=[slug]))
        for name, slug, count in counts.order_by(f"{dataset}__name")
    ]
