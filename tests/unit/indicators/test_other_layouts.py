"""Reports of other councils: each value is where its heading says, or the column is named as unclear."""

from datetime import date
from decimal import Decimal

import pytest

from indicators.importers.column_roles import Certainty
from indicators.importers.layout import LayoutNotRecognised, Recognised, YearNotSaid, parse_recognised, recognise
from indicators.importers.parsed import ParsedIndex, ParsedIndicator, Severity
from indicators.importers.workbook import read_workbook
from indicators.vocabulary import Comparator, Frequency, Polarity, Rating, TargetForm, Unit, YearBasis
from tests.factories.layouts import MONTHLY, ONE_MONTH, TARGETS_ALONE, THRESHOLDS, report
from tests.unit.indicators.sheet_builder import indicator, rules, the_finding


def recognised(content: bytes) -> Recognised:
    return recognise(read_workbook(content, "report.xlsx"))


def read(content: bytes) -> ParsedIndex:
    return parse_recognised(recognised(content))


def unclear(content: bytes) -> list[str]:
    """The headings that a person is asked about."""
    return [
        column.words.text
        for table in recognised(content).tables
        for column in table.columns
        if column.certainty is Certainty.UNCLEAR
    ]


def months(each: ParsedIndicator) -> dict[str, str]:
    return {f"{month:%Y-%m}": f"{figure.value}" for month, figure in each.measures[0].outturns.items()}


def earlier(each: ParsedIndicator) -> dict[str, str]:
    return {f"{month:%Y-%m}": f"{figure.value}" for month, figure in each.measures[0].earlier.items()}


def compared(each: ParsedIndicator) -> list[tuple[Comparator, str, str]]:
    return [(b.comparator, b.period, f"{b.figure.value}") for b in each.measures[0].benchmarks]


def year_to_date(each: ParsedIndicator) -> Decimal | None:
    figure = each.measures[0].year_to_date
    return figure.value if figure else None


# The four layouts that were seen


def test_months_that_are_not_contiguous_and_polarity_in_the_title() -> None:
    content = report(MONTHLY)
    index = read(content)
    assert unclear(content) == []
    assert (index.reporting_year, index.as_at, index.sections) == (2008, date(2008, 11, 1), ("Theme 1: One Borough",))
    invoices, sickness = index.indicators
    assert (invoices.number, invoices.title) == ("Strategic101", "Percentage of Undisputed Invoices Paid on Time")
    assert (invoices.polarity, invoices.unit, invoices.frequency) == (
        Polarity.HIGH,
        Unit.PERCENTAGE,
        Frequency.MONTHLY,
    )
    assert months(invoices) == {
        "2008-05": "86.74",
        "2008-06": "85.63",
        "2008-07": "85.55",
        "2008-09": "85.35",
        "2008-11": "84.69",
    }
    assert (invoices.target.low, invoices.target.high) == (97, 97)
    assert compared(invoices) == [(Comparator.OWN, "2007/08", "87.87")]
    assert sickness.title == "Number of working days/shifts lost to sickness absence per employee"
    assert (sickness.polarity, sickness.unit, sickness.target.low) == (Polarity.LOW, Unit.AVERAGE, Decimal("7.5"))
    assert months(sickness)["2008-11"] == "8.56"
    assert the_finding(index, "text_not_read").cells == "A4"
    assert {f.severity for f in index.findings} == {Severity.NOTE}


def test_one_month_with_its_own_target_beside_the_years() -> None:
    content = report(ONE_MONTH)
    index = read(content)
    assert unclear(content) == []
    assert (index.reporting_year, index.as_at) == (2008, date(2008, 6, 1))
    first, second = index.indicators
    assert (months(first), months(second)) == ({"2008-06": "85.63"}, {"2008-06": "51.39"})
    assert (first.target.low, second.target.low) == (97, 50)
    assert [each.polarity for each in index.indicators] == [Polarity.HIGH] * 2
    assert [each.rating for each in index.indicators] == [Rating.AMBER, Rating.GREEN]
    assert [each.frequency for each in index.indicators] == [Frequency.MONTHLY] * 2
    assert compared(second) == [(Comparator.OWN, "2007/08", "52.71")]


