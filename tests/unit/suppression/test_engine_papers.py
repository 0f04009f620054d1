"""The check: papers that can just be read, those that cannot and why, and what a reader has of a table."""

from dataclasses import replace

import pytest

from suppression.engine import (
    Cell,
    Condition,
    Ratio,
    RatioKind,
    ReaderView,
    Relation,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    Table,
    reader_view,
)
from suppression.engine.reading import Misread, check_reading

from .tables import counts, sum_of

LABELS = {"a": "June", "b": "July", "r": "the percentage", "s": "the words"}


def words(coefficient=1, least=None, most=None, key="a", kind=StatementKind.WORDS):
    return Statement("s", kind, "the words", (Condition(((key, coefficient),), least, most),))


def percentage(**more):
    return Ratio("r", "a", "b", "the percentage", **more)


SHOWN = ReaderView({"a": 7, "b": 9}, frozenset(), labels=LABELS)
READABLE = {
    "a figure at its least": replace(SHOWN, bounds={"a": (7, None)}),
    "a figure at its most": replace(SHOWN, bounds={"a": (None, 7)}),
    "one that can be one number only": replace(SHOWN, bounds={"a": (7, 7)}),
    "one without limits": replace(SHOWN, bounds={"a": (None, None)}),
    "a hidden figure that can be one number only": ReaderView({}, frozenset("a"), bounds={"a": (7, 7)}),
    "none at all": ReaderView({"a": 0}, frozenset()),
    "no percent": replace(SHOWN, ratios=(percentage(printed=0),)),
    "a percentage without decimals": replace(SHOWN, ratios=(percentage(printed=78, decimals=0),)),
    "a hidden percentage": replace(SHOWN, hidden=frozenset("r"), ratios=(percentage(),)),
    "a hidden percentage of hidden figures": ReaderView({}, frozenset("abr"), ratios=(percentage(),)),
    "words with one end": replace(SHOWN, statements=(words(least=7),)),
    "words with the other": replace(SHOWN, statements=(words(most=7),)),
    "hidden words": replace(SHOWN, hidden=frozenset("s"), statements=(replace(words(), conditions=()),)),
    "a series without year to date": replace(SHOWN, series=(Series(SeriesKind.FLOW, ("a", "b")),)),
}


@pytest.mark.parametrize("view", READABLE.values(), ids=READABLE)
def test_papers_that_can_just_be_read_are(view):
    check_reading(view)


UNREADABLE = {
    "a figure twice": (replace(SHOWN, hidden=frozenset("a")), "June is both shown and hidden."),
    "half a figure": (replace(SHOWN, shown={"a": 7.5}), "June is not a whole number."),
    "a truth value": (replace(SHOWN, shown={"a": True}), "June is not a whole number."),
    "a figure below its least": (replace(SHOWN, bounds={"a": (8, None)}), "June lies outside what is possible."),
    "a figure above its most": (replace(SHOWN, bounds={"a": (0, 6)}), "June lies outside what is possible."),
    "a figure below 0": (replace(SHOWN, shown={"a": -1}), "June lies outside what is possible."),
    "a figure that a relation lacks": (
        replace(SHOWN, relations=(sum_of("a", "x"),)),
        "x is neither shown nor hidden.",
    ),
    "one that a series lacks": (
        replace(SHOWN, series=(Series(SeriesKind.FLOW, ("a", "x")),)),
        "x is neither shown nor hidden.",
    ),
    "a year to date": (
        replace(SHOWN, series=(Series(SeriesKind.FLOW, ("a", "b"), "x"),)),
        "x is neither shown nor hidden.",
    ),
    "a numerator": (
        replace(SHOWN, shown={"b": 9}, ratios=(percentage(),)),
        "June is neither shown nor hidden.",
    ),
    "a denominator": (
        replace(SHOWN, shown={"a": 9}, ratios=(percentage(),)),
        "July is neither shown nor hidden.",
    ),
    "one that words lack": (replace(SHOWN, statements=(words(key="x"),)), "x is neither shown nor hidden."),
    "a percentage twice": (
        replace(SHOWN, hidden=frozenset("r"), ratios=(percentage(printed=78),)),
        "the percentage is both shown and hidden.",
    ),
    "less than no percent": (
        replace(SHOWN, ratios=(percentage(printed=-1),)),
        "the percentage is printed as no number that can be read.",
    ),
    "half a percent": (
        replace(SHOWN, ratios=(percentage(printed=0.5),)),
        "the percentage is printed as no number that can be read.",
    ),
    "less than no decimals": (
        replace(SHOWN, ratios=(percentage(printed=78, decimals=-1),)),
        "the percentage is printed as no number that can be read.",
    ),
    "half a decimal": (
        replace(SHOWN, ratios=(percentage(printed=78, decimals=0.5),)),
        "the percentage is printed as no number that can be read.",
    ),
    "words twice": (
        replace(SHOWN, hidden=frozenset("s"), statements=(words(least=7),)),
        "the words is both shown and hidden.",
    ),
    "words with half a coefficient": (
        replace(SHOWN, statements=(words(0.5, least=1),)),
        "the words is not in whole numbers.",
    ),
    "words with half an end": (replace(SHOWN, statements=(words(least=6.5),)), "the words is not in whole numbers."),
    "words with half another": (replace(SHOWN, statements=(words(most=7.5),)), "the words is not in whole numbers."),
    "half a constant": (
        replace(SHOWN, relations=(Relation((("a", 1), ("b", 1)), 16.5),)),
        "The relation of June, July is not in whole numbers.",
    ),
    "half a coefficient": (
        replace(SHOWN, relations=(Relation((("a", 1), ("b", 1.5)), 16),)),
        "The relation of June, July is not in whole numbers.",
    ),
    "half a bound": (
        ReaderView({}, frozenset("a"), bounds={"a": (0.5, None)}, labels=LABELS),
        "June has bounds that are not whole numbers.",
    ),
    "bounds that leave none": (
        ReaderView({}, frozenset("a"), bounds={"a": (8, 7)}, labels=LABELS),
        "June has bounds that leave no number.",
    ),
    "a relation of an unknown kind": (
        replace(SHOWN, relations=(Relation((("a", 1), ("b", -1)), -2, kind="guess"),)),
        "Unknown kind of relation between June, July: 'guess'.",
    ),
    "a series of an unknown kind": (
        replace(SHOWN, series=(Series("rise", ("a", "b")),)),
        "Unknown kind of series of June, July: 'rise'.",
    ),
    "a ratio of an unknown kind": (
        replace(SHOWN, ratios=(percentage(kind="odds"),)),
        "the percentage is a ratio of an unknown kind: 'odds'.",
    ),
    "words of an unknown kind": (
        replace(SHOWN, statements=(words(kind="gossip"),)),
        "the words is a statement of an unknown kind: 'gossip'.",
    ),
}


