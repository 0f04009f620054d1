"""Reads a target or range of acceptable performance."""

import re
from dataclasses import dataclass, replace

from indicators.importers import cell_words
from indicators.importers.cells import Cell, CellKind
from indicators.importers.numerals import NUMBER, Numeral, number_in_cell, number_in_text, shown, tidy
from indicators.importers.parsed import Finding, Location, ParsedTarget, Severity
from indicators.vocabulary import Polarity, TargetForm, Unit

_NO_TARGET = re.compile(
    r"(?:this is )?not a target measure|no target(?: set)?|n/a|not applicable|none|(?:for )?information(?: only)?",
    re.IGNORECASE,
)
_TO_BE_CONFIRMED = re.compile(r"tbc|tba|to be (?:confirmed|agreed|set)", re.IGNORECASE)
_DASH = r"\s*(?:-|–|—|to)\s*"
_TARGET = re.compile(
    rf"(?P<first>{NUMBER}\s*%?)(?:{_DASH}(?P<second>{NUMBER}\s*%?))?"
    rf"(?:\s*(?P<weeks>weeks?)|\s*(?P<other_unit>days?|hours?|months?|years?|per (?:10,?000|10k)))?"
    rf"(?:\s*\(\s*rate\s*(?:of|:)?\s*(?P<rate_first>{NUMBER})(?:{_DASH}(?P<rate_second>{NUMBER}))?\s*\))?"
    rf"(?:\s*\([^()]*\))?",
    re.IGNORECASE,
)


_BEFORE = re.compile(
    rf"(?P<sign>{'|'.join(sorted(map(re.escape, [*cell_words.BELOW, *cell_words.ABOVE]), key=len, reverse=True))})"
    rf"(?:\s+of)?\s*:?\s*(?=[0-9])",
    re.IGNORECASE,
)
_AFTER = re.compile(
    rf"(?<=[0-9%])\s*(?P<sign>{'|'.join(map(re.escape, [*cell_words.BELOW_AFTER, *cell_words.ABOVE_AFTER]))})",
    re.IGNORECASE,
)
_RELATIVE = re.compile(rf"\b(?:{'|'.join(map(re.escape, cell_words.RELATIVE))})\b", re.IGNORECASE)


@dataclass(frozen=True)
class TargetReading:
    """A target, and what there is to say about it. `polarity` is the one that `<5` or “at least 5” goes with."""

    target: ParsedTarget
    findings: tuple[Finding, ...] = ()
    polarity: Polarity | None = None


@dataclass(frozen=True)
class _Comparison:
    """A target's number without what compares (`<`, “or more”), and whether the number itself just misses it."""

    text: str
    polarity: Polarity | None = None
    is_strict: bool = False


def read_target(
    cell: Cell | None,
    unit: Unit,
    location: Location,
    about: str = "",
    polarity: Polarity = Polarity.NEITHER,
    *,
    unit_is_said: bool = False,
) -> TargetReading:
    """Reads every form of target: `100%`, `95-90%`, `26 weeks`, `22-36 (rate of 0.10-0.16)`, `<5`, `TBC`.

    `low` <= `high` whichever way round the range is written. A target set against something else (“above the national
    average”) is kept in its words, with a WARNING, and nothing is rated against it. A form that is not known is an
    ERROR finding and a target to be confirmed; a blank cell is no target, with a NOTE.
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
        return _target((number,) if number else (), wording, unit, location, about, is_said=unit_is_said)
    if cell.kind is not CellKind.TEXT:
        return _unreadable(f"{cell.kind} {wording}".strip(), wording, location, about)
    text = tidy(wording)
    if _NO_TARGET.fullmatch(text):
        return TargetReading(ParsedTarget(TargetForm.NONE, wording))
    if _TO_BE_CONFIRMED.fullmatch(text):
        return TargetReading(ParsedTarget(TargetForm.TO_BE_CONFIRMED, wording))
    compared = _without_comparison(text)
    match = _TARGET.fullmatch(compared.text)
    if match is None and _RELATIVE.search(text):
        return _in_words(wording, location, about)
    if (
        match is None
        or (match["weeks"] and unit is not Unit.WEEKS)
        or (match["other_unit"] and unit not in (Unit.AVERAGE, Unit.RATE_PER_10000))
        or (match["second"] and compared.polarity)
    ):
        return _unreadable(f"“{text}”", wording, location, about)
    ends = [number for name in ("first", "second") if match[name] and (number := number_in_text(match[name]))]
    rates = [
        number for name in ("rate_first", "rate_second") if match[name] and (number := number_in_text(match[name]))
    ]
    reading = _target(tuple(ends), wording, unit, location, about, tuple(rates), is_said=unit_is_said)
    if compared.polarity is None or reading.target.low is None:
        return reading
    findings = _about_comparison(compared, polarity, text, location, about)
    return replace(reading, findings=(*reading.findings, *findings), polarity=compared.polarity)


def _without_comparison(text: str) -> _Comparison:
    before = _BEFORE.match(text)
    if before:
        sign = before["sign"].casefold()
        side, words = (
            (Polarity.LOW, cell_words.BELOW) if sign in cell_words.BELOW else (Polarity.HIGH, cell_words.ABOVE)
        )
        return _Comparison(text[before.end() :], side, words[sign])
    after = _AFTER.search(text)
    if after and after.end() == len(text):
        side = Polarity.LOW if after["sign"].casefold() in cell_words.BELOW_AFTER else Polarity.HIGH
        return _Comparison(text[: after.start()], side)
    return _Comparison(text)


def _about_comparison(
    compared: _Comparison, polarity: Polarity, text: str, location: Location, about: str
) -> list[Finding]:
    findings = []
    if compared.is_strict:
        message = (
            f"{about}: the target “{text}” was read as {compared.text}. Outturn counts a figure of exactly "
            f"{compared.text} as on target."
        )
        findings.append(Finding(Severity.NOTE, "target_is_strict", message, location))
    if polarity not in (Polarity.NEITHER, compared.polarity):
        message = (
            f"{about}: the target “{text}” in {location.cell} goes with the polarity {compared.polarity.label}, but "  # type: ignore[union-attr]
            f"the polarity is {polarity.label}. Both were read as they stand; check them."
        )
        findings.append(Finding(Severity.WARNING, "target_against_polarity", message, location))
    return findings


def _target(
    ends: tuple[Numeral, ...],
    wording: str,
    unit: Unit,
    location: Location,
    about: str,
    rates: tuple[Numeral, ...] = (),
    *,
    is_said: bool = False,
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
        if not is_said:
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


def _in_words(wording: str, location: Location, about: str) -> TargetReading:
    message = (
        f"{about}: the target in {location.cell}, “{tidy(wording)}”, is set against something else and gives no "
        "number to rate by. Its words are kept, as a target to be confirmed."
    )
    return TargetReading(
        ParsedTarget(TargetForm.TO_BE_CONFIRMED, wording),
        (Finding(Severity.WARNING, "target_in_words", message, location),),
    )


def _unreadable(what: str, wording: str, location: Location, about: str) -> TargetReading:
    message = (
        f"{about}: the target in {location.cell}, {what}, is in no form that is known. It was not read: write one "
        "value, a range such as 95-90%, “TBC” or “This is not a target measure”, and upload again."
    )
    return TargetReading(
        ParsedTarget(TargetForm.TO_BE_CONFIRMED, wording),
        (Finding(Severity.ERROR, "unreadable_target", message, location),),
    )
