"""What changed between two papers."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from msgspec.structs import replace

from reports.changes_page import changes_context
from reports.differences import FigureChange, Move, changes_between
from suppression.paper import ExemptFigure, Paper, PaperIndicator, PartlyHidden, Rated, Shown, YearFigure
from suppression.paper_words import PaperCommentary
from tests.unit.reports.papers import AMBER, GREEN, HIDDEN, NOT_RATED, RED, absent, indicator, measure, paper, shown

OCTOBER = date(2020, 10, 1)


def october(*indicators: PaperIndicator) -> Paper:
    return replace(paper(*indicators), as_at=OCTOBER)


def said(figures: Iterable[FigureChange]) -> list[tuple[str, str, str, str]]:
    return [(each.subject.number, each.place, each.before.text, each.after.text) for each in figures]


def figures_changed(before: ExemptFigure | None, after: ExemptFigure | None) -> dict[str, list[tuple[str, str]]]:
    """Under which headings a month's change stands, with what is said of it before and after."""
    changes = changes_between(paper(indicator("9", measure(after))), october(indicator("9", measure(before))))
    kinds = {
        "new": changes.new,
        "changed": changes.changed,
        "hidden": changes.hidden,
        "shown": changes.shown,
    }
    return {name: [(each.before.text, each.after.text) for each in found] for name, found in kinds.items() if found}


# Ratings


@pytest.mark.parametrize(
    ("before", "after", "move"),
    [
        (GREEN, AMBER, Move.WORSE),
        (GREEN, RED, Move.WORSE),
        (RED, AMBER, Move.BETTER),
        (NOT_RATED, RED, Move.RATED),
        (RED, NOT_RATED, Move.NOT_RATED),
        (HIDDEN, RED, Move.SHOWN),
        (RED, HIDDEN, Move.HIDDEN),
        (NOT_RATED, HIDDEN, Move.HIDDEN),
    ],
)
def test_a_rating_that_moved_says_how(before: Rated, after: Rated, move: Move) -> None:
    changes = changes_between(paper(indicator("26", rating=after)), october(indicator("26", rating=before)))
    assert [(each.subject.number, each.move) for each in changes.ratings] == [("26", move)]
    assert not changes.is_empty


@pytest.mark.parametrize("rating", [GREEN, NOT_RATED, HIDDEN])
def test_a_rating_that_stays_is_no_change(rating: Rated) -> None:
    before = october(indicator("26", rating=rating))
    assert changes_between(paper(indicator("26", rating=rating)), before).is_empty


def test_the_reason_of_a_rating_is_no_move() -> None:
    given = Rated("red", "RED", least=Decimal(30))
    assert changes_between(paper(indicator("26", rating=given)), october(indicator("26", rating=RED))).is_empty


def test_what_got_worse_stands_first() -> None:
    now = [indicator("1", rating=GREEN), indicator("2", rating=RED)]
    before = [indicator("1", rating=RED), indicator("2", rating=GREEN)]
    assert [each.subject.number for each in changes_between(paper(*now), october(*before)).ratings] == ["2", "1"]


# Figures


@pytest.mark.parametrize(
    ("before", "after", "heading"),
    [
        (None, shown("7"), {"new": [("", "7")]}),
        (absent("Awaited"), shown("7"), {"new": [("Awaited", "7")]}),
        (shown("7"), shown("8"), {"changed": [("7", "8")]}),
        (shown("7"), absent("Not available"), {"changed": [("7", "Not available")]}),
        (absent("Awaited"), absent("Available May 2021"), {"changed": [("Awaited", "Available May 2021")]}),
        (HIDDEN, shown("7"), {"shown": [("", "7")]}),
        (None, HIDDEN, {"hidden": [("", "")]}),
        (HIDDEN, HIDDEN, {}),
        (shown("7"), shown("7"), {}),
        (None, None, {}),
        (None, absent("Awaited"), {}),
    ],
)
def test_each_change_of_a_figure_stands_under_one_heading(
    before: ExemptFigure | None, after: ExemptFigure | None, heading: dict[str, list[tuple[str, str]]]
) -> None:
    assert figures_changed(before, after) == heading


def test_a_number_behind_a_percentage_that_is_hidden_now_is_no_change_of_the_percentage() -> None:
    whole = Shown("2% (3/150)", Decimal(2), Decimal(3), Decimal(150))
    part = Shown("2%", Decimal(2), numbers_hidden=("numerator", "denominator"))
    without = PartlyHidden("[c] (of 150)", denominator=Decimal(150))
    assert list(figures_changed(whole, part)) == ["hidden"]
    assert list(figures_changed(part, whole)) == ["shown"]
    assert list(figures_changed(whole, without)) == ["hidden"]
    assert list(figures_changed(without, HIDDEN)) == ["hidden"]
    assert list(figures_changed(HIDDEN, without)) == ["shown"]


