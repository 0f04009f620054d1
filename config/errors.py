"""Pages for what did not work: a form from elsewhere, a fault, a database that is away, a disk that is full."""

import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import server_error as fault

from config.outages import outage_of, page


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form that was not sent from this site, or was left open past the end of its session."""
    return render(request, "403_csrf.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """`handler500` of every URLconf: Django calls it wherever in a request an error was raised, in middleware too."""
    outage = outage_of(sys.exc_info()[1])
    return page(outage, request) if outage else fault(request)
