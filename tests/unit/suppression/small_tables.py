"""Random small tables of every kind of relation, each with all of its worlds.

Every table is bounded, so that its worlds can be written down; the bounds are high enough for protection where the
figures themselves do not forbid it.
"""

from collections.abc import Callable, Sequence
from itertools import pairwise
from random import Random

import numpy as np

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

from .patterns_by_enumeration import Case, Numbers

DEFAULT = Policy()
NARROW = Policy(
    "narrow",
    smallest_publishable_count=3,
    smallest_percentage_denominator=6,
    smallest_all_or_nothing_denominator=4,
    smallest_average_base=4,
    protection_width=2,
)


def grid(*most: int) -> list[Numbers]:
    """Every combination of numbers from 0 to each of these."""
    return [axis.ravel().astype(np.int64) for axis in np.indices([number + 1 for number in most])]


class Draft:
    """A table under construction. Its figures are drawn by chance from the worlds: one of those is the truth."""

    def __init__(
        self,
        random: Random,
        policy: Policy,
        where: Numbers | None = None,
        true: Numbers | None = None,
        **numbers: Numbers,
    ) -> None:
        """Take the worlds, an array for each inner figure, and which of them are possible at all.

        true: in which of them the truth is to be found. A ratio with a denominator of zero is never printed, so its
        denominator is zero in some worlds and not in truth.
        """
        self.random, self.policy = random, policy
        kept = slice(None) if where is None else where
        self.numbers = {key: each[kept] for key, each in numbers.items()}
        worlds = len(next(iter(self.numbers.values())))
        self.truth = self._draw(np.arange(worlds) if true is None else np.flatnonzero(true[kept]))
        self.cells: dict[str, Cell] = {}
        self.relations: list[Relation] = []
        self.series: list[Series] = []
        self.ratios: list[Ratio] = []
        self.statements: list[Statement] = []
        self.derived: list[Cell] = []

    def _draw(self, possible: Numbers) -> int:
        """The place of a world with many small numbers and zeros in it."""
        places = self.random.choices(possible, k=12)
        level = self.policy.smallest_publishable_count
        wanted = self.random.randint(1, 2)

        def distance(place: int) -> int:
            return abs(wanted - sum(1 for each in self.numbers.values() if 0 < each[place] < level))

        return min(places, key=distance)

    def value(self, key: str) -> int:
        return int(self.numbers[key][self.truth])

    def cell(self, key: str, numbers: Numbers | None = None, *, plain: bool = False, **options: object) -> str:
        """A figure, of a sum if its numbers are given; unless it is plain, sometimes one with a history of its own."""
        if numbers is not None:
            self.numbers[key] = numbers
        value = self.value(key)
        chosen: dict[str, object] = {"weight": self.random.randint(0, 6)}
        chance = self.random.random()
        if plain or options.get("latent"):
            pass
        elif chance < 0.05:
            chosen["hidden_since"] = "an earlier report"
        elif chance < 0.10:
            chosen["public_since"] = "an earlier report"
        elif chance < 0.15:
            chosen["counts_people"] = False
        elif chance < 0.18:
            chosen |= {"counts_people": False, "must_reach": (max(0, value - 2), value + 2)}
        elif chance < 0.22:
            chosen["value"] = None
        self.cells[key] = Cell(**({"key": key, "value": value, "label": key} | chosen | options))
        return key

    def inner(self, *keys: str, **options: object) -> None:
        """Figures with the numbers that the draft began with, bounded as these are."""
        for key in keys:
            self.cell(key, upper=int(self.numbers[key].max()), **options)

    def sum(self, whole: str, *parts: str, kind: RelationKind = RelationKind.PARTS) -> str:
        """A figure that is the sum of others."""
        self.cell(whole, sum(self.numbers[part] for part in parts))
        self.relations.append(Relation((*((part, 1) for part in parts), (whole, -1)), kind=kind))
        return whole

    def flow(self, total: str, *months: str) -> None:
        """Months with their year to date."""
        self.cell(total, sum(self.numbers[month] for month in months))
        self.series.append(Series(SeriesKind.FLOW, months, total))

    def hold(self, kind: RelationKind, **coefficients: int) -> None:
        """The sum of coefficient times cell is nothing."""
        self.relations.append(Relation(tuple(coefficients.items()), kind=kind))

    def ratio(
        self,
        key: str,
        numerator: str,
        denominator: str,
        kind: RatioKind = RatioKind.PERCENTAGE,
        decimals: int = 0,
    ) -> None:
        """A ratio, printed as its truth is."""
        weight = self.random.randint(0, 8)
        blank = Ratio(key, numerator, denominator, key, weight, kind, decimals=decimals)
        printed = printed_ratio(self.value(numerator), self.value(denominator), blank.scale)
        chance = self.random.random()
        hidden_since = "an earlier report" if chance < 0.05 else ""
        public_since = "an earlier report" if 0.05 <= chance < 0.1 else ""
        self.ratios.append(
            Ratio(key, numerator, denominator, key, weight, kind, printed, decimals, public_since, hidden_since)
        )
        if kind is RatioKind.PERCENTAGE:
            above, below = self.cells[numerator], self.cells[denominator]
            unknown = above.value is None or below.value is None
            value = None if unknown else self.value(denominator) - self.value(numerator)
            self.numbers[complement_key(key)] = self.numbers[denominator] - self.numbers[numerator]
            people = above.counts_people
            self.derived.append(Cell(complement_key(key), value, "complement", counts_people=people, latent=True))

    def rating(self, judged: str, target: Sequence[tuple[str, int]], least: int) -> None:
        """Green if the sum is at least so much, red if it is less."""
        total = sum(number * self.value(key) for key, number in target)
        condition = (
            Condition(tuple(target), least, None) if total >= least else Condition(tuple(target), None, least - 1)
        )
        self.statements.append(
            Statement(
                f"{judged} rating", StatementKind.RATING, "rating", (condition,), self.random.randint(0, 2), (judged,)
            )
        )

    def direction(self, before: str, after: str) -> None:
        """An arrow: up, down or level."""
        change = self.value(after) - self.value(before)
        bounds = (1, None) if change > 0 else (None, -1) if change < 0 else (0, 0)
        condition = Condition(((after, 1), (before, -1)), *bounds)
        self.statements.append(Statement(f"{after} arrow", StatementKind.DIRECTION, "arrow", (condition,)))

    def case(self) -> Case:
        """The table with its worlds."""
        parts = (self.cells.values(), self.relations, self.series, self.ratios, self.statements)
        return Case(Table(*(tuple(part) for part in parts)), self.policy, self.numbers, tuple(self.derived))


