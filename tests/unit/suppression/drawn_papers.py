"""Small papers of every relation type, drawn at random from true figures that they agree with."""

from collections.abc import Callable
from dataclasses import dataclass, field

from hypothesis import strategies

from suppression.engine import (
    Condition,
    Ratio,
    RatioKind,
    ReaderView,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    printed_ratio,
)

Draw = Callable[[strategies.SearchStrategy[int]], int]
LARGEST_PRODUCT = 6000


@dataclass
class Draft:
    """True figures, and what holds between them and is said of them."""

    values: dict[str, int] = field(default_factory=dict)
    relations: list[Relation] = field(default_factory=list)
    series: list[Series] = field(default_factory=list)
    ratios: list[Ratio] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    latent: set[str] = field(default_factory=set)
    implied: set[str] = field(default_factory=set)
    least: dict[str, int] = field(default_factory=dict)

    def add(self, **values: int) -> tuple[str, ...]:
        self.values |= values
        return tuple(values)

    def sums(self, whole: str, *parts: str, kind: RelationKind = RelationKind.PARTS) -> None:
        self.values[whole] = sum(self.values[part] for part in parts)
        self.relations.append(Relation((*((part, 1) for part in parts), (whole, -1)), kind=kind))

    def say(self, kind: StatementKind, least: int | None, most: int | None, **coefficients: int) -> None:
        condition = Condition(tuple(coefficients.items()), least, most)
        self.statements.append(Statement("s", kind, "the statement", (condition,)))


def number(draw: Draw, least: int = 0, most: int = 9) -> int:
    return draw(strategies.integers(least, most))


def flow(draw: Draw, draft: Draft) -> None:
    months = draft.add(a=number(draw), b=number(draw), c=number(draw))
    draft.add(ytd=sum(draft.values.values()))
    draft.series.append(Series(SeriesKind.FLOW, months, "ytd"))


def running_total(draw: Draw, draft: Draft) -> None:
    first = number(draw)
    second = first + number(draw, most=7)
    totals = draft.add(a=first, b=second, c=second + number(draw, most=7))
    draft.add(ytd=draft.values["c"])
    draft.series.append(Series(SeriesKind.RUNNING_TOTAL, totals, "ytd"))


def stock(draw: Draw, draft: Draft) -> None:
    before, came = number(draw), number(draw)
    went = number(draw, most=before + came)
    draft.add(before=before, came=came, went=went, after=before + came - went)
    terms = (("before", 1), ("came", 1), ("went", -1), ("after", -1))
    draft.relations.append(Relation(terms, kind=RelationKind.STOCK))


def parts(draw: Draw, draft: Draft) -> None:
    draft.add(a=number(draw), b=number(draw), c=number(draw))
    draft.sums("all", "a", "b", "c")


def group(draw: Draw, draft: Draft) -> None:
    draft.add(excluding=number(draw), group=number(draw))
    draft.latent.add("group")
    draft.sums("including", "excluding", "group", kind=RelationKind.GROUP)


def same(draw: Draw, draft: Draft) -> None:
    draft.add(a=number(draw))
    draft.sums("b", "a", kind=RelationKind.SAME)


def complement(draw: Draw, draft: Draft) -> None:
    draft.add(n=number(draw), rest=number(draw))
    draft.latent.add("rest")
    draft.sums("d", "n", "rest", kind=RelationKind.COMPLEMENT)


def quarter_to_date(draw: Draw, draft: Draft) -> None:
    draft.add(before=number(draw), a=number(draw), b=number(draw))
    draft.sums("after", "before", "a", "b", kind=RelationKind.QUARTER_TO_DATE)


def revision(draw: Draw, draft: Draft) -> None:
    old, new = number(draw), number(draw)
    draft.add(old=old, new=new, difference=new - old)
    draft.latent.add("difference")
    draft.least["difference"] = -old
    terms = (("new", 1), ("old", -1), ("difference", -1))
    draft.relations.append(Relation(terms, kind=RelationKind.REVISION))


def ratio(kind: RatioKind, most: int, implied: bool = False) -> Callable[[Draw, Draft], None]:
    def of_two(draw: Draw, draft: Draft) -> None:
        base = number(draw, 1, most)
        draft.add(d=base, n=number(draw, most=base if kind is RatioKind.PERCENTAGE else most))
        bare = Ratio("r", "n", "d", "the ratio", kind=kind, decimals=number(draw, most=2))
        printed = printed_ratio(draft.values["n"], base, bare.scale)
        draft.ratios.append(Ratio("r", "n", "d", "the ratio", 4, kind, printed, bare.decimals))
        if implied:
            draft.latent |= {"n", "d"}
            draft.implied |= {"n", "d"}

    return of_two


