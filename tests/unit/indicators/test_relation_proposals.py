"""What is proposed of two indicators, from their units, titles and figures."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from indicators.importers.parsed import ParsedIndex
from indicators.proposals import Candidate, Printed, propose
from indicators.vocabulary import Accumulation, Unit

STOCK, FLOW, LATEST, RATIO = Accumulation.STOCK, Accumulation.FLOW, Accumulation.LATEST, Accumulation.RATIO
LOOKED_AFTER = "Number of Children Looked After"


def month(number: int) -> date:
    return date(2020 + (number > 12), (number - 1) % 12 + 1, 1)


def candidate(number: str, title: str, unit: Unit, accumulation: Accumulation, *values: int | str | None) -> Candidate:
    """An indicator with these figures from April on."""
    months = {month(4 + place): printed(value) for place, value in enumerate(values) if value is not None}
    return Candidate(int(float(number) * 10), number, title, unit, accumulation, months)


def printed(value: int | str) -> Printed:
    """`2`, `2.5` or, with its numerator and denominator, `2.0 141/7042`."""
    number, _, fraction = str(value).partition(" ")
    places = len(number.partition(".")[2])
    if not fraction:
        return Printed(Decimal(number), places)
    numerator, denominator = fraction.split("/")
    return Printed(Decimal(number), places, Decimal(numerator), Decimal(denominator))


def count(number: str, title: str, *values: int | None, accumulation: Accumulation = FLOW) -> Candidate:
    return candidate(number, title, Unit.COUNT, accumulation, *values)


def stock(number: str, title: str, *values: int | None) -> Candidate:
    return count(number, title, *values, accumulation=STOCK)


def rate(number: str, title: str, *values: int | str | None) -> Candidate:
    return candidate(number, title, Unit.RATE_PER_10000, LATEST, *values)


def percentage(number: str, title: str, *values: int | str | None) -> Candidate:
    return candidate(number, title, Unit.PERCENTAGE, RATIO, *values)


def proposed(candidates: Iterable[Candidate]) -> set[tuple[str, str, str]]:
    candidates = list(candidates)
    numbers = {each.definition: each.number for each in candidates}
    return {(numbers[each.definition], each.kind.value, numbers[each.other]) for each in propose(candidates)}


# The council's index


@pytest.fixture
def council(example: ParsedIndex) -> list[Candidate]:
    return [
        Candidate(
            position,
            row.number,
            row.title,
            row.unit,
            row.accumulation,
            {
                month: Printed(figure.value, figure.decimal_places, figure.numerator, figure.denominator)
                for month, figure in row.measures[0].outturns.items()
                if figure.value is not None
            }
            if len(row.measures) == 1
            else {},
        )
        for position, row in enumerate(example.indicators)
    ]


def test_what_the_councils_index_suggests(council: list[Candidate]) -> None:
    assert proposed(council) == {
        ("11", "numerator_is", "12"),
        ("18", "numerator_is", "19"),
        ("13", "denominator_is", "12"),
        *((number, "denominator_is", "19") for number in ("20", "21", "24", "25")),
    }


def test_no_reason_says_a_figure(council: list[Candidate]) -> None:
    """The only numbers in a reason are those of indicators, and 100 %."""
    numbers = {each.number for each in council}
    others = count("40", "All", 30, 31, 33), count("40.1", "A", 13, 13, 13), count("40.2", "B", 17, 18, 20)
    pair = percentage("41", "Boys at home", 38, 39, 40), percentage("42", "Girls at home", 62, 61, 60)
    reasons = [each.because for each in propose([*council, *others, *pair])]
    assert len(reasons) > 8
    words = {word.strip(".,") for reason in reasons for word in reason.split()}
    said = {word for word in words if any(letter.isdigit() for letter in word)}
    assert said <= numbers | {"40", "40.1", "40.2", "41", "42", "100"}


# Rates

RATES = (43, 43, 42, 43, 42, 42)
CHILDREN = (328, 330, 322, 330, 324, 324)


def test_a_count_is_the_numerator_of_a_rate_of_one_population() -> None:
    pair = rate("18", "Children Looked After rate per 10,000", *RATES), stock("19", LOOKED_AFTER, *CHILDREN)
    assert proposed(pair) == {("18", "numerator_is", "19")}


def test_five_months_are_too_few_for_a_numerator() -> None:
    pair = rate("18", "Children Looked After rate per 10,000", *RATES[:5]), stock("19", LOOKED_AFTER, *CHILDREN)
    assert proposed(pair) == set()


def test_a_rate_that_needs_two_populations_has_another_numerator() -> None:
    pair = rate("18", "Children Looked After rate per 10,000", *RATES[:5], 45), stock("19", LOOKED_AFTER, *CHILDREN)
    assert proposed(pair) == set()


def test_a_rate_above_nothing_has_another_numerator() -> None:
    pair = rate("18", "Looked After Children rate", *RATES, 1), stock("19", LOOKED_AFTER, *CHILDREN, 0)
    assert proposed(pair) == set()


def test_a_rate_that_rounds_to_zero_contradicts_no_small_count() -> None:
    pair = rate("18", "Looked After Children rate", *RATES, 0, 0), stock("19", LOOKED_AFTER, *CHILDREN, 2, 0)
    assert proposed(pair) == {("18", "numerator_is", "19")}


def test_figures_alone_make_no_numerator() -> None:
    pair = rate("18", "Offences rate per 10,000", *RATES), stock("19", LOOKED_AFTER, *CHILDREN)
    assert proposed(pair) == set()


# Percentages


def test_a_percentage_of_those_whom_a_count_names_has_it_as_its_denominator() -> None:
    pair = percentage("20", "% of Children Looked After with a social worker", 99), stock("19", LOOKED_AFTER, 328)
    assert proposed(pair) == {("20", "denominator_is", "19")}


@pytest.mark.parametrize(
    ("title", "named"),
    [
        ("% of children who became Looked After", False),
        ("Stability: children looked after (long term) at home", True),
        ("% of looked-after children", False),
        ("Proportion of children looked after", True),
    ],
)
def test_the_title_has_to_name_them_in_the_same_words(title: str, named: bool) -> None:
    pair = percentage("20", title, 99), stock("19", LOOKED_AFTER, 328)
    assert bool(proposed(pair)) is named


def test_the_longest_name_is_meant() -> None:
    title = "% of children looked after at home with a social worker"
    counts = stock("19", LOOKED_AFTER, 328), stock("19.5", f"{LOOKED_AFTER} at home", 40)
    assert proposed((percentage("20", title, 100), *counts)) == {("20", "denominator_is", "19.5")}


def test_a_count_over_time_is_no_denominator_and_neither_is_a_count_of_one_word() -> None:
    one = percentage("20", "% of Children Looked After with a plan", 99)
    assert proposed((one, count("19", LOOKED_AFTER, 328), stock("21", "Number of children", 328))) == set()


def test_no_whole_number_of_the_count_gives_the_percentage() -> None:
    """33 % of 4 people cannot be."""
    title = "% of Children Looked After with a plan"
    assert proposed((percentage("20", title, 33), stock("19", LOOKED_AFTER, 4))) == set()
    assert proposed((percentage("20", title, 33), stock("19", LOOKED_AFTER, 6))) != set()
    assert proposed((percentage("20", title, 0), stock("19", LOOKED_AFTER, 0))) == set()


def test_a_denominator_that_was_printed_decides() -> None:
    title = "% of Children Looked After with a plan"
    assert proposed((percentage("20", title, "2.0 8/400"), stock("19", LOOKED_AFTER, 400))) != set()
    assert proposed((percentage("20", title, "2.0 8/400"), stock("19", LOOKED_AFTER, 401))) == set()


def test_without_a_month_in_common_nothing_is_proposed() -> None:
    title = "% of Children Looked After with a plan"
    assert proposed((percentage("20", title, None, 50), stock("19", LOOKED_AFTER, 400))) == set()


# Parts

WHOLE = count("22", "Carers", 10, 11, 12)
PARTS = count("22.1", "Kin", 3, 4, 0), count("22.2", "Others", 7, 7, 12)


def test_sub_indicators_that_add_up_are_parts() -> None:
    assert proposed((WHOLE, *PARTS)) == {("22.1", "part_of", "22"), ("22.2", "part_of", "22")}


@pytest.mark.parametrize(
    "candidates",
    [
        PARTS,
        (WHOLE, PARTS[0]),
        (WHOLE, PARTS[0], count("22.2", "Others", 7, 7, 13)),
        (WHOLE, PARTS[0], count("22.2", "Others", 7, 7)),
        (WHOLE, PARTS[0], percentage("22.2", "Others", 7, 7, 12)),
        (percentage("22", "Carers", 10, 11, 12), *PARTS),
        (count("22", "Carers", 0, 0, 0), count("22.1", "Kin", 0, 0, 0), count("22.2", "Others", 0, 0, 0)),
    ],
    ids=["no whole", "one part", "no sum", "too few months", "not a count", "whole not a count", "nothing but zeros"],
)
def test_sub_indicators_that_are_no_parts(candidates: tuple[Candidate, ...]) -> None:
    assert proposed(candidates) == set()


def test_families_and_children_are_not_parts_of_one_another() -> None:
    pair = count("1.1", "Number of families supported", 55, 79, 64), count("1.2", "Children supported", 104, 139, 130)
    assert proposed(pair) == set()


# Complements


def test_percentages_that_add_up_to_100_are_complements() -> None:
    pair = percentage("6", "% of plans in time", 60, 61, 60), percentage("7", "% of plans not in time", 40, 39, 40)
    assert proposed(pair) == {("6", "complement_of", "7")}


@pytest.mark.parametrize(
    ("title", "one", "other"),
    [
        ("% of plans not in time", (60, 61, 60), (40, 40, 40)),
        ("% of plans not in time", (60, 61), (40, 39)),
        ("% of plans not in time", (100, 100, 100), (0, 0, 0)),
        ("% of reviews", (60, 61, 60), (40, 39, 40)),
    ],
    ids=["no sum", "too few months", "always the same", "other titles"],
)
def test_percentages_that_are_no_complements(title: str, one: tuple[int, ...], other: tuple[int, ...]) -> None:
    assert proposed((percentage("6", "% of plans in time", *one), percentage("7", title, *other))) == set()
