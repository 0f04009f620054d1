"""A list of children is recognised by its headings or its numbers, and a report is not taken for one."""

import pytest

from indicators.importers.personal import RecordsOfPeople, refuse_records_of_people
from indicators.importers.workbook import read_workbook
from tests.factories.layouts import MONTHLY, ONE_MONTH, TARGETS_ALONE, THRESHOLDS, report
from tests.factories.workbooks import example

UPNS = ("A000000000000", "P000000000001", "D000000000002")
NHS_NUMBERS = ("4000000004", "4000000012", "4000000020")


def check(text: str, **more: object) -> None:
    refuse_records_of_people(read_workbook(report(text, **more), "report.xlsx"))


@pytest.mark.parametrize(
    "headings",
    [
        "Surname | First name | Date of birth",
        "Unique reference number | DOB | Ethnicity",
        "Child ID | Gender | Start date",
        "UPN | School | Year group",
        "NHS Number | Postcode",
        "LAC ID | Legal status | Placement type",
        "Name | D.O.B.",
        "Social worker | Child's name",
    ],
)
def test_the_headings_of_a_list_of_children(headings: str) -> None:
    with pytest.raises(RecordsOfPeople, match=r"“Report” has headings .* in row 2.*deleted"):
        check(f"Cases in 2021/22\n{headings}\n1 | 2 | 3")


def test_a_list_of_children_on_another_sheet_is_found_too() -> None:
    with pytest.raises(RecordsOfPeople, match="“Cases”"):
        check(MONTHLY, more_sheets={"Cases": "Surname | Forename\nA | B"})


@pytest.mark.parametrize("numbers", [UPNS, NHS_NUMBERS, ("AB1 2BD", "AB1 2BE", "AB10 3DD")])
def test_a_column_of_numbers_or_postcodes_of_people(numbers: tuple[str, ...]) -> None:
    with pytest.raises(RecordsOfPeople, match="a column of"):
        check("A | B\n" + "\n".join(f"{place} | '{number}" for place, number in enumerate(numbers)))


def test_nothing_of_the_file_is_in_the_message() -> None:
    with pytest.raises(RecordsOfPeople) as refused:
        check("Surname | Date of birth\nWibbleford | @2012-03-04")
    assert "Wibbleford" not in str(refused.value)
    assert "2012" not in str(refused.value)


@pytest.mark.parametrize("text", [MONTHLY, ONE_MONTH, THRESHOLDS, TARGETS_ALONE])
def test_a_report_is_no_list_of_people(text: str) -> None:
    check(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ref | Name | School | Target\nA1 | Pupils | All | 5",
        "Ref | Age | Gender | Apr-21\n1 | 0 to 4 | all | 55",
        "No. | Indicator\n1 | Children with a date of birth that is not known",
        "1234567890\n2345678901\n3456789012",
    ],
)
def test_headings_and_numbers_that_other_tables_have_are_not_enough(text: str) -> None:
    check(text)


def test_the_example_is_no_list_of_people() -> None:
    refuse_records_of_people(read_workbook(example(), "index.xlsx"))
