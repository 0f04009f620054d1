"""What a workbook does not say outright is proposed from what it shows, and what nothing shows is said."""

from datetime import date

import pytest

from indicators.importers.layout import parse_index
from indicators.importers.parsed import ParsedIndex, ParsedIndicator
from indicators.importers.proposals import propose_frequency, propose_unit, propose_year_basis
from indicators.vocabulary import Accumulation, Frequency, Unit, YearBasis
from tests.unit.indicators.sheet_builder import Value, cell_of, index_of, months, percent, row, the_finding

SUPPRESSED = "Data suppressed, see part 2 report"


def proposed(title: str, **values: Value) -> ParsedIndicator:
    (only,) = parse_index(index_of(row(5, values, title))).indicators
    return only


def numbers(example: ParsedIndex, **wanted: object) -> set[str]:
    """The numbers of the indicators of which all that is said."""
    return {each.number for each in example.indicators if all(getattr(each, name) == v for name, v in wanted.items())}


def test_the_units_of_the_example(example: ParsedIndex) -> None:
    assert numbers(example, unit=Unit.RATE_PER_10000) == {"11", "18"}
    assert numbers(example, unit=Unit.WEEKS) == {"17"}
    assert numbers(example, unit=Unit.AVERAGE) == {"29"}
    counts = {"1.1", "1.2", "2", "4", "5", "9", "12", "19", "22.1", "22.2", "23", "28", "32", "34"}
    assert numbers(example, unit=Unit.COUNT) == counts


def test_everything_is_taken_to_count_people_until_somebody_says_otherwise(example: ParsedIndex) -> None:
    assert all(indicator.counts_people for indicator in example.indicators)


def test_how_the_months_of_the_example_become_a_year_to_date(example: ParsedIndex) -> None:
    assert numbers(example, accumulation=Accumulation.FLOW) == {"1.1", "1.2", "2", "9", "32"}
    assert numbers(example, accumulation=Accumulation.RUNNING_TOTAL) == {"4", "5", "22.1", "22.2", "23"}
    assert numbers(example, accumulation=Accumulation.STOCK) == {"12", "19", "28", "34"}
    assert numbers(example, accumulation=Accumulation.LATEST) == {"11", "17", "18", "29"}
    assert numbers(example, accumulation=Accumulation.RATIO) == numbers(example, unit=Unit.PERCENTAGE)


def test_the_years_and_frequencies_of_the_example(example: ParsedIndex) -> None:
    assert numbers(example, year_basis=YearBasis.CALENDAR) == {"35.1", "35.2"}
    assert numbers(example, year_basis=YearBasis.ACADEMIC) == {"4", "5", "6", "7", "8"}
    assert numbers(example, frequency=Frequency.ANNUAL) == {"6", "7", "8"}
    quarterly = {"3", "14", "17", "26", "27", "30", "31", "35.1", "35.2"}
    assert numbers(example, frequency=Frequency.QUARTERLY) == quarterly
    assert numbers(example, decimal_places=1) == {"7", "8", "30", "31"}


@pytest.mark.parametrize(
    ("title", "target", "figures", "unit"),
    [
        ("Child Protection Plans rate per 10,000", None, [38], Unit.RATE_PER_10000),
        ("Children looked after (rate per 10K)", None, [38.5], Unit.RATE_PER_10000),
        ("Stability of placements", None, [percent("0.1")], Unit.PERCENTAGE),
        ("% of care leavers", None, [97], Unit.PERCENTAGE),
        ("Proportion of offenders", None, [], Unit.PERCENTAGE),
        ("Stability of placements", "70%", [], Unit.PERCENTAGE),
        ("Number of pupils with 10% absence", None, [12], Unit.COUNT),
        ("% of plans issued within 20 week timescale", "75 - 65%", ["48%"], Unit.PERCENTAGE),
        ("Average number of weeks taken", "26 weeks", [28], Unit.WEEKS),
        ("Average Caseloads", "12 - 15", [16], Unit.AVERAGE),
        ("Days lost to sickness per employee", None, [8.69, 9.12], Unit.AVERAGE),
        ("Number of referrals", "20", [3, 2.5, 4], Unit.COUNT),
        ("Number of exclusions", "22-36", ["62 (rate: 0.21)"], Unit.COUNT),
    ],
)
def test_a_unit_comes_from_title_figures_and_target(
    title: str, target: Value, figures: list[Value], unit: Unit
) -> None:
    cells = [cell_of(figure) for figure in figures]
    assert propose_unit(title, cell_of(target) if target is not None else None, cells) is unit


