"""How numbers are written, and lists of words. The one place that turns a figure into the text that people read."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Protocol

from indicators.vocabulary import Absence, Unit


def opening(text: str) -> str:
    """The text as a sentence begins with it: “Indicator 32, May 2020”."""
    return text[:1].upper() + text[1:]


def joined(words: Sequence[str]) -> str:
    """`5`, `5 and 23`, `5, 22.1 and 23`."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


class FigureLike(Protocol):
    """One figure, or a typed absence; whether it can be changed is none of our business."""

    @property
    def value(self) -> Decimal | None: ...
    @property
    def numerator(self) -> Decimal | None: ...
    @property
    def denominator(self) -> Decimal | None: ...
    @property
    def rate(self) -> Decimal | None: ...
    @property
    def decimal_places(self) -> int: ...
    @property
    def absence(self) -> str: ...
    @property
    def wording(self) -> str: ...


def number_sort_key(number: str) -> str:
    """Text that sorts as the indicator's number does: `2` before `10`, `22.1` before `22.2` before `22.10`."""
    return ".".join(part.zfill(6) if part.isdigit() else part for part in number.split("."))


def printed(value: Decimal, decimal_places: int) -> Decimal:
    """The value as printed: rounded half up, without a minus before zero."""
    rounded = value.quantize(Decimal(1).scaleb(-decimal_places), ROUND_HALF_UP)
    return abs(rounded) if rounded == 0 else rounded


@lru_cache(maxsize=4096)
def number_text(value: Decimal, decimal_places: int) -> str:
    """`3,422`, `20.7`: thousands separated, as printed."""
    return f"{printed(value, decimal_places):,f}"


def rate_text(rate: Decimal) -> str:
    """A rate with at least two decimal places, and as many more as it has."""
    exponent = rate.normalize().as_tuple().exponent
    return number_text(rate, max(2, -exponent if isinstance(exponent, int) else 0))


def figure_text(figure: FigureLike, unit: Unit | str) -> str:
    """The figure as the council writes it: `97%`, `1.3% (96/7132)`, `62 (rate: 0.21)`, `Rate: 0.02`, its absence."""
    if figure.absence:
        return figure.wording or Absence(figure.absence).label
    if figure.value is None:
        if figure.rate is None:
            raise ValueError("A figure without value, rate or absence cannot be written.")
        return f"Rate: {rate_text(figure.rate)}"
    text = number_text(figure.value, figure.decimal_places) + ("%" if unit == Unit.PERCENTAGE else "")
    if figure.numerator is not None and figure.denominator is not None:
        text += f" ({figure.numerator.normalize():f}/{figure.denominator.normalize():f})"
    if figure.rate is not None:
        text += f" (rate: {rate_text(figure.rate)})"
    return text
