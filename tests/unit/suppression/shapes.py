"""Random small tables of every kind, each with every world of it: numbers from which all others follow."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product

from hypothesis import strategies as st

from suppression.engine import (
    Cell,
    Condition,
    Policy,
    Ratio,
    RatioKind,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    Table,
    complement_key,
    printed_ratio,
    step_key,
)

# Small numbers all round, so that all worlds can be tried: 1 and 2 are hidden, and must reach 3 and their value + 2.
SMALL = Policy(
    smallest_publishable_count=3,
    smallest_percentage_denominator=5,
    smallest_all_or_nothing_denominator=3,
    smallest_average_base=3,
    protection_width=2,
    solver_seconds=20,
)
MOST = 7


@dataclass(frozen=True)
class Shape:
    """What is tried: the inner figures, which may be 0 to most each; derive gives all others, latent ones too.

    latent: keys of cells that are never shown; unlimited: the lower bounds of those that may be below 0.
    nobodys: keys of latent cells whose numbers nobody gives us. A world with a figure below 0 is none, but for these.
    """

    inner: tuple[str, ...]
    derive: Callable[..., Mapping[str, int]]
    relations: tuple[Relation, ...] = ()
    series: tuple[Series, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    statements: tuple[Statement, ...] = ()
    latent: frozenset[str] = frozenset()
    below_zero: frozenset[str] = frozenset()
    nobodys: frozenset[str] = frozenset()
    most: int = MOST

    def worlds(self) -> Iterator[dict[str, int]]:
        for numbers in product(range(self.most + 1), repeat=len(self.inner)):
            world = dict(zip(self.inner, numbers, strict=True)) | self.derive(*numbers)
            if all(number >= 0 or key in self.below_zero for key, number in world.items()):
                yield world


def whole(total: str, *parts: str, kind: RelationKind = RelationKind.PARTS) -> Relation:
    return Relation((*((part, 1) for part in parts), (total, -1)), kind=kind)


def at_least(
    statement: str, kind: StatementKind, least: int, judges: tuple[str, ...] = (), **coefficients: int
) -> Statement:
    condition = Condition(tuple(coefficients.items()), least=least)
    return Statement(statement, kind, statement, (condition,), judges=judges)


def behind(ratio: str, n: int, d: int) -> dict[str, int]:
    return {complement_key(ratio): d - n}


PERCENTAGE = Ratio("r", "n", "d", "r")
MONTHS = ("m1", "m2", "m3")
SHAPES = {
    "flow": Shape(MONTHS, lambda *m: {"ytd": sum(m)}, series=(Series(SeriesKind.FLOW, MONTHS, "ytd"),)),
    "flow without year to date": Shape(MONTHS, lambda *m: {}, series=(Series(SeriesKind.FLOW, MONTHS),)),
    "running total": Shape(
        MONTHS,
        lambda a, b, c: {"ytd": c, step_key("m2"): b - a, step_key("m3"): c - b},
        series=(Series(SeriesKind.RUNNING_TOTAL, MONTHS, "ytd"),),
    ),
    "quarters": Shape(
        MONTHS,
        lambda a, b, c: {"q1": a + b, "ytd": a + b + c},
        (
            whole("q1", "m1", "m2", kind=RelationKind.QUARTER_TO_DATE),
            whole("ytd", "q1", "m3", kind=RelationKind.YEAR_TO_DATE),
        ),
        (Series(SeriesKind.FLOW, MONTHS, "ytd"),),
    ),
    "two by two": Shape(
        ("a", "b", "c", "d"),
        lambda a, b, c, d: {"ab": a + b, "cd": c + d, "ac": a + c, "bd": b + d, "all": a + b + c + d},
        (*(whole("".join(parts), *parts) for parts in ("ab", "cd", "ac", "bd")), whole("all", "ab", "cd")),
        most=5,
    ),
    "coefficients": Shape(
        ("a", "b", "c"),
        lambda a, b, c: {"mixed": 2 * a + 3 * b + c, "double": 2 * a + 2 * c},
        (Relation((("a", 2), ("b", 3), ("c", 1), ("mixed", -1))), Relation((("a", 2), ("c", 2), ("double", -1)))),
    ),
    "stock": Shape(
        ("before", "came", "went"),
        lambda before, came, went: {"after": before + came - went},
        (Relation((("before", 1), ("came", 1), ("went", -1), ("after", -1)), kind=RelationKind.STOCK),),
        (Series(SeriesKind.STOCK, ("before", "after")),),
    ),
    "stock alone": Shape(MONTHS, lambda *m: {}, series=(Series(SeriesKind.STOCK, MONTHS),)),
    "group": Shape(
        ("excluding", "group"),
        lambda excluding, group: {"including": excluding + group},
        (whole("including", "excluding", "group", kind=RelationKind.GROUP),),
        latent=frozenset({"group"}),
    ),
    "the same twice": Shape(
        ("a", "c"),
        lambda a, c: {"b": a, "all": a + c},
        (Relation((("a", 1), ("b", -1)), kind=RelationKind.SAME), whole("all", "b", "c")),
    ),
    "revision": Shape(
        ("old", "new"),
        lambda old, new: {"difference": new - old},
        (Relation((("new", 1), ("old", -1), ("difference", -1)), kind=RelationKind.REVISION),),
        latent=frozenset({"difference"}),
        below_zero=frozenset({"difference"}),
    ),
    "percentage": Shape(("n", "d"), lambda n, d: behind("r", n, d), ratios=(PERCENTAGE,), most=12),
    "percentage with a decimal": Shape(
        ("n", "d"), lambda n, d: behind("r", n, d), ratios=(replace(PERCENTAGE, decimals=1),), most=12
    ),
    "bare percentage": Shape(
        ("n", "d"),
        lambda n, d: {"stock": d, **behind("r", n, d)},
        (Relation((("d", 1), ("stock", -1)), kind=RelationKind.SAME),),
        ratios=(PERCENTAGE,),
        latent=frozenset({"n", "d"}),
        nobodys=frozenset({"n", "d"}),
        most=12,
    ),
    "two percentages": Shape(
        ("n", "d", "e"),
        lambda n, d, e: {"f": d + e, **behind("r", n, d), **behind("s", n, d + e)},
        (whole("f", "d", "e"),),
        ratios=(PERCENTAGE, Ratio("s", "n", "f", "s")),
    ),
    "rate": Shape(("n", "d"), lambda n, d: {}, ratios=(replace(PERCENTAGE, kind=RatioKind.RATE),), most=12),
    "average": Shape(
        ("n", "d"), lambda n, d: {}, ratios=(replace(PERCENTAGE, kind=RatioKind.AVERAGE, decimals=1),), most=12
    ),
    "rating": Shape(
        MONTHS,
        lambda *m: {"ytd": sum(m)},
        series=(Series(SeriesKind.FLOW, MONTHS, "ytd"),),
        statements=(at_least("rating", StatementKind.RATING, 4, ("m3", "m2"), m3=1),),
    ),
    "arrow": Shape(
        MONTHS,
        lambda *m: {},
        series=(Series(SeriesKind.STOCK, MONTHS),),
        statements=(at_least("arrow", StatementKind.DIRECTION, 1, m3=1, m2=-1),),
    ),
    "rank": Shape(
        MONTHS,
        lambda *m: {"ytd": sum(m)},
        (whole("ytd", *MONTHS),),
        statements=(at_least("rank", StatementKind.ORDER, 0, m1=1, m2=-1),),
    ),
}


@dataclass(frozen=True)
class Figures:
    """What a random table of a shape has that the shape leaves open."""

    weights: Sequence[int]
    source: frozenset[int]
    public: frozenset[int]
    carried: frozenset[int]
    things: frozenset[int]


FIGURES = st.builds(
    Figures,
    st.lists(st.integers(1, 6), min_size=12, max_size=12),
    st.frozensets(st.integers(0, 30), max_size=2),
    st.frozensets(st.integers(0, 30), max_size=2),
    st.frozensets(st.integers(0, 30), max_size=2),
    st.frozensets(st.integers(0, 60), max_size=1),
)


def table_of_shape(shape: Shape, world: Mapping[str, int], figures: Figures) -> Table:
    """The table of which this world is the truth; limits that its shape sets are known to everybody."""
    written = {step_key(key) for key in world} | {complement_key(ratio.key) for ratio in shape.ratios}
    limits = {
        key: (min(each[key] for each in shape.worlds()), max(each[key] for each in shape.worlds())) for key in world
    }

    def marks(place: int, may_carry: bool = True) -> dict[str, str]:
        return {
            "public_since": "the first report" if place in figures.public else "",
            "hidden_since": "the second report" if place in figures.carried and may_carry else "",
        }

    cells = []
    for place, (key, number) in enumerate((key, number) for key, number in world.items() if key not in written):
        latent = key in shape.latent
        nobodys = key in shape.nobodys or (place in figures.source and not latent and place not in figures.public)
        low, high = limits[key]
        cells.append(
            Cell(
                key,
                None if nobodys else number,
                key,
                counts_people=place not in figures.things,
                weight=figures.weights[place],
                lower=low,
                upper=high,
                latent=latent,
                **({} if latent else marks(place)),
            )
        )
    ratios = tuple(
        replace(
            ratio,
            printed=printed_ratio(world[ratio.numerator], world[ratio.denominator], ratio.scale),
            weight=figures.weights[10 + place],
            **marks(20 + place),
        )
        for place, ratio in enumerate(shape.ratios)
    )
    statements = tuple(replace(one, **marks(25)) for one in shape.statements)
    return Table(tuple(cells), shape.relations, shape.series, ratios, statements)


def is_true(shape: Shape, world: Mapping[str, int]) -> bool:
    """Whether the papers could say it: ratios have denominators, statements hold."""
    return all(world[ratio.denominator] >= 1 for ratio in shape.ratios) and all(
        sum(number * world[key] for key, number in condition.coefficients) >= condition.least
        for one in shape.statements
        for condition in one.conditions
    )
