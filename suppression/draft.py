"""A table in the making: cells, items and relations, each added only if it fits the figures."""

from collections.abc import Iterable
from decimal import Decimal

from indicators.formatting import opening
from suppression.engine import Cell, Policy, Ratio, Relation, RelationKind, Series, Statement, Table
from suppression.places import revision_of


class CannotProtect(Exception):
    """The figures cannot be judged; the message names the indicator and period and says what to correct."""


class Draft:
    """What has been gathered so far; `table` makes the engine's table of it.

    contradicted: the keys of figures between which something should hold and does not, so that it was left out. A
    reader sees that only where all of them are shown.
    of_other_reports: keys of figures that only other reports speak of, and hide. When those were published it was
    judged whether enough is hidden of them, with the true figures; this report must not tell more.
    """

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.cells: dict[str, Cell] = {}
        self.ratios: dict[str, Ratio] = {}
        self.statements: list[Statement] = []
        self.relations: list[Relation] = []
        self.series: list[Series] = []
        self.contradicted: set[frozenset[str]] = set()
        self.of_other_reports: set[str] = set()

    def table(self) -> Table:
        """The table; raises TableError where the figures do not fit together."""
        return Table(
            tuple(self.cells.values()),
            tuple(self.relations),
            tuple(self.series),
            tuple(self.ratios.values()),
            tuple(self.statements),
        )

    def is_unsafe(self, keys: Iterable[str]) -> bool:
        """Whether any of these cells is a small count of people, or unknown."""
        cells = [self.cells[key] for key in keys]
        return any(cell.counts_people and (cell.value is None or self.policy.is_small(cell.value)) for cell in cells)

    def latent(self, key: str, label: str, value: int | None, counts_people: bool, lower: int | None = 0) -> None:
        """Add a figure that is never shown and can be worked out."""
        self.cells[key] = Cell(key, value, label, counts_people=counts_people, weight=0, lower=lower, latent=True)

    @property
    def revised(self) -> frozenset[str]:
        """Keys of figures as they were shown before, where they are others now."""
        return frozenset(key for key in self.cells if revision_of(key) in self.cells)

    def unused(self, key: str, number: int) -> str:
        """The key, unless it stands for another number: two reports may be of the same month."""
        candidate, times = key, 1
        while candidate in self.cells and self.cells[candidate].value != number:
            times += 1
            candidate = f"{key} ({times})"
        return candidate

    def value(self, key: str) -> int | None:
        return self.cells[key].value

    def total(self, terms: Iterable[tuple[str, int]]) -> int | None:
        """The sum of coefficient times cell; None if one of them is unknown."""
        total = 0
        for key, coefficient in terms:
            value = self.cells[key].value
            if value is None:
                return None
            total += coefficient * value
        return total

    def relate(self, kind: RelationKind, terms: Iterable[tuple[str, int]]) -> None:
        """Add that these sum to 0, if they do.

        A contradiction says nothing to a reader, who sees that nothing follows from it. Raises CannotProtect where one
        of the figures is too small to publish: what a reader would make of them cannot be judged.
        """
        terms = tuple(terms)
        if self.total(terms) in (None, 0):
            self.relations.append(Relation(terms, 0, kind))
            return
        self.contradicted.add(frozenset(key for key, _ in terms))
        if self.is_unsafe(key for key, _ in terms):
            named = ", ".join(self.cells[key].label for key, _ in terms)
            raise CannotProtect(
                f"The figures contradict each other ({kind.value}), and some are too small to publish: {named}. What "
                "a reader could work out from them cannot be judged. Correct them first."
            )


def whole(number: Decimal, label: str) -> int:
    """A count as a whole number; raises CannotProtect, naming it, where it is none."""
    if not number.is_finite() or number != number.to_integral_value():
        raise CannotProtect(f"{opening(label)}: {number} is a count but no whole number. Correct it first.")
    return int(number)
