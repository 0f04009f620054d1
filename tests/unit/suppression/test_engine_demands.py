"""What must stay possible of figures that nobody gave us, and of ratios that stand beside others."""

import pytest

from suppression.engine import Cell, ProtectionImpossible, Ratio, Relation, RelationKind, Table, protect
from suppression.engine.components import connected_components
from suppression.engine.demands import demands_of
from suppression.engine.latent import written_out
from suppression.engine.solver import SolverUncertain
from suppression.engine.worlds import Worlds

from .tables import POLICY, counts, sum_of

THE_REPORT = "the report of May"


def rise_or_fall(least_now, most_now, lower):
    """A figure that was 30 and came suppressed, between two numbers; by how much it rose, as far as anybody knows."""
    cells = (
        Cell("now", None, "now", lower=least_now, upper=most_now),
        Cell("was", 30, "was", public_since=THE_REPORT),
        Cell("change", None, "the change", lower=lower, latent=True),
    )
    revision = Relation((("now", 1), ("was", -1), ("change", -1)), kind=RelationKind.REVISION)
    return protect(Table(cells, (revision,)), POLICY)


@pytest.mark.parametrize(
    ("least_now", "most_now", "lower"),
    [(29, 30, -1), (30, 31, -5), (29, 30, -5), (25, 30, -5), (30, 35, -5)],
)
def test_a_change_that_may_be_of_one_person_either_way_cannot_be_protected_where_it_can_be_no_more(
    least_now, most_now, lower
):
    assert "change" in rise_or_fall(least_now, most_now, lower).unprotected


@pytest.mark.parametrize(("least_now", "most_now", "lower"), [(0, 30, -30), (30, 60, -5), (20, 40, -10)])
def test_a_change_that_may_be_of_many_is_protected(least_now, most_now, lower):
    assert rise_or_fall(least_now, most_now, lower).unprotected == {}


@pytest.mark.parametrize(("most_now", "protected"), [(38, False), (39, True)])
def test_a_rise_that_nobody_gave_us_must_seem_to_reach_nine(most_now, protected):
    assert (rise_or_fall(30, most_now, -5).unprotected == {}) is protected


@pytest.mark.parametrize(("least_now", "protected"), [(22, False), (21, True)])
def test_a_fall_that_nobody_gave_us_must_seem_to_reach_nine(least_now, protected):
    assert (rise_or_fall(least_now, 30, -30).unprotected == {}) is protected


def test_a_figure_of_which_the_solver_cannot_say_what_it_demands_is_named():
    table = Table(counts({"a": 3, "b": None, "all": 40}), (sum_of("all", "a", "b"),))
    (component,) = connected_components(written_out(table), (), (), POLICY)
    worlds = Worlds(component, POLICY)
    known = worlds.given(frozenset("b"))
    assert known.exist()

    def out_of_time(*arguments):
        raise SolverUncertain("out of time")

    known.reach = out_of_time
    with pytest.raises(ProtectionImpossible, match=r"^b could not be judged: out of time$"):
        list(demands_of(component, worlds, known, frozenset("ab"), POLICY))


def test_a_ratio_that_follows_is_named_though_another_beside_it_does_not():
    """8 of 19 is public; of how many others nobody knows."""
    cells = (
        Cell("n", 8, "n", public_since=THE_REPORT),
        Cell("d", 19, "d", public_since=THE_REPORT),
        Cell("m", 9, "m", hidden_since=THE_REPORT),
    )
    ratios = (Ratio("r", "n", "d", "the first", printed=42), Ratio("s", "m", "d", "the second", printed=47))
    pattern = protect(Table(cells, ratios=ratios), POLICY)
    assert pattern.unprotected.keys() == {"r"}
    assert pattern.unprotected["r"].startswith("the first can be worked out, or nearly")


@pytest.mark.parametrize(("highest", "protected"), [(18, False), (19, True)])
def test_a_hidden_percentage_may_be_any_that_its_numbers_allow(highest, protected):
    """9 of 19 is 47 %; 9 of 18 would be 50 %, and neither more nor fewer are possible."""
    cells = (
        Cell("n", 9, "n", public_since=THE_REPORT),
        Cell("d", 18, "d", lower=18, upper=highest, hidden_since=THE_REPORT),
    )
    pattern = protect(Table(cells, ratios=(Ratio("r", "n", "d", "r", printed=50),)), POLICY)
    assert ("r" not in pattern.unprotected) is protected
