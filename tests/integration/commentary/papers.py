"""The two papers of one report of the small dataset, and those of the reports before it."""

from datetime import date
from typing import Any

import msgspec

from suppression.paper import Paper, PaperIndicator, Part2Paper, Rated
from tests.unit.reports.papers import AMBER, GREEN, HIDDEN, RED, indicator, paper

DECEMBER, OCTOBER, JULY = date(2020, 12, 1), date(2020, 10, 1), date(2020, 7, 1)
TODAY = date(2021, 2, 1)


def row(number: str, rating: Any = GREEN, *measures: Any, **said: Any) -> PaperIndicator:
    return indicator(number, *measures, key=f"small-{number}", rating=rating, **said)


def public(*indicators: PaperIndicator, as_at: date = DECEMBER) -> Paper:
    return msgspec.structs.replace(paper(*indicators), as_at=as_at)


def exempt(*indicators: PaperIndicator, as_at: date = DECEMBER) -> Part2Paper:
    of = paper(*indicators, part=2)
    fields = {name: getattr(of, name) for name in of.__struct_fields__}
    return Part2Paper(**fields | {"as_at": as_at})


def both(hidden: Rated = RED, as_at: date = DECEMBER) -> tuple[Paper, Part2Paper]:
    """9 is AMBER, 10 is GREEN, and 23 is hidden in Part 1; in Part 2 it is `hidden`."""
    shown = row("9", AMBER), row("10", GREEN)
    return public(*shown, row("23", HIDDEN), as_at=as_at), exempt(*shown, row("23", hidden), as_at=as_at)
