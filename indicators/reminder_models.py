"""Reminders that were sent, so that nobody gets one twice."""

from django.conf import settings
from django.db import models


class Reminder(models.Model):
    """One e-mail about one month of a dataset to one person: the first, second or third, or the director's."""

    dataset = models.ForeignKey("indicators.Dataset", on_delete=models.CASCADE, related_name="reminders")
    month = models.DateField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reminders")
    number = models.PositiveSmallIntegerField()
    sent_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["dataset", "month", "user", "number"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "month", "user", "number"], name="one_reminder_of_a_number")
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.month:%B %Y}, reminder {self.number}"