def test_group_headings_thresholds_and_benchmarks() -> None:
    content = report(THRESHOLDS)
    index = read(content)
    assert unclear(content) == []
    assert (index.reporting_year, index.as_at) == (2016, date(2017, 3, 1))
    contacts, assessments = index.indicators
    assert months(contacts) == {"2017-01": "403", "2017-02": "407", "2017-03": "392"}
    assert (contacts.year_basis, contacts.polarity, contacts.unit) == (
        YearBasis.FINANCIAL,
        Polarity.NEITHER,
        Unit.COUNT,
    )
    assert (year_to_date(contacts), contacts.target.form) == (3914, TargetForm.NONE)
    assert months(assessments) == {"2017-01": "71.5", "2017-02": "74", "2017-03": "78.2"}
    assert (assessments.target.low, assessments.target.high, assessments.rating) == (80, 80, Rating.AMBER)
    assert assessments.tolerance == Decimal("12.5")
    assert compared(assessments) == [
        (Comparator.OWN, "2014/15", "61.2"),
        (Comparator.OWN, "2015/16", "66"),
        (Comparator.ENGLAND, "2014/15", "71.3"),
    ]
    assert "year_to_date_is_not_the_sum" not in rules(index)


def test_targets_without_any_month() -> None:
    content = report(TARGETS_ALONE)
    index = read(content)
    assert unclear(content) == []
    assert (index.reporting_year, index.as_at) == (2022, date(2022, 4, 1))
    said = {each.number: (each.polarity, each.unit, each.target.low, each.target.form) for each in index.indicators}
    assert said == {
        "CH01": (Polarity.HIGH, Unit.PERCENTAGE, 93, TargetForm.SINGLE),
        "CH03": (Polarity.LOW, Unit.RATE_PER_10000, 85, TargetForm.SINGLE),
        "CH05": (Polarity.NEITHER, Unit.COUNT, None, TargetForm.NONE),
        "CH06": (Polarity.LOW, Unit.PERCENTAGE, 22, TargetForm.SINGLE),
        "CH09": (Polarity.HIGH, Unit.PERCENTAGE, None, TargetForm.TO_BE_CONFIRMED),
        "CH11": (Polarity.HIGH, Unit.COUNT, None, TargetForm.TO_BE_CONFIRMED),
    }
    assert indicator(index, "CH11").target.wording == "Additional 800"
    assert rules(index).count("target_in_words") == 2
    assert rules(index).count("target_is_strict") == 2


# Layouts that were made up


def test_columns_the_other_way_round() -> None:
    index = read(
        report(
            """
            Scrutiny report 2020/21
            YTD | Jun-20 | May-20 | Apr-20 | Target | Performance measure | Measure ref
            60 | 10 | 20 | 30 | 80 | Number of visits | M1
            """
        )
    )
    only = indicator(index, "M1")
    assert months(only) == {"2020-06": "10", "2020-05": "20", "2020-04": "30"}
    assert (only.title, year_to_date(only), only.target.low) == ("Number of visits", 60, 80)


def test_a_block_of_an_earlier_year_is_read_as_months_of_that_year() -> None:
    content = report(
        """
        No. | Indicator | 2019/20 | | | 2020/21
         | | Apr | May | Mar | Apr | May | Jun
        1 | Number of visits | 1 | 2 | 3 | 4 | 5 | 6
        """,
        merges=["C1:E1", "F1:H1"],
    )
    index = read(content)
    assert unclear(content) == []
    assert index.reporting_year == 2020
    assert months(indicator(index, "1")) == {"2020-04": "4", "2020-05": "5", "2020-06": "6"}
    assert earlier(indicator(index, "1")) == {"2019-04": "1", "2019-05": "2", "2020-03": "3"}


def test_a_block_above_that_is_not_merged_reaches_to_the_next() -> None:
    index = read(
        report(
            """
            No. | Indicator | 2019/20 | | 2020/21
             | | Apr | May | Apr | May
            1 | Number of visits | 1 | 2 | 4 | 5
            """
        )
    )
    assert months(indicator(index, "1")) == {"2020-04": "4", "2020-05": "5"}
    assert earlier(indicator(index, "1")) == {"2019-04": "1", "2019-05": "2"}


def test_a_window_of_months_across_two_years() -> None:
    index = read(
        report(
            """
            Ref | Measure | Jan-20 | Feb-20 | Mar-20 | Apr-20 | May-20 | Target 2020/21
            A1 | Number of visits | 1 | 2 | 3 | 4 | 5 | 70
            """
        )
    )
    assert index.as_at == date(2020, 5, 1)
    assert months(indicator(index, "A1")) == {"2020-04": "4", "2020-05": "5"}
    assert earlier(indicator(index, "A1")) == {"2020-01": "1", "2020-02": "2", "2020-03": "3"}