def test_a_unit_that_nothing_names_is_said() -> None:
    index = parse_index(index_of(row(5, months(8.69, 9.12), "Days lost per employee")))
    assert "not whole" in the_finding(index, "unit_assumed").message


@pytest.mark.parametrize(
    ("numbers_of_months", "frequency"),
    [
        ([], Frequency.ANNUAL),
        ([6], Frequency.QUARTERLY),
        ([6, 9, 12], Frequency.QUARTERLY),
        ([6, 7], Frequency.MONTHLY),
    ],
)
def test_a_frequency_comes_from_the_months_with_anything_in_them(
    numbers_of_months: list[int], frequency: Frequency
) -> None:
    assert propose_frequency(date(2020, number, 1) for number in numbers_of_months) is frequency


def test_an_annual_measure_is_assumed_only_where_the_rating_does_not_say_so() -> None:
    assumed = parse_index(index_of(row(5, {"F": 12})))
    said = parse_index(index_of(row(5, {"F": 12, "I": "Annual measure"})))
    assert the_finding(assumed, "frequency_assumed").cells == "A5"
    assert "frequency_assumed" not in [finding.rule for finding in said.findings]


def test_an_academic_year_is_named_in_the_title_and_never_in_a_table_of_calendar_years() -> None:
    assert propose_year_basis("Exclusions (Academic year)", YearBasis.FINANCIAL) is YearBasis.ACADEMIC
    assert propose_year_basis("Exclusions (Academic year)", YearBasis.CALENDAR) is YearBasis.CALENDAR
    assert propose_year_basis("Exclusions", YearBasis.FINANCIAL) is YearBasis.FINANCIAL


@pytest.mark.parametrize(
    ("values", "accumulation"),
    [
        ({**months(1, 2, 4), "V": 7}, Accumulation.FLOW),
        ({**months(1, 2, 4), "V": 4}, Accumulation.RUNNING_TOTAL),
        ({**months(4, 2, 1), "V": 1}, Accumulation.FLOW),
        ({**months(1, 2, 4), "V": 9}, Accumulation.FLOW),
        (months(1, 2, 4), Accumulation.STOCK),
    ],
)
def test_a_count_accumulates_as_its_year_to_date_shows(values: dict[str, Value], accumulation: Accumulation) -> None:
    assert proposed("Number of referrals", **values).accumulation is accumulation


def test_a_title_that_says_year_to_date_is_a_running_total_even_where_all_is_suppressed() -> None:
    each = proposed("Number of foster carers recruited (YTD)", **months(SUPPRESSED, SUPPRESSED))
    assert each.accumulation is Accumulation.RUNNING_TOTAL


@pytest.mark.parametrize(
    ("values", "words"),
    [
        (months(SUPPRESSED, SUPPRESSED), "none of its months has a figure"),
        ({**months(0, 0), "V": 0}, "both its last month and the sum"),
        ({**months(SUPPRESSED), "V": 8}, "no figure for any month"),
        (months(5, 6), "no year to date"),
    ],
)
def test_what_nothing_shows_is_said(values: dict[str, Value], words: str) -> None:
    index = parse_index(index_of(row(5, values, "Number of children adopted")))
    assert words in the_finding(index, "accumulation_assumed").message


def test_decimal_places_are_those_of_the_outturns_before_those_of_previous_years() -> None:
    figures = {"F": percent("0.123", "0.0%"), "G": percent("0.12345", "0.00%")}
    assert proposed("% of leavers", **figures, J=percent("0.12")).decimal_places == 0
    assert proposed("% of leavers", **figures).decimal_places == 1
    assert proposed("% of leavers", G=figures["G"]).decimal_places == 0
