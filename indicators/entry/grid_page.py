"""What the grid's template prints."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from indicators.entry.answers import attention_after, attention_in, labels_of
from indicators.entry.cells import Grid, year_text
from indicators.entry.forms import FilterForm, months_of_year
from indicators.entry.grid import SHOW
from indicators.entry.markup import Markup
from indicators.entry.outcomes import Outcome, Result
from indicators.entry.reading import TYPED_ABSENCES
from indicators.models import Dataset


@dataclass(frozen=True)
class Said:
    """What became of a form that was sent."""

    message: str
    needs_attention: bool


def said_of(outcomes: Sequence[Outcome]) -> Said:
    saved = sum(each.result in (Result.SAVED, Result.QUERIED) for each in outcomes)
    message = f"{saved} figure{'' if saved == 1 else 's'} saved." if saved else "Nothing was changed."
    return Said(message, any(each.result not in (Result.SAVED, Result.UNCHANGED) for each in outcomes))


def grid_context(
    dataset: Dataset, grid: Grid, form: FilterForm, outcomes: Sequence[Outcome], *, may_enter: bool
) -> dict[str, Any]:
    """The page of a grid, after a form was sent where there are outcomes."""
    labels = labels_of(grid) if outcomes else {}
    attention = attention_after(outcomes, labels)
    is_narrowed = form.is_narrowed
    if is_narrowed:
        attention += attention_in(grid, without=(each.key for each in attention))
    markup = Markup.of(
        dataset,
        grid,
        may_enter=may_enter,
        unsaved={each.entry.place: each for each in outcomes if each.is_kept_as_typed},
    )
    address = reverse("entry:grid", args=[dataset.slug, grid.reporting_year])
    chosen = form.shown
    page = {"as_at": f"{grid.as_at:%Y-%m}"} | ({"section": chosen["section"]} if chosen["section"] else {})
    return {
        "dataset": dataset,
        "grid": grid,
        "year": year_text(grid.reporting_year),
        "sections": [(section, markup.rows(section)) for section in grid.sections],
        "columns": len(grid.months) + 2,
        "chosen": chosen,
        "choices": SHOW.items(),
        "months": months_of_year(grid.reporting_year),
        "may_enter": may_enter,
        "attention": attention,
        "was_sent": bool(outcomes),
        "said": said_of(outcomes).message if outcomes else "",
        "queried": 0 if is_narrowed else sum(each.kind == Result.QUERIED for each in attention_in(grid)),
        "absences": TYPED_ABSENCES,
        "grid_url": address,
        "save_url": f"{reverse('entry:save', args=[dataset.slug, grid.reporting_year])}?{urlencode(page)}",
        "paste_url": f"{reverse('entry:paste', args=[dataset.slug, grid.reporting_year])}?{urlencode(page)}",
    }
