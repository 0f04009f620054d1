"""Writes of indicators and their definitions. Each is one transaction with its audit entry; nothing is deleted."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify

from accounts.models import User
from accounts.services import record
from indicators.administration.facts import Change, changes_between, section_names, year_name
from indicators.administration.targets import TypedTarget
from indicators.formatting import number_sort_key
from indicators.models import (
    Dataset,
    DefinitionRelation,
    Indicator,
    IndicatorDefinition,
    Measure,
    Outturn,
    Section,
)
from indicators.periods import index_months
from indicators.relation_services import propose_relations
from indicators.relations import problem_with
from indicators.revisions import create_with_revisions, update_with_revisions
from indicators.vocabulary import Accumulation, Frequency, Polarity, RelationStatus, Unit, YearBasis


class NotChanged(Exception):
    """Nothing was changed; the message says why and what to do, `field` of a form to which it belongs."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class StaleDefinition(NotChanged):
    """The definition was changed by somebody else since the form was opened: `current` is how it is now."""

    def __init__(self, current: IndicatorDefinition) -> None:
        super().__init__(f"{current} was changed since you opened it.")
        self.current = current


@dataclass(frozen=True)
class Said:
    """What a person says of an indicator in one year."""

    number: str
    title: str
    section: Section
    why_it_is_important: str
    polarity: Polarity
    unit: Unit
    decimal_places: int
    target: TypedTarget
    tolerance: Decimal
    year_basis: YearBasis
    frequency: Frequency
    accumulation: Accumulation
    counts_people: bool

    def write_to(self, definition: IndicatorDefinition) -> None:
        """Put all of it into a definition, which is not saved by that."""
        for field in fields(self):
            if field.name != "target":
                setattr(definition, field.name, getattr(self, field.name))
        for field in fields(self.target):
            setattr(definition, field.name, getattr(self.target, field.name))
        definition.number_sort_key = number_sort_key(self.number)


WRITTEN = (
    *(field.name for field in fields(Said) if field.name != "target"),
    *(field.name for field in fields(TypedTarget)),
    "number_sort_key",
)


@transaction.atomic
def create_indicator(
    *, dataset: Dataset, reporting_year: int, said: Said, measures: Sequence[str] = (), by: User
) -> IndicatorDefinition:
    """Create an indicator, its definition of one year, and its measures: one without a name where none is named.

    Raises NotChanged where another indicator of the year has the number.
    """
    lock(dataset)
    refuse_taken_number(dataset, reporting_year, said.number)
    indicator = Indicator.objects.create(dataset=dataset, key=_new_key(dataset, said))
    Measure.objects.bulk_create(Measure(indicator=indicator, name=name) for name in measures or [""])
    definition = _define(indicator, reporting_year, said, by=by, reason="Created")
    _record("created an indicator", definition, by, measures=max(1, len(measures)))
    return definition


@transaction.atomic
def add_to_year(
    *, indicator: Indicator, reporting_year: int, said: Said, reason: str, by: User
) -> IndicatorDefinition:
    """Define an indicator of another year for this one too; it is retired no longer if it was by then.

    Raises NotChanged where the year has it, or its number, already.
    """
    lock(indicator.dataset)
    indicator = Indicator.objects.select_for_update().select_related("dataset").get(pk=indicator.pk)
    if indicator.definitions.filter(reporting_year=reporting_year).exists():
        raise NotChanged(f"“{said.title}” is in {year_name(reporting_year)} already. Nothing was changed.")
    refuse_taken_number(indicator.dataset, reporting_year, said.number)
    definition = _define(indicator, reporting_year, said, by=by, reason=reason)
    last_month = index_months(reporting_year, said.year_basis)[-1]
    if indicator.retired_from is not None and indicator.retired_from <= last_month:
        _keep_retirement(indicator, None, "")
    proposed = propose_relations(dataset=indicator.dataset, reporting_year=reporting_year, by=by, reason=reason)
    _record("added an indicator to a year", definition, by, reason=reason, relations_proposed=len(proposed))
    return definition


@transaction.atomic
def change_definition(
    *, definition: IndicatorDefinition, said: Said, seen: int, reason: str, by: User
) -> tuple[Change, ...]:
    """Change a definition, and return what was changed: nothing where it says all of that already.

    `seen` is the number of the revision that the person saw. Raises StaleDefinition where another is in force, and
    NotChanged where the number is taken, or a confirmed relation would no longer hold.
    """
    dataset = definition.indicator.dataset
    lock(dataset)
    stored = IndicatorDefinition.objects.select_for_update(of=("self",)).get(pk=definition.pk)
    changed = IndicatorDefinition.objects.select_related("indicator__dataset", "section").get(pk=definition.pk)
    said.write_to(changed)
    if all(getattr(stored, name) == getattr(changed, name) for name in WRITTEN):
        return ()
    if revision_in_force(stored) != seen:
        raise StaleDefinition(stored)
    refuse_taken_number(dataset, stored.reporting_year, said.number, stored)
    _refuse_broken_relations(changed)
    changes = changes_between(stored, changed, section_names(dataset.pk))
    update_with_revisions(IndicatorDefinition, [changed], WRITTEN, by=by, reason=reason)
    _record("changed a definition", changed, by, changed=[each.label for each in changes], reason=reason)
    return changes


