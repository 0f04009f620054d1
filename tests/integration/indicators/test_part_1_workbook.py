"""The workbook that the public saw, with its hidden cells, becomes a Part 1 with the same cells hidden."""

from datetime import date

import pytest
from django.test import Client

from indicators.models import Dataset
from suppression.paper import Hidden, Part1Paper, decode_part_1
from tests.factories.reports import imported, published
from tests.factories.workbooks import part_1_workbook

FROM_APRIL = [date(2020, month, 1) for month in range(4, 13)]
HIDDEN_MONTHS = {
    "5": FROM_APRIL[4:],
    "22.1": FROM_APRIL,
    "22.2": FROM_APRIL,
    "23": FROM_APRIL,
    "32": FROM_APRIL,
}
HIDDEN_YEARS = {
    "4": ["2018/19", "2017/18"],
    "22.1": ["2019/20"],
    "22.2": ["2019/20"],
    "23": ["2019/20"],
    "28": ["2018/19"],
}


@pytest.fixture
def paper(empty_dataset: Dataset) -> Part1Paper:
    imported(empty_dataset, part_1_workbook())
    return decode_part_1(bytes(published(empty_dataset).part_1))


def test_the_months_that_the_council_hid_are_hidden_and_no_others(paper: Part1Paper) -> None:
    hidden = {
        indicator.number: [entry.month for entry in measure.months if isinstance(entry.figure, Hidden)]
        for indicator in paper.indicators
        for measure in indicator.measures
    }
    assert {number: months for number, months in hidden.items() if months} == HIDDEN_MONTHS


def test_the_previous_years_that_the_council_hid_are_hidden_and_no_others(paper: Part1Paper) -> None:
    hidden = {
        indicator.number: [each.period for each in measure.benchmarks if isinstance(each.figure, Hidden)]
        for indicator in paper.indicators
        for measure in indicator.measures
    }
    assert {number: years for number, years in hidden.items() if years} == HIDDEN_YEARS


def test_a_target_of_which_every_figure_came_hidden_has_no_rating_in_part_1(paper: Part1Paper) -> None:
    without_rating = {each.number for each in paper.indicators if isinstance(each.rating, Hidden)}
    assert without_rating >= {"22.2", "23"}


def test_the_page_says_that_they_are_suppressed(paper: Part1Paper) -> None:
    adopted = next(each for each in paper.indicators if each.number == "23")
    page = Client().get(f"/reports/{paper.dataset_slug}/2020-12/indicators/{adopted.key}/").content.decode()
    assert "Data suppressed, see part 2 report" in page