def test_one_wrong_year_in_a_heading_is_no_block_but_a_question() -> None:
    index = read(
        report(
            """
            Index 2020/21
            No. | Indicator | Apr-20 | May-20 | Jan-21 | Feb-21 | Mar-20
            1 | Number of visits | 1 | 2 | 3 | 4 | 5
            """
        )
    )
    assert earlier(indicator(index, "1")) == {}
    assert "year_of_months_cannot_be_right" in rules(index)


@pytest.mark.parametrize(
    "headings",
    [
        "Q1 | Q2 | Q3",
        "Quarter 1 2016/17 | Quarter 2 2016/17 | Quarter 3 2016/17",
        "Qtr 1 | Qtr 2 | Qtr 3",
        "Q1 (Apr-Jun) | Q2 (Jul-Sep) | Q3 (Oct-Dec)",
        "Actual Q1 | Actual Q2 | Actual Q3",
    ],
)
def test_quarters_are_kept_at_their_last_month(headings: str) -> None:
    content = report(f"Report 2016/17\nRef | Indicator | {headings}\nA1 | Number of visits | 10 | 20 | 30")
    only = indicator(read(content), "A1")
    assert unclear(content) == []
    assert months(only) == {"2016-06": "10", "2016-09": "20", "2016-12": "30"}
    assert only.frequency is Frequency.QUARTERLY


def test_months_with_the_mark_of_their_quarter() -> None:
    content = report(
        "No. | Indicator | Jun-19 / Q1 | Sep-19 / Q2 | Target 2019/20\n1 | Number of visits | 10 | 20 | 50"
    )
    assert recognised(content).is_settled
    assert months(indicator(read(content), "1")) == {"2019-06": "10", "2019-09": "20"}


def test_a_quarter_beside_its_months_is_left_out() -> None:
    index = read(
        report("No. | Indicator | Apr-20 | May-20 | Jun-20 | Q1 | Target 2020/21\n1 | Visits made | 1 | 2 | 3 | 6 | 9")
    )
    assert months(indicator(index, "1")) == {"2020-04": "1", "2020-05": "2", "2020-06": "3"}
    assert "a quarter whose months stand beside it" in the_finding(index, "column_not_read").message


@pytest.mark.parametrize(
    ("headings", "year"),
    [
        ("APR | MAY | JUN", 2022),
        ("April 2022 | May 2022 | June 2022", 2022),
        ("Apr-22 | May-22 | Jun-22", 2022),
        ("Apr '22 | May '22 | Jun '22", 2022),
        ("Actual Apr | Actual May | Actual June", 2022),
        ("April Actual | May Actual | June Actual", 2022),
        ("@2022-04-01 | @2022-05-01 | @2022-06-01", 2022),
        ("@2022-04-30 | @2022-05-31 | @2022-06-30", 2022),
        ("Apr-08 | May-08 | Jun-08", 2008),
    ],
)
def test_months_however_they_are_written(headings: str, year: int) -> None:
    content = report(
        f"Report {year}/{(year + 1) % 100:02}\nRef | Description | {headings}\nA1 | Number of visits | 1 | 2 | 3"
    )
    assert unclear(content) == []
    assert months(indicator(read(content), "A1")) == {f"{year}-04": "1", f"{year}-05": "2", f"{year}-06": "3"}


def test_sept_22_is_september() -> None:
    content = report("Ref | Measure | Aug 22 | Sept 22 | YTD\nA1 | Number of visits | 1 | 2 | 3")
    index = read(content)
    assert months(indicator(index, "A1")) == {"2022-08": "1", "2022-09": "2"}
    assert index.reporting_year == 2022


def test_a_heading_that_excel_made_a_day_of_is_a_month() -> None:
    """Typed as Apr-20 it became 20 April of the year in which it was typed, and is shown as 20-Apr."""
    index = read(
        report(
            "Index 2020/21\nNo. | Indicator | @2024-04-20 | @2024-05-20\n1 | Number of visits | 1 | 2",
            formats={"C2": "d-mmm", "D2": "d-mmm"},
        )
    )
    assert months(indicator(index, "1")) == {"2020-04": "1", "2020-05": "2"}
    assert "year_of_months_cannot_be_right" not in rules(index)


def test_a_month_over_actual_target_and_rating() -> None:
    content = report(
        """
        Ref | Indicator | Apr-20 | | | May-20 | | | Target 2020/21
         | | Actual | Target | RAG | Actual | Target | RAG
        A1 | Number of visits | 1 | 5 | Red | 2 | 6 | Green | 9
        A2 | Number of calls | 3 | 5 | Green | 4 | 6 | Red | 8
        """,
        merges=["C1:E1", "F1:H1"],
    )
    index = read(content)
    assert unclear(content) == []
    assert [months(each) for each in index.indicators] == [
        {"2020-04": "1", "2020-05": "2"},
        {"2020-04": "3", "2020-05": "4"},
    ]
    assert [each.target.low for each in index.indicators] == [9, 8]
    assert [each.rating for each in index.indicators] == [Rating.GREEN, Rating.RED]


