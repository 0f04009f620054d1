"""A report that was withdrawn: its addresses say so, whichever of them is asked for, and nothing of what it said."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control

from reports.published import WithdrawnReport
from reports.site.editions import ReportWithdrawn


class WithdrawnReportsAreGone:
    """Answers 410 with the public notice, for every view that meets a withdrawn report."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return notice(request, exception.report) if isinstance(exception, ReportWithdrawn) else None


def notice(request: HttpRequest, report: WithdrawnReport) -> HttpResponse:
    """The public notice in place of a report's pages and files."""
    response = render(request, "reports/site/withdrawn.html", {"report": report}, status=410)
    patch_cache_control(response, public=True, max_age=settings.PUBLIC_SECONDS)
    return response
