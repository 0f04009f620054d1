"""Reads a target or range of acceptable performance."""

import re
from dataclasses import dataclass

from indicators.importers.cells import Cell, CellKind
from indicators.importers.numerals import NUMBER, Numeral, number_in_cell, number_in_text, shown, tidy
from indicators.importers.parsed import Finding, Location, ParsedTarget, Severity
from indicators.vocabulary import TargetForm, Unit

_NO_TARGET = re.compile(r"(?:this is )?not a target measure|no target|n/a|not applicable", re.IGNORECASE)
_TO_BE_CONFIRMED = re.compile(r"tbc|tba|to be (?:confirmed|agreed|set)", re.IGNORECASE)
_DASH = r"\s*(?:-|–|—|to)\s*"
_TARGET = re.compile(
    rf"(?P<first>{NUMBER}\s*%?)(?:{_DASH}(?P<second>{NUMBER}\s*%?))?"
    rf"(?:\s*(?P<weeks>weeks?))?"
    rf"(?:\s*\(\s*rate\s*(?:of|:)?\s*(?P<rate_first>{NUMBER})(?:{_DASH}(?P<rate_second>{NUMBER}))?\s*\))?"
    rf"(?:\s*\([^()]*\))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TargetReading:
    """A target, and what there is to say about it."""

    target: ParsedTarget
    findings: tuple[Finding, ...] = ()


def read_target(cell: Cell | None, unit: Unit, location: Location, about: str = "") -> TargetReading:
    """Reads every form of target in the index: `100%`, `95-90%`, `26 weeks`, `22-36 (rate of 0.10-0.16)`, `TBC`.

    `low` <= `high` whichever way round the range is written. A form that is not known is an ERROR finding and a target
    to be confirmed; a blank cell is no target, with a NOTE.
    """
    about = about or str(location)
    wording = shown(cell) if cell is not None else ""
    if cell is None or (cell.kind is CellKind.TEXT and not wording):
        message = f"{about}: the target is blank and was read as “not a target measure”."
        return TargetReading(
            ParsedTarget(TargetForm.NONE, ""), (Finding(Severity.NOTE, "target_is_blank", message, location),)
        )
    if cell.kind is CellKind.NUMBER:
        number = number_in_cell(cell)
        return _target((number,) if number else (), wording, unit, location, about)
    if cell.kind is not CellKind.TEXT:
        return _unreadable(f"{cell.kind} {wording}".strip(), wording, location, about)
    text = tidy(wording)
    if _NO_TARGET.fullmatch(text):
        return TargetReading(ParsedTarget(TargetForm.NONE, wording))
    if _TO_BE_CONFIRMED.fullmatch(text):
        return TargetReading(ParsedTarget(TargetForm.TO_BE_CONFIRMED, wording))
    match = _TARGET.fullmatch(text)
    if match is None or (match["weeks"] and unit is not Unit.WEEKS):
        return _unreadable(f"“{text}”", wording, location, about)
    ends = [number for name in ("first", "second") if match[name] and (number := number_in_text(match[name]))]
    rates = [
        number for name in ("rate_first", "rate_second") if match[name] and (number := number_in_text(match[name]))
    ]
    return _target(tuple(ends), wording, unit, location, about, tuple(rates))


def _target(
    ends: tuple[Numeral, ...],
    wording: str,
    unit: Unit,
    location: Location,
    about: str,
    rates: tuple[Numeral, ...] = (),
) -> TargetReading:
    is_percentage = any(end.is_percentage for end in ends)
    values = sorted(end.value for end in ends)
    rate_values = sorted(rate.value for rate in rates)
    if not values or (is_percentage and unit is not Unit.PERCENTAGE):
        return _unreadable(f"“{wording}” in a row whose figures are no percentages", wording, location, about)
    findings: tuple[Finding, ...] = ()
    if unit is Unit.PERCENTAGE and not is_percentage and any(values):
        if values[-1] <= 1:
            return _unreadable(f"“{wording}” without a percent sign in a row of percentages", wording, location, about)
        message = (
            f"{about}: the target “{wording}” in {location.cell} has no percent sign, but the indicator is a "
            f"percentage. It was read as {wording}%. If that is wrong, correct the cell and upload again."
        )
        findings = (Finding(Severity.WARNING, "percentage_without_sign", message, location),)
    target = ParsedTarget(
        form=TargetForm.SINGLE if len(ends) == 1 else TargetForm.RANGE,
        wording=wording,
        low=values[0],
        high=values[-1],
        rate_low=rate_values[0] if rate_values else None,
        rate_high=rate_values[-1] if rate_values else None,
    )
    return TargetReading(target, findings)


def _unreadable(what: str, wording: str, location: Location, about: str) -> TargetReading:
    message = (
        f"{about}: the target in {location.cell}, {what}, is in no form that is known. It was not read: write one "
        "value, a range such as 95-90%, “TBC” or “This is not a target measure”, and upload again."
    )
    return TargetReading(
        ParsedTarget(TargetForm.TO_BE_CONFIRMED, wording),
        (Finding(Severity.ERROR, "unreadable_target", message, location),),
    )
