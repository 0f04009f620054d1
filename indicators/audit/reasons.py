"""Why a figure changed, as those may read it who read no figures: people put figures into the reasons they give."""

import re

from indicators.audit.entries import NOT_SHOWN
from indicators.workflow.moves import TRANSITIONS

NOBODY_WROTE = frozenset({"", "Entered", "Taken away", "Note"})
PUBLISHED = re.compile(r"Published as at [A-Z][a-z]+ 20\d\d")
NAMES_A_FILE = ("Imported from ", "Undone: ")
PAST = frozenset(transition.past for transition in TRANSITIONS.values())


def without_words(why: str, *, is_of_file: bool, acts: frozenset[str]) -> str:
    """The reason where Outturn gave it; of a person's own at most what was done: `Returned: not shown`.

    `acts` are what can be done to such a record. `is_of_file` says that an import, or its undoing, wrote the
    revision: anybody can type what it would say.
    """
    if why in NOBODY_WROTE | acts or PUBLISHED.fullmatch(why) or (is_of_file and why.startswith(NAMES_A_FILE)):
        return why
    done = why.partition(": ")[0]
    return f"{done}: {NOT_SHOWN}" if done in acts else NOT_SHOWN
