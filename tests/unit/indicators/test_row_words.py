"""The words of other councils' rows: which way is better, ratings, thresholds, and several figures in one cell."""

from decimal import Decimal

import pytest

from indicators.importers.column_roles import Certainty
from indicators.importers.layout import parse_index, recognise
from indicators.importers.parsed import ParsedIndex, Severity
from indicators.importers.ratings import rating_in, rating_of_colour
from indicators.importers.row_words import polarity_in, polarity_in_title
from indicators.importers.workbook import read_workbook
from indicators.vocabulary import Polarity, Rating
from tests.factories.layouts import report
from tests.unit.indicators.sheet_builder import index_of, indicator, months, row, rules, the_finding

HEADINGS = "Report 2021/22\nRef | Indicator | Good is | Target | Apr-21 | RAG\n"


def read(text: str, **cells: dict[str, str]) -> ParsedIndex:
    return parse_index(read_workbook(report(HEADINGS + text, **cells), "report.xlsx"))


@pytest.mark.parametrize(
    ("wording", "polarity"),
    [
        ("High", Polarity.HIGH),
        ("HIGHER IS BETTER", Polarity.HIGH),
        ("Bigger is better", Polarity.HIGH),
        ("Higher is\nbetter", Polarity.HIGH),
        ("↑", Polarity.HIGH),
        ("Good performance is high", Polarity.HIGH),
        ("Low", Polarity.LOW),
        ("Lower is better.", Polarity.LOW),
        ("Smaller is better", Polarity.LOW),
        ("Goldilocks", Polarity.NEITHER),
        ("For information", Polarity.NEITHER),
        ("Info", Polarity.NEITHER),
        ("Measure for information", Polarity.NEITHER),
        ("n/a", Polarity.NEITHER),
        ("Sideways", None),
        ("", None),
        ("High or low", None),
    ],
)
def test_which_way_is_better_in_the_words_of_councils(wording: str, polarity: Polarity | None) -> None:
    assert polarity_in(wording) is polarity


@pytest.mark.parametrize(
    ("title", "kept", "polarity"),
    [
        ("Invoices paid on time. Good performance HIGH", "Invoices paid on time", Polarity.HIGH),
        ("Invoices paid on time (Good is: Low)", "Invoices paid on time", Polarity.LOW),
        ("Days lost (lower is better)", "Days lost", Polarity.LOW),
        ("Days lost - smaller is better", "Days lost", Polarity.LOW),
        ("Children whose risk is high", "Children whose risk is high", None),
        ("Good performance HIGH", "Good performance HIGH", None),
        ("Higher is better, says the plan", "Higher is better, says the plan", None),
    ],
)
def test_a_title_may_end_with_its_polarity(title: str, kept: str, polarity: Polarity | None) -> None:
    assert polarity_in_title(title) == (kept, polarity)


@pytest.mark.parametrize(
    ("wording", "rating"),
    [
        ("Met", Rating.GREEN),
        ("On track", Rating.GREEN),
        ("G", Rating.GREEN),
        ("green", Rating.GREEN),
        ("Nearly met", Rating.AMBER),
        ("A", Rating.AMBER),
        ("At risk", Rating.AMBER),
        ("Not met", Rating.RED),
        ("Off track", Rating.RED),
        ("R", Rating.RED),
        ("Annual measure", None),
        ("n/a", None),
        ("", None),
    ],
)
def test_ratings_in_the_words_of_councils(wording: str, rating: Rating | None) -> None:
    assert rating_in(wording) is rating


@pytest.mark.parametrize(
    ("colour", "rating"),
    [
        ("00B050", Rating.GREEN),
        ("92D050", Rating.GREEN),
        ("C6EFCE", None),
        ("FFC000", Rating.AMBER),
        ("FFFF00", Rating.AMBER),
        ("ED7D31", Rating.AMBER),
        ("FF0000", Rating.RED),
        ("C00000", Rating.RED),
        ("FFFFFF", None),
        ("D9D9D9", None),
        ("0070C0", None),
        ("000000", None),
        ("", None),
    ],
)
def test_a_colour_is_a_rating_where_nobody_would_doubt_it(colour: str, rating: Rating | None) -> None:
    assert rating_of_colour(colour) is rating


def test_a_coloured_cell_without_a_word_is_the_rating_and_that_is_said() -> None:
    index = read(
        "A1 | Visits made | High | 5 | 6 |\nA2 | Calls made | High | 5 | 4 | Met\nA3 | Letters | High | 5 | 5 |",
        fills={"F3": "00B050", "F4": "FF0000", "F5": "D9D9D9", "Z900": "FF0000"},
    )
    assert [(each.rating, each.rating_wording) for each in index.indicators] == [
        (Rating.GREEN, "GREEN"),
        (Rating.GREEN, "Met"),
        (None, ""),
    ]
    assert the_finding(index, "rating_from_colour").cells == "F3"


