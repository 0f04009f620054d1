"""The hiding's worlds: the truth is the first of them, bounds are what a reader knows, and are tightened exactly."""

import pytest

from suppression.engine import Cell, Condition, Ratio, RatioKind, Statement, StatementKind, Table, worlds
from suppression.engine.components import connected_components
from suppression.engine.latent import written_out
from suppression.engine.worlds import Worlds

from .tables import POLICY, counts, sum_of


def worlds_of(table):
    (component,) = connected_components(written_out(table), (), (), POLICY)
    return Worlds(component, POLICY)


PERCENTAGE = Table(counts({"n": 96, "d": 7132}), ratios=(Ratio("r", "n", "d", "r", printed=13, decimals=1),))


def test_the_truth_is_the_first_world_with_the_sums_that_items_speak_of():
    found = worlds_of(PERCENTAGE)
    assert found.found == [(96, 7132, 7036, 2000 * 96 - 25 * 7132, 2000 * 96 - 27 * 7132)]
    assert all(row.holds_in(found.found[0]) for row in found.rows)
    assert len(found.rows) == 3
    assert found.uncertain is False


def test_where_a_number_is_not_known_there_is_no_world_yet():
    assert worlds_of(Table(counts({"a": None, "b": 30, "all": 90}), (sum_of("all", "a", "b"),))).found == []


def test_a_reader_knows_what_is_shown_and_the_bounds_of_what_is_not():
    cells = (
        Cell("a", 4, "a", lower=2, upper=9),
        Cell("b", 3, "b", lower=None),
        Cell("z", 0, "z"),
        Cell("things", 5, "things", counts_people=False),
        Cell("x", None, "x"),
        Cell("one", 1, "one"),
        Cell("group", 3, "group", latent=True, lower=-4, upper=8),
    )
    words = Statement("w", StatementKind.WORDS, "w", (Condition(tuple((cell.key, 1) for cell in cells), 0, 99),))
    found = worlds_of(Table(cells, statements=(words,)))
    assert found.given(frozenset("x")).bounds == [
        *((4, 4), (3, 3), (0, 0), (5, 5), (0, None), (1, 1), (-4, 8), (0, 99)),
    ]
    hidden = frozenset({*"abzx", "things", "one", "w"})
    assert found.given(hidden).bounds == [
        *((2, 9), (None, None), (0, None), (0, None), (0, None), (0, None), (-4, 8), (None, None)),
    ]
    assert found.given(hidden, knowing=True).bounds == [
        *((2, 9), (1, None), (0, None), (0, None), (0, None), (1, None), (-4, 8), (None, None)),
    ]


def test_worlds_that_were_found_serve_every_reader_whose_bounds_they_keep():
    found = worlds_of(Table(counts({"a": 3, "b": 9, "all": 12}), (sum_of("all", "a", "b"),)))
    reader = found.given(frozenset("ab"))
    assert reader.reach(0, 1, 7)
    assert found.found[-1][0] >= 7
    assert reader.found == found.found
    assert found.given(frozenset("b")).found == [(3, 9, 12)]


def test_there_are_worlds_or_there_are_none():
    table = Table(counts({"a": None, "b": None, "all": 9}), (sum_of("all", "a", "b"),))
    assert worlds_of(table).given(frozenset("ab")).exist()
    cells = (Cell("a", None, "a", upper=3), Cell("b", None, "b", upper=3), *counts({"all": 9}))
    assert not worlds_of(Table(cells, (sum_of("all", "a", "b"),))).given(frozenset("ab")).exist()


def test_one_figure_may_have_to_be_somebody_while_another_reaches_far():
    found = worlds_of(Table(counts({"a": 3, "b": 0, "all": 3}), (sum_of("all", "a", "b"),)))
    both = found.given(frozenset("ab"))
    assert both.reach(0, 1, 3)
    assert not both.reach(0, 1, 3, positive=1)
    assert both.reach(0, 1, 2, positive=1)
    assert found.given(frozenset({"a", "b", "all"})).reach(0, 1, 3, positive=1)


def test_nothing_limits_what_has_no_end():
    cells = (Cell("n", None, "n", latent=True), Cell("d", None, "d", latent=True))
    ratio = Ratio("r", "n", "d", "r", printed=54)
    found = worlds_of(Table(cells, ratios=(ratio,)))
    assert found.is_unlimited(0, found.given(frozenset()).bounds)
    limited = worlds_of(Table((cells[0], Cell("d", None, "d", latent=True, upper=300)), ratios=(ratio,)))
    assert not limited.is_unlimited(0, limited.given(frozenset()).bounds)
    assert limited.is_unlimited(0, [(0, None)] * 3 + [(None, None)] * 2), "these bounds are asked for, not others"


def test_each_search_may_have_other_seconds():
    found = worlds_of(PERCENTAGE)
    found.limit(0.25)
    assert found._solver.seconds == 0.25


@pytest.fixture
def _without_a_solver(monkeypatch):
    def asked(solver):
        raise AssertionError("the solver was asked")

    monkeypatch.setattr(worlds.Solver, "any", asked)


def bare(kind, printed, decimals, denominator):
    cells = (Cell("n", None, "n", latent=True), Cell("d", denominator, "d"))
    return Table(cells, ratios=(Ratio("r", "n", "d", "r", kind=kind, printed=printed, decimals=decimals),))


def says(a, b):
    """2a − b is 3 to 9."""
    words = Statement("w", StatementKind.WORDS, "w", (Condition((("a", 2), ("b", -1)), 3, 9),))
    return Table(counts({"a": a, "b": b}), statements=(words,))


# A figure that alone is unknown in what an item says, and the least and the most that this leaves.
TIGHT = {
    "a rate": (bare(RatioKind.RATE, 5, 1, 63_210), (), 0, 3, 3),
    "a percentage": (bare(RatioKind.PERCENTAGE, 13, 1, 7132), (), 0, 90, 96),
    "no percent": (bare(RatioKind.PERCENTAGE, 0, 1, 7132), (), 0, 0, 3),
    "words, of the first": (says(4, 1), "a", 0, 2, 5),
    "words, of the second": (says(7, 7), "b", 1, 5, 11),
}


@pytest.mark.usefixtures("_without_a_solver")
@pytest.mark.parametrize(("table", "hidden", "column", "least", "most"), TIGHT.values(), ids=TIGHT)
def test_what_one_item_rules_out_needs_no_solver(table, hidden, column, least, most):
    reader = worlds_of(table).given(frozenset(hidden))
    assert not reader.reach(column, 1, most + 1)
    assert least == 0 or not reader.reach(column, -1, least - 1)


@pytest.mark.parametrize(("table", "hidden", "column", "least", "most"), TIGHT.values(), ids=TIGHT)
def test_and_rules_out_nothing_more(table, hidden, column, least, most):
    reader = worlds_of(table).given(frozenset(hidden))
    assert reader.reach(column, 1, most)
    assert reader.reach(column, -1, least)
