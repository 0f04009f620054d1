"""Forms of the importer."""

import hashlib
from datetime import date
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Layout, Size
from django import forms

from indicators.importers.container import MAXIMUM_PACKED
from indicators.importers.plan import Plan
from indicators.models import Dataset
from indicators.month_template.months import has_definitions, months_with_definitions, next_month


class UploadForm(forms.Form):
    """Which workbook, for which dataset."""

    dataset = forms.ModelChoiceField(
        queryset=Dataset.objects.all(),
        empty_label=None,
        error_messages={"required": "Choose the dataset that the workbook belongs to"},
    )
    workbook = forms.FileField(
        label="Performance index",
        help_text="An Excel workbook (.xlsx), as it goes to the committee. Nothing is changed before you say so.",
        error_messages={
            "required": "Choose the workbook to import",
            "empty": "The workbook is empty. Choose another file, or save it again in Excel",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["workbook"].widget.attrs["accept"] = ".xlsx"
        self.helper = FormHelper()
        self.helper.layout = Layout("dataset", "workbook", Button("submit", "Read the workbook"))

    def clean_workbook(self) -> Any:
        workbook = self.cleaned_data["workbook"]
        if workbook.size > MAXIMUM_PACKED:
            raise forms.ValidationError(
                f"The workbook has {workbook.size // 2**20} MB; the most is {MAXIMUM_PACKED // 2**20} MB. "
                "Save only the index in a workbook of its own and send that."
            )
        return workbook


class TemplateForm(forms.Form):
    """For which dataset and month a workbook is wanted."""

    dataset = forms.ModelChoiceField(queryset=Dataset.objects.all(), empty_label=None)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        months = months_with_definitions()
        choices = [(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months]
        self.fields["month"] = forms.ChoiceField(
            choices=choices,
            help_text="The workbook holds every figure of its year, with the cells of this month to fill in.",
            error_messages={"invalid_choice": "Choose one of the months in the list"},
        )
        self.fields["month"].initial = f"{next_month(months):%Y-%m}"
        self.helper = FormHelper()
        self.helper.form_method = "get"
        self.helper.layout = Layout("dataset", "month", Button("", "Download the workbook"))

    def clean_month(self) -> date:
        return date.fromisoformat(f"{self.cleaned_data['month']}-01")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        dataset, month = cleaned.get("dataset"), cleaned.get("month")
        if dataset and month and not has_definitions(dataset, month):
            self.add_error("month", f"{dataset} has no indicators for the year of {month:%B %Y}. Choose another month")
        return cleaned


class AnswersForm(forms.Form):
    """One choice for each question of a plan. Fields are named after cells, so that a stale form cannot shift."""

    def __init__(self, plan: Plan, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.places: dict[str, str] = {}
        for question in plan.questions:
            name = "question_" + hashlib.sha256(question.place.encode()).hexdigest()[:12]
            self.places[name] = question.place
            self.fields[name] = forms.ChoiceField(
                label=question.cells,
                help_text=question.message,
                choices=question.choices,
                widget=forms.RadioSelect,
                error_messages={"required": f"Say what is meant in {question.cells}"},
            )
        self.helper = FormHelper()
        self.helper.layout = Layout(
            *(Field.radios(name, legend_size=Size.SMALL) for name in self.fields), Button("answer", "Save the answers")
        )

    @property
    def answers(self) -> dict[str, str]:
        """The answers by cell with its sheet, as the importer takes them."""
        return {place: self.cleaned_data[name] for name, place in self.places.items()}
