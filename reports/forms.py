"""Forms of the reports room."""

from datetime import date
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fluid, Layout
from django import forms

from indicators.converters import MonthConverter
from indicators.models import Dataset, Period


class CheckForm(forms.Form):
    """Which report to check: a dataset, as at a month that has figures."""

    dataset = forms.ModelChoiceField(
        queryset=Dataset.objects.all(), empty_label=None, error_messages={"required": "Choose a dataset"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = Period.objects.filter(kind=Period.Kind.MONTH, outturns__isnull=False).order_by("-last_month")
        self.fields["as_at"] = forms.TypedChoiceField(
            label="As at",
            coerce=MonthConverter().to_python,
            choices=[_choice(month) for month in months.values_list("last_month", flat=True).distinct()],
            error_messages={"required": "Choose a month"},
        )
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout("dataset", "as_at", Button("check", "Check this report"))


class ReasonForm(forms.Form):
    """Why a publisher hides an item, or shows it again. The page's own buttons say which item."""

    reason = forms.CharField(
        label="Reason",
        max_length=300,
        help_text="Kept with your name. For publishers only.",
        error_messages={"required": "Say why before you choose an item"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True
        self.helper.layout = Layout(Field.text("reason", field_width=Fluid.TWO_THIRDS))


def _choice(month: date) -> tuple[str, str]:
    return f"{month:%Y-%m}", f"{month:%B %Y}"
