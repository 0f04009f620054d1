"""What readers have from others: figures that somebody else publishes."""

from collections.abc import Iterable

from suppression.known import KnownElsewhere
from suppression.places import YEAR_TO_DATE, earlier_year_to_date
from suppression.reading_notes import Notes


def look_elsewhere(notes: Notes, known: Iterable[KnownElsewhere]) -> None:
    """Take in numbers, and limits of numbers, that others publish. What is in none of our papers is left aside."""
    year_to_date = f"|{YEAR_TO_DATE}"
    as_others_name_it = earlier_year_to_date(year_to_date, notes.paper.as_at)
    for each in known:
        key = each.key.replace(as_others_name_it, year_to_date)
        if key not in notes:
            continue
        if each.is_upper_limit:
            _limit(notes, key, each.value)
        elif key in notes.latent:
            notes.bounds[key] = (each.value, each.value)
        else:
            day = f"{each.published_on.day} {each.published_on:%B %Y}"
            notes.learn(key, each.value, f"{each.source}, {day}")


def _limit(notes: Notes, key: str, limit: int) -> None:
    """A limit below a number that is shown contradicts it, and nothing follows from it."""
    least, most = notes.bounds.get(key, (0, None))
    if notes.shown.get(key, limit) <= limit and (least is None or least <= limit):
        notes.bounds[key] = (least, limit if most is None else min(most, limit))
