"""Understands a file of the Local Authority Interactive Tool: of each indicator the figures to compare a year with."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from indicators.importers.benchmark_csv import BenchmarksRefused, Row, column_letter, read_rows
from indicators.importers.benchmark_dictionary import Entry, read_dictionary
from indicators.importers.benchmark_parsed import LineFinding, ToolFigure, ToolFile, ToolIndicator
from indicators.importers.benchmark_periods import ToolPeriod, read_period
from indicators.importers.benchmark_units import unit_in_words
from indicators.importers.decoding import plain_number
from indicators.vocabulary import Absence, Comparator

NEEDED = ("Short Desc", "Data item", "Years", "LA and Regions", "Values")
PLACES = {"england": Comparator.ENGLAND, "london": Comparator.LONDON}
ABSENCES = {
    "": Absence.NOT_AVAILABLE,
    "-": Absence.NOT_AVAILABLE,
    "..": Absence.NOT_AVAILABLE,
    "x": Absence.NOT_AVAILABLE,
    "c": Absence.NOT_PUBLISHED,
}
"""What the tool writes where it has no figure. `c` is a figure that its publisher holds back."""

LONGEST_CODE = 120
LARGEST = Decimal(10) ** 14
_NUMBER = re.compile(r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,20})?(?:[eE][-+]?[0-9]{1,2})?%?")


@dataclass
class _Series:
    title: str = ""
    figures: dict[ToolPeriod, dict[Comparator, ToolFigure]] = field(default_factory=lambda: defaultdict(dict))


def read_benchmarks(content: bytes, dictionary: bytes | None, reporting_year: int) -> ToolFile:
    """The tool's CSV file, and its dictionary where it was sent too. Raises BenchmarksRefused.

    Of each indicator the latest period counts whose name says no later year than the reporting year (2020: `2020`,
    `2020/21`, `2018-20`), and of those the latest for which England or London has a figure, if there is any.
    """
    entries = read_dictionary(dictionary) if dictionary else {}
    series, findings = _series(content)
    indicators = []
    later = 0
    for code, each in series.items():
        period = _latest(each, reporting_year)
        if period is None:
            later += 1
        else:
            indicators.append(_indicator(code, each, period, entries.get(code)))
    if later:
        findings.append(LineFinding(f"Indicators of the tool without a figure up to {reporting_year}: {later}."))
    return ToolFile(tuple(indicators), tuple(findings), bool(dictionary))


def _series(content: bytes) -> tuple[dict[str, _Series], list[LineFinding]]:
    series: dict[str, _Series] = {}
    faults: list[str] = []
    unknown: dict[str, list[int]] = defaultdict(list)
    elsewhere: Counter[str] = Counter()
    repeated: list[int] = []
    for row in read_rows(content, NEEDED, name="The file"):
        comparator = PLACES.get(row.cells["la and regions"].casefold())
        if comparator is None:
            elsewhere[row.cells["la and regions"]] += 1
            continue
        code = row.cells["short desc"]
        if not code or len(code) > LONGEST_CODE:
            faults.append(_fault(row, "short desc", "the short name is missing or too long. Export the file again."))
            continue
        period = read_period(row.cells["years"])
        if period is None:
            unknown[row.cells["years"]].append(row.line)
            continue
        figure = _figure(row, comparator)
        if figure is None:
            marks = ", ".join(f"“{mark}”" for mark in ABSENCES if mark)
            faults.append(
                _fault(row, "values", f"this is neither a number nor one of {marks}. Correct it, or empty the cell.")
            )
            continue
        each = series.setdefault(code, _Series())
        each.title = each.title or row.cells["data item"][:300]
        known = each.figures[period].setdefault(comparator, figure)
        if known is figure:
            continue
        if (known.value, known.mark) != (figure.value, figure.mark):
            what = f"“{code}”, {period.label}, {comparator.label}, has another figure in line {known.line} already"
            faults.append(_fault(row, "values", f"{what}. Delete the line that is wrong."))
        repeated.append(row.line)
    if faults:
        raise BenchmarksRefused(*faults)
    if not series:
        raise BenchmarksRefused(
            "The file has no row for England or London whose period can be read. Export those rows too."
        )
    return series, _findings(unknown, elsewhere, repeated)


def _fault(row: Row, column: str, message: str) -> str:
    letter = column_letter(list(row.cells).index(column))
    said = row.cells[column]
    shown = f" “{said[:40]}{'…' if len(said) > 40 else ''}”:" if said else ""
    return f"The file, line {row.line}, column {letter}:{shown} {message}"


def _findings(unknown: dict[str, list[int]], elsewhere: Counter[str], repeated: list[int]) -> list[LineFinding]:
    findings = []
    for label, lines in unknown.items():
        more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
        message = f"“{label[:40]}” is no period that is known. It was left out; if it matters, write its year."
        findings.append(LineFinding(message, f"Line {lines[0]}{more}"))
    if repeated:
        message = f"Rows that stand twice with the same figure, and were read once: {len(repeated)}."
        findings.append(LineFinding(message, f"Line {repeated[0]}"))
    if elsewhere:
        names = ", ".join(sorted(elsewhere)[:4]) + (" …" if len(elsewhere) > 4 else "")
        findings.append(LineFinding(f"Rows for other places, left out: {elsewhere.total():,} ({names})."))
    return findings


def _figure(row: Row, comparator: Comparator) -> ToolFigure | None:
    text = row.cells["values"]
    absence = ABSENCES.get(text.casefold())
    if absence is not None:
        return ToolFigure(comparator, row.line, absence=absence, mark=text)
    if not _NUMBER.fullmatch(text):
        return None
    value = plain_number(text.rstrip("%").replace(",", ""))
    return ToolFigure(comparator, row.line, value=value) if abs(value) < LARGEST else None


def _latest(series: _Series, reporting_year: int) -> ToolPeriod | None:
    periods = [period for period in series.figures if period.year <= reporting_year]
    with_figures = [
        period for period in periods if any(each.value is not None for each in series.figures[period].values())
    ]
    return max(with_figures or periods, default=None)


def _indicator(code: str, series: _Series, period: ToolPeriod, entry: Entry | None) -> ToolIndicator:
    title = (entry.title if entry else "") or series.title or code
    figures = series.figures[period]
    return ToolIndicator(
        code=code,
        title=title,
        unit=entry.unit if entry else unit_in_words(series.title, code),
        polarity=entry.polarity if entry else "",
        decimal_places=entry.decimal_places if entry else None,
        description=entry.description if entry else "",
        period=period.label,
        year=period.year,
        figures=tuple(figures[comparator] for comparator in PLACES.values() if comparator in figures),
    )
