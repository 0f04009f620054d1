"""What is to blame where a figure cannot be protected."""

from dataclasses import dataclass

from suppression.engine import Cell, Table
from suppression.engine.blame import what_gives_away
from suppression.engine.components import connected_components
from suppression.engine.latent import written_out
from suppression.engine.solver import SolverUncertain
from suppression.engine.worlds import Worlds

from .tables import POLICY, counts, sum_of

THE_REPORT = "the report of May"


@dataclass
class Uncertain:
    """A demand of which the solver never says whether it is met."""

    knowing: bool = False

    def is_met(self, possible):
        raise SolverUncertain("out of time")


def test_where_the_solver_cannot_say_which_figures_are_to_blame_all_that_are_public_are_named():
    public = (Cell("b", 20, "b", public_since=THE_REPORT), Cell("all", 23, "all", public_since=THE_REPORT))
    table = Table((*counts({"a": 3}), *public), (sum_of("all", "a", "b"),))
    (component,) = connected_components(written_out(table), (), (), POLICY)
    assert what_gives_away(Uncertain(), component, Worlds(component, POLICY)) == ("b", "all")
