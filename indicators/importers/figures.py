"""Reads one figure: a number in any of the index's forms, or why there is none."""

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from indicators.importers.cells import Cell, CellKind
from indicators.importers.numerals import NUMBER, Numeral, number_in_cell, number_in_text, tidy
from indicators.importers.parsed import Finding, Location, ParsedFigure, Severity
from indicators.vocabulary import Absence, Unit

X_CHOICES = (
    ("suppressed", "Suppressed: a small count is hidden"),
    ("not_available", "Not available"),
)
"""What an `x` can mean; the answers are values of `Absence`."""

_DATE = r"(?:[a-z]+ )?20[0-9]{2}"
_ABSENCES = (
    (Absence.SUPPRESSED, r"(?:data )?suppressed(?:[,;:]? see part (?:2|two)(?: report)?)?|\[c\]"),
    (Absence.NOT_PUBLISHED, r"(?:data )?not published"),
    (Absence.AWAITED, rf"(?:data )?(?:to be )?(?:published|available|due|expected)(?: in)? {_DATE}"),
    (Absence.AWAITED, r"tbc|to be confirmed|(?:data )?awaited|awaiting data"),
    (Absence.NOT_DUE, r"nothing to report|nil return"),
    (Absence.NOT_AVAILABLE, r"(?:data )?not available|\[x\]"),
    (Absence.NOT_APPLICABLE, r"n/a|not applicable|\[z\]"),
    (Absence.NEW_MEASURE, r"new (?:measure|indicator)(?: (?:20)?[0-9]{2}(?:/(?:20)?[0-9]{2})?)?"),
    (Absence.LOCAL_MEASURE, r"local (?:measure|indicator)"),
    (Absence.NOT_DUE, r"nothing to report|not due"),
)
_PERCENTAGE_OF = re.compile(rf"({NUMBER}\s*%)\s*\(\s*({NUMBER})\s*(?:/|of|out of)\s*({NUMBER})\s*\)", re.IGNORECASE)
_PART_OF = re.compile(rf"({NUMBER})\s*(?:/|of|out of)\s*({NUMBER})", re.IGNORECASE)
_WITH_RATE = re.compile(rf"({NUMBER}|x)\s*\(\s*rate\s*(?:of|:)?\s*({NUMBER})\s*\)", re.IGNORECASE)
_RATE_ALONE = re.compile(rf"rate\s*:?\s*({NUMBER})", re.IGNORECASE)
_WITH_PERIOD = re.compile(rf"({NUMBER}\s*%|{NUMBER})\s+\(?(20[0-9]{{2}}/[0-9]{{2}}|(?<=%\s)20[0-9]{{2}})\)?")
_NAMED_PART = re.compile(r"\s*[,;]?\s*([^()]*?[^()\s])\s*\(\s*([a-z][a-z -]*?)\s*\)", re.IGNORECASE)


@dataclass(frozen=True)
class FigureReading:
    """What one cell says: a figure for each measure it names (`""` where it names none), none where it is blank.

    `period` is the year that the cell itself gives (`42% 2015/16`).
    """

    figures: dict[str, ParsedFigure] = field(default_factory=dict)
    period: str = ""
    findings: tuple[Finding, ...] = ()


class _Unreadable(Exception):
    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(reason)
        self.rule = rule


def read_figure(
    cell: Cell | None, unit: Unit, location: Location, about: str = "", *, is_in_percent: bool = False
) -> FigureReading:
    """Reads a month, a year to date or a benchmark; `about` opens the messages (`Indicator 4, Bromley 2018/19`).

    `is_in_percent`: the row says that it is a percentage, so that 87.5 without a sign needs no word about it.
    What is not recognised is never guessed: it becomes an ERROR finding and no figure. An `x` becomes a QUESTION.
    """
    if cell is None or (isinstance(cell.value, str) and not cell.value.strip()):
        return FigureReading()
    about = about or str(location)
    try:
        number = number_in_cell(cell)
        if number is not None:
            warnings: list[Finding] = []
            if is_in_percent and not number.is_percentage:
                number = replace(number, is_percentage=True)
            value = _in_unit(number, unit, location, about, warnings)
            figure = ParsedFigure(location, value=value, decimal_places=number.decimal_places)
            return FigureReading({"": figure}, findings=tuple(warnings))
        text = _text_of(cell)
        plain = number_in_text(text) if is_in_percent else None
        return _read_text(f"{text}%" if plain and not plain.is_percentage else text, unit, location, about)
    except _Unreadable as problem:
        message = f"{about}: {problem} Nothing was read from {location.cell}; correct the cell and upload again."
        return FigureReading(findings=(Finding(Severity.ERROR, problem.rule, message, location),))


def absence_in(text: str) -> Absence | None:
    """The typed absence that a wording stands for; None where it is no known one (an `x` is none: it is asked)."""
    wording = tidy(text).rstrip(".").casefold()
    return next((absence for absence, pattern in _ABSENCES if re.fullmatch(pattern, wording)), None)


def part_in(text: str) -> tuple[Numeral, Numeral] | None:
    """A numerator and its denominator without their percentage (`96/7132`, `42 of 82`); None for any other text.

    A workbook's cell is not read so: there it may be what Excel made of a date.
    """
    match = _PART_OF.fullmatch(tidy(text))
    numerator, denominator = (number_in_text(part) for part in match.groups()) if match else (None, None)
    return None if numerator is None or denominator is None else (numerator, denominator)


