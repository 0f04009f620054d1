"""The disclosure policy, one record for each version of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.models import AppendOnlyModel
from suppression.engine import Policy


class SuppressionPolicy(AppendOnlyModel):
    """What is too small to publish. A change is a new version; a publication names the version that it used."""

    version = models.PositiveIntegerField(unique=True)
    smallest_publishable_count = models.PositiveSmallIntegerField(default=6)
    smallest_percentage_denominator = models.PositiveSmallIntegerField(default=20)
    smallest_all_or_nothing_denominator = models.PositiveSmallIntegerField(default=10)
    smallest_average_base = models.PositiveSmallIntegerField(default=8)
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "suppression policies"
        constraints = [
            models.CheckConstraint(condition=Q(smallest_publishable_count__gte=2), name="some_counts_are_too_small"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_policy_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Policy {self.version}: counts of people from 1 to {self.smallest_publishable_count - 1} are hidden"

    def for_engine(self) -> Policy:
        return Policy(
            version=str(self.version),
            smallest_publishable_count=self.smallest_publishable_count,
            smallest_percentage_denominator=self.smallest_percentage_denominator,
            smallest_all_or_nothing_denominator=self.smallest_all_or_nothing_denominator,
            smallest_average_base=self.smallest_average_base,
        )
