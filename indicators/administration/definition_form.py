"""The form of one indicator in one year."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, cast

from crispy_forms_gds.choices import Choice
from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Button, Field, Fieldset, Fixed, Fluid, Layout, Size
from django import forms
from django.core.exceptions import ValidationError

from indicators.administration.facts import COUNTS_NO_PEOPLE, COUNTS_PEOPLE, POLARITIES
from indicators.administration.fields import (
    bound_field,
    check_number,
    choice_field,
    number_field,
    reason_field,
    target_field,
    tidied,
    title_field,
    unreadable,
)
from indicators.administration.services import Said
from indicators.administration.targets import (
    TypedTarget,
    can_be_kept,
    plain,
    read_typed_target,
    target_of,
)
from indicators.formatting import opening
from indicators.models import Dataset, IndicatorDefinition
from indicators.vocabulary import Accumulation, Frequency, Polarity, TargetForm, Unit, YearBasis

AS_WRITTEN = "as_written"
MOST_MEASURES = 20
WITHOUT_BOUNDS = (TargetForm.NONE, TargetForm.TO_BE_CONFIRMED)


class DefinitionForm(forms.Form):
    """Everything of an indicator in one year. `seen` is the revision that the person saw, where there is one.

    The target is typed as the council writes it, and read from its words; `target_form` and the two bounds are for one
    that its words do not say.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)
    number = number_field(label="Number", help_text="As it stands in the index, such as 22.1.")
    title = title_field(label="Title", widget=forms.Textarea)
    section: forms.ModelChoiceField = forms.ModelChoiceField(
        queryset=None,
        empty_label="Choose a section",
        error_messages={"required": "Choose the section", "invalid_choice": "Choose one of the sections"},
    )
    why_it_is_important = forms.CharField(
        label="Why is it important? (optional)", required=False, widget=forms.Textarea
    )
    unit = choice_field(
        [("", "Choose a unit"), *Unit.choices],
        "Choose the unit",
        help_text="Figures that are stored stay as they are, and are read in the unit chosen here.",
    )
    decimal_places = forms.IntegerField(
        label="Decimal places",
        min_value=0,
        max_value=6,
        initial=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"),
            "Enter how many decimal places are printed: a whole number from 0 to 6",
        ),
    )
    polarity = choice_field(
        [Choice(each.value, wording) for each, wording in POLARITIES.items()],
        "Choose which way is better",
        widget=forms.RadioSelect,
    )
    target = target_field(
        label="Target, as the council writes it",
        help_text="Such as 95-90%, 26 weeks, 15, TBC. Leave it empty where there is no target.",
    )
    target_form = choice_field(
        [
            (AS_WRITTEN, "What its words say"),
            (TargetForm.SINGLE.value, "One value, which I enter below"),
            (TargetForm.RANGE.value, "A range, whose ends I enter below"),
            (TargetForm.TO_BE_CONFIRMED.value, "To be confirmed"),
            (TargetForm.NONE.value, "Not a target measure"),
        ],
        "Choose what the target is",
        label="What the target is",
        help_text="Choose another answer only where the words cannot be read, or mean something else.",
        initial=AS_WRITTEN,
    )
    target_low = bound_field("low end", label="Low end, or the one value", required=False)
    target_high = bound_field("high end", label="High end", required=False)
    tolerance = bound_field(
        "tolerance",
        label="Tolerance",
        help_text="By how many percent of the target a figure may miss it and still be AMBER.",
        min_value=0,
        initial="10",
    )
    frequency = choice_field(Frequency.choices, "Choose how often it is reported", label="How often it is reported")
    year_basis = choice_field(YearBasis.choices, "Choose its year", label="Its year")
    accumulation = choice_field(
        [("", "Choose"), *((each.value, opening(each.label)) for each in Accumulation)],
        "Choose how the year to date is made",
        label="How months become the year to date",
    )
    counts_people = choice_field(
        [Choice("True", COUNTS_PEOPLE), Choice("False", COUNTS_NO_PEOPLE)],
        "Say whether it counts people",
        label="Small counts",
        initial="True",
        widget=forms.RadioSelect,
    )
    measures = forms.CharField(
        label="Measures (optional)",
        help_text="Only where several things are reported under one number: their names, one a line, such as initial "
        "and review. They cannot be changed here later.",
        required=False,
        widget=forms.Textarea,
    )
    reason = reason_field(label="Reason", help_text="Why, and who decided it. Kept with the history.")

    def __init__(
        self,
        dataset: Dataset,
        data: Any = None,
        *,
        stored: IndicatorDefinition | None = None,
        is_new: bool = False,
        button: str,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(data, initial={**(initial_of(stored) if stored else {}), **(initial or {})})
        self.stored = stored
        cast(forms.ModelChoiceField, self.fields["section"]).queryset = dataset.sections.all()
        del self.fields["reason" if is_new else "measures"]
        last = "measures" if is_new else "reason"
        self.helper = FormHelper()
        self.helper.layout = Layout(
            "seen",
            _group(
                "What it is",
                Field.text("number", field_width=Fixed.FIVE),
                Field.textarea("title", rows=2),
                "section",
                Field.textarea("why_it_is_important", rows=4),
            ),
            _group("What is counted", "unit", Field.text("decimal_places", field_width=Fixed.TWO)),
            _group(
                "Target",
                Field.text("target", field_width=Fluid.TWO_THIRDS),
                Field.radios("polarity", legend_size=Size.SMALL),
                Field.text("tolerance", field_width=Fixed.FIVE),
                "target_form",
                Field.text("target_low", field_width=Fixed.FIVE),
                Field.text("target_high", field_width=Fixed.FIVE),
            ),
            _group("Through the year", "frequency", "year_basis", "accumulation"),
            _group("Sensitivity", Field.radios("counts_people", legend_size=Size.SMALL)),
            _group("Measures" if is_new else "Why", Field.textarea(last, rows=3) if is_new else Field.text(last)),
            Button("save", button),
        )

    def clean_number(self) -> str:
        check_number(self.cleaned_data["number"], self.stored.number if self.stored else "")
        return str(self.cleaned_data["number"])

    def clean_title(self) -> str:
        return tidied(self.cleaned_data["title"], self.stored.title if self.stored else "")

    def clean_target(self) -> str:
        return tidied(self.cleaned_data["target"], self.stored.target_wording if self.stored else "")

    def clean_measures(self) -> tuple[str, ...]:
        names = [" ".join(line.split()) for line in self.cleaned_data["measures"].splitlines()]
        named = tuple(name for name in names if name)
        if len(named) == 1 or len(named) > MOST_MEASURES:
            raise ValidationError(f"Name from 2 to {MOST_MEASURES} measures, or none where there is only one")
        if len({name.casefold() for name in named}) < len(named):
            raise ValidationError("Give each measure a name of its own")
        too_long = next((name for name in named if len(name) > 60), "")
        if too_long:
            raise ValidationError(f"Shorten the name “{too_long[:20]}…”: it may have 60 characters")
        return named

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if {"unit", "target", "target_form"} <= said.keys():
            try:
                said["typed_target"] = self._target(said["target"], Unit(said["unit"]), said["target_form"])
            except ValidationError as error:
                self.add_error(None, error)
        return said

    def _target(self, text: str, unit: Unit, form: str) -> TypedTarget:
        """The target that the words say, or the bounds. Raises ValidationError, by field."""
        if form == AS_WRITTEN:
            read = read_typed_target(text, unit)
            if read is None:
                raise ValidationError({"target": f"{unreadable(text, unit)}; or say below what it is"})
            return read
        low, high = self.cleaned_data.get("target_low"), self.cleaned_data.get("target_high")
        if form in WITHOUT_BOUNDS:
            return TypedTarget(TargetForm(form), text)
        if form == TargetForm.SINGLE:
            high = low if high is None else high
        if low is None or high is None:
            missing = "target_low" if low is None else "target_high"
            end = "low end" if form == TargetForm.RANGE and low is None else "high end"
            word = end if form == TargetForm.RANGE else "value of the target"
            raise ValidationError({} if missing in self.errors else {missing: f"Enter the {word}"})
        if form == TargetForm.SINGLE and low != high:
            raise ValidationError({"target_high": "Leave the high end empty: the target is one value"})
        if low > high:
            raise ValidationError(
                {"target_low": f"The low end, {plain(low)}, is above the high end, {plain(high)}. Swap them"}
            )
        if not (can_be_kept(low) and can_be_kept(high)):
            raise ValidationError({"target_low": "Enter numbers with fewer digits"})
        kept = (
            target_of(self.stored)
            if self.stored and self.stored.target_wording == text
            else TypedTarget(TargetForm.NONE)
        )
        return replace(kept, target_form=TargetForm(form), target_wording=text, target_low=low, target_high=high)

    @property
    def said(self) -> Said:
        """What the form says, as the services take it."""
        data = self.cleaned_data
        return Said(
            number=data["number"],
            title=data["title"],
            section=data["section"],
            why_it_is_important=data["why_it_is_important"].replace("\r\n", "\n"),
            polarity=Polarity(data["polarity"]),
            unit=Unit(data["unit"]),
            decimal_places=data["decimal_places"],
            target=data["typed_target"],
            tolerance=data["tolerance"],
            year_basis=YearBasis(data["year_basis"]),
            frequency=Frequency(data["frequency"]),
            accumulation=Accumulation(data["accumulation"]),
            counts_people=data["counts_people"] == "True",
        )


def initial_of(definition: Any) -> dict[str, str]:
    """What the form's fields hold for a definition, or a revision of one, as text."""
    target = target_of(definition)
    is_as_written = read_typed_target(target.target_wording, Unit(definition.unit)) == target
    has_bounds = not is_as_written and target.target_form not in WITHOUT_BOUNDS
    return {
        "number": definition.number,
        "title": definition.title,
        "section": str(definition.section_id),
        "why_it_is_important": definition.why_it_is_important,
        "unit": definition.unit,
        "decimal_places": str(definition.decimal_places),
        "polarity": definition.polarity,
        "target": definition.target_wording,
        "target_form": AS_WRITTEN if is_as_written else target.target_form.value,
        "target_low": _text(target.target_low) if has_bounds else "",
        "target_high": _text(target.target_high) if has_bounds else "",
        "tolerance": plain(definition.tolerance),
        "frequency": definition.frequency,
        "year_basis": definition.year_basis,
        "accumulation": definition.accumulation,
        "counts_people": str(definition.counts_people),
    }


def _text(number: Decimal | None) -> str:
    return "" if number is None else plain(number)


def _group(legend: str, *fields: Any) -> Fieldset:
    return Fieldset(*fields, legend=legend, legend_size=Size.MEDIUM)
