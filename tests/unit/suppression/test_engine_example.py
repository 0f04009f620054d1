"""The council's index of 2020/21 as at December 2020: counts that Part 1 must hide, and counts that it must show."""

import pytest

from suppression.engine import Cell, Ratio, ReasonKind, Relation, RelationKind, Series, SeriesKind, Table, protect
from suppression.engine.alone import needs_company
from suppression.engine.components import connected_components
from suppression.engine.demands import demands_of
from suppression.engine.latent import written_out
from suppression.engine.primary import primary_reasons
from suppression.engine.safety import Safety
from suppression.engine.together import hidden_together
from suppression.engine.worlds import Worlds

from .tables import POLICY, check_of, flow, hidden_in, running_total, shown_in, table_of

RECRUITED = running_total("22.1", 0, 1, 2, 2, 3, 4, 5, 6, 7)
APPROVED = running_total("22.2", 0, 2, 4, 4, 6, 7, 9, 11, 13)
ADOPTED = running_total("23", 0, 1, 1, 2, 2, 3, 4, 4, 5)
FIRST_TIME_ENTRANTS = flow("32", 3, 2, 4, 1, 5, 3, 2, 4, 3)
REFERRALS = flow("9", 224, 213, 259, 361, 269, 412, 423, 372, 304)
ASSESSMENTS = flow("2", 25, 25, 40, 37, 25, 47, 46, 44, 57)
PRIMARY_EXCLUSIONS_ENDING = running_total("4 to August", 0, 0, 0, 0, year_to_date=False)
PRIMARY_EXCLUSIONS_STARTING = running_total("4 from September", 0, 0, 0, 0, year_to_date=False)
EXCLUSIONS_ENDING = running_total("5 to August", 25, 25, 25, 25, 25, year_to_date=False)
EXCLUSIONS_STARTING = running_total("5 from September", 2, 4, 7, 9, year_to_date=False)
PREVIOUS_YEARS = ([Cell("22.1 2019/20", 4, "22.1, 2019/20", weight=6), Cell("22.1 2017/18", 9, "22.1, 2017/18")], [])

# What can be shown of each of those that are small: the start at nobody, the total so far, the latest month.
SMALL = {
    "22.1": (RECRUITED, {"22.1 m1"}),
    "22.2": (APPROVED, {"22.2 m1", "22.2 m9", "22.2 ytd"}),
    "23": (ADOPTED, {"23 m1"}),
    "32": (FIRST_TIME_ENTRANTS, {"32 ytd"}),
    "5 from September": (EXCLUSIONS_STARTING, {"5 from September m4"}),
}
SHOWN = (REFERRALS, ASSESSMENTS, PRIMARY_EXCLUSIONS_ENDING, PRIMARY_EXCLUSIONS_STARTING, EXCLUSIONS_ENDING)


def bare_percentages():
    """Indicator 24: of the children looked after, indicator 19, those with a placement plan and so on."""
    cells, relations, ratios = [], [], []
    for month, (stock, printed) in enumerate([(324, 1), (330, 2), (331, 0), (328, 3), (335, 99)], 1):
        key = f"24 m{month}"
        numerator, denominator = f"{key} (numerator)", f"{key} (denominator)"
        cells += [Cell(numerator, None, numerator, latent=True), Cell(denominator, None, denominator, latent=True)]
        cells.append(Cell(f"19 m{month}", stock, f"indicator 19, month {month}", weight=6))
        relations.append(Relation(((denominator, 1), (f"19 m{month}", -1)), kind=RelationKind.SAME))
        ratios.append(Ratio(key, numerator, denominator, key, printed=printed))
    series = Series(SeriesKind.STOCK, tuple(f"19 m{month}" for month in range(1, 6)))
    return Table(tuple(cells), tuple(relations), (series,), tuple(ratios))


@pytest.mark.parametrize(("part", "shown"), SMALL.values(), ids=SMALL)
def test_no_more_of_a_small_indicator_is_hidden_than_its_small_counts_need(part, shown):
    assert shown_in(table_of(part)) == shown


@pytest.mark.parametrize("part", SHOWN, ids=lambda part: part[0][0].key)
def test_every_month_of_a_large_or_empty_indicator_is_shown(part):
    assert shown_in(table_of(part)) == {cell.key for cell in part[0]}


def test_a_previous_year_is_hidden_if_it_is_small():
    assert hidden_in(table_of(PREVIOUS_YEARS)) == {"22.1 2019/20"}


def test_percentages_that_confine_a_count_below_six_are_hidden_beside_the_stock_and_only_these():
    assert hidden_in(bare_percentages()) == {"24 m1", "24 m2", "24 m3", "24 m5"}


def whole_index():
    return table_of(*(part for part, _ in SMALL.values()), *SHOWN, PREVIOUS_YEARS)


def test_the_whole_index_hides_no_more_and_gives_nothing_away():
    pattern = protect(whole_index(), POLICY)
    shown = set().union(*(shown for _, shown in SMALL.values()))
    expected = {cell.key for part, _ in SMALL.values() for cell in part[0]} - shown | {"22.1 2019/20"}
    assert set(pattern.hidden) == expected
    assert pattern.proven_least
    assert pattern.unprotected == {}
    assert pattern.loss == sum(cell.weight for cell in whole_index().cells if cell.key in expected)
    check = check_of(whole_index(), pattern.hidden)
    assert check.safe, check.message


def shown_again(table, policy=POLICY):
    """Items hidden for the sake of others that could be shown again one at a time, with no objection."""
    pattern = protect(table, policy)
    written, pairs = written_out(table), hidden_together(table, policy)
    unsafe = primary_reasons(table, policy)
    found = []
    for component in connected_components(written, pairs, needs_company(table, policy, unsafe), policy):
        hidden = frozenset(key for key in component.weights if key in pattern.hidden)
        forced = frozenset(key for key in hidden if pattern.hidden[key].kind is not ReasonKind.SECONDARY)
        worlds = Worlds(component, policy)
        known = worlds.given(frozenset(cell.key for cell in component.cells if cell.value is None and not cell.latent))
        assert known.exist()
        safety = Safety(worlds, tuple(demands_of(component, worlds, known, forced, policy)), component.companies)
        assert safety.first_objection(hidden) is None
        causes = {pair.effect: pair.cause for pair in pairs}
        for key in hidden - forced:
            with_what_hides_it = {key, causes.get(key, key)}
            if not with_what_hides_it & forced and safety.first_objection(hidden - with_what_hides_it) is None:
                found.append(key)
    return found


def test_no_figure_that_is_hidden_for_others_could_be_shown_again():
    assert shown_again(whole_index()) == []
    assert shown_again(bare_percentages()) == []


def test_an_index_of_forty_hard_indicators_is_safe_and_nothing_is_hidden_in_vain():
    hard = (6, 0, 9, 3, 17, 8, 22, 5, 14, 7, 11, 30)
    steps = (20, 23, 31, 33, 50, 55, 61, 80, 84, 90, 99, 120)
    parts = [flow(f"flow {number}", *hard) for number in range(20)]
    parts += [running_total(f"total {number}", *steps) for number in range(20)]
    table = table_of(*parts)
    assert check_of(table, protect(table, POLICY).hidden).safe
    assert shown_again(table) == []


def test_a_table_without_anything_small_asks_the_solver_nothing(monkeypatch):
    monkeypatch.setattr("suppression.engine.secondary.Worlds", None)
    assert hidden_in(Table(tuple(REFERRALS[0]), series=tuple(REFERRALS[1]))) == set()
