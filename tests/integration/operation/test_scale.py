"""The made-up database for measuring: plausible, the same each time, and never where anything real is."""

from collections import defaultdict
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from config import scale
from indicators.models import Dataset, DefinitionRelation, Outturn
from indicators.vocabulary import RelationStatus


@pytest.fixture
def no_dataset(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in an empty database, and smaller than what is measured."""
    monkeypatch.setattr(Dataset.objects, "exists", lambda: False)
    monkeypatch.setattr(scale, "INDICATORS", 8)
    monkeypatch.setattr(scale, "YEARS", 2)


def seeded(slug: str = "dataset-1") -> dict[tuple[int, str], Outturn]:
    found = Outturn.objects.filter(measure__indicator__dataset__slug=slug).select_related(
        "measure__indicator", "period"
    )
    return {(int(each.measure.indicator.key.removeprefix("indicator-")), str(each.period)): each for each in found}


def test_its_figures_obey_what_is_said_to_hold_between_them(no_dataset: None) -> None:
    scale.seed(datasets=2)
    figures = seeded()
    assert len(figures) == 8 * 24
    totals = defaultdict(list)
    for (number, month), each in figures.items():
        assert each.value is not None
        if number % 4 == 3:
            whole, part = figures[number - 2, month].value, figures[number - 1, month].value
            assert (each.numerator, each.denominator) == (part, whole)
            assert part is not None and whole is not None and part <= whole
            assert abs(each.value - 100 * part / whole) <= Decimal("0.05")
        if number % 4 == 0 and each.period.last_month.month >= 4:
            totals[number, each.period.last_month.year].append((each.period.last_month, each.value))
    for months in totals.values():
        values = [value for _, value in sorted(months)]
        assert values == sorted(values)
    assert not DefinitionRelation.objects.filter(definition__indicator__dataset__slug="dataset-1").exclude(
        status=RelationStatus.CONFIRMED
    )
    assert Outturn.history.filter(measure__indicator__dataset__slug="dataset-1").count() == len(figures)


def test_it_is_refused_where_anything_is(dataset: Dataset) -> None:
    with pytest.raises(CommandError, match="an empty one"):
        call_command("seed_scale", datasets=1, stdout=StringIO())
    assert Dataset.objects.count() == 1


def test_it_is_refused_in_production(no_dataset: None) -> None:
    with override_settings(PRODUCTION=True), pytest.raises(CommandError, match="production"):
        call_command("seed_scale", datasets=1, stdout=StringIO())
