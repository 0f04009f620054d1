"""A table in the making: cells, items and relations, each added only if it fits the figures."""

from collections.abc import Iterable
from decimal import Decimal

from suppression.engine import Cell, Policy, Ratio, Relation, RelationKind, Series, Statement, Table


class CannotProtect(Exception):
    """The figures cannot be judged; the message names the indicator and period and says what to correct."""


class Draft:
    """What has been gathered so far; `table` makes the engine's table of it."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.cells: dict[str, Cell] = {}
        self.ratios: dict[str, Ratio] = {}
        self.statements: list[Statement] = []
        self.relations: list[Relation] = []
        self.series: list[Series] = []

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
        elif self.is_unsafe(key for key, _ in terms):
            named = ", ".join(self.cells[key].label for key, _ in terms)
            raise CannotProtect(
                f"The figures contradict each other ({kind.value}), and some are too small to publish: {named}. What "
                "a reader could work out from them cannot be judged. Correct them first."
            )


def whole(number: Decimal, label: str) -> int:
    """A count as a whole number; raises CannotProtect, naming it, where it is none."""
    if not number.is_finite() or number != number.to_integral_value():
        raise CannotProtect(f"{label.capitalize()}: {number} is a count but no whole number. Correct it first.")
    return int(number)
