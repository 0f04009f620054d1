"""When a pattern is safe: what every reader must still consider possible for each figure."""

from collections.abc import Iterable

from suppression.engine.figures import Cell
from suppression.engine.policy import Policy
from suppression.engine.solver import SolverUncertain
from suppression.engine.worlds import Possibilities, Worlds


def first_objection(worlds: Worlds, hidden: frozenset[str], policy: Policy) -> str | None:
    """The key of a figure that hiding these cells (keys) leaves unprotected, small counts first; None if all is safe.

    A figure that could be shown and is no small count is named too where its hiding would be in vain.
    """
    protected = sorted(
        (cell for cell in worlds.cells if cell.counts_people and (cell.latent or cell.key in hidden)),
        key=lambda cell: cell.value is None or not policy.is_small(cell.value),
    )
    for nothing_hidden_is_zero in _readers(worlds.cells, hidden):
        possible = worlds.given(hidden, nothing_hidden_is_zero)
        for cell in protected:
            try:
                if nothing_hidden_is_zero and not possible.exist():
                    break
                only = possible.only(cell.key)
                if only is not None and (not cell.latent or policy.is_small(only)):
                    return cell.key
                if not _is_covered(cell, possible, policy, nothing_hidden_is_zero):
                    return cell.key
            except SolverUncertain:
                worlds.uncertain = True
                return cell.key
    return None


def _readers(cells: Iterable[Cell], hidden: frozenset[str]) -> tuple[bool, ...]:
    """Two readers: one for whom hidden may be zero; one who knows that it is not, unless that is plainly untrue.

    The second is out of the question where a zero is among the hidden and none among the shown.
    """
    zeros = [cell.key in hidden for cell in cells if cell.counts_people and not cell.latent and cell.value == 0]
    return (False,) if zeros and all(zeros) else (False, True)


def level_to_reach(cell: Cell, policy: Policy, nothing_hidden_is_zero: bool) -> int:
    """Possible numbers reach at least value + 4, and the smallest publishable count where hidden may be zero.

    A small count that is not known is taken for the largest; a figure that is no small count must look as a small
    count of one would, since a reader cannot tell them apart.
    """
    if cell.value is None:
        small = policy.largest_hidden_count
    elif policy.is_small(cell.value):
        small = cell.value
    else:
        return 1 + policy.protection_width if nothing_hidden_is_zero else policy.smallest_publishable_count
    if nothing_hidden_is_zero:
        return small + policy.protection_width
    return max(policy.smallest_publishable_count, small + policy.protection_width)


def _is_covered(cell: Cell, possible: Possibilities, policy: Policy, nothing_hidden_is_zero: bool) -> bool:
    """A small count may be 1 or less, and may reach the level; any other figure must do so too or be surely large.

    A latent figure may also be surely zero: it is nobody. For the reader who knows that hidden is not zero only the
    level counts: a year to date is then at least the number of its months.
    """
    small = cell.value is not None and policy.is_small(cell.value)
    if not small and not possible.reach_down(cell.key, policy.largest_hidden_count):
        return True
    if cell.latent and not small and not possible.reach_up(cell.key, 1):
        return True
    if not nothing_hidden_is_zero and not possible.reach_down(cell.key, 1):
        return False
    return possible.reach_up(cell.key, level_to_reach(cell, policy, nothing_hidden_is_zero))
