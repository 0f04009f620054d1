"""Before the exact search: the most valuable is shown again first, with whatever would hide it. And leaks refused."""

import pytest

from suppression.engine import Cell, Statement, StatementKind, Table, TableError, secondary
from suppression.engine.case_json import NotUnderstood
from suppression.engine.components import connected_components
from suppression.engine.latent import written_out
from suppression.engine.leak_cases import leak_of
from suppression.engine.secondary import hide_least
from suppression.engine.together import hidden_together

from .tables import POLICY, counts, sum_of


@pytest.fixture
def hidden(monkeypatch):
    """What the greedy pattern hides for the sake of others."""
    monkeypatch.setattr(secondary, "least_pattern", lambda component, forced, known, safety, policy: (known, False))

    def hidden(table, forced):
        pairs = hidden_together(table, POLICY)
        (component,) = connected_components(written_out(table), pairs, (), POLICY)
        return set(hide_least(component, frozenset(forced), POLICY).objections)

    return hidden


def children(boys, total, *statements):
    cells = (Cell("boys", 20, "boys", weight=boys), *counts({"girls": 3}), Cell("all", 23, "all", weight=total))
    return Table(cells, (sum_of("all", "boys", "girls"),), statements=statements)


def test_the_most_valuable_is_shown_first(hidden):
    assert hidden(children(9, 5), ["girls"]) == {"all"}
    assert hidden(children(5, 9), ["girls"]) == {"boys"}


def rating(weight, *judges):
    return Statement("rating", StatementKind.RATING, "the rating", (), weight=weight, judges=judges)


@pytest.mark.parametrize("weight", [3, 7])
def test_a_rating_is_shown_with_the_figure_that_it_judges_or_not_at_all(hidden, weight):
    assert hidden(children(5, 9, rating(weight, "boys")), ["girls"]) == {"boys", "rating"}
    assert hidden(children(9, 5, rating(weight, "boys")), ["girls"]) == {"all"}


def test_a_rating_of_two_figures_is_shown_where_both_are(hidden):
    assert hidden(children(9, 5, rating(7, "boys", "all")), ["girls"]) == {"all", "rating"}


# Leaks that are not understood.


@pytest.mark.parametrize(
    ("published", "message"),
    [
        ({"prev": 2, "arrow": "up", "rule": [1]}, "The rule of “one” is not known here."),
        ({"prev": 2, "arrow": "sideways", "rule": [1, 4]}, "“arrow” is not known here."),
        ({"rag": "amber", "band": [4], "rule": [1, 4]}, "“band” is not known here."),
    ],
)
def test_what_is_not_understood_of_a_leak_is_named(published, message):
    with pytest.raises(NotUnderstood) as refused:
        leak_of("one", published, {"n": 3})
    assert str(refused.value) == message


def test_a_year_has_twelve_months():
    with pytest.raises(TableError, match="contradict"):
        leak_of("one", {"YTD": 13}, {"each": 1})
