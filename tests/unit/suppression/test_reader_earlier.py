"""What a reader has from other papers, of this year and of others, and from what somebody else publishes."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest

from suppression.engine import ReaderView, RelationKind, Series, SeriesKind
from suppression.known import KnownElsewhere
from suppression.paper import Absent, PaperIndicator, PaperMeasure, Part1Paper, Rated
from suppression.reader import Unreadable, reader_view_of
from tests.unit.suppression.readers_papers import (
    DECEMBER,
    HIDDEN,
    LAST_YEAR,
    count,
    indicator,
    measure,
    of,
    paper,
    percentages,
)
from tests.unit.suppression.test_reader import relations

MAY, JUNE, MARCH = date(2020, 5, 1), date(2020, 6, 1), date(2020, 3, 1)
IN_MAY = "in the report of May 2020"
GREEN, RED = Rated("green", "GREEN"), Rated("red", "RED")


def row(*given: Any, **said: Any) -> PaperIndicator:
    """Indicator 5 with these months; `total` and `own` are its measure's."""
    of_measure = {name: said.pop(name) for name in ("total", "own", "months") if name in said}
    return indicator("5", measure(*given, **of_measure), **said)


def view(
    now: PaperIndicator,
    *earlier: Part1Paper,
    known: Sequence[KnownElsewhere] = (),
    as_at: date = DECEMBER,
    revised: Sequence[str] = (),
) -> ReaderView:
    return reader_view_of(paper(now, as_at=as_at), earlier=earlier, known=known, revised=revised)


# The same year


def test_a_figure_that_is_the_same_now_says_nothing_new() -> None:
    found = view(row(7, 8, own={"2019/20": 90}), paper(row(7, own={"2019/20": 90}), as_at=MAY))
    assert found.shown.keys() == {"5||2020-04", "5||2020-05", "5||own 2019/20"}
    assert not found.relations
    assert not found.latent


@pytest.mark.parametrize("now", [12, HIDDEN])
def test_a_figure_that_is_another_now_was_revised(now: Any) -> None:
    before = f"5||2020-04 {IN_MAY}"
    found = view(row(now), paper(row(7), as_at=MAY), revised=[before])
    revision = f"{before} (revision)"
    assert found.shown[before] == 7
    assert relations(found, RelationKind.REVISION) == [{"5||2020-04": 1, before: -1, revision: -1}]
    assert found.latent == {revision}
    assert found.hidden >= found.latent
    assert found.bound(revision) == (-7, None)
    assert found.label(before) == "indicator 5, April 2020 in the report of May 2020"
    assert found.label(revision) == "the revision of indicator 5, April 2020 since the report of May 2020"


def test_what_was_shown_and_is_hidden_now_is_taken_for_the_same() -> None:
    found = view(row(HIDDEN), paper(row(7), as_at=MAY))
    assert found.shown == {"5||2020-04": 7}
    assert not found.hidden


def test_two_reports_of_one_month_may_show_two_numbers() -> None:
    found = view(row(12), paper(row(7), as_at=MAY), paper(row(8), as_at=MAY), paper(row(7), as_at=MAY))
    before = f"5||2020-04 {IN_MAY}"
    assert {key: number for key, number in found.shown.items() if key != "5||2020-04"} == {
        before: 7,
        f"{before} (2)": 8,
    }
    assert len(relations(found)) == 2


def test_the_numbers_behind_a_percentage_are_revised_each_on_its_own() -> None:
    now = percentages("24", measure(of(3, 60, "5")))
    then = percentages("24", measure(of(4, 60, "7")))
    found = view(now, paper(then, as_at=MAY))
    before = f"24||2020-04 (numerator) {IN_MAY}"
    assert relations(found) == [{"24||2020-04 (numerator)": 1, before: -1, f"{before} (revision)": -1}]


