"""The form in which an administrator proposes a disclosure policy."""

from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fieldset, Fixed, Fluid, Layout, Size
from django import forms

from suppression.models import SuppressionPolicy
from suppression.policies import LABELS, differences

HINTS = {
    "smallest_publishable_count": "Counts of people from 1 to one fewer are hidden. Department for Education, "
    "children in need: 1 to 5, so 6. Others use 5. NHS: 8, with rounding to 5.",
    "zeros_may_be_hidden": "If zeros are always shown, hidden means at least 1, and more has to be hidden.",
    "smallest_percentage_denominator": "Usual: 20. On fewer people a percentage tells their number.",
    "smallest_all_or_nothing_denominator": "Usual: 10. 0% and 100% say something of everybody counted.",
    "smallest_average_base": "Usual: 8.",
    "protection_width": "Usual: 4. For a reader who knows that a hidden count is no zero: how far beyond the count "
    "the possible numbers must reach.",
    "rating_of_hidden_may_show": "If it may, a reader can use it: the rating tells in which range the figure lies.",
    "hidden_wording": "Stands in place of every hidden figure of a report, whatever the reason. It must not say how "
    "many.",
    "weight_of_a_month": "Usual: 2.",
    "weight_of_a_quarter_to_date": "Usual: 5.",
    "weight_of_a_year_to_date": "Usual: 6.",
    "weight_of_a_percentage": "Usual: 4.",
    "weight_of_a_year_to_date_percentage": "Usual: 8.",
    "weight_of_a_previous_year": "Usual: 6.",
    "weight_of_a_number_behind_a_ratio": "Usual: 1.",
    "weight_of_a_rating": "Usual: 1.",
    "solver_seconds": "Usual: 5. From 1 to 60. With more time a report may turn out to need less hidden.",
    "reason": "Why this is changed, and who decided it. Kept with the policy.",
}
GROUPS = {
    "Small counts": ("smallest_publishable_count", "zeros_may_be_hidden"),
    "Percentages and averages": (
        "smallest_percentage_denominator",
        "smallest_all_or_nothing_denominator",
        "smallest_average_base",
    ),
    "Protection": ("protection_width",),
    "What stands beside a hidden figure, and in its place": ("rating_of_hidden_may_show", "hidden_wording"),
    "What hiding one of these costs": tuple(
        name for name in SuppressionPolicy.parameter_names() if name.startswith("weight_")
    ),
    "Time for the search": ("solver_seconds",),
    "Why": ("reason",),
}


class PolicyForm(forms.ModelForm):
    """Every parameter, starting from the version in force. `base_version` is the version that the person saw."""

    base_version = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        model = SuppressionPolicy
        fields = [*SuppressionPolicy.parameter_names(), "reason"]
        labels = LABELS
        help_texts = HINTS

    def __init__(self, base: SuppressionPolicy, *args: Any, **kwargs: Any) -> None:
        draft = SuppressionPolicy(version=base.version + 1, **base.parameters)
        kwargs |= {"instance": draft, "initial": {"base_version": base.version} | kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)
        self.base = base
        for name in SuppressionPolicy.parameter_names():
            if isinstance(self.fields[name], forms.BooleanField):
                self.fields[name] = forms.TypedChoiceField(
                    label=LABELS[name],
                    help_text=HINTS[name],
                    choices=[("True", "Yes"), ("False", "No")],
                    coerce=lambda said: said == "True",
                    widget=forms.RadioSelect,
                    error_messages={"required": "Choose yes or no"},
                )
            elif isinstance(self.fields[name], forms.IntegerField):
                # As GOV.UK has it: no spinner that changes a number when the page is scrolled.
                self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric"})
                self.fields[name].error_messages |= {"required": "Enter a number", "invalid": "Enter a whole number"}
        self.fields["hidden_wording"].error_messages["required"] = "Enter what stands in place of a hidden figure"
        self.fields["reason"].error_messages["required"] = "Say why the policy is changed"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "base_version",
            *(
                Fieldset(*(self._laid_out(name) for name in names), legend=legend, legend_size=Size.MEDIUM)
                for legend, names in GROUPS.items()
            ),
            Button("preview", "See what would change"),
        )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if cleaned and not self.errors and cleaned["base_version"] == self.base.version:
            proposed = SuppressionPolicy(**{name: cleaned[name] for name in SuppressionPolicy.parameter_names()})
            if not differences(self.base, proposed):
                raise forms.ValidationError(f"Nothing differs from policy {self.base.version}. Change something first")
        return cleaned

    def _laid_out(self, name: str) -> Field:
        field = self.fields[name]
        if isinstance(field, forms.TypedChoiceField):
            return Field.radios(name, inline=True, legend_size=Size.SMALL)
        width = Fixed.FOUR if isinstance(field, forms.IntegerField) else Fluid.TWO_THIRDS
        return Field.text(name, field_width=width, label_size=Size.SMALL)
