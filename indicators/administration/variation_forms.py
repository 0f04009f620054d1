"""From which month process limits start anew and why, and why they no longer do."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Layout
from django import forms

from indicators.administration.fields import choice_field, reason_field
from indicators.formatting import opening
from indicators.models import Measure


class RebasingForm(forms.Form):
    """A measure, where there are several; the months are those that have a figure."""

    measure = choice_field([], "Choose the measure", label="Measure")
    from_month = choice_field([], "Choose the month", label="First month of the new limits")
    reason = reason_field(
        label="Why do they start anew?",
        help_text="What changed in the service or in how it is counted. This is published beside the chart: write no "
        "figure and no name.",
    )

    def __init__(
        self, measures: Sequence[Measure], months: Mapping[int, Mapping[date, Any]], data: Any = None
    ) -> None:
        super().__init__(data)
        self.measures = {str(measure.pk): measure for measure in measures}
        every = sorted({month for of_measure in months.values() for month in of_measure}, reverse=True)
        self._choices("from_month", [("", "Choose a month"), *((f"{each}", f"{each:%B %Y}") for each in every)])
        layout = ["from_month", "reason"]
        if len(measures) > 1:
            names = [(key, opening(measure.name)) for key, measure in self.measures.items()]
            self._choices("measure", [("", "Choose a measure"), *names])
            layout.insert(0, "measure")
        else:
            del self.fields["measure"]
        self.helper = FormHelper()
        self.helper.layout = Layout(*layout, Button("rebase", "Start the limits anew"))

    def _choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        cast(forms.ChoiceField, self.fields[name]).choices = choices

    @property
    def chosen(self) -> Measure:
        return self.measures[self.cleaned_data.get("measure") or next(iter(self.measures))]

    @property
    def month(self) -> date:
        return date.fromisoformat(self.cleaned_data["from_month"])


class WithdrawalForm(forms.Form):
    """Why limits no longer start anew."""

    reason = reason_field(label="Why is it withdrawn?", help_text="Such as “Rebased in error”.")

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        self.helper = FormHelper()
        self.helper.layout = Layout("reason", Button.warning("withdraw", "Withdraw this rebasing"))
