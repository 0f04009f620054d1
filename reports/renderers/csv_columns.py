"""The columns of the CSV: their names, what they hold, and how each is read from a paper. Described once, for both
the file and its metadata.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from reports.renderers import Reading
from reports.renderers.marking import exemption
from reports.renderers.tidy import PERIOD_KINDS, STATUSES, Entry, NumberName
from reports.wording import AnyPaper
from suppression.paper import Hidden, Rated

Value = str | Decimal | date | int | None
APOSTROPHE = (
    "A text that begins with = + - @ or an apostrophe, or with a tab or the end of a line, has one apostrophe put "
    "before it, so that no spreadsheet takes it for a formula; take one apostrophe away to have it as it was."
)


@dataclass(frozen=True)
class Column:
    """One column: `datatype` is CSVW's. A text may be any words; what is no text is never changed."""

    name: str
    title: str
    datatype: str
    description: str
    of: Callable[[AnyPaper, Entry], Value]
    is_key: bool = False


def columns(paper: AnyPaper, reading: Reading | None) -> tuple[Column, ...]:
    """The columns of a paper's CSV; in Part 2 the first three say on each row what the file is, and who reads it."""
    return COLUMNS if reading is None else (*_columns_of_reading(paper, reading), *COLUMNS)


def _columns_of_reading(paper: AnyPaper, reading: Reading) -> tuple[Column, ...]:
    said = exemption(paper)
    return (
        Column(
            "not_for_publication",
            "Not for publication",
            "string",
            "That the file is exempt, and by which paragraph.",
            lambda paper, entry: said,
        ),
        Column("read_by", "Read by", "string", "Who read the file.", lambda paper, entry: reading.reader),
        Column(
            "read_at",
            "Read at",
            "dateTime",
            "When it was read.",
            lambda paper, entry: reading.at.isoformat(timespec="seconds"),
        ),
    )


def _number(name: NumberName, paper: AnyPaper, entry: Entry) -> Value:
    return entry.number(name)


def _rating(entry: Entry) -> str:
    rating = entry.indicator.rating
    return rating.rating if isinstance(rating, Rated) else ""


def _rating_text(entry: Entry) -> str:
    rating = entry.indicator.rating
    return rating.text if isinstance(rating, Rated) else ""


def _listed(words: dict[str, str]) -> str:
    return "; ".join(f"{word}: {meaning}" for word, meaning in words.items())


NUMBER_TITLES: dict[NumberName, tuple[str, str]] = {
    "value": ("Value", "The figure in its unit; a percentage of 97 % is 97. Empty where it is not shown."),
    "numerator": ("Numerator", "The number of those counted, behind a percentage or an average."),
    "denominator": ("Denominator", "The number that they are counted among."),
    "rate": ("Rate", "A rate that is given beside a count."),
}

COLUMNS = (
    Column("dataset", "Dataset", "string", "The set of indicators.", lambda p, e: p.dataset),
    Column("as_at", "As at", "gYearMonth", "The month of the report.", lambda p, e: f"{p.as_at:%Y-%m}"),
    Column("part", "Part", "integer", "1 is public, 2 is exempt.", lambda p, e: p.part),
    Column(
        "publication",
        "Publication",
        "integer",
        "The turn of the publication; above 1 it corrects the one before.",
        lambda p, e: p.sequence,
    ),
    Column("section", "Section", "string", "The section of the index.", lambda p, e: e.section),
    Column(
        "indicator",
        "Indicator key",
        "string",
        "The indicator's key, the same in every report and in the address of its page.",
        lambda p, e: e.indicator.key,
        is_key=True,
    ),
    Column(
        "number",
        "Number",
        "string",
        "The indicator's number in this report; another report may number it otherwise.",
        lambda p, e: e.indicator.number,
    ),
    Column("title", "Title", "string", "What the indicator measures.", lambda p, e: e.indicator.title),
    Column(
        "measure",
        "Measure",
        "string",
        "The measure's name, empty unless the indicator has several.",
        lambda p, e: e.measure.name,
        is_key=True,
    ),
    Column(
        "unit",
        "Unit",
        "string",
        "count, percentage, rate_per_10000, weeks or average.",
        lambda p, e: e.indicator.unit,
    ),
    Column(
        "polarity",
        "Polarity",
        "string",
        "high: higher is better; low: lower is better; neither.",
        lambda p, e: e.indicator.polarity,
    ),
    Column(
        "frequency",
        "Frequency",
        "string",
        "How often it is reported: monthly, quarterly or annual.",
        lambda p, e: e.indicator.frequency,
    ),
    Column(
        "year_basis",
        "Year",
        "string",
        "The year over which it accumulates: financial (from April), calendar (January) or academic (September).",
        lambda p, e: e.indicator.year_basis,
    ),
    Column(
        "target",
        "Target",
        "string",
        "The target or range of acceptable performance, as the council words it.",
        lambda p, e: e.indicator.target,
    ),
    Column(
        "target_low",
        "Target from",
        "decimal",
        "The lower end of the target in the unit; the same as the upper one for a single value.",
        lambda p, e: e.indicator.target_low,
    ),
    Column("target_high", "Target to", "decimal", "The upper end.", lambda p, e: e.indicator.target_high),
    Column(
        "rating",
        "Rating",
        "string",
        "The indicator's rating in this report, the same on each of its rows: green, amber, red or none; empty where "
        "it is withheld.",
        lambda p, e: _rating(e),
    ),
    Column("rating_text", "Rating in words", "string", "The rating as people read it.", lambda p, e: _rating_text(e)),
    Column(
        "rating_status",
        "Status of the rating",
        "string",
        "shown or hidden.",
        lambda p, e: "hidden" if isinstance(e.indicator.rating, Hidden) else "shown",
    ),
    Column("period_kind", "Kind of period", "string", _listed(PERIOD_KINDS), lambda p, e: e.kind, is_key=True),
    Column(
        "period",
        "Period",
        "string",
        "The month (2020-12), or the year as the council writes it (2019/20); empty where it did not say the year.",
        lambda p, e: e.period,
        is_key=True,
    ),
    *(
        Column(name, title, "decimal", description, partial(_number, name))
        for name, (title, description) in NUMBER_TITLES.items()
    ),
    Column("status", "Status", "string", _listed(STATUSES), lambda p, e: e.status),
    Column(
        "marker",
        "Marker",
        "string",
        "[c]: confidential, withheld to protect people; [x]: not available; [z]: not applicable; empty: shown.",
        lambda p, e: e.marker,
    ),
    Column(
        "numbers_hidden",
        "Numbers withheld",
        "string",
        "The numbers behind the figure that exist and are withheld, with a space between them. A figure whose status "
        "is hidden names none, whatever lies behind it.",
        lambda p, e: " ".join(e.numbers_hidden),
    ),
    Column(
        "text",
        "Text",
        "string",
        "The whole figure as people read it, or why there is none.",
        lambda p, e: e.text(p.hidden_wording),
    ),
    Column("source", "Source", "string", "Where a figure of England or London is from.", lambda p, e: e.source),
    Column("taken_on", "Taken on", "date", "The day on which it was taken from there.", lambda p, e: e.taken_on),
)
"""Of Part 1, and of Part 2 after those that say who reads it."""
