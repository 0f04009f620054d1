"""The catalogue: what is measured, how it is defined in each reporting year, and every figure with its revisions."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from simple_history.models import HistoricalRecords

from accounts.models import AppendOnlyModel, Service
from indicators.formatting import number_sort_key
from indicators.rag import Target
from indicators.revision_records import FigureRevisions, RevisionQuerySet
from indicators.vocabulary import (
    Absence,
    Accumulation,
    Comparator,
    Frequency,
    Polarity,
    Rating,
    TargetForm,
    Unit,
    YearBasis,
)
from indicators.workflow.moves import State


class FigureField(models.DecimalField):
    """A figure or a bound of one: exact to six decimal places, never a float."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_digits": 20, "decimal_places": 6} | kwargs)

    def get_db_prep_save(self, value: Any, connection: Any) -> Any:
        """Most figures have a value alone: preparing nothing for the database three times takes longer than that."""
        return None if value is None else super().get_db_prep_save(value, connection)


class FromFile(AppendOnlyModel):
    """Beside each revision: the import that made it, by its number; empty for what people entered."""

    workbook_import = models.PositiveBigIntegerField(null=True, db_index=True)

    class Meta:
        abstract = True


class Dataset(models.Model):
    """A set of indicators that one committee receives together."""

    name = models.CharField(max_length=120, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    exemption_paragraph = models.CharField(
        max_length=200,
        default="paragraphs 1 and 2 of Part 1 of Schedule 12A, Local Government Act 1972",
        help_text="The paragraph under which Part 2 is exempt.",
    )
    days_to_submit = models.PositiveSmallIntegerField(
        default=15, help_text="How many days after the end of a month its figures are due."
    )

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Section(models.Model):
    """A heading of the index."""

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="sections")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    service = models.ForeignKey(
        Service,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Whose figures these are before publication. Without one, only roles without limit see them.",
    )

    class Meta:
        ordering = ["dataset", "position"]
        constraints = [models.UniqueConstraint(fields=["dataset", "name"], name="one_section_of_a_name")]

    def __str__(self) -> str:
        return self.name


class Responsibility(models.Model):
    """Whose section it is: an officer with one enters its figures first of all, a director with one approves them."""

    section = models.ForeignKey(Section, on_delete=models.CASCADE, related_name="responsibilities")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="responsibilities")

    class Meta:
        ordering = ["section", "user"]
        verbose_name_plural = "responsibilities"
        constraints = [models.UniqueConstraint(fields=["section", "user"], name="one_responsibility_each")]

    def __str__(self) -> str:
        return f"{self.user}: {self.section}"


