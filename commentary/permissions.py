"""May this person? Whether the record's state lets it happen is asked elsewhere, in the tables of moves."""

from accounts.models import User
from accounts.roles import Permission
from commentary.models import MembersQuestion
from commentary.moving import is_theirs
from indicators.models import Indicator


def may_keep_actions(indicator: Indicator, by: User) -> bool:
    """Directors, in their own sections."""
    return by.may(Permission.WRITE_COMMENTARY) and is_theirs(indicator, by)


def may_answer(question: MembersQuestion, by: User) -> bool:
    """Publishers any question; directors those about their own sections or the report as a whole."""
    if not by.may(Permission.ANSWER_QUESTIONS):
        return False
    return by.may(Permission.RECORD_QUESTIONS) or question.indicator is None or is_theirs(question.indicator, by)


def may_keep_links(indicator: Indicator, by: User) -> bool:
    """Publishers those of any indicator, directors those of their own sections."""
    return by.may(Permission.AGREE_COMMENTARY) or may_keep_actions(indicator, by)
