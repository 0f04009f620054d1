"""What a person types into a cell, understood as the importer understands a workbook's, and said back."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from indicators.contradictions import percentage
from indicators.entry.cells import EnteredFigure
from indicators.formatting import figure_text, number_text, rate_text
from indicators.importers.cells import Cell
from indicators.importers.compare_figures import LARGEST, LONGEST_WORDING, SIX_PLACES
from indicators.importers.figures import part_in, read_figure
from indicators.importers.numerals import Numeral, number_in_text, tidy
from indicators.importers.parsed import Location, ParsedFigure
from indicators.vocabulary import Absence, Unit

NOTHING_TO_REPORT = "Nothing to report"
TYPED_ABSENCES = (
    "Not available",
    "Not applicable",
    NOTHING_TO_REPORT,
    "Awaited",
    "Data not published",
    "New measure",
    "Local measure",
)
"""What a person can choose in place of a figure. Small figures are hidden by the policy, not by who enters them."""

_CAN_BE_TYPED = "3,422, 62 (rate: 0.21), or a reason such as “not available”"
_CAN_BE_TYPED_OF_PERCENTAGES = "97%, 0.97, 96/7132, 1.3% (96/7132), or a reason such as “not available”"
_LONGEST_QUOTED = 40
_TYPED_HERE = Location("", 1, 1)


@dataclass(frozen=True, slots=True)
class Reading:
    """`figure` is what was understood, None of a blank; `understood` says it. With a `problem`, nothing was."""

    figure: EnteredFigure | None = None
    understood: str = ""
    problem: str = ""


def read_typed(text: str, unit: Unit, decimal_places: int) -> Reading:
    """What the text says in a cell of that unit. `decimal_places` are those of a percentage that is worked out."""
    text = tidy(text)
    if not text:
        return Reading()
    if len(text) > LONGEST_WORDING:
        return Reading(problem=f"There are {len(text)} characters here. {_what_can_be_typed(unit)}")
    number = number_in_text(text)
    if unit is Unit.PERCENTAGE and number is not None and not number.is_percentage and 0 < abs(number.value) <= 1:
        return _fraction(number)
    part = part_in(text)
    if part is not None:
        return _part(*part, unit=unit, decimal_places=decimal_places)
    reading = read_figure(Cell(1, 1, text), unit, _TYPED_HERE)
    figures = list(reading.figures.items())
    if len(figures) != 1 or figures[0][0] or reading.period or figures[0][1].ambiguous:
        rules = {finding.rule for finding in reading.findings}
        return Reading(problem=_problem(text, unit, rules, several=bool(figures), period=reading.period))
    return _understood(_entered(figures[0][1], unit), unit)


def _fraction(number: Numeral) -> Reading:
    """0.97 among percentages is 97 %. What may be 1 % or 100 % is asked."""
    if abs(number.value) == 1:
        return Reading(
            problem=f"{number.value} may be {number.value}% or {number.value * 100}%. Type the percent sign."
        )
    value = number.value * 100
    figure = EnteredFigure(value=value, decimal_places=max(0, number.decimal_places - 2))
    return _understood(figure, Unit.PERCENTAGE, f"{number.value} of 1, so ")


def _part(numerator: Numeral, denominator: Numeral, *, unit: Unit, decimal_places: int) -> Reading:
    """96/7132 among percentages is the percentage worked out from both."""
    if unit is not Unit.PERCENTAGE:
        return Reading(
            problem=f"This indicator is no percentage, so it has no numerator and denominator. "
            f"{_what_can_be_typed(unit)}"
        )
    if denominator.value <= 0:
        return Reading(problem="Nothing can be a part of 0. Correct the denominator, or type why there is no figure.")
    value = percentage(numerator.value, denominator.value, decimal_places)
    figure = EnteredFigure(value, numerator.value, denominator.value, decimal_places=decimal_places)
    return _understood(figure, unit)


def _entered(parsed: ParsedFigure, unit: Unit) -> EnteredFigure:
    """The figure as it is stored. What a workbook would have to hold as text keeps that text as its wording."""
    if parsed.absence is Absence.NOT_DUE:
        return EnteredFigure(absence=Absence.NOT_DUE, wording=NOTHING_TO_REPORT)
    return EnteredFigure(
        parsed.value,
        parsed.numerator,
        parsed.denominator,
        parsed.rate,
        parsed.decimal_places,
        parsed.absence or "",
        parsed.wording if parsed.absence else "",
    )


def _understood(figure: EnteredFigure, unit: Unit, how: str = "") -> Reading:
    """The figure with at most six decimal places, and what was understood; a problem where nothing has room for it."""
    numbers = [figure.value, figure.numerator, figure.denominator, figure.rate]
    if any(number is not None and abs(number) >= LARGEST for number in numbers):
        return Reading(problem="This number is larger than any figure of an index. Correct it.")
    value, numerator, denominator, rate = (_six_places(number) for number in numbers)
    if denominator is not None and denominator <= 0:
        return Reading(problem="Nothing can be a part of 0. Correct the denominator, or type why there is no figure.")
    figure = EnteredFigure(
        value, numerator, denominator, rate, min(figure.decimal_places, 6), figure.absence, figure.wording
    )
    if numerator is not None or rate is not None:
        figure = EnteredFigure(
            value, numerator, denominator, rate, figure.decimal_places, figure.absence, figure_text(figure, unit)
        )
    return Reading(figure, how + in_words(figure, unit))


def in_words(figure: EnteredFigure, unit: Unit | str) -> str:
    """What a figure was understood as: `97 %`, `1.3 %: 96 of 7,132`, `62, rate 0.21`, `n/a: no figure`."""
    if figure.absence:
        return f"{figure.wording or Absence(figure.absence).label}: no figure"
    words = [] if figure.value is None else [number_text(figure.value, figure.decimal_places)]
    if words and unit == Unit.PERCENTAGE:
        words[0] += " %"
    if words and figure.numerator is not None and figure.denominator is not None:
        words[0] += f": {_plain_text(figure.numerator)} of {_plain_text(figure.denominator)}"
    if figure.rate is not None:
        words.append(f"rate {rate_text(figure.rate)}")
    return ", ".join(words)


def _six_places(number: Decimal | None) -> Decimal | None:
    if number is None or number == number.quantize(SIX_PLACES, ROUND_HALF_UP):
        return number
    return number.quantize(SIX_PLACES, ROUND_HALF_UP)


def _plain_text(number: Decimal) -> str:
    return f"{number.normalize():,f}"


def _problem(text: str, unit: Unit, rules: set[str], *, several: bool, period: str) -> str:
    """A sentence about text that is no figure of one cell."""
    if period:
        return f"Leave out “{period}”: a cell has the figure of its own month. Type the figure alone."
    if "x_may_mean_hidden_or_unknown" in rules:
        return (
            "An x may mean a small count or no figure. Type the figure, however small: Outturn hides it where it has "
            "to. If there is none, type “not available”."
        )
    if "percentage_in_another_unit" in rules:
        return "This indicator is no percentage. Type the number without the percent sign."
    quoted = text if len(text) <= _LONGEST_QUOTED else text[: _LONGEST_QUOTED - 1] + "…"
    problem = "is more than one figure" if several else "is neither a figure nor a known reason for having none"
    return f"“{quoted}” {problem}. {_what_can_be_typed(unit)}"


def _what_can_be_typed(unit: Unit) -> str:
    return f"Type {_CAN_BE_TYPED_OF_PERCENTAGES if unit is Unit.PERCENTAGE else _CAN_BE_TYPED}."