@pytest.mark.parametrize(("view", "message"), UNREADABLE.values(), ids=UNREADABLE)
def test_papers_that_cannot_be_read_are_refused_in_these_words(view, message):
    with pytest.raises(Misread) as misread:
        check_reading(view)
    assert str(misread.value) == message


# What a reader has of a table.


def test_a_reader_sees_what_is_shown_and_that_the_rest_is_hidden():
    cells = (
        *counts({"a": 7, "b": 9, "x": None}),
        Cell("group", 2, "group", latent=True, counts_people=False),
        Cell("base", None, "base", latent=True, upper=9),
        Cell("old", 5, "old", public_since="May", hidden_since="April"),
        Cell("once", 8, "once", hidden_since="April", must_reach=(6, 9)),
        Cell("bounded", 8, "bounded", lower=1),
    )
    ratios = (percentage(printed=78), Ratio("q", "a", "b", "q", printed=78, kind=RatioKind.PERCENTAGE))
    statements = (words(least=7), replace(words(most=7), key="t", public_since="May"))
    table = Table(cells, (sum_of("b", "a", "group"),), ratios=ratios, statements=statements)
    view = reader_view(table, {"a", "x", "once", "r", "s"})
    assert view.shown == {"b": 9, "old": 5, "bounded": 8}
    assert view.hidden == {"a", "x", "once", "r", "s", "group", "base"}
    assert view.relations == table.relations
    assert [one.printed for one in view.ratios] == [None, 78]
    assert [len(one.conditions) for one in view.statements] == [0, 1]
    assert view.latent == {"group", "base"}
    assert view.implied == {"base"}
    assert view.not_people == {"group"}
    assert view.hidden_before == {"once"}
    assert view.public_before == {"old", "t"}
    assert view.own_levels == {"once": (6, 9)}
    assert view.bounds == {"base": (0, 9), "bounded": (1, None)}
    assert view.label("r") == "the percentage"
    assert view.label("stranger") == "stranger"
    assert view.bound("a") == (0, None)
    assert view.bound("bounded") == (1, None)


def test_what_a_table_does_not_hold_cannot_be_hidden_in_it():
    with pytest.raises(KeyError, match="x is hidden, but the table does not hold it"):
        reader_view(Table(counts({"a": 7})), {"x"})
    with pytest.raises(ValueError, match="a came to us suppressed and cannot be shown"):
        reader_view(Table(counts({"a": None})), ())