def test_actuals_and_targets_as_blocks_of_months() -> None:
    index = read(
        report(
            """
            Report 2021/22
            Ref | Indicator | Actual | | Target
             | | Apr | May | Apr | May
            A1 | Number of visits | 1 | 2 | 5 | 6
            """,
            merges=["C2:D2", "E2:F2"],
        )
    )
    assert months(indicator(index, "A1")) == {"2021-04": "1", "2021-05": "2"}
    assert indicator(index, "A1").target.form is TargetForm.NONE


def test_a_section_in_a_column_of_its_own() -> None:
    index = read(
        report(
            """
            Report 2021/22
            Theme | Ref | Indicator | Apr-21
            Safe homes | A1 | Number of visits | 1
             | A2 | Number of calls | 2
            Good schools | B1 | Number of pupils | 3
            """,
            merges=["A3:A4"],
        )
    )
    assert [(each.number, each.section) for each in index.indicators] == [
        ("A1", "Safe homes"),
        ("A2", "Safe homes"),
        ("B1", "Good schools"),
    ]


def test_an_index_without_numbers_is_numbered_in_order() -> None:
    index = read(report("Report 2021/22\nIndicator | Apr-21 | May-21\nVisits made | 1 | 2\nCalls made | 3 | 4"))
    assert [(each.number, each.title) for each in index.indicators] == [("1", "Visits made"), ("2", "Calls made")]


def test_codes_under_the_heading_kpi_are_the_number() -> None:
    index = read(
        report(
            "Report 2021/22\nKPI | Description | Apr-21 | May-21\nCS 01 | Visits made | 1 | 2\nCS 02 | Calls | 3 | 4"
        )
    )
    assert [(each.number, each.title) for each in index.indicators] == [("CS 01", "Visits made"), ("CS 02", "Calls")]


def test_frequencies_and_units_in_columns() -> None:
    index = read(
        report(
            """
            Report 2021/22
            Ref | Indicator | Frequency | Measure type | Jun-21 | Sep-21
            A1 | Children with a plan | Monthly | Number | 50 | 60
            A2 | Reviews on time | Quarterly | Percentage | 91.5 | 0.8
            A3 | Length of cases | Annual | Days | 20.5 | 21
            """
        )
    )
    assert [(each.frequency, each.unit) for each in index.indicators] == [
        (Frequency.MONTHLY, Unit.COUNT),
        (Frequency.QUARTERLY, Unit.PERCENTAGE),
        (Frequency.ANNUAL, Unit.AVERAGE),
    ]
    assert months(indicator(index, "A2")) == {"2021-06": "91.5", "2021-09": "0.8"}
    assert "percentage_without_sign" not in rules(index)


def test_a_fraction_in_a_row_of_percentages_is_not_guessed() -> None:
    index = read(report("Report 2021/22\nRef | Indicator | Unit | Apr-21 | May-21\nA1 | Reviews | % | 0.91 | 0.8"))
    assert months(indicator(index, "A1")) == {}
    assert rules(index).count("percentage_or_fraction") == 2


def test_totals_and_notes_are_no_indicators() -> None:
    index = read(
        report(
            """
            Report 2021/22
            Ref | Indicator | Apr-21 | May-21
            Early help
            A1 | Visits made | 1 | 2
            A2 | Calls made | 3 | 4
             | Total | 4 | 6
            Notes: figures are provisional
            """
        )
    )
    assert [each.number for each in index.indicators] == ["A1", "A2"]
    assert the_finding(index, "total_not_read").cells == "B6:D6"
    assert the_finding(index, "text_not_read").cells == "A7"


def test_comparators_by_their_many_names() -> None:
    content = report(
        """
        Report 2021/22
        Ref | Indicator | Outturn 2019/20 | 2020-21 Actual | National average 2020/21 | London Ave | Inner London \
        | Statistical neighbours 2020/21 | Apr-21
        A1 | Visits made | 10 | 20 | 30 | 40 | 50 | 60 | 5
        """
    )
    assert unclear(content) == []
    assert compared(indicator(read(content), "A1")) == [
        (Comparator.OWN, "2019/20", "10"),
        (Comparator.OWN, "2020/21", "20"),
        (Comparator.ENGLAND, "2020/21", "30"),
        (Comparator.LONDON, "", "40"),
    ]


