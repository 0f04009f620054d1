"""Writes of figures that others publish. Each is one transaction with its audit entry, which holds no figure."""

from datetime import date

from django.db import transaction

from accounts.models import User
from accounts.services import record
from indicators.models import Dataset, Indicator
from indicators.vocabulary import Unit
from suppression.models import About, ExternalFigure

UNITS: dict[About, frozenset[Unit]] = {
    About.FIGURE: frozenset({Unit.COUNT}),
    About.NUMERATOR: frozenset({Unit.PERCENTAGE, Unit.RATE_PER_10000, Unit.AVERAGE}),
    About.DENOMINATOR: frozenset({Unit.PERCENTAGE, Unit.RATE_PER_10000, Unit.AVERAGE}),
}
"""The units of the indicators of which each number can be known: it is always a whole number."""


class NotRecorded(Exception):
    """The figure cannot be recorded or withdrawn; the message says why and what to do."""


@transaction.atomic
def record_external_figure(
    *,
    indicator: Indicator,
    measure: str,
    place: str,
    about: About,
    value: int,
    is_upper_limit: bool,
    source: str,
    published_on: date,
    reason: str = "",
    by: User,
) -> ExternalFigure:
    """Record a number that somebody else has published; readers are taken to know it from then on.

    Another number of the same figure, as others revised it, is one more that readers know. Raises NotRecorded where
    the unit of the indicator has no such number, or the very same is recorded already.
    """
    Dataset.objects.select_for_update().get(pk=indicator.dataset_id)
    unit = indicator.definitions.order_by("-reporting_year").values_list("unit", flat=True).first()
    if unit not in UNITS[about]:
        raise NotRecorded(
            "Only a count is a whole number itself. Choose the numerator or the denominator."
            if about is About.FIGURE
            else f"A figure whose unit is {Unit(unit).label if unit else 'unknown'} has no {about.value}. "
            "Choose the figure itself, or another indicator."
        )
    same = ExternalFigure.objects.in_force().filter(
        indicator=indicator, measure=measure, place=place, about=about, is_upper_limit=is_upper_limit, value=value
    )
    if same.exists():
        raise NotRecorded("This number is recorded already. Nothing was changed.")
    figure = ExternalFigure.objects.create(
        indicator=indicator,
        measure=measure,
        place=place,
        about=about,
        value=value,
        is_upper_limit=is_upper_limit,
        source=source,
        published_on=published_on,
        reason=reason,
        recorded_by=by,
    )
    _record("recorded an external figure", figure, by)
    return figure


@transaction.atomic
def withdraw_external_figure(*, figure: ExternalFigure, reason: str, by: User) -> ExternalFigure:
    """Withdraw a figure that was recorded in error, by a record that repeats it and says why.

    Raises NotRecorded where it is withdrawn already, or is itself a withdrawal.
    """
    Dataset.objects.select_for_update().get(pk=figure.indicator.dataset_id)
    if not ExternalFigure.objects.in_force().filter(pk=figure.pk).exists():
        raise NotRecorded("This figure is withdrawn already. Nothing was changed.")
    withdrawal = ExternalFigure.objects.create(
        indicator=figure.indicator,
        measure=figure.measure,
        place=figure.place,
        about=figure.about,
        value=figure.value,
        is_upper_limit=figure.is_upper_limit,
        source=figure.source,
        published_on=figure.published_on,
        reason=reason,
        withdraws=figure,
        recorded_by=by,
    )
    _record("withdrew an external figure", figure, by)
    return withdrawal


def _record(action: str, figure: ExternalFigure, by: User) -> None:
    record(action=action, subject=figure.key, by=by, dataset=figure.indicator.dataset.slug)
