"""Facts are read from the two papers."""

from decimal import Decimal

from commentary.prose.facts import Facts, facts_of
from suppression.paper import Absent, ExemptFigure, Hidden, PaperRelation, PartlyHidden, PartTwoOnly, Shown, YearFigure
from tests.unit.reports.papers import indicator, measure, paper


def facts(public: ExemptFigure, exempt: ExemptFigure, **counts_people: bool) -> Facts:
    """The facts of a report with one figure."""
    part_1, part_2 = paper(indicator("1", measure(public))), paper(indicator("1", measure(exempt)), part=2)
    return facts_of(part_1, part_2, "indicator-1", 1, counts_people)


RATIO = PartTwoOnly("12% (3/25)", Decimal("12.0"), Decimal(3), Decimal(25))


def test_what_part_1_shows_is_not_hidden() -> None:
    shown = Shown("12.0% (3/25)", Decimal("12.0"), Decimal(3), Decimal(25))
    [figure] = facts(shown, shown).figures
    assert (figure.place, figure.value, figure.hidden, figure.decimal_places) == ("2020-04", 12, frozenset(), 1)
    assert figure.counts_people


def test_each_number_that_part_1_does_not_show_is_hidden() -> None:
    for public, hidden in (
        (Hidden(), {"value", "numerator", "denominator"}),
        (PartlyHidden("hidden (of 25)", denominator=Decimal(25)), {"value", "numerator"}),
        (Shown("12.0% (of 25)", Decimal("12.0"), None, Decimal(25), numbers_hidden=("numerator",)), {"numerator"}),
    ):
        [figure] = facts(public, RATIO).figures
        assert figure.hidden == hidden
        assert (figure.value, figure.numerator, figure.denominator) == (12, 3, 25)


def test_absent_figures_and_those_that_nobody_here_knows_are_left_out() -> None:
    assert facts(Absent("not_due", "-"), Absent("not_due", "-")).figures == ()
    assert facts(Hidden(), Absent("suppressed", "x")).figures == ()


def test_an_indicator_that_does_not_count_people_is_said_so() -> None:
    part = paper(indicator("1", measure(RATIO)), part=2)
    [figure] = facts_of(paper(indicator("1", measure(Hidden()))), part, "", 1, {"indicator-1": False}).figures
    assert not figure.counts_people


def test_places_are_months_years_to_date_and_benchmarks_of_each_measure() -> None:
    shown = Shown("7", Decimal(7))
    benchmarks = (YearFigure("england", "2019/20", shown), YearFigure("london", "", shown))
    part = paper(
        indicator(
            "1",
            measure(shown, name="initial", year_to_date=shown, benchmarks=benchmarks),
            measure(shown, name="review"),
        )
    )
    said = facts_of(part, part, "", 2, {})
    assert [(each.measure, each.place) for each in said.figures] == [
        ("initial", "2020-04"),
        ("initial", "year to date"),
        ("initial", "england 2019/20"),
        ("initial", "london"),
        ("review", "2020-04"),
    ]
    assert (said.part, said.smallest_publishable_count) == (2, 6)


def test_relations_are_seen_from_both_sides() -> None:
    part = paper(indicator("1", relations=(PaperRelation("part_of", "indicator-2"),)), indicator("2"), indicator("3"))
    said = facts_of(part, part, "", 1, {}, [("small_count", "5")])
    assert said.related == {"indicator-1": {"indicator-2"}, "indicator-2": {"indicator-1"}}
    assert said.kept == {("small_count", "5")}
