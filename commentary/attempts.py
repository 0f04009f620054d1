"""What becomes of a form that was sent: done, refused with the reason, or overtaken by somebody else's change."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from crispy_forms_gds.helper import FormHelper
from crispy_forms_gds.layout import Layout
from django import forms

from commentary.history import Labels, changes
from commentary.moving import Clash, Refused
from indicators.administration.facts import Change

OUT_OF_DATE = "This page is out of date. Open it again, and repeat what you typed."


class SeenForm(forms.Form):
    """A form about a record, over the version that was seen; one that makes a record has no version.

    `state` is the one to which it brings the record, `labels` the fields of the record that it writes, which have the
    names of its own, and `names` those of indicators.
    """

    version = forms.IntegerField(min_value=0, max_value=10**9, widget=forms.HiddenInput)
    state = ""
    labels: Labels = {}
    names: Mapping[int, str] = {}

    def lay_out(self, *fields: Any) -> None:
        self.helper = FormHelper()
        self.helper.layout = Layout(*(["version"] if "version" in self.fields else []), *fields)

    def clean(self) -> dict[str, Any]:
        if "version" in self.errors:
            del self.errors["version"]
            raise forms.ValidationError(OUT_OF_DATE)
        return self.cleaned_data

    def differences(self, stored: Any) -> tuple[Change, ...]:
        """What the record says, and what this form says, where they differ."""
        typed = type(stored)(**{name: self.cleaned_data[name] for name in self.labels})
        return changes(stored, typed, self.labels, self.names)

    def is_done(self, stored: Any) -> bool:
        """Whether the record is what this form would make of it, as when it is sent twice."""
        return bool(stored.state == self.state and not self.differences(stored))

    def see(self, stored: Any) -> None:
        """What is sent next is over the version that is stored now."""
        self.data = dict(self.data.items()) | {"version": str(stored.version)}


@dataclass(frozen=True)
class Attempt:
    """`clash` is the record as somebody else left it, `differences` what the form says otherwise."""

    is_done: bool = False
    clash: Any = None
    differences: tuple[Change, ...] = ()


def attempt(form: SeenForm, act: Callable[[], object]) -> Attempt:
    """Make the move of a valid form. What it refuses stands in the form's errors."""
    try:
        act()
    except Clash as clash:
        if form.is_done(clash.stored):
            return Attempt(is_done=True)
        form.see(clash.stored)
        return Attempt(clash=clash.stored, differences=form.differences(clash.stored))
    except Refused as reason:
        form.add_error(None, str(reason))
        return Attempt()
    return Attempt(is_done=True)