def flow(random: Random) -> Case:
    number = random.randint(2, 4)
    keys = [f"m{place}" for place in range(1, number + 1)]
    most = {2: 40, 3: 20, 4: 11}[number]
    draft = Draft(
        random, random.choice((DEFAULT, NARROW)), None, **dict(zip(keys, grid(*[most] * number), strict=True))
    )
    draft.inner(*keys)
    draft.flow("ytd", *keys)
    return draft.case()


def months_alone(random: Random) -> Case:
    keys = ["m1", "m2", "m3", "m4"]
    kind = random.choice((SeriesKind.FLOW, SeriesKind.STOCK))
    draft = Draft(random, DEFAULT, None, **dict(zip(keys, grid(11, 11, 11, 11), strict=True)))
    draft.inner(*keys)
    draft.series.append(Series(kind, tuple(keys)))
    return draft.case()


def running_total(random: Random) -> Case:
    keys = ["t1", "t2", "t3", "t4"]
    totals = grid(19, 19, 19, 19)
    rising = (totals[0] <= totals[1]) & (totals[1] <= totals[2]) & (totals[2] <= totals[3])
    draft = Draft(random, random.choice((DEFAULT, NARROW)), rising, **dict(zip(keys, totals, strict=True)))
    draft.inner(*keys)
    year_to_date = draft.cell("ytd", draft.numbers["t4"]) if random.random() < 0.7 else None
    draft.series.append(Series(SeriesKind.RUNNING_TOTAL, tuple(keys), year_to_date))
    for before, after in pairwise(keys):
        key = step_key(after)
        draft.numbers[key] = draft.numbers[after] - draft.numbers[before]
        unknown = draft.cells[before].value is None or draft.cells[after].value is None
        people = draft.cells[after].counts_people
        draft.derived.append(
            Cell(key, None if unknown else draft.value(key), "step", counts_people=people, latent=True)
        )
    return draft.case()


def parts(random: Random) -> Case:
    number = random.randint(2, 4)
    keys = [f"p{place}" for place in range(1, number + 1)]
    most = {2: 40, 3: 20, 4: 11}[number]
    draft = Draft(random, DEFAULT, None, **dict(zip(keys, grid(*[most] * number), strict=True)))
    draft.inner(*keys)
    draft.sum("whole", *keys)
    return draft.case()