class Indicator(models.Model):
    """What is measured, across years. Its key stays when its number, title or target changes.

    `retired_from` is the first month for which no figure is due any more.
    """

    dataset = models.ForeignKey(Dataset, on_delete=models.CASCADE, related_name="indicators")
    key = models.SlugField(max_length=80)
    retired_from = models.DateField(null=True, blank=True)
    retired_because = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["dataset", "key"]
        constraints = [
            models.UniqueConstraint(fields=["dataset", "key"], name="one_indicator_of_a_key"),
            models.CheckConstraint(
                condition=Q(retired_from__isnull=True, retired_because="")
                | (Q(retired_from__isnull=False) & ~Q(retired_because="")),
                name="retired_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.key


class NumberSortKeyField(models.CharField):
    """Follows `number`, so that 2 comes before 10 and 22.1 before 22.2 on every database."""

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = number_sort_key(getattr(model_instance, "number"))  # noqa: B009
        setattr(model_instance, self.attname, key)
        return key


class IndicatorDefinition(models.Model):
    """An indicator in one reporting year. `reporting_year` is the year in which it starts: 2020 for 2020/21."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="definitions")
    reporting_year = models.PositiveSmallIntegerField()
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="definitions")
    number = models.CharField(max_length=12)
    number_sort_key = NumberSortKeyField(max_length=40, editable=False)
    title = models.CharField(max_length=300)
    why_it_is_important = models.TextField(blank=True)
    polarity = models.CharField(max_length=10, choices=Polarity)
    unit = models.CharField(max_length=20, choices=Unit)
    decimal_places = models.PositiveSmallIntegerField(default=0)
    target_form = models.CharField(max_length=20, choices=TargetForm, default=TargetForm.NONE)
    target_wording = models.CharField(max_length=200, blank=True)
    target_low = FigureField(null=True, blank=True)
    target_high = FigureField(null=True, blank=True)
    target_rate_low = FigureField(null=True, blank=True)
    target_rate_high = FigureField(null=True, blank=True)
    tolerance = FigureField(
        default=Decimal(10),
        validators=[MinValueValidator(0)],
        help_text="By how many percent of the target a figure may miss it and still be AMBER.",
    )
    year_basis = models.CharField(max_length=10, choices=YearBasis, default=YearBasis.FINANCIAL)
    frequency = models.CharField(max_length=10, choices=Frequency, default=Frequency.MONTHLY)
    accumulation = models.CharField(max_length=15, choices=Accumulation)
    counts_people = models.BooleanField(
        default=True, help_text="Small counts of people are hidden from Part 1. Leave on unless sure."
    )
    history = HistoricalRecords(bases=[FromFile], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["section__position", "number_sort_key"]
        constraints = [
            models.UniqueConstraint(fields=["indicator", "reporting_year"], name="one_definition_a_year"),
            models.CheckConstraint(
                condition=Q(target_low__isnull=True) | Q(target_low__lte=F("target_high")), name="target_low_le_high"
            ),
            models.CheckConstraint(
                condition=Q(target_rate_low__isnull=True) | Q(target_rate_low__lte=F("target_rate_high")),
                name="target_rate_low_le_high",
            ),
            models.CheckConstraint(condition=Q(tolerance__gte=0), name="tolerance_is_not_negative"),
            models.CheckConstraint(
                condition=Q(target_form__in=[TargetForm.NONE, TargetForm.TO_BE_CONFIRMED])
                | Q(target_low__isnull=False, target_high__isnull=False),
                name="a_target_has_its_bounds",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def target(self) -> Target:
        """The target as the rating rule takes it."""
        return Target(TargetForm(self.target_form), self.target_low, self.target_high, self.tolerance)


class Measure(models.Model):
    """One thing counted under an indicator's number. `name` is empty unless there are several: initial, review."""

    indicator = models.ForeignKey(Indicator, on_delete=models.CASCADE, related_name="measures")
    name = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["indicator", "name"], name="one_measure_of_a_name")]

    def __str__(self) -> str:
        return f"{self.indicator} {self.name}".strip()


