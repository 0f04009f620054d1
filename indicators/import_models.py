"""Workbooks that were sent, and what people said about their columns."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class WorkbookImport(models.Model):
    """One workbook that somebody sent: its bytes, what was read from it, and when it was applied, or undone.

    `left_out` names the rows that a person chose not to apply, `mapping` what each column is where a person said so.
    `written` keeps what an undo needs beside the revisions: the keys of the records created that have none, by model,
    and the `positions` of sections that were moved, each as [key, before, after].
    """

    dataset = models.ForeignKey("indicators.Dataset", on_delete=models.CASCADE, related_name="imports")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    refusal = models.TextField(blank=True)
    parsed = models.BinaryField(null=True)
    answers = models.JSONField(default=dict)
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    left_out = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    written = models.JSONField(default=dict)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(applied_at__isnull=False), name="undone_after_it_was_applied"
            ),
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(cancelled_at__isnull=True), name="applied_or_cancelled"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.sent_at:%d %B %Y %H:%M}"

    @property
    def is_read(self) -> bool:
        return self.parsed is not None or bool(self.refusal) or self.asks_for_columns

    @property
    def asks_for_columns(self) -> bool:
        """Whether a person has to say first what its columns are, or of which year it is."""
        return bool(self.mapping.get("asked")) and not self.refusal

    @property
    def status(self) -> str:
        """Where the import stands, in words."""
        if self.undone_at is not None:
            return "Undone"
        if self.applied_at is not None:
            return f"Applied: {self.summary['new']} new, {self.summary['changed']} changed"
        if self.cancelled_at is not None:
            return "Cancelled"
        if self.refusal:
            return "Refused"
        if self.asks_for_columns:
            return "Waiting to be told what its columns are"
        return "Waiting for a decision" if self.is_read else "Not read yet"


class LayoutMapping(models.Model):
    """What each column of a sheet is, as a person confirmed it once for a dataset; used for the next file alike.

    `headings` identifies the layout: what stands over the columns, without its year. `columns` says what each is.
    """

    dataset = models.ForeignKey("indicators.Dataset", on_delete=models.CASCADE, related_name="layout_mappings")
    headings = models.CharField(max_length=64)
    columns = models.JSONField(default=dict)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField()

    class Meta:
        ordering = ["dataset", "headings"]
        constraints = [models.UniqueConstraint(fields=["dataset", "headings"], name="one_mapping_of_a_layout")]

    def __str__(self) -> str:
        return f"{self.dataset}, confirmed {self.confirmed_at:%d %B %Y}"
