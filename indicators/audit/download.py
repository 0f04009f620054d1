"""The same search as a CSV file, line by line: one line for each thing that changed."""

import csv
import re
from collections.abc import Iterable, Iterator

from django.utils import timezone

from indicators.audit.entries import NOT_SHOWN, Change, Entry
from indicators.audit.sources import THE_SYSTEM

HEADINGS = ("When", "Who", "User name", "About", "Act", "What", "Changed", "From", "To", "Why", "File", "Detail")

_STARTS_A_FORMULA = tuple("=+-@＝＋－＠")
_NUMBER = re.compile(r"-?\d[\d,]*(\.\d+)?%?")


class _Line:
    """What csv writes to: keeps the line that was just written."""

    def write(self, line: str) -> str:
        return line


def lines_of(entries: Iterable[Entry]) -> Iterator[str]:
    """The file, line by line. It starts with the mark by which Excel knows UTF-8."""
    writer = csv.writer(_Line())
    yield "\ufeff" + writer.writerow(HEADINGS)
    for entry in entries:
        for change in entry.changes or (Change("", "", ""),):
            yield writer.writerow([as_text(cell) for cell in _cells(entry, change)])


def as_text(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; numbers, negative ones too, stay numbers."""
    if _NUMBER.fullmatch(cell):
        return cell
    is_formula = cell.lstrip().startswith(_STARTS_A_FORMULA) or cell.startswith(("\t", "\r", "\n"))
    return f"'{cell}" if is_formula else cell


def _cells(entry: Entry, change: Change) -> tuple[str, ...]:
    return (
        timezone.localtime(entry.at).isoformat(timespec="seconds"),
        entry.person or THE_SYSTEM,
        entry.user_name,
        str(entry.kind.label),
        entry.act,
        entry.subject,
        change.what,
        change.before if change.is_shown else NOT_SHOWN,
        change.after if change.is_shown else NOT_SHOWN,
        entry.why,
        entry.file,
        entry.detail,
    )
