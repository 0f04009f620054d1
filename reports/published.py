"""What the public has: the only records behind public pages. They know nothing of the office.

Their label is said, because on the public surface they belong to `reports.site`, and there are no others.
"""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Subquery

from accounts.records import AppendOnlyModel, AppendOnlyQuerySet


class WithdrawnReport(AppendOnlyModel):
    """A report that was taken back: what the public reads in its place.

    `sequence` is the last publication that is withdrawn; all before it are too. A later one is in force.
    """

    dataset_slug = models.SlugField(max_length=60)
    dataset_name = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    as_at = models.DateField()
    sequence = models.PositiveSmallIntegerField()
    notice = models.TextField()
    withdrawn_at = models.DateTimeField()

    class Meta:
        app_label = "reports"
        ordering = ["-withdrawn_at"]
        constraints = [
            models.UniqueConstraint(fields=["dataset_slug", "as_at", "sequence"], name="withdrawn_once"),
            models.CheckConstraint(condition=~models.Q(notice=""), name="a_withdrawal_has_a_notice"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_name}, {self.as_at:%B %Y}, withdrawn"


class InForceQuerySet(AppendOnlyQuerySet):
    """Publications of which some supersede others, and some are withdrawn."""

    model: Any

    def standing(self) -> Self:
        """Those that are not withdrawn: what may be read, in force or superseded."""
        slug = "dataset_slug" if self.model.report_field == "dataset_slug" else "dataset__slug"
        withdrawn = WithdrawnReport.objects.filter(
            dataset_slug=OuterRef(slug), as_at=OuterRef("as_at"), sequence__gte=OuterRef("sequence")
        )
        return self.filter(~Exists(withdrawn))

    def in_force(self) -> Self:
        """The last of each report that is not withdrawn, the latest report first."""
        same_report = self.model._default_manager.filter(
            **{field: OuterRef(field) for field in ("as_at", self.model.report_field)}
        )
        last = same_report.order_by("-sequence").values("sequence")[:1]
        return self.standing().filter(sequence=Subquery(last)).order_by("-as_at", self.model.report_field)


InForceManager = models.Manager.from_queryset(InForceQuerySet)


class PublishedPaper(AppendOnlyModel):
    """A Part 1 paper as the public has it. The only record that a public page reads; it knows nothing of the office.

    `document` is the paper's canonical JSON, `sha256` its hash. A later paper of the same report supersedes this one.
    """

    dataset_slug = models.SlugField(max_length=60)
    dataset_name = models.CharField(max_length=120)
    title = models.CharField(max_length=200)
    as_at = models.DateField()
    sequence = models.PositiveSmallIntegerField(default=1)
    published_at = models.DateTimeField()
    document = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    objects: ClassVar[InForceManager["PublishedPaper"]] = InForceManager()
    report_field = "dataset_slug"

    class Meta:
        app_label = "reports"
        ordering = ["-as_at", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["dataset_slug", "as_at", "sequence"], name="one_paper_a_report_and_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_name}, {self.as_at:%B %Y}"


class PublishedFile(AppendOnlyModel):
    """A file of a published Part 1 paper, made once: `kind` is one of `reports.renderers.RENDERERS`."""

    paper = models.ForeignKey(PublishedPaper, on_delete=models.PROTECT, related_name="files")
    kind = models.SlugField(max_length=30)
    name = models.CharField(max_length=150)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        app_label = "reports"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["paper", "kind"], name="one_file_a_paper_and_kind")]

    def __str__(self) -> str:
        return self.name


class ComingReport(models.Model):
    """An entry in the public calendar: a report that is announced. It is history once the report is published."""

    dataset_slug = models.SlugField(max_length=60)
    dataset_name = models.CharField(max_length=120)
    as_at = models.DateField()
    expected_on = models.DateField()
    meeting = models.CharField(max_length=200, blank=True)

    class Meta:
        app_label = "reports"
        ordering = ["expected_on", "dataset_slug"]
        constraints = [models.UniqueConstraint(fields=["dataset_slug", "as_at"], name="one_announcement_a_report")]

    def __str__(self) -> str:
        return f"{self.dataset_name}, {self.as_at:%B %Y}, expected {self.expected_on}"
