"""When an action is due, in words."""

from dataclasses import dataclass
from datetime import date

from commentary.models import Action


@dataclass(frozen=True)
class Due:
    """`words` says how late an open action is, or that it is due today; empty where there is time."""

    words: str
    is_overdue: bool


def when_due(action: Action, today: date) -> Due:
    """How an action stands against the day on which it is due."""
    days = (today - action.due).days
    if action.done_on is not None or days < 0:
        return Due("", False)
    if days == 0:
        return Due("due today", False)
    return Due(f"{days} day{'' if days == 1 else 's'} overdue", True)
