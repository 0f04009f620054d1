"""The words and numbers of a paper: what the disclosure check knows of them, and a refusal of everything else."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from indicators.formatting import opening
from suppression.engine import RatioKind
from suppression.paper import Absent, PaperIndicator, PartlyHidden, PublicFigure, Rated, Shown


class Unreadable(Exception):
    """The paper says something that the check does not understand; the message names the indicator and period."""


COUNT = "count"
RATIO_KINDS = {
    "percentage": RatioKind.PERCENTAGE,
    "rate_per_10000": RatioKind.RATE,
    "weeks": RatioKind.AVERAGE,
    "average": RatioKind.AVERAGE,
}
FLOW, RUNNING_TOTAL, RATIO = "flow", "running_total", "ratio"
STOCKS = ("stock", "latest")
ACCUMULATIONS = {FLOW, RUNNING_TOTAL, *STOCKS, RATIO}
YEAR_STARTS = {"financial": 4, "calendar": 1, "academic": 9}
RELATIONS = {
    "part_of",
    "excludes",
    "numerator_is",
    "denominator_is",
    "inflow_of",
    "outflow_of",
    "complement_of",
    "same_as",
}
OWN = "own"
COMPARATORS = {OWN, "england", "london"}
NOT_RATED = "none"
RATINGS = {"green", "amber", "red", NOT_RATED}
ABSENCES = {
    "not_due",
    "awaited",
    "not_available",
    "not_applicable",
    "not_published",
    "new_measure",
    "local_measure",
}
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")
_OF_A_DATE = re.compile(
    r"\b(?:(?:[0-3]?\d )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{2,4}"
    r"|(?:19|20)\d{2}(?:/(?:20)?\d{2})?|\d{2}/\d{2}|q[1-4]|part 2)\b",
    re.IGNORECASE,
)


def check_definition(indicator: PaperIndicator[PublicFigure]) -> None:
    """Raise Unreadable for a unit, accumulation, year or relation that the check does not know."""
    about = f"Indicator {indicator.number}"
    for what, said, known in (
        ("unit", indicator.unit, {COUNT, *RATIO_KINDS}),
        ("accumulation", indicator.accumulation, ACCUMULATIONS),
        ("kind of year", indicator.year_basis, set(YEAR_STARTS)),
        *(("kind of relation", relation.kind, RELATIONS) for relation in indicator.relations),
    ):
        if said not in known:
            raise Unreadable(f"{about}: the {what} “{said}” is unknown to the disclosure check.")


def check_text(figure: Shown | PartlyHidden, label: str, hidden_wording: str) -> None:
    """Raise Unreadable where the text of a figure says other numbers than the figure has."""
    said = _numbers(figure.text.replace(hidden_wording, "") if hidden_wording else figure.text)
    if isinstance(figure, Shown):
        numbers = [figure.value, figure.numerator, figure.denominator, figure.rate]
    else:
        numbers = [figure.numerator, figure.denominator]
    known = [number for number in numbers if number is not None]
    if not all(number.is_finite() for number in known):
        raise Unreadable(f"{opening(label)} is shown as {figure.text}, which is no number.")
    if said != known:
        raise Unreadable(f"{opening(label)} reads “{figure.text}”, which is not what the numbers of the figure say.")


def check_absence(figure: Absent, label: str) -> None:
    """Raise Unreadable for an absence that the check does not know, or one whose wording holds a number."""
    if figure.absence not in ABSENCES:
        raise Unreadable(f"{opening(label)}: the absence “{figure.absence}” is unknown to the disclosure check.")
    _no_number(figure.text, label)


def check_rating(rating: Rated, label: str) -> None:
    """Raise Unreadable for a rating that the check does not know, one with a reason, or with a number in its words."""
    if rating.rating not in RATINGS:
        raise Unreadable(f"{opening(label)} is “{rating.rating}”, which is unknown to the disclosure check.")
    if rating.rating != NOT_RATED and rating.text.casefold() != rating.rating:
        raise Unreadable(f"{opening(label)} is {rating.rating}, and reads “{rating.text}”.")
    if rating.reason:
        raise Unreadable(f"{opening(label)} stands with its reason, which is free text and not for Part 1.")
    if not all(bound.is_finite() for bound in (rating.least, rating.most) if bound is not None):
        raise Unreadable(f"{opening(label)} has a bound that is no number.")
    _no_number(rating.text, label)


def decimals_of(text: str) -> int:
    """The decimals of the first number in a text: 1 for `1.3% (96/7132)`."""
    return -_exponent(_numbers(text)[0])


def whole(number: Decimal, label: str) -> int:
    """The number as a count. Raises Unreadable where it is none."""
    if number != number.to_integral_value() or number < 0:
        raise Unreadable(f"{opening(label)} is shown as {number}, which is no count.")
    return int(number)


def label_of(indicator: PaperIndicator[PublicFigure], measure: str, words: str) -> str:
    return f"indicator {indicator.number}{f' ({measure})' if measure else ''}, {words}"


def source_of(as_at: date) -> str:
    """The words for a report that readers have: `the report of October 2020`."""
    return f"the report of {as_at:%B %Y}"


def first_of_year(month: date, year_basis: str) -> date:
    """The first month of the year of that kind in which the month lies."""
    start = YEAR_STARTS[year_basis]
    return date(month.year - (month.month < start), start, 1)


def _numbers(text: str) -> Sequence[Decimal]:
    found = _NUMBER.findall(text)
    return [Decimal(number.replace(",", "").replace("−", "-")) for number in found]


def _no_number(text: str, label: str) -> None:
    if _NUMBER.search(_OF_A_DATE.sub("", text)):
        raise Unreadable(f"{opening(label)}: “{text}” holds a number that the disclosure check does not understand.")


def _exponent(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0