def two_by_two(random: Random) -> Case:
    a, b, c, d = grid(11, 11, 11, 11)
    draft = Draft(random, random.choice((DEFAULT, NARROW)), None, a=a, b=b, c=c, d=d)
    draft.inner("a", "b", "c", "d")
    for keys in ("ab", "cd", "ac", "bd"):
        draft.sum(keys, *keys)
    draft.sum("all", "ab", "cd")
    return draft.case()


def two_by_three(random: Random) -> Case:
    draft = Draft(random, NARROW, None, **dict(zip("abcdef", grid(5, 5, 5, 5, 5, 5), strict=True)))
    draft.inner(*"abcdef")
    for keys in ("abc", "def", "ad", "be", "cf"):
        draft.sum(keys, *keys)
    draft.sum("all", "abc", "def")
    return draft.case()


def quarters(random: Random) -> Case:
    keys = ["m1", "m2", "m3", "m4"]
    draft = Draft(random, random.choice((DEFAULT, NARROW)), None, **dict(zip(keys, grid(11, 11, 11, 11), strict=True)))
    draft.inner(*keys)
    draft.sum("q1", "m1", "m2", kind=RelationKind.QUARTER_TO_DATE)
    draft.sum("q2", "m3", "m4", kind=RelationKind.QUARTER_TO_DATE)
    draft.flow("ytd", *keys)
    return draft.case()


def stock_with_flows(random: Random) -> Case:
    s0, i1, o1, i2, o2 = grid(8, 6, 6, 6, 6)
    s1, s2 = s0 + i1 - o1, s0 + i1 - o1 + i2 - o2
    draft = Draft(random, NARROW, (s1 >= 0) & (s2 >= 0), s0=s0, i1=i1, o1=o1, i2=i2, o2=o2, s1=s1, s2=s2)
    draft.inner("s0", "i1", "o1", "i2", "o2")
    draft.cell("s1")
    draft.cell("s2")
    draft.hold(RelationKind.STOCK, s0=1, i1=1, o1=-1, s1=-1)
    draft.hold(RelationKind.STOCK, s1=1, i2=1, o2=-1, s2=-1)
    draft.series.append(Series(SeriesKind.STOCK, ("s0", "s1", "s2")))
    return draft.case()


def group(random: Random) -> Case:
    e1, g1, e2, g2 = grid(11, 11, 11, 11)
    draft = Draft(random, random.choice((DEFAULT, NARROW)), None, e1=e1, g1=g1, e2=e2, g2=g2)
    draft.inner("e1", "e2")
    draft.inner("g1", "g2", latent=True)
    draft.cell("gy", g1 + g2, latent=True)
    draft.flow("ey", "e1", "e2")
    for place in "12y":
        draft.sum(f"i{place}", f"e{place}", f"g{place}", kind=RelationKind.GROUP)
    draft.series.append(Series(SeriesKind.FLOW, ("i1", "i2"), "iy"))
    return draft.case()


def revision(random: Random) -> Case:
    n1, n2, n3 = grid(20, 20, 20)
    draft = Draft(random, random.choice((DEFAULT, NARROW)), None, n1=n1, n2=n2, n3=n3)
    draft.inner("n1", "n2", "n3")
    draft.flow("ytd", "n1", "n2", "n3")
    for place in random.sample("123", 2):
        new = f"n{place}"
        old = max(0, draft.value(new) + random.randint(-7, 7))
        draft.cell(f"old{place}", np.full_like(n1, old), plain=True, public_since="the report before")
        draft.cell(f"d{place}", draft.numbers[new] - old, latent=True, lower=-old)
        draft.hold(RelationKind.REVISION, **{new: 1, f"old{place}": -1, f"d{place}": -1})
    return draft.case()


def same_in_two_places(random: Random) -> Case:
    a, b, c = grid(20, 20, 20)
    draft = Draft(random, DEFAULT, None, a=a, b=b, c=c)
    draft.inner("a", "b", "c")
    draft.cell("again", a)
    draft.hold(RelationKind.SAME, a=1, again=-1)
    draft.sum("first", "a", "b")
    draft.sum("second", "again", "c")
    return draft.case()


