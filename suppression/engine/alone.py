"""Figures that stand alone: hidden, they could only be small ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from suppression.engine.figures import Cell, SeriesKind
from suppression.engine.items import can_be_hidden
from suppression.engine.policy import Policy
from suppression.engine.table import Table


@dataclass(frozen=True)
class Company:
    """If the cell (key) is hidden, one of the others must be too; its label, for sentences."""

    key: str
    label: str
    others: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """Why a figure is hidden for the sake of it."""
        return f"Hidden because {self.label} would otherwise be hidden alone, and so could only be a small count."


def needs_company(table: Table, policy: Policy, unsafe: Iterable[str]) -> Iterator[Company]:
    """A small count that nothing else depends on is hidden together with another figure of its series, not small.

    Hidden alone, a reader who knows the rules would know it for a small count: nothing else can be the reason. What a
    rating, an arrow or another statement says of it is no reason to hide it; a ratio or a relation may be.
    """
    unsafe = set(unsafe)
    mentioned = {key for relation in table.relations for key, _ in relation.coefficients}
    mentioned |= {key for ratio in table.ratios for key in (ratio.numerator, ratio.denominator)}
    for series in table.series:
        if series.kind is SeriesKind.RUNNING_TOTAL or series.year_to_date is not None:
            continue
        cells = [table.by_key[key] for key in series.cells]
        others = tuple(cell.key for cell in cells if _may_keep_company(cell, policy))
        for cell in cells:
            if cell.key in unsafe and cell.key not in mentioned and _is_small(cell, policy) and others:
                yield Company(cell.key, cell.label, others)


def _may_keep_company(cell: Cell, policy: Policy) -> bool:
    return cell.value is not None and not _is_small(cell, policy) and can_be_hidden(cell, policy)


def _is_small(cell: Cell, policy: Policy) -> bool:
    return cell.counts_people and cell.value is not None and policy.is_small(cell.value)
