"""Forms of commentary: two texts, a comment, an exception that a director adds."""

from collections.abc import Sequence
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fluid, Layout
from django import forms

from commentary.models import MOST_CHARACTERS, Kind
from reports.forms import CheckForm


class ReportForm(CheckForm):
    """For which report commentary is written."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout("dataset", "as_at", Button("choose", "Show its exceptions"))


DAMAGED = "This page is damaged. Open it again."
TOO_LONG = f"Shorten it to at most {MOST_CHARACTERS:,} characters"


class TextField(forms.CharField):
    """A text of several lines; a line's end is one character, as in the box in which it is typed."""

    def to_python(self, value: Any) -> Any:
        return (super().to_python(value) or "").replace("\r\n", "\n")


def _text(label: str) -> TextField:
    return TextField(
        label=label,
        required=False,
        strip=False,
        max_length=MOST_CHARACTERS,
        error_messages={"max_length": TOO_LONG},
    )


class CommentaryForm(forms.Form):
    """Both texts, over the version that was seen; 0 where there was none. The page writes its own fields."""

    part_1 = _text("Part 1 text")
    part_2 = _text("Part 2 text")
    version = forms.IntegerField(
        min_value=0,
        widget=forms.HiddenInput,
        error_messages={"required": DAMAGED, "invalid": DAMAGED, "min_value": DAMAGED},
    )


class WordForm(forms.Form):
    """A comment or a reason that a move needs."""

    reason = forms.CharField(
        label="Comment",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what is wrong before you return it"},
    )

    def __init__(self, *args: Any, label: str, help_text: str, missing: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        field.label, field.help_text, field.error_messages["required"] = label, help_text, missing
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(Field.textarea("reason", rows=3))


class ExceptionForm(forms.Form):
    """An indicator to report by exception, and why. `choices` are those of the director's own sections."""

    indicator = forms.ChoiceField(error_messages={"required": "Choose the indicator"})
    kind = forms.ChoiceField(
        label="Why?", choices=Kind.choices, widget=forms.RadioSelect, error_messages={"required": "Say why"}
    )
    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="The committee reads it. In Part 1 it stands only where the indicator's rating does.",
        error_messages={"required": "Say why the committee should hear of this indicator"},
    )

    def __init__(self, *args: Any, indicators: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose an indicator"), *indicators]
        self.fields["indicator"] = forms.ChoiceField(
            choices=choices, error_messages={"required": "Choose the indicator"}
        )
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "indicator",
            "kind",
            Field.text("reason", field_width=Fluid.TWO_THIRDS),
            Button("add", "Add the exception"),
        )
