"""Numbers as a workbook shows them: in text (`3,422`, `1.3%`) and in cells, whose format says what they mean."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from indicators.importers.cells import Cell, CellKind

NUMBER = r"-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
"""A number in text; no digits beyond 0 to 9, and commas only between thousands."""

MOST_DIGITS = 15
"""Excel keeps 15 significant digits; a longer number is not a figure of an index."""

MOST_GENERAL_PLACES = 9
_TOO_LARGE = Decimal(10) ** MOST_DIGITS


@dataclass(frozen=True)
class Numeral:
    """A number as shown: 97 with `is_percentage` and no decimal places for 0.97 formatted `0%`."""

    value: Decimal
    decimal_places: int
    is_percentage: bool = False

    def __str__(self) -> str:
        rounded = self.value.quantize(Decimal(1).scaleb(-self.decimal_places), ROUND_HALF_UP)
        return f"{rounded:f}%" if self.is_percentage else f"{rounded:f}"


def tidy(text: str) -> str:
    """The text with every run of white space (line breaks and hard spaces too) as one space."""
    return " ".join(text.split())


def number_in_text(text: str) -> Numeral | None:
    """`3,422`, `97 %` or `0.21` as a number; None for anything else."""
    match = re.fullmatch(rf"({NUMBER})\s*(%?)", text.strip())
    if match is None or len(re.sub("[^0-9]", "", match[1])) > MOST_DIGITS:
        return None
    digits = match[1].replace(",", "")
    return Numeral(Decimal(digits), len(digits.partition(".")[2]), match[2] == "%")


def number_in_cell(cell: Cell) -> Numeral | None:
    """The number of a NUMBER cell as its format shows it, its value kept in full; None for another kind of cell."""
    if cell.kind is not CellKind.NUMBER or not isinstance(cell.value, Decimal):
        return None
    return _numeral(cell.value, cell.number_format)


def shown(cell: Cell) -> str:
    """What a person sees in the cell: its text, or its number in its format."""
    number = number_in_cell(cell)
    if number is not None:
        return str(number)
    return "" if cell.value is None else str(cell.value).strip()


def shows_percentage(cell: Cell) -> bool:
    """Whether a person sees a percentage: a number in a percentage format, or text such as `97%` or `52-47%`."""
    number = number_in_cell(cell)
    if number is not None:
        return number.is_percentage
    return isinstance(cell.value, str) and re.search(r"[0-9]\s*%", cell.value) is not None


@lru_cache(maxsize=4096)
def _numeral(number: Decimal, number_format: str) -> Numeral | None:
    if not number.is_finite() or abs(number) >= _TOO_LARGE:
        return None
    is_percentage, places = _meaning_of_format(number_format)
    value = number * 100 if is_percentage else number
    return Numeral(
        _without_trailing_zeros(value), _places_of_value(value) if places is None else places, is_percentage
    )


@lru_cache(maxsize=256)
def _meaning_of_format(number_format: str) -> tuple[bool, int | None]:
    """Whether a number format shows a percentage, and how many decimals; None where it leaves that to the value.

    Its first section counts, without quoted text, escaped characters and [colours].
    """
    pattern = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.', "", number_format).partition(";")[0]
    is_percentage = "%" in pattern
    if not re.search("[0#?]", pattern) or re.search("[Ee/]", pattern):
        return is_percentage, None
    decimals = re.search(r"\.([0#?]*)", pattern)
    return is_percentage, len(decimals[1]) if decimals else 0


def _places_of_value(value: Decimal) -> int:
    rounded = _without_trailing_zeros(round(value, MOST_GENERAL_PLACES))
    return max(0, -int(rounded.as_tuple().exponent))


def _without_trailing_zeros(value: Decimal) -> Decimal:
    """977.0 and 97.00 as 977 and 97; never in scientific notation."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