def two_percentages(draw: Draw, draft: Draft) -> None:
    draft.add(n=number(draw), m=1 + number(draw))
    draft.sums("d", "n", "m")
    for key, part in (("r", "n"), ("q", "m")):
        printed = printed_ratio(draft.values[part], draft.values["d"], 100)
        draft.ratios.append(Ratio(key, part, "d", "the ratio", printed=printed))


def rating(draw: Draw, draft: Draft) -> None:
    draft.add(a=number(draw))
    low = number(draw, most=draft.values["a"])
    draft.say(StatementKind.RATING, low, draft.values["a"] + number(draw, most=4), a=1)


def direction(draw: Draw, draft: Draft) -> None:
    draft.add(a=number(draw), b=number(draw))
    rise = draft.values["b"] - draft.values["a"]
    least, most = (1, None) if rise > 0 else (None, -1) if rise < 0 else (0, 0)
    draft.say(StatementKind.DIRECTION, least, most, b=1, a=-1)


def order(draw: Draw, draft: Draft) -> None:
    low = number(draw)
    middle = low + number(draw, most=5)
    draft.add(low=low, middle=middle, high=middle + number(draw, most=5))
    conditions = tuple(
        Condition(((above, 1), (below, -1)), 0) for above, below in (("high", "middle"), ("middle", "low"))
    )
    draft.statements.append(Statement("s", StatementKind.ORDER, "the order", conditions))


def chart_point(draw: Draw, draft: Draft) -> None:
    draft.add(a=number(draw), b=number(draw))
    pixels = printed_ratio(3 * draft.values["a"] + 2 * draft.values["b"], 2, 1)
    draft.say(StatementKind.CHART_POINT, 2 * pixels - 1, 2 * pixels, a=3, b=2)


KINDS: dict[str, Callable[[Draw, Draft], None]] = {
    "flow": flow,
    "running total": running_total,
    "stock": stock,
    "parts": parts,
    "group": group,
    "same": same,
    "complement": complement,
    "quarter to date": quarter_to_date,
    "revision": revision,
    "percentage": ratio(RatioKind.PERCENTAGE, 25),
    "bare percentage": ratio(RatioKind.PERCENTAGE, 25, implied=True),
    "two percentages": two_percentages,
    "rate": ratio(RatioKind.RATE, 25),
    "average": ratio(RatioKind.AVERAGE, 25),
    "rating": rating,
    "direction": direction,
    "order": order,
    "chart point": chart_point,
}


@strategies.composite
def papers(draw: Draw, kind: str) -> tuple[ReaderView, dict[str, int] | None]:
    """What a reader has of figures of this kind, bounded on all sides, and the truth as far as it is known."""
    draft = Draft()
    KINDS[kind](draw, draft)
    open_cells = [key for key in draft.values if key not in draft.latent]
    if len(open_cells) > 1 and number(draw, most=1):
        draft.sums("together", *open_cells[:2])
        open_cells.append("together")
    hidden = {key for key in open_cells if number(draw, most=3)} | draft.latent
    silent = {item.key for item in (*draft.ratios, *draft.statements) if not number(draw, most=3)}
    room = LARGEST_PRODUCT ** (1 / max(1, len(hidden)))
    bounds = {}
    for key in sorted(hidden):
        down, up = (number(draw, most=int(min(room, 40) - 1) // 2) for _ in range(2))
        least = draft.least.get(key, 0)
        bounds[key] = (max(least, draft.values[key] - down), draft.values[key] + up)
    view = ReaderView(
        {key: value for key, value in draft.values.items() if key not in hidden},
        frozenset(hidden | silent),
        tuple(draft.relations),
        tuple(draft.series),
        tuple(one if one.key not in silent else _unprinted(one) for one in draft.ratios),
        tuple(one if one.key not in silent else _unsaid(one) for one in draft.statements),
        frozenset(draft.latent),
        frozenset(draft.implied),
        frozenset(key for key in draft.values if not number(draw, most=9)),
        frozenset(key for key in sorted(hidden | silent) if not number(draw, most=9)),
        bounds=bounds,
    )
    came_suppressed = {key for key in sorted(hidden) if not number(draw, most=9)} | draft.implied
    truth = {key: value for key, value in draft.values.items() if key not in came_suppressed}
    return view, truth if number(draw, most=2) else None


def _unprinted(one: Ratio) -> Ratio:
    return Ratio(one.key, one.numerator, one.denominator, one.label, one.weight, one.kind, None, one.decimals)


def _unsaid(one: Statement) -> Statement:
    return Statement(one.key, one.kind, one.label, ())
