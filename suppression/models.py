"""The disclosure policy, one record for each version of it, and what publishers choose to hide besides."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import AppendOnlyModel
from indicators.models import Dataset
from suppression.engine import Policy, Weights
from suppression.engine.policy import LONGEST_SOLVER_SECONDS
from suppression.paper import HIDDEN_WORDING

AT_LEAST_1 = MinValueValidator(1, "Enter a whole number of 1 or more")
AT_LEAST_2 = MinValueValidator(2, "Enter 2 or more: with 1 nothing would be too small to publish")
AT_MOST_60 = MaxValueValidator(LONGEST_SOLVER_SECONDS, f"Enter {LONGEST_SOLVER_SECONDS} seconds or fewer")
ABOUT_THE_RECORD = ("id", "version", "reason", "made_by", "made_at")


class SuppressionPolicy(AppendOnlyModel):
    """What is too small to publish. A change is a new version; a publication names the version that it used."""

    version = models.PositiveIntegerField(unique=True)
    smallest_publishable_count = models.PositiveSmallIntegerField(default=6, validators=[AT_LEAST_2])
    zeros_may_be_hidden = models.BooleanField(default=True)
    smallest_percentage_denominator = models.PositiveSmallIntegerField(default=20, validators=[AT_LEAST_1])
    smallest_all_or_nothing_denominator = models.PositiveSmallIntegerField(default=10, validators=[AT_LEAST_1])
    smallest_average_base = models.PositiveSmallIntegerField(default=8, validators=[AT_LEAST_1])
    protection_width = models.PositiveSmallIntegerField(default=4, validators=[AT_LEAST_1])
    rating_of_hidden_may_show = models.BooleanField(default=False)
    hidden_wording = models.CharField(max_length=120, default=HIDDEN_WORDING)
    weight_of_a_month = models.PositiveSmallIntegerField(default=2)
    weight_of_a_quarter_to_date = models.PositiveSmallIntegerField(default=5)
    weight_of_a_year_to_date = models.PositiveSmallIntegerField(default=6)
    weight_of_a_percentage = models.PositiveSmallIntegerField(default=4)
    weight_of_a_year_to_date_percentage = models.PositiveSmallIntegerField(default=8)
    weight_of_a_previous_year = models.PositiveSmallIntegerField(default=6)
    weight_of_a_number_behind_a_ratio = models.PositiveSmallIntegerField(default=1)
    weight_of_a_rating = models.PositiveSmallIntegerField(default=1)
    solver_seconds = models.PositiveSmallIntegerField(default=5, validators=[AT_LEAST_1, AT_MOST_60])
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-version"]
        verbose_name_plural = "suppression policies"
        constraints = [
            models.CheckConstraint(condition=Q(smallest_publishable_count__gte=2), name="some_counts_are_too_small"),
            models.CheckConstraint(
                condition=Q(
                    smallest_percentage_denominator__gte=1,
                    smallest_all_or_nothing_denominator__gte=1,
                    smallest_average_base__gte=1,
                ),
                name="smallest_denominators_are_at_least_1",
            ),
            models.CheckConstraint(condition=Q(protection_width__gte=1), name="protection_has_a_width"),
            models.CheckConstraint(
                condition=Q(
                    weight_of_a_month__gte=0,
                    weight_of_a_quarter_to_date__gte=0,
                    weight_of_a_year_to_date__gte=0,
                    weight_of_a_percentage__gte=0,
                    weight_of_a_year_to_date_percentage__gte=0,
                    weight_of_a_previous_year__gte=0,
                    weight_of_a_number_behind_a_ratio__gte=0,
                    weight_of_a_rating__gte=0,
                ),
                name="no_weight_is_below_0",
            ),
            models.CheckConstraint(
                condition=Q(solver_seconds__range=(1, LONGEST_SOLVER_SECONDS)), name="the_solver_has_time_and_a_limit"
            ),
            models.CheckConstraint(condition=~Q(hidden_wording=""), name="hidden_figures_are_said_to_be_hidden"),
            models.CheckConstraint(condition=~Q(reason=""), name="a_policy_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"Policy {self.version}: counts of people from 1 to {self.smallest_publishable_count - 1} are hidden"

    @classmethod
    def parameter_names(cls) -> tuple[str, ...]:
        """Every field that decides what a paper hides or says, in the order of the record."""
        return tuple(field.name for field in cls._meta.concrete_fields if field.name not in ABOUT_THE_RECORD)

    @property
    def parameters(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.parameter_names()}

    def for_engine(self) -> Policy:
        """The policy as the engine takes it, every parameter from the record and none from the engine's defaults."""
        return Policy(
            version=str(self.version),
            smallest_publishable_count=self.smallest_publishable_count,
            smallest_percentage_denominator=self.smallest_percentage_denominator,
            smallest_all_or_nothing_denominator=self.smallest_all_or_nothing_denominator,
            smallest_average_base=self.smallest_average_base,
            protection_width=self.protection_width,
            zeros_may_be_hidden=self.zeros_may_be_hidden,
            rating_of_hidden_may_show=self.rating_of_hidden_may_show,
            solver_seconds=float(self.solver_seconds),
            weights=Weights(
                month=self.weight_of_a_month,
                quarter_to_date=self.weight_of_a_quarter_to_date,
                year_to_date=self.weight_of_a_year_to_date,
                percentage=self.weight_of_a_percentage,
                year_to_date_percentage=self.weight_of_a_year_to_date_percentage,
                previous_year=self.weight_of_a_previous_year,
                number_behind_a_ratio=self.weight_of_a_number_behind_a_ratio,
                rating=self.weight_of_a_rating,
            ),
        )


class ExtraHiding(AppendOnlyModel):
    """A publisher's choice to hide one more item of a report, or to take that back; the last record counts.

    `item` is the engine's key of the item. The reason is for publishers.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.PROTECT, related_name="+")
    as_at = models.DateField()
    item = models.CharField(max_length=300)
    hidden = models.BooleanField(default=True)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["dataset", "as_at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="a_choice_to_hide_has_a_reason"),
            models.CheckConstraint(condition=~Q(item=""), name="a_choice_to_hide_names_an_item"),
        ]

    def __str__(self) -> str:
        return f"{self.item} {'hidden' if self.hidden else 'shown again'}, {self.as_at:%B %Y}"
