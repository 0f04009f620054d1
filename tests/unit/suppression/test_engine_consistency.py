"""What is just fit for a table, and what is refused with which words."""

import pytest

from suppression.engine import (
    Cell,
    Condition,
    Ratio,
    RatioKind,
    Relation,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    Table,
    TableError,
    complement_key,
    step_key,
)

from .tables import counts, sum_of

PLAIN = counts({"a": 7, "b": 9, "all": 16})


def said(*conditions, **more):
    return Statement("s", StatementKind.WORDS, "the words", conditions, **more)


def at_least(number, **coefficients):
    return said(Condition(tuple(coefficients.items()), least=number))


def at_most(number, **coefficients):
    return said(Condition(tuple(coefficients.items()), most=number))


def ratio(numerator="a", denominator="b", **more):
    return Ratio("r", numerator, denominator, "the ratio", **more)


def flow(*keys, year_to_date=None):
    return Series(SeriesKind.FLOW, keys, year_to_date)


def totals(*keys, year_to_date=None):
    return Series(SeriesKind.RUNNING_TOTAL, keys, year_to_date)


FIT = {
    "a figure at its bounds": Table((Cell("a", 7, "a", lower=7, upper=7),)),
    "a figure of which nothing is known": Table((Cell("a", None, "a", lower=None),)),
    "a figure without limits": Table((Cell("a", -7, "a", lower=None),)),
    "a figure that costs nothing": Table((Cell("a", 7, "a", weight=0),)),
    "levels from 0": Table((Cell("a", 7, "a", must_reach=(0, 9)),)),
    "a constant": Table(PLAIN, (Relation((("a", 2), ("b", -1)), 5),)),
    "two unknowns": Table(counts({"a": None, "b": None, "all": 0}), (sum_of("all", "a", "b"),)),
    "an unknown that must be 0": Table(counts({"a": None, "b": 9, "all": 9}), (sum_of("all", "a", "b"),)),
    "an unknown times two": Table(counts({"a": None, "b": 9}), (Relation((("a", 2), ("b", 1)), 15),)),
    "a flow": Table(PLAIN, series=(flow("a", "b", year_to_date="all"),)),
    "a flow without year to date": Table(PLAIN, series=(flow("a", "all"),)),
    "a total that stays": Table(counts({"a": 7, "b": 7, "all": 7}), series=(totals("a", "b", year_to_date="all"),)),
    "a total from 0": Table(counts({"a": 0, "b": 0}), series=(totals("a", "b"),)),
    "a total after one unknown": Table(counts({"a": 7, "b": None, "c": 7}), series=(totals("a", "b", "c"),)),
    "all of all": Table(counts({"a": 9, "b": 9}), ratios=(ratio(printed=100),)),
    "none of all": Table(counts({"a": 0, "b": 9}), ratios=(ratio(printed=0),)),
    "none of one": Table(counts({"a": 0, "b": 1}), ratios=(ratio(),)),
    "a rate above its denominator": Table(counts({"a": 9, "b": 7}), ratios=(ratio(kind=RatioKind.RATE),)),
    "an average above one": Table(counts({"a": 9, "b": 3}), ratios=(ratio(kind=RatioKind.AVERAGE, printed=3),)),
    "a ratio that costs nothing": Table(PLAIN, ratios=(ratio(weight=0),)),
    "a ratio of one number": Table(counts({"a": None, "b": 9}), ratios=(ratio(printed=77),)),
    "a ratio of the other": Table(counts({"a": 7, "b": None}), ratios=(ratio(printed=77),)),
    "words at their least": Table(PLAIN, statements=(at_least(2, b=1, a=-1),)),
    "words at their most": Table(PLAIN, statements=(at_most(2, b=1, a=-1),)),
    "words of an unknown": Table(counts({"a": None, "b": 9}), statements=(at_least(99, a=1, b=1),)),
    "words that cost nothing": Table(PLAIN, statements=(said(weight=0),)),
    "words that judge a ratio": Table(PLAIN, ratios=(ratio(),), statements=(said(judges=("a", "r")),)),
    "a flow beside keys like steps": Table(counts({"a": 7, "b": 9, step_key("b"): 2}), series=(flow("a", "b"),)),
}


