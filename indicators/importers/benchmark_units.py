"""What an indicator of the tool counts, by its words, and what makes it a figure in our unit."""

import re
from decimal import Decimal

from indicators.vocabulary import BenchmarkConversion, Unit

_WORDS = (
    ("rate per 100,000", r"per 100,?000\b"),
    ("rate per 10,000", r"per ?10,?000\b"),
    ("rate per 1,000", r"per 1,?000\b"),
    ("percentage", r"%|\bper ?cent|\bproportion of"),
    ("money", r"\bcost|\bspend|\bexpenditure|£"),
    ("days", r"^(?:average )?(?:number of )?days\b|\(days\)"),
    ("weeks", r"^(?:average )?(?:number of )?weeks\b|\(weeks\)"),
    ("months", r"^(?:average )?(?:number of )?months\b|\(months\)"),
    ("average", r"\baverage\b|\bscore\b|\bmean\b"),
    ("count", r"^numbers?\b|\(num(?:ber)?\)|^total (?:cases|number)|^entries\b"),
)
_OURS = {
    Unit.COUNT: "count",
    Unit.PERCENTAGE: "percentage",
    Unit.RATE_PER_10000: "rate per 10,000",
    Unit.WEEKS: "weeks",
    Unit.AVERAGE: "average",
}
_CONVERSIONS: dict[BenchmarkConversion, tuple[str, str, Decimal, Decimal]] = {
    BenchmarkConversion.PER_100000: ("rate per 100,000", "rate per 10,000", Decimal(1), Decimal(10)),
    BenchmarkConversion.PER_1000: ("rate per 1,000", "rate per 10,000", Decimal(10), Decimal(1)),
    BenchmarkConversion.FRACTION: ("percentage", "percentage", Decimal(100), Decimal(1)),
    BenchmarkConversion.DAYS: ("days", "weeks", Decimal(1), Decimal(7)),
}
"""From which unit to which, and by what a figure is multiplied and divided."""


def unit_in_words(*texts: str) -> str:
    """The unit that the first text that names one names (`percentage`, `days`); empty where none does."""
    for text in texts:
        for unit, pattern in _WORDS:
            if re.search(pattern, text.strip(), re.IGNORECASE):
                return unit
    return ""


def our_unit(unit: Unit | str) -> str:
    """Our unit in the words that the tool's have."""
    return _OURS[Unit(unit)]


def converted(value: Decimal, conversion: BenchmarkConversion | str) -> Decimal:
    """A figure of the tool in our unit."""
    if conversion == BenchmarkConversion.NONE:
        return value
    _, _, times, by = _CONVERSIONS[BenchmarkConversion(conversion)]
    return value * times / by


def unit_conflict(theirs: str, conversion: BenchmarkConversion | str, ours: Unit | str) -> str:
    """Why a figure in the tool's unit, converted so, is none in ours; empty where it is, or nobody says."""
    wanted = our_unit(ours)
    if conversion != BenchmarkConversion.NONE:
        source, result, _, _ = _CONVERSIONS[BenchmarkConversion(conversion)]
        if theirs and theirs != source:
            return f"the conversion is from {source}, and the tool's unit is {theirs}"
        return "" if result == wanted else f"the conversion gives {result}, and ours is {wanted}"
    return f"the tool's unit is {theirs}, and ours is {wanted}" if theirs and theirs != wanted else ""


def suggested_conversion(theirs: str, ours: Unit | str) -> BenchmarkConversion:
    """The conversion from one unit to another, where there is one; a fraction cannot be told by its unit."""
    for conversion, (source, result, _, _) in _CONVERSIONS.items():
        if source != result and (source, result) == (theirs, our_unit(ours)):
            return conversion
    return BenchmarkConversion.NONE
