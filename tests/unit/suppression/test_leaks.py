"""Ways to leak that have numbers in them: each is found, and by the relation that it is about.

Every case is what a reader has, the figure that is given away, and the same with that relation switched off. The
numbers are those of this project's disclosure cases; where these say what follows, it follows here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import pytest

from suppression.engine import (
    Condition,
    Interval,
    Ratio,
    RatioKind,
    ReaderView,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    attack,
    complement_key,
    step_key,
)

from .leak_list import IN_WHAT_IS_SENT, WITH_NUMBERS
from .tables import POLICY


@dataclass(frozen=True)
class Leak:
    """What a reader has, which figures are given away and to what, and the same without the relation concerned.

    inferred: what is left of each figure to the best informed reader; None for an item that is no figure.
    """

    view: ReaderView
    inferred: Mapping[str, Interval | None]
    without: tuple[ReaderView, ...]
    truth: Mapping[str, int] | None = None


def equals(whole: str, *parts: str, kind: RelationKind = RelationKind.PARTS) -> Relation:
    return Relation((*((part, 1) for part in parts), (whole, -1)), kind=kind)


def says(kind: StatementKind, label: str, *conditions: Condition) -> Statement:
    return Statement(f"statement {label}", kind, label, conditions)


def rounds_to(printed: int, scale: int, numerator: tuple[str, ...], denominator: str) -> tuple[Condition, Condition]:
    """scale · numerator / denominator is printed as this whole number, half up."""
    top = tuple((key, 2 * scale) for key in numerator)
    return (
        Condition((*top, (denominator, 1 - 2 * printed)), least=0),
        Condition((*top, (denominator, -1 - 2 * printed)), most=-1),
    )


def by_relation(
    shown: Mapping[str, int], hidden: str, relation: Relation, number: int, *, latent: bool = False, least: int = 0
) -> Leak:
    """One figure that follows exactly from those shown, by one relation."""
    view = ReaderView(
        shown,
        frozenset({hidden}),
        (relation,),
        latent=frozenset({hidden} if latent else ()),
        bounds={hidden: (least, None)} if least else {},
    )
    return Leak(view, {hidden: Interval(number, number)}, (replace(view, relations=()),))


def by_series(
    view: ReaderView, inferred: Mapping[str, Interval | None], truth: Mapping[str, int] | None = None
) -> Leak:
    return Leak(view, inferred, (replace(view, series=()),), truth)


def by_ratio(view: ReaderView, inferred: Mapping[str, Interval | None], *without: ReaderView) -> Leak:
    """Found by the percentage, rate or average that stands last: printed as nothing it says nothing."""
    silent = replace(view, ratios=(*view.ratios[:-1], replace(view.ratios[-1], printed=None)))
    return Leak(view, inferred, (silent, *without))


def by_statement(view: ReaderView, inferred: Mapping[str, Interval | None], *without: ReaderView) -> Leak:
    return Leak(view, inferred, (replace(view, statements=()), *without))


def alone(*hidden: str) -> frozenset[str]:
    return frozenset(hidden)


def percentage(printed: int, decimals: int = 0) -> Ratio:
    return Ratio("ratio", "n", "d", "the percentage", printed=printed, decimals=decimals)


MONTHS = {"Apr": 5, "May": 8, "Jul": 6, "Aug": 7, "Sep": 5, "Oct": 6, "Nov": 5, "Dec": 5, "Jan": 5, "Feb": 6}
ONES = tuple(f"one {number}" for number in range(6))
ZEROS = tuple(f"zero {number}" for number in range(6))
SEVEN_OF_THIRTEEN = ReaderView({}, alone("n", "d"), ratios=(percentage(54),), bounds={"d": (0, 20)})
COMPLEMENTARY = ReaderView(
    {},
    alone("n", "m", "d", "38.5 %"),
    (equals("d", "n", "m"),),
    ratios=(Ratio("38.5 %", "n", "d", "38.5 %"), Ratio("61.5 %", "m", "d", "61.5 %", printed=615, decimals=1)),
    bounds={"d": (0, 25)},
)
WORKERS = ReaderView(
    {},
    alone("n", "d"),
    ratios=(Ratio("ratio", "n", "d", "2.33", kind=RatioKind.AVERAGE, printed=233, decimals=2),),
    not_people=frozenset("d"),
    bounds={"d": (0, 5)},
)
REGION = ReaderView({"region": 41, "others": 38}, alone("ours"), (equals("region", "others", "ours"),))
AMBER = says(StatementKind.RATING, "amber, on 4 to 6", Condition((("n", 1),), 4, 6))
UP = says(StatementKind.DIRECTION, "an arrow up", Condition((("n", 1), ("May", -1)), 1))
SORTED = says(
    StatementKind.ORDER,
    "between 4 and 2",
    Condition((("above", 1), ("n", -1)), 0),
    Condition((("n", 1), ("below", -1)), 0),
)
ARROW = ReaderView({"May": 2}, alone("n"), statements=(UP,))
PLACE = ReaderView({"above": 4, "below": 2}, alone("n"), statements=(SORTED,))
LAST_YEAR = (Condition((("n", -200), ("before", 45)), least=0), Condition((("n", -200), ("before", 43)), most=-1))
ROW = Series(SeriesKind.STOCK, ("Apr", "May", "Jun"))
STILL = (*("a", "b", "c"), *ZEROS)

LEAKS = {
    "year to date minus months": by_series(
        ReaderView({**MONTHS, "YTD": 61}, alone("Jun"), series=(Series(SeriesKind.FLOW, (*MONTHS, "Jun"), "YTD"),)),
        {"Jun": Interval(3, 3)},
    ),
    "two hidden months and zeros are always shown": Leak(
        ReaderView({"YTD": 20, "visible": 18}, alone("a", "b"), (equals("YTD", "visible", "a", "b"),)),
        {"a": Interval(1, 1), "b": Interval(1, 1)},
        (ReaderView({"YTD": 20, "visible": 18}, alone("a", "b")),),
        {"a": 1, "b": 1},
    ),
    "six of them summing to six": by_series(
        ReaderView(
            {"YTD": 6, **dict.fromkeys(ZEROS, 0)},
            alone(*ONES),
            series=(Series(SeriesKind.FLOW, (*ONES, *ZEROS), "YTD"),),
        ),
        dict.fromkeys(ONES, Interval(1, 1)),
        dict.fromkeys(ONES, 1),
    ),
    "running total differences": by_series(
        ReaderView(
            {"Nov": 14, "Dec": 16, "Jan": 16},
            alone(),
            series=(Series(SeriesKind.RUNNING_TOTAL, ("Nov", "Dec", "Jan")),),
        ),
        {step_key("Dec"): Interval(2, 2)},
    ),
    "quarter years to date": by_relation(
        {"YTD Q1": 12, "YTD Q2": 15, "Jul": 0, "Aug": 0},
        "Sep",
        equals("YTD Q2", "YTD Q1", "Jul", "Aug", "Sep", kind=RelationKind.QUARTER_TO_DATE),
        3,
    ),
    "a later revision": by_relation(
        {"first": 9, "second": 11},
        "late",
        equals("second", "first", "late", kind=RelationKind.REVISION),
        2,
        latent=True,
        least=-9,
    ),
    "stock and flow": by_relation(
        {"before": 412, "started": 5, "after": 415},
        "ceased",
        Relation((("before", 1), ("started", 1), ("ceased", -1), ("after", -1)), kind=RelationKind.STOCK),
        2,
    ),
    "parts of a sum": by_relation({"22": 23, "22.1": 20}, "22.2", equals("22", "22.1", "22.2"), 3),
    "including and excluding": by_relation(
        {"including": 47, "excluding": 45},
        "group",
        equals("including", "excluding", "group", kind=RelationKind.GROUP),
        2,
        latent=True,
    ),
    "54 % of at most 20 is 7 of 13": by_ratio(
        SEVEN_OF_THIRTEEN,
        {"n": Interval(7, 7), "d": Interval(13, 13), "ratio": None},
        replace(SEVEN_OF_THIRTEEN, bounds={}),
    ),
    "7.7 % of 26": by_ratio(
        ReaderView({"d": 26}, alone("n"), ratios=(percentage(77, 1),)),
        {"n": Interval(2, 2)},
    ),
    "97.6 % of 42 leaves 1 outside": by_ratio(
        ReaderView({"d": 42}, alone("n"), ratios=(percentage(976, 1),)),
        {complement_key("ratio"): Interval(1, 1)},
    ),
    "complementary percentages": by_ratio(
        COMPLEMENTARY,
        {"n": Interval(5, 5), "d": Interval(13, 13)},
        replace(COMPLEMENTARY, relations=()),
    ),
    "year to date percentage against visible months": by_ratio(
        ReaderView(
            {"visible": 9, "d": 24},
            alone("n", "Jun"),
            (equals("n", "visible", "Jun"),),
            ratios=(percentage(500, 1),),
        ),
        {"Jun": Interval(3, 3)},
    ),
    "0.5 per 10,000 of 63,210": by_ratio(
        ReaderView(
            {"d": 63210},
            alone("n"),
            ratios=(Ratio("ratio", "n", "d", "0.5", kind=RatioKind.RATE, printed=5, decimals=1),),
        ),
        {"n": Interval(3, 3)},
    ),
    "average of five workers": by_ratio(
        WORKERS,
        {"n": Interval(7, 7), "d": Interval(3, 3), "ratio": None},
        replace(WORKERS, bounds={}),
    ),
    "a rating band": by_statement(ReaderView({}, alone("n"), statements=(AMBER,)), {"n": Interval(4, 6)}),
    "down 78 % on a public 9": by_statement(
        ReaderView({"before": 9}, alone("n"), statements=(says(StatementKind.WORDS, "down 78 %", *LAST_YEAR),)),
        {"n": Interval(2, 2)},
    ),
    "region minus other councils": Leak(
        REGION,
        {"ours": Interval(3, 3)},
        (replace(REGION, shown={"region": 41}, hidden=alone("ours", "others")), replace(REGION, relations=())),
    ),
    "3.2 a month on average": by_statement(
        ReaderView(
            {"visible": 13, "months": 5},
            alone("n"),
            statements=(says(StatementKind.WORDS, "3.2", *rounds_to(32, 10, ("n", "visible"), "months")),),
        ),
        {"n": Interval(3, 3)},
    ),
    "June was 5 % of the year": by_statement(
        ReaderView(
            {"YTD": 61},
            alone("n"),
            statements=(says(StatementKind.WORDS, "5 %", *rounds_to(5, 100, ("n",), "YTD")),),
        ),
        {"n": Interval(3, 3)},
    ),
    "an arrow up from a public 2": by_statement(ARROW, {"n": Interval(3, None)}),
    "bar height and axis scale": by_statement(
        ReaderView(
            {"axis": 40},
            alone("n"),
            statements=(says(StatementKind.CHART_POINT, "15 pixels", *rounds_to(15, 200, ("n",), "axis")),),
        ),
        {"n": Interval(3, 3)},
    ),
    "position in a sorted table": by_statement(PLACE, {"n": Interval(2, 4)}),
    "words in commentary": by_statement(
        ReaderView(
            {"nine": 9},
            alone("siblings", "third"),
            statements=(
                says(StatementKind.WORDS, "both siblings", Condition((("siblings", 1),), 2, 2)),
                says(StatementKind.WORDS, "a third of nine", Condition((("third", 3), ("nine", -1)), 0, 0)),
            ),
        ),
        {"siblings": Interval(2, 2), "third": Interval(3, 3)},
    ),
    "an isolated mark that can only be primary": by_series(
        ReaderView({"Apr": 12, "Jun": 30}, alone("May"), series=(ROW,)), {"May": Interval(0, None)}, {"May": 3}
    ),
    "months at zero shown while others hidden": by_series(
        ReaderView(
            {"YTD": 6, **dict.fromkeys(ZEROS, 0)},
            alone("a", "b", "c"),
            series=(Series(SeriesKind.FLOW, STILL, "YTD"),),
        ),
        dict.fromkeys("abc", Interval(1, 4)),
        {"a": 2, "b": 2, "c": 2},
    ),
}


def given_away(view: ReaderView, truth: Mapping[str, int] | None) -> dict[str, Interval | None]:
    """What is left of each figure that is exposed, to the reader who knows most."""
    check = attack(view, POLICY, truth)
    assert check.feasible, check.message
    return {exposure.key: exposure.interval or check.intervals.get(exposure.key) for exposure in check.exposed}


def test_there_are_thirty_five_ways_to_leak():
    assert tuple(LEAKS) == WITH_NUMBERS
    assert len({*WITH_NUMBERS, *IN_WHAT_IS_SENT}) == 35


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_the_attack_finds_the_leak(leak):
    found = given_away(leak.view, leak.truth)
    assert found.keys() & leak.inferred.keys()
    left = {**attack(leak.view, POLICY, leak.truth).intervals, **found}
    assert {key: left[key] for key in leak.inferred} == leak.inferred


@pytest.mark.parametrize("leak", LEAKS.values(), ids=LEAKS)
def test_without_the_relation_concerned_the_same_attack_does_not(leak):
    before = given_away(leak.view, leak.truth).keys() & leak.inferred.keys()
    for view in leak.without:
        assert not before & given_away(view, leak.truth).keys()


def test_what_a_reader_knows_of_the_rule_narrows_a_rating_and_an_arrow_further():
    """The disclosure cases give the reader the rule that hidden is 1 to 4; ours says that it may be any number."""
    rule = {"n": (1, 4)}
    rated = ReaderView({}, alone("n"), statements=(AMBER,), bounds=rule)
    assert attack(rated, POLICY).intervals["n"] == Interval(4, 4)
    assert attack(replace(ARROW, bounds=rule), POLICY).intervals["n"] == Interval(3, 4)


def test_a_percentage_of_many_leaves_as_many_numbers_as_rounding_does():
    """1.3 % of 7,132 was 96: 90 to 96 are possible, none of them small."""
    check = attack(ReaderView({"d": 7132}, alone("n"), ratios=(percentage(13, 1),)), POLICY, {"n": 96})
    assert check.intervals["n"] == Interval(90, 96)
    assert check.possible["n"] == 7
    assert check.safe


def test_the_contrast_of_two_small_months_is_a_reader_for_whom_hidden_may_be_zero():
    leak = LEAKS["two hidden months and zeros are always shown"]
    assert attack(leak.view, POLICY, leak.truth).intervals == {"a": Interval(0, 2), "b": Interval(0, 2)}


# ESSnet SDC Handbook, chapter 5, disclosure by differencing.
HANDBOOK = {
    "two age bandings": by_relation(
        {"under 20": 6, "under 25": 7},
        "20 to 24",
        equals("under 25", "under 20", "20 to 24", kind=RelationKind.GROUP),
        1,
        latent=True,
    ),
    "all who live and work here less the males": by_relation(
        {"all": 22, "males": 21}, "females", equals("all", "males", "females"), 1
    ),
}


@pytest.mark.parametrize("leak", HANDBOOK.values(), ids=HANDBOOK)
def test_differencing_in_the_handbook(leak):
    assert given_away(leak.view, leak.truth) == leak.inferred
    assert not given_away(leak.without[0], leak.truth)


@pytest.mark.parametrize(("perturbed", "mean", "count"), [(9, 112500, 8), (14, 79167, 12), (19, 92500, 20)])
def test_rounded_means_undo_the_perturbation_of_counts_in_the_handbook(perturbed, mean, count):
    ratio = Ratio("mean", "total", "count", "the mean", kind=RatioKind.AVERAGE, printed=mean, decimals=4)
    view = ReaderView({}, alone("total", "count"), ratios=(ratio,), bounds={"count": (perturbed - 2, perturbed + 2)})
    assert attack(view, POLICY).intervals["count"] == Interval(count, count)
    silent = replace(view, ratios=(replace(ratio, printed=None),))
    assert attack(silent, POLICY).intervals["count"] == Interval(perturbed - 2, perturbed + 2)