def test_years_under_the_name_of_a_comparator() -> None:
    index = read(
        report(
            """
            Report 2021/22
            Ref | Indicator | Apr-21 | England | | Stat. neighbours
             | | | 2019/20 | 2020/21 | 2020/21
            A1 | Visits made | 5 | 30 | 31 | 40
            """,
            merges=["D2:E2"],
        )
    )
    assert compared(indicator(index, "A1")) == [
        (Comparator.ENGLAND, "2019/20", "30"),
        (Comparator.ENGLAND, "2020/21", "31"),
    ]
    assert months(indicator(index, "A1")) == {"2021-04": "5"}


def test_a_table_of_calendar_years() -> None:
    index = read(report("Report 2020\nNo. | Indicator | Jan-20 | Feb-20\n1 | Visits made | 5 | 6"))
    assert indicator(index, "1").year_basis is YearBasis.CALENDAR
    assert months(indicator(index, "1")) == {"2020-01": "5", "2020-02": "6"}


def test_months_from_january_in_a_report_of_a_financial_year() -> None:
    index = read(report("Report 2020/21\nNo. | Indicator | Jan-21 | Feb-21 | Mar-21\n1 | Visits made | 5 | 6 | 7"))
    assert indicator(index, "1").year_basis is YearBasis.FINANCIAL
    assert months(indicator(index, "1")) == {"2021-01": "5", "2021-02": "6", "2021-03": "7"}


def test_two_sheets_of_two_layouts() -> None:
    content = report(
        "Report 2021/22\nRef | Indicator | Apr-21\nA1 | Visits made | 5",
        more_sheets={"Schools": "Report 2021/22\nActual April | Measure description | Code\n7 | Pupils | B1"},
    )
    index = read(content)
    assert {each.number: months(each) for each in index.indicators} == {
        "A1": {"2021-04": "5"},
        "B1": {"2021-04": "7"},
    }
    assert len(recognised(content).layouts) == 2


def test_a_report_with_words_for_ratings_and_no_figures() -> None:
    index = read(
        report(
            "Report 2021/22\nRef | Success measure | Target | Status\nA1 | Visits made | 5 | Nearly met\nA2 | X | 6 |"
        )
    )
    assert [(each.rating, each.rating_wording) for each in index.indicators] == [
        (Rating.AMBER, "Nearly met"),
        (None, ""),
    ]


# What is unclear is named


@pytest.mark.parametrize(
    ("headings", "named"),
    [
        ("Apr-21 | Apr-May Actual", "Apr-May Actual"),
        ("Apr-21 | Apr-Jun", "Apr-Jun"),
        ("Apr-21 | Current month", "Current month"),
        ("Apr-21 | Latest", "Latest"),
        ("Apr-21 | Wibble", "Wibble"),
        ("Apr-21 | Actual", "Actual"),
        ("Apr-21 | Actual 2022/23", "Actual 2022/23"),
    ],
)
def test_a_column_that_may_be_anything_is_named_and_not_read(headings: str, named: str) -> None:
    content = report(f"Report 2021/22\nRef | Indicator | {headings}\nA1 | Visits made | 5 | 99")
    assert unclear(content) == [named]
    index = read(content)
    assert months(indicator(index, "A1")) == {"2021-04": "5"}
    assert named in the_finding(index, "column_not_read").message
    assert the_finding(index, "column_not_read").severity is Severity.WARNING
    assert "99" not in repr(index.indicators)


def test_a_second_column_for_one_thing_is_unclear() -> None:
    content = report(
        "Report 2021/22\nRef | Indicator | Target | Goal | Apr-21\nA1 | Visits made | 5 | 6 | 7",
    )
    assert unclear(content) == ["Goal"]
    assert indicator(read(content), "A1").target.low == 5


def test_a_report_that_does_not_say_its_year() -> None:
    with pytest.raises(YearNotSaid):
        recognised(report("Ref | Indicator | April | May\nA1 | Visits made | 5 | 6"))


def test_a_list_of_something_else_is_no_report() -> None:
    with pytest.raises(LayoutNotRecognised, match="No performance index was found"):
        recognised(report("Id | Name | Colour\n1 | Chair | Red\n2 | Table | Green"))


def test_a_table_without_a_column_of_titles_is_named() -> None:
    content = report("Report 2021/22\nRef | Wobble | Apr-21 | May-21\nA1 | Visits made | 5 | 6")
    assert unclear(content) == ["Wobble"]
    assert the_finding(read(content), "no_titles").severity is Severity.ERROR