def test_what_an_earlier_paper_hid_is_remembered() -> None:
    then = paper(row(HIDDEN, HIDDEN, total=HIDDEN, own={"2019/20": HIDDEN}, rating=HIDDEN), as_at=MAY)
    found = view(row(9, HIDDEN, total=50, own={"2019/20": 30}, rating=GREEN), then)
    assert found.hidden_before == {"5||2020-04", "5||2020-05", "5||own 2019/20"}
    again = view(row(9, HIDDEN, total=50, rating=GREEN), then, as_at=MAY)
    assert again.hidden_before == {"5||2020-04", "5||2020-05", "5||year to date", "5||rating"}


def test_what_was_public_already_is_not_taken_for_hidden() -> None:
    shown, hidden = paper(row(9, rating=GREEN), as_at=MAY), paper(row(HIDDEN, rating=HIDDEN), as_at=MAY)
    assert view(row(9, rating=GREEN), shown, hidden, as_at=MAY).hidden_before == frozenset()
    assert view(row(9, rating=RED), shown, hidden, as_at=MAY).hidden_before == {"5||rating"}


def test_a_percentage_that_was_hidden_had_its_numbers_hidden() -> None:
    now = percentages("24", measure(of(3, 60, "5")))
    found = view(now, paper(percentages("24", measure(HIDDEN)), as_at=MAY))
    key = "24||2020-04"
    assert found.hidden_before == {key, f"{key} (numerator)", f"{key} (denominator)"}
    hidden, shown = paper(percentages("24", measure(HIDDEN)), as_at=MAY), paper(now, as_at=JUNE)
    assert view(now, hidden, shown).hidden_before == frozenset()


def test_a_bare_percentage_that_was_hidden_is_kept_to_be_judged() -> None:
    now = percentages("24", measure(of(None, None, "33")))
    found = view(now, paper(percentages("24", measure(HIDDEN)), as_at=MAY))
    assert found.hidden_before == {"24||2020-04"}
    assert len(found.ratios) == 1


def test_an_earlier_year_to_date_is_the_sum_of_its_months() -> None:
    found = view(row(7, 8, HIDDEN, total=HIDDEN), paper(row(7, 8, total=15), as_at=MAY))
    then = "5||year to date 2020-05"
    assert found.shown[then] == 15
    assert relations(found) == [{then: -1, "5||2020-04": 1, "5||2020-05": 1}]
    assert found.relations[0].kind is RelationKind.YEAR_TO_DATE
    assert found.label(then) == "indicator 5, year to date in the report of May 2020"


def test_the_months_of_an_earlier_year_to_date_are_those_of_its_paper() -> None:
    found = view(row(9, HIDDEN, 20), paper(row(7, HIDDEN, total=15), as_at=MAY))
    assert relations(found, RelationKind.YEAR_TO_DATE) == [
        {"5||year to date 2020-05": -1, f"5||2020-04 {IN_MAY}": 1, "5||2020-05": 1}
    ]


def test_an_earlier_year_to_date_that_its_months_do_not_make_up_differs_by_a_revision() -> None:
    found = view(row(7, 8, 9), paper(row(7, 8, total=16), as_at=MAY))
    then = "5||year to date 2020-05"
    assert relations(found) == [{then: -1, "5||2020-04": 1, "5||2020-05": 1, f"{then} (revision)": -1}]
    assert found.bound(f"{then} (revision)") == (-16, None)


@pytest.mark.parametrize(
    ("then", "said"),
    [
        ((7, None), {"total": HIDDEN}),
        ((7, 8), {"total": 15, "year_basis": "academic"}),
        ((7, Absent("awaited", "Awaited")), {"total": 15}),
        ((7, 15), {"total": 15, "accumulation": "running_total"}),
    ],
)
def test_an_earlier_year_to_date_of_which_nothing_is_known_is_left_out(then: Any, said: dict) -> None:
    now = row(7, 8, **({"year_basis": "academic"} if "year_basis" in said else {}))
    found = view(now, paper(row(*then, **said), as_at=MAY))
    assert not relations(found, RelationKind.YEAR_TO_DATE)
    assert "5||year to date 2020-05" not in found.shown


