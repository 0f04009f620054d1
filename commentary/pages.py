"""What the office pages of questions, actions and links share: their dataset, and the page of a form."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from accounts.permissions import OfficeRequest
from commentary.attempts import Attempt, SeenForm, attempt
from indicators.models import Dataset


@dataclass(frozen=True)
class FormPage:
    """A page with one form. `about` are facts beside it; `back` is the page to which it leads."""

    title: str
    back: str
    back_url: str
    lead: str = ""
    about: tuple[tuple[str, str], ...] = ()


def form_page(
    request: OfficeRequest, form: SeenForm, page: FormPage, act: Callable[[], object], done: str
) -> HttpResponse:
    """Show the form, or do what it says and go back."""
    outcome = attempt(form, act) if form.is_valid() else Attempt()
    if outcome.is_done:
        messages.success(request, done)
        return redirect(page.back_url)
    return render(request, "commentary/form.html", {"form": form, "page": page, "outcome": outcome})


def chosen_dataset(slug: str) -> tuple[Dataset | None, list[Dataset]]:
    """The dataset of an address, the first one where it names none, and all there are. One query; raises Http404."""
    datasets = list(Dataset.objects.all())
    chosen = next((each for each in datasets if each.slug == slug or not slug), None)
    if slug and chosen is None:
        raise Http404
    return chosen, datasets
