"""The smaller forms: retiring an indicator, sections, relations."""

from datetime import date
from typing import Any, cast

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from indicators.administration.fields import choice_field, reason_field
from indicators.formatting import opening
from indicators.models import Dataset, IndicatorDefinition
from indicators.periods import index_months
from indicators.relations import SENTENCES
from indicators.vocabulary import DefinitionRelationKind


class RetirementForm(forms.Form):
    """From which month, and why."""

    from_month = choice_field([], "Choose the first month without a figure", label="First month without a figure")
    reason = reason_field(label="Why is it retired?", help_text="Such as “Replaced by 26.1 and 26.2”.")

    def __init__(self, definition: IndicatorDefinition, data: Any = None) -> None:
        super().__init__(data)
        months = [
            month
            for year in (definition.reporting_year, definition.reporting_year + 1)
            for month in index_months(year, definition.year_basis)
        ]
        cast(forms.ChoiceField, self.fields["from_month"]).choices = [
            ("", "Choose a month"),
            *((month.isoformat(), f"{month:%B %Y}") for month in months),
        ]
        self.helper = FormHelper()
        self.helper.layout = Layout("from_month", "reason", Button.warning("retire", "Retire this indicator"))

    @property
    def month(self) -> date:
        return date.fromisoformat(self.cleaned_data["from_month"])


class ReinstatementForm(forms.Form):
    """Why an indicator is retired no longer."""

    reason = reason_field(label="Why is it no longer retired?", help_text="Such as “Retired in error”.")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.layout = Layout("reason", Button("reinstate", "Figures are due again"))


class SectionForm(forms.Form):
    """The name of a section."""

    name = forms.CharField(
        label="Name of the section",
        max_length=200,
        error_messages={
            "required": "Enter the name of the section",
            "max_length": "Shorten the name: it may have %(limit_value)d characters and has %(show_value)d",
        },
    )

    def __init__(self, button: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("name", Button("save", button))

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class RelationForm(forms.Form):
    """What holds between the figures of two indicators of a year."""

    definition: forms.ModelChoiceField = forms.ModelChoiceField(
        label="This indicator",
        queryset=None,
        empty_label="Choose an indicator",
        error_messages={"required": "Choose the indicator", "invalid_choice": "Choose one of the year's indicators"},
    )
    kind = choice_field(
        [
            Choice(
                kind.value,
                opening(kind.label),
                hint=opening(SENTENCES[kind].format(this="this", other="the other")),
            )
            for kind in DefinitionRelationKind
        ],
        "Choose what holds between the two",
        label="What holds between the two",
        widget=forms.RadioSelect,
    )
    other: forms.ModelChoiceField = forms.ModelChoiceField(
        label="The other indicator",
        queryset=None,
        empty_label="Choose an indicator",
        error_messages={"required": "Choose the other", "invalid_choice": "Choose one of the year's indicators"},
    )

    def __init__(self, dataset: Dataset, reporting_year: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        of_the_year = IndicatorDefinition.objects.filter(
            indicator__dataset=dataset, reporting_year=reporting_year
        ).select_related("indicator__dataset")
        for name in ("definition", "other"):
            cast(forms.ModelChoiceField, self.fields[name]).queryset = of_the_year
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "definition", Field.radios("kind", legend_size=Size.SMALL), "other", Button("state", "State this relation")
        )
