"""Which figures can be hidden at all."""

from suppression.engine.figures import Cell
from suppression.engine.policy import Policy


def can_be_hidden(cell: Cell, policy: Policy) -> bool:
    """Whether a cell is an item of its own that is not public yet, and no zero where the policy always shows zeros.

    A zero that an earlier paper of the year hid, or that has levels of protection of its own, stays hidden even then.
    """
    if cell.latent or cell.public_since:
        return False
    return cell.value != 0 or policy.zeros_may_be_hidden or bool(cell.hidden_since) or cell.must_reach is not None
