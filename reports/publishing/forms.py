"""Forms of a report on its way."""

from datetime import datetime, time
from typing import Any

from crispy_forms_gds.layout import Button, Field, Fixed, Fluid
from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from commentary.attempts import SeenForm
from commentary.forms import typed, wide
from indicators.administration.facts import Change
from reports.commentary_forms import TextField
from reports.forms import CheckForm
from reports.front import PLACEHOLDERS, TextRefused, sections_of
from reports.publishing.returned import returned_because
from reports.report_models import CorrectionKind, Report, ReportTemplate
from reports.workflow import ReportState
from suppression.forms import DayField

LABELS = {
    "committee": "Decision maker (the committee)",
    "meeting_date": "Date of the meeting",
    "number": "Report number",
    "decision_type": "Decision type",
    "title": "Title",
    "contact_officer": "Contact officer",
    "chief_officer": "Chief officer",
    "ward": "Ward",
    "text": "Standing sections",
    "override_reason": "Reason of an override",
    "override_legal_basis": "Legal basis of an override",
    "correction_reason": "Reason of the correction",
}
POST = "A post, such as Head of Performance, never a person’s name."
TEXT_HELP = (
    "A line that begins with “# ” is a heading; (impact), (commentary) or (closing) at its end says where its section "
    "goes. "
    "An empty line ends a paragraph. In braces: " + ", ".join(f"{{{name}}}" for name in PLACEHOLDERS) + "."
)


def _line(label: str, most: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=False, help_text=help_text)


def _day(label: str, required: bool = True) -> DayField:
    return DayField(label=label, required=required, require_all_fields=False)


class _Text(TextField):
    """A standing text that can be read."""

    widget = forms.Textarea

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        try:
            sections_of(text) if text.strip() else ()
        except TextRefused as reason:
            raise ValidationError(list(reason.errors)) from reason
        return text


class BeginForm(CheckForm):
    """A report of which dataset, as at which month."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.form_method = "post"
        self.helper.layout[-1] = Button("begin", "Begin this report")


class DetailsForm(SeenForm):
    """The front sheet and the standing sections of one report."""

    committee = _line(LABELS["committee"], 200)
    meeting_date = _day(LABELS["meeting_date"], required=False)
    number = _line(LABELS["number"], 40)
    decision_type = _line(LABELS["decision_type"], 120)
    title = _line(LABELS["title"], 200)
    contact_officer = _line(LABELS["contact_officer"], 120, POST)
    chief_officer = _line(LABELS["chief_officer"], 120, POST)
    ward = _line(LABELS["ward"], 120)
    text = _Text(label=LABELS["text"], required=False, strip=False, max_length=60_000, help_text=TEXT_HELP)
    correction_reason = TextField(
        label=LABELS["correction_reason"],
        required=False,
        max_length=1000,
        help_text="Published with the correction.",
        widget=forms.Textarea,
    )
    override_reason = _line(
        LABELS["override_reason"],
        500,
        "Only where the disclosure check is not safe and the report has to be published.",
    )
    override_legal_basis = _line(LABELS["override_legal_basis"], 500)
    state = ReportState.DRAFT
    labels = LABELS

    def __init__(self, *args: Any, is_correction: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_correction:
            self.fields["correction_reason"].required = True
            self.fields["correction_reason"].error_messages["required"] = "Say why the report is corrected"
        else:
            del self.fields["correction_reason"]
            self.labels = {name: label for name, label in LABELS.items() if name != "correction_reason"}
        lines = ("decision_type", "title", "contact_officer", "chief_officer", "ward")
        self.lay_out(
            wide("committee"),
            "meeting_date",
            Field.text("number", field_width=Fluid.ONE_THIRD),
            *(wide(name) for name in lines),
            Field.textarea("text", rows=24),
            *([Field.textarea("correction_reason", rows=3)] if is_correction else []),
            wide("override_reason"),
            wide("override_legal_basis"),
            Button("save", "Save"),
        )


class TemplateForm(SeenForm):
    """The standing text with which a dataset's reports begin."""

    labels = {"text": LABELS["text"]}
    text = _Text(
        label=LABELS["text"],
        strip=False,
        max_length=60_000,
        help_text=TEXT_HELP,
        error_messages={"required": "Write the standing sections"},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out(Field.textarea("text", rows=24), Button("save", "Save"))

    def is_done(self, stored: ReportTemplate) -> bool:
        return not self.differences(stored)


class ReasonForm(SeenForm):
    """Why a report goes back to its author."""

    reason = typed("What is to be changed?", 1000, "Say what is to be changed", rows=4)
    state = ReportState.DRAFT

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out(Field.textarea("reason", rows=4), Button("return", "Return the report"))

    def differences(self, stored: Report) -> tuple[Change, ...]:
        given, reason = returned_because(stored), self.cleaned_data["reason"].strip()
        return () if given == reason else (Change("Returned because", given, reason),)


class ScheduleForm(SeenForm):
    """The day and the hour, in the council's own time."""

    day = _day("Day")
    hour = forms.TimeField(
        label="Time",
        help_text="On the 24-hour clock, such as 09:30.",
        input_formats=["%H:%M", "%H.%M", "%H"],
        error_messages={"required": "Enter the time", "invalid": "Enter a time such as 09:30"},
    )
    state = ReportState.SCHEDULED

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lay_out("day", Field.text("hour", field_width=Fixed.FIVE), Button("schedule", "Schedule"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        day, hour = cleaned.get("day"), cleaned.get("hour")
        if day and isinstance(hour, time):
            cleaned["at"] = timezone.make_aware(datetime.combine(day, hour))
            if cleaned["at"] <= timezone.now():
                self.add_error("day", "This hour has passed. Choose a later one, or publish the report now.")
        return cleaned

    def differences(self, stored: Report) -> tuple[Change, ...]:
        at = self.cleaned_data["at"]
        return () if stored.scheduled_for == at else (Change("Hour", _hour(stored.scheduled_for), _hour(at)),)


class CorrectForm(SeenForm):
    """Why a published report changes."""

    kind = forms.ChoiceField(
        label="What kind of correction is it?",
        choices=CorrectionKind.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Say what kind of correction it is"},
    )
    reason = typed(
        "Why is it corrected?", 1000, "Say why it is corrected", rows=4, help_text="Published with the correction."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.lay_out("kind", Field.textarea("reason", rows=4), Button("correct", "Begin the correction"))


class WithdrawForm(SeenForm):
    """What the public reads in place of a report that is taken back."""

    notice = typed(
        "What does the public read instead?",
        1000,
        "Write what the public reads instead",
        rows=4,
        help_text="Say that the report is withdrawn and what comes next. Do not repeat a figure.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        self.lay_out(Field.textarea("notice", rows=4), Button.warning("withdraw", "Withdraw it now"))


class ComingForm(SeenForm):
    """A report that is announced."""

    expected_on = _day("Expected on")
    meeting = _line("Meeting", 200, "Such as: Children’s Scrutiny Committee, 10 March.")

    def __init__(self, *args: Any, is_announced: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["version"]
        remove = Button.secondary("remove", "Take it out of the calendar", formnovalidate=True)
        label = "Change" if is_announced else "Announce"
        self.lay_out("expected_on", wide("meeting"), Button("announce", label), *([remove] if is_announced else []))


def _hour(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%-d %B %Y, %H:%M}" if at else ""
