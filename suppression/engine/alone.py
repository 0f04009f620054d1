"""Figures that stand alone: hidden, they could only be small ones."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from suppression.engine.figures import Cell, StatementKind
from suppression.engine.latent import Written
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


def needs_company(table: Table, written: Written, policy: Policy, unsafe: Iterable[str]) -> Iterator[Company]:
    """A small count that nothing else depends on is hidden together with another figure of its series, not small.

    Hidden alone, a reader who knows the rules would know it for a small count: nothing else can be the reason.
    """
    unsafe = set(unsafe)
    mentioned = {key for relation in written.relations for key, _ in relation.coefficients}
    mentioned |= {key for ratio in table.ratios for key in (ratio.numerator, ratio.denominator)}
    for statement in table.statements:
        if statement.kind is not StatementKind.RATING:
            mentioned |= {key for condition in statement.conditions for key, _ in condition.coefficients}
    for series in table.series:
        cells = [table.by_key[key] for key in series.cells]
        others = tuple(cell.key for cell in cells if _may_keep_company(cell, policy))
        for cell in cells:
            if cell.key in unsafe and cell.key not in mentioned and _is_small(cell, policy) and others:
                yield Company(cell.key, cell.label, others)


def _may_keep_company(cell: Cell, policy: Policy) -> bool:
    hideable = not cell.public_since and (cell.value != 0 or policy.zeros_may_be_hidden)
    return hideable and cell.value is not None and not policy.is_small(cell.value)


def _is_small(cell: Cell, policy: Policy) -> bool:
    return cell.counts_people and (cell.value is None or policy.is_small(cell.value))
