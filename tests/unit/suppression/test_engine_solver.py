"""The door to HiGHS: least, most and any in whole numbers, and every way in which there is no answer."""

import highspy
import pytest

from suppression.engine.solver import Answer, Row, Solver, SolverUncertain, Status, for_highs, within


def solver(*rows, bounds=((0, None), (0, None)), seconds=5.0):
    return Solver(bounds, rows, seconds)


SUM = Row({0: 1, 1: 1}, 9, 9)


@pytest.mark.parametrize(
    ("bound", "inside"),
    [((2, 5), {2, 3, 5}), ((None, 3), {1, 2, 3}), ((5, None), {5, 6}), ((None, None), {1, 2, 3, 5, 6})],
)
def test_a_bound_holds_its_ends(bound, inside):
    assert {number for number in (1, 2, 3, 5, 6) if within(number, bound)} == inside


def test_an_open_end_is_without_limit_to_the_solver():
    assert for_highs((None, 3)) == (-highspy.kHighsInf, 3)
    assert for_highs((2, None)) == (2, highspy.kHighsInf)


def test_a_row_holds_where_its_sum_lies_between():
    row = Row({0: 2, 2: -1}, 3, 5)
    assert [row.holds_in((first, 99, 1)) for first in (1, 2, 3, 4)] == [False, True, True, False]


def test_the_least_and_the_most_and_any():
    system = solver(SUM, bounds=((2, 7), (0, None)))
    assert system.least(0) == Answer(Status.FOUND, (2, 7))
    assert system.most(0) == Answer(Status.FOUND, (7, 2))
    assert system.least(1) == Answer(Status.FOUND, (7, 2))
    assert system.any().world in {(a, 9 - a) for a in range(2, 8)}
    system.bound(0, (4, 4))
    assert system.any() == Answer(Status.FOUND, (4, 5))


def test_what_was_asked_before_is_forgotten():
    system = solver(SUM, bounds=((0, 9), (0, 9)))
    for _ in range(3):
        assert system.most(0).world == (9, 0)
        assert system.most(1).world == (0, 9)
        assert system.least(0).world == (0, 9)


def test_answers_are_whole_where_fractions_would_go_further():
    system = solver(Row({0: 2, 1: 3}, 7, 7))
    assert system.most(0).world == (2, 1)
    assert system.least(0).world == (2, 1)
    assert solver(Row({0: 2, 1: 4}, 7, 7), bounds=((0, 9), (0, 9))).any().status is Status.IMPOSSIBLE


def test_what_nothing_limits_is_unlimited_and_what_cannot_be_is_impossible():
    assert solver(Row({0: 1, 1: -1}, 0, 0)).most(0).status is Status.UNBOUNDED
    assert solver(SUM, bounds=((5, None), (5, None))).any() == Answer(Status.IMPOSSIBLE)


class Lost:
    """HiGHS as it is where it loses its way: one status after the other, and a solution."""

    def __init__(self, *statuses, solution=()):
        self.statuses, self.solution, self.cleared, self.options = list(statuses), solution, 0, {}

    def run(self):
        self.status = self.statuses.pop(0)

    def getModelStatus(self):  # noqa: N802
        return self.status

    def getSolution(self):  # noqa: N802
        return type("Solution", (), {"col_value": self.solution})

    def getRunTime(self):  # noqa: N802
        return 40.0

    def setOptionValue(self, name, value):  # noqa: N802
        self.options[name] = value

    def clearSolver(self):  # noqa: N802
        self.cleared += 1

    def changeColsIntegrality(self, number, columns, kinds):  # noqa: N802
        self.kinds = list(kinds)


def lost(*statuses, solution=()):
    system = solver(SUM)
    system.highs = Lost(*statuses, solution=solution)
    return system


HIGHS = highspy.HighsModelStatus


def test_a_solver_that_has_lost_its_way_starts_afresh_once():
    system = lost(HIGHS.kUnknown, HIGHS.kOptimal, solution=[4.0, 5.0])
    assert system.any() == Answer(Status.FOUND, (4, 5))
    assert system.highs.cleared == 1
    with pytest.raises(SolverUncertain, match=r"stopped without an answer \(kUnknown\)"):
        lost(HIGHS.kUnknown, HIGHS.kUnknown).any()


def test_a_solver_that_finds_its_way_does_not_start_afresh():
    system = lost(HIGHS.kOptimal, solution=[4.0, 5.0])
    system.any()
    assert system.highs.cleared == 0


def test_each_search_has_its_seconds_from_when_it_starts():
    system = lost(HIGHS.kInfeasible)
    assert system.any().status is Status.IMPOSSIBLE
    assert system.highs.options["time_limit"] == 45.0


def test_numbers_that_are_nearly_whole_are_taken_for_whole_and_others_searched_again():
    assert lost(HIGHS.kOptimal, solution=[4.0000001, 4.9999999]).any().world == (4, 5)
    with pytest.raises(SolverUncertain, match="whole numbers are not whole"):
        lost(HIGHS.kOptimal, HIGHS.kOptimal, solution=[4.5, 4.5]).any()
    with pytest.raises(SolverUncertain, match="whole numbers are not whole"):
        lost(HIGHS.kOptimal, HIGHS.kOptimal, solution=[4.0, 5.001]).any()


def test_after_a_search_in_whole_numbers_the_next_begins_without():
    system = lost(HIGHS.kOptimal, HIGHS.kInfeasible, solution=[4.5, 4.5])
    assert system.any().status is Status.IMPOSSIBLE
    assert system.highs.kinds == [int(highspy.HighsVarType.kContinuous)] * 2
