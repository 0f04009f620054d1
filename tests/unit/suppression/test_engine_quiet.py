"""What the engine must not do beside its work: print, or judge numbers that are too large for its solver."""

import pytest

from suppression.engine import RatioKind, protect
from suppression.engine.case_json import NotUnderstood, as_whole
from suppression.engine.cheapest import Cheapest
from suppression.engine.components import connected_components
from suppression.engine.cut import Cut
from suppression.engine.latent import written_out
from suppression.engine.programme import Programme
from suppression.engine.solver import Row, Solver
from suppression.engine.worlds import Worlds

from .tables import POLICY, check_of, flow, ratio_of, running_total, table_of


def test_the_solver_prints_nothing(capfd):
    solver = Solver([(0, None), (0, None)], [Row({0: 2, 1: 3}, 7, 7)], 5.0)
    solver.most(0)
    search = Cheapest({"a": 3, "b": 2}, (), 100)
    search.add(Cut({"a": 2, "b": 3}, 4))
    search.pattern(5.0)
    (component,) = connected_components(written_out(table_of(flow("starts", 20, 3, 30))), (), (), POLICY)
    Programme(Worlds(component, POLICY), 5.0).multipliers(0, 1)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "table",
    [
        table_of(flow("starts", 20, 3, 30)),
        table_of(running_total("starts", 40, 43, 60)),
        ratio_of(41, 42, decimals=1),
        ratio_of(7, 3, RatioKind.AVERAGE, decimals=1),
    ],
)
def test_nor_does_the_engine(capfd, table):
    check_of(table, protect(table, POLICY).hidden)
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("number", "taken"),
    [(1_000_000_000, True), (-1_000_000_000, True), (1_000_000_001, False), (-1_000_000_001, False)],
)
def test_a_file_may_hold_numbers_up_to_a_thousand_million(number, taken):
    if taken:
        assert as_whole(number, "a") == number
        return
    with pytest.raises(NotUnderstood, match="“a” holds no whole number that can be judged"):
        as_whole(number, "a")
