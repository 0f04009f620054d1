"""What the catalogue has no room for is an error of its cell or row; the rest of the workbook is applied."""

import pytest

from indicators.models import Dataset, IndicatorDefinition, Outturn
from indicators.services import apply_import, plan_import
from tests.factories.reports import imported, ready
from tests.factories.workbooks import example_with

ROWS = 38


@pytest.mark.parametrize(
    ("cell", "content"),
    [
        ("S15", 1e19),
        ("S15", 123456789012345),
        ("T40", "0.0% (0/0)"),
        ("T40", "1.8% (8000/7063)"),
        ("S15", "Not Available because " + "of this and that " * 30),
    ],
)
def test_a_figure_beyond_all_measure_stops_its_cell_alone(empty_dataset: Dataset, cell: str, content: object) -> None:
    workbook = ready(empty_dataset, example_with({cell: content}))
    plan = plan_import(workbook)
    assert [error.cells for error in plan.errors] == [cell]
    apply_import(workbook=workbook, by=None)
    months = Outturn.objects.filter(measure__indicator__dataset=empty_dataset, period__kind="month")
    assert months.filter(measure__indicator__definitions__number="9").count() == (8 if cell == "S15" else 9)


@pytest.mark.parametrize(
    ("cell", "content", "said"),
    [
        ("B15", "Number of referrals " * 40, "title"),
        ("E16", "95% " + "or as near to it as can be " * 20, "target"),
        ("K15", "GREEN, although " + "this and that " * 40, "rating"),
    ],
)
def test_a_text_without_room_stops_its_row_alone(empty_dataset: Dataset, cell: str, content: str, said: str) -> None:
    workbook = ready(empty_dataset, example_with({cell: content}))
    (error,) = [error for error in plan_import(workbook).errors if error.rule == "text_too_long"]
    assert said in error.message
    assert "shorten it" in error.message
    apply_import(workbook=workbook, by=None)
    assert IndicatorDefinition.objects.filter(indicator__dataset=empty_dataset).count() == ROWS - 1


def test_sections_stand_in_the_order_of_the_latest_workbook(empty_dataset: Dataset) -> None:
    imported(empty_dataset, example_with({}))
    names = list(empty_dataset.sections.values_list("name", flat=True))
    imported(
        empty_dataset,
        example_with({"A4": names[1], "A14": names[0], "S15": 373}),
    )
    assert list(empty_dataset.sections.values_list("name", flat=True)) == [names[1], names[0], *names[2:]]
