"""May this person? Whether the record's state lets it happen is asked elsewhere, in the tables of moves."""

from accounts.models import User
from accounts.roles import Permission
from commentary.models import MembersQuestion
from commentary.moving import is_theirs
from indicators.models import Indicator
from indicators.permissions import reaches


def may_keep_actions(indicator: Indicator, by: User) -> bool:
    """Directors, in their own sections."""
    return by.may(Permission.WRITE_COMMENTARY) and is_theirs(indicator, by)


def may_answer(question: MembersQuestion, by: User) -> bool:
    """Publishers any question; directors those about their own sections or the report as a whole."""
    if not may_read_question(question, by) or not by.may(Permission.ANSWER_QUESTIONS):
        return False
    return by.may(Permission.RECORD_QUESTIONS) or question.indicator is None or is_theirs(question.indicator, by)


def may_read_question(question: MembersQuestion, by: User) -> bool:
    """Those about the report as a whole are for people whose role is not limited to services."""
    if question.indicator is None:
        return by.services(Permission.READ_COMMENTARY) is None
    return reaches(by, Permission.READ_COMMENTARY, question.indicator)


def may_keep_links(indicator: Indicator, by: User) -> bool:
    """Publishers those of any indicator, directors those of their own sections."""
    return by.may(Permission.AGREE_COMMENTARY) or may_keep_actions(indicator, by)
