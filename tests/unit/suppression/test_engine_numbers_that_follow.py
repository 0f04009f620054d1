"""Rules apply to numbers that nobody gave us where other figures leave one for them, and to differences below 0."""

import pytest

from suppression.engine import (
    Cell,
    Condition,
    Ratio,
    Relation,
    RelationKind,
    Statement,
    StatementKind,
    Table,
    protect,
)
from suppression.engine.primary import numbers_that_follow, primary_reasons

from .tables import POLICY


def percentage_of_a_stock(stock: int, printed: int, people: bool = True) -> Table:
    """A bare percentage; its denominator is a figure that is the same as another, which is the stock."""
    cells = (
        Cell("n", None, "counted", counts_people=people, latent=True),
        Cell("d", None, "of all", counts_people=people, latent=True),
        Cell("e", None, "of all again", counts_people=people, latent=True),
        Cell("stock", stock, "stock", counts_people=people),
    )
    same = (
        Relation((("d", 1), ("e", -1)), kind=RelationKind.SAME),
        Relation((("e", 1), ("stock", -1)), kind=RelationKind.SAME),
    )
    return Table(cells, same, ratios=(Ratio("p", "n", "d", "the percentage", printed=printed),))


def why(stock: int, printed: int, people: bool = True) -> str:
    reason = primary_reasons(percentage_of_a_stock(stock, printed, people), POLICY).get("p")
    return "" if reason is None else reason.sentence


def test_a_denominator_that_follows_through_two_relations_is_known():
    assert numbers_that_follow(percentage_of_a_stock(14, 57)) == {"stock": 14, "e": 14, "d": 14}


@pytest.mark.parametrize(
    ("stock", "printed", "sentence"),
    [
        (14, 57, "Hidden because the percentage has a denominator under 20."),
        (19, 57, "Hidden because the percentage has a denominator under 20."),
        (20, 57, ""),
        (14, 0, ""),
        (14, 100, ""),
        (9, 0, "Hidden because the percentage has a denominator under 10."),
        (9, 100, "Hidden because the percentage has a denominator under 10."),
        (4, 50, "Hidden because the percentage stands for a group of 1 to 5 people."),
    ],
)
def test_no_percentage_is_shown_on_a_small_denominator_that_follows(stock, printed, sentence):
    assert why(stock, printed) == sentence


def test_a_few_things_that_are_no_people_are_only_a_small_denominator():
    assert why(4, 50, people=False) == "Hidden because the percentage has a denominator under 20."


@pytest.mark.parametrize(("number", "other"), [(10, 1), (11, 0)])
def test_a_figure_that_stays_hidden_may_be_one_more_or_one_less(number, other):
    """Of 11 and a figure that is 0 or 1, the hidden one may be 10 or 11: it does not follow exactly."""
    cells = (
        Cell("c", number, "c", hidden_since="the report of May"),
        Cell("x", other, "x", counts_people=False, upper=1, hidden_since="the report of May"),
        Cell("all", 11, "all", public_since="the report of May"),
    )
    pattern = protect(Table(cells, (Relation((("c", 1), ("x", 1), ("all", -1))),)), POLICY)
    assert pattern.unprotected == {}
    assert set(pattern.hidden) == {"c", "x"}


def test_a_fall_that_may_be_of_a_few_is_protected_though_nobody_gave_it_to_us():
    """The figure was 30 and came suppressed, at 10 to 29; words that say "26 or more" would leave a fall of 1 to 4."""
    cells = (
        Cell("new", None, "new", lower=10, upper=29),
        Cell("old", 30, "old", public_since="the report of May"),
        Cell("fall", None, "fall", lower=-30, latent=True),
    )
    revision = Relation((("new", 1), ("old", -1), ("fall", -1)), kind=RelationKind.REVISION)
    words = Statement("words", StatementKind.WORDS, "words", (Condition((("new", 1),), least=26),))
    assert "words" in protect(Table(cells, (revision,), statements=(words,)), POLICY).hidden
    harmless = Statement("words", StatementKind.WORDS, "words", (Condition((("new", 1),), least=11),))
    assert "words" not in protect(Table(cells, (revision,), statements=(harmless,)), POLICY).hidden
