"""What to look for in the audit trail."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fixed, Fluid, Layout
from django import forms

from indicators.audit.entries import Kind, Position, Search

DATES = ["%d/%m/%Y", "%d.%m.%Y", "%d %B %Y", "%d %b %Y", "%Y-%m-%d"]
NO_DATE = "Write the date with day, month and year, such as 27/3/2021"


def _day(label: str, help_text: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        input_formats=DATES,
        help_text=help_text,
        error_messages={"invalid": NO_DATE},
    )


class SearchForm(forms.Form):
    """Every field may stay empty. It is sent in the address, so that a search can be kept and repeated."""

    person = forms.CharField(required=False, max_length=100, help_text="A name or user name, or a part of it.")
    since = _day("From", "For example, 27/3/2021")
    until = _day("To", "That day is included.")
    indicator = forms.CharField(
        label="Indicator or report",
        required=False,
        max_length=100,
        help_text="Its number, such as 22.1, or words of its title; a report’s month, such as December 2020.",
    )
    act = forms.CharField(
        label="What was done",
        required=False,
        max_length=60,
        help_text="For example, read Part 2, approved, changed roles, was refused.",
    )
    kind = forms.ChoiceField(label="About", required=False, choices=[("", "Everything"), *Kind.choices])
    file = forms.CharField(
        label="File", required=False, max_length=100, help_text="The name of an imported file, or the import’s number."
    )
    after = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.disable_csrf = True
        self.helper.layout = Layout(
            Field.text("person", field_width=Fluid.ONE_HALF),
            Field.text("since", field_width=Fixed.TEN),
            Field.text("until", field_width=Fixed.TEN),
            Field.text("indicator", field_width=Fluid.ONE_HALF),
            Field.text("act", field_width=Fluid.ONE_HALF),
            Field.select("kind"),
            Field.text("file", field_width=Fluid.ONE_HALF),
            Button("search", "Search"),
        )

    def clean_after(self) -> Position | None:
        text = self.cleaned_data["after"]
        try:
            return Position.parse(text) if text else None
        except (ValueError, OverflowError):
            self.add_error(None, "This address is damaged. Search again.")  # the field itself is not on the page
            return None

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", "Choose a last day that is not before the first")
        return cleaned

    @property
    def asked(self) -> Search:
        """What was looked for, once the form is valid."""
        return Search(**{name: value for name, value in self.cleaned_data.items() if name != "after" and value})
