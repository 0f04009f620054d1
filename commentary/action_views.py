"""Office pages of actions: what is done about an indicator, raised and carried through by its directors."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import kept_over_sign_in
from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from commentary.action_services import change_action, finish_action, note_progress, raise_action, reopen_action
from commentary.forms import ACTION_LABELS, ActionForm, FinishForm, NewActionForm, NoteForm, ReasonForm
from commentary.history import facts_of, history_of
from commentary.models import Action
from commentary.naming import in_reach, latest_definitions, names_of, next_reports, of_their_sections
from commentary.overdue import when_due
from commentary.pages import FormPage, chosen_dataset, form_page
from commentary.permissions import may_keep_actions
from commentary.workflow import ActionState
from indicators.models import Dataset
from indicators.permissions import reaches

LABELS = {"indicator": "About"} | ACTION_LABELS | {"as_at": "First in the report as at", "done_on": "Done"}


@require_safe
@requires(Permission.READ_COMMENTARY)
def actions(request: OfficeRequest, dataset_slug: str = "") -> HttpResponse:
    """Those of a dataset: the open ones, of which the overdue come first, then those that are done."""
    dataset, datasets = chosen_dataset(dataset_slug)
    today = timezone.localdate()
    definitions = in_reach(latest_definitions(dataset), request.user) if dataset else {}
    listed = Action.objects.filter(indicator__in=definitions)
    rows = [(each, definitions.get(each.indicator_id), when_due(each, today)) for each in listed]
    context = {
        "dataset": dataset,
        "datasets": datasets,
        "open": [row for row in rows if row[0].state == ActionState.OPEN],
        "done": sorted((row for row in rows if row[0].done_on), key=lambda row: row[0].done_on or today, reverse=True),
        "may_raise": request.user.may(Permission.WRITE_COMMENTARY),
    }
    return render(request, "commentary/actions.html", context)


@require_safe
@requires(Permission.READ_COMMENTARY)
def action(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """One with its progress and its history, and what this person can do with it."""
    shown = _action(request, dataset_slug, pk)
    names = names_of(shown.indicator.dataset)
    context = {
        "action": shown,
        "dataset": shown.indicator.dataset,
        "facts": facts_of(shown, LABELS, names),
        "due": when_due(shown, timezone.localdate()),
        "notes": shown.notes.select_related("made_by"),
        "history": history_of(shown, LABELS, names),
        "is_open": shown.state == ActionState.OPEN,
        "may_act": may_keep_actions(shown.indicator, request.user),
    }
    return render(request, "commentary/action.html", context)


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_COMMENTARY)
def action_new(request: OfficeRequest, dataset_slug: str) -> HttpResponse:
    """Raises one for an indicator of the director's sections; `?indicator=` chooses it."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    theirs = of_their_sections(latest_definitions(dataset), request.user)
    form = NewActionForm(
        request.POST or None,
        definitions=theirs,
        months=next_reports(dataset, timezone.localdate()),
        initial={"indicator": request.GET.get("indicator", "")},
    )
    page = FormPage(
        title="Raise an action",
        back="Actions",
        back_url=reverse("commentary:actions_of", args=[dataset.slug]),
        lead="It stands under the indicator's commentary until it is done, and in the report after that as done.",
    )
    done = "Raised. It stands in the report until it is done."
    return form_page(request, form, page, lambda: raise_action(by=request.user, **form.cleaned_data), done)


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_COMMENTARY)
def action_change(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Changes what is done, by whom or until when, with a reason."""
    shown = _theirs(request, dataset_slug, pk)
    initial = {name: getattr(shown, name) for name in (*ACTION_LABELS, "version")}
    form = ActionForm(request.POST or None, initial=initial)

    def change() -> None:
        change_action(action=shown, by=request.user, **form.cleaned_data)

    return form_page(request, form, _page(shown, "Change this action"), change, "Changed.")


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_COMMENTARY)
def action_note(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Adds what was done since."""
    shown = _theirs(request, dataset_slug, pk)
    form = NoteForm(request.POST or None, initial={"version": shown.version})

    def note() -> None:
        note_progress(action=shown, by=request.user, **form.cleaned_data)

    return form_page(request, form, _page(shown, "Note progress"), note, "Noted.")


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_COMMENTARY)
def action_finish(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Says that it is done, today or on an earlier day."""
    shown = _theirs(request, dataset_slug, pk)
    today: date = timezone.localdate()
    form = FinishForm(request.POST or None, initial={"version": shown.version, "done_on": today})

    def finish() -> None:
        said = form.cleaned_data
        finish_action(action=shown, on=said["done_on"], by=request.user, version=said["version"])

    return form_page(request, form, _page(shown, "Say that it is done"), finish, "It is done.")


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.WRITE_COMMENTARY)
def action_reopen(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Says that it is not done after all, with a reason."""
    shown = _theirs(request, dataset_slug, pk)
    title = "Reopen this action"
    form = ReasonForm(request.POST or None, state=ActionState.OPEN, button=title, initial={"version": shown.version})

    def reopen() -> None:
        reopen_action(action=shown, by=request.user, **form.cleaned_data)

    return form_page(request, form, _page(shown, title), reopen, "It is open again.")


def _page(shown: Action, title: str) -> FormPage:
    dataset = shown.indicator.dataset
    return FormPage(
        title=title,
        back="The action",
        back_url=reverse("commentary:action", args=[dataset.slug, shown.pk]),
        about=facts_of(shown, LABELS, names_of(dataset)),
    )


def _action(request: OfficeRequest, dataset_slug: str, pk: int) -> Action:
    found = Action.objects.select_related("indicator__dataset")
    shown = get_object_or_404(found, indicator__dataset__slug=dataset_slug, pk=pk)
    if not reaches(request.user, Permission.READ_COMMENTARY, shown.indicator):
        raise Http404
    return shown


def _theirs(request: OfficeRequest, dataset_slug: str, pk: int) -> Action:
    shown = _action(request, dataset_slug, pk)
    if not may_keep_actions(shown.indicator, request.user):
        raise PermissionDenied
    return shown
