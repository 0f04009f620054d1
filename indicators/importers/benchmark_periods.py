"""The ways in which the Local Authority Interactive Tool writes a period."""

import re
from dataclasses import dataclass

_QUALIFIERS = {"": 1, "ot": 1, "prov": 0, "rev": 2, "final": 3}
"""What may stand in brackets (outturn, provisional, revised, final), with what is better where both are given."""

_QUALIFIER = r"(?:\s*\((?P<qualifier>[a-z]+)\.?\))?"
_YEAR = re.compile(rf"(?P<first>(?:19|20)[0-9]{{2}}){_QUALIFIER}", re.IGNORECASE)
_SPAN = re.compile(rf"(?P<first>(?:19|20)[0-9]{{2}})(?P<mark>[-/])(?P<last>[0-9]{{2}}){_QUALIFIER}", re.IGNORECASE)
_SPLIT_YEARS = re.compile(
    rf"(?P<first>(?:19|20)[0-9]{{2}})/(?P<first_end>[0-9]{{2}})-(?P<last>[0-9]{{2}})/(?P<last_end>[0-9]{{2}})"
    rf"{_QUALIFIER}",
    re.IGNORECASE,
)


@dataclass(frozen=True, order=True)
class ToolPeriod:
    """A period of the tool. `year` is the last that its name begins with a year in: 2020 for `2020`, `2020/21`,
    `2018-20` and `2018/19-20/21`. Ordered by it, and the more final first among equals. `label` is how we write it.
    """

    year: int
    rank: int
    label: str


def read_period(text: str) -> ToolPeriod | None:
    """`2020`, `2020-21`, `2020/21`, `2018-20`, `2018/19-20/21`, each perhaps `(OT)`, `(Rev)`, `(Final)` or `(prov)`.

    None for anything else, such as the tool's `0`: nobody can tell which year that is.

    Two years that follow each other are one split year (2020/21); two that are two apart are three years together.
    """
    text = text.strip()
    match = _YEAR.fullmatch(text)
    if match:
        return _period(int(match["first"]), match["first"], match["qualifier"])
    match = _SPAN.fullmatch(text)
    if match:
        first = int(match["first"])
        if _follows(first, match["last"]):
            return _period(first, f"{first}/{match['last']}", match["qualifier"])
        if match["mark"] == "-" and (first + 2) % 100 == int(match["last"]):
            return _period(first + 2, f"{first}-{match['last']}", match["qualifier"])
        return None
    match = _SPLIT_YEARS.fullmatch(text)
    if match:
        first = int(match["first"])
        last = first + 2
        years = (match["first_end"], match["last"], match["last_end"])
        if years == tuple(f"{year % 100:02d}" for year in (first + 1, last, last + 1)):
            return _period(last, f"{first}/{years[0]}-{years[1]}/{years[2]}", match["qualifier"])
    return None


def _follows(first: int, last: str) -> bool:
    return (first + 1) % 100 == int(last)


def _period(year: int, label: str, qualifier: str | None) -> ToolPeriod | None:
    said = (qualifier or "").casefold()
    if said not in _QUALIFIERS:
        return None
    return ToolPeriod(year, _QUALIFIERS[said], f"{label} (prov)" if said == "prov" else label)
