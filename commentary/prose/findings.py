"""What the check of prose finds. Each finding has its place in the text, what was seen, and what to do about it."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What is wrong with a passage."""

    CONTRADICTION = "contradiction"
    HIDDEN_FIGURE = "hidden_figure"
    SMALL_COUNT = "small_count"
    PERSONAL = "personal"


@dataclass(frozen=True)
class Finding:
    """One passage to look at.

    `start` and `end` are offsets into the source text in code points, as Python counts them; JavaScript counts UTF-16
    code units, which differ after a character beyond U+FFFF. `quote` is the source between them. `sentence` says what
    was seen and never states a hidden value that the text itself does not. `may_be_kept` is whether a person may keep
    the passage with a reason; `kept` whether somebody has.
    """

    kind: Kind
    rule: str
    start: int
    end: int
    quote: str
    sentence: str
    advice: str
    may_be_kept: bool
    kept: bool = False
