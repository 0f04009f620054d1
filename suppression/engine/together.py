"""Items that are hidden together. Each rule is one function; its docstring is the rule."""

from collections.abc import Iterator
from dataclasses import dataclass

from suppression.engine.figures import Ratio, Series, SeriesKind
from suppression.engine.table import Table


@dataclass(frozen=True)
class Together:
    """When the cause is hidden (key of a cell or ratio), the effect is hidden too, for the reason in the sentence."""

    cause: str
    effect: str
    sentence: str


def hidden_together(table: Table) -> tuple[Together, ...]:
    """Every pair of which the second is hidden when the first is."""
    pairs: list[Together] = []
    for series in table.series:
        pairs.extend(zeros_hide_with_their_series(series, table))
        pairs.extend(year_to_date_hides_with_the_latest_month(series, table))
    for ratio in table.ratios:
        pairs.extend(ratio_hides_as_a_whole(ratio))
    return tuple(pairs)


def zeros_hide_with_their_series(series: Series, table: Table) -> Iterator[Together]:
    """Zero is hidden where another month of the same series is hidden; else hidden would mean at least one."""
    for zero in series.cells:
        if table.by_key[zero].value != 0:
            continue
        for month in series.cells:
            if month != zero:
                sentence = "Hidden because other months are hidden; a zero shown would say that those are not zero."
                yield Together(month, zero, sentence)


def year_to_date_hides_with_the_latest_month(series: Series, table: Table) -> Iterator[Together]:
    """When the latest month is hidden its year to date is hidden too.

    In a flow this year to date and the next report's would give the months between away. In a running total the
    year to date is the latest month, so the month is hidden with it as well.
    """
    if series.year_to_date is None:
        return
    latest = series.cells[-1]
    if series.kind is SeriesKind.FLOW:
        sentence = (
            f"Hidden because {table.by_key[latest].label} is hidden; this year to date and the next report's "
            "would give the months between away."
        )
        yield Together(latest, series.year_to_date, sentence)
        return
    sentence = "Hidden because the year to date of a running total is its latest month."
    yield Together(latest, series.year_to_date, sentence)
    yield Together(series.year_to_date, latest, sentence)


def ratio_hides_as_a_whole(ratio: Ratio) -> Iterator[Together]:
    """A percentage, its numerator and its denominator are hidden together: two of them give the third."""
    for part in (ratio.numerator, ratio.denominator):
        sentence = f"Hidden because {ratio.label} is shown with its numerator and denominator or not at all."
        yield Together(ratio.key, part, sentence)
        yield Together(part, ratio.key, sentence)
