"""The whole public site as plain files: every page that can be reached by a link, and what those pages are made with.

Pages are made by the same views as on the live site. The same publications give the same bytes.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import resolve, reverse

from reports.published import PublishedPaper, WithdrawnReport
from reports.site.editions import ReportWithdrawn
from reports.site.plain_links import CannotBeAFile, file_of, relative, with_links
from reports.site.withdrawn import notice

BEGIN = (
    "home",
    "reports",
    "corrections",
    "how_to_read",
    "accessibility",
    "privacy",
    "search",
    "feed",
    "robots",
    "sitemap",
)
NOT_FOUND = "404.html"
_IMPORTED = re.compile(r"""^\s*import\s[^'"]*['"](\./[^'"]+)['"]""", re.MULTILINE)


class ExportFailed(Exception):
    """A page leads to something that cannot be had; says which page and where it leads."""


def exported_files() -> Iterator[tuple[str, bytes]]:
    """Each file of the site, its place and its content, in no particular order; no place comes twice.

    Raises ExportFailed where a link leads nowhere, or the reports change meanwhile.
    """
    waiting = {reverse(f"reports:{name}"): "/" for name in BEGIN}
    done: set[str] = set()
    static = _static_prefix()
    before = _published()
    while waiting:
        address, came_from = waiting.popitem()
        place = file_of(address)
        if place in done:
            continue
        done.add(place)
        if address.startswith(static):
            content, found = _static_file(address, came_from)
        else:
            content, found = _page(address, came_from)
        yield place, content
        waiting |= {each: address for each in found if file_of(each) not in done}
    yield NOT_FOUND, _not_found()
    if _published() != before:
        raise ExportFailed("Something was published or withdrawn meanwhile. Export again.")


def response_to(address: str) -> HttpResponse:
    """What the live site answers somebody who has not signed in. A withdrawn report answers with its notice.

    Raises ExportFailed for an address that is not public, whatever leads to it: nobody is asked to sign in here.
    """
    request = _request(address)
    match = resolve(request.path)
    if match.namespace != "reports" or getattr(match.func, "login_required", True):
        raise ExportFailed(f"{address} is not public.")
    request.resolver_match = match
    try:
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except ReportWithdrawn as withdrawn:
        return notice(request, withdrawn.report)
    return response


def _request(address: str) -> HttpRequest:
    parts = urlsplit(address)
    request = HttpRequest()
    request.method = "GET"
    request.path = request.path_info = parts.path
    request.GET = QueryDict(parts.query)
    request.is_exported = True  # type: ignore[attr-defined]
    return request


def _page(address: str, came_from: str) -> tuple[bytes, list[str]]:
    try:
        response = response_to(address)
    except Exception as error:
        raise ExportFailed(f"{came_from} leads to {address}, which cannot be made: {error!r}") from error
    if not response["Content-Type"].startswith("text/html"):
        return response.content, []
    html, found = with_links(response.content.decode(), lambda link: _relative(address, link))
    return html.encode(), [urldefrag(link).url for link in found]


def _published() -> tuple[int, int]:
    """Publications and withdrawals are only ever added."""
    return PublishedPaper.objects.count(), WithdrawnReport.objects.count()


def _relative(page: str, address: str) -> str:
    try:
        return relative(page, address)
    except CannotBeAFile as error:
        raise ExportFailed(f"{page} leads to {address}, which cannot be a plain file.") from error


def _static_file(address: str, came_from: str) -> tuple[bytes, list[str]]:
    """A style sheet, script or icon, and the modules that a script imports at once: the others are the office's."""
    name = address.removeprefix(_static_prefix())
    path = finders.find(name) if settings.ENVIRONMENT == "test" else staticfiles_storage.path(name)
    if not path or not Path(path).is_file():
        raise ExportFailed(f"{came_from} leads to {address}, which is not there. Run collectstatic.")
    content = Path(path).read_bytes()
    if not name.endswith(".mjs"):
        return content, []
    folder = address.rpartition("/")[0]
    return content, [f"{folder}/{each.removeprefix('./')}" for each in _IMPORTED.findall(content.decode())]


def _static_prefix() -> str:
    return f"/{settings.STATIC_URL.strip('/')}/"


def _not_found() -> bytes:
    """A server sends it from any address, so its links are absolute."""
    html = render_to_string("404.html", {}, _request("/"))
    written, _ = with_links(html, lambda link: f"{settings.PUBLIC_ADDRESS}{link}")
    return written.encode()
