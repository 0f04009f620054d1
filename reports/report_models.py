"""A report on its way to the public: who wrote what around the index, where it stands, and what would be published."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from commentary.models import Revisions
from indicators.models import Dataset
from indicators.revision_records import RevisionQuerySet
from reports.workflow import ENDED, ReportState


class CorrectionKind(models.TextChoices):
    """Why a published figure changes."""

    ERROR = "error", "Error"
    LATE_DATA = "late_data", "Late data"
    REVISED_BY_SOURCE = "revised_by_source", "Revised by its source"


class ReportTemplate(models.Model):
    """The standing text of a dataset's reports, with placeholders, as `reports.front` reads it."""

    dataset = models.OneToOneField(Dataset, on_delete=models.PROTECT, related_name="report_template")
    text = models.TextField()
    history = HistoricalRecords(bases=[Revisions], historical_queryset=RevisionQuerySet)

    def __str__(self) -> str:
        return f"Standing text of {self.dataset}"

    @property
    def version(self) -> int:
        """How many times it was written, from 1."""
        return int(self.history.count())


class Report(models.Model):
    """One report as at a month, from draft to publication; a correction is another one.

    `text` is the front sheet and the standing sections, `reports.front` reads it. From READY on, `part_1` and `part_2`
    are the papers exactly as they would be published, made on `made_on`, and `disclosure_check` is what was found.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="reports")
    as_at = models.DateField()
    state = models.CharField(max_length=12, choices=ReportState, default=ReportState.DRAFT)
    committee = models.CharField(max_length=200, blank=True)
    meeting_date = models.DateField(null=True, blank=True)
    number = models.CharField("report number", max_length=40, blank=True)
    decision_type = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=200, blank=True)
    contact_officer = models.CharField(max_length=120, blank=True)
    chief_officer = models.CharField(max_length=120, blank=True)
    ward = models.CharField(max_length=120, blank=True)
    text = models.TextField(blank=True)
    correction_kind = models.CharField(max_length=20, choices=CorrectionKind, blank=True, default="")
    correction_reason = models.TextField(blank=True, default="")
    override_reason = models.CharField(max_length=500, blank=True, default="")
    override_legal_basis = models.CharField(max_length=500, blank=True, default="")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    scheduled_for = models.DateTimeField(null=True, blank=True)
    scheduled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_on = models.DateField(null=True, blank=True)
    part_1 = models.BinaryField(null=True)
    part_2 = models.BinaryField(null=True)
    disclosure_check = models.JSONField(null=True)
    publication = models.OneToOneField("Publication", on_delete=models.PROTECT, null=True, related_name="report")
    version = models.PositiveIntegerField(default=1)
    history = HistoricalRecords(
        bases=[Revisions],
        historical_queryset=RevisionQuerySet,
        excluded_fields=["part_1", "part_2", "disclosure_check"],
    )

    class Meta:
        ordering = ["-as_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "as_at"], condition=~Q(state__in=ENDED), name="one_report_on_its_way"
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | ~Q(approved_by=models.F("prepared_by")),
                name="a_report_has_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(correction_kind="", correction_reason="")
                | ~(Q(correction_kind="") | Q(correction_reason="")),
                name="a_correction_has_a_kind_and_a_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ReportState.SCHEDULED) | Q(scheduled_for__isnull=False),
                name="scheduled_for_an_hour",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}, {self.as_at:%B %Y}"


class RenderedFile(models.Model):
    """A file of a Part 1 paper (by its hash) that is not public yet, so that publishing does not wait for it."""

    paper_sha256 = models.CharField(max_length=64)
    kind = models.SlugField(max_length=30)
    content = models.BinaryField()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper_sha256", "kind"], name="rendered_once")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.paper_sha256[:12]}"
