"""The form in which a person says which of the tool's indicators is which of ours."""

from typing import Any, cast

from django import forms

from indicators.importers.benchmark_parsed import ToolFile, ToolIndicator
from indicators.importers.benchmark_plan import MeasureRow
from indicators.importers.benchmark_suggestions import Suggestions
from indicators.importers.benchmark_units import suggested_conversion
from indicators.vocabulary import BenchmarkConversion

NONE = "-none-"
"""Stands for: the tool has none like it. No short name of the tool has this form."""


class MatchForm(forms.Form):
    """What one of our measures is compared with. Its fields are named after the measure, so no row can shift."""

    theirs = forms.ChoiceField(required=False, widget=forms.Select(attrs={"class": "govuk-select"}))
    other = forms.CharField(
        required=False,
        max_length=120,
        widget=forms.TextInput(
            attrs={"class": "govuk-input", "list": "tool-indicators", "autocomplete": "off", "spellcheck": "false"}
        ),
    )
    conversion = forms.ChoiceField(
        choices=BenchmarkConversion.choices, widget=forms.Select(attrs={"class": "govuk-select"})
    )

    def __init__(
        self, row: MeasureRow, by_code: dict[str, ToolIndicator], suggestions: Suggestions, data: Any = None
    ) -> None:
        self.row, self.by_code = row, by_code
        self.suggested = suggestions.of(row.name, row.definition.unit)
        match = row.match
        conversion = BenchmarkConversion.NONE
        if match is not None:
            conversion = BenchmarkConversion(match.conversion)
        elif self.suggested:
            conversion = suggested_conversion(self.suggested[0].unit, row.definition.unit)
        initial = {"theirs": (match.code or NONE) if match else "", "conversion": conversion}
        super().__init__(data, prefix=f"measure_{row.measure.pk}", initial=initial)
        choices = [(each.code, _name(each)) for each in self.suggested]
        if match and match.code and match.code not in {code for code, _ in choices}:
            current = by_code.get(match.code)
            choices.insert(0, (match.code, _name(current) if current else f"{match.title} – not in this file"))
        first = [] if match else [("", "Not decided yet")]
        cast(forms.ChoiceField, self.fields["theirs"]).choices = [
            *first,
            *choices,
            (NONE, "None of the tool's indicators"),
        ]

    def clean(self) -> dict[str, Any]:
        other = " ".join(self.cleaned_data.get("other", "").split())
        code = other or self.cleaned_data.get("theirs", "")
        if other and other not in self.by_code:
            self.add_error("other", f"{self.row.definition.number}: the file has no indicator called “{other}”")
        self.cleaned_data["code"] = code
        if code in ("", NONE):
            self.cleaned_data["conversion"] = BenchmarkConversion.NONE
        return self.cleaned_data


class MatchForms:
    """One form for each measure of the year, and what is wrong between them."""

    def __init__(self, rows: list[MeasureRow], file: ToolFile, data: Any = None) -> None:
        self.by_code = {each.code: each for each in file.indicators}
        suggestions = Suggestions(file.indicators)
        self.forms = [MatchForm(row, self.by_code, suggestions, data) for row in rows]

    def is_valid(self) -> bool:
        """Whether all are, and none of the tool's indicators is chosen twice."""
        answers = [form.is_valid() for form in self.forms]
        valid = all(answers)
        chosen: dict[str, str] = {}
        for form in self.forms:
            code = form.cleaned_data.get("code", "")
            number = form.row.definition.number
            if code in ("", NONE):
                continue
            if code in chosen:
                form.add_error("theirs", f"{number}: “{code}” is chosen for {chosen[code]} already; keep one")
                valid = False
            chosen.setdefault(code, number)
        return valid

    @property
    def errors(self) -> list[tuple[str, str]]:
        """Each message with the field that it is about."""
        return [
            (str(form[name].auto_id), str(message))
            for form in self.forms
            for name, messages in form.errors.items()
            for message in messages
        ]

    @property
    def choices(self) -> dict[int, tuple[ToolIndicator | None, str]]:
        """What was decided, by measure: the tool's indicator or None for none, and the conversion.

        A measure that was not decided on is left out, and so is one whose match is not in this file and stays.
        """
        decided: dict[int, tuple[ToolIndicator | None, str]] = {}
        for form in self.forms:
            code = form.cleaned_data["code"]
            if code == NONE:
                decided[form.row.measure.pk] = None, BenchmarkConversion.NONE
            elif code in self.by_code:
                decided[form.row.measure.pk] = self.by_code[code], form.cleaned_data["conversion"]
        return decided


def _name(each: ToolIndicator) -> str:
    return f"{each.title} – {each.unit or 'unit not said'} ({each.code})"
