"""What somebody typed into a cell, and what became of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from indicators.entry.around import Question
from indicators.entry.cells import EMPTY, Place


class Result(StrEnum):
    """What became of one entry. Of the last four nothing is stored."""

    SAVED = "saved"
    UNCHANGED = "unchanged"
    QUERIED = "queried"
    REFUSED = "refused"
    CLASH = "clash"
    LOCKED = "locked"
    NEEDS_REASON = "needs_reason"


STORED = (Result.SAVED, Result.UNCHANGED, Result.QUERIED)


@dataclass(frozen=True)
class Entry:
    """What somebody typed, and the version of the figure that they saw, 0 for none.

    `explanation` answers the questions about the figure; `reason` says why an approved one is changed.
    """

    place: Place
    version: int
    text: str
    explanation: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Theirs:
    """What somebody else has stored meanwhile: its text (empty where they took it away), who, when, its version."""

    text: str
    by: str
    at: str
    version: int


@dataclass(frozen=True)
class Outcome:
    """What became of one entry. `version`, `text` and `state` are what is stored now, `before` what was.

    `understood` says what was read, `message` why nothing was stored; a CLASH has `theirs`.
    `year_to_date` is the row's that is worked out, empty where none is; `is_expected` says whether the cell counts as
    one that is to be entered. `asked_again` says, once in a batch, of other figures whose questions are others now, by
    the key of the place, whether one is open.
    """

    entry: Entry
    result: Result
    version: int = 0
    text: str = ""
    before: str = ""
    state: str = EMPTY
    understood: str = ""
    questions: tuple[Question, ...] = field(default=())
    explanation: str = ""
    message: str = ""
    theirs: Theirs | None = None
    year_to_date: str = ""
    is_expected: bool = False
    asked_again: Mapping[str, bool] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the cell's input from now on; a clash keeps the one that clashed."""
        is_stored = self.result in STORED
        return self.entry.place.name(self.version if is_stored else self.entry.version)

    @property
    def is_kept_as_typed(self) -> bool:
        """Whether the cell goes on showing what was typed, to be mended or decided; nobody can in a locked one."""
        return self.result not in (*STORED, Result.LOCKED)

    @property
    def is_stored(self) -> bool:
        return self.result in STORED
