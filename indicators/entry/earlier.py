"""What a cell said before: the revisions of figures by place."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.utils import timezone

from indicators.entry.cells import EnteredFigure, Place
from indicators.formatting import figure_text
from indicators.models import Outturn, Period

TAKEN_AWAY = "-"

_FIELDS = (
    *("value", "numerator", "denominator", "rate", "decimal_places", "absence", "wording"),
    *("version", "state", "history_type", "history_date", "history_change_reason", "history_user__first_name"),
    *("history_user__username", "workbook_import"),
)


class Revision(NamedTuple):
    """One figure as it was stored at a time, and by whom; `text` is empty where it was taken away."""

    version: int
    text: str
    state: str
    by: str
    at: datetime
    reason: str
    workbook_import: int | None

    @property
    def when(self) -> str:
        return f"{timezone.localtime(self.at):%-d %B %Y, %H:%M}"


def revisions_of(places: Collection[Place], units: Mapping[int, str]) -> dict[Place, list[Revision]]:
    """Every revision of the figures in these places, oldest first, in one query. `units` are those of the measures."""
    history: Any = Outturn.history.model
    found = history.objects.filter(
        measure__in={place.measure for place in places}, period__last_month__in={place.month for place in places}
    ).order_by("history_date", "history_id")
    revisions: dict[Place, list[Revision]] = defaultdict(list)
    for measure, kind, month, *values in found.values_list("measure", "period__kind", "period__last_month", *_FIELDS):
        place = Place(measure, month, kind == Period.Kind.YEAR_TO_DATE)
        if place in places:
            figure = EnteredFigure(*values[:7])
            version, state, history_type, at, reason, first_name, user_name, number = values[7:]
            text = "" if history_type == TAKEN_AWAY else figure_text(figure, units[measure])
            by = first_name or user_name or "an import"
            revisions[place].append(Revision(version, text, state, by, at, reason or "", number))
    return revisions
