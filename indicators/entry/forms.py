"""Forms of the grid: what part of it is asked for, and what is sent from it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fluid, Layout
from django import forms
from django.http import QueryDict

from indicators.entry.cells import NoSuchCell, Place, place_in
from indicators.entry.grid import SHOW, Filters
from indicators.entry.notes import seen_of
from indicators.entry.outcomes import Entry
from indicators.entry.panel import Panel
from indicators.entry.reading import TYPED_ABSENCES
from indicators.models import Outturn
from indicators.periods import index_months
from indicators.vocabulary import YearBasis
from indicators.workflow.moves import State

LONGEST_TEXT = 500
LONGEST_WORDS = 2000
MOST_PASTED = 5000


class FilterForm(forms.Form):
    """Which part of the grid. Whatever does not fit the year is left aside: an old link still leads somewhere."""

    section = forms.IntegerField(required=False, min_value=1)
    month = forms.CharField(required=False)
    show = forms.ChoiceField(required=False, choices=[("", "Everything"), *SHOW.items()])
    as_at = forms.CharField(required=False)

    def filters(self, reporting_year: int) -> Filters:
        self.full_clean()
        return Filters(
            self._said("section") or None,
            months_of_year(reporting_year).get(self._said("month")),
            self._said("show"),
        )

    def place_of_progress(self, reporting_year: int) -> tuple[date, int | None]:
        """The month, and the section, whose completeness a page shows."""
        self.full_clean()
        months = months_of_year(reporting_year)
        return months.get(self._said("as_at"), max(months.values())), self._said("section") or None

    @property
    def is_narrowed(self) -> bool:
        """Whether the page shows so little that what needs attention in it can be listed."""
        return bool(self._said("section") or self._said("month") or self._said("show") in ("queried", "returned"))

    @property
    def shown(self) -> dict[str, Any]:
        """What is chosen, for the page's own form."""
        return {name: self._said(name) for name in ("section", "month", "show")}

    def _said(self, name: str) -> Any:
        return self.cleaned_data.get(name, "")


def months_of_year(reporting_year: int) -> dict[str, date]:
    """Every month of a year's index, the calendar year's too, as addresses name them."""
    calendar, financial = (index_months(reporting_year, basis) for basis in (YearBasis.CALENDAR, YearBasis.FINANCIAL))
    return {f"{month:%Y-%m}": month for month in (*calendar, *financial)}


class EntryForm(forms.Form):
    """One cell, as the page sends it when it is left."""

    name = forms.CharField(max_length=60)
    text = forms.CharField(required=False, max_length=LONGEST_TEXT)
    explanation = forms.CharField(required=False, max_length=LONGEST_WORDS)
    reason = forms.CharField(required=False, max_length=LONGEST_WORDS)

    def clean_name(self) -> tuple[Place, int]:
        try:
            return place_in(self.cleaned_data["name"])
        except NoSuchCell as unknown:
            raise forms.ValidationError("There is no such cell.") from unknown

    @property
    def entry(self) -> Entry:
        place, version = self.cleaned_data["name"]
        said = self.cleaned_data
        return Entry(place, version, said["text"], said["explanation"], said["reason"])


def words_in(posted: QueryDict, field: str, place: Place) -> str:
    """What a person wrote into one of the fields about a cell: `explanation-12-2020-06`."""
    return _words(posted.get(f"{field}-{place.key}", ""))


def entries_in(posted: QueryDict) -> Iterator[Entry]:
    """The entries of the whole form, sent without JavaScript. Whose clash was decided for the other is left out."""
    for name in posted:
        try:
            place, version = place_in(name)
        except NoSuchCell:
            continue
        choice = posted.get(f"choose-{place.key}")
        if choice == "theirs":
            continue
        seen = posted.get(f"theirs-{place.key}", "")
        if choice == "mine" and seen.isascii() and seen.isdigit():
            version = int(seen[:9])
        text = str(posted[name]).replace("\0", "")[:LONGEST_TEXT]
        yield Entry(place, version, text, words_in(posted, "explanation", place), words_in(posted, "reason", place))


