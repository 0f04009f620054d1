"""A family of indicators under construction: cells with what holds between them, and the numbers nobody prints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from suppression.engine import (
    Cell,
    Condition,
    Ratio,
    RatioKind,
    Relation,
    RelationKind,
    Series,
    SeriesKind,
    Statement,
    StatementKind,
    Table,
    Weights,
    printed_ratio,
)

WEIGHTS = Weights()
FIRST_MONTH = 4  # the financial year starts in April 2020
YEAR_TO_DATE = "year to date"


@dataclass(frozen=True)
class Family:
    """Indicators that have something to do with each other, and nothing with the others of the index.

    truth: the value of every cell by key, of those too whose value the table does not hold.
    """

    kind: str
    indicators: int
    table: Table
    truth: Mapping[str, int]


class FamilyBuilder:
    """Collects the figures of one family. Its `small` says whether small counts are to be among them."""

    def __init__(self, number: int, months: int, small: bool, random: Random) -> None:
        """Take the number of the family's first indicator, the months of its year, and where chance comes from."""
        self.first = number
        self.months = [month_name(place) for place in range(months)]
        self.small = small
        self.random = random
        self.cells: list[Cell] = []
        self.relations: list[Relation] = []
        self.series: list[Series] = []
        self.ratios: list[Ratio] = []
        self.statements: list[Statement] = []
        self.truth: dict[str, int] = {}

    def family(self, kind: str, indicators: int) -> Family:
        """What was collected; raises TableError if it contradicts itself."""
        parts = (self.cells, self.relations, self.series, self.ratios, self.statements)
        return Family(kind, indicators, Table(*(tuple(part) for part in parts)), self.truth)

    def counts(self, least: int = 40, most: int = 150) -> list[int]:
        """A number for each month: with small ones and zeros among them, or none under the least."""
        if not self.small:
            return [self.random.randint(least, most) for _ in self.months]
        usual = self.random.choice((4, 9, 15))
        found = [self.random.choice((0, *range(usual + 3), usual, usual)) for _ in self.months]
        found[self.random.randrange(len(found))] = self.random.randint(1, 5)
        return found

    def cell(
        self,
        indicator: int,
        place: str,
        value: int,
        weight: int = WEIGHTS.month,
        *,
        latent: bool = False,
        kept: bool = True,
        people: bool = True,
        public_since: str = "",
    ) -> str:
        """Add a figure and return its key. Not kept: the table is not told the number."""
        key = f"{indicator}||{place}"
        label = f"indicator {indicator}, {place}"
        held = value if kept else None
        weight = 0 if latent else weight
        self.cells.append(Cell(key, held, label, people, weight, latent=latent, public_since=public_since))
        self.truth[key] = value
        return key

    def month_cells(self, indicator: int, values: Sequence[int], part: str = "") -> list[str]:
        """A cell for each month; with a part ("numerator") those are the numbers behind a ratio."""
        weight = WEIGHTS.number_behind_a_ratio if part else WEIGHTS.month
        words = f" ({part})" if part else ""
        return [
            self.cell(indicator, month + words, value, weight)
            for month, value in zip(self.months, values, strict=True)
        ]

    def year_to_date(self, indicator: int, value: int, part: str = "") -> str:
        """The cell of the year to date."""
        weight = WEIGHTS.number_behind_a_ratio if part else WEIGHTS.year_to_date
        return self.cell(indicator, f"{YEAR_TO_DATE} ({part})" if part else YEAR_TO_DATE, value, weight)

    def flow(self, indicator: int, values: Sequence[int], part: str = "", quarters: bool = False) -> list[str]:
        """Months that sum to a year to date and, if asked for, to quarters; the keys of the months, then the total."""
        keys = self.month_cells(indicator, values, part)
        total = self.year_to_date(indicator, sum(values), part)
        self.series.append(Series(SeriesKind.FLOW, tuple(keys), total))
        for start in range(0, len(keys), 3) if quarters else ():
            months = keys[start : start + 3]
            quarter = self.cell(
                indicator,
                f"quarter {start // 3 + 1} to date",
                sum(values[start : start + 3]),
                WEIGHTS.quarter_to_date,
            )
            self.add_up(quarter, months, RelationKind.QUARTER_TO_DATE)
        return [*keys, total]

    def running(self, indicator: int, totals: Sequence[int], restart: int = 0) -> list[str]:
        """Totals that only grow, but start again at the month `restart`; the last is the year to date."""
        keys = self.month_cells(indicator, totals)
        total = self.year_to_date(indicator, totals[-1])
        if restart:
            self.series.append(Series(SeriesKind.RUNNING_TOTAL, tuple(keys[:restart])))
        self.series.append(Series(SeriesKind.RUNNING_TOTAL, tuple(keys[restart:]), total))
        return [*keys, total]

    def stock(self, indicator: int, values: Sequence[int]) -> list[str]:
        """How many there are at the end of each month."""
        keys = self.month_cells(indicator, values)
        self.series.append(Series(SeriesKind.STOCK, tuple(keys)))
        return keys

    def add_up(self, whole: str, parts: Sequence[str], kind: RelationKind = RelationKind.PARTS) -> None:
        """The whole is the sum of its parts."""
        self.relations.append(Relation((*((part, 1) for part in parts), (whole, -1)), kind=kind))

    def hold(self, coefficients: tuple[tuple[str, int], ...], kind: RelationKind) -> None:
        """The sum of coefficient times cell is nothing."""
        self.relations.append(Relation(coefficients, kind=kind))

    def same(self, one: str, other: str) -> None:
        """The same figure stands in two places."""
        self.relations.append(Relation(((one, 1), (other, -1)), kind=RelationKind.SAME))

    def ratio(
        self,
        key: str,
        numerator: str,
        denominator: str,
        kind: RatioKind = RatioKind.PERCENTAGE,
        decimals: int = 0,
        weight: int = WEIGHTS.percentage,
    ) -> None:
        """A ratio of two cells, printed as the engine rounds."""
        words = key.replace("||", ", ")
        blank = Ratio(key, numerator, denominator, f"indicator {words}", weight, kind, decimals=decimals)
        printed = printed_ratio(self.truth[numerator], self.truth[denominator], blank.scale)
        self.ratios.append(
            Ratio(key, numerator, denominator, blank.label, weight, kind, printed=printed, decimals=decimals)
        )

    def earlier_years(self, indicator: int, about: int) -> None:
        """The years to date of two years before: figures that stand alone."""
        for year in ("2018/19", "2019/20"):
            value = max(0, about + self.random.randint(-about // 5 - 1, about // 5 + 1))
            value = value if self.small or value > 5 else 6
            self.cell(indicator, f"previous year {year}", value, WEIGHTS.previous_year)

    def rating_of_count(self, indicator: int, judged: str, target: int) -> None:
        """Green at or under the target, amber up to a tenth over it, red beyond."""
        bands = ((None, target), (target + 1, target + target // 10 + 1), (target + target // 10 + 2, None))
        value = self.truth[judged]
        (least, most) = next(band for band in bands if band[1] is None or value <= band[1])
        self._rating(indicator, judged, (Condition(((judged, 1),), least, most),))

    def rating_of_percentage(self, indicator: int, ratio: Ratio, target: int) -> None:
        """Green at or over the target, amber up to five points under it, red below."""

        def compared(to: int, least: int | None, most: int | None) -> Condition:
            return Condition(((ratio.numerator, 100), (ratio.denominator, -to)), least, most)

        def reached(to: int) -> bool:
            return 100 * self.truth[ratio.numerator] >= to * self.truth[ratio.denominator]

        if reached(target):
            conditions = (compared(target, 0, None),)
        elif reached(target - 5):
            conditions = (compared(target, None, -1), compared(target - 5, 0, None))
        else:
            conditions = (compared(target - 5, None, -1),)
        self._rating(indicator, ratio.key, conditions)

    def _rating(self, indicator: int, judged: str, conditions: tuple[Condition, ...]) -> None:
        label = f"the rating of indicator {indicator}"
        self.statements.append(
            Statement(f"{indicator}||rating", StatementKind.RATING, label, conditions, WEIGHTS.rating, (judged,))
        )


def month_name(place: int) -> str:
    """The month as the app writes it, YYYY-MM, counted from April 2020."""
    year, month = divmod(FIRST_MONTH - 1 + place, 12)
    return f"{2020 + year}-{month + 1:02}"
