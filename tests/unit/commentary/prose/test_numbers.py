"""Numbers are read in digits and words; what counts nothing is no number."""

import pytest

from commentary.prose.numbers import in_words, numbers


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("1,234 and 1,234.5 of 62% and 7 per cent", ["1234", "1234.5", "62%", "7%"]),
        ("Seven, twenty-three, twenty three and a hundred and five", ["7", "23", "23", "105"]),
        ("a couple of carers, a pair of sisters, twins, triplets", ["2", "2", "2", "3"]),
        ("a dozen families, half a dozen families, two dozen families", ["12", "6", "24"]),
        ("none, nobody, not one, not a single case, zero, nil", ["0", "0", "0", "0", "0", "0"]),
        ("no fostering households, no other young people, no, No. 5", ["0", "0", "5"]),
        ("none but one of them; only one; one was; one child; one of our care leavers", ["1", "1", "1", "1", "1"]),
        ("a single child, the only reason, a single reason", ["1"]),
        ("both children, both reasons", ["2"]),
        ("half of the four, two thirds of 9, twice the five", ["2", "4", "6", "9", "10", "5"]),
        ("Two-thirds of the nine", ["6", "9"]),
        ("half of the five", ["5"]),
        ("all but one of the eight", ["7", "1", "8"]),
        ("127/7,063 and 3-4 children", ["127", "7063", "3", "4"]),
        ("In January 5 children, in May seven", ["5", "7"]),
    ],
)
def test_numbers_are_read_in_digits_and_in_words(text: str, read: list[str]) -> None:
    assert [f"{each.value:f}{'%' if each.is_percentage else ''}" for each in numbers(text)] == read


@pytest.mark.parametrize(
    "text",
    [
        "2019, 2018/19, 2018-19 and 2020",
        "3 May 2011, 31st December 2020, 1st January, December 31, 2020, 31/12/2020 and 2020-12-31",
        "the 19th, 20th or 21st birthday",
        "Section 42 of the Act, Part 2, paragraphs 2 and 3, Key Stage 5, Year 11, indicators 22 and 23, Covid-19, Q3",
        "3.6.1 Indicator 26",
        "1. First\n2) Second",
        "17-25 year olds, aged 19, 20, 21, under the age of 16, ages 4 to 5, 16+, under 18s, 3 years old",
        "a 20-week timescale, within 45 days, two months, 2 and half years, 10 working days, seven weeks",
        "£3 million, £5, 3 million",
        "at 10am, by 14:30, 24/7",
        "1-1 coaching, one to one, one-to-one",
        "the rate per 10,000",
        "the target is 20, a target of 12 to 15, the caseload promise of 15",
        "one of the biggest challenges, this one, one another",
        "https://example.gov.uk/7/paper-5",
    ],
)
def test_years_dates_ages_sections_limits_and_targets_are_no_counts(text: str) -> None:
    assert [each.quote for each in numbers(text)] == []


def test_words_make_a_number() -> None:
    assert [int(in_words(words)) for words in ("ninety-nine", "one hundred", "two hundred and twelve", "nil")] == [
        99,
        100,
        212,
        0,
    ]
