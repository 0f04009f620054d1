"""The exact search against enumeration: every pattern that the rules allow is tried by the rules themselves."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suppression.engine import Cell, ProtectionImpossible, Relation, SeriesKind, Table, cuts, protect, secondary
from suppression.engine.latent import with_latent_cells
from suppression.engine.primary import primary_reasons
from suppression.engine.safety import first_objection
from suppression.engine.secondary import with_those_hidden_together
from suppression.engine.together import hidden_together
from suppression.engine.worlds import Worlds

from .tables import POLICY, check_of, counts, flow, months, running_total, sum_of, table_of
from .test_engine_cases import COUNTRIES, FROZEN, GEURTS, LINKED

FIGURES = st.one_of(st.just(0), st.integers(0, 8), st.integers(0, 60))
WEIGHTS = st.lists(st.integers(0, 6), min_size=9, max_size=9)


def enumerated_loss(table):
    """The least loss of any pattern that is safe and hides together what is hidden together; None if there is none."""
    pairs = hidden_together(table)
    complete = with_latent_cells(table)
    weights = {cell.key: cell.weight for cell in table.cells if not cell.latent and not cell.public_since}
    forced = with_those_hidden_together(primary_reasons(table, POLICY), pairs).keys() & weights
    free = sorted(weights.keys() - forced)
    worlds = Worlds(complete.cells, complete.relations, POLICY)
    losses = []
    for chosen in chain.from_iterable(combinations(free, number) for number in range(len(free) + 1)):
        hidden = frozenset((*forced, *chosen))
        loss = sum(weights[key] for key in hidden)
        if any(pair.cause in hidden and pair.effect in weights.keys() - hidden for pair in pairs):
            continue
        if (not losses or loss < min(losses)) and first_objection(worlds, hidden, POLICY) is None:
            losses.append(loss)
    return min(losses) if losses else None


def greedy_loss(table):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(secondary, "least_pattern", lambda component, forced, known, worlds, policy: (known, False))
        return protect(table, POLICY).loss


def assert_least(table):
    try:
        pattern = protect(table, POLICY)
    except ProtectionImpossible:
        return
    assert pattern.proven_least
    assert pattern.loss == enumerated_loss(table)
    assert pattern.loss <= greedy_loss(table)
    check = check_of(table, pattern.hidden)
    assert check.safe, check.message


@settings(max_examples=60, deadline=None)
@given(
    inner=st.lists(FIGURES, min_size=4, max_size=4), weights=WEIGHTS, earlier=st.sets(st.integers(0, 8), max_size=2)
)
def test_a_two_way_table_hides_the_least(inner, weights, earlier):
    a, b, c, d = inner
    figures = {"a": a, "b": b, "c": c, "d": d, "ab": a + b, "cd": c + d, "ac": a + c, "bd": b + d, "all": sum(inner)}
    cells = tuple(
        Cell(key, value, key, weight=weight, hidden_since="an earlier report" if place in earlier else "")
        for place, ((key, value), weight) in enumerate(zip(figures.items(), weights, strict=True))
    )
    relations = (*(sum_of("".join(parts), *parts) for parts in ("ab", "cd", "ac", "bd")), sum_of("all", "ab", "cd"))
    assert_least(Table(cells, relations))


@settings(max_examples=60, deadline=None)
@given(kind=st.sampled_from(SeriesKind), figures=st.lists(FIGURES, min_size=2, max_size=7), start=FIGURES)
def test_a_series_hides_the_least(kind, figures, start):
    if kind is SeriesKind.RUNNING_TOTAL:
        figures = [start + sum(figures[: place + 1]) for place in range(len(figures))]
    assert_least(table_of(months("series", figures, kind)))


@settings(max_examples=30, deadline=None)
@given(kind=st.sampled_from(SeriesKind), pairs=st.lists(st.tuples(FIGURES, FIGURES), min_size=2, max_size=2))
def test_series_of_parts_and_whole_hide_the_least(kind, pairs):
    by_name = {"initial": [a for a, _ in pairs], "review": [b for _, b in pairs], "all": [a + b for a, b in pairs]}
    parts = []
    for name, figures in by_name.items():
        totals = [sum(figures[: place + 1]) for place in range(len(figures))]
        parts.append(months(name, figures if kind is SeriesKind.FLOW else totals, kind))
    relations = [sum_of(f"all {key}", f"initial {key}", f"review {key}") for key in ("m1", "m2", "ytd")]
    assert_least(table_of(*parts, relations=relations))


@settings(max_examples=40, deadline=None)
@given(figures=st.lists(st.one_of(st.none(), FIGURES), min_size=3, max_size=6), total=st.integers(0, 90))
def test_figures_that_came_suppressed_are_protected_at_the_least_loss(figures, total):
    cells = counts({f"c{place}": value for place, value in enumerate(figures)})
    known = sum(value or 0 for value in figures)
    whole = Cell("whole", known + (total if None in figures else 0), "whole")
    assert_least(Table((*cells, whole), (sum_of("whole", *(cell.key for cell in cells)),)))


@settings(max_examples=40, deadline=None)
@given(figures=st.lists(st.integers(0, 20), min_size=3, max_size=3), weights=WEIGHTS)
def test_coefficients_are_reckoned_with(figures, weights):
    a, b, c = figures
    values = {"a": a, "b": b, "c": c, "mixed": 2 * a + 3 * b + c, "double": 2 * a + 2 * c}
    cells = tuple(
        Cell(key, value, key, weight=weight) for (key, value), weight in zip(values.items(), weights, strict=False)
    )
    relations = (
        Relation((("a", 2), ("b", 3), ("c", 1), ("mixed", -1))),
        Relation((("a", 2), ("c", 2), ("double", -1))),
    )
    assert_least(Table(cells, relations))


@pytest.mark.parametrize("table", [GEURTS, FROZEN, LINKED, COUNTRIES])
def test_published_tables_are_proven(table):
    pattern = protect(table, POLICY)
    assert pattern.proven_least
    assert pattern.loss <= greedy_loss(table)


def test_out_of_time_the_greedy_pattern_is_kept_and_not_called_least(monkeypatch):
    table = table_of(running_total("starts", 40, 43, 60))
    monkeypatch.setattr("suppression.engine.least.time.monotonic", iter((0.0, 99.0)).__next__)
    pattern = protect(table, POLICY)
    assert pattern.loss == greedy_loss(table)
    assert not pattern.proven_least


def test_every_cut_holds_for_every_safe_pattern():
    """Cuts of every pattern of a running total with a flow's worth of steps, against all its safe patterns."""
    table = with_latent_cells(table_of(running_total("starts", 20, 23, 31, 33, 50, year_to_date=False)))
    items = frozenset(cell.key for cell in table.cells if not cell.latent)
    worlds = Worlds(table.cells, table.relations, POLICY)
    subsets = [frozenset(some) for number in range(len(items) + 1) for some in combinations(sorted(items), number)]
    safe = [some for some in subsets if first_objection(worlds, some, POLICY) is None]
    finder = cuts.Cuts(worlds, items, frozenset(), POLICY)
    found = [cut for some in subsets for cut in (*finder.violated_by(some), *finder.looking_small(some))]
    assert found
    assert safe
    assert all(cut.holds_for(some) for cut in found for some in safe)


def test_totals_that_are_hidden_for_good_and_must_not_be_worked_out_are_searched_to_the_end():
    """A large running total that was small before is hidden whatever else is, and parts and whole may give it away."""
    initial, review = (5, 5, 12, 21, 23, 41), (53, 93, 93, 93, 105, 129)
    both = [a + b for a, b in zip(initial, review, strict=True)]
    parts = [running_total(*named) for named in (("initial", *initial), ("review", *review), ("all", *both))]
    keys = (*(f"m{number}" for number in range(1, 7)), "ytd")
    table = table_of(*parts, relations=[sum_of(f"all {key}", f"initial {key}", f"review {key}") for key in keys])
    pattern = protect(table, POLICY)
    assert pattern.proven_least
    assert pattern.loss <= greedy_loss(table)
    assert check_of(table, pattern.hidden).safe


def test_nothing_is_searched_where_the_rules_alone_decide(monkeypatch):
    monkeypatch.setattr("suppression.engine.least.Cuts", None)
    assert protect(table_of(flow("starts", 3, 4, 5)), POLICY).proven_least
