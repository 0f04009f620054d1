"""Forms of the suppression room."""

from typing import Any, cast

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.fields import DateInputField
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fixed, Layout, Size
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from indicators.models import Benchmark, IndicatorDefinition, Measure, Period
from indicators.vocabulary import Comparator
from suppression.models import About
from suppression.places import benchmark_place, month_place, year_to_date_place

LARGEST = 10**9
EXACT, UPPER_LIMIT = "exact", "upper_limit"


class DayField(DateInputField):
    """A day in three boxes; what is no day is said in our words instead of Python's."""

    def compress(self, data_list: Any) -> Any:
        try:
            return super().compress(data_list)
        except ValidationError as error:
            raise ValidationError("Enter a real date, such as 17 11 2020") from error


class ExternalFigureForm(forms.Form):
    """Which number somebody else publishes, of which measure and period, and where."""

    measure = forms.TypedChoiceField(
        label="Indicator", coerce=int, error_messages={"required": "Choose the indicator that the number belongs to"}
    )
    place = forms.ChoiceField(label="Period", error_messages={"required": "Choose the period that it speaks of"})
    about = forms.ChoiceField(
        label="Which number is published?",
        help_text="Of a count, the figure itself. Of a percentage, a rate or an average, one of the two behind it.",
        choices=[Choice(each.value, each.label.capitalize()) for each in About],
        initial=About.FIGURE,
        widget=forms.RadioSelect,
        error_messages={"required": "Say which number is published"},
    )
    value = forms.IntegerField(
        label="Number",
        min_value=0,
        max_value=LARGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "required": "Enter the number",
            "invalid": "Enter a whole number, such as 14",
            "min_value": "Enter 0 or more",
            "max_value": "Enter a number below a thousand million",
        },
    )
    exactness = forms.ChoiceField(
        label="How exactly is it known?",
        choices=[
            Choice(EXACT, "Exactly this number"),
            Choice(UPPER_LIMIT, "At most this number", hint="Such as “fewer than 10”: enter 9."),
        ],
        initial=EXACT,
        widget=forms.RadioSelect,
        error_messages={"required": "Say how exactly it is known"},
    )
    source = forms.CharField(
        label="Who publishes it, and where?",
        help_text="Such as “Department for Education, Children looked after in England, table A1”.",
        max_length=200,
        error_messages={"required": "Enter who publishes it, and where"},
    )
    published_on = DayField(label="When was it published?", help_text="For example, 17 11 2020")
    reason = forms.CharField(label="Notes (optional)", max_length=300, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.measures = _measures()
        measure, place = cast(forms.ChoiceField, self.fields["measure"]), cast(forms.ChoiceField, self.fields["place"])
        measure.choices = [("", "Choose an indicator"), *_by_dataset(self.measures)]
        place.choices = [("", "Choose a period"), *_places()]
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "measure",
            "place",
            Field.radios("about", legend_size=Size.SMALL),
            Field.text("value", field_width=Fixed.TEN),
            Field.radios("exactness", legend_size=Size.SMALL),
            "source",
            "published_on",
            "reason",
            Button("record", "Record this figure"),
        )

    def clean_published_on(self) -> Any:
        published_on = self.cleaned_data["published_on"]
        if published_on > timezone.localdate():
            raise ValidationError("Enter a day that is not in the future")
        return published_on

    @property
    def figure(self) -> dict[str, Any]:
        """What the form says, as the service takes it."""
        said = self.cleaned_data
        measure = self.measures[said["measure"]][0]
        return {
            "indicator": measure.indicator,
            "measure": measure.name,
            "place": said["place"],
            "about": About(said["about"]),
            "value": said["value"],
            "is_upper_limit": said["exactness"] == UPPER_LIMIT,
            "source": said["source"],
            "published_on": said["published_on"],
            "reason": said["reason"],
        }


class WithdrawalForm(forms.Form):
    """Why a figure is withdrawn."""

    reason = forms.CharField(
        label="Why is it withdrawn?",
        help_text="Such as “The number belongs to November”.",
        max_length=300,
        error_messages={"required": "Say why it is withdrawn"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.layout = Layout("reason", Button.warning("withdraw", "Withdraw this figure"))


def _measures() -> dict[int, tuple[Measure, IndicatorDefinition]]:
    """Every measure that is defined, with its latest definition, in the order of the index."""
    definitions = IndicatorDefinition.objects.select_related("section").order_by("reporting_year")
    latest = {each.indicator_id: each for each in definitions}
    measures = {
        each.pk: (each, latest[each.indicator_id])
        for each in Measure.objects.select_related("indicator__dataset")
        if each.indicator_id in latest
    }

    def in_the_index(item: tuple[int, tuple[Measure, IndicatorDefinition]]) -> tuple[str, int, str, int]:
        pk, (measure, definition) = item
        return measure.indicator.dataset.name, definition.section.position, definition.number_sort_key, pk

    return dict(sorted(measures.items(), key=in_the_index))


def _by_dataset(measures: dict[int, tuple[Measure, IndicatorDefinition]]) -> list[tuple[str, list[tuple[int, str]]]]:
    groups: dict[str, list[tuple[int, str]]] = {}
    for pk, (measure, definition) in measures.items():
        words = f"{definition}: {measure.name}" if measure.name else str(definition)
        groups.setdefault(measure.indicator.dataset.name, []).append((pk, words))
    return list(groups.items())


def _places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every period that a report can speak of: months with figures, years to date as at them, own previous years."""
    months = list(
        Period.objects.filter(kind=Period.Kind.MONTH, outturns__isnull=False)
        .order_by("-last_month")
        .values_list("last_month", flat=True)
        .distinct()
    )
    years = Benchmark.objects.filter(comparator=Comparator.OWN).exclude(year="").order_by("-year")
    own = years.values_list("year", flat=True).distinct()
    return [
        ("Months", [(month_place(month), f"{month:%B %Y}") for month in months]),
        ("Years to date", [(year_to_date_place(month), f"Year to date, {month:%B %Y}") for month in months]),
        ("Whole years", [(benchmark_place(Comparator.OWN.value, year), year) for year in own]),
    ]
