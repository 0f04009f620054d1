"""The form of a new year: one row for each indicator of the last, and what differs from it."""

import hashlib
from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from indicators.administration.facts import Change, changes_between, section_names
from indicators.administration.fields import (
    bound_field,
    check_number,
    number_field,
    reason_field,
    target_field,
    tidied,
    title_field,
    unreadable,
)
from indicators.administration.targets import in_words, plain, read_typed_target, target_of
from indicators.administration.year_services import CarriedOn, as_it_is, carry_on, is_retired_by, last_definitions
from indicators.models import Dataset, IndicatorDefinition
from indicators.vocabulary import Unit

TEXT = {"class": "govuk-input"}


class RowForm(forms.Form):
    """One indicator: whether it goes on, and with what number, title, section, target and tolerance.

    Its fields are named after the last definition, so that no row can shift.
    """

    goes_on = forms.BooleanField(
        required=False, widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"})
    )
    number = number_field(label="Number", widget=forms.TextInput(attrs=TEXT))
    title = title_field(label="Title", widget=forms.TextInput(attrs=TEXT))
    target = target_field(label="Target", widget=forms.TextInput(attrs=TEXT))
    tolerance = bound_field("tolerance", label="Tolerance, %", min_value=0)
    section = forms.ChoiceField(widget=forms.Select(attrs={"class": "govuk-select"}))

    def __init__(
        self, definition: IndicatorDefinition, reporting_year: int, sections: list[tuple[int, str]], data: Any = None
    ) -> None:
        self.definition, self.reporting_year, self.sections = definition, reporting_year, dict(sections)
        prefix = f"indicator_{definition.pk}"
        initial = {
            "goes_on": not is_retired_by(definition, reporting_year),
            "number": definition.number,
            "title": definition.title,
            "target": definition.target_wording,
            "tolerance": plain(definition.tolerance),
            "section": definition.section_id,
        }
        # A row that came up after the page was opened has not been seen yet.
        sent = data if data is not None and f"{prefix}-number" in data else None
        super().__init__(sent, prefix=prefix, initial=initial)
        cast(forms.ChoiceField, self.fields["section"]).choices = sections
        self.fields["tolerance"].widget.attrs |= TEXT

    def clean_number(self) -> str:
        check_number(self.cleaned_data["number"], self.definition.number)
        return str(self.cleaned_data["number"])

    def clean_title(self) -> str:
        return tidied(self.cleaned_data["title"], self.definition.title)

    def clean_target(self) -> str:
        text = tidied(self.cleaned_data["target"], self.definition.target_wording)
        if text == self.definition.target_wording:
            self.typed_target = target_of(self.definition)
            return text
        unit = Unit(self.definition.unit)
        read = read_typed_target(text, unit)
        if read is None:
            raise ValidationError(f"{unreadable(text, unit)}; or leave it as it was, and change it on its own page")
        self.typed_target = read
        return text

    @property
    def ends(self) -> bool:
        """Whether it does not go on; then nothing else of the row counts."""
        return self.is_bound and not self.data.get(self.add_prefix("goes_on"))

    def is_acceptable(self) -> bool:
        return self.ends or self.is_valid()

    @property
    def carried_on(self) -> CarriedOn:
        """What the row says of an indicator that goes on."""
        if not self.is_bound:
            return as_it_is(self.definition)
        said = self.cleaned_data
        section = next(each for each in self.sections if str(each) == said["section"])
        kept = self.definition.section
        if section != kept.pk:
            kept = type(kept)(pk=section, dataset_id=kept.dataset_id, name=self.sections[section])
        return CarriedOn(said["number"], said["title"], kept, self.typed_target, said["tolerance"])

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """What differs from the last year, where the indicator goes on and the row can be read."""
        if not self.is_bound or self.ends or not self.is_valid():
            return ()
        return changes_between(self.definition, self._new, self.sections)

    @property
    def understood(self) -> str:
        """How the target reads now."""
        readable = self.is_bound and not self.ends and self.is_valid()
        return in_words(self._new if readable else self.definition)

    @cached_property
    def _new(self) -> IndicatorDefinition:
        return carry_on(self.definition, self.carried_on, self.reporting_year)


class YearForm:
    """Every indicator of the last year, a reason, and what is wrong between the rows."""

    def __init__(self, dataset: Dataset, reporting_year: int, data: Any = None) -> None:
        names = section_names(dataset.pk)
        sections = [(pk, names[pk]) for pk in dataset.sections.values_list("pk", flat=True)]
        self.data, self.is_bound = data, data is not None
        self.rows = [
            RowForm(definition, reporting_year, sections, data)
            for definition in last_definitions(dataset, reporting_year)
        ]
        self.reason = ReasonForm(data)

    def is_valid(self) -> bool:
        """Whether every row that goes on can be read, has a number of its own, and a reason is given."""
        acceptable = [row.is_acceptable() for row in self.rows]
        valid = all(acceptable) and self.reason.is_valid()
        taken: dict[str, str] = {}
        for row in self.rows:
            number = "" if row.ends or not row.is_bound else row.cleaned_data.get("number", "")
            if number and number.casefold() in taken:
                row.add_error("number", f"Number {number} is given to “{taken[number.casefold()]}” too. Keep one")
                valid = False
            elif number:
                taken[number.casefold()] = row.cleaned_data.get("title", row.definition.title)
        return valid

    @property
    def is_confirmed(self) -> bool:
        """Whether the person has seen these very changes, and nothing came up since."""
        return self.is_bound and self.data.get("seen") == self.fingerprint and all(row.is_bound for row in self.rows)

    @property
    def fingerprint(self) -> str:
        """Stands for everything that the page shows of the changes."""
        shown = [(row.definition.pk, row.ends, row.changes) for row in self.rows]
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    @property
    def carried_on(self) -> Mapping[int, CarriedOn]:
        """What goes on, as the service takes it."""
        return {row.definition.pk: row.carried_on for row in self.rows if not row.ends}

    @property
    def changed(self) -> list[RowForm]:
        return [row for row in self.rows if row.changes]

    @property
    def ended(self) -> list[RowForm]:
        return [row for row in self.rows if row.ends]

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Each message with the field that it is about."""
        found = [
            (str(row[name].auto_id), f"{row.definition.number}: {message}")
            for row in self.rows
            if row.is_bound and not row.ends
            for name, messages in row.errors.items()
            for message in messages
        ]
        reasons: Any = self.reason.errors.get("reason", []) if self.is_bound else []
        return found + [(str(self.reason["reason"].auto_id), str(message)) for message in reasons]


class ReasonForm(forms.Form):
    reason = reason_field(widget=forms.TextInput(attrs={"class": "govuk-input"}))
