"""Benchmarks from the Local Authority Interactive Tool: which of its indicators are ours, and the files sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import AppendOnlyModel
from indicators.revision_records import RevisionQuerySet
from indicators.vocabulary import BenchmarkConversion


class BenchmarkMatch(models.Model):
    """Which of the tool's indicators one of our measures is compared with, as a person decided once.

    An empty `code` says that the tool has none. A measure without a match has not been decided on.
    """

    dataset = models.ForeignKey("indicators.Dataset", on_delete=models.CASCADE, related_name="benchmark_matches")
    measure = models.OneToOneField("indicators.Measure", on_delete=models.CASCADE, related_name="benchmark_match")
    code = models.CharField(max_length=120, blank=True)
    title = models.CharField(max_length=300, blank=True)
    conversion = models.CharField(max_length=30, choices=BenchmarkConversion, default=BenchmarkConversion.NONE)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField()
    history = HistoricalRecords(bases=[AppendOnlyModel], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["dataset", "code"]
        verbose_name_plural = "benchmark matches"
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "code"], condition=~Q(code=""), name="one_measure_for_each_of_the_tools_indicators"
            ),
            models.CheckConstraint(
                condition=~Q(code="") | Q(conversion=BenchmarkConversion.NONE),
                name="no_match_has_no_conversion",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: {self.code or 'none'}"


class BenchmarkImport(models.Model):
    """One file of benchmarks that was sent and read: its bytes, what it says of one year, and when it was applied."""

    dataset = models.ForeignKey("indicators.Dataset", on_delete=models.CASCADE, related_name="benchmark_imports")
    reporting_year = models.PositiveSmallIntegerField()
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.BinaryField()
    dictionary = models.BinaryField(null=True)
    parsed = models.BinaryField()
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    applied_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    applied_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    summary = models.JSONField(default=dict)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(applied_at__isnull=True) | Q(cancelled_at__isnull=True),
                name="benchmarks_applied_or_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name}, {self.year}"

    @property
    def year(self) -> str:
        """The reporting year as people write it: 2020/21."""
        return f"{self.reporting_year}/{(self.reporting_year + 1) % 100:02d}"

    @property
    def is_open(self) -> bool:
        return self.applied_at is None and self.cancelled_at is None

    @property
    def status(self) -> str:
        """Where the import stands, in words."""
        if self.applied_at is not None:
            return f"Applied: {self.summary['new']} new, {self.summary['changed']} changed"
        return "Cancelled" if self.cancelled_at is not None else "Waiting for a decision"
