"""What is kept of a figure that cannot be protected, who is named in a refusal, and what one condition rules out."""

import highspy
import pytest

from suppression.engine import (
    Cell,
    Condition,
    ProtectionImpossible,
    Statement,
    StatementKind,
    Table,
    protect,
    worlds,
)
from suppression.engine.components import connected_components
from suppression.engine.latent import written_out
from suppression.engine.solver import Solver
from suppression.engine.worlds import Worlds

from .tables import POLICY, counts, sum_of

THE_REPORT = "the report of May"


def test_what_cannot_be_protected_still_does_not_follow_exactly_for_who_does_not_know_that_it_is_somebody():
    """One of ten, of which nine or ten are others: 0 or 1 to most readers, as long as the others are hidden too."""
    public = Cell("all", 10, "all", public_since=THE_REPORT)
    cells = (Cell("one", 1, "one"), Cell("others", 9, "others", lower=9), public)
    pattern = protect(Table(cells, (sum_of("all", "one", "others"),)), POLICY)
    assert pattern.hidden.keys() == {"one", "others"}
    assert pattern.unprotected.keys() == {"one"}


def test_a_refusal_names_a_figure_that_is_hidden_for_its_own_sake_wherever_it_stands(monkeypatch):
    monkeypatch.setattr(Solver, "_status", lambda solver: highspy.HighsModelStatus.kTimeLimit)
    cells = (*counts({"b": 30, "all": 90}), Cell("a", None, "indicator 7, May 2020"))
    with pytest.raises(ProtectionImpossible, match=r"^indicator 7, May 2020 could not be judged"):
        protect(Table(cells, (sum_of("all", "a", "b"),)), POLICY)


def says(least, most, coefficients, **values):
    words = Statement("w", StatementKind.WORDS, "w", (Condition(tuple(coefficients.items()), least, most),))
    return Table(counts(values), statements=(words,))


# A table, and the least and the most that words leave of its first figure.
TIGHT = {
    "beside nobody": (says(3, 9, {"a": 2, "b": -1}, a=3, b=0), 2, 4),
    "once": (says(3, 9, {"a": 1, "b": 1}, a=4, b=1), 2, 8),
    "taken off": (says(-9, -3, {"a": -1, "b": 1}, a=5, b=1), 4, 10),
    "one end": (says(3, None, {"a": 2, "b": 3}, a=4, b=0), 2, None),
}


@pytest.mark.parametrize(("table", "least", "most"), TIGHT.values(), ids=TIGHT)
def test_what_one_condition_rules_out_needs_no_solver_and_is_no_more_than_that(monkeypatch, table, least, most):
    (component,) = connected_components(written_out(table), (), (), POLICY)
    reader = Worlds(component, POLICY).given(frozenset("a"))
    assert reader.reach(0, -1, least)
    assert reader.reach(0, 1, 999 if most is None else most)
    monkeypatch.setattr(worlds.Solver, "any", None)
    assert not reader.reach(0, -1, least - 1)
    assert most is None or not reader.reach(0, 1, most + 1)
