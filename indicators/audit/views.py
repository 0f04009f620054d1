"""The page on which publishers and administrators search who did what."""

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.permissions import OfficeRequest, requires
from accounts.roles import Permission
from accounts.services import record
from indicators.audit.download import lines_of
from indicators.audit.entries import Reader, Search
from indicators.audit.forms import SearchForm
from indicators.audit.search import every_entry, search
from indicators.audit.tables import EntryTable

LINES_AT_ONCE = 1000


@require_safe
@requires(Permission.SEARCH_AUDIT)
def audit(request: OfficeRequest) -> HttpResponse:
    """The search and one page of what it finds. From and to of figures are for those who may read figures."""
    form = SearchForm(request.GET)
    reader = _reader(request)
    context: dict[str, object] = {"form": form, "reader": reader}
    if form.is_valid():
        after = form.cleaned_data["after"]
        found = search(form.asked, reader=reader, after=after)
        _record("searched the audit trail", form.asked, request)
        context |= {
            "table": EntryTable(found.entries),
            "is_first_page": after is None,
            "newest": _address(request),
            "older": _address(request, after=str(found.older)) if found.older else "",
        }
    return render(request, "indicators/audit.html", context)


@require_safe
@requires(Permission.SEARCH_AUDIT)
def download(request: OfficeRequest) -> HttpResponseBase:
    """All that the same search finds, as CSV. A search that is wrong is shown on its page."""
    form = SearchForm(request.GET)
    if not form.is_valid():
        return audit(request)
    _record("downloaded the audit trail", form.asked, request)
    entries = every_entry(form.asked, reader=_reader(request), at_once=LINES_AT_ONCE)
    name = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lines_of(entries),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _reader(request: OfficeRequest) -> Reader:
    """Words can name what Part 1 hides, so who reads them reads figures and Part 2."""
    of_figures = request.user.services(Permission.READ_FIGURES) is None
    return Reader(of_figures, of_figures and request.user.may(Permission.READ_PART_2))


def _record(action: str, asked: Search, request: OfficeRequest) -> None:
    subject = ", ".join(f"{name} {value}" for name, value in asked.said.items()) or "everything"
    record(action=action, subject=subject, by=request.user)


def _address(request: OfficeRequest, **more: str) -> str:
    """The same search in the address of the page, from its newest entry or from another."""
    query = request.GET.copy()
    query.pop("after", None)
    for name, value in more.items():
        query[name] = value
    return "?" + query.urlencode()
