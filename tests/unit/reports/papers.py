"""Small papers: an indicator is what a test says of it, and ordinary in everything else."""

from datetime import date
from decimal import Decimal
from typing import Any

from suppression.paper import (
    SCHEMA_VERSION,
    Absent,
    ExemptFigure,
    Hidden,
    MonthFigure,
    Paper,
    PaperIndicator,
    PaperMeasure,
    PaperSection,
    PartTwoOnly,
    Rated,
    Shown,
    Summary,
    YearFigure,
)

MONTHS = tuple(date(2020 + (month > 12), (month - 1) % 12 + 1, 1) for month in range(4, 16))
CALENDAR_MONTHS = tuple(date(2020, month, 1) for month in range(1, 13))
HIDDEN = Hidden()
GREEN, AMBER, RED = (Rated(rating, rating.upper()) for rating in ("green", "amber", "red"))
NOT_RATED = Rated("none", "This is not a target measure")


def shown(text: str, value: str | None = None) -> Shown:
    return Shown(text, value=Decimal(value if value is not None else text.rstrip("%")))


def in_part_2(text: str) -> PartTwoOnly:
    return PartTwoOnly(text, value=Decimal(text))


def absent(text: str) -> Absent:
    return Absent("not_available", text)


def measure(
    *figures: ExemptFigure | None,
    name: str = "",
    year_to_date: ExemptFigure | None = None,
    benchmarks: tuple[YearFigure, ...] = (),
    months: tuple[date, ...] = MONTHS,
) -> PaperMeasure:
    """A measure with these figures from the first month on, and nothing due after them."""
    filled = [*figures, *[None] * (len(months) - len(figures))]
    return PaperMeasure(
        name=name,
        months=tuple(MonthFigure(month, figure) for month, figure in zip(months, filled, strict=True)),
        year_to_date=year_to_date,
        benchmarks=benchmarks,
    )


def indicator(number: str, *measures: PaperMeasure, **said: Any) -> PaperIndicator:
    return PaperIndicator(
        **(
            {
                "key": f"indicator-{number.replace('.', '-')}",
                "number": number,
                "title": f"Title of {number}",
                "why_it_is_important": "",
                "polarity": "low",
                "target": "26 weeks",
                "unit": "count",
                "frequency": "monthly",
                "year_basis": "financial",
                "accumulation": "flow",
                "rating": GREEN,
                "measures": measures or (measure(shown("7")),),
            }
            | said
        )
    )


def paper(*indicators: PaperIndicator, part: int = 1, sections: tuple[PaperSection, ...] = ()) -> Paper:
    """A paper with one section of these indicators, or with these sections."""
    return Paper(
        schema_version=SCHEMA_VERSION,
        part=part,
        council="Example Borough Council",
        dataset="Children's services",
        dataset_slug="childrens-services",
        title="Children's services performance: December 2020",
        as_at=date(2020, 12, 1),
        policy="1",
        smallest_publishable_count=6,
        exemption="" if part == 1 else "paragraph 1",
        months=MONTHS,
        calendar_months=CALENDAR_MONTHS,
        sections=sections or (PaperSection("Early Help", indicators),),
        summary=Summary(indicators=len(indicators), on_track=0, below_expectation=0, part_two_only=0, not_rated=0),
    )