def test_a_later_paper_brings_the_months_that_make_up_its_year_to_date() -> None:
    found = view(row(7, total=7), paper(row(7, HIDDEN, total=15), as_at=MAY), as_at=date(2020, 4, 1))
    assert relations(found) == [{"5||year to date 2020-05": -1, "5||2020-04": 1, "5||2020-05": 1}]
    assert "5||2020-05" in found.hidden


def test_the_year_to_date_of_the_same_month_is_the_same_figure() -> None:
    found = view(row(7, 8, total=15), paper(row(7, 8, total=16), as_at=DECEMBER))
    before = "5||year to date in the report of December 2020"
    assert relations(found) == [{"5||year to date": 1, before: -1, f"{before} (revision)": -1}]


# Other years


def last_year(*given: Any, total: Any = None, as_at: date = MARCH, months: Any = LAST_YEAR, **said: Any) -> Part1Paper:
    return paper(row(*given, total=total, months=months, **said), as_at=as_at, months=LAST_YEAR)


FULL = (7, HIDDEN, *[9] * 10)
THEN = "5||year to date 2020-03"
OWN = "5||own 2019/20"


def test_the_months_of_last_year_are_a_series_of_their_own_and_its_sum_is_our_previous_year() -> None:
    found = view(row(7, own={"2019/20": HIDDEN}), last_year(*FULL, total=105))
    months = tuple(f"{month:%Y-%m}" for month in LAST_YEAR)
    assert Series(SeriesKind.FLOW, tuple(f"5||{month}" for month in months), THEN) in found.series
    assert found.shown["5||2019-04"] == 7
    assert "5||2019-05" in found.hidden
    assert relations(found) == [{OWN: 1, THEN: -1}]
    assert found.label(THEN) == "indicator 5, year to date in the report of March 2020"


def test_a_running_total_ends_the_year_with_its_last_month() -> None:
    found = view(
        row(7, own={"2019/20": 90}, accumulation="running_total"),
        last_year(*[HIDDEN] * 12, accumulation="running_total"),
    )
    assert relations(found) == [{OWN: 1, "5||2020-03": -1}]


def test_a_calendar_year_ends_in_december_whenever_it_is_reported() -> None:
    calendar = tuple(date(2019, month, 1) for month in range(1, 13))
    now = row(7, own={"2019": HIDDEN}, year_basis="calendar")
    found = view(now, last_year(*FULL, total=105, months=calendar, year_basis="calendar"))
    assert relations(found) == [{"5||own 2019": 1, THEN: -1}]


def test_a_previous_year_that_is_another_now_was_revised() -> None:
    found = view(row(7, own={"2019/20": 110}), last_year(*FULL, total=105))
    assert relations(found, RelationKind.REVISION) == [{OWN: 1, THEN: -1, f"{THEN} (revision)": -1}]
    assert found.bound(f"{THEN} (revision)") == (-105, None)
    assert not relations(found, RelationKind.SAME)


def test_before_its_last_month_a_year_is_not_our_previous_year() -> None:
    found = view(row(7, own={"2019/20": HIDDEN}), last_year(*FULL[:9], total=70, as_at=date(2019, 12, 1)))
    assert not found.relations
    assert found.shown["5||year to date 2019-12"] == 70


def test_only_the_newest_paper_of_another_year_gives_its_months() -> None:
    older = last_year(3, as_at=date(2019, 4, 1))
    newer = last_year(4, total=4)
    for earlier in ((older, newer), (newer, older)):
        found = view(row(7), *earlier)
        assert found.shown["5||2019-04"] == 4
        assert not found.relations


