"""The form that sends a file of benchmarks."""

from typing import Any, cast

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms

from indicators.importers.benchmark_csv import MAXIMUM_BYTES, MEGABYTE
from indicators.models import Dataset, IndicatorDefinition


class BenchmarksForm(forms.Form):
    """Which file, for which dataset and year."""

    dataset = forms.ModelChoiceField(
        queryset=Dataset.objects.all(),
        empty_label=None,
        error_messages={"required": "Choose the dataset that the benchmarks are for"},
    )
    reporting_year = forms.TypedChoiceField(
        coerce=int, error_messages={"required": "Choose the reporting year that the benchmarks are for"}
    )
    benchmarks = forms.FileField(
        label="Figures (CSV)",
        help_text="With the columns Short Desc, Data item, Years, LA and Regions, Values.",
        error_messages={"required": "Choose the file to import", "empty": "The file is empty. Export it again"},
    )
    dictionary = forms.FileField(
        label="Data dictionary (CSV, if you have it)",
        help_text="It says the title, the unit and the polarity of each indicator.",
        required=False,
        error_messages={"empty": "The dictionary is empty. Export it again"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        years = IndicatorDefinition.objects.order_by("-reporting_year").values_list("reporting_year", flat=True)
        choices = [(year, f"{year}/{(year + 1) % 100:02d}") for year in years.distinct()]
        cast(forms.TypedChoiceField, self.fields["reporting_year"]).choices = choices
        for name in ("benchmarks", "dictionary"):
            self.fields[name].widget.attrs["accept"] = ".csv"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "dataset", "reporting_year", "benchmarks", "dictionary", Button("submit", "Read the file")
        )

    def clean(self) -> dict[str, Any]:
        for name in ("benchmarks", "dictionary"):
            sent = self.cleaned_data.get(name)
            if sent and sent.size > MAXIMUM_BYTES:
                self.add_error(
                    name,
                    f"The file has {sent.size // MEGABYTE} MB; the most is {MAXIMUM_BYTES // MEGABYTE} MB. "
                    "Keep only the rows for England and London.",
                )
        return self.cleaned_data
