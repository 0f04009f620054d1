"""Which stored indicator a row of a workbook is taken to be."""

from collections.abc import Mapping

import pytest

from indicators.importers.compare import make_plan
from indicators.importers.layout import parse_index
from indicators.importers.plan import Plan
from indicators.models import Dataset, Indicator, IndicatorDefinition
from indicators.services import _write
from tests.unit.indicators.sheet_builder import Value, index_of, row, rules

pytestmark = pytest.mark.django_db
THIS_YEAR = {"J5": 1, **row(5, {}, title="Number of visits"), **row(6, {}, title="Number of calls")}


@pytest.fixture
def dataset() -> Dataset:
    return Dataset.objects.create(name="Children", slug="children")


def plan_of(dataset: Dataset, cells: Mapping[str, Value], year: str) -> Plan:
    months = {f"{column}3": f"{month}-{year[2:4]}" for column, month in (("J", "Apr"), ("K", "May"))}
    return make_plan(dataset, parse_index(index_of({**cells, **months}, title=f"Performance Index {year}")))


def imported(dataset: Dataset, cells: Mapping[str, Value], year: str) -> Plan:
    plan = plan_of(dataset, cells, year)
    _write(plan, None, reason="test")
    return plan


def keys_of(year: int) -> dict[str, str]:
    definitions = IndicatorDefinition.objects.filter(reporting_year=year, indicator__dataset__slug="children")
    return dict(definitions.values_list("number", "indicator__key"))


def test_an_indicator_of_the_same_title_is_the_same_whatever_its_number(dataset: Dataset) -> None:
    imported(dataset, THIS_YEAR, "2020/21")
    swapped = {**THIS_YEAR, "B5": "Number of  CALLS", "B6": "Number of visits"}
    plan = imported(dataset, swapped, "2021/22")
    assert not plan.to_create[Indicator]
    assert keys_of(2020) == {"5": "number-of-visits", "6": "number-of-calls"}
    assert keys_of(2021) == {"5": "number-of-calls", "6": "number-of-visits"}


def test_of_two_rows_with_one_title_only_the_first_is_the_indicator_of_before(dataset: Dataset) -> None:
    imported(dataset, THIS_YEAR, "2020/21")
    plan = imported(dataset, {**THIS_YEAR, "B6": "Number of visits"}, "2021/22")
    assert keys_of(2021) == {"5": "number-of-visits", "6": "number-of-visits-6"}
    assert "number_had_another_title" in rules(plan.findings)


def test_the_same_workbook_twice_changes_nothing(dataset: Dataset) -> None:
    imported(dataset, THIS_YEAR, "2020/21")
    plan = plan_of(dataset, THIS_YEAR, "2020/21")
    assert (plan.new, plan.changed) == (0, 0)
    assert not any(plan.to_create.values())