@transaction.atomic
def retire_indicator(*, indicator: Indicator, from_month: date, reason: str, by: User) -> None:
    """Retire an indicator: from that month on no figure of it is due.

    Raises NotChanged where it is retired already, or a figure of that month or a later one is stored.
    """
    indicator = _locked(indicator)
    if indicator.retired_from is not None:
        raise NotChanged(
            f"It is retired already, from {indicator.retired_from:%B %Y}. To choose another month, undo that first."
        )
    a_number = Q(value__isnull=False) | Q(rate__isnull=False)
    of_the_indicator = Outturn.objects.filter(a_number, measure__indicator=indicator)
    later = of_the_indicator.filter(period__last_month__gte=from_month).order_by("-period__last_month")
    latest = later.values_list("period__last_month", flat=True).first()
    if latest is not None:
        raise NotChanged(
            f"It has a figure for {latest:%B %Y}. Choose a month after that, or have that figure removed first.",
            "from_month",
        )
    _keep_retirement(indicator, from_month, reason)
    _record_indicator("retired an indicator", indicator, by, from_month=f"{from_month:%Y-%m}", reason=reason)


@transaction.atomic
def reinstate_indicator(*, indicator: Indicator, reason: str, by: User) -> None:
    """Undo that an indicator was retired. Raises NotChanged where it is not."""
    indicator = _locked(indicator)
    if indicator.retired_from is None:
        raise NotChanged("It is not retired. Nothing was changed.")
    was = f"{indicator.retired_from:%Y-%m}"
    _keep_retirement(indicator, None, "")
    _record_indicator("undid that an indicator was retired", indicator, by, was_retired_from=was, reason=reason)


def lock(dataset: Dataset) -> None:
    """Let nobody else keep the indicators of a dataset until the transaction ends."""
    Dataset.objects.select_for_update().get(pk=dataset.pk)


def revision_in_force(definition: IndicatorDefinition) -> int:
    """The number of a definition's latest revision; 0 where it has none."""
    return definition.history.order_by("-history_id").values_list("history_id", flat=True).first() or 0


def refuse_taken_number(
    dataset: Dataset, reporting_year: int, number: str, own: IndicatorDefinition | None = None
) -> None:
    """Raise NotChanged where another indicator of the year has the number."""
    others = IndicatorDefinition.objects.filter(
        indicator__dataset=dataset, reporting_year=reporting_year, number__iexact=number
    )
    taken = others.exclude(pk=own.pk).first() if own else others.first()
    if taken is not None:
        raise NotChanged(
            f"Number {number} belongs to “{taken.title}” in {year_name(reporting_year)}. Choose another number.",
            "number",
        )


def _define(indicator: Indicator, reporting_year: int, said: Said, *, by: User, reason: str) -> IndicatorDefinition:
    definition = IndicatorDefinition(indicator=indicator, reporting_year=reporting_year)
    said.write_to(definition)
    create_with_revisions(IndicatorDefinition, [definition], by=by, reason=reason)
    return definition


def _new_key(dataset: Dataset, said: Said) -> str:
    """A key made of the title, as an import makes it; with a number behind it where the dataset has it already."""
    words = slugify(said.title)
    base = (words if len(words) <= 70 else words[:70].rsplit("-", 1)[0]) or f"indicator-{slugify(said.number)}"
    keys = set(Indicator.objects.filter(dataset=dataset, key__startswith=base).values_list("key", flat=True))
    candidates = (base, *(f"{base}-{count}" for count in range(2, len(keys) + 3)))
    return next(key for key in candidates if key not in keys)


def _refuse_broken_relations(changed: IndicatorDefinition) -> None:
    """Raise NotChanged where a confirmed relation could not hold with what the definition says now."""
    relations = DefinitionRelation.objects.filter(
        Q(definition=changed) | Q(other=changed), status=RelationStatus.CONFIRMED
    ).select_related("definition__indicator", "other__indicator")
    for relation in relations:
        sentence = relation.sentence
        if relation.definition_id == changed.pk:
            relation.definition = changed
        else:
            relation.other = changed
        problem = problem_with(relation)
        if problem:
            raise NotChanged(f"It is confirmed that “{sentence}” {problem} Decline that relation first.", "unit")


def _locked(indicator: Indicator) -> Indicator:
    lock(indicator.dataset)
    return Indicator.objects.select_for_update(of=("self",)).select_related("dataset").get(pk=indicator.pk)


def _keep_retirement(indicator: Indicator, retired_from: date | None, because: str) -> None:
    indicator.retired_from, indicator.retired_because = retired_from, because
    indicator.save(update_fields=["retired_from", "retired_because"])


def _record(action: str, definition: IndicatorDefinition, by: User, **detail: object) -> None:
    dataset = definition.indicator.dataset.slug
    record(
        action=action,
        subject=str(definition),
        by=by,
        dataset=dataset,
        reporting_year=definition.reporting_year,
        **detail,
    )


def _record_indicator(action: str, indicator: Indicator, by: User, **detail: object) -> None:
    latest = indicator.definitions.order_by("-reporting_year").first()
    record(action=action, subject=str(latest or indicator), by=by, dataset=indicator.dataset.slug, **detail)
