"""From which month on a measure's process limits are worked out anew, because a person said why."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from simple_history.models import HistoricalRecords

from accounts.models import AppendOnlyModel
from indicators.revision_records import RevisionQuerySet


class Rebasing(models.Model):
    """A measure's limits start anew from a month (its first day). The reason stands beside the chart.

    One that is withdrawn is deleted; its revisions stay.
    """

    measure = models.ForeignKey("indicators.Measure", on_delete=models.CASCADE, related_name="rebasings")
    from_month = models.DateField()
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    history = HistoricalRecords(bases=[AppendOnlyModel], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["measure", "from_month"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "from_month"], name="one_rebasing_a_measure_and_month"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_rebasing_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}: limits from {self.from_month:%B %Y}"
