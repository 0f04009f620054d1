"""The chart of one measure: everything that is drawn, as plain frozen data, and the drawing.

A chart is made of a paper and earlier papers (`reports.chart_data`), so what is hidden in them is not in it: a hidden
month is a gap and a note. Equal charts give the same bytes on every machine.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

WIDE, NARROW = (620, 300), (320, 280)
"""Of a drawing, in pixels at its own size; it grows and shrinks with the page."""

HIDDEN_NOTE = "Hidden to protect confidentiality"
KEPT_IN_MEMORY = 256
"""Drawings of about 15 kB each."""


@dataclass(frozen=True)
class ChartPoint:
    """A figure that is shown. Points of one `run` are joined; `is_special` where it shows a special cause."""

    month: date
    value: Decimal
    run: int
    is_special: bool = False


@dataclass(frozen=True)
class ChartLimits:
    """The process limits between two months; none that are on trial."""

    first_month: date
    last_month: date
    mean: Decimal
    lower: Decimal
    upper: Decimal


@dataclass(frozen=True)
class ChartMark:
    """Something else to compare with: `England 2019/20`."""

    label: str
    value: Decimal


@dataclass(frozen=True)
class ChartTarget:
    """The target range; a single value has equal ends. Better is upwards (1), downwards (-1), or neither (0)."""

    low: Decimal
    high: Decimal
    better: int


@dataclass(frozen=True)
class Chart:
    """One measure's chart. `months` are all of its columns in order; `hidden` those of which a figure is withheld.

    `suffix` stands after a number (`%`), `decimals` are those of its figures, `unit` says what they count.
    `rebased` are months from which limits start anew. `is_narrow` is the same for a telephone.
    """

    title: str
    description: str
    unit: str
    suffix: str
    decimals: int
    months: tuple[date, ...]
    points: tuple[ChartPoint, ...]
    hidden: tuple[date, ...] = ()
    target: ChartTarget | None = None
    limits: tuple[ChartLimits, ...] = ()
    rebased: tuple[date, ...] = ()
    marks: tuple[ChartMark, ...] = ()
    is_narrow: bool = False


@lru_cache(maxsize=KEPT_IN_MEMORY)
def chart_svg(chart: Chart) -> bytes:
    """The chart as an SVG document with a title and a description. Drawn once as long as it is remembered."""
    from reports.chart_drawing import drawn  # altair is loaded by the processes that draw, and by no others

    return drawn(chart)
