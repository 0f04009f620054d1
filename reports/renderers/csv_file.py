"""Tidy CSV: one row a measure and period. UTF-8 without a mark, RFC 4180, harmless in a spreadsheet."""

import csv
from datetime import date
from decimal import Decimal
from io import StringIO

from reports.renderers import Reading
from reports.renderers.csv_columns import Value, columns
from reports.renderers.tidy import entries
from reports.wording import AnyPaper

HARMFUL = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""How a text begins that some spreadsheet takes for a formula (OWASP, CSV injection)."""


def render(paper: AnyPaper, reading: Reading | None) -> bytes:
    """The figures of a paper. What is hidden has an empty value and its status."""
    written = columns(paper, reading)
    file = StringIO(newline="")
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow([column.name for column in written])
    for entry in entries(paper):
        writer.writerow([_cell(column.of(paper, entry)) for column in written])
    return file.getvalue().encode()


def harmless(text: str) -> str:
    """The text with an apostrophe before it where it begins as a formula does, or with an apostrophe of its own."""
    return f"'{text}" if text.startswith((*HARMFUL, "'")) else text


def as_it_was(text: str) -> str:
    """The text that `harmless` was given."""
    return text.removeprefix("'")


def _cell(value: Value) -> str:
    """A number and a date as they are; never a text that a spreadsheet works out."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return harmless(value) if isinstance(value, str) else _plain(value)


def _plain(value: date | int) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)
