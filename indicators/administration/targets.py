"""A target as a person types it, how it was understood, and in words what it means for the rating."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from indicators.importers.cells import Cell
from indicators.importers.parsed import Location, Severity
from indicators.importers.targets import read_target
from indicators.vocabulary import Polarity, TargetForm, Unit

MOST_DIGITS_BEFORE_THE_POINT = 14
MOST_DECIMAL_PLACES = 6
SUFFIXES = {Unit.PERCENTAGE: "%", Unit.WEEKS: " weeks"}
HOW_TO_WRITE = "one value, a range such as 95-90%, TBC, or nothing where there is no target"


@dataclass(frozen=True)
class TypedTarget:
    """A target with its wording; low <= high, equal for one value, none of them without a target."""

    target_form: TargetForm
    target_wording: str = ""
    target_low: Decimal | None = None
    target_high: Decimal | None = None
    target_rate_low: Decimal | None = None
    target_rate_high: Decimal | None = None


class Targeted(Protocol):
    """A definition, or a revision of one."""

    unit: str
    polarity: str
    tolerance: Decimal
    target_form: str
    target_wording: str
    target_low: Decimal | None
    target_high: Decimal | None
    target_rate_low: Decimal | None
    target_rate_high: Decimal | None


def read_typed_target(text: str, unit: Unit) -> TypedTarget | None:
    """What the importer would make of a cell with this text; None where it is in no form that is known."""
    reading = read_target(Cell(1, 1, text), unit, Location("", 1, 1))
    target = reading.target
    numbers = [each for each in (target.low, target.high, target.rate_low, target.rate_high) if each is not None]
    is_wrong = any(finding.severity in (Severity.ERROR, Severity.QUESTION) for finding in reading.findings)
    if is_wrong or not all(can_be_kept(number) for number in numbers):
        return None
    return TypedTarget(target.form, text, target.low, target.high, target.rate_low, target.rate_high)


def target_of(definition: Targeted) -> TypedTarget:
    """The target that is stored."""
    return TypedTarget(
        TargetForm(definition.target_form),
        definition.target_wording,
        definition.target_low,
        definition.target_high,
        definition.target_rate_low,
        definition.target_rate_high,
    )


def can_be_kept(number: Decimal) -> bool:
    """Whether the catalogue has room for all digits of a number."""
    exponent = number.normalize().as_tuple().exponent
    places = -exponent if isinstance(exponent, int) else MOST_DECIMAL_PLACES + 1
    return abs(number) < Decimal(10) ** MOST_DIGITS_BEFORE_THE_POINT and places <= MOST_DECIMAL_PLACES


def plain(number: Decimal) -> str:
    """A number without zeros behind it: `95`, `0.16`."""
    return f"{number.normalize():f}"


def in_words(definition: Targeted) -> str:
    """How the target was understood: `a range from 90% to 95%: GREEN at 90% or more, AMBER where …`."""
    form, low, high = TargetForm(definition.target_form), definition.target_low, definition.target_high
    if form is TargetForm.NONE:
        return "no target, so there is no rating"
    if form is TargetForm.TO_BE_CONFIRMED or low is None or high is None:
        return "to be confirmed, so there is no rating yet"
    suffix = SUFFIXES.get(Unit(definition.unit), "")
    least, most = f"{plain(low)}{suffix}", f"{plain(high)}{suffix}"
    said = least if form is TargetForm.SINGLE else f"a range from {least} to {most}"
    nearly = f"AMBER where it is missed by no more than {plain(definition.tolerance)}% of it"
    rate_low, rate_high = definition.target_rate_low, definition.target_rate_high
    if rate_low is not None and rate_high is not None:
        rates = plain(rate_low) if rate_low == rate_high else f"{plain(rate_low)} to {plain(rate_high)}"
        said += f" (rate {rates})"
    polarity = Polarity(definition.polarity)
    if polarity is Polarity.HIGH:
        return f"{said}: GREEN at {least} or more, {nearly}"
    if polarity is Polarity.LOW:
        return f"{said}: GREEN at {most} or less, {nearly}"
    if form is TargetForm.SINGLE:
        return f"{said}: no rating, because one value without a polarity does not say which way is better"
    return f"{said}: GREEN inside it, {nearly}"
