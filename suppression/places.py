"""The names of figures: what the engine's table and the reader's view call the same thing."""

from datetime import date

YEAR_TO_DATE = "year to date"


def key_of(indicator: str, measure: str, place: str) -> str:
    """The engine's key of a figure. `place` is a month, the year to date, or a comparator and year."""
    return f"{indicator}|{measure}|{place}"


def month_place(month: date) -> str:
    return f"{month:%Y-%m}"


def benchmark_place(comparator: str, year: str) -> str:
    return f"{comparator} {year}".strip()


def earlier_year_to_date(key: str, as_at: date) -> str:
    """The key of a year to date as a report as at another month of the year showed it."""
    return f"{key} {as_at:%Y-%m}"
