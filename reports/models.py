"""Publications: facts, written once."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q, Subquery

from accounts.models import AppendOnlyModel, AppendOnlyQuerySet
from indicators.models import Dataset
from suppression.models import SuppressionPolicy


class InForceQuerySet(AppendOnlyQuerySet):
    """Publications of which some supersede others."""

    def in_force(self) -> Self:
        """The last of each report, the latest report first."""
        same_report = self.model._default_manager.filter(
            **{field: OuterRef(field) for field in ("as_at", self.model.report_field)}
        )
        last = same_report.order_by("-sequence").values("sequence")[:1]
        return self.filter(sequence=Subquery(last)).order_by("-as_at", self.model.report_field)


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

    objects = InForceQuerySet.as_manager()
    report_field = "dataset_slug"

    class Meta:
        ordering = ["-as_at", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["dataset_slug", "as_at", "sequence"], name="one_paper_a_report_and_turn"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset_name}, {self.as_at:%B %Y}"


class Publication(AppendOnlyModel):
    """One publication: both parts, their hashes, the policy, the disclosure check, and the two people.

    Part 1 is held here too, so that a publication proves itself when the public database is elsewhere.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="publications")
    as_at = models.DateField()
    sequence = models.PositiveSmallIntegerField(default=1)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    policy = models.ForeignKey(SuppressionPolicy, on_delete=models.PROTECT, related_name="publications")
    part_1 = models.BinaryField()
    part_1_sha256 = models.CharField(max_length=64)
    part_2 = models.BinaryField()
    part_2_sha256 = models.CharField(max_length=64)
    disclosure_check = models.JSONField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = InForceQuerySet.as_manager()
    report_field = "dataset"

    class Meta:
        ordering = ["-as_at", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "as_at", "sequence"], name="one_publication_a_report_and_turn"),
            models.CheckConstraint(condition=~Q(published_by=models.F("agreed_by")), name="four_eyes"),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}, {self.as_at:%B %Y}"
