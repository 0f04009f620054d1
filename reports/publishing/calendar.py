"""The public calendar as a publisher keeps it: what is announced, and what can be."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Max

from indicators.models import Dataset
from indicators.periods import add_months
from reports.models import ComingReport

MONTHS_AHEAD = 12


@dataclass(frozen=True)
class Calendar:
    """Of one dataset. `months` are those whose reports can be announced: the year after what is published."""

    dataset: Dataset
    announced: tuple[ComingReport, ...]
    months: tuple[date, ...]


def calendars() -> list[Calendar]:
    """One for each dataset. Two queries."""
    announced = list(ComingReport.objects.all())
    found = []
    for dataset in Dataset.objects.annotate(published_until=Max("publications__as_at")):
        theirs = tuple(each for each in announced if each.dataset_slug == dataset.slug)
        said = {each.as_at for each in theirs}
        last = dataset.published_until
        ahead = [add_months(last, place + 1) for place in range(MONTHS_AHEAD)] if last else []
        found.append(Calendar(dataset, theirs, tuple(month for month in ahead if month not in said)))
    return found
