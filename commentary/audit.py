"""What the search of who did what finds in this room."""

from accounts.transitions import Workflow
from commentary.models import Action, AddedException, Commentary, MembersQuestion, PaperLink
from commentary.workflow import ACTIONS, COMMENTARY, QUESTIONS
from indicators.audit.entries import Kind
from indicators.audit.sources import words_of_people

ADDED_OR_NOT = frozenset({"Added", "Taken away", "Removed"})


def acts_of(workflow: Workflow) -> frozenset[str]:
    return frozenset(transition.past for transition in workflow.values())


SOURCES = (
    words_of_people(Kind.COMMENTARY, Commentary, acts_of(COMMENTARY)),
    words_of_people(Kind.EXCEPTION, AddedException, ADDED_OR_NOT),
    words_of_people(Kind.ACTION, Action, acts_of(ACTIONS)),
    words_of_people(Kind.QUESTION, MembersQuestion, acts_of(QUESTIONS)),
    words_of_people(Kind.LINK, PaperLink, ADDED_OR_NOT),
)