@dataclass(frozen=True)
class PastedBlock:
    """A block of cells from the clipboard: what it would change is asked first, then it is applied."""

    entries: list[Entry]
    apply: bool

    @classmethod
    def read(cls, body: bytes) -> "PastedBlock | None":
        """The block that the page's script sent; None where it is none."""
        try:
            sent = json.loads(body)
            cells, reason = sent["cells"], _words(sent.get("reason", ""))
            if len(cells) > MOST_PASTED:
                return None
            entries = []
            for cell in cells:
                place, version = place_in(cell["name"])
                text = cell["text"].replace("\0", "")[:LONGEST_TEXT]
                entries.append(Entry(place, version, text, _words(cell.get("explanation", "")), reason))
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        return cls(entries, sent.get("apply") is True)


def _words(text: str) -> str:
    return text.replace("\0", "").strip()[:LONGEST_WORDS]


class FigureForm(forms.Form):
    """The figure of one cell, on its own page: what it is, or why there is none."""

    text = forms.CharField(label="Figure", required=False, max_length=LONGEST_TEXT)
    absence = forms.ChoiceField(
        label="Or why there is none",
        required=False,
        choices=[("", "There is a figure"), *((wording, wording) for wording in TYPED_ABSENCES)],
    )
    explanation = forms.CharField(
        label="Why is it so?",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="Answers the questions about this figure. It can be submitted then.",
    )
    reason = forms.CharField(
        label="Why does it change?",
        required=False,
        max_length=LONGEST_WORDS,
        help_text="The figure is approved. It has to be approved again after a change.",
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, panel: Panel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = panel.place
        wording = panel.text if panel.text in TYPED_ABSENCES else ""
        self.initial = {"text": "" if wording else panel.text, "absence": wording, "version": panel.version}
        if not (panel.outturn and panel.outturn.questions):
            del self.fields["explanation"]
        else:
            self.initial["explanation"] = panel.outturn.explanation
        if not (panel.outturn and panel.outturn.state == State.APPROVED):
            del self.fields["reason"]
        self.helper = FormHelper()
        words = [
            Field.text(name, field_width=Fluid.TWO_THIRDS) for name in ("explanation", "reason") if name in self.fields
        ]
        self.helper.layout = Layout(
            Field.text("text", field_width=Fluid.ONE_QUARTER),
            Field.select("absence"),
            *words,
            "version",
            Button("enter", "Save the figure"),
        )

    def clean(self) -> dict[str, Any]:
        """Where one of the two was changed, that one counts; both cannot be."""
        said = super().clean() or self.cleaned_data
        if said.get("absence") and said.get("text"):
            changed = [name for name in ("text", "absence") if name in self.changed_data]
            if len(changed) == 2:
                self.add_error("absence", "A cell has a figure or a reason for having none. Clear one of them")
            said["text" if changed == ["absence"] else "absence"] = ""
        return said

    @property
    def entry(self) -> Entry:
        said = self.cleaned_data
        text = said["text"] or said["absence"]
        return Entry(self.place, said["version"], text, said.get("explanation", ""), said.get("reason", ""))

    def take_their_version(self, version: int) -> None:
        """After a clash that the person was shown: saving again puts theirs in the other's place."""
        self.data = dict(self.data.items()) | {"version": str(version)}


class NoteForm(forms.Form):
    """What is to be remembered about a figure, and where its evidence is."""

    note = forms.CharField(
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the office. It is not published.",
    )
    evidence = forms.URLField(
        label="Link to the evidence",
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url"}),
        error_messages={"invalid": "Give a whole address, such as https://intranet.example/extract"},
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, panel: Panel, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if panel.outturn is not None:
            seen = seen_of(panel.outturn)
            self.initial = {"note": panel.outturn.note, "evidence": panel.outturn.evidence, "seen": seen}
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "note",
            Field.text("evidence", field_width=Fluid.TWO_THIRDS),
            "seen",
            Button.secondary("keep", "Save the note"),
        )

    def take_what_stands(self, outturn: Outturn) -> None:
        """After the person was shown another's note: saving again puts theirs in its place."""
        self.data = dict(self.data.items()) | {"seen": seen_of(outturn)}

    def clean_note(self) -> str:
        return str(self.cleaned_data["note"]).replace("\r\n", "\n")