@pytest.mark.parametrize(
    ("target", "number", "polarity"),
    [
        ("<5", 5, Polarity.LOW),
        ("≤ 5", 5, Polarity.LOW),
        ("=/> 101", 101, Polarity.HIGH),
        (">=90", 90, Polarity.HIGH),
        ("Fewer than 85", 85, Polarity.LOW),
        ("No more than 12", 12, Polarity.LOW),
        ("Less than 22", 22, Polarity.LOW),
        ("At least 40", 40, Polarity.HIGH),
        ("Minimum of 40", 40, Polarity.HIGH),
        ("40 or more", 40, Polarity.HIGH),
        ("40+", 40, Polarity.HIGH),
        ("12 or fewer", 12, Polarity.LOW),
        ("under 1,000", 1000, Polarity.LOW),
    ],
)
def test_a_target_with_its_direction(target: str, number: int, polarity: Polarity) -> None:
    index = parse_index(
        read_workbook(
            report(f"Report 2021/22\nRef | Indicator | Target | Apr-21\nA1 | Visits | {target} | 3"), "r.xlsx"
        )
    )
    only = indicator(index, "A1")
    assert (only.target.low, only.target.high, only.target.wording) == (number, number, target)
    assert only.polarity is polarity


def test_a_target_against_the_polarity_is_said() -> None:
    index = read("A1 | Visits made | High | <5 | 6 |")
    assert indicator(index, "A1").polarity is Polarity.HIGH
    assert the_finding(index, "target_against_polarity").severity is Severity.WARNING


def test_a_percentage_beyond_100_may_be_a_target() -> None:
    index = read("A1 | % of places filled | High | =/> 101% | ~0.99 |")
    assert indicator(index, "A1").target.low == 101
    assert rules(index).count("target_is_strict") == 0


THRESHOLDS = "Report 2021/22\nRef | Indicator | Polarity | Red | Amber | Green | Apr-21\n"


@pytest.mark.parametrize(
    ("cells", "target", "tolerance"),
    [
        ("High | <70 | 70 | 80", 80, "12.5"),
        ("High | below 70 | 70-79 | 80+", 80, "12.5"),
        ("Low | >20 | 16-20 | 15", 15, "33.333334"),
        ("Low | >20 | | <=15", 15, "33.333334"),
        ("High | | | 80", 80, None),
        ("n/a | 60 | 70 | 80", 80, None),
    ],
)
def test_three_columns_of_thresholds_are_a_target_and_its_tolerance(
    cells: str, target: int, tolerance: str | None
) -> None:
    index = parse_index(read_workbook(report(f"{THRESHOLDS}A1 | Visits made | {cells} | 5"), "r.xlsx"))
    only = indicator(index, "A1")
    assert (only.target.low, only.target.high) == (target, target)
    assert only.tolerance == (Decimal(tolerance) if tolerance else None)


def test_thresholds_that_go_the_wrong_way_are_said() -> None:
    index = parse_index(read_workbook(report(f"{THRESHOLDS}A1 | Visits made | High | 95 | 90 | 80 | 5"), "r.xlsx"))
    assert indicator(index, "A1").tolerance is None
    assert the_finding(index, "thresholds_contradict").severity is Severity.WARNING


@pytest.mark.parametrize("stacked", ["45¶67", "45%¶67%", "1,200¶(of which)¶300", "12 (boys)¶14"])
def test_several_figures_in_one_cell_are_refused_and_never_added(stacked: str) -> None:
    index = read(f"A1 | Visits made | High | 5 | {stacked} |")
    assert indicator(index, "A1").measures[0].outturns == {}
    finding = the_finding(index, "stacked_figures")
    assert (finding.severity, finding.cells) == (Severity.ERROR, "E3")
    assert "E3" in finding.message


def test_two_measures_with_their_names_are_not_stacked() -> None:
    index = parse_index(index_of(row(5, months("100% (initial)\n99% (review)"), "% of quorate attendance")))
    assert [measure.name for measure in indicator(index, "5").measures] == ["initial", "review"]


def test_several_indicators_in_one_row_are_refused() -> None:
    index = read("A1¶A2 | Visits made¶Calls made | High | 5 | 3¶4 |\nA3 | Letters | High | 5 | 6 |")
    assert [each.number for each in index.indicators] == ["A3"]
    finding = the_finding(index, "stacked_indicators")
    assert finding.severity is Severity.ERROR
    assert "A3 holds several numbers" in finding.message


def test_the_own_layout_is_known_and_another_is_not() -> None:
    own = recognise(read_workbook(report("Index 2020/21\nNo. | Indicator | Polarity | Apr-20 | YTD"), "r.xlsx"))
    other = recognise(read_workbook(report("Index 2020/21\nNo. | Indicator | Good is | Apr-20 | YTD"), "r.xlsx"))
    assert own.is_settled
    assert not other.is_settled
    assert {each.certainty for each in other.tables[0].columns} == {Certainty.OWN, Certainty.LIKELY}
