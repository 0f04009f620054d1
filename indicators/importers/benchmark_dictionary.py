"""The tool's data dictionary: of each indicator its title, unit, polarity and definition."""

from dataclasses import dataclass

from indicators.importers.benchmark_csv import Row, read_rows
from indicators.importers.benchmark_units import unit_in_words

NEEDED = ("Measure_short", "Measure", "Polarity", "y_axis_name")
MOST_PLACES = 6
LONGEST_DESCRIPTION = 600
_POLARITIES = {"high": "high", "low": "low"}


@dataclass(frozen=True)
class Entry:
    """What the dictionary says of one indicator; an empty text or None says nothing."""

    title: str
    unit: str
    polarity: str
    decimal_places: int | None
    description: str


def read_dictionary(content: bytes) -> dict[str, Entry]:
    """The dictionary by the tool's short name. Raises BenchmarksRefused.

    A name that stands there twice, under two topics, keeps what both say alike.
    """
    entries: dict[str, Entry] = {}
    for row in read_rows(content, NEEDED, name="The dictionary"):
        code = row.cells["measure_short"]
        if code:
            entry = _entry(row)
            before = entries.get(code)
            entries[code] = _agreed(before, entry) if before else entry
    return entries


def _entry(row: Row) -> Entry:
    chart_title = row.cells.get("chart_title", "")
    places = row.cells.get("dps", "")
    return Entry(
        title=(chart_title or row.cells["measure"])[:300],
        unit=unit_in_words(row.cells["y_axis_name"], chart_title, row.cells["measure"]),
        polarity=_POLARITIES.get(row.cells["polarity"].casefold(), ""),
        decimal_places=int(places) if places.isdecimal() and len(places) == 1 and int(places) <= MOST_PLACES else None,
        description=row.cells.get("description", "")[:LONGEST_DESCRIPTION],
    )


def _agreed(one: Entry, other: Entry) -> Entry:
    return Entry(
        title=one.title,
        unit=one.unit if one.unit == other.unit else "",
        polarity=one.polarity if one.polarity == other.polarity else "",
        decimal_places=one.decimal_places if one.decimal_places == other.decimal_places else None,
        description=one.description or other.description,
    )
