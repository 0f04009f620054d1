"""Office pages of links: earlier reports and external papers about each indicator."""

from collections import defaultdict

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from accounts.kept import kept_over_sign_in
from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from commentary.forms import LinkForm
from commentary.link_services import add_link, remove_link
from commentary.models import PaperLink
from commentary.moving import Refused
from commentary.naming import in_reach, latest_definitions, names_of, of_their_sections
from commentary.pages import FormPage, chosen_dataset, form_page
from commentary.permissions import may_keep_links
from indicators.models import Dataset
from indicators.permissions import reaches

KEEPS_ALL = Permission.AGREE_COMMENTARY
"""Who has it keeps the links of every section."""


@require_safe
@requires(Permission.READ_COMMENTARY)
def links(request: OfficeRequest, dataset_slug: str = "") -> HttpResponse:
    """The links of a dataset by indicator, in the order of the index."""
    dataset, datasets = chosen_dataset(dataset_slug)
    definitions = in_reach(latest_definitions(dataset), request.user) if dataset else {}
    kept = {each.indicator_id for each in of_their_sections(definitions, request.user, KEEPS_ALL)}
    listed: dict[int, list[PaperLink]] = defaultdict(list)
    for link in PaperLink.objects.filter(indicator__dataset=dataset):
        listed[link.indicator_id].append(link)
    context = {
        "dataset": dataset,
        "datasets": datasets,
        "rows": [(each, listed[key], key in kept) for key, each in definitions.items() if key in listed],
        "may_add": bool(kept),
    }
    return render(request, "commentary/links.html", context)


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.READ_COMMENTARY)
def link_new(request: OfficeRequest, dataset_slug: str) -> HttpResponse:
    """Adds one to an indicator whose links this person keeps; `?indicator=` chooses it."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    kept = of_their_sections(latest_definitions(dataset), request.user, KEEPS_ALL)
    form = LinkForm(request.POST or None, definitions=kept, initial={"indicator": request.GET.get("indicator", "")})
    page = FormPage(
        title="Add a link",
        back="Earlier reports and other papers",
        back_url=reverse("commentary:links_of", args=[dataset.slug]),
        lead="It stands on the indicator's page and in both parts of every report from the next one on.",
    )
    done = "Added. The next report has it."
    return form_page(request, form, page, lambda: add_link(by=request.user, **form.cleaned_data), done)


@kept_over_sign_in
@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.READ_COMMENTARY)
def link_remove(request: OfficeRequest, dataset_slug: str, pk: int) -> HttpResponse:
    """Asks once more, then takes it away."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    back_url = reverse("commentary:links_of", args=[dataset.slug])
    link = PaperLink.objects.select_related("indicator__dataset").filter(indicator__dataset=dataset, pk=pk).first()
    if link is None or not reaches(request.user, Permission.READ_COMMENTARY, link.indicator):
        if request.method != "POST":
            raise Http404
        messages.info(request, "This link is not there any more. Nothing was changed.")
        return redirect(back_url)
    if not may_keep_links(link.indicator, request.user):
        raise PermissionDenied
    if request.method != "POST":
        context = {"link": link, "dataset": dataset, "name": names_of(dataset)[link.indicator_id]}
        return render(request, "commentary/link_remove.html", context)
    try:
        remove_link(link=link, by=request.user)
    except Refused as reason:
        messages.info(request, str(reason))
    else:
        messages.success(request, "The link is removed. Reports that are published keep it.")
    return redirect(back_url)
