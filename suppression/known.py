"""What readers know from elsewhere: figures that others publish, as a publisher recorded them."""

from dataclasses import dataclass
from datetime import date

from indicators.models import Dataset
from suppression.models import ExternalFigure


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


def known_elsewhere(dataset: Dataset) -> tuple[KnownElsewhere, ...]:
    """What others publish of a dataset's figures, as far as it is recorded and not withdrawn; in one query."""
    figures = ExternalFigure.objects.in_force().filter(indicator__dataset=dataset).select_related("indicator")
    return tuple(
        KnownElsewhere(each.key, each.value, each.is_upper_limit, each.source, each.published_on)
        for each in figures.order_by("indicator__key", "measure", "place", "about", "is_upper_limit", "pk")
    )
