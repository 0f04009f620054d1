"""Facts as tests want them: some indicators of the council's index of December 2020, and what Part 1 hides of them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from commentary.prose.facts import Facts, SpokenFigure

DECEMBER = date(2020, 12, 1)
QUARTERS = ("2020-06", "2020-09", "2020-12")
MONTHS = tuple(f"2020-{month:02}" for month in range(4, 13))
BENCHMARKS = ("own 2019/20", "own 2018/19", "england", "london")
YEAR_TO_DATE = "year to date"


def figure(
    number: str, title: str, place: str, value: str | None, unit: str = "count", polarity: str = "high", **said: object
) -> SpokenFigure:
    """One figure. `hidden` names what Part 1 does not show; `numerator` and `denominator` are text too."""
    numerator, denominator = said.get("numerator"), said.get("denominator")
    return SpokenFigure(
        indicator=number,
        number=number,
        title=title,
        measure="",
        place=place,
        unit=unit,
        counts_people=True,
        value=None if value is None else Decimal(value),
        numerator=None if numerator is None else Decimal(str(numerator)),
        denominator=None if denominator is None else Decimal(str(denominator)),
        decimal_places=len((value or "").partition(".")[2]),
        hidden=frozenset(said.get("hidden", ())),  # type: ignore[call-overload]
        polarity=polarity,
    )


def row(
    number: str,
    title: str,
    places: Iterable[str],
    values: str,
    unit: str = "count",
    polarity: str = "high",
    shown: Iterable[str] | None = None,
) -> list[SpokenFigure]:
    """The figures of one row of the index. All are shown, unless `shown` names the places that are."""
    return [
        figure(
            number, title, place, value, unit, polarity, hidden=() if shown is None or place in shown else ("value",)
        )
        for place, value in zip(places, values.split(), strict=True)
    ]


LOOKED_AFTER = "% of Children Looked After cases which were reviewed within required timescales"
PLACEMENT = "Stability of placements of Children Looked After - length of placement"
HOUSEHOLDS = "Number of in-house foster carers recruited (households) (YTD)"
CARERS = "Number of in-house foster carers recruited (YTD)"
LEAVERS = "% of Care leavers who are EET (aged 19, 20, 21) (DFE definition)"
SUITABLE = "% of Care Leavers in suitable accommodation (aged 19, 20, 21)"
ENTRANTS = "Number of First Time Entrants (FTEs) to the Youth Justice System aged 10-17"
PLANS = "% of Education, Health and Care plans issued within statutory 20 week timescale (excluding exception cases)"
ALL_MONTHS = (*MONTHS, YEAR_TO_DATE)

FIGURES = (
    *row("19", "Number of Children Looked After", MONTHS, "328 330 329 330 324 324 325 325 328", polarity="neither"),
    *row("21", LOOKED_AFTER, MONTHS, "88 94 95 96 96 95 93 94 95", "percentage"),
    *row("22.1", HOUSEHOLDS, ALL_MONTHS, "0 1 2 2 3 4 5 6 7 7", shown=["2020-04"]),
    *row("22.1", HOUSEHOLDS, BENCHMARKS[:2], "4 15", shown=["own 2018/19"]),
    *row("22.2", CARERS, ALL_MONTHS, "0 2 4 4 6 7 9 11 13 13", shown=["2020-04", "2020-12", YEAR_TO_DATE]),
    *row(
        "23", "Number of Children Looked After who were adopted", ALL_MONTHS, "0 1 1 2 2 3 4 4 5 5", shown=["2020-04"]
    ),
    *row("25", PLACEMENT, MONTHS, "54 56 60 62 69 73 73 72 71", "percentage"),
    *row("26", LEAVERS, QUARTERS, "49 38 38", "percentage"),
    *row("26", LEAVERS, BENCHMARKS, "41 45 50 52", "percentage"),
    *row("27", SUITABLE, QUARTERS, "80 80 79", "percentage"),
    *row("29", "Average Caseloads", MONTHS, "16 15 16 17 18 18 19 20 18", "average", "neither"),
    *row("32", ENTRANTS, ALL_MONTHS, "3 2 4 1 5 3 2 4 3 27", polarity="low", shown=[YEAR_TO_DATE]),
    *row("35.1", PLANS, ("2020-03", *QUARTERS, YEAR_TO_DATE), "48 60 67 74 62", "percentage"),
    *row("35.1", PLANS, ("own 2019", "own 2018", "england 2019", "london 2019"), "54 60 60 65", "percentage"),
)


def facts(
    subject: str = "",
    part: int = 1,
    figures: Iterable[SpokenFigure] = FIGURES,
    related: Mapping[str, Iterable[str]] | None = None,
    kept: Iterable[tuple[str, str]] = (),
    as_at: date = DECEMBER,
) -> Facts:
    """The facts of a text about an indicator, by its number, or about the whole report."""
    return Facts(
        subject=subject,
        part=part,
        as_at=as_at,
        smallest_publishable_count=6,
        figures=tuple(figures),
        related={key: frozenset(others) for key, others in (related or {}).items()},
        kept=frozenset(kept),
    )
