"""The grid's rows as HTML. A year has thousands of cells: each is written once, here, and not by a template."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from html import escape
from typing import NamedTuple

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from indicators.entry.cells import Grid, GridCell, GridRow, GridSection, Place, month_in_addresses
from indicators.entry.grid import ROWS_REMEMBERED
from indicators.entry.outcomes import Outcome, Result
from indicators.models import Dataset
from indicators.periods import month_in_words


@dataclass(frozen=True)
class Markup:
    """Writes the rows of one page. `unsaved` are entries that were not stored: their cells keep what was typed."""

    page: "_Page"
    unsaved: Mapping[Place, Outcome] = field(default_factory=dict)

    @classmethod
    def of(
        cls, dataset: Dataset, grid: Grid, *, may_enter: bool, unsaved: Mapping[Place, Outcome] | None = None
    ) -> "Markup":
        panels = reverse("entry:grid", args=[dataset.slug, grid.reporting_year]) + "cell/"
        return cls(_Page(escape(panels), may_enter, grid.months, grid.as_at, grid.is_one_month), unsaved or {})

    def rows(self, section: GridSection) -> SafeString:
        """Its measures: of each its heading, a cell for each month and one for the year to date."""
        written = [
            _row(self.page, row, self.unsaved) if self.unsaved else _remembered(self.page, row) for row in section.rows
        ]
        return mark_safe("".join(written))  # nosec B308 B703: every text in them is escaped below


class _Page(NamedTuple):
    """What all rows of a page share. `panel` begins the addresses of its cells' panels."""

    panel: str
    may_enter: bool
    months: tuple[date, ...]
    as_at: date
    is_one_month: bool


@lru_cache(maxsize=ROWS_REMEMBERED)
def _remembered(page: _Page, row: GridRow) -> str:
    return _row(page, row, {})


def _row(page: _Page, row: GridRow, unsaved: Mapping[Place, Outcome]) -> str:
    label = escape(row.label)
    panel = f"{page.panel}{row.measure}/"
    parts = [
        '<tr><th scope="row" class="app-grid__measure"><a class="govuk-link" '
        f'href="{panel}{month_in_addresses(page.as_at)}/">{label}</a> '
        f'<span class="app-grid__unit">{escape(row.unit)}</span></th>'
    ]
    for month, cell in zip(page.months, row.cells, strict=True):
        now = " app-grid__now" if month == page.as_at else ""
        if cell is None:
            parts.append(f'<td class="app-grid__none{now}"></td>')
        elif page.is_one_month and not now:
            parts.append(f'<td class="app-grid__before">{escape(cell.text)}</td>')
        else:
            parts.append(_cell(page, cell, panel, f"{label}, {month_in_words(month)}", now, unsaved))
    cell = row.year_to_date
    if cell is None:
        parts.append(f'<td class="app-grid__total" data-year-to-date="{row.measure}">{row.worked_out}</td></tr>')
    else:
        words = f"{label}, year to date, {month_in_words(cell.month)}"
        parts.append(_cell(page, cell, panel, words, " app-grid__typed-total", unsaved))
        parts.append("</tr>")
    return "".join(parts)


def _cell(
    page: _Page, cell: GridCell, panel: str, label: str, more_classes: str, not_stored: Mapping[Place, Outcome]
) -> str:
    measure, month, is_year_to_date, version, text, state, is_queried, is_open = cell
    period = month_in_addresses(month)
    if is_year_to_date:
        period = f"ytd-{period}"
    text, more = escape(text), ""
    if not_stored and (unsaved := not_stored.get(cell.place)) is not None:
        more = f' data-stored="{text}"{_INVALID if unsaved.result is Result.REFUSED else ""}'
        version, text = unsaved.entry.version, escape(unsaved.entry.text)
    if not (is_open and page.may_enter):
        more += " readonly"
    queried = " data-queried" if is_queried else ""
    more += _DESCRIBED.get("queried" if is_queried else state, "")
    return (
        f'<td class="app-grid__cell{more_classes}" data-state="{state}"{queried}>'
        f'<input class="app-grid__input" id="cell-{measure}-{period}" name="cell-{measure}-{period}-{version}" '
        f'value="{text}" aria-label="{label}" list="absences" autocomplete="off"{more}>'
        f'<a class="app-grid__panel" href="{panel}{period}/" tabindex="-1" aria-label="About this figure"></a>'
        "</td>"
    )


_INVALID = ' aria-invalid="true"'
_DESCRIBED = {
    state: f' aria-describedby="state-{state}"' for state in ("submitted", "returned", "approved", "locked", "queried")
}
"""What a screen reader says of a cell besides its label; the words stand once, in the page's legend."""