def test_a_month_that_only_the_later_report_has_is_new_where_it_comes_after_the_earlier_one() -> None:
    months = tuple(date(2020, month, 1) for month in range(1, 13))
    earlier = replace(october(indicator("9", measure(shown("1"), months=months[:6]))), months=months[:6])
    later = indicator("9", measure(*(shown(str(number)) for number in range(1, 13)), months=months))
    assert [each[1] for each in said(changes_between(paper(later), earlier).new)] == [
        "February 2020",
        "March 2020",
        "April 2020",
        "May 2020",
        "June 2020",
        "November 2020",
        "December 2020",
    ]


def test_a_benchmark_that_was_revised_is_named_with_its_year() -> None:
    def with_england(text: str) -> PaperIndicator:
        return indicator("18", measure(shown("43"), benchmarks=(YearFigure("england", "2019", shown(text)),)))

    changes = changes_between(paper(with_england("62")), october(with_england("60")))
    assert said(changes.changed) == [("18", "England 2019", "60", "62")]


def test_the_year_to_date_changes_with_every_report_and_counts_in_a_correction_alone() -> None:
    before, after = (indicator("9", measure(shown("7"), year_to_date=shown(total))) for total in ("7", "9"))
    assert changes_between(paper(after), october(before)).is_empty
    assert said(changes_between(paper(after), paper(before)).changed) == [("9", "year to date", "7", "9")]


def test_figures_in_another_unit_are_a_change_of_the_definition_alone() -> None:
    changes = changes_between(paper(indicator("9", unit="weeks")), october(indicator("9", measure(shown("9")))))
    assert [each.label for each in changes.definitions] == ["Unit"]
    assert not changes.changed


# Indicators, definitions, words


def test_indicators_that_are_new_or_gone_are_named() -> None:
    changes = changes_between(paper(indicator("1"), indicator("3")), october(indicator("1"), indicator("2")))
    assert [each.number for each in changes.added] == ["3"]
    assert [each.number for each in changes.dropped] == ["2"]


def test_a_target_that_changed_stands_apart_from_other_definitions() -> None:
    changes = changes_between(
        paper(indicator("1", target="24 weeks", title="B")), october(indicator("1", target="26 weeks", title="A"))
    )
    assert [(each.before, each.after) for each in changes.targets] == [("26 weeks", "24 weeks")]
    assert [(each.label, each.before, each.after) for each in changes.definitions] == [("Title", "A", "B")]


def test_words_count_in_a_correction_alone() -> None:
    one, other = (
        indicator("26", rating=RED, commentary=PaperCommentary(because=("below_expectation",), text=text))
        for text in ("Jobs are hard to find.", "Jobs are easy to find.")
    )
    assert changes_between(paper(one), october(other)).is_empty
    assert [each.number for each in changes_between(paper(one), paper(other)).words] == ["26"]


def test_papers_of_different_parts_or_datasets_are_not_compared() -> None:
    for other in (paper(indicator("1"), part=2), replace(paper(indicator("1")), dataset_slug="another")):
        with pytest.raises(ValueError, match="same part and dataset"):
            changes_between(paper(indicator("1")), other)


# The page


def html_of(later: Paper, earlier: Paper | None) -> str:
    return render_to_string("components/changes_body.html", changes_context(later, earlier))


def test_a_figure_that_is_hidden_now_is_named_by_its_place_without_what_it_was() -> None:
    html = html_of(paper(indicator("23", measure(HIDDEN))), october(indicator("23", measure(shown("731")))))
    assert "April 2020" in html
    assert "731" not in html


def test_the_page_says_how_much_there_is_under_each_heading() -> None:
    now, before = indicator("26", measure(shown("1"), shown("2")), rating=RED), indicator("26", measure(shown("1")))
    html = html_of(paper(now), october(before))
    assert "1 rating moved" in html
    assert "1 figure new" in html
    assert "What changed from October 2020 to December 2020" in html


def test_the_first_report_has_nothing_to_be_compared_with() -> None:
    assert "nothing to compare it with" in html_of(paper(indicator("1")), None)
    assert "Nothing that this part shows." in html_of(paper(indicator("1")), october(indicator("1")))


def test_a_correction_says_first_what_it_corrects() -> None:
    now, before = paper(indicator("9", measure(shown("8")))), paper(indicator("9", measure(shown("7"))))
    html = render_to_string("components/changes_body.html", changes_context(now, None, corrected=before))
    assert "What it corrects:" in html
    assert "1 figure changed" in html
    assert 'href="#corrected-changed"' in html and 'id="corrected-changed"' in html


def test_no_two_tables_of_the_page_have_one_name() -> None:
    now = paper(indicator("9", measure(shown("8"), shown("9")), rating=RED))
    before = paper(indicator("9", measure(shown("7")), rating=GREEN))
    last = october(indicator("9", measure(shown("6")), rating=AMBER))
    html = render_to_string("components/changes_body.html", changes_context(now, last, corrected=before))
    captions = re.findall(r"<caption[^>]*>\s*(.*?)\s*</caption>", html, re.DOTALL)
    assert len(captions) == len(set(captions)) == 6
