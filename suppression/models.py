"""The disclosure policy in its versions, figures that others publish, and what publishers hide besides."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from accounts.models import AppendOnlyModel, AppendOnlyQuerySet
from indicators.models import Dataset, Indicator
from suppression.engine import Policy, Weights
from suppression.engine.policy import LONGEST_SOLVER_SECONDS
from suppression.paper import HIDDEN_WORDING
from suppression.places import denominator_of, key_of, numerator_of, words_of

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


class About(models.TextChoices):
    """Which number of a figure somebody else publishes."""

    FIGURE = "figure", "the figure itself"
    NUMERATOR = "numerator", "its numerator: those counted"
    DENOMINATOR = "denominator", "its denominator: all of whom they are part"


KEYS: dict[About, Callable[[str], str]] = {
    About.FIGURE: str,
    About.NUMERATOR: numerator_of,
    About.DENOMINATOR: denominator_of,
}


class ExternalFigureQuerySet(AppendOnlyQuerySet):
    """Figures that others publish, of which some were withdrawn."""

    def in_force(self) -> Self:
        """Those that a reader is taken to know."""
        return self.filter(withdraws__isnull=True, withdrawal__isnull=True)


class ExternalFigure(AppendOnlyModel):
    """A number of ours that somebody else has published, as a publisher recorded it: readers know it.

    `place` is that of `suppression.places`; a year to date is named as at its month. A record is never changed: one
    that was made in error is withdrawn by a second record that repeats it and has a reason.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="external_figures")
    measure = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=40)
    about = models.CharField(max_length=11, choices=About, default=About.FIGURE)
    value = models.PositiveBigIntegerField()
    is_upper_limit = models.BooleanField(default=False)
    source = models.CharField(max_length=200)
    published_on = models.DateField()
    reason = models.CharField(max_length=300, blank=True)
    withdraws = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="withdrawal")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[Any] = ExternalFigureQuerySet.as_manager()

    class Meta:
        ordering = ["-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(source=""), name="an_external_figure_has_a_source"),
            models.CheckConstraint(
                condition=Q(withdraws__isnull=True) | ~Q(reason=""), name="a_withdrawal_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.key

    @property
    def period(self) -> str:
        """The period in words."""
        return words_of(self.place)

    @property
    def key(self) -> str:
        """The engine's key of the number."""
        return KEYS[About(self.about)](key_of(self.indicator.key, self.measure, self.place))


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
