"""One question after another, and what is taken for granted where nothing is said."""

from suppression.engine import ReaderView, Relation, RelationKind, Table
from suppression.engine.components import connected_components
from suppression.engine.latent import written_out
from suppression.engine.programme import Programme
from suppression.engine.required import Target, demand_of
from suppression.engine.sentences import sentence_for_shielding
from suppression.engine.worlds import Worlds

from .tables import POLICY, counts, sum_of


def test_the_figure_that_was_asked_about_before_is_forgotten():
    """The girls are without limit beside all children; the boys are twenty whatever was asked about the girls."""
    table = Table(counts({"boys": 20, "girls": 3, "all": 23}), (sum_of("all", "boys", "girls"),))
    (component,) = connected_components(written_out(table), (), (), POLICY)
    programme = Programme(Worlds(component, POLICY), 5.0)
    programme.bound([(20, 20), (0, None), (0, None)])
    assert programme.multipliers(1, 1) is None
    assert programme.multipliers(0, 1) == [0]


def test_a_figure_is_not_taken_for_large_unless_it_is_said_to_be():
    target = Target("a", "a", counts_people=True, latent=False, implied=False, value=None)
    demand = demand_of(target, ReaderView({}, frozenset("a")), POLICY, truth_is_known=True)
    assert (demand.low, demand.high) == (1, 9)


def test_two_figures_of_any_relation_are_the_same_figure():
    stock = Relation((("a", 1), ("b", -1)), kind=RelationKind.STOCK)
    table = Table(counts({"a": 3, "b": 3}), (stock,))
    assert sentence_for_shielding("b", "a", table, written_out(table), {"a", "b"}) == (
        "Hidden because it is the same figure as a."
    )
