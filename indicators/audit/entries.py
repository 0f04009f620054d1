"""What is looked for, and what is found, as plain frozen dataclasses."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import TextChoices

NOT_SHOWN = "not shown"


class Kind(TextChoices):
    """What an entry is about."""

    FIGURE = "figure", "Figures"
    BENCHMARK = "benchmark", "Benchmarks"
    DEFINITION = "definition", "Definitions"
    RATING = "rating", "Rating overrides"
    RELATION = "relation", "Relations between indicators"
    REBASING = "rebasing", "Rebasings of process limits"
    MATCH = "match", "Matching of benchmarks"
    COMMENTARY = "commentary", "Commentary"
    EXCEPTION = "exception", "Exceptions that directors add"
    ACTION = "action", "Actions"
    QUESTION = "question", "Members’ questions and action points"
    LINK = "link", "Links to papers"
    REPORT = "report", "Reports on their way"
    STANDING_TEXT = "standing_text", "Standing text of reports"
    ACT = "act", "Imports, reports, readings and other acts"
    ADMINISTRATION = "administration", "Administration"


@dataclass(frozen=True)
class Search:
    """What to look for; what is empty narrows nothing. `until` is the last day, `file` an import's name or number."""

    person: str = ""
    since: date | None = None
    until: date | None = None
    indicator: str = ""
    kind: str = ""
    act: str = ""
    file: str = ""

    @property
    def said(self) -> dict[str, str]:
        """What was asked for, by name, as the audit trail keeps it."""
        return {name: str(value) for name, value in vars(self).items() if value}


@dataclass(frozen=True)
class Reader:
    """What somebody who searches may read: figures, and the words that are written about them for both parts."""

    of_figures: bool = False
    of_words: bool = False


@dataclass(frozen=True)
class Position:
    """Where an entry stands: by its moment, of one moment by its source, of one source by its number."""

    at: datetime
    source: int
    number: int

    def __str__(self) -> str:
        return f"{self.at.isoformat()}~{self.source}~{self.number}"

    @classmethod
    def parse(cls, text: str) -> "Position":
        """Raises ValueError for what is no position."""
        at, source, number = text.split("~")
        position = cls(datetime.fromisoformat(at), int(source), int(number))
        if position.at.tzinfo is None or not 0 <= position.number < 2**63:
            raise ValueError(text)
        return position

    @property
    def order(self) -> tuple[datetime, int, int]:
        """Sorts the latest last; of one moment, the first source last."""
        return self.at, -self.source, self.number


@dataclass(frozen=True)
class Change:
    """One thing that changed, from and to in words. `is_shown` is false where it may tell a figure to those who
    read none; then both are empty."""

    what: str
    before: str
    after: str
    is_shown: bool = True


@dataclass(frozen=True)
class Entry:
    """Who, when, what, from, to, why, from which file. Without a person it was the system."""

    at: datetime
    kind: Kind
    act: str
    subject: str
    person: str = ""
    user_name: str = ""
    changes: tuple[Change, ...] = ()
    detail: str = ""
    why: str = ""
    file: str = ""


@dataclass(frozen=True)
class Found:
    """One page of entries, and where the next starts; None at the end."""

    entries: tuple[Entry, ...]
    older: Position | None = None
