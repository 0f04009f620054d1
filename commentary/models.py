"""What people say of the figures: exceptions they add, commentary, actions, members' questions, links."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import AppendOnlyModel
from commentary.workflow import ActionState, CommentaryState, QuestionState
from indicators.models import Dataset, Indicator
from indicators.revision_records import RevisionQuerySet

MOST_CHARACTERS = 20_000
"""Of one text; the longest commentary in the council's reports has 2,500."""


class Revisions(AppendOnlyModel):
    """Every earlier state of a record, kept as it was written."""

    class Meta:
        abstract = True


def person() -> models.ForeignKey:
    """Who did it; a person is deactivated, never deleted."""
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")


class Kind(models.TextChoices):
    """Why a director adds an indicator to a report's exceptions although its rating does not."""

    CONCERN = "concern", "Particular concern"
    GOOD_PERFORMANCE = "good_performance", "Particularly good performance"


class AddedException(models.Model):
    """An indicator that a director reports by exception, as at one month, with the reason."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="added_exceptions")
    as_at = models.DateField()
    kind = models.CharField(max_length=20, choices=Kind)
    reason = models.CharField(max_length=500)
    added_by = person()
    added_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords(bases=[Revisions], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["indicator", "as_at"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "as_at"], name="one_added_exception_a_report"),
            models.CheckConstraint(condition=~Q(reason=""), name="an_exception_is_added_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} as at {self.as_at:%B %Y}: {self.get_kind_display()}"


class Commentary(models.Model):
    """What management says of one indicator in the report as at one month, for each part of it.

    `version` counts its changes: who saves names the one that they saw. Both texts are in the markup of
    `commentary.prose.markup`.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="commentaries")
    as_at = models.DateField()
    part_1 = models.TextField(blank=True, max_length=MOST_CHARACTERS)
    part_2 = models.TextField(blank=True, max_length=MOST_CHARACTERS)
    state = models.CharField(max_length=10, choices=CommentaryState, default=CommentaryState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    written_by = person()
    written_at = models.DateTimeField()
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    returned_because = models.TextField(blank=True)
    history = HistoricalRecords(bases=[Revisions], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["indicator", "as_at"]
        verbose_name_plural = "commentaries"
        constraints = [
            models.UniqueConstraint(fields=["indicator", "as_at"], name="one_commentary_a_report"),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("written_by")),
                name="nobody_agrees_their_own_commentary",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[CommentaryState.AGREED, CommentaryState.PUBLISHED], agreed_by__isnull=False)
                | Q(
                    state__in=[CommentaryState.DRAFT, CommentaryState.SUBMITTED, CommentaryState.RETURNED],
                    agreed_by__isnull=True,
                ),
                name="commentary_is_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=CommentaryState.RETURNED) | ~Q(returned_because=""),
                name="commentary_is_returned_with_a_comment",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator} as at {self.as_at:%B %Y}"

    @property
    def is_empty(self) -> bool:
        return not (self.part_1.strip() or self.part_2.strip())


class Action(models.Model):
    """What is done about an indicator, by which role, until when. `as_at`: the report in which it was first raised."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="actions")
    as_at = models.DateField()
    what = models.CharField(max_length=500)
    owner = models.CharField(max_length=120, help_text="A role, such as Head of Service, never a person's name.")
    due = models.DateField()
    state = models.CharField(max_length=10, choices=ActionState, default=ActionState.OPEN)
    version = models.PositiveIntegerField(default=1)
    done_on = models.DateField(null=True, blank=True)
    raised_by = person()
    history = HistoricalRecords(bases=[Revisions], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(what="") & ~Q(owner=""), name="an_action_is_somebodys"),
            models.CheckConstraint(
                condition=Q(state=ActionState.OPEN, done_on__isnull=True)
                | Q(state=ActionState.DONE, done_on__isnull=False),
                name="an_action_is_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.what


class ProgressNote(AppendOnlyModel):
    """What was done about an action since."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="notes")
    text = models.CharField(max_length=1000)
    made_on = models.DateField()
    made_by = person()

    class Meta:
        ordering = ["made_on", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="a_note_says_something")]

    def __str__(self) -> str:
        return self.text


class MembersQuestion(models.Model):
    """A member's question or a committee's action point, of an indicator or of the report as a whole.

    It is outstanding in every report until one answers it: `answered_as_at` is the month as at which that one is.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", "Member's question"
        ACTION_POINT = "action_point", "Action point"

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="members_questions")
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, blank=True, related_name="members_questions"
    )
    kind = models.CharField(max_length=12, choices=Kind)
    meeting = models.CharField(max_length=200)
    met_on = models.DateField()
    text = models.CharField(max_length=2000)
    for_whom = models.CharField(max_length=120, help_text="A role, such as Director of Children's Services.")
    state = models.CharField(max_length=10, choices=QuestionState, default=QuestionState.OPEN)
    version = models.PositiveIntegerField(default=1)
    answer = models.CharField(max_length=4000, blank=True)
    answered_as_at = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_by = person()
    history = HistoricalRecords(bases=[Revisions], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["met_on", "pk"]
        verbose_name = "member's question"
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(meeting=""), name="a_question_was_asked_somewhere"),
            models.CheckConstraint(
                condition=Q(state=QuestionState.OPEN, answer="", answered_as_at__isnull=True, answered_by__isnull=True)
                | (
                    Q(state=QuestionState.ANSWERED, answered_as_at__isnull=False, answered_by__isnull=False)
                    & ~Q(answer="")
                ),
                name="a_question_is_answered_in_a_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.meeting}, {self.met_on:%-d %B %Y}"


class PaperLink(models.Model):
    """An earlier report or an external paper about an indicator."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="paper_links")
    title = models.CharField(max_length=200)
    address = models.URLField(max_length=500)
    dated = models.DateField(null=True, blank=True)
    added_by = person()
    history = HistoricalRecords(bases=[Revisions], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = [F("dated").desc(nulls_last=True), "title"]
        constraints = [models.UniqueConstraint(fields=["indicator", "address"], name="one_link_an_address")]

    def __str__(self) -> str:
        return self.title


class KeptFinding(AppendOnlyModel):
    """A finding of the prose check that a person keeps, with the reason: the same words are not found again.

    It holds for one report's texts of one part about one indicator, or about the report as a whole.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="+")
    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, null=True, related_name="+")
    as_at = models.DateField()
    part = models.PositiveSmallIntegerField()
    rule = models.CharField(max_length=60)
    quote = models.CharField(max_length=500)
    reason = models.CharField(max_length=500)
    kept_by = person()
    kept_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["kept_at", "pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="a_finding_is_kept_with_a_reason")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.quote}"