def test_own_years_that_last_years_paper_shows_are_public_and_what_it_hid_is_not_carried() -> None:
    found = view(
        row(7, own={"2017/18": 30, "2018/19": 40, "2016/17": 50}),
        last_year(*FULL, own={"2017/18": 30, "2018/19": 41, "2016/17": HIDDEN}),
    )
    before = "5||own 2018/19 in the report of March 2020"
    assert relations(found) == [{"5||own 2018/19": 1, before: -1, f"{before} (revision)": -1}]
    assert not found.hidden_before


def test_other_kinds_of_figures_of_other_years_are_left_out() -> None:
    stock = last_year(*FULL, accumulation="stock")
    gone = paper(indicator("6", measure(7, months=LAST_YEAR)), as_at=MARCH, months=LAST_YEAR)
    named = paper(indicator("5", measure(7, name="initial", months=LAST_YEAR)), as_at=MARCH, months=LAST_YEAR)
    for other in (stock, gone, named):
        assert view(row(7), other).shown == {"5||2020-04": 7}


# Known elsewhere


def known(key: str, value: int, is_upper_limit: bool = False) -> KnownElsewhere:
    return KnownElsewhere(key, value, is_upper_limit, "DfE tables", date(2021, 3, 3))


def test_a_number_of_ours_that_others_publish_says_nothing_new() -> None:
    found = view(row(7), known=[known("5||2020-04", 7)])
    assert (found.shown, found.relations) == ({"5||2020-04": 7}, ())


def test_another_number_that_others_publish_is_a_figure_of_its_own() -> None:
    theirs = "5||2020-04 in DfE tables, 3 March 2021"
    found = view(row(HIDDEN), known=[known("5||2020-04", 7)], revised=[theirs])
    assert relations(found, RelationKind.REVISION) == [{"5||2020-04": 1, theirs: -1, f"{theirs} (revision)": -1}]
    assert found.shown[theirs] == 7


def test_an_upper_limit_is_a_bound() -> None:
    limits = [known("5||2020-04", 20, is_upper_limit=True), known("5||2020-04", 30, is_upper_limit=True)]
    assert view(row(HIDDEN), known=limits).bounds == {"5||2020-04": (0, 20)}
    assert view(row(25), known=limits).bounds == {"5||2020-04": (0, 30)}, "a limit that cannot be, limits nothing"


@pytest.mark.parametrize(("is_upper_limit", "bounds"), [(False, (63210, 63210)), (True, (0, 63210))])
def test_what_is_known_of_a_number_behind_a_ratio_is_its_bounds(is_upper_limit: bool, bounds: Any) -> None:
    rate = indicator("5", measure(count(2)), unit="rate_per_10000", accumulation="latest")
    key = "5||2020-04 (denominator)"
    found = view(rate, known=[known(key, 63210, is_upper_limit)])
    assert found.bounds == {key: bounds}
    assert len(found.ratios) == 1, "it is kept for what is known of it"


def test_a_year_to_date_is_named_by_its_month() -> None:
    found = view(row(7, total=HIDDEN), known=[known("5||year to date 2020-12", 9, is_upper_limit=True)])
    assert found.bounds == {"5||year to date": (0, 9)}


def test_what_is_in_none_of_our_papers_is_left_aside() -> None:
    assert view(row(7), known=[known("99||2020-04", 7)]).shown == {"5||2020-04": 7}


def test_an_earlier_paper_that_is_not_understood_is_refused_by_name() -> None:
    with pytest.raises(Unreadable, match="In the report of May 2020: Indicator 5: the unit"):
        view(row(7), paper(row(7, unit="furlongs"), as_at=MAY))


def test_measures_are_kept_apart() -> None:
    def both(first: Any, second: Any) -> tuple[PaperMeasure, PaperMeasure]:
        return measure(first, name="initial"), measure(second, name="review")

    found = reader_view_of(paper(indicator("5", *both(7, 9))), earlier=[paper(indicator("5", *both(7, 8)), as_at=MAY)])
    (one,) = relations(found)
    assert f"5|review|2020-04 {IN_MAY}" in one
