"""What a paper holds of people's words: commentary, actions, members' questions, links.

They are put into both papers once these are written (`commentary.words`, `reports.front`), and checked for what they
give away before they are published.
"""

from datetime import date
from typing import Literal

import msgspec


class PaperType(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Base of everything in a paper: immutable, and strict about what it reads."""


Because = Literal["below_expectation", "concern", "good_performance", "variation"]
"""Why an indicator is an exception: its rating, a director's word, or its variation."""


class PaperNote(PaperType, frozen=True):
    """What was done about an action by that day."""

    on: date
    text: str


class PaperAction(PaperType, frozen=True):
    """What is done about an indicator. `owner` is a role, `raised` the report in which it was first raised.

    `is_overdue` is as on the day of publication.
    """

    what: str
    owner: str
    due: date
    raised: date
    done_on: date | None = None
    is_overdue: bool = False
    notes: tuple[PaperNote, ...] = ()


class PaperCommentary(PaperType, frozen=True):
    """What management says of an exception. `text` is in the markup of `commentary.prose`, empty where none was given.

    `reason` is a director's, for an exception that they added. `reports` is for how many reports in a row, this one
    included, the indicator has been RED or AMBER; 0 where it is not. `is_unchanged`: the text is the last report's.
    """

    because: tuple[Because, ...]
    text: str
    reason: str = ""
    reports: int = 0
    is_unchanged: bool = False


class ExemptText(PaperType, frozen=True):
    """The Part 2 text about an exception, whose key is `indicator`. Part 2 papers alone have a place for it."""

    indicator: str
    text: str


class PaperLink(PaperType, frozen=True):
    """An earlier report or an external paper."""

    title: str
    address: str
    dated: date | None = None


class PaperQuestion(PaperType, frozen=True):
    """A member's question or a committee's action point. `indicator` is a key, empty for the report as a whole.

    `answer` is empty while it is outstanding.
    """

    kind: Literal["question", "action_point"]
    meeting: str
    met_on: date
    text: str
    for_whom: str
    indicator: str = ""
    answer: str = ""


ReportPlace = Literal["body", "impact", "closing"]
"""Where a section stands: numbered on from 1, in the table of impacts on the front sheet, or in the closing table."""


class ReportSection(PaperType, frozen=True):
    """A standing section of the committee's report.

    `paragraphs` are in the markup of `commentary.prose` and numbered in place; in the body a paragraph that begins
    with `# ` is a heading within the section. `has_exceptions`: commentary on exceptions follows its paragraphs.
    """

    heading: str
    place: ReportPlace
    paragraphs: tuple[str, ...] = ()
    has_exceptions: bool = False


class PaperReport(PaperType, frozen=True):
    """The front sheet of the committee's report and its standing sections. People are named by their posts.

    Empty texts and a missing date are things that nobody typed, and are left out where the report is shown.
    """

    committee: str
    meeting_date: date | None
    number: str
    decision_type: str
    title: str
    contact_officer: str
    chief_officer: str
    ward: str
    sections: tuple[ReportSection, ...] = ()


CorrectionKind = Literal["error", "late_data", "revised_by_source"]


class PaperCorrection(PaperType, frozen=True):
    """That this paper corrects one that was published before, why, and which: its turn and its day."""

    sequence: int
    published_on: date
    kind: CorrectionKind
    reason: str
