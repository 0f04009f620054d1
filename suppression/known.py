"""What readers know from elsewhere: figures that others publish, as a publisher recorded them."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class KnownElsewhere:
    """A whole number that somebody else has published, or a number that it is at most (`is_upper_limit`).

    `key` is the engine's, of `suppression.places`. A year to date is named as at its month (`… year to date 2020-12`).
    """

    key: str
    value: int
    is_upper_limit: bool
    source: str
    published_on: date