def _text_of(cell: Cell) -> str:
    if cell.kind is CellKind.ERROR:
        raise _Unreadable("error_in_cell", f"the cell holds the error {cell.value or 'value'}, not a figure.")
    if cell.kind is CellKind.FORMULA_WITHOUT_VALUE:
        raise _Unreadable(
            "formula_without_value",
            "the cell holds a formula whose result was not saved. Open the workbook in Excel, and save it.",
        )
    if not isinstance(cell.value, str):
        kind = {CellKind.DATE: f"a date ({cell.value})", CellKind.BOOLEAN: "TRUE or FALSE"}.get(cell.kind, "no number")
        raise _Unreadable("unreadable_figure", f"the cell holds {kind} where a figure should be.")
    return cell.value.strip()


def _read_text(text: str, unit: Unit, location: Location, about: str) -> FigureReading:
    findings: list[Finding] = []
    period = ""
    if _is_stacked(text):
        raise _Unreadable(
            "stacked_figures",
            f"the cell holds several figures on several lines (“{tidy(text)}”). They are never added up: give each "
            "indicator a row of its own.",
        )
    with_period = _WITH_PERIOD.fullmatch(text)
    parts = _named_parts(text)
    if with_period:
        period = with_period[2]
        figures = {"": replace(_one(with_period[1], unit, location, about, findings), wording=text)}
    elif parts:
        figures = {
            name: replace(_one(part, unit, location, about, findings), wording=f"{part} ({name})")
            for name, part in parts.items()
        }
    else:
        figures = {"": _one(text, unit, location, about, findings)}
    if any(figure.ambiguous for figure in figures.values()):
        findings.append(_x_question(text, location, about))
    return FigureReading(figures, period, tuple(findings))


def _is_stacked(text: str) -> bool:
    """Whether two or more lines of a cell start with a number, and the figures have no names of their own."""
    if "\n" not in text:
        return False
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    starts = [line for line in lines if re.match(rf"[£(]?\s*{NUMBER}", line)]
    return len(starts) > 1 and not _named_parts(text)


def _named_parts(text: str) -> dict[str, str]:
    """`100% (initial) 99% (review)` as {"initial": "100%", "review": "99%"}; empty for any other text."""
    parts: dict[str, str] = {}
    position = 0
    while position < len(text):
        match = _NAMED_PART.match(text, position)
        if match is None or match[2].casefold() in parts:
            return {}
        parts[match[2].casefold()] = match[1]
        position = match.end()
    return parts


def _one(text: str, unit: Unit, location: Location, about: str, findings: list[Finding]) -> ParsedFigure:
    """One figure from text without measure names or year."""
    figure = ParsedFigure(location, wording=text)
    absence = absence_in(text)
    if absence is not None:
        return replace(figure, absence=absence)
    if text.casefold() == "x":
        return replace(figure, ambiguous=True)
    number = number_in_text(text)
    if number is not None:
        value = _in_unit(number, unit, location, about, findings)
        return replace(figure, value=value, decimal_places=number.decimal_places)
    if match := _PERCENTAGE_OF.fullmatch(text):
        percentage = _number(match[1])
        return replace(
            figure,
            value=_in_unit(percentage, unit, location, about, findings),
            decimal_places=percentage.decimal_places,
            numerator=_number(match[2]).value,
            denominator=_number(match[3]).value,
        )
    if match := _RATE_ALONE.fullmatch(text):
        rate = _number(match[1])
        return replace(figure, rate=rate.value, decimal_places=rate.decimal_places)
    if match := _WITH_RATE.fullmatch(text):
        rated = _one(match[1], unit, location, about, findings)
        return replace(rated, rate=_number(match[2]).value, wording=text)
    raise _Unreadable(
        "unreadable_figure", f"“{tidy(text)}” is neither a figure nor a known reason for there being none."
    )


def _number(text: str) -> Numeral:
    number = number_in_text(text)
    if number is None:
        raise _Unreadable("unreadable_figure", f"“{text}” is too long to be a figure.")
    return number


def _in_unit(number: Numeral, unit: Unit, location: Location, about: str, findings: list[Finding]) -> Decimal:
    """The value in the indicator's unit, where what the cell shows leaves no doubt about it."""
    if unit is Unit.PERCENTAGE and not number.is_percentage and number.value != 0:
        if -1 <= number.value <= 1:
            raise _Unreadable(
                "percentage_or_fraction",
                f"{number.value} without a percent sign may be {number.value}% or {_plain(number.value * 100)}%.",
            )
        message = (
            f"{about}: {number} has no percent sign, but the indicator is a percentage. It was read as {number}%. "
            f"If that is wrong, correct {location.cell} and upload again."
        )
        findings.append(Finding(Severity.WARNING, "percentage_without_sign", message, location))
    if unit is not Unit.PERCENTAGE and number.is_percentage:
        raise _Unreadable(
            "percentage_in_another_unit", f"{number} is a percentage, but the other figures of the row are not."
        )
    return number.value


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _x_question(text: str, location: Location, about: str) -> Finding:
    message = (
        f"{about}: {location.cell} reads “{text}”. An x may mean that a small count is hidden, or that there is no "
        "figure. Say which it is; the x itself is kept as the wording."
    )
    return Finding(Severity.QUESTION, "x_may_mean_hidden_or_unknown", message, location, topic="x", choices=X_CHOICES)
