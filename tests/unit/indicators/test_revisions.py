"""A revision that the database copies is the one that django-simple-history would have written."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries
from simple_history.utils import bulk_update_with_history

from accounts.models import User
from indicators.models import (
    Benchmark,
    Dataset,
    Indicator,
    IndicatorDefinition,
    Measure,
    Outturn,
    Period,
    RatingOverride,
    Section,
)
from indicators.revisions import create_with_revisions, update_with_revisions
from indicators.services import CHANGED_FIELDS
from indicators.vocabulary import Accumulation, Comparator, Polarity, Rating, TargetForm, Unit

MONTHS = (date(2020, 11, 1), date(2020, 12, 1))
AT = datetime(2021, 1, 31, 9, 30, 15, 123456, tzinfo=UTC)
PARAMETERS_OF_A_REVISION = 5
REASON = "Imported from index.xlsx"
NUMBERS = (Decimal("1.346019"), Decimal(96), Decimal(7132), Decimal("0.213333"))

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return User.objects.create(username="who-imported")


def definition(key: str, **fields: Any) -> IndicatorDefinition:
    dataset, _ = Dataset.objects.get_or_create(name="Children", slug="children")
    section, _ = Section.objects.get_or_create(dataset=dataset, name="Early Help", position=0)
    return IndicatorDefinition(
        indicator=Indicator.objects.create(dataset=dataset, key=key),
        reporting_year=2020,
        section=section,
        number="22.1",
        title="Children “looked after” – 100%",
        polarity=Polarity.LOW,
        unit=Unit.PERCENTAGE,
        accumulation=Accumulation.RATIO,
        **fields,
    )


def measure(key: str) -> Measure:
    dataset, _ = Dataset.objects.get_or_create(name="Children", slug="children")
    return Measure.objects.create(indicator=Indicator.objects.create(dataset=dataset, key=key))


def definitions() -> list[IndicatorDefinition]:
    bounds = dict(zip(("target_low", "target_high", "target_rate_low", "target_rate_high"), NUMBERS, strict=True))
    bounds |= {"target_low": Decimal("0.5"), "target_rate_low": Decimal("0.1")}
    return [definition("with-target", target_form=TargetForm.RANGE, **bounds), definition("without-target")]


def outturns() -> list[Outturn]:
    months = [Period.objects.get_or_create(kind="month", first_month=day, last_month=day)[0] for day in MONTHS]
    figures = dict(zip(("value", "numerator", "denominator", "rate"), NUMBERS, strict=True))
    wording = {"absence": "suppressed", "wording": "x"}
    of = measure("outturns")
    return [Outturn(measure=of, period=months[0], **figures), Outturn(measure=of, period=months[1], **wording)]


def benchmarks() -> list[Benchmark]:
    compared = {"reporting_year": 2020, "comparator": Comparator.OWN, "value": Decimal(0)}
    of = measure("benchmarks")
    return [Benchmark(measure=of, year=year, **compared) for year in ("2019/20", "")]


def overrides() -> list[RatingOverride]:
    of, made_by = definition("rated"), User.objects.create(username="who-rated")
    of.save()
    return [
        RatingOverride(definition=of, as_at=day, rating=Rating.RED, reason="Late", made_by=made_by) for day in MONTHS
    ]


RECORDS: dict[type[models.Model], Callable[[], list[Any]]] = {
    IndicatorDefinition: definitions,
    Outturn: outturns,
    Benchmark: benchmarks,
    RatingOverride: overrides,
}
every_kept_model = pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)


def last_revision(model: Any) -> int:
    return model.history.aggregate(last=Max("history_id"))["last"] or 0


def revisions(model: Any, after: int = 0) -> list[tuple[Any, ...]]:
    """Every column but the number of the revision, as the database holds it, of those later than `after`."""
    table = connection.ops.quote_name(model.history.model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE history_id > %s ORDER BY history_id", [after])
        names = [column[0] for column in cursor.description]
        return [tuple(value for name, value in zip(names, row, strict=True) if name != "history_id") for row in cursor]


def test_every_model_that_an_import_writes_with_revisions_is_tested_here() -> None:
    assert RECORDS.keys() == CHANGED_FIELDS.keys()


@every_kept_model
@pytest.mark.parametrize("somebody", [True, False])
def test_a_first_revision_is_the_one_of_the_library(model: Any, somebody: bool, officer: User) -> None:
    by = officer if somebody else None
    records, before = RECORDS[model](), last_revision(model)
    create_with_revisions(model, records, by=by, reason=REASON, at=AT)
    ours, between = revisions(model, before), last_revision(model)
    model.history.bulk_history_create(records, default_user=by, default_change_reason=REASON, default_date=AT)
    assert ours == revisions(model, between)
    assert len(ours) == 2


@every_kept_model
def test_a_later_revision_is_the_one_of_the_library(model: Any, officer: User) -> None:
    first, second = RECORDS[model]()
    model.objects.bulk_create([first, second])
    first.wording = first.title = "Changed"
    fields, before = CHANGED_FIELDS[model], last_revision(model)
    update_with_revisions(model, [first], fields, by=officer, reason=REASON, at=AT)
    ours, between = revisions(model, before), last_revision(model)
    bulk_update_with_history(
        [first], model, fields, default_user=officer, default_change_reason=REASON, default_date=AT
    )
    assert ours == revisions(model, between)
    assert len(ours) == 1


def test_only_the_records_given_get_a_revision() -> None:
    before, now = outturns()
    before.save()
    create_with_revisions(Outturn, [now], by=None, reason=REASON)
    assert before.history.count() == 1
    assert now.history.get().history_change_reason == REASON


def test_revisions_are_one_query_however_many_records(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    records = outturns()
    with django_assert_num_queries(2):
        create_with_revisions(Outturn, records, by=None, reason=REASON)


def test_more_records_than_the_database_takes_parameters_are_copied_in_batches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    records = outturns()
    Outturn.objects.bulk_create(records)
    monkeypatch.setattr(connection.features, "max_query_params", PARAMETERS_OF_A_REVISION + 1)
    with CaptureQueriesContext(connection) as queries:
        update_with_revisions(Outturn, records, ["wording"], by=None, reason=REASON)
    assert sum(query["sql"].startswith("INSERT") for query in queries) == 2
    assert [each.history.count() for each in records] == [1, 1]
