"""Forms of the workflow: which figures, as they were seen, and why."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Field, Fluid, Layout
from django import forms


class SeenField(forms.Field):
    """Figures with the version that the page showed: `12.1 13.4`, in one field or several. Becomes a dictionary."""

    def to_python(self, value: Any) -> dict[int, int]:
        seen: dict[int, int] = {}
        for figure in " ".join(value or ()).split():
            key, _, version = figure.partition(".")
            if not (key.isdecimal() and version.isdecimal() and len(key) < 19 and len(version) < 19):
                raise forms.ValidationError("This page is out of date. Load it again and choose the figures once more")
            seen[int(key)] = int(version)
        return seen

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class SeenWidget(forms.MultipleHiddenInput):
    """The page writes its own check boxes and hidden fields."""


class ChosenForm(forms.Form):
    """Figures that were chosen by their boxes."""

    figures = SeenField(
        widget=SeenWidget, required=True, error_messages={"required": "Choose at least one figure by its box"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True


class ReturnForm(ChosenForm):
    """Figures that go back, and what is to be done with them."""

    comment = forms.CharField(
        label="Comment",
        max_length=1000,
        help_text="What is wrong, and what the data officers should do. They read it beside each figure.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Say what is wrong before you return figures"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Field.textarea("comment", rows=3))


class CorrectionForm(ChosenForm):
    """Locked figures that are opened, and why."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="Kept with your name in the history of each figure.",
        error_messages={"required": "Say why the figures are opened"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(Field.text("reason", field_width=Fluid.TWO_THIRDS))
