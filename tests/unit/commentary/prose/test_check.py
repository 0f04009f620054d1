"""The check as a whole: the order, the places, what is kept, the two parts."""

from commentary.prose import Kind, check_prose
from tests.unit.commentary.prose.checking import findings, found
from tests.unit.commentary.prose.facts import facts

TEXT = (
    "As at the end of December 2020, 39% of the cohort were in training.\n\n"
    "😀 Sarah Example said that *seven* fostering households were approved, and 3 children came; 54% (42 of 82)."
)


def test_findings_come_in_the_order_of_their_places_as_code_points() -> None:
    each = [(finding.kind, finding.quote) for finding in findings(TEXT, "26")]
    assert each == [
        (Kind.CONTRADICTION, "39%"),
        (Kind.PERSONAL, "Sarah Example"),
        (Kind.HIDDEN_FIGURE, "seven"),
        (Kind.SMALL_COUNT, "3"),
        (Kind.CONTRADICTION, "54% (42 of 82)"),
    ]


def test_part_2_may_say_what_part_1_hides_and_is_checked_for_the_rest() -> None:
    kinds = [finding.kind for finding in findings(TEXT, "26", part=2)]
    assert kinds == [Kind.CONTRADICTION, Kind.PERSONAL, Kind.CONTRADICTION]


def test_a_person_keeps_a_passage_with_a_reason_but_never_a_hidden_figure() -> None:
    kept = [("small_count", "3"), ("hidden_figure", "seven"), ("name", "Sarah Example"), ("name", "3")]
    by_quote = {finding.quote: finding.kept for finding in findings(TEXT, "26", kept=kept)}
    assert by_quote == {"39%": False, "Sarah Example": True, "seven": False, "3": True, "54% (42 of 82)": False}


def test_an_empty_text_and_a_report_without_figures_find_nothing() -> None:
    assert check_prose("", facts("26")) == []
    assert found("\n\n- \n1. \n", "26") == []
    assert found("As at the end of December 2020, 39% of the cohort were in training.", "26", figures=[]) == []


def test_a_number_is_told_once() -> None:
    assert found("Five children were adopted, 3 with families.") == [("hidden_figure", "Five"), ("hidden_figure", "3")]


def test_line_ends_and_marks_of_emphasis_are_between_no_words() -> None:
    assert found("_Five_\nyoung\u00a0people, **5** *children*, within\n20\nweeks, Key\nStage 5", "35.1") == [
        ("small_count", "Five"),
        ("small_count", "5"),
    ]
