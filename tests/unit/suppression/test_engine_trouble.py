"""Where the solver has no answer nothing counts as safe, and the message names indicator and period."""

import highspy
import pytest

from suppression.engine import Cell, ProtectionImpossible, Table, protect, safety
from suppression.engine.cheapest import Cheapest
from suppression.engine.solver import Solver, SolverUncertain

from .tables import POLICY, flow, running_total, sum_of, table_of


@pytest.mark.parametrize(
    "status",
    [
        highspy.HighsModelStatus.kTimeLimit,
        highspy.HighsModelStatus.kSolveError,
        highspy.HighsModelStatus.kUnknown,
        highspy.HighsModelStatus.kIterationLimit,
    ],
)
def test_a_solver_without_any_answer_refuses_naming_indicator_and_period(monkeypatch, status):
    monkeypatch.setattr(Solver, "_status", lambda solver: status)
    table = Table((Cell("june", 3, "indicator 5, June 2020"), Cell("ytd", 50, "ytd"), Cell("rest", 47, "rest")))
    with pytest.raises(ProtectionImpossible, match=r"indicator 5, June 2020 could not be judged: .*\(" + status.name):
        protect(table, POLICY)
    with pytest.raises(ProtectionImpossible, match="step to starts, month 2"):
        protect(table_of(running_total("starts", 40, 43, 60)), POLICY)


def test_a_solver_without_an_answer_about_what_came_suppressed_names_it(monkeypatch):
    monkeypatch.setattr(Solver, "_status", lambda solver: highspy.HighsModelStatus.kTimeLimit)
    cells = (Cell("a", None, "indicator 7, May 2020"), Cell("b", 30, "b"), Cell("all", 90, "all"))
    with pytest.raises(ProtectionImpossible, match="indicator 7, May 2020"):
        protect(Table(cells, (sum_of("all", "a", "b"),)), POLICY)


def test_a_broken_world_is_never_believed(monkeypatch):
    run = Solver._run

    def one_more(solver):
        answer = run(solver)
        world = answer and answer.world and tuple(number + 1 for number in answer.world)
        return answer and type(answer)(answer.status, world)

    monkeypatch.setattr(Solver, "_run", one_more)
    with pytest.raises(ProtectionImpossible, match="does not agree with the figures"):
        protect(table_of(flow("starts", 20, 3, 30)), POLICY)


def test_what_the_solver_cannot_say_to_be_safe_stays_hidden(monkeypatch):
    table = table_of(flow("starts", 20, 3, 30, 40))
    search = safety.Worlds.search

    def out_of_time(worlds, bounds):
        if any(low == high for low, high in bounds):
            raise SolverUncertain("out of time")
        return search(worlds, bounds)

    monkeypatch.setattr(safety.Worlds, "search", out_of_time)
    pattern = protect(table, POLICY)
    assert set(pattern.hidden) == {cell.key for cell in table.cells}
    assert not pattern.proven_least


def test_a_search_for_less_that_fails_leaves_the_safe_pattern_and_claims_nothing(monkeypatch):
    table = table_of(running_total("starts", 40, 43, 60))
    safe = protect(table, POLICY)
    assert safe.proven_least

    def out_of_time(cheapest, seconds):
        raise SolverUncertain("out of time")

    monkeypatch.setattr(Cheapest, "pattern", out_of_time)
    pattern = protect(table, POLICY)
    assert pattern.hidden.keys() == safe.hidden.keys()
    assert not pattern.proven_least
