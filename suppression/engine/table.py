"""All figures of one report together: the problem that the other steps of the engine work on."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from suppression.engine.figures import Cell, Ratio, Relation, Series, Statement
from suppression.engine.validation import check_table


@dataclass(frozen=True)
class Table:
    """All figures of one report and what holds between them; raises TableError when they do not fit together."""

    cells: tuple[Cell, ...]
    relations: tuple[Relation, ...] = ()
    series: tuple[Series, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    statements: tuple[Statement, ...] = ()

    def __post_init__(self) -> None:
        """Unknown means stop: check the table before anything is made of it."""
        check_table(self.cells, self.relations, self.series, self.ratios, self.statements)

    @cached_property
    def by_key(self) -> Mapping[str, Cell]:
        """Cells by their key."""
        return {cell.key: cell for cell in self.cells}

    @cached_property
    def labels(self) -> Mapping[str, str]:
        """The words for every cell, ratio and statement, by key."""
        of_cells = {cell.key: cell.label for cell in self.cells}
        of_ratios = {ratio.key: ratio.label for ratio in self.ratios}
        return of_cells | of_ratios | {statement.key: statement.label for statement in self.statements}

    def public_since(self, key: str) -> str:
        """The earlier paper that showed an item (key); empty if none did."""
        items: tuple[Cell | Ratio | Statement, ...] = (*self.cells, *self.ratios, *self.statements)
        return next((item.public_since for item in items if item.key == key), "")

    def values(self, keys: Iterable[str]) -> tuple[int | None, ...]:
        """True values in the order of the keys."""
        return tuple(self.by_key[key].value for key in keys)