@pytest.mark.parametrize("table", FIT.values(), ids=FIT)
def test_what_is_just_fit_is_taken(table):
    assert table.labels.keys() >= table.by_key.keys()


REFUSED = {
    "a figure below its bounds": (
        lambda: Table((Cell("a", 6, "June", lower=7),)),
        "June (a) lies outside its bounds.",
    ),
    "a figure above its bounds": (
        lambda: Table((Cell("a", 8, "June", upper=7),)),
        "June (a) lies outside its bounds.",
    ),
    "bounds that leave none": (
        lambda: Table((Cell("a", None, "June", lower=8, upper=7),)),
        "June (a) has bounds that leave no number.",
    ),
    "a weight below 0": (lambda: Table((Cell("a", 7, "June", weight=-1),)), "June (a) has a weight below 0."),
    "a level that is not whole": (
        lambda: Table((Cell("a", 7, "June", must_reach=(1, 7.5)),)),
        "June (a) needs whole numbers.",
    ),
    "a public figure that nobody gave": (
        lambda: Table((Cell("a", None, "June", public_since="the report of May"),)),
        "June (a) was public in the report of May, but nobody gave its number.",
    ),
    "a key twice": (lambda: Table(counts({"a": 7}) + counts({"a": 7})), "a is in the table twice."),
    "the key of a ratio twice": (lambda: Table(counts({"a": 7, "b": 9, "r": 1}), ratios=(ratio(),)), "r is in"),
    "the key of a complement twice": (
        lambda: Table(counts({"a": 7, "b": 9, complement_key("r"): 2}), ratios=(ratio(),)),
        "r (complement) is in the table twice.",
    ),
    "the key of a statement twice": (lambda: Table(counts({"s": 7}), statements=(said(),)), "s is in"),
    "a month in two running totals": (
        lambda: Table(PLAIN, series=(totals("a", "b"), totals("b", "all"))),
        "b (step) is in the table twice.",
    ),
    "a stranger": (lambda: Table(PLAIN, (sum_of("all", "a", "x"),)), "A relation speaks of x, which the table does"),
    "a figure named twice": (lambda: Table(PLAIN, (sum_of("all", "a", "a"),)), "A relation names a (a) twice."),
    "a relation of nothing": (lambda: Table(PLAIN, (Relation(()),)), "A relation names no cell."),
    "half a coefficient": (lambda: Table(PLAIN, (Relation((("a", 0.5),), 4),)), "A relation needs whole coefficients"),
    "half a constant": (lambda: Table(PLAIN, (Relation((("a", 1),), 7.5),)), "A relation needs whole coefficients"),
    "no coefficient": (
        lambda: Table(PLAIN, (Relation((("a", 1), ("b", 0)), 7),)),
        "A relation has a coefficient of 0.",
    ),
    "a sum one too small": (
        lambda: Table(counts({"a": 7, "b": 9, "all": 15}), (sum_of("all", "a", "b"),)),
        "The figures contradict each other (whole and parts): a, b, all.",
    ),
    "a sum one too large": (
        lambda: Table(counts({"a": 7, "b": 9, "all": 17}), (sum_of("all", "a", "b"),)),
        "The figures contradict each other (whole and parts): a, b, all.",
    ),
    "an unknown below 0": (
        lambda: Table(counts({"a": None, "b": 9, "all": 8}), (sum_of("all", "a", "b"),)),
        "The other figures leave no possible number for a (a).",
    ),
    "half an unknown": (
        lambda: Table(counts({"a": None, "b": 9}), (Relation((("a", 2), ("b", 1)), 14),)),
        "The other figures leave no possible number for a (a).",
    ),
    "a flow that is not its sum": (
        lambda: Table(counts({"a": 7, "b": 9, "all": 17}), series=(flow("a", "b", year_to_date="all"),)),
        "The figures contradict each other (year to date): a, b, all.",
    ),
    "a total that is not its latest": (
        lambda: Table(counts({"a": 7, "b": 9, "all": 10}), series=(totals("a", "b", year_to_date="all"),)),
        "The figures contradict each other (year to date): b, all.",
    ),
    "a total that falls": (
        lambda: Table(counts({"a": 7, "b": None, "c": 6}), series=(totals("a", "b", "c"),)),
        "c (c) is below an earlier total of its running total.",
    ),
    "a total below 0": (
        lambda: Table((Cell("a", -1, "a", lower=None),), series=(totals("a"),)),
        "a (a) is below an earlier total of its running total.",
    ),
    "a month twice": (lambda: Table(PLAIN, series=(flow("a", "a"),)), "A series names a (a) twice."),
    "a year to date among its months": (
        lambda: Table(PLAIN, series=(flow("a", "b", year_to_date="b"),)),
        "A series names b (b) twice.",
    ),
    "a series without months": (
        lambda: Table(PLAIN, series=(flow(year_to_date="all"),)),
        "A series has the year to date all and no months.",
    ),
    "a series of what is never shown": (
        lambda: Table((Cell("a", 7, "June", latent=True),), series=(flow("a"),)),
        "A series shows June (a), which is never shown.",
    ),
    "more than all": (
        lambda: Table(counts({"a": 10, "b": 9}), ratios=(ratio(),)),
        "the ratio (r) has a numerator above its denominator.",
    ),
    "of nobody": (lambda: Table(counts({"a": None, "b": 0}), ratios=(ratio(),)), "the ratio (r) has a denominator of"),
    "a ratio that is not rounded so": (
        lambda: Table(PLAIN, ratios=(ratio(printed=77),)),
        "the ratio (r) is not what its numerator and denominator give, rounded.",
    ),
    "a negative percentage": (
        lambda: Table(counts({"a": None, "b": 9}), ratios=(ratio(printed=-1),)),
        "the ratio (r) needs whole numbers, none below 0.",
    ),
    "negative decimals": (lambda: Table(PLAIN, ratios=(ratio(decimals=-1),)), "the ratio (r) needs whole numbers"),
    "a negative weight": (lambda: Table(PLAIN, ratios=(ratio(weight=-1),)), "the ratio (r) needs whole numbers"),
    "words one too high": (lambda: Table(PLAIN, statements=(at_least(3, b=1, a=-1),)), "the words (s) says what is"),
    "words one too low": (lambda: Table(PLAIN, statements=(at_most(1, b=1, a=-1),)), "the words (s) says what is not"),
    "words that cost less than nothing": (
        lambda: Table(PLAIN, statements=(said(weight=-1),)),
        "the words (s) has no weight of 0 or more.",
    ),
    "words that cost half": (lambda: Table(PLAIN, statements=(said(weight=0.5),)), "the words (s) has no weight of 0"),
    "words in halves": (
        lambda: Table(PLAIN, statements=(at_least(7.5, b=1),)),
        "A statement (the words) needs whole coefficients and whole constants.",
    ),
    "words that judge a stranger": (
        lambda: Table(PLAIN, statements=(said(judges=("a", "x")),)),
        "the words (s) judges x, which is no item.",
    ),
    "words that judge what is never shown": (
        lambda: Table((Cell("a", 7, "a", latent=True),), statements=(said(judges=("a",)),)),
        "the words (s) judges a, which is no item.",
    ),
}


@pytest.mark.parametrize(("made", "message"), REFUSED.values(), ids=REFUSED)
def test_what_is_not_is_refused_in_these_words(made, message):
    with pytest.raises(TableError) as refused:
        made()
    assert str(refused.value).startswith(message)
