"""Forms of members' questions, actions and links."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from crispy_forms_gds.layout import Button, Field, Fluid, Size
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from commentary.attempts import SeenForm
from commentary.link_services import checked_address
from commentary.models import Action, MembersQuestion, ProgressNote
from commentary.moving import Refused
from commentary.naming import choices_of
from commentary.workflow import ActionState, QuestionState
from indicators.converters import MonthConverter
from indicators.models import Indicator, IndicatorDefinition
from suppression.forms import DayField

ROLE = "A role, such as Head of Service, never a person's name."
QUESTION_LABELS = {
    "kind": "What it is",
    "meeting": "Meeting",
    "met_on": "Date of the meeting",
    "text": "What was asked",
    "for_whom": "For whom",
    "indicator": "About",
}
ACTION_LABELS = {"what": "What is done", "owner": "Whose it is", "due": "Due"}


def typed(label: str, most: int, missing: str, rows: int = 0, help_text: str = "") -> forms.CharField:
    """A text that has to be there; of several lines where `rows` are given."""
    return forms.CharField(
        label=label,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}) if rows else None,
        error_messages={"required": missing, "max_length": f"{label}: shorten it to {most} characters"},
    )


def reason() -> forms.CharField:
    return typed("Why is it changed?", 500, "Say why it is changed", help_text="Kept with your name in the history.")


def wide(name: str) -> Any:
    """A field of one line, as wide as what is written in it."""
    return Field.text(name, field_width=Fluid.TWO_THIRDS)


def not_to_come(day: date) -> date:
    if day > timezone.localdate():
        raise ValidationError("Enter a day that is not in the future")
    return day


class IndicatorField(forms.TypedChoiceField):
    """One of these indicators, under the names of their sections. `nothing` is the choice of none."""

    def __init__(self, *, definitions: Collection[IndicatorDefinition], nothing: str, **kwargs: Any) -> None:
        indicators = {each.indicator.key: each.indicator for each in definitions}
        super().__init__(
            choices=[("", nothing), *choices_of(definitions)],
            coerce=lambda key: indicators[key],
            empty_value=None,
            error_messages={"required": "Choose the indicator", "invalid_choice": "Choose one of these indicators"},
            **kwargs,
        )

    def prepare_value(self, value: Any) -> Any:
        return value.key if isinstance(value, Indicator) else value


def report_field(label: str, months: Iterable[date], help_text: str) -> forms.TypedChoiceField:
    """As at which month a report is."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        choices=[(f"{month:%Y-%m}", f"{month:%B %Y}") for month in months],
        coerce=MonthConverter().to_python,
        error_messages={"required": "Choose the report", "invalid_choice": "Choose one of these reports"},
    )


