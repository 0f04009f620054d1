"""What people have confirmed to hold between the figures of two indicators."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import AppendOnlyModel
from indicators.relations import problem_with, sentence_of
from indicators.revision_records import RevisionQuerySet
from indicators.vocabulary import DefinitionRelationKind, RelationStatus


class DefinitionRelation(models.Model):
    """What holds between the figures of two indicators of one year, once a person has confirmed it.

    `proposed_because` says what suggested it; it names indicators, never a figure.
    """

    definition = models.ForeignKey(
        "indicators.IndicatorDefinition", on_delete=models.CASCADE, related_name="relations"
    )
    kind = models.CharField(max_length=15, choices=DefinitionRelationKind)
    other = models.ForeignKey(
        "indicators.IndicatorDefinition", on_delete=models.CASCADE, related_name="relations_to_it"
    )
    status = models.CharField(max_length=10, choices=RelationStatus, default=RelationStatus.PROPOSED)
    proposed_because = models.TextField(blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    history = HistoricalRecords(bases=[AppendOnlyModel], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["definition__number_sort_key", "kind", "other__number_sort_key"]
        verbose_name = "relation"
        constraints = [
            models.UniqueConstraint(fields=["definition", "kind", "other"], name="one_relation_of_a_kind"),
            models.CheckConstraint(condition=~Q(definition=F("other")), name="a_relation_is_between_two"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True, decided_at__isnull=True)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decision_has_its_person_and_time",
            ),
            models.CheckConstraint(
                condition=~Q(status=RelationStatus.PROPOSED) | Q(decided_at__isnull=True),
                name="a_proposal_is_not_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.sentence

    @property
    def sentence(self) -> str:
        """What holds, in words: `22.1 is part of 22: all parts of 22 add up to it.`"""
        return sentence_of(self)

    def clean(self) -> None:
        """Raises ValidationError for a relation that cannot hold between these two indicators."""
        if self.definition_id is None or self.other_id is None:
            return
        others = DefinitionRelation.objects.exclude(pk=self.pk)
        if others.filter(definition=self.definition_id, kind=self.kind, other=self.other_id).exists():
            raise ValidationError({"other": "This is said already: confirm or decline it in the list of relations."})
        of_the_year = others.exclude(status=RelationStatus.DECLINED).filter(
            definition__indicator__dataset=self.definition.indicator.dataset_id,
            definition__reporting_year=self.definition.reporting_year,
        )
        problem = problem_with(self, of_the_year.values_list("definition", "kind", "other"))
        if problem:
            raise ValidationError({"other": problem})
