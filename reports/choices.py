"""Office pages for hiding more than is needed: a report's items, and a button for each that is shown."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from indicators.models import Dataset
from reports.assemble import NothingToReport
from reports.forms import ReasonForm
from reports.making import check
from reports.models import PublishedPaper
from suppression import choices
from suppression.choosable import PaperItem, items_of
from suppression.history import report_name
from suppression.models import ExtraHiding
from suppression.paper import PaperIndicator, Part1Paper, PublicFigure, decode_part_1
from suppression.table import CannotProtect


@dataclass(frozen=True)
class ItemRow:
    """One item of an indicator: what Part 1 would say, whether somebody chose to hide it, and where it is public."""

    key: str
    words: str
    text: str
    choice: ExtraHiding | None
    public_in: str

    @property
    def can_be_hidden(self) -> bool:
        return bool(self.text) and not self.public_in


@dataclass(frozen=True)
class IndicatorRow:
    """One indicator in the list: how many of its items are shown and hidden, and how many by choice."""

    number: str
    title: str
    url: str
    shown: int
    hidden: int
    chosen: int


@require_http_methods(["GET", "HEAD", "POST"])
@requires(Permission.PUBLISH)
def hide_more(request: OfficeRequest, dataset_slug: str, as_at: date) -> HttpResponse:
    """Without an indicator the list of them; with one its items, each with the button that hides it."""
    dataset = get_object_or_404(Dataset, slug=dataset_slug)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        _choose(request, dataset, as_at, form.cleaned_data["reason"])
        return redirect(request.get_full_path())
    context: dict[str, object] = {"dataset": dataset, "as_at": as_at, "form": form}
    try:
        paper = check(dataset, as_at).part_1
    except (NothingToReport, CannotProtect) as reason:
        return render(request, "reports/hide_more.html", context | {"refusal": str(reason)})
    chosen = choices.chosen(dataset, as_at)
    wanted = request.GET.get("indicator", "")
    if not wanted:
        rows = [_indicator_row(request.path, each, chosen) for each in paper.indicators]
        return render(request, "reports/hide_more.html", context | {"indicators": rows})
    indicator = paper.indicator(wanted)
    if indicator is None:
        raise Http404
    published = PublishedPaper.objects.filter(dataset_slug=dataset_slug).values_list("document", flat=True)
    earlier = [decode_part_1(bytes(document)) for document in published]
    items = [
        ItemRow(item.key, item.words, item.text, chosen.get(item.key), _public_in(earlier, indicator.key, item, as_at))
        for item in items_of(indicator)
    ]
    return render(
        request,
        "reports/hide_more.html",
        context | {"indicator": indicator, "items": items, "hidden_wording": paper.hidden_wording},
    )


def _indicator_row(path: str, indicator: PaperIndicator[PublicFigure], chosen: Collection[str]) -> IndicatorRow:
    items = list(items_of(indicator))
    return IndicatorRow(
        number=indicator.number,
        title=indicator.title,
        url=f"{path}?{urlencode({'indicator': indicator.key})}",
        shown=sum(bool(item.text) for item in items),
        hidden=sum(item.is_hidden for item in items),
        chosen=sum(item.key in chosen for item in items),
    )


def _public_in(earlier: Iterable[Part1Paper], indicator: str, item: PaperItem, as_at: date) -> str:
    """The report in which the very same item is public already, or empty: hiding it now would take nothing back."""
    for paper in earlier:
        then = paper.indicator(indicator)
        if not item.text or then is None or (item.speaks_of_its_report and paper.as_at != as_at):
            continue
        if any(each.key == item.key and each.text == item.text for each in items_of(then)):
            return report_name(paper)
    return ""


def _choose(request: OfficeRequest, dataset: Dataset, as_at: date, reason: str) -> None:
    """What the pressed button says: hide an item, or show it again."""
    try:
        if "hide" in request.POST:
            choices.hide_more(dataset=dataset, as_at=as_at, item=request.POST["hide"], reason=reason, by=request.user)
            messages.success(request, "Part 1 will hide it.")
        elif "show" in request.POST:
            choices.show_again(dataset=dataset, as_at=as_at, item=request.POST["show"], reason=reason, by=request.user)
            messages.success(request, "Part 1 will show it again, unless it has to be hidden.")
    except choices.ChoiceRefused as refusal:
        messages.error(request, str(refusal))
