"""What the public has: the only record behind public pages. It knows nothing of the office."""

from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import OuterRef, Subquery

from accounts.models import AppendOnlyModel, AppendOnlyQuerySet


class InForceQuerySet(AppendOnlyQuerySet):
    """Publications of which some supersede others."""

    model: Any

    def in_force(self) -> Self:
        """The last of each report, the latest report first."""
        same_report = self.model._default_manager.filter(
            **{field: OuterRef(field) for field in ("as_at", self.model.report_field)}
        )
        last = same_report.order_by("-sequence").values("sequence")[:1]
        return self.filter(sequence=Subquery(last)).order_by("-as_at", self.model.report_field)


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
        ordering = ["-as_at", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["dataset_slug", "as_at", "sequence"], name="one_paper_a_report_and_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_name}, {self.as_at:%B %Y}"
