"""The exact search: a cheaper pattern or a proof. That it is the least is held against enumeration elsewhere."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suppression.engine import (
    Cell,
    Condition,
    Ratio,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    Table,
    cuts,
    protect,
    secondary,
)
from suppression.engine.components import connected_components
from suppression.engine.demands import demands_of
from suppression.engine.latent import written_out
from suppression.engine.safety import Safety
from suppression.engine.worlds import Worlds

from .tables import POLICY, check_of, counts, flow, months, running_total, sum_of, table_of
from .test_engine_cases import COUNTRIES, FROZEN, GEURTS, LINKED
from .test_engine_example import shown_again

FIGURES = st.one_of(st.just(0), st.integers(0, 8), st.integers(0, 60))


def greedy_loss(table):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secondary, "least_pattern", lambda component, forced, known, safety, policy: (known, False))
        return protect(table, POLICY).loss


@settings(max_examples=12, deadline=None)
@given(kind=st.sampled_from((SeriesKind.FLOW, SeriesKind.RUNNING_TOTAL)), data=st.data())
def test_series_of_parts_and_whole_hide_no_more_than_the_greedy_pattern_and_nothing_in_vain(kind, data):
    figures = st.lists(FIGURES, min_size=3, max_size=3)
    pairs = list(zip(data.draw(figures), data.draw(figures), strict=True))
    by_name = {"initial": [a for a, _ in pairs], "review": [b for _, b in pairs], "all": [a + b for a, b in pairs]}
    parts = []
    for name, numbers in by_name.items():
        totals = [sum(numbers[: place + 1]) for place in range(len(numbers))]
        parts.append(months(name, numbers if kind is SeriesKind.FLOW else totals, kind))
    relations = [sum_of(f"all {key}", f"initial {key}", f"review {key}") for key in ("m1", "m2", "m3", "ytd")]
    table = table_of(*parts, relations=relations)
    pattern = protect(table, POLICY)
    assert pattern.proven_least
    assert pattern.loss <= greedy_loss(table)
    assert shown_again(table) == []


@pytest.mark.parametrize("table", [GEURTS, FROZEN, LINKED, COUNTRIES])
def test_published_tables_are_proven(table):
    pattern = protect(table, POLICY)
    assert pattern.proven_least
    assert pattern.loss <= greedy_loss(table)


def test_the_greedy_pattern_may_hide_more_than_it_need():
    table = table_of(running_total("starts", 21, 22, 22, 42, 42))
    assert (protect(table, POLICY).loss, greedy_loss(table)) == (2, 4)


def test_out_of_time_the_greedy_pattern_is_kept_and_not_called_least(monkeypatch):
    table = table_of(running_total("starts", 40, 43, 60))
    monkeypatch.setattr("suppression.engine.least.time.monotonic", iter((0.0, 99.0)).__next__)
    pattern = protect(table, POLICY)
    assert pattern.loss == greedy_loss(table)
    assert not pattern.proven_least


WITH_CUTS = {
    "steps": table_of(running_total("starts", 20, 23, 31, 33, 50, year_to_date=False)),
    "parts": Table(
        counts({"a": 3, "b": 20, "c": 4, "d": 30, "ab": 23, "cd": 34}),
        (sum_of("ab", "a", "b"), sum_of("cd", "c", "d")),
    ),
    "percentages": Table(
        counts({"n": 41, "d": 60, "e": 3, "f": 63}),
        (sum_of("f", "d", "e"),),
        ratios=(Ratio("r", "n", "d", "r", printed=68), Ratio("s", "n", "f", "s", printed=65)),
    ),
}


@pytest.mark.parametrize("table", WITH_CUTS.values(), ids=WITH_CUTS)
def test_every_cut_holds_for_every_safe_pattern(table):
    """Cuts of every pattern, against all patterns that are safe: no cut may rule one of them out."""
    any_found = False
    for component in connected_components(written_out(table), (), (), POLICY):
        worlds = Worlds(component, POLICY)
        known = worlds.given(frozenset())
        forced = frozenset(cell.key for cell in component.cells if not cell.latent and POLICY.is_small(cell.value))
        safety = Safety(worlds, tuple(demands_of(component, worlds, known, forced, POLICY)), ())
        finder = cuts.Cuts(component, safety, forced, POLICY)
        items = sorted(component.weights)
        patterns = [
            frozenset(some) | forced for number in range(len(items) + 1) for some in combinations(items, number)
        ]
        safe = [pattern for pattern in patterns if safety.first_objection(pattern) is None]
        found = [cut for pattern in patterns for cut in finder.violated_by(pattern)]
        assert safe
        assert all(cut.holds_for(pattern) for cut in found for pattern in safe)
        any_found = any_found or bool(found)
    assert any_found


def test_totals_that_are_large_and_whose_steps_are_small_are_searched_to_the_end():
    initial, review = (5, 5, 12, 21, 23, 41), (53, 93, 93, 93, 105, 129)
    both = [a + b for a, b in zip(initial, review, strict=True)]
    parts = [running_total(*named) for named in (("initial", *initial), ("review", *review), ("all", *both))]
    keys = (*(f"m{number}" for number in range(1, 7)), "ytd")
    table = table_of(*parts, relations=[sum_of(f"all {key}", f"initial {key}", f"review {key}") for key in keys])
    pattern = protect(table, POLICY)
    assert pattern.proven_least
    assert pattern.loss <= greedy_loss(table)
    assert check_of(table, pattern.hidden).safe


def test_nothing_is_searched_where_nothing_but_the_small_counts_is_hidden(monkeypatch):
    monkeypatch.setattr("suppression.engine.least.Cuts", None)
    table = table_of(flow("starts", 3, 4, 5, year_to_date=False))
    assert protect(table, POLICY).proven_least


def test_company_that_is_hidden_anyway_is_not_looked_for_again():
    """A small count beside a figure that was hidden before: nothing more is hidden for its sake."""
    cells, series = running_total("starts", 21, 22, 22, 42, 42)
    more = (Cell("old", 50, "old", hidden_since="the report of May"), Cell("small", 4, "small"))
    row = Series(SeriesKind.STOCK, ("small", "old"))
    words = Statement("words", StatementKind.WORDS, "words", (Condition((("old", 1), ("starts m1", 1)), least=0),))
    pattern = protect(Table((*cells, *more), series=(*series, row), statements=(words,)), POLICY)
    assert pattern.hidden.keys() == {"old", "small", "starts m1"}
    assert pattern.proven_least
