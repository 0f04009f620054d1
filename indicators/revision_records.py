"""Revisions are read and added to, never changed; and they are searched."""

from typing import Any

from django.db import models
from simple_history.manager import HistoricalQuerySet
from simple_history.models import HistoricalRecords

from accounts.models import AppendOnlyQuerySet


class RevisionQuerySet(AppendOnlyQuerySet, HistoricalQuerySet):
    """What `history` of a model is asked with, without what would change or delete revisions."""


class FigureRevisions(HistoricalRecords):
    """Revisions of figures, of which there are hundreds of thousands: one person's, the newest first, by an index."""

    def get_meta_options(self, model: type[models.Model]) -> dict[str, Any]:
        options: dict[str, Any] = super().get_meta_options(model)
        return options | {"indexes": (models.Index(fields=("history_user", "history_date")),)}
