"""The names of figures: what the engine's table and the reader's view call the same thing."""

from datetime import date

YEAR_TO_DATE = "year to date"


def key_of(indicator: str, measure: str, place: str) -> str:
    """The engine's key of a figure. `place` is a month, the year to date, or a comparator and year."""
    return f"{indicator}|{measure}|{place}"


def rating_key(indicator: str) -> str:
    """The key of an indicator's rating."""
    return f"{indicator}||rating"


def numerator_of(key: str) -> str:
    """The key of the numerator behind a figure, shown or not."""
    return f"{key} (numerator)"


def denominator_of(key: str) -> str:
    """The key of the denominator behind a figure, shown or not."""
    return f"{key} (denominator)"


def month_place(month: date) -> str:
    return f"{month:%Y-%m}"


def benchmark_place(comparator: str, year: str) -> str:
    return f"{comparator} {year}".strip()


def year_to_date_place(as_at: date) -> str:
    """A year to date as at a month, named apart from that of another report."""
    return f"{YEAR_TO_DATE} {as_at:%Y-%m}"


def words_of(place: str) -> str:
    """A place as people say it: `December 2020`, `year to date, December 2020`, `2019/20`."""
    *words, last = place.split(" ")
    if words == ["own"]:
        return last
    year, _, month = last.partition("-")
    named = f"{date(int(year), int(month), 1):%B %Y}"
    return ", ".join([" ".join(words), named]) if words else named


def earlier_year_to_date(key: str, as_at: date) -> str:
    """The key of a year to date as a report as at another month showed it."""
    return f"{key} {as_at:%Y-%m}"


def as_shown_in(key: str, source: str) -> str:
    """The key of a figure as an earlier report, or somebody else, showed it where ours is another now."""
    return f"{key} in {source}"


def revision_of(key: str) -> str:
    """The key of the latent difference between a figure now and `key`, which is what was shown before."""
    return f"{key} (revision)"


def group_of(key: str) -> str:
    """The key of the latent group that a figure leaves out of the one that includes it."""
    return f"{key} (left out)"


def came_to(key: str) -> str:
    """The key of the latent number of those who joined a stock in a month, where no indicator counts them."""
    return f"{key} (came)"


def went_from(key: str) -> str:
    """The key of the latent number of those who left a stock in a month, where no indicator counts them."""
    return f"{key} (left)"