def coefficients(random: Random) -> Case:
    a, b, c = grid(20, 20, 20)
    draft = Draft(random, DEFAULT, None, a=a, b=b, c=c)
    draft.inner("a", "b", "c")
    draft.cell("mixed", 2 * a + 3 * b + c)
    draft.cell("double", 2 * a + 2 * c)
    draft.hold(RelationKind.PARTS, a=2, b=3, c=1, mixed=-1)
    draft.hold(RelationKind.PARTS, a=2, c=2, double=-1)
    return draft.case()


def zeros_always_shown(random: Random) -> Case:
    a, b, c = grid(20, 20, 20)
    policy = Policy("zeros show", zeros_may_be_hidden=False)
    draft = Draft(random, policy, None, (a == 0) | (b == 0), a=a, b=b, c=c)
    draft.inner("a", "b", "c")
    draft.sum("whole", "a", "b", "c")
    return draft.case()


def percentage(random: Random) -> Case:
    n, d = grid(60, 60)
    draft = Draft(random, random.choice((DEFAULT, NARROW)), n <= d, d >= 1, n=n, d=d)
    draft.inner("n", "d")
    draft.ratio("p", "n", "d", decimals=random.choice((0, 0, 1)))
    return draft.case()


def percentages_of_sums(random: Random) -> Case:
    n1, d1, n2, d2 = grid(11, 11, 11, 11)
    draft = Draft(random, NARROW, (n1 <= d1) & (n2 <= d2), (d1 >= 1) & (d2 >= 1), n1=n1, d1=d1, n2=n2, d2=d2)
    draft.inner("n1", "d1", "n2", "d2")
    draft.flow("ny", "n1", "n2")
    draft.flow("dy", "d1", "d2")
    for place in "12y":
        draft.ratio(f"p{place}", f"n{place}", f"d{place}")
    return draft.case()


def rates(random: Random) -> Case:
    n1, n2 = grid(60, 60)
    draft = Draft(random, DEFAULT, None, n1=n1, n2=n2)
    draft.inner("n1", "n2")
    draft.flow("ny", "n1", "n2")
    population = np.full_like(n1, random.randint(5_000, 90_000))
    draft.cell("population", population, plain=True, public_since="the mid-year estimates")
    for place in "12y":
        draft.ratio(f"r{place}", f"n{place}", "population", RatioKind.RATE, random.choice((0, 1)))
    return draft.case()


def average(random: Random) -> Case:
    n, d = grid(150, 20)
    draft = Draft(random, DEFAULT, None, d >= 1, n=n, d=d)
    draft.inner("n", "d")
    draft.ratio("a", "n", "d", RatioKind.AVERAGE, random.choice((0, 1)))
    return draft.case()


def bare_percentage(random: Random) -> Case:
    s1, n1, s2, n2 = grid(12, 12, 12, 12)
    draft = Draft(random, NARROW, (n1 <= s1) & (n2 <= s2), (s1 >= 1) & (s2 >= 1), s1=s1, n1=n1, s2=s2, n2=n2)
    draft.inner("s1", "s2")
    draft.sum("sy", "s1", "s2")
    for place in "12":
        known = {} if random.random() < 0.5 else {"value": None}
        draft.inner(f"n{place}", latent=True, **known)
        draft.cell(f"d{place}", draft.numbers[f"s{place}"], latent=True)
        draft.hold(RelationKind.SAME, **{f"d{place}": 1, f"s{place}": -1})
        draft.ratio(f"p{place}", f"n{place}", f"d{place}")
    return draft.case()


def rated(random: Random) -> Case:
    n, c, m1, m2 = grid(11, 11, 11, 11)
    policy = random.choice((NARROW, Policy("ratings show", rating_of_hidden_may_show=True)))
    draft = Draft(random, policy, n <= c, c >= 1, n=n, d=c, m1=m1, m2=m2)
    draft.inner("n", "d", "m1", "m2")
    draft.flow("ytd", "m1", "m2")
    draft.ratio("p", "n", "d")
    draft.rating("p", (("n", 100), ("d", -random.randint(20, 80))), 0)
    draft.rating("ytd", (("ytd", 1),), random.randint(1, 15))
    draft.direction("m1", "m2")
    return draft.case()


Shape = Callable[[Random], Case]

ADDITIVE: tuple[Shape, ...] = (
    *(flow, months_alone, running_total, parts, two_by_two, two_by_three, quarters, stock_with_flows, group),
    *(revision, same_in_two_places, coefficients, zeros_always_shown),
)
WITH_RATIOS: tuple[Shape, ...] = (percentage, percentages_of_sums, rates, average, bare_percentage, rated)