class Period(models.Model):
    """The days a figure speaks of: one month, or from the start of a year to the end of a month (year to date)."""

    class Kind(models.TextChoices):
        MONTH = "month", "month"
        YEAR_TO_DATE = "year_to_date", "year to date"

    kind = models.CharField(max_length=12, choices=Kind)
    first_month = models.DateField()
    last_month = models.DateField()

    class Meta:
        ordering = ["last_month", "kind", "first_month"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "first_month", "last_month"], name="one_period_of_a_span"),
            models.CheckConstraint(condition=Q(first_month__lte=F("last_month")), name="period_starts_before_it_ends"),
            models.CheckConstraint(
                condition=Q(kind="year_to_date") | Q(first_month=F("last_month")), name="a_month_is_one_month"
            ),
            models.CheckConstraint(
                condition=Q(first_month__day=1, last_month__day=1), name="months_are_held_by_their_first_day"
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.MONTH:
            return f"{self.last_month:%B %Y}"
        return f"year to date, {self.first_month:%B %Y} to {self.last_month:%B %Y}"

    @property
    def span(self) -> tuple[str, date, date]:
        return self.kind, self.first_month, self.last_month


class Figure(models.Model):
    """One figure in the unit of its indicator (97 for 97 %), or a typed absence with its original wording.

    `decimal_places` is how many were printed. An absence may carry a rate, as the council's `x (rate: 0.00)` does.
    """

    value = FigureField(null=True, blank=True)
    numerator = FigureField(null=True, blank=True)
    denominator = FigureField(null=True, blank=True)
    rate = FigureField(null=True, blank=True)
    decimal_places = models.PositiveSmallIntegerField(default=0)
    absence = models.CharField(max_length=20, choices=Absence, blank=True)
    wording = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


def figure_constraints(prefix: str) -> list[models.BaseConstraint]:
    """A figure has a number or an absence, never both and never neither."""
    a_number = Q(value__isnull=False) | Q(rate__isnull=False)
    no_count = Q(value__isnull=True, numerator__isnull=True, denominator__isnull=True)
    return [
        models.CheckConstraint(
            condition=(Q(absence="") & a_number) | (~Q(absence="") & no_count),
            name=f"{prefix}_is_a_number_or_an_absence",
        ),
        models.CheckConstraint(
            condition=Q(denominator__isnull=True) | Q(denominator__gt=0), name=f"{prefix}_denominator_is_positive"
        ),
    ]


class Outturn(Figure):
    """The figure of one measure for one period, and where it stands; its earlier values are in `history`.

    `version` counts its changes: who saves names the one that they saw. `questions` is what was odd about the figure
    when it was entered, each with `rule` and `sentence`; `explanation` answers them.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="outturns")
    period = models.ForeignKey(Period, on_delete=models.PROTECT, related_name="outturns")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    questions = models.JSONField(default=list, blank=True)
    explanation = models.TextField(blank=True)
    returned_because = models.TextField(blank=True)
    note = models.TextField(blank=True)
    evidence = models.URLField(max_length=500, blank=True)
    history = FigureRevisions(bases=[FromFile], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["measure", "period"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "period"], name="one_outturn_a_measure_and_period"),
            *figure_constraints("outturn"),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True) | Q(entered_by__isnull=True) | ~Q(approved_by=F("entered_by")),
                name="nobody_approves_their_own_figure",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.APPROVED, State.LOCKED], approved_by__isnull=False)
                | Q(state__in=[State.DRAFT, State.SUBMITTED, State.RETURNED], approved_by__isnull=True),
                name="approved_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RETURNED) | ~Q(returned_because=""), name="returned_with_a_comment"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.period}"


class Benchmark(Figure):
    """What a measure is compared with in one reporting year's index.

    `year` is the year that the benchmark speaks of, as the council writes it (`2019/20`), empty where it does not say.
    """

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="benchmarks")
    reporting_year = models.PositiveSmallIntegerField()
    comparator = models.CharField(max_length=10, choices=Comparator)
    year = models.CharField(max_length=20, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    history = HistoricalRecords(bases=[FromFile], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["measure", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "reporting_year", "comparator", "year"], name="one_benchmark_a_comparator_and_year"
            ),
            *figure_constraints("benchmark"),
        ]

    def __str__(self) -> str:
        return f"{self.measure}, {self.get_comparator_display()} {self.year}".strip()


class RatingOverride(models.Model):
    """A person's rating in place of the rule's, as at one month, with its reason. The rule's stays computable."""

    definition = models.ForeignKey(IndicatorDefinition, on_delete=models.CASCADE, related_name="rating_overrides")
    as_at = models.DateField()
    rating = models.CharField(max_length=6, choices=Rating)
    wording = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    history = HistoricalRecords(bases=[FromFile], historical_queryset=RevisionQuerySet)

    class Meta:
        ordering = ["definition", "as_at"]
        constraints = [
            models.UniqueConstraint(fields=["definition", "as_at"], name="one_override_a_definition_and_month"),
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.definition} as at {self.as_at:%B %Y}: {self.get_rating_display()}"


# Django finds models here.
from indicators.benchmark_models import BenchmarkImport as BenchmarkImport  # noqa: E402
from indicators.benchmark_models import BenchmarkMatch as BenchmarkMatch  # noqa: E402
from indicators.import_models import LayoutMapping as LayoutMapping  # noqa: E402
from indicators.import_models import WorkbookImport as WorkbookImport  # noqa: E402
from indicators.relation_models import DefinitionRelation as DefinitionRelation  # noqa: E402
from indicators.reminder_models import Reminder as Reminder  # noqa: E402
from indicators.variation_models import Rebasing as Rebasing  # noqa: E402
