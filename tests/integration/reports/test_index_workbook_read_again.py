"""The index workbook is in a layout that the importer reads: that of Part 2 brings the figures of its paper again."""

import pytest

from indicators.models import Dataset
from indicators.services import plan_import
from reports.making import check
from suppression.paper import Absent, ExemptFigure
from tests.factories.files import file_of
from tests.factories.papers import figures
from tests.factories.reports import DECEMBER, imported, ready

ANSWERS = {"x": "suppressed", "H39": "not_available"}
"""An `x` has to be explained each time; the one of average caseloads is no small count."""


@pytest.fixture
def workbook(dataset: Dataset) -> bytes:
    return file_of(check(dataset, DECEMBER).part_2, "index")


def words(figure: ExemptFigure) -> tuple[object, ...]:
    """What a figure says; in an absence, which kind it is."""
    numbers = [getattr(figure, name, None) for name in ("value", "numerator", "denominator", "rate")]
    return (getattr(figure, "text", ""), *numbers, figure.absence if isinstance(figure, Absent) else "")


def test_another_dataset_gets_every_figure_of_the_paper(
    dataset: Dataset, empty_dataset: Dataset, workbook: bytes
) -> None:
    imported(empty_dataset, workbook, ANSWERS)
    before, after = check(dataset, DECEMBER), check(empty_dataset, DECEMBER)
    expected = {place: words(figure) for place, figure in figures(before.part_2).items()}
    found = {place: words(figure) for place, figure in figures(after.part_2).items()}
    assert {place: (expected.get(place), found.get(place)) for place in expected | found} == {
        place: (said, said) for place, said in expected.items()
    }
    ratings = [(each.number, each.rating, each.target, each.polarity) for each in before.part_2.indicators]
    assert [(each.number, each.rating, each.target, each.polarity) for each in after.part_2.indicators] == ratings


def test_the_same_dataset_gets_nothing_new(dataset: Dataset, workbook: bytes) -> None:
    plan = plan_import(ready(dataset, workbook, ANSWERS))
    assert plan.to_apply == 0
    assert plan.unchanged > 400
