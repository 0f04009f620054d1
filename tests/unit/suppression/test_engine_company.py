"""The check: when a hidden mark that stands alone in its row says that it is small."""

import pytest

from suppression.engine import Policy, Ratio, RatioKind, ReaderView, Series, SeriesKind, attack

from .tables import POLICY

ROW = (Series(SeriesKind.STOCK, ("a", "b")),)
ZEROS_SHOW = Policy(zeros_may_be_hidden=False)


def is_safe(beside, policy=POLICY, **more):
    view = ReaderView({"b": beside}, frozenset("a") | more.pop("hidden", frozenset()), series=ROW, **more)
    return attack(view, policy, {"a": 3, "b": beside}).safe


@pytest.mark.parametrize(
    ("beside", "policy", "safe"),
    [
        (30, POLICY, False),
        (30, ZEROS_SHOW, False),
        (0, POLICY, False),
        (0, ZEROS_SHOW, True),
    ],
)
def test_a_figure_that_could_have_been_hidden_beside_it_should_have_been(beside, policy, safe):
    """A zero that the policy always shows could not have been."""
    assert is_safe(beside, policy) is safe


def test_a_hidden_rate_may_be_why_its_numerator_is_hidden():
    rate = Ratio("r", "a", "people", "r", kind=RatioKind.RATE)
    assert is_safe(30, hidden=frozenset({"r", "people"}), ratios=(rate,))
    assert not is_safe(30, hidden=frozenset({"people"}))
