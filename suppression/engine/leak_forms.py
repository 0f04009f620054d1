"""What the fields of a leak mean, by the names of those that are published."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from suppression.engine.case_json import NotUnderstood, as_list, as_whole
from suppression.engine.figures import Condition, RatioKind

Fields = Mapping[str, object]


@dataclass(frozen=True)
class Form:
    """Equations between figures; a ratio (its field, kind, numerator, denominator); what is said of the figure n.

    A figure is a published field, a hidden one, or one that nobody gives.
    """

    equations: tuple[str, ...] = ()
    ratio: tuple[str, RatioKind, str, str] | None = None
    says: Callable[[Fields], Iterator[Condition]] | None = None


def named_in(equation: str) -> dict[str, int]:
    """The coefficients of "a + b = c + d", all on one side."""
    left, right = equation.split(" = ")
    return dict.fromkeys(left.split(" + "), 1) | dict.fromkeys(right.split(" + "), -1)


def in_the_band(published: Fields) -> Iterator[Condition]:
    """A rating tells the band that n lies in."""
    match as_list(published["band"], "band"):
        case [int(low), int(high)]:
            yield Condition((("n", 1),), low, high)
        case _:
            raise NotUnderstood("“band” is not known here.")


def changed_by(published: Fields) -> Iterator[Condition]:
    """n is the prior number, changed by a rounded percentage."""
    prior, change = as_whole(published["prior"], "prior"), as_whole(published["change_pct"], "change_pct")
    yield Condition((("n", 200),), (200 + 2 * change - 1) * prior, (200 + 2 * change + 1) * prior)


def arrow_from(published: Fields) -> Iterator[Condition]:
    """n is above or below the number before it."""
    if published["arrow"] not in ("up", "down"):
        raise NotUnderstood("“arrow” is not known here.")
    sign = 1 if published["arrow"] == "up" else -1
    yield Condition((("n", sign), ("prev", -sign)), least=1)


def bar_height(published: Fields) -> Iterator[Condition]:
    """A bar of n, rounded to whole pixels, on an axis of so many."""
    axis, height, bar = (as_whole(published[name], name) for name in ("axis", "px", "bar"))
    yield Condition((("n", 2 * height),), (2 * bar - 1) * axis, (2 * bar + 1) * axis - 1)


def sorted_between(published: Fields) -> Iterator[Condition]:
    """n stands between two numbers of a sorted table."""
    yield Condition((("n", 1), ("above", -1)), most=0)
    yield Condition((("n", 1), ("below", -1)), least=0)


def _fields(names: str) -> frozenset[str]:
    return frozenset(names.split())


MONTHS = _fields("YTD months")
PERCENTAGE, RATE, AVERAGE = RatioKind.PERCENTAGE, RatioKind.RATE, RatioKind.AVERAGE
FORMS: Mapping[frozenset[str], Form] = {
    _fields("YTD visible_sum rule"): Form(("YTD = visible_sum + a + b",)),
    _fields("Nov Dec Jan"): Form(("Dec = Nov + Dec_increment", "Jan = Dec + Jan_increment")),
    _fields("r1 r2"): Form(("r2 = r1 + late_recorded",)),
    _fields("YTDQ1 YTDQ2 Jul Aug"): Form(("YTDQ2 = YTDQ1 + Jul + Aug + Sep",)),
    _fields("stock_prev stock started"): Form(("stock_prev + started = stock + ceased",)),
    _fields("total a"): Form(("total = a + b",)),
    _fields("incl excl"): Form(("incl = excl + group",)),
    _fields("region others"): Form(("region = others + n",)),
    _fields("pct den_max"): Form(ratio=("pct", PERCENTAGE, "n", "d")),
    _fields("p den_max"): Form(ratio=("p", PERCENTAGE, "n", "d")),
    _fields("pct den"): Form(ratio=("pct", PERCENTAGE, "n", "den")),
    _fields("pct ytd"): Form(ratio=("pct", PERCENTAGE, "n", "ytd")),
    _fields("ytd_pct ytd_den visible_num visible_den"): Form(
        ("ytd_num = visible_num + n", "ytd_den = visible_den + d"), ("ytd_pct", PERCENTAGE, "ytd_num", "ytd_den")
    ),
    _fields("rate pop"): Form(ratio=("rate", RATE, "n", "pop")),
    _fields("avg den_max"): Form(ratio=("avg", AVERAGE, "n", "d")),
    _fields("avg months visible"): Form(("total = visible + n",), ("avg", AVERAGE, "total", "months")),
    _fields("rag band rule"): Form(says=in_the_band),
    _fields("prior change_pct"): Form(says=changed_by),
    _fields("prev arrow rule"): Form(says=arrow_from),
    _fields("axis px bar"): Form(says=bar_height),
    _fields("above below"): Form(says=sorted_between),
}
