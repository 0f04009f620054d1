"""The check: whether a hidden percentage could be printed otherwise, in the very world where it would be."""

from dataclasses import dataclass, field

import pytest

from suppression.engine import Ratio, ReaderView, attack
from suppression.engine.hidden_ratios import only_print
from suppression.engine.solver import within

from .tables import POLICY, sum_of

RATIO = Ratio("r", "n", "d", "the percentage")


@dataclass
class Reader:
    """A reader for whom these are all the worlds, of which some were found before."""

    worlds: list
    found: list = field(default_factory=list)
    column = {"n": 0, "d": 1}

    def can_be(self, key, least, most):
        seen = [world for world in self.worlds if within(world[self.column[key]], (least, most))]
        self.found += seen[:1]
        return bool(seen)

    def with_fact(self, fact):
        def holds(world):
            return within(
                sum(number * world[self.column[key]] for key, number in fact.coefficients.items()), fact.bound
            )

        return Reader([world for world in self.worlds if holds(world)])


def only(*worlds, found=1):
    reader = Reader(list(worlds), list(worlds[:found]))
    wide = {"n": (0, None), "d": (0, None)}
    return only_print(RATIO, wide, dict.fromkeys("nd", reader))


@pytest.mark.parametrize(
    ("other", "printed"),
    [
        ((2, 4), 50),
        ((99, 200), 50),  # 49.5 %, rounded up
        ((49, 99), None),  # 49.49 %
        ((100, 199), 50),  # 50.25 %
        ((101, 200), None),  # 50.5 %, rounded up
        ((50, 99), None),  # 50.51 %
        ((0, 1), None),
        ((1, 1), None),
        ((0, 0), 50),
        ((5, 0), 50),
    ],
)
def test_one_of_two_is_fifty_percent_unless_another_world_prints_otherwise(other, printed):
    """A world without a denominator prints nothing."""
    assert only((1, 2), other) == printed


@pytest.mark.parametrize(("world", "printed"), [((1, 1), 100), ((1, 2), 50), ((1, 0), None)])
def test_where_no_world_was_found_yet_one_is_looked_for(world, printed):
    assert only(world, found=0) == printed


def test_two_worlds_that_were_found_and_print_differently_are_enough():
    assert only((1, 2), (1, 3), found=2) is None


def test_to_who_knows_a_hidden_figure_that_could_be_below_zero_is_one_at_least():
    """2 of 7 may be 6 where the other is 1."""
    view = ReaderView({"all": 7}, frozenset("ab"), (sum_of("all", "a", "b"),), bounds={"b": (None, None)})
    assert [one.key for one in attack(view, POLICY, {"a": 2, "b": 5}).exposed] == ["b"]