class ReasonForm(SeenForm):
    """Why something is done."""

    reason = typed("Why?", 500, "Say why", help_text="Kept with your name in the history.")

    def __init__(self, *args: Any, state: str, button: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.state = state
        self.lay_out(wide("reason"), Button("send", button))


class QuestionForm(SeenForm):
    """What a meeting asked, changed with a reason."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=MembersQuestion.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether it is a question or an action point"},
    )
    meeting = typed("Meeting", 200, "Enter the meeting, such as Scrutiny committee")
    met_on = DayField(label="Date of the meeting", help_text="For example, 17 11 2020")
    text = typed("What was asked?", 2000, "Enter what was asked", rows=4, help_text="Without a name.")
    for_whom = typed("For whom is it?", 120, "Enter for whom it is: a role", help_text=ROLE)
    reason = reason()
    state = QuestionState.OPEN
    labels = QUESTION_LABELS

    def __init__(self, *args: Any, definitions: Collection[IndicatorDefinition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = {each.indicator_id: str(each) for each in definitions}
        self.fields["indicator"] = IndicatorField(
            label="About", definitions=definitions, nothing="The report as a whole", required=False
        )
        self.lay_out(*self.said(), wide("reason"), Button("send", "Save the change"))

    @staticmethod
    def said() -> tuple[Any, ...]:
        return (
            Field.radios("kind", legend_size=Size.SMALL),
            wide("meeting"),
            "met_on",
            Field.textarea("text", rows=4),
            wide("for_whom"),
            "indicator",
        )

    def clean_met_on(self) -> date:
        return not_to_come(self.cleaned_data["met_on"])


class NewQuestionForm(QuestionForm):
    """What a meeting asked, recorded for the first time."""

    version = None  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out(*self.said(), Button("send", "Record it"))


class AnswerForm(SeenForm):
    """The answer, and the report that gives it."""

    answer = typed("Answer", 4000, "Write the answer", rows=6, help_text="The report gives it as it stands here.")
    state = QuestionState.ANSWERED
    labels = {"answer": "Answer", "answered_as_at": "In the report as at"}

    def __init__(self, *args: Any, months: Iterable[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answered_as_at"] = report_field(
            "In which report?", months, "The question stands in it with the answer, and in no report after it."
        )
        self.lay_out(Field.textarea("answer", rows=6), "answered_as_at", Button("send", "Answer it"))


class ActionForm(SeenForm):
    """What is done, by which role and until when, changed with a reason."""

    what = typed("What is done?", 500, "Enter what is done", rows=3)
    owner = typed("Whose is it?", 120, "Enter whose it is: a role", help_text=ROLE)
    due = DayField(label="Until when?", help_text="For example, 31 3 2021")
    reason = reason()
    state = ActionState.OPEN
    labels = ACTION_LABELS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out(*self.said(), wide("reason"), Button("send", "Save the change"))

    @staticmethod
    def said() -> tuple[Any, ...]:
        return Field.textarea("what", rows=3), wide("owner"), "due"


class NewActionForm(ActionForm):
    """An action of one of the indicators for which a director speaks."""

    version = None  # type: ignore[assignment]
    reason = None  # type: ignore[assignment]

    def __init__(
        self, *args: Any, definitions: Collection[IndicatorDefinition], months: Iterable[date], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"] = IndicatorField(
            label="Indicator", definitions=definitions, nothing="Choose an indicator"
        )
        self.fields["as_at"] = report_field("First report", months, "It stands in this report and in those after it.")
        self.lay_out("indicator", *self.said(), "as_at", Button("send", "Raise the action"))


class NoteForm(SeenForm):
    """What was done since."""

    text = typed("What was done since?", 1000, "Enter what was done since", rows=4)
    state = ActionState.OPEN

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out(Field.textarea("text", rows=4), Button("send", "Add the note"))

    def is_done(self, stored: Action) -> bool:
        last = ProgressNote.objects.filter(action=stored).last()
        return last is not None and last.text == self.cleaned_data["text"]


class FinishForm(SeenForm):
    """The day on which it was done."""

    done_on = DayField(label="When was it done?", help_text="For example, 26 2 2021")
    state = ActionState.DONE
    labels = {"done_on": "Done"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out("done_on", Button("send", "It is done"))

    def clean_done_on(self) -> date:
        return not_to_come(self.cleaned_data["done_on"])


class LinkForm(SeenForm):
    """A paper about one of the indicators whose links somebody keeps."""

    version = None  # type: ignore[assignment]
    title = typed("Title", 200, "Enter the title of the paper")
    address = typed("Address", 500, "Enter the address", help_text="It begins with https:// or http://.")
    dated = DayField(label="Date of the paper (optional)", help_text="For example, 15 9 2020", required=False)

    def __init__(self, *args: Any, definitions: Collection[IndicatorDefinition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"] = IndicatorField(
            label="Indicator", definitions=definitions, nothing="Choose an indicator"
        )
        self.lay_out("indicator", wide("title"), wide("address"), "dated", Button("send", "Add the link"))

    def clean_address(self) -> str:
        try:
            return checked_address(self.cleaned_data["address"])
        except Refused as refused:
            raise ValidationError(str(refused)) from refused
