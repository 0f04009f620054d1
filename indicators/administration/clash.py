"""Two people changed one definition: what each of them wants, and a form with both."""

from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.forms.utils import pretty_name

from indicators.administration.definition_form import DefinitionForm, initial_of
from indicators.administration.fields import tidied
from indicators.administration.services import revision_in_force
from indicators.models import IndicatorDefinition


@dataclass(frozen=True)
class Clash:
    """One field that somebody else changed meanwhile: when it was opened, now, and as this person has it."""

    label: str
    opened: str
    now: str
    yours: str


def merged(
    form: DefinitionForm, current: IndicatorDefinition, button: str
) -> tuple[DefinitionForm, tuple[Clash, ...], Any]:
    """A form on top of what is stored now, what clashed, and the revision that came between.

    The new form has this person's value wherever they changed it, and the stored one everywhere else.
    """
    revisions = current.history.select_related("history_user")
    opened = revisions.filter(history_id=form.cleaned_data["seen"] or 0).first() or current
    before, now = initial_of(opened), initial_of(current)
    yours = {name: str(form.data.get(name, "")).replace("\r\n", "\n").strip() for name in now}
    initial: dict[str, Any] = {
        name: now[name] if tidied(yours[name], before[name]) == before[name] else yours[name] for name in now
    }
    clashes = tuple(
        Clash(_label(form, name), *(_shown(form, name, each[name]) for each in (before, now, yours)))
        for name in now
        if now[name] != before[name]
    )
    initial |= {"seen": revision_in_force(current), "reason": form.cleaned_data["reason"]}
    again = DefinitionForm(current.indicator.dataset, stored=current, button=button, initial=initial)
    return again, clashes, revisions.order_by("-history_id").first()


def _label(form: DefinitionForm, name: str) -> str:
    return str(form.fields[name].label or pretty_name(name))


def _shown(form: DefinitionForm, name: str, value: str) -> str:
    """What a person sees in the field."""
    field = form.fields[name]
    if isinstance(field, forms.ChoiceField):
        choices = cast(Any, field).choices
        return next((str(label) for key, label in choices if str(key) == value), value)
    return value or "nothing"
