"""Publications: facts, written once."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import AppendOnlyModel
from indicators.models import Dataset
from reports.published import ComingReport, InForceManager, PublishedFile, PublishedPaper, WithdrawnReport
from reports.report_models import CorrectionKind, RenderedFile, Report, ReportTemplate
from suppression.models import SuppressionPolicy

__all__ = [
    "ComingReport",
    "Publication",
    "PublishedFile",
    "PublishedPaper",
    "RenderedFile",
    "Report",
    "ReportTemplate",
    "WithdrawnReport",
]


class Publication(AppendOnlyModel):
    """One publication: both parts, their hashes, the policy, the disclosure check, and the two people.

    `published_by` put it forward, `agreed_by` approved it. Part 1 is held here too, so that a publication proves
    itself when the public database is elsewhere. Where the check was not safe, the same two people answer for the
    override. A publication that supersedes another corrects it, and says why.
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
    correction_kind = models.CharField(max_length=20, choices=CorrectionKind, blank=True, default="")
    correction_reason = models.TextField(blank=True, default="")
    override_reason = models.CharField(max_length=500, blank=True, default="")
    override_legal_basis = models.CharField(max_length=500, blank=True, default="")

    objects: ClassVar[InForceManager["Publication"]] = InForceManager()
    report_field = "dataset"

    class Meta:
        ordering = ["-as_at", "-sequence"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "as_at", "sequence"], name="one_publication_a_report_and_turn"),
            models.CheckConstraint(condition=~Q(published_by=models.F("agreed_by")), name="four_eyes"),
            models.CheckConstraint(
                condition=Q(override_reason="", override_legal_basis="")
                | ~(Q(override_reason="") | Q(override_legal_basis="")),
                name="an_override_has_a_reason_and_a_legal_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dataset}, {self.as_at:%B %Y}"
